"""Who and what is named in a stretch of text?

Start reading at `Mentions.people`: every word or run of capitalised words that may
name one person, with the genders it may have. A doubtful name counts as a person,
since a pronoun is left alone where a person is near. `Mentions.things` are nouns
whose Russian counterpart has a gender that an engine carries into English.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import regex

from cleanup.coreference.lexicon import EITHER, MAN, PRONOUN_GENDER, WOMAN, Lexicon
from cleanup.patterns import lazy_re, lazy_regex


class Person(NamedTuple):
    """Words that may name one person; `gender` is MAN, WOMAN or both."""

    start: int
    end: int
    gender: int
    named: bool


class Thing(NamedTuple):
    """A noun for a thing; `gender` joins those of its Russian counterparts."""

    start: int
    end: int
    gender: int
    word: str
    named: bool


_NAME_WORD = r"(?:(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Prof|Gen|Col)\.|\p{Lu}[\p{L}\p{M}\d'’&-]*)"
_NAME_LINK = r"(?:(?:of|the|for|de|da|van|von|der|al|bin|ibn)[ ])"
_UNIT = lazy_regex(
    rf"""(?P<name>\b{_NAME_WORD}(?:[ ]{_NAME_LINK}{{0,2}}{_NAME_WORD}){{0,7}})
      | \b(?P<word>\p{{Ll}}[\p{{L}}\p{{M}}'’-]*)""",
    regex.VERBOSE,
)
_CAPITALS = "".join(c for c in map(chr, range(0x530)) if c.isupper())
_CAPITALISED = rf"(?:(?:Mrs?|Ms|Dr|St|Prof|Gen|Col|[{_CAPITALS}])\.|[{_CAPITALS}][\w'’&-]*)"
_NAME = lazy_re(
    rf"[{_CAPITALS}](?<!\w[{_CAPITALS}])(?<!\w['’-][{_CAPITALS}])"
    r"(?:\.|(?<=M)r\.|(?<=M)rs\.|(?<=M)s\.|(?<=D)r\.|(?<=S)t\.|(?<=P)rof\.|(?<=G)en\.|(?<=C)ol\.|[\w'’&-]*)"
    rf"(?:[ ]{_NAME_LINK}{{0,2}}{_CAPITALISED}){{0,7}}"
)
"""The names of `_UNIT`, for a quick look: `re` is fast where a class of letters stands first."""
_PLACE = lazy_re(r"(?:\s?[–—-]\s?[A-Z]\w+)? ([a-z]+)\b")
_OWNS = ("'s", "’s")
_LETTERS = lazy_re(r"\w+")
_NEXT_WORD = lazy_regex(r" (\p{Ll}+)\b")
_LEADING = "\"'“”«»‘’([—–-"
_OPENING, _CLOSING = ('"', "“", "«", "‘"), ('"', "”", "»", "’", ",")
_LISTED = lazy_regex(r"(?:,| and| or) \p{Lu}")
"""Behind `German`: another language or nation."""
_CLOSE = 80
"""Characters in which most pronouns have their person, looked at first."""
_NEAR = 20_000
"""Characters either side in which the lower-case form of an unknown opening word is looked for,
and the full name of a bare surname."""
_CONTRACTED = lazy_re(r"['’](?:d|ll|m|re|t|ve)$")
"""`You'll`, `Don't`."""
_LONGEST_FIRST_NAME = 20
_LONGEST_PREDICATE = 60
_IS_A = lazy_re(
    r"(?<![\w'’-])(\w+) (?:is|was|became|remains|remained) (?:not )?(?:now |also |still )?"
    r"(?:an?|the|one of the)(?: [a-z-]+){0,2} $"
)
_MAY_BE_NOBODY = lazy_re(r" (?:is|was|became|remains|remained) |\b(?:female|male|woman) ")
_SEX = lazy_re(r"\b(?:female|male|woman) $")
_LONGEST_SEX = len(" female ")
_AGENT = lazy_regex(r"(?:man|ologist|ician|maker|person|keeper|player|holder)\b")
_AGENT_NOUN = lazy_regex(_AGENT.pattern + "$")


_DETERMINERS = frozenset("a an her his its my new old our that the their this your".split())


class Mentions:
    """What is mentioned in one page. Holds what it learnt about the page's names."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._known: dict[str, bool] = {}
        self._surnames: dict[str, int] = {}

    def has_person(self, start: int, end: int, gender: int) -> bool:
        """Whether `people` finds one of the gender: plain words first, then names, then the rest."""
        text, lex = self._text, self._lexicon
        close = max(start, end - _CLOSE)
        words = _LETTERS.findall(text, close, end)
        if self._is_somebody(lex.plain[gender].intersection(words), close, end, gender):
            return True
        if close > start:
            words += _LETTERS.findall(text, start, close)
            if self._is_somebody(lex.plain[gender].intersection(words), start, end, gender):
                return True
        if any(person.gender & gender for person in self.names(start, end)):
            return True
        if lex.adjectival_humans.isdisjoint(words) and not _AGENT.search(text, start, end):
            return False
        return any(person.gender & gender for person in self.people(start, end))

    def _is_somebody(self, plain: frozenset[str], start: int, end: int, gender: int) -> bool:
        """Whether one of the plain words of a stretch is more than what a thing is said to be."""
        if not plain:
            return False
        if any(w in PRONOUN_GENDER or w[0].isupper() for w in plain):
            return True
        if plain.isdisjoint(self._lexicon.attributives) and not _MAY_BE_NOBODY.search(self._text, start, end):
            return True
        return any(person.gender & gender for person in self.people(start, end))

    def names(self, start: int, end: int) -> Iterator[Person]:
        """Those of `people` who are capitalised."""
        named = (self._named(m.start(), m.end()) for m in _NAME.finditer(self._text, start, end))
        return (person for person in named if person is not None)

    def is_pronoun(self, person: Person) -> bool:
        """Whether a person is meant by `he`, `her` and so on, not named or described."""
        return self._text[person.start : person.end].lower() in PRONOUN_GENDER

    def people(self, start: int, end: int) -> Iterator[Person]:
        """Whatever may be one person in text[start:end], in reading order."""
        text, lex = self._text, self._lexicon
        for m in _UNIT.finditer(text, start, end):
            word = m["word"]
            if word is None:
                person = self._named(m.start(), m.end())
                if person is not None:
                    yield person
                continue
            if word.endswith(_OWNS):
                word = word[:-2]
            gender = lex.people.get(word, 0) or lex.people.get(word.rpartition("-")[2], 0)  # ex-minister
            if not gender and (
                (word in lex.adjectival_humans and self._is_noun(m.end())) or _AGENT_NOUN.search(word)
            ):
                gender = EITHER
            sex = _SEX.search(text, max(0, m.start() - _LONGEST_SEX), m.start())
            if sex and gender == EITHER:
                gender = MAN if sex[0] == "male " else WOMAN
            if gender and not self._is_attribute(word, m.end()) and not self._is_what_thing_is(m.start()):
                yield Person(m.start(), m.end(), gender, word in PRONOUN_GENDER)

    def _is_attribute(self, word: str, end: int) -> bool:
        """Whether a person's noun tells of what kind a thing is: `a passenger car`."""
        if word not in self._lexicon.attributives:
            return False
        m = _NEXT_WORD.match(self._text, end)
        return m is not None and m[1] in self._lexicon.things

    def _is_what_thing_is(self, start: int) -> bool:
        """Whether a person's noun says what a thing is: `Turkey is a mediator`."""
        m = _IS_A.search(self._text, max(0, start - _LONGEST_PREDICATE), start)
        return m is not None and (m[1] in self._lexicon.names or m[1].lower() in self._lexicon.things)

    def things(self, start: int, end: int) -> Iterator[Thing]:
        """Nouns and names of things in text[start:end] that head their phrase."""
        text = self._text
        previous: Thing | None = None
        for m in _UNIT.finditer(text, start, end):
            found = self._thing(m)
            # in “sector committee” the last noun is the head
            if previous is not None and (found is None or text[previous.end : found.start] != " "):
                yield previous
            previous = found
        if previous is not None:
            yield previous

    def _thing(self, m: regex.Match[str]) -> Thing | None:
        lex, word = self._lexicon, m["word"]
        if word is not None:
            gender = lex.things.get(word, 0)
            # “to sign”, “we call” are verbs
            before = self._word_before(m.start())
            if not gender or before in lex.verb_signs or (word == "home" and before not in _DETERMINERS):
                return None  # “go home” names no thing
            return Thing(m.start(), m.end(), gender, word, named=False)
        words = _words(m["name"].removeprefix("The "))
        if len(words) <= 2 and words[-1] in lex.names:
            return Thing(m.start(), m.end(), lex.names[words[-1]], words[-1], named=True)
        phrase = words[: words.index("of")] if "of" in words else words  # Order of the Ministry
        if words[0].lower() in lex.name_particles:  # `Van Doorn` is no van
            return None
        head = next((w.lower() for w in (phrase[-1], phrase[0]) if w.lower() in lex.things), None)
        return Thing(m.start(), m.end(), lex.things[head], head, named=False) if head else None

    def _word_before(self, start: int) -> str:
        return self._text[max(0, start - 12) : start].rstrip().rpartition(" ")[2].lower()

    def _named(self, start: int, end: int) -> Person | None:
        """The person a run of capitalised words may name; None for places, bodies and titles."""
        lex, words = self._lexicon, _words(self._text[start:end])
        first = words[0].lower()
        opens = self._opens_sentence(start)
        owns = self._text.endswith(_OWNS, start, end)
        if opens and first in PRONOUN_GENDER:
            return Person(start, start + len(first), PRONOUN_GENDER[first], named=True)
        while words and (
            words[0].lower() in lex.function_words
            or (opens and self._is_opener(words[0], start, alone=len(words) == 1, owns=owns))
        ):
            opens = True
            start += len(words.pop(0)) + 1
        if not words or _CONTRACTED.search(words[-1]) or "°" in self._text[max(0, start - 2) : start]:
            return None
        gender = lex.titles.get(words[0], 0)
        if gender:
            return Person(start, end, gender, named=True)
        if len(words) == 1 and words[0].lower() in lex.adjectival_humans:
            return Person(start, end, EITHER, named=False) if self._is_noun(end) else None
        if not self._names_person(start, end, words):
            return None
        return Person(start, end, self._gender(words, start), named=True)

    def _names_person(self, start: int, end: int, words: list[str]) -> bool:
        lex = self._lexicon
        if words == ["Ed"] and self._text.startswith(".", end):  # the editor
            return False
        if words[0] in lex.first_names or any(w.lower() in lex.people for w in words):
            return True
        first, last = words[-2:][0], words[-1]  # “the State Duma Anna Lind”
        if first in lex.first_names and not self._is_place_or_body(last, alone=len(words) == 1):
            return True
        capitalised = [w for w in words if w[:1].isupper()]
        unknown = [w for w in capitalised if not self._is_place_or_body(w, alone=len(words) == 1)]
        # one word of a body or place beside a name (“Bank Chairman Ott”) leaves it a name, as does
        # a full name behind any number of them
        if not unknown or (len(unknown) < len(capitalised) - 1 and unknown[-2:] != capitalised[-2:]):
            return False
        return not self._is_title_of_thing(start, end)

    def _is_noun(self, end: int) -> bool:
        """Whether what follows shows an adjective to stand as a noun: `the accused heard`."""
        if _LISTED.match(self._text, end):
            return False
        m = _NEXT_WORD.match(self._text, end)
        if m is None or m[1].endswith("ed"):
            return True
        lex = self._lexicon
        return m[1] in lex.determined_next or m[1] in lex.person_verbs or m[1] in lex.saying_verbs

    def _gender(self, words: list[str], start: int) -> int:
        lex = self._lexicon
        if len(words) == 1 and (gender := self._gender_in_full(words[0], start)) != EITHER:
            return gender  # “Elizabeth Warren” tells who Warren is
        for before, word in pairwise(["", *words]):
            gender = lex.first_names.get(word) or lex.people.get(word.lower(), EITHER)
            if gender != EITHER and before.lower() not in lex.name_particles:
                return gender
        if words[-1].lower() in lex.capitals:
            return EITHER  # `the Secretary of Moldova`
        if words[-1].endswith(lex.endings_of_women) and words[-1] not in lex.first_names:
            return WOMAN
        if words[-1].endswith(lex.endings_of_men):
            return MAN
        return self._gender_in_full(words[-1], start)

    def _gender_in_full(self, surname: str, start: int) -> int:
        """The genders of those near who bear it after a first name: `Boris Blank` tells who Blank is."""
        if surname not in self._surnames:
            lex, genders, stop = self._lexicon, 0, start + _NEAR
            at = self._text.find(f" {surname}", max(0, start - _NEAR), stop)
            while at >= 0:
                first = self._text[max(0, at - _LONGEST_FIRST_NAME) : at].rpartition(" ")[2].lstrip('\n"“«(—')
                genders |= lex.first_names.get(first) or lex.titles.get(first) or 0
                at = self._text.find(f" {surname}", at + 1, stop)
            self._surnames[surname] = genders or EITHER
        return self._surnames[surname]

    def _is_place_or_body(self, word: str, *, alone: bool) -> bool:
        low = word.lower().rstrip(".")
        lex = self._lexicon
        return (
            low in lex.capitals
            or low in lex.things
            or word in lex.names
            or (low in lex.openers and not alone)
            or ("-" in low and lex.capitals.issuperset(low.split("-")))
            or (len(word) > 1 and word.isupper() and word.isalpha())
            or (not word.isalpha() and any(c.isdigit() for c in word))
        )

    def _is_title_of_thing(self, start: int, end: int) -> bool:
        """`the company Orion`, `“Orion”`, `in Lipetsk`, `the Kremlin`, `Lipetsk region`."""
        text = self._text
        if text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING:
            return True
        kind = _PLACE.match(text, end)
        if kind and kind[1] in self._lexicon.places:
            return True
        before = text[max(0, start - 40) : start]
        stripped = before.rstrip()
        last = stripped.rpartition(" ")[2].rpartition("\n")[2].lower()
        if stripped != before and last.lstrip(_LEADING) in self._lexicon.before_places:
            return not text.endswith(_OWNS, start, end)
        return before.rstrip(' "“«').rsplit(" ", 1)[-1].lower() in self._lexicon.titled

    def _opens_sentence(self, start: int) -> bool:
        before = self._text[max(0, start - 4) : start].rstrip(" \t")
        return not before or before[-1] in '.!?…:\n"“”«»—–-([)]*•'

    def _is_opener(self, word: str, start: int, *, alone: bool, owns: bool) -> bool:
        """Whether a word that opens a sentence is no name."""
        low = word.lower()
        lex = self._lexicon
        if alone and owns:  # `Price's plan` is that of a price, `Brown's plan` that of anybody
            return low in lex.things
        if word in lex.first_names or word in lex.titles or (low in lex.name_particles and not alone):
            return False
        if low in lex.adjectival_humans:
            return not alone  # `The German met her`
        if low in lex.openers or low in lex.things:
            return True
        if low[-1] == "s" and (low[:-1] in lex.people or low[:-1] in lex.adjectival_humans):
            return True  # “Experts”
        return alone and low not in lex.capitals and self._is_common(low, start)

    def _is_common(self, low: str, start: int) -> bool:
        """Whether a word stands in small letters near, or ends as common words do."""
        if low not in self._known:
            near = self._text[max(0, start - _NEAR) : start + _NEAR]
            self._known[low] = f" {low}" in near or low.endswith(self._lexicon.common_endings)
        return self._known[low]


def _words(run: str) -> list[str]:
    """The words of a run, without a final ’s."""
    words = run.rstrip(".").split(" ")
    if words[-1].endswith(_OWNS):
        words[-1] = words[-1][:-2]
    return words
