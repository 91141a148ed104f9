"""What do the lines of a flattened page look like, and how likely is each the article's?

Start reading at `read_units`. Lines that a sentence runs through are one unit; each earns
points for its looks (`_own_points`), then for its neighbours (`likelihoods`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from functools import lru_cache
from itertools import accumulate, compress, pairwise
from math import exp
from operator import itemgetter
from typing import NamedTuple

import msgspec
import regex

from cleanup.furniture.dates import DATE, TIME, may_tell_date
from cleanup.furniture.labels import Kind
from cleanup.page import Page, Tables
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.scanner import Scanner

# Points are ten times the log-odds of a line being article, fitted by logistic regression on the lines of
# 178 flattened pages (89 in two layouts) and rounded; over five folds of pages most move by 1, none by 5.
_POINTS = {
    "ends a sentence": 17,
    "over 12 words": 5,
    "over 30 words": 8,
    "commas": 7,
    "quotation": 7,
    "capitals": -10,
    "stands twice": -4,
    "digits": -5,
    "bars or signs": -10,
    "cut short": -20,
    "label": -7,
    "section": -2,
    "site's notice": -14,
    "bullet": -10,
    "credit": -7,
}
_START = -13
_FURNITURE = frozenset({"label", "section", "site's notice", "stands twice", "bars or signs", "cut short"})
"""Signs that mark a unit as the site's."""
_NEAR = (5.6, 2.9, 1.7, 1.1)
"""Tenths of the points of a unit and of its neighbours one, two and three away that make its final points."""
_BEYOND = -15.0
"""Points of what lies beyond the ends of the page."""
_WIDE, _WIDE_MOST = 10, 300
"""Units either side whose prose counts, and the most words counted: 4 points per 100 words, above 4."""
_FEWEST_TERMS = 2
"""So many words of privacy policies, accounts and comment rules make a line the site's notice."""
_LONGEST_CREDIT = 250

_WORD = lazy_re(r"\w+")
_CJK = lazy_re(
    r"[\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u0e00-\u0e7f]"
)
_STOPS = frozenset(".!?…。！？।؟")
_CLOSERS = "\"”»’')]」』"
_DIGIT = lazy_re(r"\d")
_CREDIT_WORDS = ("image", "photo", "picture", "credit", "getty", "copyright", "source", "©")
_CREDIT = lazy_re(rf"\b(?:{'|'.join(_CREDIT_WORDS[:-1])})\b|©")
_LOOKS = ("ends a sentence", "quotation", "digits", "bars or signs", "cut short", "bullet", "credit")
_MOST_DIGITS = 0.15
_LONGEST_DATED = 80
_DATED = lazy_regex(rf"{DATE}|{TIME}", regex.IGNORECASE)


class _Looks(msgspec.Struct, frozen=True, gc=False):
    """What a line is by itself, wherever it stands.

    A struct that the garbage collector need not know is made in half the time of a tuple.
    """

    words: float
    points: float
    signs: tuple[str, ...]
    furniture: bool
    """Whether it bears one of the signs in `_FURNITURE`."""
    figures: bool
    dated: bool
    """Whether it is short and tells a date or a time."""
    closed: bool
    """Whether it ends a sentence."""


class Unit(_Looks, frozen=True, gc=False):
    """Lines first … last of the page, which one sentence runs through, with the signs of their place."""

    first: int
    last: int
    text: str


def read_units(page: Page, labels: Mapping[int, Kind], removed: Mapping[int, str]) -> list[Unit]:
    """The units of a page; `removed` maps lines that rules take out to their rules."""
    texts = [line.text for line in page.lines]
    notices = _notices(page)
    bounds = _bounds(page, texts, labels.keys() | removed.keys())
    times = Counter(texts)
    units = []
    for first, after in pairwise((*bounds, len(texts))):
        own = texts[first] if after - first == 1 else " ".join(texts[first:after])
        looks = _kept_looks(own) if len(own) <= _LONGEST_KEPT else _looks(own)
        signs, points, furniture = looks.signs, looks.points, looks.furniture
        ruled = first in removed or not notices.isdisjoint(range(first, after))
        twice = times.get(own, 0) > 1
        if twice or ruled or first in labels:
            place = _place(labels.get(first), ruled=ruled, twice=twice)
            signs += place.signs
            points += place.points
            furniture |= place.furniture
        kept = (looks.figures, looks.dated, looks.closed)
        units.append(Unit(looks.words, points, signs, furniture, *kept, first, after - 1, own))
    return units


def _bounds(page: Page, texts: list[str], alone: Set[int]) -> list[int]:
    """The lines with which units begin."""
    joiners = page.word_set("boilerplate.joiners")
    bounds = [0] if texts else []
    for i, (before, line) in enumerate(pairwise(texts), 1):
        if not _runs_on(before, line, joiners) or i in alone or i - 1 in alone:
            bounds.append(i)
    return bounds


def _runs_on(before: str, line: str, joiners: Set[str]) -> bool:
    """Whether a sentence runs on over the end of a line, as the ends of both lines tell.

    >>> pairs = ("The head of", "Primer"), ("He left", "with her"), ("It ended.", "eBay"), ("News", "World")
    >>> [_runs_on(before, line, {"of"}) for before, line in pairs]
    [True, True, False, False]
    """
    first, last = line[0], before[-1]
    if first in ",.;:)" or last == ",":
        return True
    if first.islower() or first in "'’":
        return not ends_sentence(before)
    return last not in _STOPS and last != ":" and _last_word(before) in joiners and not ends_sentence(before)


def _last_word(text: str) -> str:
    end = text[-_LONGEST_JOINER:]
    word = end.rpartition(" ")[2]
    return word if word.isalnum() else (_WORD.findall(end) or ("",))[-1]


