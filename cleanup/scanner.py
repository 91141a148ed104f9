"""Which of many patterns occur in a text? Start reading at `Scanner`.

Hyperscan makes one automaton of all patterns and reads the text once, faster than `re` looks
for a single pattern. It knows no look-around, no back-references and no groups, so it finds
where something may be; `regex` then says what it is.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from operator import itemgetter

import hyperscan

from cleanup import cache


class Scanner:
    """Patterns (or literals) made ready to be looked for all at once. Holds no state of any text.

    Patterns are of characters, and found once in a text; with `every` they are of bytes, and
    every end of a match is told.
    """

    def __init__(self, patterns: Sequence[str], *, literal: bool = False, every: bool = False) -> None:
        kind = _LITERAL if literal else _EVERY if every else _ONCE
        self._database = _database([p.encode() for p in patterns], kind) if patterns else None
        self._own = threading.local()

    def present(self, data: bytes) -> frozenset[int]:
        """The numbers of the patterns that occur."""
        return frozenset(number for number, _ in self.ends(data))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """As `ends`, but counted in characters, and in the order of the text."""
        data = to_bytes(text)
        found = self.ends(data)
        if len(data) == len(text):
            yield from found
            return
        byte = character = 0
        for number, end in sorted(found, key=itemgetter(1)):
            whole = _whole(data, end)
            character += len(data[byte:whole].decode())
            byte = whole
            yield number, character

    def ends(self, data: bytes) -> list[tuple[int, int]]:
        """(number of the pattern, byte where a match ends); every end of a literal, one end of a pattern."""
        found: list[tuple[int, int]] = []
        if self._database is None or not data:
            return found

        def note(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found.append((number, end))

        self._database.scan(data, match_event_handler=note, scratch=self._scratch())
        return found

    def _scratch(self) -> hyperscan.Scratch:
        """Working memory of a scan, one for each thread."""
        scratch: hyperscan.Scratch | None = getattr(self._own, "scratch", None)
        if scratch is None:
            scratch = self._own.scratch = hyperscan.Scratch(self._database)
        return scratch


def _whole(data: bytes, end: int) -> int:
    """The end of the character that ends at byte `end`, or goes on there."""
    while end < len(data) and data[end] & 0xC0 == 0x80:
        end += 1
    return end


def to_bytes(text: str) -> bytes:
    """UTF-8, with a question mark for a lone surrogate, which stands for a byte that is no UTF-8."""
    return text.encode("utf-8", "replace")


_ONCE = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_MULTILINE | hyperscan.HS_FLAG_SINGLEMATCH
_EVERY = hyperscan.HS_FLAG_MULTILINE
_LITERAL = 0
_WORTH_KEEPING = 20
"""Fewer patterns are compiled as soon as read, and would drive out what took seconds."""


def _database(patterns: list[bytes], flags: int) -> hyperscan.Database:
    """Compiled once and kept, if they are many; what another version or machine made is made anew."""
    digest = hashlib.blake2b(b"\0".join([str(flags).encode(), *patterns]), digest_size=16)
    key = digest.hexdigest()
    kept = cache.read("scanner", key)
    if kept is not None:
        try:
            return hyperscan.loadb(kept, hyperscan.HS_MODE_BLOCK)
        except hyperscan.HyperscanError:
            pass
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(patterns, ids=list(range(len(patterns))), flags=flags, literal=flags == _LITERAL)
    if len(patterns) >= _WORTH_KEEPING:
        cache.write("scanner", key, hyperscan.dumpb(database))
    return database
