"""Which lines recur in the articles of one source because the site sets them there?

Start reading at `find_recurring`. Articles are read twice. The first reading hashes each
line, numbers and dates masked, by MinHash into bands (lines alike in most words share a
band) and counts the bands in a table of fixed size. The second looks at the lines whose
bands were counted often and gathers how they stand. So memory does not grow with the
articles; `site_or_news.py` then tells what is the site's from news that recurs.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from cleanup.furniture.dates import CALENDAR_WORD
from cleanup.patterns import lazy_re

Span = tuple[int, int]
"""First and last day."""


class Document(NamedTuple):
    """An article as it is read for learning."""

    id: str
    source: str
    text: str
    day: int | None
    """Days since any fixed day."""


# --- lines made comparable -------------------------------------------------------

GAP = "\0"
"""Stands for what differs from one article to the next in one line of a site: numbers, dates, links."""
_CHANGING = lazy_re(r"(?:https?://|www\.|\bt\.me/)\S+|\d(?:[\d.,:/()+-]*\d)?(?:st|nd|rd|th)?\b")
_MAY_CHANGE = lazy_re(r"\d|://|www\.|t\.me/")
_TOKEN = lazy_re(r"[^\W_]+|\0")
_SHORTEST, _LONGEST = 3, 600
"""Characters of a line that is looked at; standing notices of sites end below 500."""


def words_of(line: str) -> tuple[str, ...]:
    """The words of a line, with what differs between articles masked.

    >>> words_of("* Updated Friday, 3 May 2024, 11:20")
    ('updated', '\\x00')
    """
    low = line.casefold()
    if not _MAY_CHANGE.search(low):
        return tuple(_TOKEN.findall(low))
    words: list[str] = []
    for word in _TOKEN.findall(_CHANGING.sub(f" {GAP} ", low)):
        if word == GAP:
            while words and CALENDAR_WORD.fullmatch(words[-1]):
                words.pop()
        if not (words and words[-1] == GAP and (word == GAP or CALENDAR_WORD.fullmatch(word))):
            words.append(word)
    return tuple(words)


class Line(NamedTuple):
    """A line of an article; `number` counts from 0, empty lines apart."""

    text: str
    words: tuple[str, ...]
    number: int


def _lines(document: Document) -> tuple[list[Line], int]:
    """Lines fit for comparison, each once, and how many lines the article has."""
    found: dict[tuple[str, ...], Line] = {}
    bodies = [body for raw in document.text.split("\n") if (body := raw.strip())]
    for number, body in enumerate(bodies):
        if _SHORTEST <= len(body) <= _LONGEST:
            words = words_of(body)
            if any(w != GAP for w in words):
                found.setdefault(words, Line(body, words, number))
    return list(found.values()), len(bodies)


# --- first reading: counting -----------------------------------------------------

_BANDS, _ROWS = 5, 6
"""Lines that share 9 words in 10 share a band in 98 % of cases, 8 in 10 in 78 %, 6 in 10 in 21 %."""
_SLOT_BITS = 25
"""Log of the number of counters, of one byte each. 100,000 articles of 30 lines give 15 million bands:
half a band a counter, so that five strangers in one are rare, and cost memory alone."""
_BATCH = 500
"""Articles hashed at a time."""

_Keys = npt.NDArray[np.uint64]


class _Batch(NamedTuple):
    documents: list[Document]
    lines: list[list[Line]]
    counts: list[int]
    """Lines of each article."""
    keys: _Keys
    """One row of bands for each line of `lines`, in their order."""


def _batches(documents: Iterable[Document]) -> Iterator[_Batch]:
    source = iter(documents)
    while chunk := list(islice(source, _BATCH)):
        pairs = [_lines(d) for d in chunk]
        lines = [found for found, _ in pairs]
        names = [d.source for d, found in zip(chunk, lines, strict=True) for _ in found]
        keys = _band_keys(names, [line for found in lines for line in found])
        yield _Batch(chunk, lines, [n for _, n in pairs], keys)


def _band_keys(sources: list[str], lines: list[Line]) -> _Keys:
    """The bands of each line; lines of one source that are alike share one at least."""
    import rensa  # only this command needs it

    sets = [[*x.words, *map(" ".join, zip(x.words, x.words[1:], strict=False))] for x in lines]
    rows = rensa.RMinHash.digest_matrix_from_token_sets(sets, _BANDS * _ROWS, 1).to_rows()
    digests = np.array(rows, dtype=np.uint64).reshape(len(lines), _BANDS, _ROWS)
    seeds = np.array([zlib.crc32(s.encode("utf-8", "surrogatepass")) for s in sources], dtype=np.uint64)
    keys: _Keys = (seeds[:, None] * np.uint64(_BANDS)) ^ np.arange(_BANDS, dtype=np.uint64)
    for row in range(_ROWS):
        keys = (keys ^ digests[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    return keys


def _slots(keys: _Keys) -> _Keys:
    return keys >> np.uint64(64 - _SLOT_BITS)


def _count(batch: _Batch, table: npt.NDArray[np.uint8]) -> None:
    """Count each band once an article."""
    article = np.repeat(np.arange(len(batch.lines), dtype=np.uint64), [len(found) for found in batch.lines])
    once = np.unique((article[:, None] << np.uint64(_SLOT_BITS)) | _slots(batch.keys))
    slots, times = np.unique(once & np.uint64((1 << _SLOT_BITS) - 1), return_counts=True)
    table[slots] = np.minimum(table[slots] + times, 255)


# --- second reading: how they stand ----------------------------------------------

_ALIKE = 80
"""Likeness in percent, word order apart, from which two lines are wordings of one."""
_MOST_GROUPS = 50_000
"""Groups held at a time; beyond, those seen in one article are dropped (lossy counting)."""
_MOST_VARIANTS = 8
_EXAMPLES = 3
_TOP, _FOOT = 3, 6
"""Lines from either end that are its edge; of the 89 test pages' bodies none is shorter than both."""
_CONTENT = lazy_re(r"[^\W\d_]{5,}|[\u3040-\u30ff\u4e00-\u9fff]")
"""Words that say what a text is about, roughly, in any language."""


