"""Which lines tell date, author, place, photo and source?"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/metadata."""
    yield from page.proposals("metadata")
