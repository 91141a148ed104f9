"""Who and what is named in a stretch of text?

Start reading at `Mentions.people`: every word or run of capitalised words that may
name one person, with the genders it may have. A doubtful name counts as a person,
since a pronoun is left alone where a person is near. `Mentions.things` are nouns
whose Russian counterpart has a gender that an engine carries into English.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from cleanup.page import Page

MAN, WOMAN = 1, 2
EITHER = MAN | WOMAN
NEUTER = 4

PRONOUN_GENDER = {
    "he": MAN,
    "him": MAN,
    "his": MAN,
    "himself": MAN,
    "she": WOMAN,
    "her": WOMAN,
    "hers": WOMAN,
    "herself": WOMAN,
}

_TABLES = (
    "humans",
    "adjectival_humans",
    "men",
    "women",
    "titles_of_men",
    "titles_of_women",
    "first_names_of_men",
    "first_names_of_women",
    "first_names_of_both",
    "capitals",
    "openers",
    "titled",
    "function_words",
    "masculine",
    "feminine",
    "neuter",
    "masculine_names",
    "feminine_names",
)


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
    named: bool


class Lexicon:
    """The word tables of the pass, ready to be asked."""

    def __init__(self, tables: tuple[tuple[str, ...], ...]) -> None:
        t = dict(zip(_TABLES, tables, strict=True))
        self.people = dict.fromkeys(t["humans"], EITHER) | dict.fromkeys(t["men"], MAN)
        self.people |= dict.fromkeys(t["women"], WOMAN) | PRONOUN_GENDER
        self.adjectival = frozenset(t["adjectival_humans"])
        self.titles = dict.fromkeys(t["titles_of_men"], MAN) | dict.fromkeys(t["titles_of_women"], WOMAN)
        self.first_names = dict.fromkeys(t["first_names_of_both"], EITHER)
        self.first_names |= dict.fromkeys(t["first_names_of_men"], MAN)
        self.first_names |= dict.fromkeys(t["first_names_of_women"], WOMAN)
        self.capitals = frozenset(t["capitals"])
        self.function_words = frozenset(t["function_words"])
        self.titled = frozenset(t["titled"])
        self.openers = frozenset(t["openers"])
        self.things: dict[str, int] = {}
        for table, gender in (("masculine", MAN), ("feminine", WOMAN), ("neuter", NEUTER)):
            for word in t[table]:
                self.things[word] = self.things.get(word, 0) | gender
        self.names = dict.fromkeys(t["masculine_names"], MAN) | dict.fromkeys(t["feminine_names"], WOMAN)


@lru_cache(maxsize=2)
def _lexicon(tables: tuple[tuple[str, ...], ...]) -> Lexicon:
    return Lexicon(tables)


def lexicon_of(page: Page) -> Lexicon:
    """The lexicon of the page's rules, made once."""
    return _lexicon(tuple(page.words(f"pronouns.{name}") for name in _TABLES))


_NAME_WORD = r"(?:(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Prof|Gen|Col)\.|\p{Lu}[\p{L}\p{M}\d'’&-]*)"
_UNIT = regex.compile(
    rf"""(?P<name>\b{_NAME_WORD}(?:[ ](?:(?:of|the|and|for|de|da|van|von|der|al|bin|ibn)[ ]){{0,2}}{_NAME_WORD}){{0,7}})
      | \b(?P<word>\p{{Ll}}[\p{{L}}\p{{M}}'’-]*)""",
    regex.VERBOSE,
)
_FEMALE_SURNAME = regex.compile(r"(?:ova|eva|yova|ina|yna|skaya|skaia|ska|tskaya|cka|yeva|aya|ivna|ovna|evna)$")
_MALE_SURNAME = regex.compile(r"(?:ov|ev|yov|in|yn|sky|skiy|skyy|skii|tsky|ski|cki|enkov|ovich|evich|yovych|ovych)$")
_ROLE_BEFORE = regex.compile(
    r"(?:\b(?:in|at|near|across|throughout|inside|outside|around|into|via)|\bthe)\s+$", regex.IGNORECASE
)
_FUNCTION_WORD = regex.compile(
    r"\s*(?:[,.;:!?…—–)\"”»]|(?:is|are|was|were|be|been|has|have|had|will|would|can|could|should|may|might|must|"
    r"do|does|did|and|or|but|of|in|on|at|to|for|from|with|by|who|whom|whose|that|which|as|than|said|says|told|"
    r"not|also|then|when|where|because|if|while|after|before|about|\p{L}+ed)\b|$)"
)
_NEAR = 20_000
"""Characters either side in which the lower-case form of an unknown opening word is looked for."""
_AGENT_NOUN = regex.compile(r"(?:man|woman|ologist|ician|maker|person|keeper|player|holder)$")


