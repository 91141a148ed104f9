"""What may a grammar engine find, and how is one opened? Start reading at `Match`.

An engine reads paragraphs and returns matches; which of them are worth showing is the
grammar pass's question. `languagetool` speaks to a server, `embedded` runs in this process.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from cleanup.errors import CleanupError
from cleanup.settings import Settings

if TYPE_CHECKING:  # for type checkers alone: most runs use no engine
    from cleanup.engines.paragraphs import Reader


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

    def check(self, text: str) -> list[Match]:
        """The matches in one text. Raises EngineError if the engine cannot answer."""
        ...


def open_engine(settings: Settings, only: Sequence[str] = ()) -> Reader | None:
    """The engine that the settings name; None for `off`. It starts when it is first asked.

    With `only`, others of its rules than these may be left out.
    """
    if settings.grammar == "off":
        return None
    from cleanup.engines.paragraphs import Reader

    if settings.grammar == "languagetool":
        from cleanup.engines.languagetool import LanguageTool

        seconds = settings.languagetool_seconds
        return Reader(LanguageTool(settings.languagetool, seconds=seconds, only=only))
    from cleanup.engines.embedded import Embedded

    return Reader(Embedded())


def shared(settings: Settings) -> Settings:
    """The settings for several processes: one LanguageTool for all, where one must be started here.

    Raises SettingsError for an address that is none.
    """
    if settings.grammar != "languagetool":
        return settings
    from cleanup.engines import languagetool, local

    if settings.languagetool:
        languagetool.base_url(settings.languagetool)
        return settings

    try:
        return msgspec.structs.replace(settings, languagetool=local.address())
    except EngineError:  # each article will say so
        return settings
