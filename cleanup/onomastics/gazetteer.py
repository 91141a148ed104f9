"""Who and what is known by name? The tables of `rules/names/` and their keys.

Start reading at `Tables`; lookup.py finds names in a text by them. Tables are tab-separated,
one line an entry, `#` begins a comment:

- people.tsv: English press form, Russian press forms (`;` between several), gender,
  country, office, other English spellings in use
- places.tsv: English form, other English forms in use, Russian forms, country
- towns.tsv: the same of lesser towns, made by bench/towns.py
- organisations.tsv: romanised Russian acronym, English, Russian, a word the article must hold
- countries.tsv: code, words that point to the country
- palladius.tsv, polivanov.tsv, kontsevich.tsv, chinese_surnames.tsv, korean_surnames.tsv: Russian
  syllables and surnames, Latin ones
- media.tsv, weapons.tsv: English name of a newspaper, agency, weapon or programme, Russian forms,
  a pattern the article must hold
- common.txt: given names and surnames common in English-speaking countries

A user's rule folder adds to them with files of the same names in its own `names/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

from cleanup import cache
from cleanup.errors import RulesError
from cleanup.onomastics.romanise import cyrillic_skeletons, fold
from cleanup.patterns import lazy_re

_T = TypeVar("_T")
FAMILY_FIRST = frozenset({"CN", "HK", "KP", "KR", "TW", "VN"})
"""Countries whose names keep the family name first in the English press."""

_SPLIT = lazy_re(r"[\s-]+")


def words_of(name: str) -> list[str]:
    """Its words, those joined by hyphens apart.

    >>> words_of("Ban Ki-moon")
    ['Ban', 'Ki', 'moon']
    """
    return _SPLIT.split(name)


class Person(msgspec.Struct, frozen=True):
    """One line of people.tsv."""

    name: str
    russian: tuple[str, ...]
    gender: str
    country: str
    office: str
    also: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """The words of the English name, hyphenated ones apart."""
        return words_of(self.name)

    @property
    def russian_words(self) -> list[list[str]]:
        """The words of each Russian form of the name."""
        return [words_of(r) for r in self.russian]

    @property
    def spellings(self) -> list[list[str]]:
        """The words of every English form, the house's first."""
        return [words_of(s) for s in (self.name, *self.also)]

    @property
    def surname_at(self) -> int:
        """Where the word stands that is used alone, first or (-1) last, in English and in Russian."""
        return 0 if self.country in FAMILY_FIRST else -1

    @property
    def family(self) -> int:
        """Where the family name begins among the words: `von der Leyen` has three."""
        words = self.words
        if self.country in FAMILY_FIRST:
            return 0
        lower = [i for i, w in enumerate(words) if w[0].islower() and i]
        return min([len(words) - 1, *lower])


class Place(msgspec.Struct, frozen=True):
    """One line of places.tsv or towns.tsv."""

    name: str
    also: tuple[str, ...]
    russian: tuple[str, ...]
    country: str
    minor: bool = False
    """Whether only an article that speaks of the country means it: a line of towns.tsv."""


class Organisation(msgspec.Struct, frozen=True):
    """One line of organisations.tsv."""

    acronym: str
    name: str
    russian: str
    given: str


class Title(msgspec.Struct, frozen=True):
    """One line of media.tsv or weapons.tsv."""

    name: str
    russian: tuple[str, ...]
    given: str


class Tables:
    """What the files say, and the keys to find it by. Most texts need few of the parts, so that each
    is decoded when first asked for."""

    people: tuple[Person, ...]
    places: tuple[Place, ...]
    organisations: tuple[Organisation, ...]
    countries: dict[str, str]
    common: frozenset[str]
    pairs: dict[str, tuple[int, ...]]
    """`<key of the first word> <key of the last> <number of words>` → people."""
    surnames: dict[str, tuple[int, ...]]
    """Key of the word that stands for the person alone → people."""
    words: frozenset[str]
    """Every key of a first or last word."""
    near: dict[str, tuple[int, ...]]
    """`<key of the given name> <first letter of the surname's key>` → people of two words."""
    place_forms: dict[str, int]
    """Folded English form → place."""
    place_words: frozenset[str]
    """Names of places that have several."""
    place_keys: dict[str, int]
    """Key of a Russian form → place."""
    titles: tuple[Title, ...]
    title_heads: dict[str, tuple[int, ...]]
    """Key of the first Russian word → titles."""

    def __init__(self, parts: Mapping[str, msgspec.Raw]) -> None:
        self._parts = parts

    def __getattr__(self, name: str) -> Any:
        kind = _kinds().get(name)
        if kind is None:
            raise AttributeError(name)
        part = msgspec.msgpack.decode(self._parts[name], type=kind)
        setattr(self, name, part)
        return part

    def signs(self, person: Person) -> tuple[str, str]:
        """What speaks of a person: words of the country, the office."""
        return self.countries.get(person.country, ""), person.office


@lru_cache(maxsize=1)
def _kinds() -> dict[str, Any]:
    """The parts of the tables."""
    return get_type_hints(Tables)


def load_tables(folders: tuple[Path, ...]) -> Tables:
    """The tables of all the folders, indexed once and kept in the user's cache folder.

    Raises RulesError with file:line for a line that does not fit.
    """
    files = [f / "names" / n for f in folders for n in _FILES if (f / "names" / n).is_file()]
    here = Path(__file__).parent
    code = (here / n for n in ("gazetteer.py", "romanise.py"))
    key = cache.key_of([*files, *code])
    return Tables(cache.made("names", key, dict[str, msgspec.Raw], partial(_read_parts, files)))


