"""How is a long text looked at again without reading all of it? In pieces that are remembered.

Nearly all that passes look for shows in a line and what stands beside it. A change calls every
pass again; of an article as long as a book they then read the few pieces that are new, and know
the others from the last look. An ordinary article is one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast

import msgspec

from cleanup.edits import Proposal
from cleanup.patterns import lazy_re

_T = TypeVar("_T")
REACH = 256
"""Characters beyond a piece that may matter to what is found in it."""
LENGTH = 8192
"""Characters that a piece has at least, but for the last one."""
_PIECE = lazy_re(rf"(?s:.{{{LENGTH}}}.*?)\n(?=\S)|(?s:.+)")
"""Pieces begin where a line does that is not empty, so that white space between lines is in one piece.
Each of them begins anew, so that behind a change the same pieces follow."""


_Key = tuple[str, int, int]
"""A window, and where in it the piece begins and ends."""


class Piece(NamedTuple):
    """The lines text[start:end], and a little more."""

    start: int
    end: int
    window: str
    """The piece with REACH characters on either side, where there are as many."""
    offset: int
    """Where the window begins in the text."""


@lru_cache(maxsize=2)
def pieces(text: str) -> list[Piece]:
    """The pieces of a text.

    >>> [(p.start, p.end, len(p.window)) for p in pieces("a" * 9000 + "\\n" + "b" * 200)]
    [(0, 9001, 9201), (9001, 9201, 456)]
    """
    if len(text) <= LENGTH:
        return [Piece(0, len(text), text, 0)]
    found = []
    for m in _PIECE.finditer(text):
        offset = max(0, m.start() - REACH)
        found.append(Piece(m.start(), m.end(), text[offset : m.end() + REACH], offset))
    return found


class Memory:
    """What was found in the pieces of one article's text, at the last look of each kind."""

    def __init__(self) -> None:
        self._found: dict[object, dict[_Key, Any]] = {}

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
            key = piece.window, piece.start - piece.offset, piece.end - piece.offset
            now[key] = before[key] if key in before else find(piece)
            yield piece, cast("_T", now[key])


def moved(proposal: Proposal, by: int) -> Proposal:
    """The proposal for the same words that many characters further on."""
    if by == 0:
        return proposal
    return msgspec.structs.replace(proposal, start=proposal.start + by, end=proposal.end + by)
