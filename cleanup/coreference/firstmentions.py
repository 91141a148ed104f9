"""Which things are “the” before the article has named them? Start reading at `first_mentions`.

Russian has no articles: engines write `the energy facility came under fire` of one that nobody has
heard of. Only what is hit, burns or is run into is looked at, for that is news.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from cleanup.edits import Proposal
from cleanup.english import starts_with_vowel_sound
from cleanup.page import Page, Tables
from cleanup.triggers import trigger

_STRUCK = r"(?:come|came|comes) under (?:\w+ )?(?:fire|attack|shelling)|(?:caught|catches) fire|burned down"
_STRIKING = r"(?:drove|crashed|slammed|smashed|plowed|rammed|flew) into|collided with|knocked down|ran over"
_NEWS = trigger(rf"{_STRUCK}|(?:{_STRIKING}) the ")
_UNIQUE_AFTER = r"of|that|which|where|whose|who|at|near|named|called|owned|belonging|with|from|in"


class Things(NamedTuple):
    """What the table `wording.first_mentions` says."""

    signs: dict[str, list[str]]
    """By thing: beginnings of words that show it known before."""
    struck: regex.Pattern[str]
    """A thing in the news, with groups `the`, `kind` and `thing`."""


def first_mentions(page: Page) -> Iterator[Proposal | None]:
    """`The energy facility came under fire` → `An energy facility …`, unless the text before knows it."""
    if not page.has(_NEWS):
        return
    things, unique = page.made(_things), page.word_set("wording.first_mentions_unique")
    first_at = cache(page.folded.find)
    for m in page.memory.matches(page.text, things.struck, _NEWS):
        known = any(0 <= first_at(sign) < m.start() for sign in things.signs[m["thing"]])
        if known or not unique.isdisjoint(m["kind"].split()):
            continue
        article = "an" if starts_with_vowel_sound((m["kind"] + m["thing"]).split()[0]) else "a"
        after = article.capitalize() if m["the"] == "The" else article
        yield page.propose("wording.first-mention", *m.span("the"), after)


def _things(tables: Tables) -> Things:
    """An entry is `truck: lorry, van`; the thing's own name is a sign too."""
    rows = [row.partition(": ") for row in tables("wording.first_mentions")]
    signs = {thing: [thing, *known.split(", ")] for thing, _, known in rows}
    thing = "|".join(map(regex.escape, signs)) or r"(?!)"
    np = rf"\b(?P<the>[Tt]he) (?P<kind>(?:[a-z][a-z-]+ ){{0,2}}?)(?P<thing>{thing})"
    struck = rf"{np}(?= (?:also )?(?:{_STRUCK}))|\b(?:{_STRIKING}) {np}\b(?! (?:{_UNIQUE_AFTER})\b|[-’'\w])"
    return Things(signs, regex.compile(struck))
