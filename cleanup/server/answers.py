"""Was the same asked before? Editors ask again for each paragraph that they show again."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import NamedTuple


class Made(NamedTuple):
    """An answer as a worker made it."""

    body: bytes
    is_whole: bool
    """Whether nothing was left out for want of time or of an engine; else it is worth asking again."""


MOST_BYTES = 32_000_000
"""Of answers kept: 1,000 articles."""


class Answers:
    """The latest answers, by what they were made from."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    def get(self, key: bytes) -> bytes | None:
        """The answer under a key; it is then the latest."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, key: bytes, answer: bytes) -> None:
        """Keep an answer; the oldest make room."""
        self._size += len(answer) - len(self._kept.pop(key, b""))
        self._kept[key] = answer
        while self._size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest)


def key_of(*parts: str | bytes) -> bytes:
    """What an answer is made from, in short."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data) + data)
    return digest.digest()