class Mentions:
    """What is mentioned in one page. Holds what it learnt about the page's names."""

    def __init__(self, page: Page) -> None:
        self._text = page.text
        self._page = page
        self.lexicon = lexicon_of(page)
        self._known: dict[str, bool] = {}

    def people(self, start: int, end: int) -> Iterator[Person]:
        """Whatever may be one person in text[start:end], in reading order."""
        text, lex = self._text, self.lexicon
        for m in _UNIT.finditer(text, start, end):
            word = m["word"]
            if word is None:
                person = self._named(m.start(), m.end())
                if person is not None:
                    yield person
                continue
            if word[-2:] in ("'s", "’s"):
                word = word[:-2]
            gender = lex.people.get(word, 0)
            if not gender and (
                (word in lex.adjectival and _FUNCTION_WORD.match(text, m.end(), end)) or _AGENT_NOUN.search(word)
            ):
                gender = EITHER
            if gender:
                yield Person(m.start(), m.end(), gender, word in PRONOUN_GENDER)

    def things(self, start: int, end: int) -> Iterator[Thing]:
        """Nouns and names of things in text[start:end] that head their phrase."""
        text, lex = self._text, self.lexicon
        previous: Thing | None = None
        for m in _UNIT.finditer(text, start, end):
            found = self._thing(m, lex)
            if previous is not None:
                # in “sector committee” the last noun is the head
                if found is None or text[previous.end : found.start] != " ":
                    yield previous
                previous = None
            previous = found
        if previous is not None:
            yield previous

    def _thing(self, m: regex.Match[str], lex: Lexicon) -> Thing | None:
        word = m["word"]
        if word is not None:
            gender = lex.things.get(word, 0)
            if gender and self._text[max(0, m.start() - 3) : m.start()].lower() == "to ":
                return None  # “to sign” is a verb
            return Thing(m.start(), m.end(), gender, named=False) if gender else None
        words = m["name"].rstrip(".").split()
        if words[-1][-2:] in ("'s", "’s"):
            words[-1] = words[-1][:-2]
        gender = lex.names.get(words[-1], 0) if len(words) <= 2 else 0
        if gender:
            return Thing(m.start(), m.end(), gender, named=True)
        gender = lex.things.get(words[-1].lower(), 0) or lex.things.get(words[0].lower(), 0)
        return Thing(m.start(), m.end(), gender, named=False) if gender else None

    def _named(self, start: int, end: int) -> Person | None:
        """The person a run of capitalised words may name; None for places, bodies and titles."""
        text, lex = self._text, self.lexicon
        words = text[start:end].split(" ")
        if words[-1][-2:] in ("'s", "’s"):
            words[-1] = words[-1][:-2]
        opens = self._opens_sentence(start)
        if opens and words and words[0].lower() in PRONOUN_GENDER:
            return Person(start, start + len(words[0]), PRONOUN_GENDER[words[0].lower()], named=True)
        while words and words[0].lower() in lex.function_words:
            start += len(words.pop(0)) + 1
            opens = True
        while opens and words and self._is_opener(words[0], start, alone=len(words) == 1):
            start += len(words.pop(0)) + 1
        if not words:
            return None
        title = lex.titles.get(words[0], 0)
        if title:
            return Person(start, end, title, named=True)
        if any(lex.people.get(w.lower()) for w in words):
            return Person(start, end, self._gender(words), named=True)
        if words[0] in lex.first_names:
            return Person(start, end, self._gender(words), named=True)
        unknown = [w for w in words if not self._is_place_or_body(w, alone=len(words) == 1)]
        if not unknown or len(unknown) < len([w for w in words if w[:1].isupper()]) - 1:
            return None
        if self._is_title_of_thing(start, end, words):
            return None
        return Person(start, end, self._gender(unknown), named=True)

    def _gender(self, words: list[str]) -> int:
        for word in words:
            gender = self.lexicon.first_names.get(word) or self.lexicon.people.get(word.lower(), EITHER)
            if gender != EITHER:
                return gender
        if _FEMALE_SURNAME.search(words[-1]) and words[-1] not in self.lexicon.first_names:
            return WOMAN
        return MAN if _MALE_SURNAME.search(words[-1]) else EITHER

    def _is_place_or_body(self, word: str, *, alone: bool) -> bool:
        low = word.lower().rstrip(".")
        lex = self.lexicon
        return (
            all(part in lex.capitals for part in low.split("-"))
            or (low in lex.openers and not alone)
            or low in lex.things
            or not word[:1].isupper()
            or (len(word) > 1 and word.isupper() and word.isalpha())
            or any(c.isdigit() for c in word)
        )

    def _is_title_of_thing(self, start: int, end: int, words: list[str]) -> bool:
        """`the company Orion`, `“Orion”`, `in Lipetsk`, `the Kremlin`."""
        text, lex = self._text, self.lexicon
        if text[start - 1 : start] in ('"', "“", "«", "‘") and text[end : end + 1] in ('"', "”", "»", "’", ","):
            return True
        before = text[max(0, start - 40) : start]
        if _ROLE_BEFORE.search(before):
            return text[end - 2 : end] not in ("'s", "’s")
        last = before.rstrip(" \"“«").rsplit(" ", 1)[-1].lower()
        return last in lex.titled

    def _opens_sentence(self, start: int) -> bool:
        before = self._text[max(0, start - 4) : start].rstrip(" \t")
        return not before or before[-1] in '.!?…:\n"“”«»—–-([)]*•'

    def _is_opener(self, word: str, start: int, *, alone: bool) -> bool:
        """Whether a word that opens a sentence is no name."""
        low = word.lower()
        lex = self.lexicon
        if word in lex.first_names or word in lex.titles:
            return False
        if low in lex.openers or low in lex.things or (low in lex.adjectival):
            return True
        if not alone or low in lex.capitals:
            return False
        if low not in self._known:
            near = self._text[max(0, start - _NEAR) : start + _NEAR]
            endings = ("ly", "ing", "ed", "tion", "ment", "ness", "ity", "ers", "ians", "ists")
            self._known[low] = f" {low}" in near or low.endswith(endings)
        return self._known[low]
