"""Which phrases are Russian in English words, and which words have two spellings?"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.coreference.firstmentions import first_mentions
from cleanup.edits import Proposal
from cleanup.finder import line_around
from cleanup.furniture.units import ends_sentence
from cleanup.page import Page, Tables
from cleanup.spellings import Customs, clashes

_POINTS = "wording.spelling-points"
_SPELLINGS = (
    ("wording.spelling-variety", "wording.spellings_variety", True),
    ("wording.spelling-endings", "wording.spellings_ise", True),
    ("wording.spelling-twice", "wording.spellings_free", False),
    (_POINTS, "wording.spellings_points", False),
)
"""Rule, its table of pairs, and whether the pairs show one custom of the article."""


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/wording, `the` too early, words spelt against the article's custom."""
    yield from page.proposals("wording")
    yield from first_mentions(page)
    suspects = page.made(_customs).mixed(page.text)
    if not suspects:
        return
    after_points = page.word_set("wording.after_points")
    for rule, table, together in _SPELLINGS:
        pairs = page.words(table)
        if pairs not in suspects:
            continue
        for clash in clashes(page.text, pairs, together=together, after_points=after_points):
            # headlines of papers that write U.N. have UN
            if rule != _POINTS or ends_sentence(page.text[slice(*line_around(page.text, clash.start))]):
                yield page.propose(rule, clash.start, clash.end, clash.after)


def _customs(tables: Tables) -> Customs:
    return Customs([tables(table) for _, table, _ in _SPELLINGS])
