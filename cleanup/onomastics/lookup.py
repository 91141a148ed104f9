"""Which people of the gazetteer does a run of capitalised words name?

Start reading at `Gazetteer.read`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Literal

import msgspec

from cleanup.onomastics.declension import (
    case_forms,
    latin_nominatives,
    nominatives,
    stem_of_adjective,
)
from cleanup.onomastics.gazetteer import Person, Tables, load_tables, words_of
from cleanup.onomastics.memo import MOST, Memo
from cleanup.onomastics.romanise import cyrillic_skeletons, fold, is_romanisation, skeletons
from cleanup.onomastics.runs import without_possessive
from cleanup.onomastics.surroundings import Signs
from cleanup.patterns import lazy_re

Fit = Literal["same", "romanised", "inflected", "near"]

_LONGEST = 6
"""Words of the longest name looked for."""
_SHORTEST_PLACE = 5
_SHORTEST_TOWN = 6
_TOWN_ENDINGS = ("sk", "", "ka", "a", "e")
"""What a town has instead of the adjective's ending: Kupyan-sk, Lyman, Kakhov-ka."""
_DISTRICT_ENDINGS = ("sk", "ka", "a", "is", "as", "us", "ai", "ske", "skoe")
"""What a town has instead of the ending of its district: Радвилишк-ский of Радвилишк-ис. The
first is not asked of what may be a surname: the Chkalov district."""
_SYLLABLES_APART = frozenset({"KP", "KR"})
"""Countries whose given names Russian writes in two words."""
_LONGEST_SYLLABLE = 6
"""Letters of *Chzhong*; what is longer is no third word of such a name."""
_SHORTEST_NEAR = 4
_NEAR_ENOUGH = 84.0
"""About one letter in six. With a country or an office asked for as well, even 66 offered nothing
wrong on 390,000 words of WMT21 and MLQE-PE."""


@lru_cache(maxsize=4)
def load_gazetteer(folders: tuple[Path, ...]) -> Gazetteer:
    """The tables of all the folders, ready for look-ups."""
    return Gazetteer(load_tables(folders))


class Mention(msgspec.Struct, frozen=True):
    """A name of people in the table, found in a run of capitalised words.

    `fits` says of each word how it differs from the table; the fields of one mention
    agree for all its people.
    """

    start: int
    end: int
    people: tuple[int, ...]
    fits: tuple[Fit, ...]
    score: float = 100.0
    """How near the spelling is to the name, of 100."""
    runner_up: str = ""
    """The next nearest name and its score."""


Token = tuple[int, int, str]
"""Where a word of a run starts and ends, and the word."""


class Reading(msgspec.Struct, frozen=True):
    """What a run of capitalised words holds."""

    mentions: tuple[Mention, ...]
    places: tuple[tuple[str, int], ...]
    """Words (hyphens and all) that are romanised names of places, and the places."""
    titles: tuple[tuple[str, int], ...]
    """What is a romanised title of a newspaper or name of a weapon, and which."""
    towns: tuple[tuple[str, int], ...]
    """Words that lack a town's ending or are its Russian adjective (*Kupyan*, *Kupyansky*), and the town."""
    cases: tuple[tuple[str, str], ...] = ()
    """Words that are an oblique case of a place's English form (*Kupyanska*), and the folded form."""


NOTHING = Reading((), (), (), ())


