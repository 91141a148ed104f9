"""Which stretch of a web page flattened to text is the article?

Start reading at `find_page`. Lines that a sentence runs through are one unit; each unit
earns points for its looks (`_own`), then for its neighbours (`_in_context`); the
stretch whose units are worth most together is the body: maximum-subsequence
segmentation (Pasternack and Roth, "Extracting article text from the web", WWW 2009).
What lies outside is removed where there is evidence of menus, and only there.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from cleanup.furniture.dates import DATE, TIME
from cleanup.furniture.labels import Kind
from cleanup.page import Page

FEWEST_LABELS = 8
FEWEST_LINES = 20
"""A page with fewer is an article with stray lines, which rules take out one by one."""

_SHORT = 25
LONGEST_LIST = 24
"""So many lines of at most 25 characters in a row are a menu; the longest in 221 human articles has 7."""

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
_WIDE, _WIDE_MOST = 10, 300
"""Units either side whose prose counts, and the most words counted: 4 points per 100 words, above 4."""
_THRESHOLD = 0.27
"""Least likelihood of a unit that pays for itself. On the 178 pages F1 (inscriptis, BS) is .897 and .901
at .25, .900 and .907 at .27, .899 and .905 at .3; up to .27 at most 1.3 % of the articles' words go,
at .3 2.1 %. Chosen on any four fifths of the pages it is .27."""
_LONGEST_UNIT = 60
"""Words of a unit that count: one long notice must not outweigh an article."""
_BARRIER = 15
"""What a line costs that opens comments, related articles or legal lines: some sentences of prose."""
_LONGEST_TAIL = 40
"""Units without a sign of furniture that may follow the body: a list of dates, a table."""
_DATED = 20
"""What a line with a date costs in a list of articles or comments. F1 is .899 and .902 at 0, .900 and .907
from 20 to 30."""
_LONGEST_TEASER = 32
"""Words of a teaser; the days of a chronicle have longer paragraphs."""
_DATED_GAP = 8
"""Units from one date of such a list to the next: title, author, teaser, counts."""
_OPENERS = ("comment-form", "read-also-label", "copyright", "newsletter", "follow", "share-this")

_WORD = regex.compile(r"\w+")
_CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
_END = regex.compile(r"[.!?…。！？।؟][\"”»’')\]」』]*$")
_QUOTE = regex.compile('[“”"«»]')
_DIGIT = regex.compile(r"\d")
_CREDIT = regex.compile(r"\b(?:image|photo|picture|credit|getty|copyright|source)\b|©", regex.IGNORECASE)
_DATED_LINE = regex.compile(rf"{DATE}|{TIME}", regex.IGNORECASE)
_LONGEST_DATED = 80
_STAMP = regex.compile(rf"{DATE}|^(?:by|author|text)\b:? \p{{Lu}}", regex.IGNORECASE)


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


class Outside(NamedTuple):
    """A run of lines outside the article, and why."""

    first: int
    last: int
    message: str


def find_page(page: Page, labels: Mapping[int, Kind], removed: Mapping[int, str]) -> list[Outside]:
    """Runs of lines outside the article; none on a text that is no flattened page.

    `removed` maps lines that rules take out to their rules.
    """
    if not _is_flattened(page, len(labels.keys() | removed.keys())):
        return []
    units = _units(page, labels, removed)
    likely = _in_context(units)
    body = _body(units, likely, removed)
    if not body:
        return []
    keep = set(body) | _title(units, body)
    keep |= {u for u in range(max(0, body.start - 10), body.start) if _is_stamp(units[u])}
    return _runs(units, keep)


def _is_flattened(page: Page, furniture: int) -> bool:
    """Whether there are enough labels, or a menu in a language of which we know no labels."""
    if len(page.lines) < FEWEST_LINES:
        return False
    if furniture >= FEWEST_LABELS:
        return True
    run = longest = 0
    for line in page.lines:
        run = run + 1 if line.end - line.start <= _SHORT else 0
        longest = max(longest, run)
    return longest >= LONGEST_LIST


# --- units and their points ------------------------------------------------------


def _units(page: Page, labels: Mapping[int, Kind], removed: Mapping[int, str]) -> list[Unit]:
    texts = [page.text[line.start : line.end] for line in page.lines]
    joiners = page.word_set("boilerplate.joiners")
    terms = _terms_pattern(page.words("boilerplate.siteterms"))
    alone = labels.keys() | removed.keys()
    bounds = [
        i
        for i, t in enumerate(texts)
        if i == 0 or i in alone or i - 1 in alone or not _goes_on(texts[i - 1], t, joiners)
    ]
    times = Counter(texts)
    units = []
    for first, after in zip(bounds, [*bounds[1:], len(texts)], strict=True):
        text = " ".join(texts[first:after])
        ruled = first in removed or len(set(terms.findall(text.casefold()))) >= _FEWEST_TERMS
        signs = _signs(text, labels.get(first), ruled, times[text] > 1)
        found = _WORD.findall(text)
        words = len(found) if text.isascii() else len(found) + len(_CJK.findall(text)) / 2
        points = _own_points(text, found, words, signs)
        units.append(Unit(first, after - 1, text, words, points, signs, not _FURNITURE.isdisjoint(signs)))
    return units


_FEWEST_TERMS = 2
"""So many words of privacy policies, accounts and comment rules make a line the site's notice."""


