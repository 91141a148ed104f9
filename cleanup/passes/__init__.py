"""In which order do the passes run, and why?

A pass is a module with `propose(page)`, which yields proposals (or None for a rule
that is switched off) and changes nothing. Each sees the text the earlier ones left.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType
from typing import Protocol, cast

from cleanup.article import Finding
from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.passes import (
    boilerplate,
    encoding,
    grammar,
    metadata,
    names,
    pronouns,
    punctuation,
    repetition,
    residue,
    spacing,
    wording,
)


class Pass(Protocol):
    """What the pipeline asks of a pass."""

    def propose(self, page: Page) -> Iterable[Proposal | None]:
        """What the pass would change in the page's text, in any order."""


ORDER: tuple[ModuleType, ...] = (
    encoding,  # first: nothing matches in broken letters
    spacing,  # then words and sentences have ends
    residue,  # other scripts are clear once letters are right
    boilerplate,  # lines that go need no further care
    metadata,  # what is left at top and bottom, read before it is restyled
    punctuation,  # quotes and dashes before the passes that read who speaks
    names,  # names before pronouns, which ask for their gender
    pronouns,
    repetition,  # before wording, whose replacements must not look like stutter
    wording,
    grammar,  # last: sees the text a reader would
)


ANY_LANGUAGE = (encoding, residue, boilerplate, metadata)
"""Passes that also read pages which are not English; the rest know English only."""


def pass_name(module: ModuleType) -> str:
    """The word that leads everywhere: file, rules file, test file, id prefix."""
    return module.__name__.rpartition(".")[2]


def propose(module: ModuleType, page: Page) -> Iterable[Proposal]:
    """The proposals of a pass, those of switched-off rules left out."""
    if module not in ANY_LANGUAGE and not page.english:
        return ()
    return (p for p in cast("Pass", module).propose(page) if p is not None)


def find_meta(module: ModuleType, page: Page) -> Finding:
    """What a pass reads off the finished text without changing it; few passes have such a word."""
    hook = getattr(module, "find_meta", None)
    return cast("Finding", hook(page)) if hook else {}
