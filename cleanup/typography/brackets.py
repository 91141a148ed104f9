"""Which spaces beside brackets are too many or missing, and which brackets are a smile?"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs, occurrences

_WORD_FIRST = lazy_regex(r"[\p{L}\p{N}“\"«]")
_WORD_LAST = lazy_regex(r"[\p{L}\p{N}.!?…%”\"»]")


@needs(r"\( | \)", local=True)
def in_brackets(page: Page, text: str) -> Iterator[Proposal | None]:
    """`( then in Oslo )` → `(then in Oslo)`; `: )` stays."""
    for at in occurrences(text, "( "):
        if text[at - 1 : at] not in (":", ";", "-", "=") and _WORD_FIRST.match(text, at + 2):
            yield page.propose("spacing.in-brackets", at + 1, at + 2, "")
    for at in occurrences(text, " )"):
        if _WORD_LAST.match(text, at - 1):
            yield page.propose("spacing.in-brackets", at, at + 1, "")


_OPENING = lazy_re(r"\((?<=[a-z]{3}\()(?=[A-Za-z]{2,20} [^()\n=;{}<>]{2,120}\))")
_NEAR = 200
"""Characters beside a bracket that tell what it is."""
_TYPED = lazy_re(r"[=;{}<>\\|]|\w\.\w+\(|_\w")
"""Signs of code, in which a name goes before its bracket."""


@needs(r"[a-z]{3}\([A-Za-z]{2}")
def glued_brackets(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the plant(the largest here)` → `the plant (the largest here)`; `reader(s)` and `f(x)` stay."""
    for m in _OPENING.finditer(text):
        if not _TYPED.search(text, max(0, m.start() - _NEAR), m.end() + _NEAR):
            yield page.propose("spacing.before-bracket", m.start(), m.start(), " ")


_SMILE = lazy_re(r"\)(?<=[a-z]{2}\))(?:\)+|(?= [A-Z]))(?=(?P<goes_on> [a-z])?)")


@needs(r"[a-z]{2}\)(?:\)| [A-Z])", local=True)
def smiles(page: Page, text: str) -> Iterator[Proposal | None]:
    """`we like it)) Nobody knows` → `we like it. Nobody knows`: a bracket that closes nothing is a smile."""
    for m in _SMILE.finditer(text):
        start = text.rfind("\n", max(0, m.start() - _NEAR), m.start())
        opened = text.find("(", max(start, m.start() - _NEAR, 0), m.start()) >= 0
        if not opened and (start >= 0 or m.start() < _NEAR):
            yield page.propose("punctuation.smile", *m.span(), "" if m["goes_on"] else ".")
