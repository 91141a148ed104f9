"""Who and what is known by name? Tables of `rules/names/` and their index.

Start reading at `Gazetteer.read`. Tables are tab-separated, one line an entry,
`#` begins a comment:

- people.tsv: English press form, Russian press forms (`;` between several), gender,
  country, office, other English spellings in use
- places.tsv: English form, other English forms in use, Russian form, country
- organisations.tsv: romanised Russian acronym, English, Russian, a word the article must hold
- countries.tsv: code, words that point to the country
- common.txt: given names and surnames common in English-speaking countries

A user's rule folder adds to them with files of the same names in its own `names/`.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from cleanup.declension import case_forms, nominatives
from cleanup.errors import RulesError
from cleanup.romanise import cyrillic_skeletons, fold, is_romanisation, skeletons

FAMILY_FIRST = frozenset({"CN", "HK", "KP", "KR", "TW", "VN"})
"""Countries whose names keep the family name first in the English press."""

Fit = Literal["same", "romanised", "inflected"]

_SPLIT = re.compile(r"[\s-]+")
_LONGEST = 6
"""Words of the longest name looked for."""
_MEMO = 1 << 16


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
        return _SPLIT.split(self.name)

    @property
    def russian_words(self) -> list[list[str]]:
        """The words of each Russian form of the name."""
        return [_SPLIT.split(r) for r in self.russian]

    @property
    def family(self) -> int:
        """Where the family name begins among the words: `von der Leyen` has three."""
        words = self.words
        if self.country in FAMILY_FIRST:
            return 0
        lower = [i for i, w in enumerate(words) if w[0].islower() and i]
        return min([len(words) - 1, *lower])


class Place(msgspec.Struct, frozen=True):
    """One line of places.tsv."""

    name: str
    also: tuple[str, ...]
    russian: str
    country: str


class Organisation(msgspec.Struct, frozen=True):
    """One line of organisations.tsv."""

    acronym: str
    name: str
    russian: str
    given: str


class Tables(msgspec.Struct, frozen=True):
    """What the files say, and the keys to find it by."""

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
    place_forms: dict[str, int]
    """Folded English form → place."""


class Mention(msgspec.Struct, frozen=True):
    """A name of people in the table, found in a run of capitalised words.

    `fits` says of each word how it differs from the table; the fields of one mention
    agree for all its people.
    """

    start: int
    end: int
    people: tuple[int, ...]
    fits: tuple[Fit, ...]


class Reading(msgspec.Struct, frozen=True):
    """What a run of capitalised words holds."""

    mentions: tuple[Mention, ...]
    words: tuple[str, ...]
    """Its words of three letters and more, possessive endings left off."""


class Gazetteer:
    """Looks names up. The cost does not depend on the size of the tables."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.acronyms = {o.acronym: o for o in tables.organisations}
        self._keys: dict[str, tuple[str, ...]] = {}
        self.place_words = frozenset(f for p in tables.places for f in (p.name, *p.also))
        self._runs: dict[str, Reading] = {}

    def read(self, run: str) -> Reading:
        """Full names (longest first where they overlap) and lone surnames in a run of words.

        Of lone surnames only those that are nobody's right spelling are told.
        """
        found = self._runs.get(run)
        if found is None:
            if len(self._runs) >= _MEMO:
                self._runs.clear()
            words = tuple(t[2] for t in _tokens(run) if len(t[2]) >= 3)
            found = self._runs[run] = Reading(tuple(self._people_in(run)), words)
        return found

    def _people_in(self, run: str) -> Iterable[Mention]:
        tokens = _tokens(run)
        taken = -1
        for i, (start, end, word) in enumerate(tokens):
            if i <= taken:
                continue
            full = self._full(tokens, i) if self.keys(word) else None
            if full is not None:
                mention, last = full
                taken = last
                yield mention
            elif len(word) >= 3 or len(tokens) == 1:
                lone = self._lone(start, end, word)
                if lone is not None:
                    yield lone

    def _full(self, tokens: Sequence[tuple[int, int, str]], i: int) -> tuple[Mention, int] | None:
        """The longest full name that begins with token i, and its last token."""
        for last in range(min(len(tokens), i + _LONGEST) - 1, i, -1):
            words = [t[2] for t in tokens[i : last + 1]]
            fits = self._fits_of(words)
            if fits:
                best = min(fits.values(), key=lambda f: [_ORDER[x] for x in f])
                people = tuple(p for p, f in fits.items() if f == best)
                return Mention(tokens[i][0], tokens[last][1], people, best), last
        return None

    def _fits_of(self, words: list[str]) -> dict[int, tuple[Fit, ...]]:
        fits: dict[int, tuple[Fit, ...]] = {}
        for a in self.keys(words[0]):
            for b in self.keys(words[-1]):
                for number in self.tables.pairs.get(f"{a} {b} {len(words)}", ()):
                    fit = fit_of(self.tables.people[number], words)
                    if fit is not None:
                        fits[number] = fit
        return fits

    def _lone(self, start: int, end: int, word: str) -> Mention | None:
        fits: dict[int, Fit] = {}
        for key in self.keys(word):
            for number in self.tables.surnames.get(key, ()):
                person = self.tables.people[number]
                at = person.family if person.country in FAMILY_FIRST else -1
                found = [f for r in person.russian_words if (f := _fit_of_word(person, r, at, word))]
                if found:
                    fits[number] = min(found, key=_ORDER.__getitem__)
        if not fits or "same" in fits.values():
            return None
        best = min(fits.values(), key=lambda f: _ORDER[f])
        return Mention(start, end, tuple(p for p, f in sorted(fits.items()) if f == best), (best,))

    def keys(self, word: str) -> tuple[str, ...]:
        """The keys of the tables under which the word may stand; mostly none."""
        found = self._keys.get(word)
        if found is None:
            if len(self._keys) >= _MEMO:
                self._keys.clear()
            found = self._keys[word] = self._keys_of(word)
        return found

    def is_given(self, word: str) -> bool:
        """Whether the word is known as a given name (or as a name that may be one)."""
        return fold(word) in self.tables.common or bool(self.keys(word))

    def _keys_of(self, word: str) -> tuple[str, ...]:
        known = self.tables.words
        plain = skeletons(word)
        options = [fold(word), *plain, *(n for s in plain for n in nominatives(s))]
        options += [fold(word)[: -len(e)] for e in _LATIN_ENDINGS if fold(word).endswith(e)]
        return tuple(dict.fromkeys(o for o in options if o in known))


