"""Which people of the gazetteer are garbled, in full or by their surname?

Start reading at `mentions_in` (who is named where) and `garbled_people` (whose name is not as it should be).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from typing import Literal

import msgspec

from cleanup.edits import Proposal, Tier
from cleanup.onomastics.gazetteer import Person
from cleanup.onomastics.lookup import Gazetteer, Mention, Reading
from cleanup.onomastics.placenames import outside_names
from cleanup.onomastics.romanise import cyrillic_skeletons, fold, is_romanisation, skeletons
from cleanup.onomastics.runs import run_spans, with_particles
from cleanup.onomastics.surroundings import (
    behind,
    is_inside_address,
    is_title,
    opens_one,
    speaks,
    speaks_near,
)
from cleanup.onomastics.variants import given_name_before, letters_apart, near_surname
from cleanup.page import Page
from cleanup.patterns import lazy_re

Placed = tuple[int, int, Mention]
"""Where a mention starts and ends in the text, and the mention."""


def mentions_in(page: Page, book: Gazetteer, told: dict[str, Reading]) -> list[Placed]:
    """The mentions of people of the gazetteer that may matter, in reading order: full names, and
    lone surnames of those named in full or by their office."""
    text = page.text
    behind_office = cache(partial(behind, page))
    named = {p for r in told.values() for m in r.mentions if len(m.fits) > 1 for p in m.people}

    def may_matter(run: str, mention: Mention) -> bool:
        if len(mention.fits) > 1 or not named.isdisjoint(mention.people):
            return True
        word = run[mention.start : mention.end].lower()
        offices = {book.offices[p] for p in mention.people}
        return any(opens_one(behind_office(office), word) for office in offices)

    telling = {run: ms for run, r in told.items() if (ms := [m for m in r.mentions if may_matter(run, m)])}
    found: dict[tuple[int, int], Mention] = {}
    for start, end in run_spans(text, telling.keys(), page.memory):
        if not is_inside_address(text, start, end):
            for mention in telling[text[start:end]]:
                found.setdefault((start + mention.start, start + mention.end), mention)
    return [(start, end, mention) for (start, end), mention in sorted(found.items(), key=lambda f: f[0])]


def garbled_people(
    page: Page, book: Gazetteer, mentions: list[Placed], corrected: set[int], *, ukrainian: bool
) -> Iterator[Proposal | None]:
    """Full names, then lone surnames of those named before. `corrected` learns whose name was
    surely wrong."""
    first: dict[int, int] = {}
    for start, end, mention in mentions:
        if len(mention.fits) > 1:
            for number in mention.people:
                first.setdefault(number, start)
            if set(mention.fits) != {"same"}:
                offer = _full_name(page, book, (start, end), mention, ukrainian=ukrainian)
                corrected.update(mention.people if offer and offer.tier == "auto" else ())
                yield offer
        else:
            named = [p for p in mention.people if p in first]
            titled = [p for p in mention.people if _has_title(page.text, start, book.offices[p])]
            if len(named) == 1:  # of a lone surname somebody must have been named in full before
                person, sure = book.tables.people[named[0]], named[0] in corrected
                yield _lone_name(page, person, (start, end), mention, book=book, sure=sure)
            elif not named and len(titled) == 1:
                person = book.tables.people[titled[0]]
                offer = _lone_name(page, person, (start, end), mention, book=book, sure=False)
                yield offer and msgspec.structs.replace(offer, tier="suggest")


def _has_title(text: str, start: int, office: str) -> bool:
    """Whether the person's own office stands right before: *President Makron*."""
    before = re.search(r"(\w+) $", text[max(0, start - 24) : start])
    return before is not None and before[1].lower() == office


def _full_name(
    page: Page, book: Gazetteer, span: tuple[int, int], mention: Mention, *, ukrainian: bool
) -> Proposal | None:
    start, end = span
    person = book.tables.people[mention.people[0]]
    written = page.text[start:end]
    if "near" in mention.fits:
        return _near_name(page, book, person, span, mention)
    if _is_free(page, person, written, mention.fits) and not (
        ukrainian and person.country == "UA" and _is_russian_form(person, written)
    ):
        return None
    others = [book.tables.people[p] for p in mention.people[1:]]
    tier = _tier_of_full_name(page, book, person, span, mention)
    if tier is None:
        return None
    if others:
        tier = "suggest"
    inflected = "inflected" in mention.fits and "romanised" not in mention.fits
    rule = "names.inflected" if inflected else "names.person"
    return page.propose(
        rule, start, end, person.name, tier=tier, message=_told(written, person, others),
        confidence=0.99 if tier == "auto" else 0.85, alternatives=tuple(o.name for o in others),
    )  # fmt: skip


def _near_name(
    page: Page, book: Gazetteer, person: Person, span: tuple[int, int], mention: Mention
) -> Proposal | None:
    """A spelling that is near a name; only where the words around speak of the person."""
    if person.country in page.word_set("names.cyrillic-countries"):
        return None
    rare = fold(person.words[0]) not in book.tables.common
    if not speaks_near(page.text, span, book.tables.signs(person)) and not (
        rare and speaks(page.text, book.tables.signs(person))
    ):
        return None
    message = f"{person.name} ({person.country}, {person.office}): likeness {mention.score:.0f} of 100"
    message += f"; next {mention.runner_up}" if mention.runner_up else "; nobody else is near"
    return page.propose("names.near", *span, person.name, message=message, confidence=mention.score / 100)


def _is_free(page: Page, person: Person, written: str, fits: tuple[str, ...]) -> bool:
    """Whether the spelling is one of several in use: names at home in Cyrillic have no one right
    spelling in English, and a feminine surname looks like a masculine genitive."""
    if person.country not in page.word_set("names.cyrillic-countries"):
        return False
    words = re.split(r"[\s-]", written)
    return "inflected" not in fits or words[0][-1] == words[-1][-1] == "a"


