"""Where is kept what takes long to make and follows from our own files?"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import platformdirs

_NEWEST = 20
"""Files kept of each kind: enough for a few checkouts and rule folders side by side."""


def read(kind: str, key: str) -> bytes | None:
    """What was kept under this name; None where nothing was."""
    with contextlib.suppress(OSError):
        return _path(kind, key).read_bytes()
    return None


def write(kind: str, key: str, data: bytes) -> None:
    """Keep `data`; the oldest of its kind make room. What cannot be written is made again next time."""
    path = _path(kind, key)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(data)
        temporary.replace(path)
        by_age = sorted(path.parent.glob(f"{kind}-*"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in by_age[_NEWEST:]:
            old.unlink(missing_ok=True)


def _path(kind: str, key: str) -> Path:
    return Path(platformdirs.user_cache_dir("mt-cleanup")) / f"{kind}-{key}"