_ORDER: dict[Fit, int] = {"same": 0, "romanised": 1, "inflected": 2}
_LATIN_ENDINGS = ("a", "u", "om", "ym", "em")
"""Russian cases put on a name that is otherwise right: *Macronom*, *Trumpa*."""


def _tokens(run: str) -> list[tuple[int, int, str]]:
    """Words of a run with their places, possessive endings left off."""
    tokens = []
    for m in re.finditer(r"[^\s-]+", run):
        word = re.sub(r"['’]s?$", "", m[0])
        if word:
            tokens.append((m.start(), m.start() + len(word), word))
    return tokens


def fit_of(person: Person, words: Sequence[str]) -> tuple[Fit, ...] | None:
    """How each word stands to the person's name; None where one does not fit.

    Only the family name, or all names, may be inflected: *Sergei Lavrovym*.
    """
    for spelling in (person.name, *person.also):
        if [fold(w) for w in _SPLIT.split(spelling)] == [fold(w) for w in words]:
            return ("same",) * len(words)
    found = [f for r in person.russian_words if (f := _fit_to(person, r, words)) is not None]
    return min(found, key=lambda f: [_ORDER[x] for x in f], default=None)


def _fit_to(person: Person, russian: list[str], words: Sequence[str]) -> tuple[Fit, ...] | None:
    if len(russian) != len(words):
        return None
    fits: list[Fit] = []
    for i, word in enumerate(words):
        fit = _fit_of_word(person, russian, i, word)
        if fit is None:
            return None
        fits.append(fit)
    return None if "inflected" in fits[:-1] and fits[-1] == "same" else tuple(fits)


