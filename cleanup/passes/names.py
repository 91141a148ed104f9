"""Which names were garbled by a detour through Cyrillic, torn or spelt in two ways?

Start reading at `propose`. People come from the gazetteer (one hash look-up a word);
spellings of one article are compared in variants.py; the rest are patterns in
rules/*/names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Literal

import msgspec

from cleanup.edits import Proposal, Tier
from cleanup.onomastics.caseforms import case_forms
from cleanup.onomastics.gazetteer import Person
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
from cleanup.onomastics.lookup import Gazetteer, Mention, Reading
from cleanup.onomastics.placenames import follows_ukraine, garbled_places, outside_names, place_names
from cleanup.onomastics.romanise import fold, is_romanisation, skeletons
from cleanup.onomastics.runs import name_spans, run_spans, runs_in, with_particles, words_of
from cleanup.onomastics.surroundings import (
    is_inside_address,
    is_named,
    is_title,
    speaks,
    speaks_near,
    words_behind,
)
from cleanup.onomastics.syllables import load_syllables, readings_of
from cleanup.onomastics.variants import (
    Variants,
    given_name_before,
    letters_apart,
    misspelt_surnames,
    near_surname,
    spelling_variants,
)
from cleanup.onomastics.wordplaces import UPPER, word_places
from cleanup.page import Page, Tables
from cleanup.patterns import lazy_re
from cleanup.triggers import trigger


def propose(page: Page) -> Iterator[Proposal | None]:
    """People of the gazetteer, initials, variants, and the rules in rules/*/names."""
    yield from page.proposals("names")
    if page.has(_SMALL_SEEN):
        yield from _small_surnames(page)
    known = known_with(page.rule_folders, page.made(_telling_entries))
    book, runs = known.book, runs_in(page.text)
    telling = known.telling(runs)
    told = {run: book.read(run) for run in telling}
    mentions = _mentions(page, book, told) if told else []
    yield from _initials(page, book, mentions)
    if not telling:
        return
    if any(sign in run for run in telling for sign in book.syllabic_signs):
        yield from _syllabic(page, book, runs, mentions)
    words = words_of(telling)
    placed = words & book.tables.place_words
    ukrainian = follows_ukraine(book, placed)
    corrected = set[int]()
    yield from _people(page, book, mentions, corrected, ukrainian=ukrainian)
    if corrected:
        yield from _near_lone_names(page, book, words_of(runs), corrected)
    yield from _acronyms(page, book, words)
    yield from place_names(page, book, placed, ukrainian=ukrainian)
    yield from garbled_places(page, book, words, told, ukrainian=ukrainian)
    yield from _titles(page, book, told)
    if len(telling) <= _MOST_NAMES:
        yield from _variants(page, book, known.doubtful(words))
    yield from _translated(page, words)
    yield from _western(page, words, [m[:2] for m in mentions])


# --- people of the gazetteer -------------------------------------------------------

Placed = tuple[int, int, Mention]
"""Where a mention starts and ends in the text, and the mention."""


def _mentions(page: Page, book: Gazetteer, told: dict[str, Reading]) -> list[Placed]:
    """The mentions of people of the gazetteer that may matter, in reading order: full names, and
    lone surnames of those named in full or by their office."""
    text = page.text
    named = {p for r in told.values() for m in r.mentions if len(m.fits) > 1 for p in m.people}

    def may_matter(run: str, mention: Mention) -> bool:
        if len(mention.fits) > 1 or not named.isdisjoint(mention.people):
            return True
        word = run[mention.start : mention.end].lower()
        offices = {book.offices[p] for p in mention.people}
        return any(f"{office} {word}" in words_behind(page.folded, office) for office in offices)

    telling = {run: ms for run, r in told.items() if (ms := [m for m in r.mentions if may_matter(run, m)])}
    found: dict[tuple[int, int], Mention] = {}
    for start, end in run_spans(text, telling):
        if not is_inside_address(text, start, end):
            for mention in telling[text[start:end]]:
                found.setdefault((start + mention.start, start + mention.end), mention)
    return [(start, end, mention) for (start, end), mention in sorted(found.items(), key=lambda f: f[0])]


def _people(
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
    if person.country in page.words("names.cyrillic-countries"):
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
    if person.country not in page.words("names.cyrillic-countries"):
        return False
    words = re.split(r"[\s-]", written)
    return "inflected" not in fits or words[0][-1] == words[-1][-1] == "a"


def _is_russian_form(person: Person, written: str) -> bool:
    """Whether the first name is Russian where the person's own is Ukrainian: *Alexei* for *Oleksiy*."""
    own, given = person.words[0], re.split(r"[\s-]", written)[0]
    return not is_romanisation(own, person.russian_words[0][0]) and set(skeletons(given)).isdisjoint(
        skeletons(own)
    )


_UNMISTAKABLE = ("m", "ogo", "omu")
"""Case endings that no nominative has; *Lavrova* and *Ivanovu* may be somebody's name."""


def _tier_of_full_name(
    page: Page, book: Gazetteer, person: Person, span: tuple[int, int], mention: Mention
) -> Tier | None:
    """`auto` where only this person can be meant, `suggest` where the article speaks of the
    country or office, None where a namesake is as likely."""
    written = page.text[slice(*span)]
    if person.country in page.words("names.free-spelling-countries"):
        sure = "romanised" not in mention.fits and written.endswith(_UNMISTAKABLE)
        return "auto" if sure else "suggest"
    if "inflected" in mention.fits and "romanised" not in mention.fits:
        sure = written.endswith(_UNMISTAKABLE) or speaks_near(page.text, span, book.tables.signs(person))
        return "auto" if sure else "suggest"
    kin = _namesakes(book, person, written)
    if kin == "none" or speaks_near(page.text, span, book.tables.signs(person)):
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


def _lone_name(
    page: Page, person: Person, span: tuple[int, int], mention: Mention, *, book: Gazetteer, sure: bool
) -> Proposal | None:
    """The surname alone; `sure`: the full name was corrected before, so that an inflected form
    (*Gavrilitsy* after *Natalya Gavrilitsa*) is hers too."""
    start, end = span
    written = page.text[start:end]
    if person.country in page.words("names.cyrillic-countries") and (
        mention.fits[0] == "romanised" or written[-1] in "aeiuy"
    ):
        return None
    if given_name_before(page.text, start, book.is_given):
        return None
    if fold(written) in book.tables.common or is_title(page.text, start, end):
        return None
    words = person.words
    surname = words[0] if person.family == 0 else " ".join(words[person.family :])
    start = with_particles(page.text, start, len(words) - person.family - 1 if person.family else 0)
    free = person.country in page.words("names.free-spelling-countries")
    unsure = mention.fits[0] == "inflected" and not (sure and len(mention.people) == 1)
    tier: Tier = "suggest" if free or unsure or len(written) < 3 else "auto"
    return page.propose("names.surname", start, end, surname, tier=tier, message=_told(written, person, []))


def _near_lone_names(
    page: Page, book: Gazetteer, words: set[str], corrected: set[int]
) -> Iterator[Proposal | None]:
    """A slip in the lone surname of somebody whose full name was corrected in this article."""
    lone = [w for w in words if not book.keys(w) and fold(w) not in book.tables.common]
    for number in sorted(corrected):
        person = book.tables.people[number]
        if person.country in page.words("names.free-spelling-countries") or person.family == 0:
            continue
        surname = person.words[-1]
        for word in near_surname(page.text, lone, surname, book.is_given):
            for start, end in outside_names(page.text, word):
                yield page.propose("names.surname", start, end, surname, message=_told(word, person, []))


def _syllabic(
    page: Page, book: Gazetteer, runs: set[str], mentions: list[Placed]
) -> Iterator[Proposal | None]:
    """Names that no table holds: *Chzhan Yunsya*, *Sigeru Takesita*, *Pak Chkhol Min*."""
    contexts = [(c, s) for c, s in book.syllabic if any(x in page.text for x in s)]
    tables = load_syllables(page.rule_folders)
    mixed = {"KP", "KR"} <= {c for c, _ in contexts[:2]}
    taken = {start for start, _, mention in mentions if len(mention.fits) > 1}
    names = sorted(r.removesuffix("'s").removesuffix("’s") for r in runs if " " in r)
    read = [(w, o, s) for n in names for c, s in contexts for w, o in readings_of(n, c, tables, mixed=mixed)]
    places = name_spans(page.text, {words for words, *_ in read})
    for words, offers, signs in read:
        for span in places[words]:
            if span[0] not in taken and speaks_near(page.text, span, signs):
                taken.add(span[0])
                yield page.propose(
                    "names.syllables", *span, offers[0], alternatives=offers[1:], confidence=0.8
                )


# --- initials ----------------------------------------------------------------------


def _initials(page: Page, book: Gazetteer, mentions: list[Placed]) -> Iterator[Proposal | None]:
    joint = None
    for start, end, letters, surname in glued(page.text) if page.has(GLUED_SEEN) else ():
        known = "".join(letters).lower() in page.words("names.no-initials")
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


def _translated(page: Page, words: set[str]) -> Iterator[Proposal | None]:
    """*Dmitry Sands* for Dmitry Peskov: a word where a Russian first name asks for a surname, or
    where somebody speaks in an article that names Peskov."""
    surnames, verbs = page.made(_translated_surnames), page.word_set("spacing.saying")
    for word in sorted(surnames.keys() & words):
        for m in re.finditer(rf"{word}\b(?![-’'])", page.text):
            before = _GIVEN_BEFORE.search(page.text, max(0, m.start() - 20), m.start())
            given = before and before[1] in page.words("names.slavic-given-names")
            after = _VERB_AFTER.match(page.text, m.end())
            headed = page.text.startswith(":", m.end()) and page.text[max(0, m.start() - 1)] in (
                "\n",
                word[0],
            )
            acts = after and (after[1] in verbs or after[1].endswith("ed"))
            speaks = headed or (before and before[1] in verbs) or acts
            if given or (speaks and is_named(page.text, surnames[word])):
                yield page.propose("names.translated", *m.span(), surnames[word])


_VERB_AFTER = lazy_re(r" (?:also |was |has )?(\w+)\b(?! by\b)")
_SMALL_SEEN = trigger(r"[a-z] [a-z]+(?:enko|chuk|yuk|shvili|adze|idze|sky[iy]?|skaya|ov|ova|ev|eva)[^a-z]")
_SMALL = lazy_re(
    r"\b([A-Z][a-z]{2,}) ([a-z]{2,}(?:enko|chuk|yuk|shvili|adze|idze|sky[iy]?|skaya|ova?|eva?))\b(?![-@/.]\w)"
)


def _small_surnames(page: Page) -> Iterator[Proposal | None]:
    """*Leonid kosyanchuk*: a surname the engine took for a word."""
    given = page.word_set("names.slavic-given-names")
    for m in page.memory.matches(page.text, _SMALL, _SMALL_SEEN):
        if m[1] in given:
            yield page.propose("names.small-surname", *m.span(2), m[2].capitalize())


_GIVEN_BEFORE = lazy_re(r"(?<!\w)(\w+) $")


def _translated_surnames(tables: Tables) -> dict[str, str]:
    """`Sands Peskov` → Sands: Peskov"""
    return dict(entry.split(" ", 1) for entry in tables("names.translated-surnames"))


def _western(page: Page, words: set[str], people: list[tuple[int, int]]) -> Iterator[Proposal | None]:
    """*Dzhordzh Uilson* for George Wilson, whom no table holds."""
    given, surnames = page.made(_western_names)
    starts, reach = [start for start, _ in people], [*accumulate((end for _, end in people), max)]
    for names, behind in ((given, _SURNAME_BEHIND), (surnames, _FREE_BEHIND)):
        for word in sorted(names.keys() & words):
            for start in word_places(page.text, word):
                end, before = start + len(word), bisect_right(starts, start)
                if page.text[start - 1 : start] in _JOINTS or not behind.match(page.text, end):
                    continue
                if not before or reach[before - 1] <= start:
                    yield page.propose("names.western", start, end, names[word])


_JOINTS, _JOINTS_BEHIND = frozenset("@#/.-"), frozenset("@/-")
_SURNAME_BEHIND, _FREE_BEHIND = lazy_re(f" [{UPPER}]"), lazy_re(r"(?![@/-])")


def _western_names(tables: Tables) -> tuple[dict[str, str], dict[str, str]]:
    """Given names and surnames; `Dzhordzh George` → Dzhordzh: George."""
    given, surnames = (
        dict(e.split(" ", 1) for e in tables(f"names.garbled-{t}")) for t in ("given-names", "surnames")
    )
    return given, surnames


def _telling_entries(tables: Tables) -> frozenset[str]:
    """The entries whose first words tell something wherever they stand."""
    names = ("translated-surnames", "garbled-given-names", "garbled-surnames")
    return frozenset(entry for name in names for entry in tables(f"names.{name}"))


# --- acronyms, newspapers, weapons ---------------------------------------------------


def _acronyms(page: Page, book: Gazetteer, words: set[str]) -> Iterator[Proposal | None]:
    """*ODKB* for the CSTO: Russian letters of a name that has its own English ones."""
    for word in sorted(book.acronyms.keys() & words):
        entry = book.acronyms[word]
        if entry.given and not re.search(entry.given, page.text):
            continue
        for start in word_places(page.text, word):
            end = start + len(word)
            before, behind = page.text[start - 1 : start], page.text[end : end + 1]
            explained = before == "(" and behind == ")"  # “the Interior Ministry (MVD)”
            if before in _JOINTS or behind in _JOINTS_BEHIND or (explained and not entry.name.isupper()):
                continue
            message = f"{entry.russian} is the {entry.name}"
            yield page.propose("names.acronym", start, end, entry.name, message=message)


def _titles(page: Page, book: Gazetteer, told: dict[str, Reading]) -> Iterator[Proposal | None]:
    """*Uoll-strit Dzhornal* for the Wall Street Journal, *Dzhavelin* for the Javelin."""
    for written, number in sorted({t for r in told.values() for t in r.titles}):
        title = book.tables.titles[number]
        if title.given and not re.search(title.given, page.text):
            continue
        for m in re.finditer(rf"(?<![\w@/.#-]){re.escape(written)}(?![\w@])", page.text):
            if not is_inside_address(page.text, *m.span()):
                message = f"{written}: {title.russian[0]} is {title.name}"
                yield page.propose("names.title", *m.span(), title.name, message=message)


# --- one name, one spelling ---------------------------------------------------------


_MOST_NAMES = 5000
"""Runs to compare beyond which a text is no article; it would take too long."""


def _variants(page: Page, book: Gazetteer, words: set[str]) -> Iterator[Proposal | None]:
    for variants in spelling_variants(page.text, words, book.is_given, _house(page, book)):
        yield from _unify(page, "names.variant", variants)
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