_FILES = {
    "people.tsv": 6,
    "places.tsv": 4,
    "towns.tsv": 4,
    "organisations.tsv": 4,
    "countries.tsv": 2,
    "media.tsv": 3,
    "weapons.tsv": 3,
    "common.txt": 1,
}
_SYLLABLES = {
    "chinese_surnames.tsv": 2,
    "kontsevich.tsv": 3,
    "korean_surnames.tsv": 3,
    "palladius.tsv": 3,
    "polivanov.tsv": 2,
}


def read_tables(files: Iterable[Path]) -> Tables:
    """Read and index the tables. Raises RulesError with file:line for a line that does not fit."""
    return Tables(_read_parts(files))


def _read_parts(files: Iterable[Path]) -> dict[str, msgspec.Raw]:
    rows: dict[str, list[list[str]]] = {name: [] for name in _FILES}
    for path in files:
        rows[path.name] += _rows(path)
    people = tuple(Person(n, _several(r), g, c, o, _several(a)) for n, r, g, c, o, a in rows["people.tsv"])
    places = tuple(
        Place(n, _several(a), _several(r), c, minor)
        for table, minor in (("towns.tsv", True), ("places.tsv", False))
        for n, a, r, c in rows[table]
    )
    titles = tuple(Title(n, _several(r), g) for n, r, g in (*rows["media.tsv"], *rows["weapons.tsv"]))
    surnames = _index(people, _surname_keys)
    ends = (w for p in people for first, last, _ in _ends(p) for w in (first, last))
    parts = {
        "people": people,
        "places": places,
        "organisations": [Organisation(*r) for r in rows["organisations.tsv"]],
        "countries": {r[0]: r[1] for r in rows["countries.tsv"]},
        "common": {r[0] for r in rows["common.txt"]},
        "pairs": _index(people, _pair_keys),
        "surnames": surnames,
        "words": {*ends, *surnames},
        "near": _index(people, _near_keys),
        "place_forms": {fold(f): i for i, p in enumerate(places) for f in (p.name, *p.also)},
        "place_words": {f for p in places if p.also for f in (p.name, *p.also)},
        "place_keys": {k: i for i, p in enumerate(places) for k in _place_keys(p)},
        "titles": titles,
        "title_heads": _index(titles, _head_keys),
    }
    return {name: msgspec.Raw(msgspec.msgpack.encode(part)) for name, part in parts.items()}


def _index(entries: Iterable[_T], keys: Callable[[_T], set[str]]) -> dict[str, list[int]]:
    """Key → numbers of entries, in order."""
    found: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for key in keys(entry):
            found.setdefault(key, []).append(number)
    return found


def _head_keys(title: Title) -> set[str]:
    return {k for r in title.russian for k in cyrillic_skeletons(words_of(r)[0])}


def _pair_keys(person: Person) -> set[str]:
    return {f"{first} {last} {count}" for first, last, count in _ends(person)}


def _surname_keys(person: Person) -> set[str]:
    at = person.surname_at
    russian = {s for r in person.russian_words for s in cyrillic_skeletons(r[at])}
    return russian | {fold(person.words[at])}


def _place_keys(place: Place) -> set[str]:
    return {k for r in place.russian for k in cyrillic_skeletons(r.replace(" ", ""))}


def _ends(person: Person) -> Iterator[tuple[str, str, int]]:
    """Keys of the first and last word, and how many words, of every spelling."""
    spellings = person.spellings
    for words in spellings:
        yield fold(words[0]), fold(words[-1]), len(words)
    for russian in person.russian_words:
        heads = set(cyrillic_skeletons(russian[0]))
        tails = set(cyrillic_skeletons(russian[-1]))
        for words in spellings:
            if len(words) == len(russian):
                heads.add(fold(words[0]))
                tails.add(fold(words[-1]))
        yield from ((h, t, len(russian)) for h in heads for t in tails)


def _near_keys(person: Person) -> set[str]:
    """Keys by which a misspelt surname is found beside a given name that fits."""
    if len(person.words) != 2 or person.country in FAMILY_FIRST:
        return set()
    pairs = [r for r in person.russian_words if len(r) == 2]
    heads = {fold(person.words[0]), *(h for r in pairs for h in cyrillic_skeletons(r[0]))}
    return {f"{h} {s[:1]}" for h in heads for r in pairs for s in cyrillic_skeletons(r[1])}


def _several(field: str) -> tuple[str, ...]:
    return tuple(p for f in field.split(";") if (p := f.strip()))


def rows_of(folder: Path, name: str) -> list[list[str]]:
    """The rows of a table in a rule folder; none where the folder has no such table."""
    path = folder / "names" / name
    return list(_rows(path)) if path.is_file() else []


def _rows(path: Path) -> Iterator[list[str]]:
    width = (_FILES | _SYLLABLES)[path.name]
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as err:
        raise RulesError(f"{path}: cannot be read: {err}") from err
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [f.strip() for f in line.split("\t")]
        fields += [""] * (width - len(fields))
        if len(fields) != width or not fields[0]:
            raise RulesError(f"{path}:{number}: expected {width} fields with tabs between, got {len(fields)}")
        yield fields