def _fit_of_word(person: Person, russian: list[str], i: int, word: str) -> Fit | None:
    """How a word stands to the person's ith word (-1 the last), in English or Russian."""
    folded = fold(word)
    spellings = [_SPLIT.split(s) for s in (person.name, *person.also)]
    aligned = [fold(s[i]) for s in spellings if i == -1 or len(s) == len(russian)]
    if folded in aligned:
        return "same"
    if is_romanisation(word, russian[i]):
        return "romanised"
    forms = case_forms(russian[i], person.gender)
    if any(is_romanisation(word, f) for f in forms):
        return "inflected"
    if forms and any(len(a) > 3 and folded == a + e for a in aligned for e in _LATIN_ENDINGS):
        return "inflected"
    return None


# --- reading the tables ------------------------------------------------------------


@lru_cache(maxsize=4)
def load_gazetteer(folders: tuple[Path, ...]) -> Gazetteer:
    """The tables of all the folders, indexed once and kept in the user's cache folder."""
    files = [f / "names" / n for f in folders for n in _FILES if (f / "names" / n).is_file()]
    digest = hashlib.blake2b(digest_size=16)
    here = Path(__file__).parent
    for path in [*files, *(here / n for n in ("gazetteer.py", "romanise.py", "declension.py"))]:
        data = path.read_bytes()
        digest.update(f"{path}\0{len(data)}\0".encode())
        digest.update(data)
    cache = Path(platformdirs.user_cache_dir("mt-cleanup")) / f"names-{digest.hexdigest()}.msgpack"
    try:
        return Gazetteer(msgspec.msgpack.decode(cache.read_bytes(), type=Tables))
    except (OSError, msgspec.DecodeError):
        tables = read_tables(files)
    try:  # a cache that cannot be written costs half a second, nothing else
        cache.parent.mkdir(parents=True, exist_ok=True)
        temporary = cache.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(msgspec.msgpack.encode(tables))
        temporary.replace(cache)
    except OSError:
        pass
    return Gazetteer(tables)


_FILES = {"people.tsv": 6, "places.tsv": 4, "organisations.tsv": 4, "countries.tsv": 2, "common.txt": 1}


def read_tables(files: Iterable[Path]) -> Tables:
    """Read and index the tables. Raises RulesError with file:line for a line that does not fit."""
    rows: dict[str, list[list[str]]] = {name: [] for name in _FILES}
    for path in files:
        rows[path.name] += _rows(path)
    people = tuple(Person(n, _several(r), g, c, o, _several(a)) for n, r, g, c, o, a in rows["people.tsv"])
    places = tuple(Place(n, _several(a), r, c) for n, a, r, c in rows["places.tsv"])
    pairs: dict[str, set[int]] = {}
    surnames: dict[str, set[int]] = {}
    words: set[str] = set()
    for number, person in enumerate(people):
        for first, last, count in _ends(person):
            pairs.setdefault(f"{first} {last} {count}", set()).add(number)
            words.update((first, last))
        at = 0 if person.country in FAMILY_FIRST else -1
        for key in (
            fold(person.words[at]),
            *(s for r in person.russian_words for s in cyrillic_skeletons(r[at])),
        ):
            surnames.setdefault(key, set()).add(number)
            words.add(key)
    return Tables(
        people=people,
        places=places,
        organisations=tuple(Organisation(*r) for r in rows["organisations.tsv"]),
        countries={r[0]: r[1] for r in rows["countries.tsv"]},
        common=frozenset(r[0] for r in rows["common.txt"]),
        pairs={k: tuple(sorted(v)) for k, v in pairs.items()},
        surnames={k: tuple(sorted(v)) for k, v in surnames.items()},
        words=frozenset(words),
        place_forms={fold(f): i for i, p in enumerate(places) for f in (p.name, *p.also)},
    )


def _ends(person: Person) -> Iterable[tuple[str, str, int]]:
    """Keys of the first and last word, and how many words, of every spelling."""
    spellings = [_SPLIT.split(s) for s in (person.name, *person.also)]
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


def _several(field: str) -> tuple[str, ...]:
    return tuple(p for f in field.split(";") if (p := f.strip()))


def _rows(path: Path) -> Iterable[list[str]]:
    width = _FILES[path.name]
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