def names_as_ukraine(page: Page, book: Gazetteer, mentions: list[Placed]) -> bool:
    """Whether most people of Ukraine bear their own first names: *Volodymyr*, not *Vladimir*."""
    own = russian = 0
    for start, end, mention in mentions:
        person = book.tables.people[mention.people[0]]
        if person.country == "UA" and len(mention.fits) > 1 and _has_two_forms(person):
            is_russian = _is_russian_form(person, page.text[start:end])
            own, russian = own + (not is_russian), russian + is_russian
    return 0 < own >= russian


def _has_two_forms(person: Person) -> bool:
    own = skeletons(person.words[0])
    return set(own).isdisjoint(cyrillic_skeletons(person.russian_words[0][0]))


def _is_russian_form(person: Person, written: str) -> bool:
    """Whether the first name is Russian where the person's own is Ukrainian: *Alexei* for *Oleksiy*."""
    own, given = person.words[0], re.split(r"[\s-]", written)[0]
    return not is_romanisation(own, person.russian_words[0][0]) and set(skeletons(given)).isdisjoint(
        skeletons(own)
    )


_UNMISTAKABLE = ("m", "ogo", "omu")
"""Case endings that no nominative has; *Lavrova* and *Ivanovu* may be somebody's name."""


_SHORT = 8
"""Characters of a full name below which anything may be meant: *EL GORA* in Egypt, *Han Han*."""


def _tier_of_full_name(
    page: Page, book: Gazetteer, person: Person, span: tuple[int, int], mention: Mention
) -> Tier | None:
    """`auto` where only this person can be meant, `suggest` where the article speaks of the
    country or office, None where a namesake is as likely."""
    written = page.text[slice(*span)]
    if person.country in page.word_set("names.free-spelling-countries"):
        sure = "romanised" not in mention.fits and written.endswith(_UNMISTAKABLE)
        return "auto" if sure else "suggest"
    if "inflected" in mention.fits and "romanised" not in mention.fits:
        sure = written.endswith(_UNMISTAKABLE) or speaks_near(page.text, span, book.tables.signs(person))
        return "auto" if sure else "suggest"
    kin = _namesakes(book, person, written)
    if speaks_near(page.text, span, book.tables.signs(person)):
        return "auto"
    if len(written) < _SHORT:
        return None
    if kin == "none":
        return "auto"
    return "suggest" if kin == "few" or speaks(page.text, book.tables.signs(person)) else None


def _namesakes(book: Gazetteer, person: Person, written: str) -> Literal["none", "few", "many"]:
    """Whether every wrong word of the name may be somebody else's right one: *Gordon Braun* a
    Mr Braun (many), *Boris Jonson* a Mr Jonson, a letter more or less (few)."""
    right = [fold(w) for w in person.words]
    words = [fold(w) for w in re.split(r"[\s-]", written)]
    wrong = [w for w in words if w not in right]
    if wrong and all(w in book.tables.common or len(w) == 1 for w in wrong):
        return "many"
    last, own = words[-1], right[-1]
    alike = letters_apart(last, own, most=1) == 1 == abs(len(last) - len(own))
    return "few" if len(words) == 2 and wrong == words[1:] and alike else "none"


def _told(written: str, person: Person, others: list[Person]) -> str:
    more = f"; or {', '.join(f'{o.name} ({o.country}, {o.office})' for o in others)}" if others else ""
    return f"{written}: {person.russian[0]} is {person.name} ({person.country}, {person.office}){more}"


_NAME_BEHIND = lazy_re(r" [A-Z][a-z]+ [A-Z][a-z]")
"""Two more names, so that this is a first one: *Atal Bihari Vajpayee*."""


def _lone_name(
    page: Page, person: Person, span: tuple[int, int], mention: Mention, *, book: Gazetteer, sure: bool
) -> Proposal | None:
    """The surname alone; `sure`: the full name was corrected before, so that an inflected form
    (*Gavrilitsy* after *Natalya Gavrilitsa*) is hers too."""
    start, end = span
    written = page.text[start:end]
    if person.country in page.word_set("names.cyrillic-countries") and (
        mention.fits[0] == "romanised" or written[-1] in "aeiuy"
    ):
        return None
    if given_name_before(page.text, start, book.is_given) or _NAME_BEHIND.match(page.text, end):
        return None
    if len(written) == 1 or fold(written) in book.tables.common or is_title(page.text, start, end):
        return None
    words = person.words
    surname = words[0] if person.family == 0 else " ".join(words[person.family :])
    start = with_particles(page.text, start, len(words) - person.family - 1 if person.family else 0)
    free = person.country in page.word_set("names.free-spelling-countries")
    unsure = mention.fits[0] == "inflected" and not (sure and len(mention.people) == 1)
    tier: Tier = "suggest" if free or unsure or len(written) < 3 else "auto"
    return page.propose("names.surname", start, end, surname, tier=tier, message=_told(written, person, []))


def near_lone_names(
    page: Page, book: Gazetteer, words: set[str], corrected: set[int]
) -> Iterator[Proposal | None]:
    """A slip in the lone surname of somebody whose full name was corrected in this article."""
    lone = [w for w in words if not book.keys(w) and fold(w) not in book.tables.common]
    for number in sorted(corrected):
        person = book.tables.people[number]
        if person.country in page.word_set("names.free-spelling-countries") or person.family == 0:
            continue
        surname = person.words[-1]
        for word in near_surname(page.text, lone, surname, book.is_given):
            for start, end in outside_names(page.text, word):
                yield page.propose("names.surname", start, end, surname, message=_told(word, person, []))
