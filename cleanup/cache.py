"""Where is kept what takes long to make and follows from our own files?"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from cleanup.errors import RulesError

_T = TypeVar("_T")
_PROGRAM = "mt-cleanup"
_NEWEST = {"rulefile": 600, "scanner": 100}
_NEWEST_OF_OTHERS = 20
"""Files kept of each kind: enough for a few checkouts and rule folders side by side, each with some ten
scanners of its own."""


def key_of(files: Iterable[Path]) -> str:
    """Stands for the bytes and places of the files (data and code) that something is made of.

    Raises RulesError for a file that cannot be read.
    """
    digest = hashlib.blake2b(digest_size=16)
    for path in files:
        try:
            data = path.read_bytes()
        except OSError as err:
            raise RulesError(f"{path}: cannot be read: {err.strerror}") from err
        digest.update(f"{path}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def made(kind: str, key: str, type_: type[_T], make: Callable[[], _T]) -> _T:
    """What `make` makes of what the key stands for; made once, then kept."""
    kept = read(kind, key)
    if kept is not None:
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(kept, type=type_)
    new = make()
    write(kind, key, msgspec.msgpack.encode(new))
    return new


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
        for old in by_age[_NEWEST.get(kind, _NEWEST_OF_OTHERS) :]:
            old.unlink(missing_ok=True)


def folder() -> Path:
    """Where it is kept: where platformdirs says, whose imports alone are a twentieth of a start."""
    if sys.platform == "linux":
        xdg, home = (os.environ.get(name, "") for name in ("XDG_CACHE_HOME", "HOME"))
        if xdg.startswith("/"):
            return Path(xdg, _PROGRAM)
        if home.startswith("/"):
            return Path(home, ".cache", _PROGRAM)
    import platformdirs

    return Path(platformdirs.user_cache_dir(_PROGRAM))


def _path(kind: str, key: str) -> Path:
    return folder() / f"{kind}-{key}"
