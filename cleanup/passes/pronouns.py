"""Which pronouns carry the gender of the Russian noun?

Start reading at `propose`. A dialogue, a sector, a party are he or she in Russian
and `it` in English. `cleanup/coreference/antecedents.py` tells what a pronoun stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import regex

from cleanup.coreference.answers import Answers
from cleanup.coreference.antecedents import Antecedent, Resolver
from cleanup.coreference.clauses import Case
from cleanup.coreference.genders import Genders
from cleanup.coreference.lexicon import MAN, PRONOUN_GENDER, WOMAN, Lexicon, lexicon_of
from cleanup.coreference.russian import SourceText, source_of
from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import occurrences
from cleanup.triggers import trigger

_PRONOUN = lazy_re(r"[HhSs](?<![\w\]][HhSs])(?:e|im|is|imself|he|er|ers|erself)\b")
"""With a class of letters first, which `re` looks for fastest."""
_PRONOUN_SEEN = trigger(r"\b(?:[Hh](?:e|im|is|imself|er|ers|erself)|[Ss]he)\b")
_CLEFT = lazy_regex(r"\bit (?:is|was) $", regex.IGNORECASE)
_ACCORDING = "ccording to it,"
_JOINED = frozenset("/-_,.@")
_JOINED_AFTER = frozenset("/-_@")
_VERB = lazy_regex(r" (\p{Ll}+)\b(?!['’])")
_OPENING_IT = lazy_regex(r"\bIt(?= (?!is |was |has been |would be |will be )\p{Ll})")
_NEUTER = {"subject": "it", "object": "it", "possessive": "its", "reflexive": "itself"}
_PLURAL = {"subject": "they", "object": "them", "possessive": "their", "reflexive": "themselves"}
_HIS = {"subject": "he", "object": "him", "possessive": "his"}
_HER = {"subject": "she", "object": "her", "possessive": "her"}
_AS_SAYING = " as saying"
"""Of people: the agency quoted him as saying so."""
_NEXT = lazy_re(r"\s*[\"“«'‘]?([^\W\d_][\w'’-]*)")
_PREPOSED = lazy_re(r"\b(?:to|for|of|with|at|on|upon) $")
_OPENER = lazy_regex(r"(?:^|[.!?…]\s)\p{Lu}\p{Ll}+\s$", regex.MULTILINE)
_ADVERB = lazy_re(r"\w+(?:ously|\w\wally|ently|antly|edly|ingly|fully|ably|ibly|ively|etely)$")


def propose(page: Page) -> Iterator[Proposal | None]:
    """Matches of the rules in rules/*/pronouns, and pronouns that stand for things."""
    yield from page.proposals("pronouns")
    if page.rule("pronouns.thing-subject") is None:
        return
    text = page.text
    pronouns = _pronouns(page)
    openings = [*occurrences(text, "It ")]
    according = [(at + len(_ACCORDING) - 3, "it") for at in occurrences(text, _ACCORDING)]
    source = source_of(page)
    if not (pronouns or openings or according or source):
        return
    lexicon = lexicon_of(page)
    says = [(at, "It") for at in openings if lexicon.it_says.match(text, at)] + according
    resolver = Resolver(page, lexicon)
    places = {g: [m.start() for m in pronouns if PRONOUN_GENDER[m[0].lower()] == g] for g in (MAN, WOMAN)}
    answers = Answers(text, lexicon, resolver.mentions)
    kept = []
    for m in pronouns:
        if text.startswith(" who ", m.end()) and _CLEFT.search(text, max(0, m.start() - 8), m.start()):
            yield _cleft(page, resolver, m)
        elif not text.startswith(_AS_SAYING, m.end()) and (case := _case_of(text, m, lexicon)):
            asks = case == "subject" and not source
            asked = answers.question(m) if asks else None
            if asks and (speaker := answers.speaker(m, asked)):
                yield page.propose("pronouns.answer", m.start(), *speaker)
            elif thing := _thing(resolver, source, m, case, places):
                yield _proposal(page, lexicon, m, case, thing)
            elif case != "reflexive":
                kept.append((m, case, asked is not None))
    yield from _other_genders(page, Genders(text, lexicon, resolver), () if source else kept)
    for start, word in says:
        yield _person(page, resolver, start, word)
    yield from _people(page, source, {start for start, _ in says})


def _pronouns(page: Page) -> list[re.Match[str]]:
    found = page.memory.matches(page.text, _PRONOUN) if page.has(_PRONOUN_SEEN) else iter(())
    return [m for m in found if m[0].lower() in PRONOUN_GENDER and not _is_part(page.text, m)]


def _thing(
    resolver: Resolver,
    source: SourceText | None,
    m: re.Match[str],
    case: Case,
    places: dict[int, list[int]],
) -> Antecedent | None:
    """The thing a pronoun stands for, by the text and its source."""
    found = resolver.resolve(*m.span(), case)
    if source and (found or resolver.may_be_thing(*m.span(), case)):
        return _weighed(found, source, resolver, m, places)
    return found


def _weighed(
    found: Antecedent | None,
    source: SourceText,
    resolver: Resolver,
    m: re.Match[str],
    places: dict[int, list[int]],
) -> Antecedent | None:
    """What the text tells of a pronoun, judged by what its source tells.

    A person in the source is a person; where it may be either, nothing is sure. A thing
    makes sure what was likely, and is offered where the text alone tells nothing.
    """
    gender = PRONOUN_GENDER[m[0].lower()]
    meaning = source.meaning(m.start(), gender, places[gender])
    if meaning is None:
        return found
    if meaning.kind == "person":
        if found:
            resolver.leave(m.start(), gender)
        return None
    if meaning.kind == "either":
        return found and found._replace(sureness="likely")
    if found:
        return found._replace(sureness="certain") if meaning.sure else found
    return Antecedent(None, meaning.noun, "likely")


def _is_part(text: str, m: re.Match[str]) -> bool:
    """Part of `he/she`, of a hyphened word, or of a title: `Her Majesty`, `“His Dark Materials”`."""
    start, end = m.span()
    before, behind = text[max(0, start - 1) : start], text[end : end + 2]
    if before in _JOINED or behind[:1] in _JOINED_AFTER:
        return True
    if not behind[1:].isupper() or not text[start].isupper():
        return False
    return before in ("“", '"', "«") or text[max(0, start - 2) : start - 1].isalpha()


def _case_of(text: str, m: re.Match[str], lexicon: Lexicon) -> Case | None:
    """What the pronoun does in its clause; None where `his` or `hers` stands alone."""
    word = m[0].lower()
    if word in ("he", "she"):
        return "subject"
    if word == "him":
        return "object"
    if word.endswith("self"):
        # behind a preposition stands a person as often: `Orlov took the blame for the defeat on himself`
        return None if _PREPOSED.search(text, max(0, m.start() - 6), m.start()) else "reflexive"
    owns = _NEXT.match(text, m.end())
    alone = owns is None or owns[1].lower() in lexicon.not_possessed or _ADVERB.match(owns[1]) is not None
    if word == "her":
        if owns and owns[1].endswith("ed") and _OPENER.search(text, max(0, m.start() - 20), m.start()):
            return None  # “Against her voted twelve”, “Despite her divided party”: either may be
        return "object" if alone else "possessive"
    return None if alone or word == "hers" else "possessive"


def _proposal(
    page: Page, lexicon: Lexicon, m: re.Match[str], case: Case, found: Antecedent
) -> Proposal | None:
    plural = found.thing is not None and found.thing.word in lexicon.plural_things
    after, end = (_PLURAL if plural else _NEUTER)[case], m.end()
    if m[0][0].isupper():
        after = after.capitalize()
    sure = found.sureness == "certain" and not plural
    verb = _VERB.match(page.text, end) if after == "It" or (plural and case == "subject") else None
    numbers = lexicon.plural_verbs if plural else lexicon.verb_numbers
    if verb and verb[1] in numbers:
        after, end, sure = f"{after} {numbers[verb[1]]}", verb.end(), False
    return page.propose(
        f"pronouns.thing-{case}",
        m.start(),
        end,
        after,
        tier=None if sure else "suggest",
        message=f"“{m[0]}” stands for “{found.word}”, which is “{'they' if plural else 'it'}” in English",
        confidence=0.99 if sure else 0.85,
    )


def _cleft(page: Page, resolver: Resolver, m: re.Match[str]) -> Proposal | None:
    """`It was he who was hit` → `It was this sector that was hit`."""
    found = resolver.cleft(m.start(), PRONOUN_GENDER[m[0].lower()])
    if found is None:
        return None
    noun = found.word.lower()
    return page.propose(
        "pronouns.cleft",
        m.start(),
        m.end() + len(" who"),
        f"this {noun} that",
        message=f"“{m[0]} who” stands for “{found.word}”",
        confidence=0.85,
        alternatives=(f"the {noun} that", "this that"),
    )


def _person(page: Page, resolver: Resolver, start: int, word: str) -> Proposal | None:
    """`Maria Lind spoke. It noted that…` → `She noted that…`"""
    found = resolver.person(start)
    if found is None:
        return None
    him, he = ("him", "He") if found.gender == MAN else ("her", "She")
    name = page.text[found.start : found.end]
    return page.propose(
        "pronouns.person",
        start,
        start + 2,
        he if word == "It" else him,
        message=f"“{word}” stands for {name}",
    )


def _other_genders(
    page: Page, genders: Genders, pronouns: Iterable[tuple[re.Match[str], Case, bool]]
) -> Iterator[Proposal | None]:
    """`Anna Lind hid. He said…` → `She said…`, where nobody else is named.

    Of an answer, whose `he` may be who answers, with nobody named it is only told.
    """
    for m, case, answers_you in pronouns:
        person = genders.meant(*m.span())
        if person:
            right = (_HIS if person.gender == MAN else _HER)[case]
            yield page.propose(
                "pronouns.other-gender",
                *m.span(),
                right.capitalize() if m[0][0].isupper() else right,
                message=f"“{m[0]}” can only mean {page.text[person.start : person.end]}",
            )
        elif answers_you and genders.is_nobody(*m.span()):
            yield page.propose("pronouns.answer", *m.span(), None, tier="flag")


def _people(page: Page, source: SourceText | None, done: set[int]) -> Iterator[Proposal | None]:
    """`It noted that…` where the source has «Он отметил» of a person."""
    if source is None:
        return
    for m in _OPENING_IT.finditer(page.text):
        found = source.person_at(m.start()) if m.start() not in done else None
        if found:
            yield page.propose(
                "pronouns.person",
                m.start(),
                m.end(),
                "He" if found[0] == MAN else "She",
                tier="suggest",
                message=f"“It” stands for «{found[1]}» in the source",
                confidence=0.85,
            )
