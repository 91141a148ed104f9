"""Which double quotation marks open and which close?

Start reading at `find_marks`. A mark tells its part by its glyph, by the space beside it and
by the words around. Translation engines get each of these wrong, so no single one is trusted:
of the two ways in which the marks of a line can take turns, the one that needs fewer excuses
wins, and only a clear win counts.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, takewhile
from typing import NamedTuple

import msgspec

from cleanup.patterns import lazy_re
from cleanup.pieces import Memory, Piece
from cleanup.steps import occurrences

GLYPHS = '"“”„‟«»'
LINE_START = ("", "\n")
"""What stands before a mark that begins a line."""
_OPENING, _CLOSING = "“„‟«", "”»"
_BEFORE_OPENING = frozenset("([{—–-/’'‘“\"«")
_AFTER_CLOSING = frozenset(")]}—–-/,.;:!?…’'”\"»")
_STOPS = frozenset(",.!?…")
_DASHES = frozenset("-–—")
_CODE = frozenset("=\\{}<>`|")
MOST_MARKS = 200
"""Marks of one line that are told apart; a paragraph has twenty at most."""
_ENOUGH = 2
"""How much dearer the other reading must be: one clear sign of two."""
_CERTAIN = 4
"""How much dearer the other part of a single mark must be where the line does not help."""
_DEEPEST = 2
"""A quotation within another one."""
_DEAREST = 3
"""What one mark may cost: a wrong glyph or a wrong space, not both and more."""


_AFTER_COMMA = lazy_re(r"\w, ")
_DASH_BEHIND = lazy_re(r"[-–—] ?(?=[a-z])")
_WORDS = lazy_re(r"[\w.'’-]+(?: [\w.'’-]+){0,7}")
_SENTENCE_END = lazy_re(r"\.(?:(?<=\b[a-z]{3}\.)|(?<=[a-z]{4}\.)) .*|\.\Z")
"""Behind a word, not an initial or `Mr.`"""
_RELATIVE = frozenset(("that", "which", "who"))
_NO_SPEAKER = _RELATIVE | frozenset("although and as because but if since though when where while".split())
_NO_CLAUSE = (["this", "is"], ["this", "was"])
"""A sentence of its own: `They won, – this is how he announced it`."""
_NAMING = frozenset(("word", "words", "thought", "called", "titled"))


def saying_follows(text: str, at: int, verbs: frozenset[str]) -> bool:
    """Whether a clause that tells who says it starts at `at`.

    >>> said = frozenset(["said"])
    >>> [saying_follows(t, 0, said) for t in ("said the mayor.", "Mr. Orlov said. All", "and so, he said")]
    [True, True, False]
    >>> saying_follows("the voice that said so", 0, said)
    False
    """
    m = _WORDS.match(text, at, at + 100)
    if m is None:
        return False
    clause = _SENTENCE_END.sub("", m[0]) if "." in m[0] else m[0]
    words = [*takewhile(lambda word: word not in _RELATIVE, clause.split(" "))]
    speaker = words and words[0] not in _NO_SPEAKER and words[:2] not in _NO_CLAUSE
    return bool(speaker) and not verbs.isdisjoint(words)


def _saying_precedes(text: str, at: int, verbs: frozenset[str]) -> bool:
    """Whether `he said, ` or `he said: ` stands before the mark at `at`."""
    before = text[max(0, at - 24) : at].rstrip(" ,:")
    last = before[before.rfind(" ") + 1 :]
    return last in verbs or last in _NAMING


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A quotation mark; `opens` is None where its part is not sure."""

    at: int
    opens: bool | None


@lru_cache(maxsize=4)
def find_marks(text: str, verbs: frozenset[str], memory: Memory) -> list[Mark]:
    """All double quotation marks, in order, with their parts; `verbs` are those of saying.

    >>> def parts(text): return [(m.at, m.opens) for m in find_marks(text, frozenset(["said"]), Memory())]
    >>> parts('so-called" blue plan, " said he.')
    [(9, True), (22, False)]
    >>> parts('A 27" and a 32" screen')
    [(4, None), (14, None)]
    >>> parts('They saved lives, and "much" more.')
    [(22, True), (27, False)]
    >>> parts("“The“ plan ”came, ”he said.")
    [(0, True), (4, True), (11, False), (18, False)]
    """
    marks: list[Mark] = []
    inside: bool | None = False
    # of a piece: where its marks are, their parts and what is open behind, by what is open before it
    for piece, known in memory.look(text, find_marks, lambda _: dict[bool | None, _Marks]()):
        if inside not in known:
            known[inside] = _marks_of(piece, inside, verbs)
        places, parts, inside = known[inside]
        marks += map(Mark, map(piece.offset.__add__, places), parts)
    return marks


_Marks = tuple[list[int], list[bool | None], bool | None]


def _marks_of(piece: Piece, inside: bool | None, verbs: frozenset[str]) -> _Marks:
    """The places and parts of a piece's marks, and whether a quotation is open after it."""
    places: list[int] = []
    parts: list[bool | None] = []
    for line in _by_line(*piece.key):
        of_line, inside = _parts(piece.window, line, inside, verbs)
        places += line
        parts += of_line
    return places, parts, inside


def _by_line(text: str, low: int, high: int) -> list[list[int]]:
    lines: list[list[int]] = []
    line_end = -1
    for at in sorted(at for at in occurrences(text, *GLYPHS) if low <= at < high):
        if at > line_end:
            line_end = text.find("\n", at)
            line_end = len(text) if line_end < 0 else line_end
            lines.append([])
        lines[-1].append(at)
    return lines


