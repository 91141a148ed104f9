"""Where was a stop lost between two sentences, or put into the middle of one?

Both show that an engine dropped words or joined lines, so a person must look: nothing is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re
from cleanup.steps import needs

_MOST = 4
"""More of one kind in an article are its manner: notes without capitals, titles without marks."""

_SMALL = lazy_re(r"\. (?<=[a-z]{3}\. )(?:a|[a-z]{2,20})(?=[ ,])")
_LAST_WORD = lazy_re(r"(?:\A|[\s“\"(])([a-z][a-z-]{2,20})\Z")


@needs(r"[a-z]{3}\. [a-z]")
def small_openers(page: Page, text: str) -> Iterator[Proposal | None]:
    """`to the fire. sent a train`: a sentence begins with a small letter."""
    found = page.memory.matches(text, _SMALL, small_openers.trigger)
    yield from _flags(page, text, "punctuation.small-opener", "punctuation.shortened", found)


_OPENERS = (
    "According|After|At|Because|But|For|How|However|If|In|On|She|The|There|These|They|This|We|When|Why|With"
)
"""Words of grammar that open sentences and, with a capital, rarely anything else."""
_MET = lazy_re(rf" (?<=[a-z]{{3}} )(?:{_OPENERS})(?= [a-z]{{2}})")


@needs(rf"[a-z]{{3}} (?:{_OPENERS}) [a-z]{{2}}")
def lost_stops(page: Page, text: str) -> Iterator[Proposal | None]:
    """`in the market We buy abroad`: two sentences met without a mark."""
    found = page.memory.matches(text, _MET, lost_stops.trigger)
    yield from _flags(page, text, "punctuation.lost-stop", "punctuation.open_ends", found)


def _flags(
    page: Page, text: str, rule: str, spared: str, matches: Iterator[re.Match[str]]
) -> Iterator[Proposal | None]:
    """The matches behind a small word that is not `spared`, if they are few."""
    spare, found = page.word_set(spared), []
    for m in matches:
        before = _LAST_WORD.search(text[max(0, m.start() - 22) : m.start()])
        if before and before[1] not in spare:
            found.append(page.propose(rule, m.start() + (m[0][0] == " "), m.end(), None))
    if len(found) <= _MOST:
        yield from found
