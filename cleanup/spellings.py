"""Which words does one article spell in two ways? Start reading at `clashes`.

A table holds pairs of stems, `colour color`: the first of one custom, the second of another.
A word is a stem and an ending. Names and what stands in quotation marks are counted out:
they have their own spelling.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

from cleanup.patterns import lazy_re
from cleanup.scanner import Scanner, to_bytes

_ENDING = lazy_re(
    r"(?:s|ed|er|ers|ing|ings|ful|able|ably|hood|hoods|al|ally|ly|ism|e|es|ation|ations|ational|ion|ive|or|ors)?"
    r"(?![\w@/_-]|\.\w)"
)
_GOES_ON = lazy_re(r"[,;:)'’]|\s(?:[a-z\d]|([A-Z]\w*))")
"""What shows that the point of `U.S.` does not end the sentence too; a capital does so in some words only."""
_BEFORE = frozenset("-_/@.&")
_QUOTED = lazy_re(r"[“«\"][^“”«»\"\n]{1,2000}[”»\"]")
_CLEAR = 3
"""How many times as frequent a custom must be to be the article's own: one odd word in four."""


class Clash(NamedTuple):
    """text[start:end] in the spelling that the article has less often, and in the other."""

    start: int
    end: int
    after: str


class _Word(NamedTuple):
    start: int
    end: int
    pair: int
    side: int


class Customs:
    """Tables ready to be asked about; one scan of a text for them all.

    >>> Customs([("colour color",), ("centre center",)]).mixed("colour, color and center")
    [('colour color',)]
    """

    def __init__(self, tables: Sequence[tuple[str, ...]]) -> None:
        self._tables = tables
        self._ends = list(accumulate(2 * len(table) for table in tables))
        self._scanner = _scanner(tuple(chain.from_iterable(tables)))

    def mixed(self, text: str) -> list[tuple[str, ...]]:
        """The tables of which a text has stems of both customs."""
        present = self._scanner.present(to_bytes(text))
        if len(present) < 2:
            return []
        sides: list[set[int]] = [set() for _ in self._tables]
        for number in present:
            sides[bisect_right(self._ends, number)].add(number % 2)
        return [table for table, seen in zip(self._tables, sides, strict=True) if len(seen) == 2]


def clashes(
    text: str, pairs: tuple[str, ...], *, together: bool, after_points: Set[str] = frozenset()
) -> list[Clash]:
    """Words against the article's majority.

    `together`: the pairs show one custom of the article, so that *colour* speaks against
    *center*; else each pair is judged by itself. `after_points`: words with a capital, before
    which the point of `U.S.` ends no sentence.

    >>> clashes("a color, the colors of a colour", ("colour color",), together=False)
    [Clash(start=25, end=31, after='color')]
    >>> clashes("the colour of Color Street, “a color”", ("colour color",), together=False)
    []
    """
    words = list(_words(text, pairs))
    if len({w.side for w in words}) < 2:
        return []
    words = _unquoted(text, words)
    counts = Counter((w.pair, w.side) for w in words)
    all_words = Counter(w.side for w in words)
    custom = _majority(all_words[0], all_words[1], _CLEAR) if together else None
    found = []
    for word in words:
        own = _majority(counts[word.pair, 0], counts[word.pair, 1]) if custom is None else custom
        if own is None or word.side == own:
            continue
        if text[word.end - 1] != "." or _goes_on(text, word.end, after_points):
            found.append(Clash(word.start, word.end, _respelt(text, word, pairs)))
    return found


def _goes_on(text: str, at: int, after_points: Set[str]) -> bool:
    m = _GOES_ON.match(text, at)
    return m is not None and (m[1] is None or m[1] in after_points)


def _majority(first: int, second: int, times: int = 1) -> int | None:
    """Which side is more frequent, and at least `times` as frequent: 0, 1 or neither."""
    if first > second and first >= times * second:
        return 0
    return 1 if second > first and second >= times * first else None


def _words(text: str, pairs: tuple[str, ...]) -> Iterator[_Word]:
    """The words of the pairs in small letters, so no names, in order."""
    stems = _all_stems(pairs)
    for number, end in sorted(_scanner(pairs).places(text), key=itemgetter(1)):
        start = end - len(stems[number])
        if start > 0 and (text[start - 1].isalnum() or text[start - 1] in _BEFORE):
            continue
        ending = _ENDING.match(text, end)
        if ending is not None:
            yield _Word(start, ending.end(), number // 2, number % 2)


def _unquoted(text: str, words: list[_Word]) -> list[_Word]:
    """The words outside quotation marks; only lines with words are read."""
    kept = []
    line_end = -1
    quoted: list[tuple[int, int]] = []
    for word in words:
        if word.start > line_end:
            line_end = text.find("\n", word.end)
            line_end = len(text) if line_end < 0 else line_end
            line_start = text.rfind("\n", 0, word.start) + 1
            quoted = [m.span() for m in _QUOTED.finditer(text, line_start, line_end)]
        at = bisect_right(quoted, (word.start, line_end)) - 1
        if at < 0 or quoted[at][1] <= word.start:
            kept.append(word)
    return kept


@lru_cache(maxsize=8)
def _scanner(pairs: tuple[str, ...]) -> Scanner:
    return Scanner(list(_all_stems(pairs)), literal=True)


@lru_cache(maxsize=8)
def _all_stems(pairs: tuple[str, ...]) -> tuple[str, ...]:
    """Both stems of every pair, in order."""
    return tuple(stem for pair in pairs for stem in _stems(pair))


def _stems(pair: str) -> tuple[str, str]:
    """`per cent percent`: the last word is the second stem."""
    first, _, second = pair.rpartition(" ")
    return first, second


def _respelt(text: str, word: _Word, pairs: tuple[str, ...]) -> str:
    """The word with the pair's other stem: maneuvering → manoeuvring."""
    stems = _stems(pairs[word.pair])
    stem, other = stems[word.side], stems[1 - word.side]
    ending = text[word.start + len(stem) : word.end]
    if other.endswith(".") and text.startswith(".", word.end):
        return other[:-1]  # one point ends both
    return (other[:-1] if other.endswith("e") and ending[:1] in ("e", "i") else other) + ending
