"""Which names of institutions are half small? Start reading at `half_names`.

Statistical engines gave the head of such a name its capital and left the words before it small
(`the national Bank`, `International monetary Fund`). Nobody else writes so.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs

_HEADS = (
    "Academy|Agency|Assembly|Association|Bank|Chamber|Commission|Committee|Duma|Federation|Fund|Guard"
    "|Inspectorate|Institute|Organi[sz]ation|Party|Rada|Service|Tribunal|Union|University"
)
_HEAD = lazy_regex(rf"(?<=(?:^|[^\w-])((?:[A-Za-z]{{3,20}} ){{1,4}}))(?:{_HEADS})\b(?![-’'][A-Za-z]{{2}})")
_BARE = lazy_re(rf" (?:{_HEADS})\b")
"""Heads alone: `re` finds them many times as fast as `regex` looks back from each letter."""


@needs(rf"[a-z] (?:{_HEADS})[^a-z]", local=True)
def half_names(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the national Bank` → `the National Bank`; `a new Bank` and `the national bank` stay."""
    near, far = page.word_set("punctuation.modifiers"), page.word_set("punctuation.far_modifiers")
    for bare in _BARE.finditer(text):
        m = _HEAD.match(text, bare.start() + 1)
        if m is None:
            continue
        words = m[1].split()
        small = 0
        while small < len(words) and (words[-small - 1] in near or (small and words[-small - 1] in far)):
            small += 1
        if small:
            before = " ".join(words[-small:])
            start = m.start() - len(before) - 1
            yield page.propose("punctuation.half-name", start, m.start() - 1, before.title())
