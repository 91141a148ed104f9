"""How does an engine read an article? By paragraphs, each only once. Start at `Reader`.

The passes look at an article several times; a paragraph that has not changed since is not
read again. New ones go to the engine together, as many as `MOST` characters at a time.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import accumulate

import msgspec

from cleanup.engines import Engine, EngineError, Match
from cleanup.patterns import lazy_re

MOST = 20_000
"""Characters asked at once: what LanguageTool's own service takes, and a second of work."""
LONGEST = 100_000
"""Characters of an article that are read; one is a few thousand, and an engine reads 20 kB a second."""
LONGEST_PARAGRAPH = 2_000
"""Beyond it the time of an engine grows with the square: it takes 20,000 digits for one sentence."""
_PROSE = 0.75
"""Share of letters and blanks in a paragraph of prose; tables and rows of signs have less."""
_KEPT = 4096
"""Paragraphs remembered: some dozens of articles."""
_LETTERS = lazy_re("[A-Za-z ]")
_BETWEEN = "\n\n"


class Reader:
    """Asks an engine about paragraphs. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self.name = engine.name
        self._engine = engine
        self._known: OrderedDict[str, tuple[Match, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, text: str, spans: Iterable[tuple[int, int]]) -> list[Match]:
        """The matches within each span of the text; offsets are those of the text.

        Raises EngineError if the engine cannot answer, or for a text that is too long.
        """
        chosen = [(s, e) for s, e in spans if e - s <= LONGEST_PARAGRAPH and _is_prose(text[s:e])]
        if sum(e - s for s, e in chosen) > LONGEST:
            raise EngineError(f"{self.name} reads no article of more than {LONGEST:,} characters")
        known = self._remembered({text[s:e] for s, e in chosen})
        return [_moved(m, s) for s, e in chosen for m in known[text[s:e]]]

    def _remembered(self, paragraphs: set[str]) -> dict[str, tuple[Match, ...]]:
        with self._lock:  # not held while the engine reads: a server reads for many at once
            known = {p: self._known[p] for p in paragraphs & self._known.keys()}
        for batch in _batches(sorted(paragraphs - known.keys())):
            known |= self._read(batch)
        with self._lock:
            for paragraph, matches in known.items():
                self._known[paragraph] = matches
                self._known.move_to_end(paragraph)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return known

    def _read(self, batch: list[str]) -> dict[str, tuple[Match, ...]]:
        found: dict[str, list[Match]] = {p: [] for p in batch}
        starts = [0, *accumulate(len(p) + len(_BETWEEN) for p in batch[:-1])]
        for match in self._engine.check(_BETWEEN.join(batch)):
            at = bisect_right(starts, match.start) - 1
            if match.end <= starts[at] + len(batch[at]):  # else it speaks of the gap that we made
                found[batch[at]].append(_moved(match, -starts[at]))
        return {p: tuple(ms) for p, ms in found.items()}


def _is_prose(paragraph: str) -> bool:
    return len(_LETTERS.findall(paragraph)) >= _PROSE * len(paragraph)


def _batches(paragraphs: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for paragraph in paragraphs:
        if batch and size + len(paragraph) > MOST:
            yield batch
            batch, size = [], 0
        batch.append(paragraph)
        size += len(paragraph) + len(_BETWEEN)
    if batch:
        yield batch


def _moved(match: Match, by: int) -> Match:
    return msgspec.structs.replace(match, start=match.start + by, end=match.end + by)
