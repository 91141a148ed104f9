"""What may a grammar engine find, and how is one opened? Start reading at `Match`.

An engine reads paragraphs and returns matches; which of them are worth showing is the
grammar pass's question. `languagetool` speaks to a server, `embedded` runs in this process.
"""

from __future__ import annotations

from typing import Protocol

import msgspec

from cleanup.errors import CleanupError


class EngineError(CleanupError):
    """A grammar engine is away or refuses a text; the rest of the run goes on without it."""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine finds in text[start:end]; offsets are code points."""

    start: int
    end: int
    rule: str
    """The engine's own id of its rule."""
    category: str
    """The engine's own category of it."""
    message: str
    replacements: tuple[str, ...] = ()
    """Best first; none where the engine only points."""


class Engine(Protocol):
    """Something that finds slips of English."""

    name: str
    """How the person knows it."""
    table: str
    """The word table of `rules/` that lists which of its rules have earned trust."""

    def check(self, text: str) -> list[Match]:
        """The matches in one text. Raises EngineError if the engine cannot answer."""
        ...
