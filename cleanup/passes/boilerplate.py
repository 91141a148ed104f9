"""Which lines are furniture of the site and not of the article?"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.lines import join_removals
from cleanup.page import Page


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/boilerplate."""
    yield from join_removals(page, page.proposals("boilerplate"))
