"""How is a long text looked at again without reading all of it? In pieces that are remembered.

Nearly all that passes look for shows in a line and what stands beside it. A change calls every
pass again; of an article as long as a book they then read the few pieces that are new, and know
the others from the last look. An ordinary article is one piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat, takewhile
from typing import Any, NamedTuple, TypeVar, cast, overload

import msgspec
import regex

from cleanup.edits import Proposal
from cleanup.triggers import Trigger, present_in

_T = TypeVar("_T")
REACH = 256
"""Characters beyond a piece that may matter to what is found in it."""
LENGTH = 8192
"""Characters that a piece has at least, but for the last one."""


class Key(NamedTuple):
    """All that is known of a piece by itself."""

    window: str
    """The piece with REACH characters on either side, where there are as many."""
    low: int
    """Where in the window the piece begins."""
    high: int
    """Where it ends."""


class Piece(NamedTuple):
    """The lines text[start:end], and a little more."""

    start: int
    end: int
    offset: int
    """Where the window begins in the text."""
    key: Key

    @property
    def window(self) -> str:
        """The piece with REACH characters on either side, where there are as many."""
        return self.key.window


def pieces(text: str, before: Sequence[Piece] = ()) -> list[Piece]:
    """The pieces of a text. What stands as it did has the keys of `before`, the pieces of a text much like
    it: windows that are one object need not be copied, hashed and compared again.

    >>> [(p.start, p.end, len(p.window)) for p in pieces("a" * 9000 + "\\n" + "b" * 200)]
    [(0, 9001, 9201), (9001, 9201, 456)]
    """
    if len(text) <= LENGTH:
        return [Piece(0, len(text), 0, Key(text, 0, len(text)))]
    found: list[Piece] = []
    start = nth = 0
    while start < len(text):
        near = range(max(0, nth - 1), min(len(before), nth + 2))  # a change may join two or part one
        same = next((i for i in near if _stands(text, start, before[i].key)), None)
        if same is None:
            offset, end = max(0, start - REACH), _end(text, start)
            key = Key(text[offset : end + REACH], start - offset, end - offset)
        else:
            nth, key = same, before[same].key
        found.append(Piece(start, start + key.high - key.low, start - key.low, key))
        start, nth = found[-1].end, nth + 1
    return found


def _end(text: str, start: int) -> int:
    """Where a piece ends: pieces begin where a line does that is not empty, so that white space between
    lines is in one piece. Each of them begins anew, so that behind a change the same pieces follow."""
    end = text.find("\n", start + LENGTH) + 1
    while end and text[end : end + 1].isspace():
        end = text.find("\n", end) + 1
    return end or len(text)


def _stands(text: str, start: int, key: Key) -> bool:
    """Whether a piece with this key begins there."""
    offset = start - key.low
    most = min(len(text), offset + key.high + REACH)
    return (
        key.low == min(start, REACH)
        and offset + len(key.window) == most
        and text.startswith(key.window, offset)
    )


class Memory:
    """What was found in the pieces of one article's text, at the last look of each kind."""

    def __init__(self) -> None:
        self._found: dict[object, dict[Key, Any]] = {}
        self._text = ""
        self._pieces = pieces("")

    def look(self, text: str, kind: object, find: Callable[[Piece], _T]) -> Iterator[tuple[Piece, _T]]:
        """What is found in each piece, with places counted from the start of the piece or its window.

        `find` must tell the same of the same window.
        """
        if len(text) <= LENGTH:
            yield (piece := self._pieces_of(text)[0]), find(piece)
            return
        before = self._found.get(kind, {})
        now = self._found[kind] = {}
        for piece in self._pieces_of(text):
            key = piece.key
            now[key] = found = before[key] if key in before else find(piece)
            yield piece, cast("_T", found)

    def _pieces_of(self, text: str) -> list[Piece]:
        if text != self._text:
            self._pieces, self._text = pieces(text, self._pieces), text
        return self._pieces

    @overload
    def matches(
        self, text: str, pattern: re.Pattern[str], trigger: Trigger | None = None
    ) -> Iterator[re.Match[str]]: ...
    @overload
    def matches(
        self, text: str, pattern: regex.Pattern[str], trigger: Trigger | None = None
    ) -> Iterator[regex.Match[str]]: ...
    def matches(self, text: str, pattern: Any, trigger: Trigger | None = None) -> Iterator[Any]:
        """The matches of a pattern that looks no further than a line and REACH characters around it,
        those near a trigger if one is given."""
        if len(text) <= LENGTH:
            return cast("Iterator[Any]", pattern.finditer(text))
        found = self._places(text, pattern, trigger)
        places = (piece.offset + at for piece, places in found for at in places)
        return map(pattern.match, repeat(text), places)

    def count(self, text: str, pattern: re.Pattern[str]) -> int:
        """How many matches there are of such a pattern."""
        if len(text) <= LENGTH:
            return sum(1 for _ in pattern.finditer(text))
        return sum(len(places) for _, places in self._places(text, pattern, None))

    def _places(
        self, text: str, pattern: Any, trigger: Trigger | None
    ) -> Iterator[tuple[Piece, tuple[int, ...]]]:
        """Where the matches begin, counted from the start of the window."""

        def find(piece: Piece) -> tuple[int, ...]:  # which, unlike a list, the garbage collector forgets
            if trigger is not None and trigger not in self.triggers_of(piece):
                return ()
            window, low, high = piece.key
            return tuple(takewhile(high.__gt__, (m.start() for m in pattern.finditer(window, low))))

        return self.look(text, pattern, find)

    def triggers(self, text: str) -> frozenset[Trigger]:
        """The triggers that occur in a text: those of its pieces, and maybe some more."""
        if len(text) <= LENGTH:
            return present_in(text)
        return frozenset().union(*(seen for _, seen in self.look(text, present_in, _triggers)))

    def triggers_of(self, piece: Piece) -> frozenset[Trigger]:
        """The triggers that occur in a piece and REACH characters around it."""
        seen = self._found.get(present_in, {})
        return cast("frozenset[Trigger]", seen[piece.key]) if piece.key in seen else _triggers(piece)


def _triggers(piece: Piece) -> frozenset[Trigger]:
    return present_in(piece.window)


def moved(proposal: Proposal, by: int) -> Proposal:
    """The proposal for the same words that many characters further on."""
    if by == 0:
        return proposal
    return msgspec.structs.replace(proposal, start=proposal.start + by, end=proposal.end + by)