@lru_cache(maxsize=4)
def _terms_pattern(terms: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(rf"\b(?:{'|'.join(map(regex.escape, terms))})\b" if terms else "(?!)")


def _goes_on(line: str, following: str, joiners: frozenset[str]) -> bool:
    """Whether a sentence runs on into the next line, as where a link stands on a line of its own."""
    if following[0] in ",.;:)":
        return True
    if _END.search(line):
        return False
    if following[0].islower() or following[0] in "’'" or line[-1] == ",":
        return True
    words = _WORD.findall(line[-20:])
    return bool(words) and words[-1].islower() and words[-1] in joiners and line[-1] != ":"


def _signs(text: str, kind: Kind | None, ruled: bool, twice: bool) -> tuple[str, ...]:
    head = text[:200]  # a sign of short lines; long ones are not worth counting
    tests = (
        ("ends a sentence", _END.search(text)),
        ("quotation", _QUOTE.search(text)),
        ("stands twice", twice),
        ("digits", sum(map(str.isdigit, head)) > 0.15 * len(head)),
        ("bars or signs", "|" in text or "›" in text or "©" in text),
        ("cut short", text.endswith(("...", "…"))),
        ("label", kind is not None and kind != "section"),
        ("section", kind == "section"),
        ("site's notice", ruled),
        ("bullet", text[0] in "*+-•·"),
        ("credit", len(text) < 250 and _CREDIT.search(text)),
    )
    return tuple(name for name, holds in tests if holds)


def _own_points(text: str, found: list[str], words: float, signs: tuple[str, ...]) -> float:
    """The points of a unit's own looks."""
    points: float = _START + sum(_POINTS[s] for s in signs)
    points += _POINTS["over 12 words"] * (words > 12) + _POINTS["over 30 words"] * (words > 30)
    points += _POINTS["commas"] * min(3, text.count(",") + text.count("、")) / 3
    return points + _POINTS["capitals"] * sum(w[0].isupper() for w in found) / max(1, len(found))


def _in_context(units: list[Unit]) -> list[float]:
    """The likelihood of each unit being article, from its points and its neighbours'."""
    points = [max(-30.0, min(30.0, u.points)) for u in units]
    prose = [min(u.words, 40.0) * (u.points > 0) for u in units]
    sums = [0.0]
    for words in prose:
        sums.append(sums[-1] + words)
    n = len(units)
    out = []
    for i, own in enumerate(units):
        value = _NEAR[0] * own.points
        for distance in (1, 2, 3):
            for j in (i - distance, i + distance):
                value += _NEAR[distance] * (points[j] if 0 <= j < n else -15)
        wide = sums[min(n, i + _WIDE + 1)] - sums[max(0, i - _WIDE)]
        value = value / 10 + 4 * min(wide, _WIDE_MOST) / 100 + 4
        out.append(1 / (1 + math.exp(-value / 10)))
    return out


# --- the body --------------------------------------------------------------------


def _body(units: list[Unit], likely: list[float], removed: Mapping[int, str]) -> range:
    """The stretch worth most, and the list that ends it."""
    worth = []
    listed = _dated_list(units)
    for i, (unit, p) in enumerate(zip(units, likely, strict=True)):
        value = (min(unit.words, _LONGEST_UNIT) + 1) * (p - _THRESHOLD)
        rule = removed.get(unit.first, "")
        barrier = _BARRIER * any(name in rule for name in _OPENERS) + _DATED * (i in listed)
        worth.append(value - barrier)
    start, end = _best(worth)
    return range(start, _tail(units, end))


def _tail(units: list[Unit], end: int) -> int:
    """The end of a body with the list that follows it: plain lines up to the next sign of furniture.

    Dates, results and the like bear figures; headlines of other articles do not.
    """
    stop = min(len(units), end + _LONGEST_TAIL)
    reach = next((u for u in range(end, stop) if units[u].furniture), stop)
    figures = sum(_DIGIT.search(units[u].text) is not None for u in range(end, reach))
    return reach if reach < end + _LONGEST_TAIL and 2 * figures > reach - end else end


def _dated_list(units: list[Unit]) -> set[int]:
    """Short lines with a date or a time, near each other: over teasers of other articles, or comments."""
    dated = [
        i
        for i, u in enumerate(units)
        if len(u.text) < _LONGEST_DATED and _DATED_LINE.search(u.text) is not None
    ]
    near = [
        (a, b)
        for a, b in pairwise(dated)
        if b - a <= _DATED_GAP and max((u.words for u in units[a + 1 : b]), default=0) <= _LONGEST_TEASER
    ]
    return {i for pair in near for i in pair}


def _best(values: list[float]) -> tuple[int, int]:
    """Start and end of the stretch with the greatest sum, in one sweep.

    >>> _best([-1, 2, -1, 3, -9, 2])
    (1, 4)
    """
    start = best_start = best_end = 0
    total = most = 0.0
    for i, value in enumerate(values):
        total += value
        if total <= 0:
            total, start = 0.0, i + 1
        elif total > most:
            most, best_start, best_end = total, start, i + 1
    return best_start, best_end


_ABOVE = 25
"""Units above the body among which the headline is looked for; between them stand bylines and share bars."""
_FEWEST_TITLE_WORDS = 4


def _title(units: list[Unit], body: range) -> set[int]:
    """The headline above the body: the line the page's own title begins with, or else the nearest."""
    name = units[0].text.casefold()
    named = [u for u in range(1, body.start + 3) if u < body.stop and _is_named(units[u], name)]
    above = [u for u in range(max(0, body.start - _ABOVE), body.start) if _may_be_title(units[u])]
    best = named[-1:] or above[-1:]
    return set(best) - set(body)


def _is_named(unit: Unit, name: str) -> bool:
    return unit.words >= _FEWEST_TITLE_WORDS and name.startswith(unit.text.casefold())


def _may_be_title(unit: Unit) -> bool:
    plain = {"label", "section", "site's notice", "cut short", "bullet", "credit"}.isdisjoint(unit.signs)
    return plain and unit.words >= _FEWEST_TITLE_WORDS and not _is_stamp(unit)


def _is_stamp(unit: Unit) -> bool:
    """Whether a short line tells date or author, which the metadata pass will take."""
    return len(unit.text) < 60 and _STAMP.search(unit.text) is not None


# --- what goes -------------------------------------------------------------------

_LEAST_FURNITURE = 0.05
_FEWEST_FURNITURE = 2
"""A run goes if two of its units, and one in twenty, are furniture; menus have more, lists none."""


def _runs(units: list[Unit], keep: set[int]) -> list[Outside]:
    """Runs of units outside, where they bear evidence of menus."""
    runs: list[Outside] = []
    start = 0
    for u in [*sorted(keep), len(units)]:
        run = units[start:u]
        start = u + 1
        furniture = sum(x.furniture for x in run)
        short = sum(len(x.text) <= _SHORT for x in run)
        if furniture >= max(_FEWEST_FURNITURE, _LEAST_FURNITURE * len(run)) or short >= LONGEST_LIST:
            runs.append(Outside(run[0].first, run[-1].last, _message(run)))
    return runs


def _message(run: list[Unit]) -> str:
    """Why the run goes: points and the commonest signs."""
    signs = Counter(s for unit in run for s in unit.signs).most_common(4)
    told = ", ".join(f"{name} ×{n}" for name, n in signs)
    points = sum(u.points for u in run) / len(run)
    lines = run[-1].last - run[0].first + 1
    return f"{lines} lines outside the article ({points:+.0f} points on average; {told})"
