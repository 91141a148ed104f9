"""Which double quotation marks open and which close?

Start reading at `find_marks`. A mark tells its part by its glyph, by the space beside it and
by the words around. Translation engines get each of these wrong, so no single one is trusted:
of the two ways in which the marks of a line can take turns, the one that needs fewer excuses
wins, and only a clear win counts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import regex

GLYPHS = '"“”„‟«»'
_MARK = re.compile(f"[{GLYPHS}]")
_OPENING, _CLOSING = "“„‟«", "”»"
_BEFORE_OPENING = frozenset("([{—–-/’'‘“\"«")
_AFTER_CLOSING = frozenset(")]}—–-/,.;:!?…’'”\"»")
_STOPS = frozenset(",.!?…")
_CODE = frozenset("=\\{}<>`|")
_SAYING = regex.compile(
    r"(?:\bsa(?:y|ys|id|ying)|\b(?:add|ask|stat|declar|announc|stress|not|claim|repl|explain|repeat"
    r"|writ|recall|emphasi[sz])\w*|\b(?:wrote|told|called|titled|thought|words?)) ?[,:] ?$",
    regex.IGNORECASE,
)
MOST_MARKS = 200
"""Marks of one line that are told apart; a paragraph has twenty at most."""
_ENOUGH = 2
"""How much dearer the other reading must be: one clear sign of two."""
_DEAREST = 3
"""What one mark may cost: a wrong glyph or a wrong space, not both and more."""


_SAYING_NEXT = regex.compile(
    r" ?[-–—]? ?(?:\b(?!that |who |and )[\p{L}.'’-]+ ){0,6}?"
    r"(?:sa(?:ys|id)|(?:add|stat|declar|stress|not|explain|emphasi[sz]|conclud|recall|report)e?d|wrote|told|writes)\b"
)


class Mark(NamedTuple):
    """A quotation mark; `opens` is None where its part is not sure."""

    at: int
    opens: bool | None


@lru_cache(maxsize=4)
def find_marks(text: str) -> list[Mark]:
    """All double quotation marks, in order, with their parts.

    >>> [(m.at, m.opens) for m in find_marks('so-called" blue plan, " said he.')]
    [(9, True), (22, False)]
    >>> [(m.at, m.opens) for m in find_marks('A 27" and a 32" screen')]
    [(4, None), (14, None)]
    >>> [(m.at, m.opens) for m in find_marks('They saved lives, and "much" more.')]
    [(22, True), (27, False)]
    """
    marks: list[Mark] = []
    inside: bool | None = False
    for line in _by_line(text):
        parts, inside = _parts(text, line, inside)
        marks += map(Mark, line, parts)
    return marks


def _by_line(text: str) -> list[list[int]]:
    lines: list[list[int]] = []
    line_end = -1
    for m in _MARK.finditer(text):
        at = m.start()
        if at > line_end:
            line_end = text.find("\n", at)
            line_end = len(text) if line_end < 0 else line_end
            lines.append([])
        lines[-1].append(at)
    return lines


def _parts(text: str, line: list[int], inside: bool | None) -> tuple[list[bool | None], bool | None]:
    """The parts of one line's marks, and whether a quotation is open after it."""
    if len(line) > MOST_MARKS or any(_in_code(text, at) for at in line):
        return [None] * len(line), None
    costs = _costs(text, line)
    taken = list(range(len(line)))
    opens = _reading(costs, inside)
    if opens is None:  # once more without what may be inches
        taken = [i for i in taken if not text[line[i] - 1 : line[i]].isdigit()]
        opens = _reading([costs[i] for i in taken], inside) if len(taken) < len(line) else None
        if opens is None:
            return [None] * len(line), None
    parts: list[bool | None] = [None] * len(line)
    for nth, i in enumerate(taken):
        parts[i] = (nth % 2 == 0) == opens
    if not opens and not inside and text[line[taken[0]] - 1].isdigit():
        parts[taken[0]] = None  # 27" "Pro" screen
    return parts, (len(taken) % 2 == 1) == opens


def _reading(costs: list[tuple[int, int]], inside: bool | None) -> bool | None:
    """Whether the first mark opens; None if neither reading is clear."""
    if not costs:
        return None
    totals = []
    for first_opens in (True, False):
        each = [c[0] if (i % 2 == 0) == first_opens else c[1] for i, c in enumerate(costs)]
        # a line seldom starts within a quotation that nothing opened, or ends within one
        start = (0 if first_opens else 2) if inside is not True else int(first_opens)
        end = int((len(costs) % 2 == 1) == first_opens)
        totals.append((sum(each) + start + end, max(each)))
    (opening, dearest_o), (closing, dearest_c) = totals
    if closing - opening >= _ENOUGH and dearest_o <= _DEAREST:
        return True
    if opening - closing >= _ENOUGH and dearest_c <= _DEAREST:
        return False
    return None


def _costs(text: str, line: list[int]) -> list[tuple[int, int]]:
    """What it costs to take each mark as opening and as closing."""
    low = any(text[at] == "„" for at in line)  # „so“ or „so”
    return [_cost(text, at, low) for at in line]


def _cost(text: str, at: int, low: bool) -> tuple[int, int]:
    glyph = text[at]
    left, right = text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
    opening = closing = 0
    if glyph in _CLOSING or (glyph == "“" and low):
        opening += 3
    elif glyph in _OPENING:
        closing += 3
    free_left, free_right = left.isspace(), right.isspace()
    stopped = text[max(0, at - 2) : at].strip()[-1:] in _STOPS
    looks_open = (free_left or left in _BEFORE_OPENING) and not free_right and right not in ",;!?)"
    looks_closed = not free_left and (free_right or right in _AFTER_CLOSING)
    if looks_open and not looks_closed:
        closing += 2 if stopped or glyph != '"' else 4
    elif looks_closed and not looks_open:
        opening += 4 if glyph == '"' and (stopped or left.isdigit()) else 2
    elif free_left and free_right and stopped:
        opening += 4 if _SAYING_NEXT.match(text, at + 1, at + 100) else 1
    elif stopped and not free_left:
        opening += 2
    if left == "\n":
        closing += 2
    if right == "\n":
        opening += 2
    if glyph == '"' and stopped and _SAYING.search(text, max(0, at - 24), at):
        closing += 4
    return opening, closing


def _in_code(text: str, at: int) -> bool:
    return text[at - 1 : at] in _CODE or text[at + 1 : at + 2] in _CODE
