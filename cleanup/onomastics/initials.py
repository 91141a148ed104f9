"""Where do initials stand that are glued to a surname, torn from it, or stand for a first name?

Each finder scans for the full stop after an initial, which is cheap, and looks at what
stands before only there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanup.onomastics.wordplaces import UPPER
from cleanup.patterns import lazy_re
from cleanup.triggers import trigger

_INITIAL = rf"(?:Dzh|Yu|Ya|Ye|Zh|Sh|Ch|Kh|Ts|[{UPPER}])"
"""One Russian letter, which some take two or three Latin ones for."""
_BEGINS = r"(?:^|[^\w.@/-])"
GLUED_SEEN = trigger(rf"{_BEGINS}(?:{_INITIAL}\.){{1,3}}[{UPPER}][a-zà-ž]{{2}}")
LEAD_SEEN = trigger(rf"{_BEGINS}{_INITIAL}\. ?[{UPPER}][a-zà-ž]{{3}}")
TORN_SEEN = trigger(rf"[{UPPER}]\. ?[{UPPER}]\. (?:was|were|is|are|has|had|will|did)\b")
_GLUED = lazy_re(rf"\.(?<=[{UPPER}huaes]\.)[{UPPER}][a-zà-ž]{{2,}}")
_GLUED_BEFORE = lazy_re(rf"(?<![\w.@/-])(?:{_INITIAL}\.){{0,2}}{_INITIAL}$")
_LEAD = lazy_re(rf"\.(?<=[{UPPER}hua]\.) ?([{UPPER}][a-zà-ž]{{3,}})\b")
_LEAD_BEFORE = lazy_re(rf"(?<![\w.@/-])(?<![{UPPER}]\. )(Dzh|Yu|Ya|Zh|Sh|Ch|[{UPPER}])$")
_TORN = lazy_re(rf"\.(?<=[{UPPER}]\.) ((?:was|were|is|are|has|had|will|did)\b[^.!?\n]{{0,80}})\. ?")
_TORN_BEFORE = lazy_re(rf"\b(?:[{UPPER}]\. ?){{1,2}}[{UPPER}]$")
_TORN_AFTER = lazy_re(rf"([{UPPER}][a-zà-ž]{{2,}}) (?:on|in|at|to|by|of|for|with|from|during|and)\b")
_CLOSE = lazy_re(rf"\b[{UPPER}]\.[{UPPER}]\. [{UPPER}]")
"""The style *A.N. Orlov*."""


class Initials(NamedTuple):
    """text[start:end] holds the letters and the surname."""

    start: int
    end: int
    letters: tuple[str, ...]
    surname: str


def glued(text: str) -> Iterator[Initials]:
    """*A.N.Orlov*

    >>> [(i.letters, i.surname) for i in glued("A.N.Orlov met B. Petrov.")]
    [(('A', 'N'), 'Orlov')]
    >>> [i.letters for i in glued("Yu.Kh.Orlov left Ukraine.Biden stayed.")]
    [('Yu', 'Kh')]
    """
    for m in _GLUED.finditer(text):
        before = _GLUED_BEFORE.search(text, max(0, m.start() - 12), m.start())
        if before is not None:
            yield Initials(before.start(), m.end(), tuple(before[0].split(".")), m[0][1:])


def set_close(text: str) -> bool:
    """Whether the text sets initials close: *A.N. Orlov*, not *A. N. Orlov*."""
    return _CLOSE.search(text) is not None


def before_surname(text: str) -> Iterator[Initials]:
    """*D. Trump*, one initial alone.

    >>> [i.surname for i in before_surname("D. Trump met J. R. Smith.")]
    ['Trump']
    """
    for m in _LEAD.finditer(text):
        before = _LEAD_BEFORE.search(text, max(0, m.start() - 6), m.start())
        if before is not None:
            yield Initials(before.start(), m.end(), (before[1],), m[1])


def torn(text: str) -> Iterator[tuple[int, int, str]]:
    """Initials whose surname a false sentence end took away: span, and the words in order.

    >>> list(torn("The word of A. B. was heard.Orlov on Monday wept."))
    [(12, 33, 'A. B. Orlov was heard')]
    """
    for m in _TORN.finditer(text):
        before = _TORN_BEFORE.search(text, max(0, m.start() - 12), m.start())
        after = _TORN_AFTER.match(text, m.end())
        if before and after:
            yield before.start(), after.end(1), f"{before[0]}. {after[1]} {m[1]}"
