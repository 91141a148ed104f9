"""What do the lines of a flattened page look like, and how likely is each the article's?

Start reading at `read_units`. Lines that a sentence runs through are one unit; each earns
points for its looks (`_own_points`), then for its neighbours (`likelihoods`).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from cleanup.furniture.labels import Kind
from cleanup.page import Page, Tables
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

_WORD = re.compile(r"\w+")
_CJK = re.compile(
    r"[\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u0e00-\u0e7f]"
)
_STOPS = frozenset(".!?…。！？।؟")
_CLOSERS = "\"”»’')]」』"
_QUOTE = re.compile('[“”"«»]')
_DIGIT = re.compile(r"\d")
_CREDIT_HINT = re.compile("image|photo|picture|credit|getty|copyright|source|©")
"""Five times as fast as the pattern with word boundaries."""
_CREDIT = re.compile(r"\b(?:image|photo|picture|credit|getty|copyright|source)\b|©")


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


def read_units(page: Page, labels: Mapping[int, Kind], removed: Mapping[int, str]) -> list[Unit]:
    """The units of a page; `removed` maps lines that rules take out to their rules."""
    texts = [page.text[line.start : line.end] for line in page.lines]
    joiners = page.word_set("boilerplate.joiners")
    notices = _notices(page)
    alone = labels.keys() | removed.keys()
    bounds = [
        i
        for i, t in enumerate(texts)
        if i == 0 or i in alone or i - 1 in alone or not _goes_on(texts[i - 1], t, joiners)
    ]
    times = Counter(texts)
    units = []
    for first, after in zip(bounds, [*bounds[1:], len(texts)], strict=True):
        text = texts[first] if after - first == 1 else " ".join(texts[first:after])
        ruled = first in removed or any(i in notices for i in range(first, after))
        looks = _kept_looks(text) if len(text) <= _LONGEST_KEPT else _looks(text)
        signs = looks.signs + _signs(labels.get(first), ruled, times[text] > 1)
        points = looks.points + sum(map(_POINTS.__getitem__, signs[len(looks.signs) :]))
        furniture = not _FURNITURE.isdisjoint(signs)
        units.append(Unit(first, after - 1, text, looks.words, points, signs, furniture))
    return units


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


def _goes_on(line: str, following: str, joiners: frozenset[str]) -> bool:
    """Whether a sentence runs on into the next line, as where a link stands on a line of its own."""
    if following[0] in ",.;:)":
        return True
    if ends_sentence(line):
        return False
    if following[0].islower() or following[0] in "’'" or line[-1] == ",":
        return True
    words = _WORD.findall(line[-20:])
    return bool(words) and words[-1].islower() and words[-1] in joiners and line[-1] != ":"


class _Looks(NamedTuple):
    """What a line is by itself, wherever it stands."""

    signs: tuple[str, ...]
    words: float
    points: float


_LONGEST_KEPT = 80
"""Lines of menus, which recur from page to page."""


def _looks(text: str) -> _Looks:
    head = text[:200]  # a sign of short lines; long ones are not worth counting
    tests = (
        ("ends a sentence", ends_sentence(text)),
        ("quotation", _QUOTE.search(text)),
        ("digits", _DIGIT.search(head) and sum(map(str.isdigit, head)) > 0.15 * len(head)),
        ("bars or signs", "|" in text or "›" in text or "©" in text),
        ("cut short", text.endswith(("...", "…"))),
        ("bullet", text[0] in "*+-•·"),
        ("credit", len(text) < _LONGEST_CREDIT and _names_credit(text.lower())),
    )
    signs = tuple([name for name, holds in tests if holds])
    found = _WORD.findall(text)
    words = len(found) if text.isascii() else len(found) + len(_CJK.findall(text)) / 2
    return _Looks(signs, words, _own_points(text, found, words, signs))


_kept_looks = lru_cache(maxsize=20_000)(_looks)


def _signs(kind: Kind | None, ruled: bool, twice: bool) -> tuple[str, ...]:
    """What the page makes of a line."""
    tests = (
        ("stands twice", twice),
        ("label", kind is not None and kind != "section"),
        ("section", kind == "section"),
        ("site's notice", ruled),
    )
    return tuple([name for name, holds in tests if holds])


def _names_credit(text: str) -> bool:
    return _CREDIT_HINT.search(text) is not None and _CREDIT.search(text) is not None


def _own_points(text: str, found: list[str], words: float, signs: tuple[str, ...]) -> float:
    """The points of a unit's own looks."""
    points: float = _START + sum(map(_POINTS.__getitem__, signs))
    points += _POINTS["over 12 words"] * (words > 12) + _POINTS["over 30 words"] * (words > 30)
    points += _POINTS["commas"] * min(3, text.count(",") + text.count("、")) / 3
    return points + _POINTS["capitals"] * sum([w[0].isupper() for w in found]) / max(1, len(found))


def likelihoods(units: list[Unit]) -> list[float]:
    """The likelihood of each unit being article, from its points and its neighbours'."""
    points = [_BEYOND] * 3 + [max(-30.0, min(30.0, u.points)) for u in units] + [_BEYOND] * 3
    sums = [0.0, *accumulate(min(u.words, 40.0) * (u.points > 0) for u in units)]
    n = len(units)
    own, one, two, three = _NEAR
    out = []
    for i, unit in enumerate(units):
        value = own * unit.points + one * (points[i + 2] + points[i + 4])
        value += two * (points[i + 1] + points[i + 5]) + three * (points[i] + points[i + 6])
        wide = sums[min(n, i + _WIDE + 1)] - sums[max(0, i - _WIDE)]
        out.append(1 / (1 + math.exp(-(value / 10 + 4 * min(wide, _WIDE_MOST) / 100 + 4) / 10)))
    return out
