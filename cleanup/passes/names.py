"""Which names were garbled by a detour through Cyrillic, torn or spelt in two ways?

Start reading at `propose`. People come from the gazetteer (one hash look-up a word);
spellings of one article are compared in variants.py; the rest are patterns in
rules/*/names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import msgspec
from rapidfuzz.distance import Levenshtein

from cleanup.edits import Proposal, Tier
from cleanup.gazetteer import Person
from cleanup.initials import Initials, before_surname, glued, set_close, torn
from cleanup.lookup import Gazetteer, Mention, Reading, load_gazetteer
from cleanup.page import Page
from cleanup.romanise import fold, is_romanisation, skeletons
from cleanup.surroundings import is_inside_address, is_title, speaks, speaks_near
from cleanup.syllables import load_syllables, to_hepburn, to_pinyin
from cleanup.variants import (
    UPPER,
    Variants,
    adjectival_places,
    given_name_before,
    misspelt_surnames,
    spelling_variants,
)

_PARTICLES = (
    "fon|von|van|der|den|de|da|di|du|dos|del|della|la|le|zu|tsu|bin|ben|ibn|al['’ʹ]?|el['’ʹ]?|as|es|ad|an|ar|at|"
    "az|ash|abu|ul"
)
_NAME = rf"[{UPPER}][\w'’]*(?:-[a-z]\w+)?"
_RUN = re.compile(rf"{_NAME}(?:[ -](?:(?:{_PARTICLES})[ -]){{0,3}}{_NAME}){{0,7}}")
"""Capitalised words in a row; no name is longer than eight."""


def propose(page: Page) -> Iterator[Proposal | None]:
    """People of the gazetteer, initials, variants, and the rules in rules/*/names."""
    yield from page.proposals("names")
    book = load_gazetteer(page.rule_folders)
    runs = {run: book.read(run) for run in set(_RUN.findall(page.text))}
    mentions = _mentions(page.text, runs)
    yield from _syllabic(page, book, runs, mentions)
    yield from _initials(page, book, mentions)
    words, places = set[str](), set[tuple[str, int]]()
    for reading in runs.values():
        words.update(reading.words)
        places.update(reading.places)
    ukrainian = _follows_ukraine(book, words)
    yield from _people(page, book, mentions, ukrainian=ukrainian)
    yield from _acronyms(page, book, words)
    yield from _places(page, book, words, ukrainian=ukrainian)
    yield from _garbled_places(page, book, places)
    yield from _variants(page, book, words)
    yield from _translated(page, words)


# --- people of the gazetteer -------------------------------------------------------

Placed = tuple[int, int, Mention]
"""Where a mention starts and ends in the text, and the mention."""


def _mentions(text: str, runs: dict[str, Reading]) -> list[Placed]:
    """Every mention of people of the gazetteer, in reading order."""
    found: dict[tuple[int, int], Mention] = {}
    telling = {run for run, reading in runs.items() if reading.mentions}
    for start, end in _run_spans(text, telling):
        if not is_inside_address(text, start, end):
            for mention in runs[text[start:end]].mentions:
                found.setdefault((start + mention.start, start + mention.end), mention)
    return [(start, end, mention) for (start, end), mention in sorted(found.items(), key=lambda f: f[0])]


_FEW = 16
"""Runs up to which one search for each is faster than to match all runs again."""


def _run_spans(text: str, telling: set[str]) -> Iterator[tuple[int, int]]:
    if len(telling) > _FEW:
        yield from (m.span() for m in _RUN.finditer(text) if m[0] in telling)
        return
    for run in sorted(telling):
        for m in re.finditer(re.escape(run), text):
            whole = _RUN.match(text, m.start())
            if whole is not None and whole.end() == m.end():
                yield m.span()


def _people(
    page: Page, book: Gazetteer, mentions: list[Placed], *, ukrainian: bool
) -> Iterator[Proposal | None]:
    first: dict[int, int] = {}
    for start, end, mention in mentions:
        if len(mention.fits) > 1:
            for person in mention.people:
                first.setdefault(person, start)
            if set(mention.fits) != {"same"}:
                yield _full_name(page, book, (start, end), mention, ukrainian=ukrainian)
        else:
            named = [p for p in mention.people if p in first]
            titled = [p for p in mention.people if _has_title(page.text, start, book.tables.people[p])]
            if len(named) == 1:  # of a lone surname somebody must have been named in full before
                yield _lone_name(page, book, book.tables.people[named[0]], (start, end), mention)
            elif not named and len(titled) == 1:
                offer = _lone_name(page, book, book.tables.people[titled[0]], (start, end), mention)
                yield offer and msgspec.structs.replace(offer, tier="suggest")


def _has_title(text: str, start: int, person: Person) -> bool:
    """Whether the person's own office stands right before: *President Makron*."""
    before = re.search(r"(\w+) $", text[max(0, start - 24) : start])
    return before is not None and before[1].lower() == person.office.split(" ")[-1]


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


def _follows_ukraine(book: Gazetteer, words: set[str]) -> bool:
    """Whether the article spells places of Ukraine as Ukraine does: *Kharkiv*, not *Kharkov*."""
    house = other = 0
    for word in book.place_words & words:
        place = book.tables.places[book.tables.place_forms[fold(word)]]
        if place.country == "UA" and place.also:
            house += fold(word) == fold(place.name)
            other += fold(word) != fold(place.name)
    return house >= 2 and house >= other


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
    alike = Levenshtein.distance(last, own) == 1 == abs(len(last) - len(own))
    return "few" if len(words) == 2 and wrong == words[1:] and alike else "none"


def _told(written: str, person: Person, others: list[Person]) -> str:
    more = f"; or {', '.join(f'{o.name} ({o.country}, {o.office})' for o in others)}" if others else ""
    return f"{written}: {person.russian[0]} is {person.name} ({person.country}, {person.office}){more}"


def _lone_name(
    page: Page, book: Gazetteer, person: Person, span: tuple[int, int], mention: Mention
) -> Proposal | None:
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
    start = _with_particles(page.text, start, len(words) - person.family - 1 if person.family else 0)
    free = person.country in page.words("names.free-spelling-countries")
    tier: Tier = "suggest" if free or mention.fits[0] == "inflected" or len(written) < 3 else "auto"
    return page.propose("names.surname", start, end, surname, tier=tier, message=_told(written, person, []))


def _with_particles(text: str, start: int, count: int) -> int:
    """The start moved over `count` particles before a surname: *fon der* before *Lyayen*."""
    m = re.search(rf"(?:\b(?:{_PARTICLES})[ -]){{{count}}}$", text[max(0, start - 24) : start])
    return start - len(m[0]) if m and count else start


def _syllabic(
    page: Page, book: Gazetteer, runs: dict[str, Reading], mentions: list[Placed]
) -> Iterator[Proposal | None]:
    """Chinese and Japanese names that no table holds: *Chzhan Yunsya*, *Sigeru Takesita*."""
    chinese = any(sign in page.text for sign in ("Chin", "Beijing", "Taiwan"))
    japanese = any(sign in page.text for sign in ("Japan", "Tokyo"))
    if not (chinese or japanese):
        return
    tables = load_syllables(page.rule_folders)
    taken = {start for start, _, mention in mentions if len(mention.fits) > 1}
    for run in sorted(r for r, reading in runs.items() if len(reading.words) >= 1 and " " in r):
        for first, second in pairwise(re.sub(r"['’]s$", "", run).split(" ")):
            offers = to_pinyin(first, second, tables) if chinese else ()
            country = "CN" if offers else "JP"
            if not offers and japanese and (name := to_hepburn((first, second), tables)):
                offers = (name,)
            if not offers or f"{first} {second}" == offers[0]:
                continue
            for m in re.finditer(rf"(?<!\w){re.escape(f'{first} {second}')}(?![\w’'])", page.text):
                signs = (book.tables.countries[country],)
                if m.start() not in taken and speaks_near(page.text, m.span(), signs):
                    yield page.propose(
                        "names.syllables", *m.span(), offers[0], alternatives=offers[1:], confidence=0.8
                    )


# --- initials ----------------------------------------------------------------------


def _initials(page: Page, book: Gazetteer, mentions: list[Placed]) -> Iterator[Proposal | None]:
    joint = None
    for start, end, letters, surname in glued(page.text):
        known = "".join(letters).lower() in page.words("names.no-initials")
        if not known and not is_inside_address(page.text, start, end):
            if joint is None:
                joint = "" if set_close(page.text) else " "
            after = joint.join(f"{x}." for x in letters) + " " + surname
            tier: Tier = "auto" if len(letters) > 1 else "suggest"
            yield page.propose("names.glued-initials", start, end, after, tier=tier)
    for start, end, after in torn(page.text):
        yield page.propose("names.torn-initials", start, end, after)
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


def _initial_fits(person: Person, initial: str, surname: str) -> bool:
    words, given = person.words, person.russian[0]
    if person.family == 0 or fold(surname) != fold(words[-1]):
        return False
    letters = {"Dzh": "Дж", "Yu": "Ю", "Ya": "Я", "Zh": "Ж", "Sh": "Ш", "Ch": "Ч"}
    return words[0][0] == initial or given.startswith(letters.get(initial, "\0"))


def _translated(page: Page, words: set[str]) -> Iterator[Proposal | None]:
    """*Dmitry Sands* for Dmitry Peskov: a word where a Russian first name asks for a surname."""
    surnames = _pairs(page.words("names.translated-surnames"))
    for word in sorted(surnames.keys() & words):
        for m in re.finditer(rf"{word}\b(?![-’'])", page.text):
            before = _GIVEN_BEFORE.search(page.text, max(0, m.start() - 20), m.start())
            if before and before[1] in page.words("names.slavic-given-names"):
                yield page.propose("names.translated", *m.span(), surnames[word])


_GIVEN_BEFORE = re.compile(r"(?<!\w)(\w+) $")


@lru_cache(maxsize=4)
def _pairs(entries: tuple[str, ...]) -> dict[str, str]:
    """`Sands Peskov` → Sands: Peskov"""
    return dict(entry.split(" ", 1) for entry in entries)


# --- acronyms, places ---------------------------------------------------------------


def _acronyms(page: Page, book: Gazetteer, words: set[str]) -> Iterator[Proposal | None]:
    """*ODKB* for the CSTO: Russian letters of a name that has its own English ones."""
    for word in sorted(book.acronyms.keys() & words):
        entry = book.acronyms[word]
        if entry.given and not re.search(entry.given, page.text):
            continue
        for m in re.finditer(rf"(?<![\w@#/.-]){word}(?![\w@/-])", page.text):
            message = f"{entry.russian} is the {entry.name}"
            yield page.propose("names.acronym", m.start(), m.end(), entry.name, message=message)


def _places(page: Page, book: Gazetteer, words: set[str], *, ukrainian: bool) -> Iterator[Proposal | None]:
    """Two spellings of one place, or a Russian spelling among Ukrainian ones."""
    forms: dict[int, list[str]] = {}
    for word in book.place_words & words:
        forms.setdefault(book.tables.place_forms[fold(word)], []).append(word)
    for number, group in sorted(forms.items()):
        place = book.tables.places[number]
        if len(group) > 1:
            yield from _one_place(page, place.name, sorted(group))
        elif ukrainian and place.country == "UA" and fold(group[0]) != fold(place.name):
            yield from _unify_place(page, group[0], place.name, tier="suggest")


def _garbled_places(page: Page, book: Gazetteer, places: set[tuple[str, int]]) -> Iterator[Proposal | None]:
    """*Bryussel* for Brussels. Places at home in Cyrillic keep the article's spelling."""
    cyrillic = page.words("names.cyrillic-countries")
    for word, number in sorted(places):
        place = book.tables.places[number]
        if place.country in cyrillic:
            continue
        for m in re.finditer(rf"(?<![\w@/.#-]){re.escape(word)}(?![\w@-])", page.text):
            if not is_title(page.text, *m.span()):
                message = f"{word}: {place.russian[0]} is {place.name}"
                yield page.propose("names.place", *m.span(), place.name, message=message)


def _one_place(page: Page, house: str, group: list[str]) -> Iterator[Proposal | None]:
    counts = {w: len(re.findall(rf"(?<![\w@/.#-]){w}(?![\w@-])", page.text)) for w in group}
    keep = house if counts.get(house) else max(group, key=lambda w: (counts[w], w))
    for word in group:
        if word != keep:
            sure = keep == house and counts[keep] >= counts[word]
            yield from _unify_place(page, word, keep, tier="auto" if sure else "suggest")


def _unify_place(page: Page, word: str, keep: str, *, tier: Tier) -> Iterator[Proposal | None]:
    for m in re.finditer(rf"(?<![\w@/.#-]){word}(?![\w@-])", page.text):
        if not is_title(page.text, *m.span()) and not _in_fixed_phrase(page, *m.span()):
            named = re.match(rf" [{UPPER}]", page.text[m.end() : m.end() + 2])  # may be part of a name
            message = f"{word} beside the spelling {keep} in this article"
            own: Tier = "suggest" if named else tier
            yield page.propose("names.place-variant", *m.span(), keep, tier=own, message=message)


def _in_fixed_phrase(page: Page, start: int, end: int) -> bool:
    """*chicken Kiev*, *Dynamo Kiev*, *Kiev Independent*: names that keep their spelling."""
    fixed = page.words("names.fixed-phrases")
    if page.text[start - 1 : start] in {"(", "/"}:  # Bakhmut (Artemovsk): both on purpose
        return True
    before = re.search(r"(\w+) $", page.text[max(0, start - 20) : start])
    after = re.match(r" (\w+)", page.text[end : end + 20])
    return any(m is not None and m[1].lower() in fixed for m in (before, after))


# --- one name, one spelling ---------------------------------------------------------


_MOST_NAMES = 5000
"""Capitalised words beyond which a text is no article; to compare all would take too long."""


def _variants(page: Page, book: Gazetteer, words: set[str]) -> Iterator[Proposal | None]:
    if len(words) > _MOST_NAMES:
        return
    for variants in spelling_variants(page.text, words, book.is_given):
        yield from _unify(page, "names.variant", variants)
    for variants in misspelt_surnames(page.text, words, book.is_given):
        yield from _unify(page, "names.misspelt", variants)
    for adjective, place, noun in adjectival_places(page.text, words):
        tier: Tier = "auto" if place.endswith("a") else "suggest"
        for m in re.finditer(rf"\b{adjective}(?= {noun}\b)", page.text):
            message = f"{place} {noun} elsewhere in this article"
            yield page.propose("names.adjectival-place", *m.span(), place, tier=tier, message=message)


def _unify(page: Page, rule: str, variants: Variants) -> Iterator[Proposal | None]:
    for other in variants.others:
        for m in re.finditer(rf"(?<!\w){other}(?!\w)", page.text):
            if not is_inside_address(page.text, *m.span()) and not is_title(page.text, *m.span()):
                message = f"{other} beside {variants.keep} in this article"
                yield page.propose(rule, m.start(), m.end(), variants.keep, message=message)
