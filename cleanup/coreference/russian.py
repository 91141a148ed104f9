"""What does a pronoun of the Russian or Ukrainian source stand for?

Start reading at `SourceText.meaning`. The nouns before a pronoun that agree with it are
either all people, or all things, or nothing is said. pymorphy3, an optional
dependency, knows what is a noun, its gender, and whether it lives.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from cleanup.coreference.bitext import Bitext, Span, Unit
from cleanup.coreference.lexicon import MAN, NEUTER, WOMAN
from cleanup.english import last_sentence, sentence_spans
from cleanup.page import Page, Tables
from cleanup.patterns import lazy_re

_WORD = lazy_re(r"[А-Яа-яЁёІіЇїЄєҐґ][А-Яа-яЁёІіЇїЄєҐґ'’ʼ-]*")
_UKRAINIAN = lazy_re(r"[іїєґ]")
_OPENING = ("«", '"', "“", "„")
_IN = lazy_re(r"\b(?:в|во|из|із|на|под)\s$", re.IGNORECASE)
_LOOK = 1500
"""Characters before a pronoun in which a person may have been named."""
_LONGEST = 1_000_000
"""Characters of the longest source looked at: a book."""
_LEAST_SCORE = 0.03
"""Readings of a word below this share are left out: «стали» as a noun of «стать»."""
_MOST_ASKED = 2000
"""Places of one article that are looked up; articles have one in a kilobyte."""
_LONGEST_CHAIN = 4
"""Pronouns followed back one to the other."""
_GENDERS = {"masc": MAN, "femn": WOMAN, "neut": NEUTER, "ms-f": MAN | WOMAN}
_NAMES = frozenset({"Name", "Patr", "Surn"})

Kind = Literal["thing", "person", "either"]


class Meaning(NamedTuple):
    """What a pronoun stands for.

    `sure` is a thing where no person could be meant, and a person who has a name and,
    where a thing might be meant too, is the subject.
    """

    kind: Kind
    noun: str
    sure: bool


class Reading(NamedTuple):
    """The genders a word has as a noun in the singular."""

    living: int
    lifeless: int
    nominative: bool
    name: bool = False
    """Whether the dictionary has it as a name of people."""


class Token(NamedTuple):
    """A word of the source."""

    start: int
    word: str
    named: bool
    """Capitalised, and neither in a title nor a place: «Орион», в Дорсете."""


class Words(NamedTuple):
    """The tables of source words in rules/ru-en/pronouns.yaml."""

    subjects: dict[str, int]
    pronouns: dict[str, int]
    own: frozenset[str]
    someone: frozenset[str]


def _words(tables: Tables) -> Words:
    names = ("source_he", "source_him", "source_she", "source_her", "source_it")
    he, him, she, her, it = (tables(f"pronouns.{name}") for name in names)
    subjects = dict.fromkeys(he, MAN) | dict.fromkeys(she, WOMAN)
    return Words(
        subjects=subjects,
        pronouns=subjects
        | dict.fromkeys(him, MAN | NEUTER)
        | dict.fromkeys(her, WOMAN)
        | dict.fromkeys(it, NEUTER),
        own=frozenset(tables("pronouns.source_own")),
        someone=frozenset(tables("pronouns.source_someone")),
    )


_NOTHING = Reading(0, 0, nominative=False)


@lru_cache(maxsize=2)
def _parser(language: str) -> Callable[[str], list[object]] | None:
    """The dictionary of a language; None where it is not installed."""
    try:
        import pymorphy3  # optional, and a page without source needs none

        parse: Callable[[str], list[object]] = pymorphy3.MorphAnalyzer(lang=language).parse
    except (ImportError, ValueError):
        return None
    return parse


@lru_cache(maxsize=50_000)
def read(word: str, language: str, *, named: bool) -> Reading:
    """What a word may be. A capitalised word that is in no dictionary may be anybody's name."""
    parse = _parser(language)
    assert parse is not None
    living = lifeless = 0
    nominative = known = name = False
    for p in parse(word):
        tag, score = p.tag, p.score  # type: ignore[attr-defined]
        known = known or p.is_known  # type: ignore[attr-defined]
        if score < _LEAST_SCORE or tag.POS != "NOUN" or tag.number == "plur":
            continue
        if tag.grammemes & _NAMES and not named:
            continue  # «блок» is a surname too
        gender = _GENDERS.get("ms-f" if "ms-f" in tag.grammemes else tag.gender, 0)
        if tag.animacy == "inan":
            lifeless |= gender
        else:
            living |= gender
        nominative = nominative or tag.case == "nomn"
        name = name or (known and bool(tag.grammemes & _NAMES))
    if named and not known and not word.isupper():
        return Reading(MAN | WOMAN, 0, nominative=True)
    return Reading(living, lifeless, nominative, name) if living or lifeless else _NOTHING


