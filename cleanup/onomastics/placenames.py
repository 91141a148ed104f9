"""Which places are spelt in two ways, garbled, or named by a Russian adjective?

Start reading at `place_names` (one article, one spelling) and `garbled_places` (back from
Cyrillic). Places that English spells from Cyrillic keep the article's spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanup.edits import Proposal, Tier
from cleanup.onomastics.declension import stem_of_adjective
from cleanup.onomastics.gazetteer import Place
from cleanup.onomastics.lookup import Gazetteer, Reading
from cleanup.onomastics.romanise import fold
from cleanup.onomastics.surroundings import is_inside_address, is_quoted, is_title, speaks
from cleanup.onomastics.variants import adjectival_places, given_name_before
from cleanup.onomastics.wordplaces import CAPITAL_BEHIND, UPPER, word_places
from cleanup.page import Page
from cleanup.patterns import lazy_re
from cleanup.triggers import LETTER, trigger


def place_names(
    page: Page, book: Gazetteer, placed: set[str], *, ukrainian: bool
) -> Iterator[Proposal | None]:
    """Two spellings of one place, or a Russian spelling among Ukrainian ones, in the words that
    are names of places."""
    forms: dict[int, list[str]] = {}
    for word in placed:
        forms.setdefault(book.tables.place_forms[fold(word)], []).append(word)
    for number, group in sorted(forms.items()):
        place = book.tables.places[number]
        if len(group) > 1:
            yield from _one_place(page, book, place, sorted(group))
        elif ukrainian and place.country == "UA" and fold(group[0]) != fold(place.name):
            yield from _unify_place(page, book, place, group[0], place.name, tier="suggest")


def _one_place(page: Page, book: Gazetteer, place: Place, group: list[str]) -> Iterator[Proposal | None]:
    house = place.name
    counts = {w: len(list(outside_names(page.text, w))) for w in group}
    chosen = page.name_spelling != "majority"
    keep = house if chosen or counts.get(house) else max(group, key=lambda w: (counts[w], w))
    for word in group:
        if word != keep:
            sure = not place.minor and (chosen or (keep == house and counts[keep] >= counts[word]))
            yield from _unify_place(page, book, place, word, keep, tier="auto" if sure else "suggest")


def _unify_place(
    page: Page, book: Gazetteer, place: Place, word: str, keep: str, *, tier: Tier
) -> Iterator[Proposal | None]:
    for start, end in outside_names(page.text, word):
        of_person = _is_in_name_of_person(page.text, (start, end), book, minor=place.minor)
        if not of_person and not _AGE.match(page.text, end) and not _in_fixed_phrase(page, start, end):
            named = CAPITAL_BEHIND.match(page.text, end)  # may be part of a name
            message = f"{word} beside the spelling {keep} in this article"
            own: Tier = "suggest" if named or is_quoted(page.text, start) else tier
            yield page.propose("names.place-variant", start, end, keep, tier=own, message=message)


_AGE = lazy_re(r", \d\d?\b(?! [a-zA-Z])")
"""Behind a name, the age of a person or the minute of a goal: *Orekhov, 84*."""
_SET_AGAINST = lazy_re(r"\b(?:not|than|instead of|formerly|previously|spel(?:t|led|ling)(?: as)?) [\"“]?$")


def _in_fixed_phrase(page: Page, start: int, end: int) -> bool:
    """*chicken Kiev*, *Dynamo Kiev*, *Kiev Independent*: names that keep their spelling; so does one that is
    set against the other: *Kyiv, not Kiev*."""
    fixed = page.word_set("names.fixed-phrases")
    if page.text[start - 1 : start] in {"(", "/"}:  # Bakhmut (Artemovsk): both on purpose
        return True
    if _SET_AGAINST.search(page.text[max(0, start - 20) : start]):
        return True
    before = re.search(r"(\w+) $", page.text[max(0, start - 20) : start])
    after = re.match(r" (\w+)", page.text[end : end + 20])
    return any(m is not None and m[1].lower() in fixed for m in (before, after))


def follows_ukraine(book: Gazetteer, placed: set[str]) -> bool:
    """Whether the article spells places of Ukraine as Ukraine does: *Kharkiv*, not *Kharkov*; one
    alone tells where nothing speaks against it."""
    house = other = 0
    for word in placed:
        place = book.tables.places[book.tables.place_forms[fold(word)]]
        if place.country == "UA" and place.also:
            house += fold(word) == fold(place.name)
            other += fold(word) != fold(place.name)
    return house > other == 0 or (house >= 2 and house >= other)


def garbled_places(
    page: Page, book: Gazetteer, words: set[str], told: dict[str, Reading], *, ukrainian: bool
) -> Iterator[Proposal | None]:
    """Foreign places spelt back from Cyrillic, and names of towns cut short or made adjectives."""
    places = sorted({p for r in told.values() for p in r.places})
    yield from _from_cyrillic(page, book, places)
    if ukrainian:
        yield from _from_russian(page, book, places)
    yield from _towns(page, book, words, {t for r in told.values() for t in r.towns})
    yield from _cases(page, book, words, {c for r in told.values() for c in r.cases})
    yield from _features(page, words)


_RUSSIAN_ENDINGS = ("aya", "evo", "ino", "oe", "ovo", "oye")
"""What no Ukrainian name of a place has, whatever the romanisation; *Marynka* is Ukrainian too."""


def _from_russian(page: Page, book: Gazetteer, places: list[tuple[str, int]]) -> Iterator[Proposal | None]:
    """*Opitnoe* for Opytne, in an article that spells places as Ukraine does."""
    for word, number in places:
        place = book.tables.places[number]
        if place.country == "UA" and word.endswith(_RUSSIAN_ENDINGS):
            yield from _unify_place(page, book, place, word, place.name, tier="suggest")


def _from_cyrillic(page: Page, book: Gazetteer, places: list[tuple[str, int]]) -> Iterator[Proposal | None]:
    """*Bryussel* for Brussels; lesser towns only where the article speaks of their country."""
    others = page.word_set("names.no-places")
    cyrillic, own_latin = (
        page.word_set("names.cyrillic-countries"),
        page.word_set("names.own-latin-countries"),
    )
    for word, number in places:
        place = book.tables.places[number]
        if (place.country in cyrillic and place.country not in own_latin) or fold(word) in others:
            continue
        minor = place.minor or place.country in cyrillic
        if minor and not speaks(page.text, (book.tables.countries[place.country],)):
            continue
        for start, end in outside_names(page.text, word):
            if _is_in_name_of_person(page.text, (start, end), book, minor=minor):
                continue
            message = f"{word}: {place.russian[0]} is {place.name}"
            yield page.propose("names.place", start, end, place.name, message=message)


def _is_in_name_of_person(text: str, span: tuple[int, int], book: Gazetteer, *, minor: bool) -> bool:
    """Whether it may be a surname (*Ivan Syamyn*) or, of a lesser place, part of a name (*Sofya Donets*)."""

    def is_given(word: str) -> bool:
        return len(word) > 3 and book.is_given(word)  # *In*, *To* and *But* are names too

    before = given_name_before(text, span[0], is_given)
    if not minor:
        return is_given(before)
    return before != "" or CAPITAL_BEHIND.match(text, span[1]) is not None


def outside_names(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Where the word stands, save in addresses, in quoted titles and in longer names.

    >>> t = "Kiev, pro-Kiev, Kiev-based; Kiev-Mohyla, Novo-Kiev, example.org/on-Kiev"
    >>> [start for start, _ in outside_names(t, "Kiev")]
    [0, 10, 16]
    """
    for start in word_places(text, word):
        end = start + len(word)
        if text[start - 1 : start] in _JOINED_BEFORE or _JOINED_BEHIND.match(text, end):
            continue
        compound = text[start - 1 : start] == "-" and not _PREFIX.search(text[max(0, start - 24) : start])
        if not compound and not is_inside_address(text, start, end) and not is_title(text, start, end):
            yield start, end