def _parts(
    text: str, line: list[int], inside: bool | None, verbs: frozenset[str]
) -> tuple[list[bool | None], bool | None]:
    """The parts of one line's marks, and whether a quotation is open after it."""
    if len(line) > MOST_MARKS or any(_in_code(text, at) for at in line) or _is_breadcrumb(text, line):
        return [None] * len(line), None
    if _is_nested(text, line):
        return [text[at] == "“" for at in line], False
    costs = _costs(text, line, verbs)
    taken = list(range(len(line)))
    opens = _reading(costs, inside)
    if opens is None:  # once more without what may be inches
        taken = [i for i in taken if not text[line[i] - 1 : line[i]].isdigit()]
        opens = _reading([costs[i] for i in taken], inside) if len(taken) < len(line) else None
        if opens is None:
            alone = [_alone(text, at, cost) for at, cost in zip(line, costs, strict=True)]
            unseen = [_opens_unseen(text, line, alone, i) for i in range(len(line))]
            return [None if maybe else part for maybe, part in zip(unseen, alone, strict=True)], None
    parts: list[bool | None] = [None] * len(line)
    for nth, i in enumerate(taken):
        parts[i] = (nth % 2 == 0) == opens
    if not opens and not inside and text[line[taken[0]] - 1 : line[taken[0]]].isdigit():
        parts[taken[0]] = None  # 27" "Pro" screen
    if len(taken) % 2 and not inside:  # one has no partner: maybe one that stands against its part
        for i in taken:
            opening, closing = costs[i]
            if (opening - closing if parts[i] else closing - opening) >= _ENOUGH:
                parts[i] = None
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


def _costs(text: str, line: list[int], verbs: frozenset[str]) -> list[tuple[int, int]]:
    """What it costs to take each mark as opening and as closing."""
    low = any(text[at] == "„" for at in line)  # „so“ or „so”
    costs = []
    for at in line:
        place = _place(text[max(0, at - 2) : at].rjust(2, "\n"), text[at], text[at + 1 : at + 2] or "\n")
        opening, closing = place.opening, place.closing
        if place.speaker_may_follow and saying_follows(text, at + 1 + place.loose, verbs):
            opening += 3
            if not place.loose and _AFTER_COMMA.match(text, at - 3):
                opening, closing = opening + 1, closing - 2  # `there, "he said`: a slip of engines
        dash = _DASH_BEHIND.match(text, at + 1)
        if dash and saying_follows(text, dash.end(), verbs):
            opening, closing = opening + 3, closing - 3  # `we fight on “- said the press centre`
        if place.speaker_may_precede and _saying_precedes(text, at, verbs):
            closing += 4
        if low and text[at] == "“":
            opening, closing = opening + 3, closing - 3
        costs.append((opening, closing))
    return costs


class _Place(NamedTuple):
    opening: int
    closing: int
    loose: bool
    """White space on both sides."""
    speaker_may_follow: bool
    speaker_may_precede: bool


@lru_cache(maxsize=4096)
def _place(before: str, mark: str, right: str) -> _Place:
    """What the characters beside a mark say against either part."""
    left, straight = before[1], mark == '"'
    opening = 4 * (right == "\n") + 3 * (mark in _CLOSING)
    closing = 4 * (left == "\n") + 3 * (mark in _OPENING)
    free_left, free_right = left.isspace(), right.isspace()
    stopped = before.rstrip(" ")[-1:] in _STOPS
    looks_open = (free_left or left in _BEFORE_OPENING) and not free_right and right not in ",;!?)"
    looks_closed = not free_left and (free_right or right in _AFTER_CLOSING)
    loose = free_left and free_right
    if looks_open and not looks_closed:
        closing += 0 if stopped and mark == "”" else 2 if stopped or not straight else 4
    elif looks_closed and not looks_open:
        opening += 4 if straight and (stopped or left.isdigit()) else 2
        closing -= 2 * (stopped and (free_right or right in _DASHES) and mark == "“")
    elif stopped:
        opening += 1 if loose else 2 * (not free_left)
    follow = stopped and (loose or (mark in '"“«' and free_left and looks_open and not looks_closed))
    return _Place(opening, closing, loose, follow, straight and stopped)


def _alone(text: str, at: int, cost: tuple[int, int]) -> bool | None:
    """The part of a mark in a line without a clear reading, where its own place tells it."""
    opening, closing = cost
    if abs(opening - closing) < _CERTAIN or text[at - 1 : at].isdigit():
        return None
    return opening < closing


def _opens_unseen(text: str, line: list[int], parts: list[bool | None], i: int) -> bool:
    """Whether a mark that looks closed, glued on either side, may open what the next mark closes:
    `fell by 1%.”The rest will follow,” he said`"""
    if parts[i : i + 2] != [False, False] or (i and parts[i - 1]):
        return False
    return not text[line[i] - 1 : line[i]].isspace() and text[line[i] + 1 : line[i] + 2].isalnum()


def _is_nested(text: str, line: list[int]) -> bool:
    """Whether the glyphs alone make pairs, one within another: `“Friends of the“ plan ”came, ”he said`"""
    if not {"“", "”"}.issuperset(text[at] for at in line):
        return False
    depths = list(accumulate(1 if text[at] == "“" else -1 for at in line))
    return depths[-1] == 0 == min(depths) and max(depths) == _DEEPEST


def _is_breadcrumb(text: str, line: list[int]) -> bool:
    """`Home » News » Talks go on`"""
    return all(text[at - 1 : at + 2] == " » " for at in line)


def _in_code(text: str, at: int) -> bool:
    return text[at - 1 : at] in _CODE or text[at + 1 : at + 2] in _CODE