class Group(msgspec.Struct):
    """A line that recurs, in all its wordings, and how it stands where it does."""

    source: str
    words: tuple[str, ...]
    lines: dict[tuple[str, ...], str]
    """Wordings: masked words → one line as it stood."""
    times: Counter[tuple[str, ...]]
    articles: int = 0
    last: str = ""
    """Id of the article last counted."""
    edge: int = 0
    beside: int = 0
    """Articles in which its neighbour above or below recurs too."""
    own: float = 0.0
    other: float = 0.0
    """Sums of the shares of its content words in the rest of its article and in another of the source."""
    compared: int = 0
    days: Span | None = None
    examples: list[str] = []


class Source(msgspec.Struct):
    """What is known of one source."""

    articles: int = 0
    days: Span | None = None
    vocabulary: frozenset[str] = frozenset()
    """Content words of the article read last."""


class Corpus(msgspec.Struct):
    """What the second reading found."""

    sources: dict[str, Source]
    groups: list[Group]


Reader = Callable[[], Iterable[Document]]
"""Reads the same articles anew each time it is called."""


def find_recurring(read: Reader, *, at_least: int) -> Corpus:
    """Lines that stand, alike, in `at_least` articles of one source."""
    table = np.zeros(1 << _SLOT_BITS, dtype=np.uint8)
    for batch in _batches(read()):
        _count(batch, table)
    gatherer = _Gatherer()
    for batch in _batches(read()):
        often: npt.NDArray[np.bool_] = np.any(table[_slots(batch.keys)] >= min(at_least, 255), axis=1)
        at = 0
        for document, lines, count in zip(batch.documents, batch.lines, batch.counts, strict=True):
            till = at + len(lines)
            gatherer.add(document, lines, count, often[at:till].tolist(), batch.keys[at:till].tolist())
            at = till
    groups = [g for g in gatherer.groups if g.articles >= at_least]
    groups.sort(key=lambda g: (g.source, -g.articles, g.words))
    return Corpus(gatherer.sources, groups)


class _Gatherer:
    """Puts lines that recur into groups."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.groups: list[Group] = []
        self._of_band: dict[int, Group] = {}

    def add(
        self, document: Document, lines: list[Line], count: int, often: list[bool], keys: list[list[int]]
    ) -> None:
        """Count the lines of one article that recur."""
        source = self.sources.setdefault(document.source, Source())
        source.articles += 1
        source.days = _widened(source.days, document.day)
        numbers = {line.number for line, recurs in zip(lines, often, strict=True) if recurs}
        rest = set[str]().union(*(_content(x) for x, recurs in zip(lines, often, strict=True) if not recurs))
        for line, recurs, bands in zip(lines, often, keys, strict=True):
            if recurs:
                group = self._group(document, line, bands)
                if group.last != document.id:
                    _note(group, document, line)
                    group.edge += line.number < _TOP or line.number >= count - _FOOT
                    group.beside += line.number - 1 in numbers or line.number + 1 in numbers
                    _compare(group, line, rest, source.vocabulary)
        source.vocabulary = frozenset(rest)
        if len(self.groups) > _MOST_GROUPS:
            self._drop()

    def _group(self, document: Document, line: Line, bands: list[int]) -> Group:
        for band in bands:
            group = self._of_band.get(band)
            if group is not None and (line.words in group.lines or _alike(group.words, line.words)):
                break
        else:
            group = Group(document.source, line.words, {}, Counter())
            self.groups.append(group)
        for band in bands:
            self._of_band.setdefault(band, group)
        return group

    def _drop(self) -> None:
        self.groups = [g for g in self.groups if g.articles > 1]
        kept = set(map(id, self.groups))
        self._of_band = {b: g for b, g in self._of_band.items() if id(g) in kept}


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return fuzz.token_sort_ratio(" ".join(a), " ".join(b), score_cutoff=_ALIKE) > 0


def _note(group: Group, document: Document, line: Line) -> None:
    group.articles += 1
    group.last = document.id
    group.days = _widened(group.days, document.day)
    if line.words in group.lines or len(group.lines) < _MOST_VARIANTS:
        group.lines.setdefault(line.words, line.text)
        group.times[line.words] += 1
    if len(group.examples) < _EXAMPLES:
        group.examples.append(document.id)


def _content(line: Line) -> set[str]:
    """The words of a line that say what it is about."""
    return set(_CONTENT.findall(" ".join(line.words)))


def _compare(group: Group, line: Line, rest: set[str], other: frozenset[str]) -> None:
    content = _content(line)
    if content and rest and other:
        group.compared += 1
        group.own += len(content & rest) / len(content)
        group.other += len(content & other) / len(content)


def _widened(span: Span | None, day: int | None) -> Span | None:
    if day is None:
        return span
    return (day, day) if span is None else (min(day, span[0]), max(day, span[1]))