_JOINED_BEFORE = frozenset("@/.#")
_JOINED_BEHIND = lazy_re(rf"@|-[{UPPER}]")
_PREFIX = lazy_re(r"(?<![\w-])[a-z]{2,}-$")


def _towns(
    page: Page, book: Gazetteer, words: set[str], towns: set[tuple[str, int]]
) -> Iterator[Proposal | None]:
    """*Kupyan* for Kupiansk; *the Kupyansky direction*, which is named after the town."""
    nouns = page.word_set("names.front-nouns")
    for word, number in sorted(towns):
        place = book.tables.places[number]
        if place.country not in page.word_set("names.cyrillic-countries"):
            continue
        if not speaks(page.text, (book.tables.countries[place.country],)):
            continue
        own = _own_form(book, words, number, place.name)
        adjective = stem_of_adjective(word)
        for start, end in outside_names(page.text, word):
            message = f"{word}: rather {place.name}"
            after = re.match(r" (\w+)", page.text[end : end + 30])
            if adjective and after and after[1] in nouns:
                yield page.propose("names.front", start, end, own, message=message)
            elif not adjective and not _is_in_name(page.text, start, end):
                yield page.propose("names.place", start, end, own, message=message)


def _cases(
    page: Page, book: Gazetteer, words: set[str], cases: set[tuple[str, str]]
) -> Iterator[Proposal | None]:
    """*near Kupyanska* for Kupyansk, in an article that speaks of a country which may decline it."""
    declining = sorted(page.word_set("names.cyrillic-countries"))
    if not cases or not speaks(page.text, tuple(book.tables.countries[c] for c in declining)):
        return
    for word, form in sorted(cases):
        number = book.tables.place_forms[form]
        if book.tables.places[number].country not in declining:
            continue
        for start, end in outside_names(page.text, word):
            if not _is_in_name(page.text, start, end):
                own = _own_form(book, words, number, form.capitalize())
                message = f"{word}: a Russian or Ukrainian case of {own}"
                yield page.propose("names.place-case", start, end, own, message=message)


