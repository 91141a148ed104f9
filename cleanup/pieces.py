"""How is a long text looked at again without reading all of it? In pieces that are remembered.

Nearly all that passes look for shows in a line and what stands beside it. A change calls every
pass again; of an article as long as a book they then read the few pieces that are new, and know
the others from the last look. An ordinary article is one piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import repeat, takewhile
from typing import Any, NamedTuple, TypeVar, cast, overload

import msgspec
import regex

from cleanup.edits import Proposal
from cleanup.patterns import lazy_re
from cleanup.triggers import Trigger, present_in

_T = TypeVar("_T")
REACH = 256
"""Characters beyond a piece that may matter to what is found in it."""
LENGTH = 8192
"""Characters that a piece has at least, but for the last one."""
_PIECE = lazy_re(rf"(?s:.{{{LENGTH}}}.*?)\n(?=\S)|(?s:.+)")
"""Pieces begin where a line does that is not empty, so that white space between lines is in one piece.
Each of them begins anew, so that behind a change the same pieces follow."""


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


@lru_cache(maxsize=2)
def pieces(text: str) -> list[Piece]:
    """The pieces of a text.

    >>> [(p.start, p.end, len(p.window)) for p in pieces("a" * 9000 + "\\n" + "b" * 200)]
    [(0, 9001, 9201), (9001, 9201, 456)]
    """
    if len(text) <= LENGTH:
        return [Piece(0, len(text), 0, Key(text, 0, len(text)))]
    found = []
    for m in _PIECE.finditer(text):
        start, end = m.span()
        offset = max(0, start - REACH)
        key = Key(text[offset : end + REACH], start - offset, end - offset)
        found.append(Piece(start, end, offset, key))
    return found


class Memory:
    """What was found in the pieces of one article's text, at the last look of each kind."""

    def __init__(self) -> None:
        self._found: dict[object, dict[Key, Any]] = {}

    def look(self, text: str, kind: object, find: Callable[[Piece], _T]) -> Iterator[tuple[Piece, _T]]:
        """What is found in each piece, with places counted from the start of the piece or its window.

        `find` must tell the same of the same window.
        """
        if len(text) <= LENGTH:
            yield (piece := pieces(text)[0]), find(piece)
            return
        before = self._found.get(kind, {})
        now = self._found[kind] = {}
        for piece in pieces(text):
            key = piece.key
            now[key] = found = before[key] if key in before else find(piece)
            yield piece, cast("_T", found)

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

        def find(piece: Piece) -> list[int]:
            if trigger is not None and trigger not in self.triggers_of(piece):
                return []
            window, low, high = piece.key
            return list(takewhile(high.__gt__, (m.start() for m in pattern.finditer(window, low))))

        found = self.look(text, pattern, find)
        places = (piece.offset + at for piece, places in found for at in places)
        return map(pattern.match, repeat(text), places)

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
