"""What is wrong in any English, whoever wrote it?"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleanup.edits import Proposal
from cleanup.english import starts_with_vowel_sound
from cleanup.page import Page
from cleanup.triggers import trigger

# `A` is an article only where a sentence opens; elsewhere it is a name (vitamin A, plan A).
# Short function words follow letters (a and b, a in c), never articles.
_ARTICLE = regex.compile(
    r"(?:(?<![\w'’.\-(])a|(?:^|(?<=[.!?]['\"”’]?\s))A)(n?) "
    r"(?!(?:about|above|after|all|also|am|an|and|any|are|as|at|el|en|est|et|even|every|if|in|into|is|it|its"
    r"|of|on|or|our|over|to|un|under|une|until|up|us|vs|with)\b)"
    r"([a-z]{2,})(?![\w'’])",
    regex.MULTILINE,
)
# The beginnings of words after which `a` or `an` is worth a look.
_VOWEL = r"[aei]|o[^n]|on[^e]|u[^ns]|un[^i]|uni[dlmns]|us[^aeu]|h(?:ei|o[nu])"
_NO_VOWEL = r"[b-df-gj-np-tv-z]|e[uw]|on[ce]|u[bkrstv]|un[ai]"
_MISMATCH = trigger(rf"\b[Aa](?: (?:{_VOWEL})|n (?:{_NO_VOWEL}))")
_SPOKEN = regex.compile(r"[aeiouy]")


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/grammar, and `a` where `an` belongs or the reverse."""
    yield from page.proposals("grammar")
    for m in _ARTICLE.finditer(page.text) if page.has(_MISMATCH) else ():
        has_n, word = bool(m[1]), m[2]
        # h is silent in some mouths (an historic, an herb); a word without a vowel is spelt out
        if has_n == starts_with_vowel_sound(word) or not _SPOKEN.search(word):
            continue
        if has_n and word.startswith("h"):
            continue
        yield page.propose("grammar.a-an", m.start(), m.start(2), m[0][0] + ("" if has_n else "n") + " ")
