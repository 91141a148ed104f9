"""Which lines of a flattened page are readers' comments under the article?

Start reading at `find_comments`. Comments are prose as the article is, so only their heads tell them.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import accumulate, pairwise

import regex

from cleanup.furniture.dates import DATE, FOREIGN_DATE, TIME
from cleanup.furniture.units import Unit
from cleanup.page import Page, Tables
from cleanup.patterns import lazy_regex

_FEWEST_HEADS = 2
_FEWEST_STAMPS = 3
_BEFORE, _BETWEEN = 60, 150
"""So many words of prose stand before the first comment, and at most so many from one to the next."""
_NAME_WORDS = 4
_STAMPED = lazy_regex(rf"(?:{DATE}|{FOREIGN_DATE}).{{1,9}}(?:{TIME})", regex.IGNORECASE)


def find_comments(page: Page, units: Sequence[Unit], dated: Sequence[int]) -> Set[int]:
    """The units of comments, of which `dated` bear a date or a time.

    All from the first of the heads that say who said when (`Anna on 3 May 2018 at 16:47 said:`), or from
    one stamp with date and time under a name to the next.
    """
    pattern = page.made(_head_pattern)
    heads = [i for i in dated if units[i].text[-1] == ":" and pattern.fullmatch(units[i].text)]
    if len(heads) >= _FEWEST_HEADS:
        return set(range(_with_labels(units, heads[0]), len(units)))
    names = [i - 1 for i in dated if i > 0 and _is_name(units[i - 1]) and _STAMPED.search(units[i].text)]
    if len(names) < _FEWEST_STAMPS:
        return set()
    prose = [0.0, *accumulate(u.words * u.closed for u in units)]
    after = [i for i in names if prose[i] >= _BEFORE]
    near = [(a, b) for a, b in pairwise(after) if prose[b] - prose[a] <= _BETWEEN]
    if len(near) + 1 < _FEWEST_STAMPS:
        return set()
    last = near[-1][1]
    end = last + 2
    while end < len(units) and not units[end].furniture and prose[end] - prose[last] <= _BETWEEN:
        end += 1
    return {i for a, b in (*near, (last, end)) for i in range(_with_labels(units, a), b)}


def _head_pattern(words: Tables) -> regex.Pattern[str]:
    verbs = "|".join(map(regex.escape, words("boilerplate.commentverbs")))
    return regex.compile(
        rf"\W{{0,3}}(?:\d{{1,4}}\. ?)?(?-i:\p{{Lu}})[^\n]{{1,60}} (?:{verbs})\s?:", regex.IGNORECASE
    )


def _with_labels(units: Sequence[Unit], start: int) -> int:
    """Where the labels over a unit begin, `Comments` over the first comment."""
    while start > 0 and units[start - 1].furniture and not units[start - 1].closed:
        start -= 1
    return start


def _is_name(unit: Unit) -> bool:
    return unit.words <= _NAME_WORDS and unit.text[-1] not in "!?…" and not unit.text[-1].isdigit()