_LONGEST_JOINER = 20


def _terms(words: Tables) -> tuple[tuple[str, ...], Scanner]:
    terms = words("boilerplate.siteterms")
    return terms, Scanner(terms, literal=True)


def _notices(page: Page) -> set[int]:
    """Lines with words of the site's notices."""
    terms, scanner = page.made(_terms)
    folded = page.folded
    found: dict[int, set[int]] = {}
    for number, end in scanner.places(folded):
        start = end - len(terms[number])
        if not folded[start - 1 : start].isalnum() and not folded[end : end + 1].isalnum():
            found.setdefault(page.line_at(start), set()).add(number)
    return {line for line, numbers in found.items() if len(numbers) >= _FEWEST_TERMS}


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a full stop or its kin, quotes and brackets after it apart."""
    return text.rstrip(_CLOSERS)[-1:] in _STOPS


_LONGEST_KEPT = 80
"""Lines of menus, which recur from page to page."""


def _looks(text: str) -> _Looks:
    words, capitals, digits = _count(text)
    figures, closed = _DIGIT.search(text) is not None, ends_sentence(text)
    low = text.lower() if len(text) < _LONGEST_CREDIT else ""
    tests = (
        closed,
        '"' in text or "“" in text or "”" in text or "«" in text or "»" in text,
        figures and digits > _MOST_DIGITS * min(len(text), _COUNTED),
        "|" in text or "›" in text or "©" in text,
        text.endswith(("...", "…")),
        text[0] in "*+-•·",
        any(map(low.__contains__, _CREDIT_WORDS)) and _CREDIT.search(low),
    )
    signs = tuple(compress(_LOOKS, tests))
    points: float = _START + sum(map(_POINTS.__getitem__, signs))
    points += _POINTS["over 12 words"] * (words > 12) + _POINTS["over 30 words"] * (words > 30)
    points += _POINTS["commas"] * min(3, text.count(",") + text.count("、")) / 3
    points += _POINTS["capitals"] * capitals
    furniture = not _FURNITURE.isdisjoint(signs)
    dated = figures and len(text) < _LONGEST_DATED and may_tell_date(low) and _DATED.search(text) is not None
    return _Looks(words, points, signs, furniture, figures, dated, closed)


_SHAPE = bytes(
    ord("A" if c.isupper() else "0" if c.isdigit() else "a" if c.isalnum() or c == "_" else " ")
    for c in map(chr, range(256))
)
"""Of each byte of Latin-1 whether it is a capital, a digit, another character of a word, or none."""
_BEYOND_LATIN = lazy_re(r"[^\x00-\xff\u2010-\u205e\u20a0-\u20bf\u2190-\u23ff\u2500-\u26ff]")
"""What is no character of Latin-1, and no quotation mark, dash or other sign either."""


_COUNTED = 200
"""Characters among which the digits are counted: many are a sign of short lines."""


def _count(text: str) -> tuple[float, float, int]:
    """The words of a line (a character of Chinese is half a word), the share in capitals, the digits.

    >>> _count("“The Rock”: 12 people_2"), _count("Улица Ленина"), _count("猫が好き")
    ((4, 0.5, 3), (2.0, 1.0, 0), (3.0, 0.0, 0))
    """
    if text.isascii() or not _BEYOND_LATIN.search(text):
        # as bytes, signs are a question mark and letters are what _SHAPE makes of them
        shape = b" " + text.encode("latin-1", "replace").translate(_SHAPE)
        capitals = shape.count(b" A")
        words = capitals + shape.count(b" a") + shape.count(b" 0")
        return words, capitals / max(1, words), shape.count(b"0", 0, _COUNTED + 1)
    found = _WORD.findall(text)
    capitals = sum(map(str.isupper, map(_first, found)))
    digits = sum(map(str.isdigit, text[:_COUNTED]))
    return len(found) + len(_CJK.findall(text)) / 2, capitals / max(1, len(found)), digits


_first = itemgetter(0)


_kept_looks = lru_cache(maxsize=20_000)(_looks)


class _Place(NamedTuple):
    """What the page makes of a line."""

    signs: tuple[str, ...]
    points: int
    furniture: bool


@lru_cache
def _place(kind: Kind | None, *, ruled: bool, twice: bool) -> _Place:
    tests = (
        ("stands twice", twice),
        ("label", kind is not None and kind != "section"),
        ("section", kind == "section"),
        ("site's notice", ruled),
    )
    signs = tuple([name for name, holds in tests if holds])
    return _Place(signs, sum(_POINTS[name] for name in signs), not _FURNITURE.isdisjoint(signs))


def likelihoods(units: list[Unit]) -> list[float]:
    """The likelihood of each unit being article, from its points and its neighbours'."""
    held = [30.0 if u.points > 30.0 else -30.0 if u.points < -30.0 else u.points for u in units]
    points = [_BEYOND] * 3 + held + [_BEYOND] * 3
    sums = [0.0, *accumulate([min(u.words, 40.0) if u.points > 0 else 0.0 for u in units])]
    sums = [0.0] * _WIDE + sums + [sums[-1]] * (_WIDE + 1)
    near = zip(*(points[at:] for at in (0, 1, 2, 4, 5, 6)), sums, sums[2 * _WIDE + 1 :], strict=False)
    own, one, two, three = _NEAR
    out = []
    for unit, (a, b, c, d, e, f, before, after) in zip(units, near, strict=False):
        value = own * unit.points + one * (c + d)
        value += two * (b + e) + three * (a + f)
        wide = after - before
        prose = 4 * (_WIDE_MOST if wide > _WIDE_MOST else wide) / 100
        out.append(1 / (1 + exp(-(value / 10 + prose + 4) / 10)))
    return out
