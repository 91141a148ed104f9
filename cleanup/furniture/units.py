"""What do the lines of a flattened page look like, and how likely is each the article's?

Start reading at `read_units`. Lines that a sentence runs through are one unit; each earns
points for its looks (`_own_points`), then for its neighbours (`likelihoods`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Set
from functools import lru_cache
from itertools import accumulate, compress, pairwise
from math import exp
from operator import itemgetter
from typing import NamedTuple

import regex

from cleanup.furniture.dates import DATE, MONTHS, TIME
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
_CLOCK_HINT = lazy_re(r"\d\s?[./:hH-]\s?\d|\d[年時时点]")
_MONTHS = tuple(name[:3].lower() for name in MONTHS)
_DATED = lazy_regex(rf"{DATE}|{TIME}", regex.IGNORECASE)


class Unit(NamedTuple):
    """Lines first … last of the page, which one sentence runs through."""

    first: int
    last: int
    text: str
    words: float
    points: float
    signs: tuple[str, ...]
    furniture: bool
    """Whether it bears one of the signs in `_FURNITURE`."""
    figures: bool
    dated: bool
    """Whether it is short and tells a date or a time."""


def read_units(page: Page, labels: Mapping[int, Kind], removed: Mapping[int, str]) -> list[Unit]:
    """The units of a page; `removed` maps lines that rules take out to their rules."""
    text = page.text
    texts = [text[start:end] for start, end, _ in page.lines]
    notices = _notices(page)
    bounds = _bounds(page, texts, labels.keys() | removed.keys())
    times = Counter(texts)
    units = []
    for first, after in pairwise((*bounds, len(texts))):
        own = texts[first] if after - first == 1 else " ".join(texts[first:after])
        looks = _kept_looks(own) if len(own) <= _LONGEST_KEPT else _looks(own)
        words, points, signs, furniture, *rest = looks
        ruled = first in removed or (bool(notices) and any(i in notices for i in range(first, after)))
        twice = times[own] > 1
        if twice or ruled or first in labels:
            place = _place(labels.get(first), ruled=ruled, twice=twice)
            signs += place.signs
            points += place.points
            furniture |= place.furniture
        units.append(Unit(first, after - 1, own, words, points, signs, furniture, *rest))
    return units


def _bounds(page: Page, texts: list[str], alone: Set[int]) -> list[int]:
    """The lines with which units begin."""
    joiners = page.word_set("boilerplate.joiners")
    facts = [_kept_ends(t) if len(t) <= _LONGEST_KEPT else _ends(t) for t in texts]
    bounds = [0] if texts else []
    for i, (before, line) in enumerate(pairwise(facts), 1):
        on = line.punctuation or (before.open and (line.goes_on or before.comma or before.last in joiners))
        if not on or i in alone or i - 1 in alone:
            bounds.append(i)
    return bounds


class _Ends(NamedTuple):
    """What the ends of a line tell of whether a sentence runs on over them."""

    punctuation: bool
    """It begins with a mark that begins no sentence."""
    goes_on: bool
    """It begins in lower case."""
    open: bool
    """It does not end a sentence."""
    comma: bool
    last: str
    """Its last word, if in lower case and without a colon."""


def _ends(text: str) -> _Ends:
    first, last = text[0], text[-1]
    words = () if last == ":" else _WORD.findall(text[-20:])
    joiner = words[-1] if words and words[-1].islower() else ""
    return _Ends(
        first in ",.;:)", first.islower() or first in "’'", not ends_sentence(text), last == ",", joiner
    )


_kept_ends = lru_cache(maxsize=20_000)(_ends)


def _terms(words: Tables) -> tuple[tuple[str, ...], Scanner]:
    terms = words("boilerplate.siteterms")
    return terms, Scanner(terms, literal=True)


def _notices(page: Page) -> set[int]:
    """Lines with words of the site's notices."""
    terms, scanner = page.made(_terms)
    folded, starts = page.folded, [line.start for line in page.lines]
    found: dict[int, set[int]] = {}
    for number, end in scanner.places(folded):
        start = end - len(terms[number])
        if not folded[start - 1 : start].isalnum() and not folded[end : end + 1].isalnum():
            found.setdefault(bisect_right(starts, start) - 1, set()).add(number)
    return {line for line, numbers in found.items() if len(numbers) >= _FEWEST_TERMS}


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a full stop or its kin, quotes and brackets after it apart."""
    return text.rstrip(_CLOSERS)[-1:] in _STOPS


class _Looks(NamedTuple):
    """What a line is by itself, wherever it stands; the fields of a unit."""

    words: float
    points: float
    signs: tuple[str, ...]
    furniture: bool
    figures: bool
    dated: bool


_LONGEST_KEPT = 80
"""Lines of menus, which recur from page to page."""


def _looks(text: str) -> _Looks:
    figures = _DIGIT.search(text) is not None
    low = text.lower() if len(text) < _LONGEST_CREDIT else ""
    tests = (
        ends_sentence(text),
        '"' in text or "“" in text or "”" in text or "«" in text or "»" in text,
        figures and _are_figures(text[:200]),  # a sign of short lines; long ones are not worth counting
        "|" in text or "›" in text or "©" in text,
        text.endswith(("...", "…")),
        text[0] in "*+-•·",
        any(map(low.__contains__, _CREDIT_WORDS)) and _CREDIT.search(low),
    )
    signs = tuple(compress(_LOOKS, tests))
    found = _WORD.findall(text)
    words = len(found) if text.isascii() else len(found) + len(_CJK.findall(text)) / 2
    points = _own_points(text, found, words, signs)
    furniture = not _FURNITURE.isdisjoint(signs)
    dated = figures and len(text) < _LONGEST_DATED and _is_dated(text, low)
    return _Looks(words, points, signs, furniture, figures, dated)


def _are_figures(text: str) -> bool:
    return sum(map(str.isdigit, text)) > _MOST_DIGITS * len(text)


def _is_dated(text: str, low: str) -> bool:
    """Whether a date or a time is told; nearly all other lines leave by a hint of both."""
    hinted = _CLOCK_HINT.search(text) is not None or any(map(low.__contains__, _MONTHS))
    return hinted and _DATED.search(text) is not None


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


_first = itemgetter(0)


def _own_points(text: str, found: list[str], words: float, signs: tuple[str, ...]) -> float:
    """The points of a unit's own looks."""
    points: float = _START + sum(map(_POINTS.__getitem__, signs))
    points += _POINTS["over 12 words"] * (words > 12) + _POINTS["over 30 words"] * (words > 30)
    points += _POINTS["commas"] * min(3, text.count(",") + text.count("、")) / 3
    return points + _POINTS["capitals"] * sum(map(str.isupper, map(_first, found))) / max(1, len(found))


def likelihoods(units: list[Unit]) -> list[float]:
    """The likelihood of each unit being article, from its points and its neighbours'."""
    points = [_BEYOND] * 3 + [max(-30.0, min(30.0, u.points)) for u in units] + [_BEYOND] * 3
    sums = [0.0, *accumulate(min(u.words, 40.0) if u.points > 0 else 0.0 for u in units)]
    sums = [0.0] * _WIDE + sums + [sums[-1]] * (_WIDE + 1)
    own, one, two, three = _NEAR
    out = []
    for i, unit in enumerate(units):
        a, b, c, _, d, e, f = points[i : i + 7]
        value = own * unit.points + one * (c + d)
        value += two * (b + e) + three * (a + f)
        wide = sums[i + 2 * _WIDE + 1] - sums[i]
        out.append(1 / (1 + exp(-(value / 10 + 4 * min(wide, _WIDE_MOST) / 100 + 4) / 10)))
    return out
