"""What was left in the source language or script?"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/residue."""
    yield from page.proposals("residue")
