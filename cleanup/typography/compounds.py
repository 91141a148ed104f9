"""Which hyphens stand apart from one of the words that they join?"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_regex
from cleanup.steps import needs

_HALF = lazy_regex(r"(?<![\w-])(\p{L}{2,12})(- | -)(\p{L}{3,20})(?![\w-])")
"""Bounded words: a hyphen between spaces is a dash, and matches nowhere here."""


@needs(r"[A-Za-z]- [A-Za-z]|[A-Za-z] -[A-Za-z]", local=True)
def half_hyphens(page: Page, text: str) -> Iterator[Proposal | None]:
    """`a well- known man` → `a well-known man`; `short- and long-term` stays."""
    heads, tails = page.word_set("spacing.compound_heads"), page.word_set("spacing.compound_tails")
    for m in _HALF.finditer(text):
        head, tail = m[1].lower(), m[3].lower()
        if (head in heads and tail not in page.word_set("spacing.joiners")) or tail in tails:
            yield page.propose("spacing.half-hyphen", *m.span(2), "-")


_SUSPENDED = lazy_regex(r"(?<=(?<![\w-])([a-z]{3,6})) ?[–—-] ?(?=(?:and|or|to) [a-z]{3,6}-[a-z]{3})")


@needs(r"[a-z] [\x{2013}\x{2014}-] ?(?:and|or|to) [a-z]{3,6}-[a-z]", local=True)
def suspended_hyphens(page: Page, text: str) -> Iterator[Proposal | None]:
    """`a four – and five-star hotel` → `a four- and five-star hotel`."""
    for m in _SUSPENDED.finditer(text):
        if m[1] in page.word_set("spacing.suspended"):
            yield page.propose("spacing.half-hyphen", *m.span(), "- ")
