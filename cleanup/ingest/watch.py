"""Which files have come into the folders that are watched, whole? Start reading at `arrivals`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from cleanup.errors import SettingsError
from cleanup.files import SUFFIXES, TABLES

SETTLED = 1.0
"""Seconds in which a file must not change, before it counts as written to its end. A writer that
pauses for longer has its article cleaned once more when it goes on, as any change does."""


def arrivals(paths: list[Path], settled: float = SETTLED) -> Iterator[list[Path]]:
    """First the files of the folders, then those new or changed, each when it is written to its end.

    Never ends by itself.
    """
    try:
        from watchfiles import Change, watch
    except ImportError as err:
        raise SettingsError("--watch needs watchfiles: pip install 'mt-cleanup[watch]'") from err

    folders = [p for p in paths if p.is_dir()]
    if not folders:
        raise SettingsError("--watch needs a folder")
    growing: dict[Path, tuple[tuple[int, int], float]] = {}
    wait = int(settled * 1000 / 4)
    seen = False
    for changes in watch(*folders, recursive=False, rust_timeout=wait, yield_on_timeout=True, step=20):
        came = [Path(name) for change, name in changes if change is not Change.deleted]
        if not seen:  # only now, so that nothing falls between the first look and the watch
            came += [path for folder in folders for path in folder.iterdir()]
            seen = True
        for path in came:
            if path.name.endswith(SUFFIXES + TABLES) and not path.name.startswith("."):
                growing.setdefault(path, ((-1, -1), 0.0))
        if whole := list(_settled(growing, settled)):
            yield whole


def _settled(growing: dict[Path, tuple[tuple[int, int], float]], settled: float) -> Iterator[Path]:
    """Take out the files that have stayed as they are."""
    now = time.monotonic()
    for path, (before, since) in sorted(growing.items()):
        try:
            info = path.stat()
        except OSError:  # taken away again
            del growing[path]
            continue
        state = (info.st_size, info.st_mtime_ns)
        if state != before:
            growing[path] = (state, now)
        elif now - since >= settled:
            del growing[path]
            yield path
