"""What is wrong in any English, whoever wrote it?

Start reading at `propose`. Our own rules come first. Where the settings name a grammar engine
(`cleanup/engines/`), those of its rules that have earned it (`rules/en/grammar/earned.yaml`) are
heard too, and give way to whatever is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

import regex

from cleanup.edits import Proposal, Tier
from cleanup.engines import EngineError, Match
from cleanup.english import starts_with_vowel_sound
from cleanup.errors import RulesError
from cleanup.onomastics.lookup import load_gazetteer
from cleanup.page import Page, Tables
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.triggers import trigger

# `A` is an article only where a sentence opens; elsewhere it is a name (vitamin A, plan A).
# Short function words follow letters (a and b, a in c), never articles.
_ARTICLE = lazy_regex(
    r"(?:(?<![\w'’.\-(])a|(?:^|(?<=[.!?]['\"”’]?\s))A)(n?) "
    r"(?!(?:about|above|after|all|also|am|an|and|any|are|as|at|el|en|est|et|even|every|if|in|into|is|it|its"
    r"|of|oh|on|only|or|our|out|over|that|the|their|they|this|those|to|un|under|une|until|up|us|vs|we|were|what"
    r"|when|where|who|with|you|your)\b)"
    r"([a-z]{2,})(?![\w'’])",
    regex.MULTILINE,
)
# The beginnings of words after which `a` or `an` is worth a look.
_VOWEL = r"[aei]|o[^n]|on[^e]|u[^ns]|un[^i]|uni[dlmns]|us[^aeu]|h(?:ei|o[nu])"
_NO_VOWEL = r"[b-df-gj-np-tv-z]|e[uw]|on[ce]|u[bkrstv]|un[ai]"
_MISMATCH = trigger(rf"\b[Aa](?: (?:{_VOWEL})|n (?:{_NO_VOWEL}))")
_SPOKEN = lazy_regex(r"[aeiouy]")


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/grammar, articles of the wrong form, findings of an engine."""
    ours = [*page.proposals("grammar"), *_articles(page), *_apart(page)]
    yield from ours
    if page.engine is not None:
        yield from _guests(page, [(p.start, p.end) for p in ours if p])


def _articles(page: Page) -> Iterator[Proposal | None]:
    """`a` where `an` belongs, or the reverse."""
    for m in page.memory.matches(page.text, _ARTICLE, _MISMATCH) if page.has(_MISMATCH) else ():
        has_n, word = bool(m[1]), m[2]
        # h is silent in some mouths (an historic, an herb); a word without a vowel is spelt out
        if has_n == starts_with_vowel_sound(word) or not _SPOKEN.search(word):
            continue
        if has_n and word.startswith("h"):
            continue
        yield page.propose("grammar.a-an", m.start(), m.start(2), m[0][0] + ("" if has_n else "n") + " ")


_CAN_NOT = lazy_re(r"\b[Cc]an not(?= [a-z])(?! (?:only|just|merely|simply|but|even)\b)")
_CAN_NOT_SEEN = trigger(r"[Cc]an not [a-z]")


def _apart(page: Page) -> Iterator[Proposal | None]:
    """`can not come` → `cannot come`; `can not only` stays. (Both words are too frequent for a rule.)"""
    for m in page.memory.matches(page.text, _CAN_NOT, _CAN_NOT_SEEN) if page.has(_CAN_NOT_SEEN) else ():
        yield page.propose("grammar.cannot", *m.span(), m[0][:3] + "not")


# --- engines -------------------------------------------------------------------

SPELLING = "grammar.engine-spelling"
_LONGEST = 60
"""Characters of a match; what is longer rewrites a sentence, which is nobody's slip."""
_MOST_OFFERED = 3
_WORD = lazy_regex(r"\w+")


class Earned(NamedTuple):
    """What an engine's rule is to us."""

    rule: str
    tier: Tier


def earned(words: Tables) -> dict[str, Earned]:
    """The table of trusted rules by the engine's id. An entry is `id | our rule | tier | evidence`.

    Raises RulesError for an entry that is not.
    """
    table = {}
    for row in words("grammar.earned"):
        rule, kind, tier, *_ = [cell.strip() for cell in row.split("|")] + [""] * 3
        if not (rule and kind and tier in ("suggest", "flag")):
            raise RulesError(f"grammar.earned: {row!r} is not like ID | spelling | suggest, or flag")
        table[rule] = Earned(f"grammar.engine-{kind}", cast("Tier", tier))
    return table


def _guests(page: Page, ours: list[tuple[int, int]]) -> Iterator[Proposal | None]:
    """What the engine's trusted rules offer, away from our own proposals."""
    assert page.engine is not None
    trusted = page.made(earned)
    try:
        matches = page.engine.check(page.text, [(line.start, line.end) for line in page.lines])
    except EngineError as err:
        page.problems.add(f"no grammar engine here: {err}")
        return
    for match in matches:
        known = trusted.get(match.rule)
        if known is None or match.end - match.start > _LONGEST:
            continue
        offers = [r for r in match.replacements if r != page.text[match.start : match.end]]
        start, end = match.start, match.end
        if not offers or any(start <= e and s <= end for s, e in ours):
            continue
        if known.rule == SPELLING and not _is_misspelt(page, match):
            continue
        yield page.propose(
            known.rule,
            start,
            end,
            offers[0],
            tier=known.tier,
            message=f"{match.message} ({page.engine.name}: {match.rule})",
            alternatives=tuple(offers[1:_MOST_OFFERED]),
        )


def _is_misspelt(page: Page, match: Match) -> bool:
    """Whether a word may be a slip: no name, and not what the writer writes each time."""
    before = page.text[match.start : match.end]
    names = load_gazetteer(page.rule_folders)
    words = _WORD.findall(before)
    return (
        before == before.lower()
        and not any(names.is_given(w) for w in words)
        and len(regex.findall(rf"\b{regex.escape(before)}\b", page.folded)) == 1
    )
