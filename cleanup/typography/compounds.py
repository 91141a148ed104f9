"""Which hyphens stand apart from one of the words that they join?"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs
from cleanup.triggers import DIGIT

_HALF = lazy_re(r"(?:-(?<=[A-Za-z]-) |-(?<=[A-Za-z] -))(?=([A-Za-z]{3,20})(?![\w-]))")
_WORD_BEFORE = lazy_re(r"(?<![\w-])([^\W\d_]{2,12}) ?\Z")


@needs(r"[A-Za-z]- [A-Za-z]|[A-Za-z] -[A-Za-z]", local=True)
def half_hyphens(page: Page, text: str) -> Iterator[Proposal | None]:
    """`a well- known man` → `a well-known man`; `short- and long-term` stays."""
    heads, tails = page.word_set("spacing.compound_heads"), page.word_set("spacing.compound_tails")
    for m in _HALF.finditer(text):
        before = _WORD_BEFORE.search(text[max(0, m.start() - 14) : m.start()])
        if before is None:
            continue
        if m[1][0].isupper() and before[1].islower():
            continue  # `a warning- President Lind said`
        head, tail = before[1].lower(), m[1].lower()
        if (head in heads and tail not in page.word_set("spacing.joiners")) or tail in tails:
            start = m.start() - (text[m.start() - 1] == " ")
            yield page.propose("spacing.half-hyphen", start, m.end(), "-")


_AFTER_NUMBER = lazy_re(r"-(?<=\d-)(?=(?:and|or) \d+-[a-z])")


@needs(rf"{DIGIT}-(?:and|or) {DIGIT}{{1,9}}-[a-z]", local=True)
def suspended_numbers(page: Page, text: str) -> Iterator[Proposal | None]:
    """`a 120-and 82-mm gun` → `a 120- and 82-mm gun`."""
    for m in _AFTER_NUMBER.finditer(text):
        yield page.propose("spacing.half-hyphen", m.end(), m.end(), " ")


_SUSPENDED = lazy_regex(r"(?<=(?<![\w-])([a-z]{3,6})) [–—-] ?(?=(?:and|or|to) [a-z]{3,6}-[a-z]{3})")


@needs(r"[a-z] [\x{2013}\x{2014}-] ?(?:and|or|to) [a-z]{3,6}-[a-z]", local=True)
def suspended_hyphens(page: Page, text: str) -> Iterator[Proposal | None]:
    """`a four – and five-star hotel` → `a four- and five-star hotel`."""
    for m in _SUSPENDED.finditer(text):
        if m[1] in page.word_set("spacing.suspended"):
            yield page.propose("spacing.half-hyphen", *m.span(), "- ")