class SourceText:
    """The source of one page, asked about the pronouns of its translation."""

    def __init__(self, bitext: Bitext, words: Words) -> None:
        self._bitext = bitext
        self._text = bitext.source
        self._language = "uk" if _UKRAINIAN.search(self._text[:2000]) else "ru"
        self._words = words
        self._asked = 0
        self._meanings: dict[int, Meaning | None] = {}

    @property
    def is_readable(self) -> bool:
        """Whether the dictionary of its language is installed."""
        return _parser(self._language) is not None

    def meaning(self, position: int, gender: int, same: list[int]) -> Meaning | None:
        """What the pronoun at a place of the translation stands for; `same` are those of its gender.

        Taken one by one where the source has as many; else all of the source must agree.
        """
        unit = self._unit(position)
        if unit is None:
            return None
        first, last = bisect_left(same, unit.target[0]), bisect_left(same, unit.target[1])
        theirs = list(self._pronouns(unit.source, gender))
        if len(theirs) < last - first:
            theirs = sorted([*theirs, *filter(self._is_own, self._tokens(*unit.source))])
        if len(theirs) == last - first:
            return self._meaning(theirs[same.index(position, first) - first], gender, unit.source)
        found = [self._meaning(t, gender, unit.source) for t in theirs]
        agreed = [m for m in found if m and found[0] and m.kind == found[0].kind]
        return min(agreed, key=lambda m: m.sure) if len(agreed) == len(found) and agreed else None

    def person_at(self, position: int) -> tuple[int, str] | None:
        """The gender and noun of a person whose «он» or «она» opens the sentence of a place."""
        unit = self._unit(position)
        first = next(self._tokens(*unit.source), None) if unit else None
        if unit is None or first is None or unit.target[0] != position:
            return None
        gender = self._words.subjects.get(first.word.lower(), 0)
        found = self._meaning(first, gender, unit.source) if gender else None
        return (gender, found.noun) if found and found.kind != "thing" and found.sure else None

    def _unit(self, position: int) -> Unit | None:
        """The stretch that holds a place, for the first places asked about."""
        self._asked += 1
        return self._bitext.at(position) if self._asked <= _MOST_ASKED else None

    # --- pronouns ----------------------------------------------------------------

    def _pronouns(self, span: Span, gender: int) -> Iterator[Token]:
        table = self._words.pronouns
        return (t for t in self._tokens(*span) if table.get(t.word.lower(), 0) & gender)

    def _meaning(self, pronoun: Token, gender: int, span: Span, depth: int = 0) -> Meaning | None:
        if pronoun.start not in self._meanings:
            if depth > _LONGEST_CHAIN:
                return None
            found = (
                self._owner(pronoun, span)
                if self._is_own(pronoun)
                else self._stands_for(pronoun, gender, depth)
            )
            self._meanings[pronoun.start] = found
        return self._meanings[pronoun.start]

    def _is_own(self, pronoun: Token) -> bool:
        return pronoun.word.lower() in self._words.own

    def _owner(self, pronoun: Token, span: Span) -> Meaning | None:
        """«Свой» belongs to the subject: every noun of the sentence that may be one must agree."""
        sentence = next((s for s in sentence_spans(self._text, *span) if s[0] <= pronoun.start < s[1]), span)
        nouns = [(t, self._read(t)) for t in self._tokens(*sentence)]
        return _verdict([(t, r) for t, r in nouns if r.nominative], MAN | WOMAN | NEUTER, sure=False)

    def _stands_for(self, pronoun: Token, gender: int, depth: int) -> Meaning | None:
        wanted = self._words.pronouns[pronoun.word.lower()]
        near = self._near(pronoun.start)
        chain = list(self._pronouns((near, pronoun.start), gender))
        if chain:
            before = self._meaning(chain[-1], gender, (near, pronoun.start), depth + 1)
            if before is None or before.kind != "thing":
                return before and before._replace(sure=False)
        nouns = [(t, self._read(t)) for t in self._tokens(near, pronoun.start)]
        found = _verdict(nouns, wanted, sure=True)
        if found is None or found.kind != "thing":
            return found
        far = max(0, pronoun.start - _LOOK)
        alone = not any(
            self._read(t).living & gender or self._words.pronouns.get(t.word.lower(), 0) & gender
            for t in self._tokens(far, near)
        )
        return found._replace(sure=alone)

    # --- words ---------------------------------------------------------------------

    def _near(self, position: int) -> int:
        """Where the sentence before that of a place begins, in its line or in the one before."""
        floor = max(0, position - _LOOK)
        line = self._text.rfind("\n", floor, position) + 1 or floor
        sentences = sentence_spans(self._text, line, position)
        if len(sentences) > 1:
            return sentences[-2][0]
        return last_sentence(self._text, floor, line)[0]

    def _read(self, token: Token) -> Reading:
        low = token.word.lower()
        if low in self._words.someone:
            return Reading(MAN | WOMAN, 0, nominative=True)
        if low in self._words.pronouns or low in self._words.own:
            return _NOTHING
        return read(token.word, self._language, named=token.named)

    def _tokens(self, start: int, end: int) -> Iterator[Token]:
        for m in _WORD.finditer(self._text, start, end):
            before = self._text[max(start, m.start() - 4) : m.start()]
            place_or_title = before[-1:] in _OPENING or _IN.search(before)
            yield Token(m.start(), m[0], m[0][0].isupper() and not place_or_title)


def _verdict(nouns: list[tuple[Token, Reading]], wanted: int, *, sure: bool) -> Meaning | None:
    """What the nouns that agree have in common."""
    people = [(t, r) for t, r in nouns if r.living & wanted]
    things = [t for t, r in nouns if r.lifeless & wanted and not r.living & wanted]
    if not people:
        return Meaning("thing", things[-1].word.lower(), sure) if things else None
    named = [t for t, r in people if r.name]
    if not things:
        return Meaning("person", named[-1].word if named else people[-1][0].word, bool(named))
    first, reading = people[0]
    leads = reading.name and reading.nominative and first.start < things[0].start
    return Meaning("either", first.word, leads)


def source_of(page: Page) -> SourceText | None:
    """The source of a page, if there is one and the dictionary of its language."""
    given = page.article.source
    if given is None or len(given) > _LONGEST or not _WORD.search(given):
        return None
    source = SourceText(Bitext(page, given), page.made(_words))
    return source if source.is_readable else None
