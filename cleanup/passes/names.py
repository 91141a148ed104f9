"""Which names were garbled by a detour through Cyrillic?"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/names."""
    yield from page.proposals("names")