class Gazetteer:
    """Looks names up. The cost does not depend on the size of the tables."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.acronyms = {o.acronym: o for o in tables.organisations}
        self.syllabic = _syllabic(tables.countries)
        self.syllabic_signs = tuple(dict.fromkeys(s for _, signs in self.syllabic for s in signs))
        self._keys = Memo(self._keys_of)
        self._heads = Memo(self._titles_from)
        self._runs = Memo(self._read)

    @cached_property
    def offices(self) -> list[str]:
        """Of each person the last word of the office, which goes before the name: *Minister Bos*."""
        return [p.office.split(" ")[-1] for p in self.tables.people]

    def read(self, run: str) -> Reading:
        """Full names (longest first where they overlap) and lone surnames in a run of words.

        Of lone surnames only those that are nobody's right spelling are told.
        """
        return self._runs[run]

    def _read(self, run: str) -> Reading:
        tokens = _tokens(run)
        chunks = map(without_possessive, run.split(" "))
        places = tuple((c, p) for c in chunks if (p := self._place(c)) is not None)
        people, titles = tuple(self._people_in(run, tokens)), tuple(self._titles_in(run, tokens))
        towns = tuple((w, t) for _, _, w in tokens if (t := self._town(w)) is not None)
        cases = tuple((w, c) for _, _, w in tokens if (c := self._case(w)) is not None)
        parts = (people, places, titles, towns, cases)
        return Reading(*parts) if any(parts) else NOTHING

    def has(self, word: str) -> bool:
        """Whether the tables may have something of a word; mostly not."""
        if self.keys(word) or self._heads[word]:
            return True
        return any(look(word) is not None for look in (self._place, self._town, self._case))

    def _people_in(self, run: str, tokens: Sequence[Token]) -> Iterable[Mention]:
        taken = -1
        for i, (start, end, word) in enumerate(tokens):
            if i <= taken:
                continue
            found = (self._full(run, tokens, i) or self._near(tokens, i)) if self.keys(word) else None
            if found is not None:
                mention, taken = found
                yield mention
            elif word[0].isupper() and (len(word) >= 3 or len(tokens) == 1):
                lone = self._lone(start, end, word)
                if lone is not None:
                    yield lone

    def _full(self, run: str, tokens: Sequence[Token], i: int) -> tuple[Mention, int] | None:
        """The longest full name that begins with token i, and its last token."""
        for last in range(min(len(tokens), i + _LONGEST) - 1, i, -1):
            words = [t[2] for t in tokens[i : last + 1]]
            fits = self._fits_of(words)
            if fits and last + 1 < len(tokens) and len(words) == 2:
                fits = {p: f for p, f in fits.items() if not self._has_third(p, tokens[last + 1][2])}
            if fits:
                best = min(fits.values(), key=_rank)
                people = tuple(p for p, f in fits.items() if f == best)
                end = tokens[last][1] + self._soft_end(run, tokens[last][1], people)
                return Mention(tokens[i][0], end, people, best), last
        return None

    def _has_third(self, person: int, after: str) -> bool:
        """Whether a Korean name of two words goes on: *Pak Chin Khon* is no Park Jin."""
        return self.tables.people[person].country in _SYLLABLES_APART and len(after) <= _LONGEST_SYLLABLE

    def _soft_end(self, run: str, end: int, people: tuple[int, ...]) -> int:
        """1 where an apostrophe after the name is its soft sign (*Nadal'*), no possessive."""
        soft = any(r.endswith("ь") for p in people for r in self.tables.people[p].russian)
        return int(soft and run[end : end + 1] in {"'", "’"} and not run.startswith("s", end + 1))

    def _fits_of(self, words: list[str]) -> dict[int, tuple[Fit, ...]]:
        return {
            number: fit
            for a, b in product(self.keys(words[0]), self.keys(words[-1]))
            for number in self.tables.pairs.get(f"{a} {b} {len(words)}", ())
            if (fit := fit_of(self.tables.people[number], words)) is not None
        }

    def _near(self, tokens: Sequence[Token], i: int) -> tuple[Mention, int] | None:
        """A given name that fits and a surname that nearly does (*Jens Stoltenbergs*), and its last token."""
        pair = tokens[i : i + 2]
        if len(pair) < 2 or min(len(word) for _, _, word in pair) < _SHORTEST_NEAR:
            return None
        (start, _, given), (_, end, surname) = pair
        people = self.tables.people
        scores: dict[int, float] = {}
        if not self.keys(surname) and fold(surname) not in self.tables.common:
            for a in self.keys(given):
                for number in self.tables.near.get(f"{a} {skeletons(surname)[0][:1]}", ()):
                    scores[number] = _likeness(people[number], surname)
        ranked = sorted(scores, key=lambda n: (-scores[n], people[n].name))
        if not ranked or scores[ranked[0]] < _NEAR_ENOUGH:
            return None
        nexts = [n for n in ranked[1:] if people[n].name != people[ranked[0]].name]
        runner_up = f"{people[nexts[0]].name}, {scores[nexts[0]]:.0f}" if nexts else ""
        return Mention(start, end, (ranked[0],), ("same", "near"), scores[ranked[0]], runner_up), i + 1

    def _lone(self, start: int, end: int, word: str) -> Mention | None:
        fits: dict[int, Fit] = {}
        for key in self.keys(word):
            for number in self.tables.surnames.get(key, ()):
                person = self.tables.people[number]
                at = person.surname_at
                found = [f for r in person.russian_words if (f := _fit_of_word(person, r, at, word))]
                if found:
                    fits[number] = min(found, key=_ORDER.__getitem__)
        if not fits or "same" in fits.values():
            return None
        best = min(fits.values(), key=_ORDER.__getitem__)
        return Mention(start, end, tuple(p for p, f in sorted(fits.items()) if f == best), (best,))

    def _place(self, word: str) -> int | None:
        """The place of which the word is a romanised Russian name, in any case."""
        low = fold(word)
        if len(word) < _SHORTEST_PLACE or low in self.tables.place_forms or low in self.tables.common:
            return None
        for key in _inflected_keys(word):
            number = self.tables.place_keys.get(key)
            if number is not None and _is_form(word, self.tables.places[number].russian):
                return number
        return None

    def _town(self, word: str) -> int | None:
        """The town of which the word is the Russian adjective, or what is left without -sk."""
        if len(word) < _SHORTEST_TOWN or not word.isalpha():
            return None
        forms, low = self.tables.place_forms, fold(word)
        if stem := stem_of_adjective(low):
            return next((forms[stem + e] for e in _TOWN_ENDINGS if stem + e in forms), None)
        cut = forms.get(f"{low}sk")
        if cut is None or self.tables.places[cut].minor or low in forms or self.is_given(word):
            return None
        return cut

    def district(self, word: str) -> int | None:
        """The place after which a district is named, of which Russian leaves the ending out."""
        if len(word) < _SHORTEST_PLACE or not word.isalpha() or fold(word) in self.tables.place_forms:
            return None
        tables, low = self.tables, fold(word)
        endings = _DISTRICT_ENDINGS[low.endswith(("ov", "ev", "in")) :]
        by_key = (tables.place_keys.get(s + e.upper()) for s in skeletons(word) for e in endings)
        by_form = (tables.place_forms.get(low + e) for e in endings)
        return next((n for n in (*by_key, *by_form) if n is not None), None)

    def _case(self, word: str) -> str | None:
        """The folded English form of a place of which the word is an oblique case."""
        if len(word) < _SHORTEST_TOWN or not word.isalpha() or not word[0].isupper():
            return None
        forms, low = self.tables.place_forms, fold(word)
        if low in forms or self.is_given(word):
            return None
        return next((n for n in latin_nominatives(low) if n in forms), None)

    def _titles_from(self, word: str) -> tuple[int, ...]:
        """Titles that the word may begin; mostly none."""
        heads = self.tables.title_heads
        keys = (k for w in {word, word.removesuffix("s")} for k in _inflected_keys(w))
        return tuple(sorted({n for key in keys for n in heads.get(key, ())}))

    def _titles_in(self, run: str, tokens: Sequence[Token]) -> Iterable[tuple[str, int]]:
        """*Uoll-strit Dzhornal* for the Wall Street Journal, in any case."""
        for i, (start, _, word) in enumerate(tokens):
            for number in self._heads[word]:
                title = self.tables.titles[number]
                for russian in map(words_of, title.russian):
                    last = i + len(russian) - 1
                    words = [t[2] for t in tokens[i : last + 1]]
                    if words[-1].endswith("s") and not russian[-1].endswith("с"):
                        words[-1] = words[-1][:-1]  # an English plural
                    right = fold("".join(words)) in fold(title.name.replace(" ", ""))
                    if not right and _is_title_of(words, russian):
                        yield run[start : tokens[last][1]], number
                        break

    def keys(self, word: str) -> tuple[str, ...]:
        """The keys of the tables under which the word may stand; mostly none."""
        return self._keys[word]

    def is_given(self, word: str) -> bool:
        """Whether the word is known as a given name (or as a name that may be one)."""
        return fold(word) in self.tables.common or bool(self.keys(word))

    def _keys_of(self, word: str) -> tuple[str, ...]:
        known, low = self.tables.words, fold(word)
        options = [low, *_inflected_keys(word), *(low[: -len(e)] for e in _LATIN_ENDINGS if low.endswith(e))]
        return tuple(dict.fromkeys(o for o in options if o in known))


def _syllabic(countries: Mapping[str, str]) -> list[tuple[str, Signs]]:
    """Countries whose names are made of syllables, and the words that speak of them. *Korean*
    alone is the South's."""
    south, north = (countries.get(c, "").split(";") for c in ("KR", "KP"))
    found = [("KR", [s for s in south if s not in north]), ("KP", [n for n in north if n not in south])]
    found += [("KR", south)] + [(c, countries.get(c, "").split(";")) for c in ("CN", "TW", "JP")]
    return [(c, tuple(s)) for c, s in found if any(s)]


def _likeness(person: Person, word: str) -> float:
    """How near a word is to the person's last word in English or Russian, of 100."""
    from rapidfuzz import fuzz  # long to import, and few texts need it

    pairs = [(fold(word), fold(s[-1])) for s in person.spellings]
    pairs += [
        (k, c) for r in person.russian_words for c in cyrillic_skeletons(r[-1]) for k in skeletons(word)
    ]
    return max(fuzz.ratio(a, b) for a, b in pairs)


_ORDER: dict[Fit, int] = {"same": 0, "romanised": 1, "inflected": 2, "near": 3}


def _rank(fits: tuple[Fit, ...]) -> list[int]:
    return [_ORDER[fit] for fit in fits]


_LATIN_ENDINGS = ("a", "u", "om", "ym", "em")
"""Russian cases put on a name that is otherwise right: *Macronom*, *Trumpa*."""


def _tokens(run: str) -> list[Token]:
    """Words of a run with their places, possessive endings left off."""
    words = ((m.start(), without_possessive(m[0])) for m in _TOKEN.finditer(run))
    return [(start, start + len(word), word) for start, word in words if word]


_TOKEN = lazy_re(r"[^\s-]+")


def fit_of(person: Person, words: Sequence[str]) -> tuple[Fit, ...] | None:
    """How each word stands to the person's name; None where one does not fit.

    Only the family name, or all names, may be inflected: *Sergei Lavrovym*.
    """
    if any(len(s) == len(words) and all(map(_is_same, words, s)) for s in person.spellings):
        return tuple("same" for _ in words)
    found = [f for r in person.russian_words if (f := _fit_to(person, r, words)) is not None]
    return min(found, key=_rank, default=None)


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
    aligned = [s[i] for s in person.spellings if i == -1 or len(s) == len(russian)]
    if any(_is_same(word, a) for a in aligned):
        return "same"
    if is_romanisation(word, russian[i]):
        return "romanised"
    forms = case_forms(russian[i], person.gender)
    if any(is_romanisation(word, f) for f in forms):
        return "inflected"
    if forms and any(len(a) > 3 and fold(word) == fold(a) + e for a in aligned for e in _LATIN_ENDINGS):
        return "inflected"
    return None


def _is_form(word: str, russian: Iterable[str]) -> bool:
    """Whether the word is a romanisation of a Russian name of a place, in any case."""
    joined = [r.replace(" ", "") for r in russian]
    return any(is_romanisation(word, f) for r in joined for f in (r, *case_forms(r, "m")))


@lru_cache(maxsize=MOST)
def _inflected_keys(word: str) -> tuple[str, ...]:
    own = skeletons(word)
    return (*own, *(n for s in own for n in nominatives(s)))


def _is_title_of(words: Sequence[str], russian: Sequence[str]) -> bool:
    """Whether the words are a romanisation of the Russian ones, the last in any case."""
    return (
        len(words) == len(russian)
        and all(map(is_romanisation, words[:-1], russian[:-1]))
        and _is_form(words[-1], russian[-1:])
    )


_SOFT_SIGN = lazy_re("['’ʹ`]")


def _is_same(word: str, right: str) -> bool:
    """Whether the word is the right one, accents apart; an apostrophe too many is a soft sign."""
    return fold(word) == fold(right) and len(_SOFT_SIGN.findall(word)) <= len(_SOFT_SIGN.findall(right))
