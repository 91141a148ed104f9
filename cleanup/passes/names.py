"""Which names were garbled by a detour through Cyrillic, torn or spelt in two ways?

Start reading at `propose`. People come from the gazetteer (one hash look-up a word);
spellings of one article are compared in variants.py; the rest are patterns in
rules/*/names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanup.edits import Proposal, Tier
from cleanup.onomastics.caseforms import case_forms
from cleanup.onomastics.gazetteer import Person
from cleanup.onomastics.givennames import ukrainian_given_names
from cleanup.onomastics.house import HouseSpelling
from cleanup.onomastics.initials import (
    GLUED_SEEN,
    LEAD_SEEN,
    TORN_SEEN,
    Initials,
    before_surname,
    glued,
    set_close,
    torn,
)
from cleanup.onomastics.known import known_with
from cleanup.onomastics.lookup import Gazetteer, Reading
from cleanup.onomastics.namewords import (
    ENGLISH_SEEN,
    JOINTS,
    JOINTS_BEHIND,
    SMALL_SEEN,
    small_surnames,
    telling_entries,
    translated,
    translated_given_names,
    western,
)
from cleanup.onomastics.people import (
    Placed,
    garbled_people,
    mentions_in,
    names_as_ukraine,
    near_lone_names,
)
from cleanup.onomastics.placenames import (
    DISTRICT_SEEN,
    districts,
    follows_ukraine,
    garbled_places,
    place_names,
)
from cleanup.onomastics.romanise import fold
from cleanup.onomastics.runs import name_spans, runs_in, words_of
from cleanup.onomastics.surroundings import (
    is_inside_address,
    is_title,
    opens_sentence,
    speaks,
    speaks_near,
)
from cleanup.onomastics.syllables import load_syllables, readings_of
from cleanup.onomastics.variants import (
    Variants,
    given_name_before,
    misspelt_surnames,
    spelling_variants,
)
from cleanup.onomastics.wordplaces import word_places
from cleanup.page import Page
from cleanup.patterns import lazy_re


def propose(page: Page) -> Iterator[Proposal | None]:
    """People of the gazetteer, initials, variants, and the rules in rules/*/names."""
    yield from page.proposals("names")
    if page.has(SMALL_SEEN):
        yield from small_surnames(page)
    if page.has(ENGLISH_SEEN):
        yield from translated_given_names(page)
    known = known_with(page.rule_folders, page.made(telling_entries))
    book, runs = known.book, runs_in(page.text, page.memory)
    if page.has(DISTRICT_SEEN):
        yield from districts(page, book)
    telling = known.telling(runs)
    told = {run: book.read(run) for run in telling}
    mentions = mentions_in(page, book, told) if told else []
    yield from _initials(page, book, mentions)
    if not telling:
        return
    if any(sign in run for run in telling for sign in book.syllabic_signs):
        yield from _syllabic(page, book, runs, mentions)
    words = words_of(telling)
    placed = words & book.tables.place_words
    ukrainian = follows_ukraine(book, placed)
    corrected = set[int]()
    own_names = ukrainian or names_as_ukraine(page, book, mentions)
    people = [p for p in garbled_people(page, book, mentions, corrected, ukrainian=own_names) if p]
    yield from people
    if ukrainian:
        yield from ukrainian_given_names(page, book, mentions)
    if corrected:
        yield from near_lone_names(page, book, words_of(runs), corrected)
    yield from _acronyms(page, book, words)
    yield from place_names(page, book, placed, ukrainian=ukrainian)
    yield from garbled_places(page, book, words, told, ukrainian=ukrainian)
    yield from _titles(page, book, told)
    if len(telling) <= _MOST_NAMES:
        respelt = {page.text[p.start : p.end].split()[-1]: p.after.split()[-1] for p in people if p.after}
        yield from _variants(page, book, known.doubtful(words), respelt)
    yield from translated(page, words)
    yield from western(page, words, [m[:2] for m in mentions])


def _syllabic(
    page: Page, book: Gazetteer, runs: set[str], mentions: list[Placed]
) -> Iterator[Proposal | None]:
    """Names that no table holds: *Chzhan Yunsya*, *Sigeru Takesita*, *Pak Chkhol Min*."""
    contexts = [(c, s) for c, s in book.syllabic if any(x in page.text for x in s)]
    tables = load_syllables(page.rule_folders)
    countries = tuple(c for c, _ in contexts)
    mixed = {"KP", "KR"} <= {*countries[:2]}
    taken = {start for start, _, mention in mentions if len(mention.fits) > 1}
    small, common = page.word_set("pronouns.function_words"), page.word_set("pronouns.openers")
    names = sorted(
        r.removesuffix("'s").removesuffix("’s")
        for r in runs
        if " " in r
        and not _ACRONYM_FIRST.match(r)
        and not common.issuperset(r.lower().split())
        and r.lower().split()[0] not in small
    )
    read = dict.fromkeys(r for n in names for r in readings_of(n, countries, tables, mixed=mixed))
    places = name_spans(page.text, {words for _, words, _ in read})
    for number, words, offers in read:
        for span in places[words]:
            if span[0] not in taken and speaks_near(page.text, span, contexts[number][1]):
                taken.add(span[0])
                yield page.propose(
                    "names.syllables", *span, offers[0], alternatives=offers[1:], confidence=0.8
                )


_ACRONYM_FIRST = lazy_re(r"[A-Z]{3,} ")
"""*NYU Shanghai* is no *Niu*."""


# --- initials ----------------------------------------------------------------------


def _initials(page: Page, book: Gazetteer, mentions: list[Placed]) -> Iterator[Proposal | None]:
    joint = None
    for start, end, letters, surname in glued(page.text) if page.has(GLUED_SEEN) else ():
        known = {"".join(letters).lower(), f"{letters[-1]}.{surname}".lower()} & page.word_set(
            "names.no-initials"
        )
        if not known and not is_inside_address(page.text, start, end):
            if joint is None:
                joint = "" if set_close(page.text) else " "
            after = joint.join(f"{x}." for x in letters) + " " + surname
            tier: Tier = "auto" if len(letters) > 1 else "suggest"
            yield page.propose("names.glued-initials", start, end, after, tier=tier)
    for start, end, after in torn(page.text) if page.has(TORN_SEEN) else ():
        yield page.propose("names.torn-initials", start, end, after)
    if not page.has(LEAD_SEEN):
        return
    named = {p for _, _, mention in mentions if len(mention.fits) > 1 for p in mention.people}
    for found in before_surname(page.text):
        yield _known_initial(page, book, found, named)


def _known_initial(page: Page, book: Gazetteer, found: Initials, named: set[int]) -> Proposal | None:
    """*D. Trump* at first mention, where one person of the table has the surname and the letter."""
    start, end, (initial,), surname = found
    if given_name_before(page.text, start, book.is_given):
        return None
    people = {
        p
        for key in book.keys(surname)
        for p in book.tables.surnames.get(key, ())
        if _initial_fits(book.tables.people[p], initial, surname)
    }
    if len(people) != 1 or people & named:
        return None
    person = book.tables.people[min(people)]
    named |= people
    if not speaks(page.text, book.tables.signs(person)):
        return None
    return page.propose("names.initial", start, end, person.name, confidence=0.85)


_CYRILLIC_INITIALS = {
    **{"Dzh": "Дж", "Yu": "Ю", "Ya": "Я", "Zh": "Ж", "Sh": "Ш", "Ch": "Ч"},
    **{"B": "В", "C": "С", "H": "Н", "P": "Р", "X": "Х", "Y": "У"},  # left as they look: *P. Erdogan*
}


def _initial_fits(person: Person, initial: str, surname: str) -> bool:
    words, given = person.words, person.russian[0]
    if person.family == 0 or fold(surname) != fold(words[-1]):
        return False
    return words[0][0] == initial or given.startswith(_CYRILLIC_INITIALS.get(initial, "\0"))


# --- acronyms, newspapers, weapons ---------------------------------------------------


def _acronyms(page: Page, book: Gazetteer, words: set[str]) -> Iterator[Proposal | None]:
    """*ODKB* for the CSTO: Russian letters of a name that has its own English ones."""
    counted = page.word_set("names.counted-acronyms")
    for word in sorted(book.acronyms.keys() & words):
        entry = book.acronyms[word]
        if entry.given and not re.search(entry.given, page.text):
            continue
        for start in word_places(page.text, word):
            end = start + len(word)
            before, behind = page.text[start - 1 : start], page.text[end : end + 1]
            explained = before == "(" and behind == ")"  # “the Interior Ministry (MVD)”
            if before in JOINTS or behind in JOINTS_BEHIND or (explained and not entry.name.isupper()):
                continue
            message = f"{entry.russian} is the {entry.name}"
            after = entry.name[0].upper() + entry.name[1:] if opens_sentence(page.text, start) else entry.name
            if word in counted and _needs_article(page.text, start, end):
                after = f"{'an' if after[0] in 'aeiou' else 'a'} {after}"
            yield page.propose("names.acronym", start, end, after, message=message)


def _needs_article(text: str, start: int, end: int) -> bool:
    """Whether a thing stands there that can be counted, bare and without a number.

    >>> t = "He was sent to SIZO, to SIZO No. 2 and to the SIZO"
    >>> [_needs_article(t, m.start(), m.end()) for m in re.finditer("SIZO", t)]
    [True, False, False]
    """
    bare = _BARE.search(text, max(0, start - 10), start)
    return bare is not None and not _NUMBERED.match(text, end)


_BARE = lazy_re(r"\b(?:at|from|in|inside|into|near|outside|to) $")
_NUMBERED = lazy_re(r" ?(?:№|#|(?:No\.?|number) ?\d|\d)")


def _titles(page: Page, book: Gazetteer, told: dict[str, Reading]) -> Iterator[Proposal | None]:
    """*Uoll-strit Dzhornal* for the Wall Street Journal, *Dzhavelin* for the Javelin."""
    for written, number in sorted({t for r in told.values() for t in r.titles}):
        title = book.tables.titles[number]
        if title.given and not re.search(title.given, page.text):
            continue
        for m in re.finditer(rf"(?<![\w@/.#-]){re.escape(written)}(?![\w@])", page.text):
            named = " " not in written and _NAME_BEFORE.search(page.text, max(0, m.start() - 24), m.start())
            if not named and not is_inside_address(page.text, *m.span()):
                message = f"{written}: {title.russian[0]} is {title.name}"
                plural = "s" if written.endswith("s") and not title.russian[0].endswith("с") else ""
                yield page.propose("names.title", *m.span(), title.name + plural, message=message)


_NAME_BEFORE = lazy_re(
    r"\b(?!(?:The|These|Those|Both|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Several|Some|Many|Other|Another|"
    r"From|With|And|In|On|At|By|Iranian|Russian|Ukrainian|American|German|British|Israeli|Turkish|Chinese) )"
    r"[A-Z][\w’'-]+ $"
)
"""What makes a title of one word a part of somebody's name: *Peter Hille*."""


# --- one name, one spelling ---------------------------------------------------------


_MOST_NAMES = 5000
"""Runs to compare beyond which a text is no article; it would take too long."""


def _variants(
    page: Page, book: Gazetteer, words: set[str], respelt: dict[str, str]
) -> Iterator[Proposal | None]:
    """`respelt` are surnames of the text whose own spelling is known."""
    for variants in spelling_variants(page.text, words, book.is_given, _house(page, book)):
        keep = respelt.get(variants.keep, variants.keep)
        yield from _unify(page, "names.variant", Variants(keep, variants.others))
    for variants in misspelt_surnames(page.text, words, book.is_given):
        yield from _unify(page, "names.misspelt", variants)
    for variants in case_forms(page.text, words, book.is_given):
        yield from _unify(page, "names.case-form", variants)


def _house(page: Page, book: Gazetteer) -> HouseSpelling | None:
    """None where the article's majority decides."""
    if page.name_spelling == "majority":
        return None
    romanised = page.word_set("names.cyrillic-countries") - page.word_set("names.own-spelling-countries")
    return HouseSpelling(book.tables, page.name_spelling, page.words("names.ap-spellings"), romanised)


def _unify(page: Page, rule: str, variants: Variants) -> Iterator[Proposal | None]:
    for other in variants.others:
        for start in word_places(page.text, other):
            end = start + len(other)
            if not is_inside_address(page.text, start, end) and not is_title(page.text, start, end):
                message = f"{other} beside {variants.keep} in this article"
                yield page.propose(rule, start, end, variants.keep, message=message)
