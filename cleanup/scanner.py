"""Which of many patterns occur in a text? Start reading at `Scanner`.

Hyperscan makes one automaton of all patterns and reads the text once, faster than `re` looks
for a single pattern. It knows no look-around, no back-references and no groups, so it finds
where something may be; `regex` then says what it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Sequence
from operator import itemgetter

import hyperscan

from cleanup import cache


class Scanner:
    """Patterns (or literals) made ready to be looked for all at once. Holds no state of any text."""

    def __init__(self, patterns: Sequence[str], *, literal: bool = False) -> None:
        self.key = _key_of(patterns, literal=literal)
        self._database = _database(self.key, patterns, literal=literal) if patterns else None
        self._own = threading.local()

    @classmethod
    def of_key(cls, key: str) -> Scanner | None:
        """One made before, without its patterns; None where it is not kept any more."""
        scanner = cls(())
        scanner.key, scanner._database = key, _kept(key)
        return scanner if scanner._database is not None else None

    def present(self, data: bytes) -> frozenset[int]:
        """The numbers of the patterns that occur."""
        return frozenset(number for number, _ in self.ends(data))

    def places(self, text: str) -> list[tuple[int, int]]:
        """As `ends`, but counted in characters."""
        data = to_bytes(text)
        ends = self.ends(data)
        if len(data) == len(text):
            return ends
        found = []
        byte = character = 0
        for number, end in sorted(ends, key=itemgetter(1)):
            if end > byte:
                character += len(data[byte:end].decode())
                byte = end
            found.append((number, character))
        return found

    def ends(self, data: bytes) -> list[tuple[int, int]]:
        """(number of the pattern, byte where a match ends); every match of a literal, one of a pattern."""
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


def to_bytes(text: str) -> bytes:
    """UTF-8, with a question mark for a lone surrogate, which stands for a byte that is no UTF-8."""
    return text.encode("utf-8", "replace")


_PATTERN = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_MULTILINE | hyperscan.HS_FLAG_SINGLEMATCH


def _key_of(patterns: Sequence[str], *, literal: bool) -> str:
    return hashlib.blake2b("\0".join([repr(literal), *patterns]).encode(), digest_size=16).hexdigest()


def _kept(key: str) -> hyperscan.Database | None:
    """What was compiled before; None where nothing was, or by another version or machine."""
    kept = cache.read("scanner", key)
    if kept is not None:
        with contextlib.suppress(hyperscan.HyperscanError):
            return hyperscan.loadb(kept, hyperscan.HS_MODE_BLOCK)
    return None


def _database(key: str, patterns: Sequence[str], *, literal: bool) -> hyperscan.Database:
    """Compiled once and kept."""
    kept = _kept(key)
    if kept is not None:
        return kept
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = 0 if literal else _PATTERN
    encoded = [p.encode() for p in patterns]
    database.compile(encoded, ids=list(range(len(patterns))), flags=flags, literal=literal)
    cache.write("scanner", key, hyperscan.dumpb(database))
    return database
