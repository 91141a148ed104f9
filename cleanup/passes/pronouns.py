"""Which pronouns carry the gender of the Russian noun?

Start reading at `propose`. A dialogue, a sector, a party are he or she in Russian
and `it` in English. `cleanup/antecedents.py` tells what a pronoun stands for.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleanup.antecedents import Antecedent, Case, Resolver
from cleanup.edits import Proposal
from cleanup.mentions import PRONOUN_GENDER
from cleanup.page import Page

_PRONOUN = regex.compile(
    r"(?<![\p{L}\p{N}/_-])(?:[Hh]e|[Hh]im|[Hh]is|[Hh]imself|[Ss]he|[Hh]er|[Hh]ers|[Hh]erself)(?![\p{L}\p{N}/_-])"
)
_CLEFT = regex.compile(r"\bit (?:is|was) (?P<who>(?:he|she) who)\b", regex.IGNORECASE)
_NEUTER = {"subject": "it", "object": "it", "possessive": "its", "reflexive": "itself"}
_NOT_POSSESSED = regex.compile(
    r"\s*(?:[^\w\s\"“«'‘]|$|(?:a|an|the|in|on|at|to|for|from|with|by|of|and|or|but|as|than|that|who|which|when|where|"
    r"while|because|if|into|about|after|before|is|was|has|had|will|would|not|again|back|out|up|down|off|away|over|"
    r"under|through|this|these|those|it|he|she|they|we|you|how|what|so|too|also|until|during|since|without|any|anything|nothing|something|everything|all|enough|much|more)\b)",
    regex.IGNORECASE,
)


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/pronouns, and pronouns that stand for things."""
    yield from page.proposals("pronouns")
    if page.rule("pronouns.thing-subject") is None:
        return
    resolver: Resolver | None = None
    clefts = {m.start("who"): m for m in _CLEFT.finditer(page.text)}
    for m in _PRONOUN.finditer(page.text):
        resolver = resolver or Resolver(page)
        if m.start() in clefts:
            yield _cleft(page, resolver, clefts[m.start()])
            continue
        case = _case_of(page.text, m)
        found = resolver.resolve(m.start(), m.end(), case) if case else None
        if case and found:
            yield _proposal(page, m, case, found)


def _case_of(text: str, m: regex.Match[str]) -> Case | None:
    """What the pronoun does in its clause; None where `his` or `hers` stands alone."""
    word = m[0].lower()
    if word in ("he", "she"):
        return "subject"
    if word == "him":
        return "object"
    if word.endswith("self"):
        return "reflexive"
    alone = _NOT_POSSESSED.match(text, m.end()) is not None
    if word == "her":
        return "object" if alone else "possessive"
    return None if alone or word == "hers" else "possessive"


def _proposal(page: Page, m: regex.Match[str], case: Case, found: Antecedent) -> Proposal | None:
    after = _NEUTER[case]
    if m[0][0].isupper():
        after = after.capitalize()
    return page.propose(
        f"pronouns.thing-{case}",
        m.start(),
        m.end(),
        after,
        tier=None if found.sureness == "certain" else "suggest",
        message=f"“{m[0]}” stands for “{found.word}”, which is “it” in English",
        confidence=0.99 if found.sureness == "certain" else 0.85,
    )


def _cleft(page: Page, resolver: Resolver, m: regex.Match[str]) -> Proposal | None:
    """`It was he who was hit` → `It was this sector that was hit`."""
    found = resolver.cleft(m.start(), PRONOUN_GENDER[m["who"].split()[0].lower()])
    if found is None:
        return None
    return page.propose(
        "pronouns.cleft",
        m.start("who"),
        m.end("who"),
        f"this {found.word.lower()} that",
        message=f"“{m['who']}” stands for “{found.word}”",
        confidence=0.85,
        alternatives=(f"the {found.word.lower()} that", "this that"),
    )
