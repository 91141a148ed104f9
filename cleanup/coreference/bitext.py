"""Which part of the source-language text does a place of the translation come from?

Start reading at `Bitext.at`. Lines are paired one by one where both texts have as many,
else by their lengths and by the numbers and Latin words they share; sentences are
paired where a pair of lines has as many of them. What is unsure is not paired.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from cleanup.english import sentence_spans
from cleanup.page import Page
from cleanup.patterns import lazy_re

Span = tuple[int, int]

_MOST_CELLS = 400_000
"""Pairs of lines weighed at most: 600 lines by 600. Longer texts are books, and not paired."""
_LEAST_RATIO, _MOST_RATIO = 0.5, 2.0
"""Characters of a source line for one of its translation: from Russian to English 0.7 to 1.4
in nearly every paragraph of the WMT news sets."""
_SHORT = 40
"""Characters up to which the ratio of lengths says nothing."""
_SKIP = 0.7
"""Cost of a line without a partner; a pair costs the logarithm of its ratio (0 to 0.7)."""
_ANCHOR = 0.4
"""What a shared number or Latin word takes off."""
_LONGEST_UNIT = 5000
"""Characters of a unit; longer ones are texts without line ends."""
_ANCHORS = lazy_re(r"\d[\d.,:]*\d|[A-Za-z]{3,}")


class Unit(NamedTuple):
    """A stretch of the translation and its source; both are sentences or both are lines."""

    target: Span
    source: Span
    line: int
    """The number of the source line."""


class Bitext:
    """A translation beside its source."""

    def __init__(self, page: Page, source: str) -> None:
        self.text = page.text
        self.source = source
        self.source_lines = _line_spans(source)
        self._lines: list[Span] = [(line.start, line.end) for line in page.lines]
        self._units: dict[int, list[Unit]] = {}

    def at(self, position: int) -> Unit | None:
        """The unit that holds a place of the translation; None where nothing is sure."""
        number = bisect_right(self._lines, (position, len(self.text))) - 1
        partner = self._partner.get(number)
        if partner is None:
            return None
        if number not in self._units:
            self._units[number] = self._split(number, partner)
        units = self._units[number]
        unit = units[bisect_right(units, position, key=lambda u: u.target[0]) - 1]
        return unit if position < unit.target[1] and _length(unit.source) <= _LONGEST_UNIT else None

    def _split(self, number: int, partner: int) -> list[Unit]:
        here, there = self._lines[number], self.source_lines[partner]
        ours, theirs = sentence_spans(self.text, *here), sentence_spans(self.source, *there)
        if len(ours) != len(theirs):
            return [Unit(here, there, partner)]
        return [Unit(a, b, partner) for a, b in zip(ours, theirs, strict=True)]

    @cached_property
    def _partner(self) -> dict[int, int]:
        """Line of the translation → line of the source."""
        rows, columns = len(self._lines), len(self.source_lines)
        if rows == columns and all(map(self._may_pair, range(rows), range(rows))):
            return {i: i for i in range(rows)}
        if rows * columns > _MOST_CELLS:
            return {}
        pairs = _cheapest(self._costs())
        return {i: j for i, j in pairs.items() if self._is_sure(i, j, pairs)}

    def _may_pair(self, i: int, j: int) -> bool:
        ours, theirs = _length(self._lines[i]), _length(self.source_lines[j])
        return max(ours, theirs) <= _SHORT or _LEAST_RATIO <= theirs / ours <= _MOST_RATIO

    def _is_sure(self, i: int, j: int, pairs: dict[int, int]) -> bool:
        """Lines of like length that share an anchor, or stand between such as are paired too."""
        if not self._may_pair(i, j):
            return False
        if _anchors(self.text, self._lines[i]) & _anchors(self.source, self.source_lines[j]):
            return True
        return pairs.get(i - 1, -1) == j - 1 and pairs.get(i + 1, len(self.source_lines)) == j + 1

    def _costs(self) -> list[list[float]]:
        """What it costs to pair each line with each."""
        theirs = [(_length(span), _anchors(self.source, span)) for span in self.source_lines]
        costs = []
        for span in self._lines:
            length, anchors = _length(span), _anchors(self.text, span)
            costs.append(
                [abs(math.log(length / other)) - _ANCHOR * len(anchors & shared) for other, shared in theirs]
            )
        return costs


def _line_spans(text: str) -> list[Span]:
    """Lines that are not empty, without outer space."""
    return [(m.start(), m.end()) for m in re.finditer(r"\S[^\n]*(?<=\S)", text)]


def _length(span: Span) -> int:
    return span[1] - span[0]


def _anchors(text: str, span: Span) -> set[str]:
    return set(_ANCHORS.findall(text, *span))


def _cheapest(costs: Sequence[Sequence[float]]) -> dict[int, int]:
    """The pairing in order that costs least; a line without partner costs `_SKIP`.

    >>> _cheapest([[0.0, 0.9], [0.9, 0.1], [0.1, 0.9]])
    {0: 0, 1: 1}
    """
    rows, columns = len(costs), len(costs[0]) if costs else 0
    best = [[_SKIP * j for j in range(columns + 1)]]
    for i in range(1, rows + 1):
        above, row = best[-1], [_SKIP * i]
        for j in range(1, columns + 1):
            row.append(min(above[j - 1] + costs[i - 1][j - 1], above[j] + _SKIP, row[-1] + _SKIP))
        best.append(row)
    pairs = {}
    i, j = rows, columns
    while i and j:
        if best[i][j] == best[i - 1][j - 1] + costs[i - 1][j - 1]:
            i, j = i - 1, j - 1
            pairs[i] = j
        elif best[i][j] == best[i - 1][j] + _SKIP:
            i -= 1
        else:
            j -= 1
    return dict(sorted(pairs.items()))