_KIND = "(?:district|region|raion|oblast|municipality)"
DISTRICT_SEEN = trigger(rf"{LETTER} {_KIND}")
_DISTRICT = lazy_re(rf" {_KIND}s?\b")
_LAST_NAME = lazy_re(rf"(?<![-\w])[{UPPER}][^\W\d_]{{4,}}$")


def districts(page: Page, book: Gazetteer) -> Iterator[Proposal | None]:
    """*the Radvilishk district*, Радвилишкский of Радвилишкис, in an article that speaks of the country."""
    for noun in page.memory.matches(page.text, _DISTRICT, DISTRICT_SEEN):
        m = _LAST_NAME.search(page.text, max(0, noun.start() - 30), noun.start())
        number = None if m is None or book.is_given(m[0]) else book.district(m[0])
        place = None if number is None else book.tables.places[number]
        if m is None or place is None or not speaks(page.text, (book.tables.countries[place.country],)):
            continue
        if not is_inside_address(page.text, *m.span()) and not _is_in_name(page.text, *m.span()):
            message = f"{m[0]}: the district is named after {place.name}"
            yield page.propose("names.district", *m.span(), place.name, message=message)


def _own_form(book: Gazetteer, words: set[str], number: int, other: str) -> str:
    """The article's own spelling of a place; another where it has none."""
    return next((w for w in sorted(book.tables.place_words & words) if _is_form(w, number, book)), other)


def _is_form(word: str, number: int, book: Gazetteer) -> bool:
    return book.tables.place_forms[fold(word)] == number


def _is_in_name(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word stands beside: *Ivan Kupyan*, *Kupyan Street*."""
    before = re.search(r"(\w+)[ .-]$", text[max(0, start - 24) : start])
    beside = before is not None and before[1][0].isupper()
    return beside or CAPITAL_BEHIND.match(text, end) is not None


def _features(page: Page, words: set[str]) -> Iterator[Proposal | None]:
    """*the Kakhovsky reservoir* beside *the Kakhovka reservoir*."""
    for adjective, place, noun in adjectival_places(page.text, words, page.word_set("names.place-nouns")):
        tier: Tier = "auto" if place.endswith("a") else "suggest"
        for m in re.finditer(rf"(?<![\w-]){adjective}(?= {noun}\b(?! [A-Z]))", page.text):
            message = f"{place} {noun} elsewhere in this article"
            yield page.propose("names.adjectival-place", *m.span(), place, tier=tier, message=message)
