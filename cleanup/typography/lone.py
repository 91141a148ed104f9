"""Which quotation closes and never opened? Start reading at `lone_marks`.

Engines lose the mark with which a paragraph of speech begins. (One that opens and does not close is usage:
each paragraph of a long speech opens anew, and the last one closes.)
"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re
from cleanup.steps import needs
from cleanup.typography.quotes import GLYPHS, find_marks, saying_follows
from cleanup.typography.speech import house_marks, verbs_of

_LONGEST = 2000
"""Characters of a paragraph; longer lines are no speech."""
_FEWEST_WORDS = 4
_STOPS = tuple(",!?…")
_SPEECH_END = lazy_re(r"[,!?…][\"“”]")
_GLYPHS = frozenset(GLYPHS)


@needs(r"[\"“”]")
def lone_marks(page: Page, text: str) -> Iterator[Proposal | None]:
    """`We all agree on this,” he said.` → `“We all agree on this,” he said.`"""
    if not any(_is_first(text, m.start()) for m in _SPEECH_END.finditer(text)):
        return  # as nearly always; to tell the parts of all marks takes longer
    verbs = verbs_of(page)
    last = -1
    inside: bool | None = False
    for mark in find_marks(text, verbs, page.memory):
        at, opens = mark.at, mark.opens
        if opens is False and inside is False:
            start = text.rfind("\n", max(0, at - _LONGEST), at) + 1
            if start > last and _is_speech(text[start:at], verbs) and saying_follows(text, at + 2, verbs):
                opening = house_marks(text)[0] if text[at] == "”" else '"'
                yield page.propose("punctuation.lone-mark", start, start, opening)
        last, inside = at, opens


def _is_first(text: str, end: int) -> bool:
    """Whether no mark stands before a place in its line, or in what is read of it."""
    return _GLYPHS.isdisjoint(text[max(0, end - _LONGEST) : end].rpartition("\n")[2])


def _is_speech(words: str, verbs: frozenset[str]) -> bool:
    """Whether the words before a closing mark may be all that was said, with no speaker among them."""
    whole = words[:1].isupper() and words[-1:] in _STOPS and words.count(" ") >= _FEWEST_WORDS
    return whole and verbs.isdisjoint(words.split())
