"""Which marks follow Russian usage, or none?"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/punctuation."""
    yield from page.proposals("punctuation")
