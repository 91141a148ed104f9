"""Which pronouns have the wrong gender for the only person they can mean?

Start reading at `Genders.meant`. Russian and Ukrainian leave the pronoun out («Об этом сообщила»), and
an engine that puts one in puts `he`. Silent unless the text has nobody whom the pronoun would fit.
"""

from __future__ import annotations

from cleanup.coreference.antecedents import Resolver
from cleanup.coreference.lexicon import EITHER, MAN, PRONOUN_GENDER, WOMAN, Lexicon
from cleanup.coreference.mentions import Person
from cleanup.patterns import lazy_re

_WORD = lazy_re(r"[^\W\d_]+")
_MARK = lazy_re(r"[.,!?;:\n]")
_QUICK = 400
"""Characters before a pronoun that settle most: somebody whom it fits, or nobody else, is named there."""
_STORY = 4000
"""Characters before in which nobody may be named whom the pronoun would fit."""
_NEAR = 600
"""Characters of the paragraph before in which a pronoun or a nameless person might be meant."""
_CHAIN = 1500
"""Characters for which a person stays the one meant."""
_CLOSE = 30
"""Characters between a name and the noun that goes with it: `the famous singer Anna Lind`."""
_HEADLINE = 200
_STORY_BEGINS = 1500
"""Characters below a headline in which it is told whom it is about."""
_LINKS = frozenset(f" {word} " for word in ("by", "for", "from", "of", "to", "with"))
"""Between two persons: `the aide to President Lind`."""
_OF_OTHER = ("her ", "his ")
_SUBJECTS = {MAN: ("he", "He", "his", "His"), WOMAN: ("she", "She", "her", "Her")}
_MOST_LOOKS = 5000
"""Pronouns of one text that are looked at; a book has as many."""
_OF_WOMEN = lazy_re(r"(?:ova|eva|skaya)\b")


class Genders:
    """Judges the pronouns of one page, to be asked in reading order."""

    def __init__(self, text: str, lexicon: Lexicon, resolver: Resolver) -> None:
        self._text = text
        self._lexicon = lexicon
        self._resolver = resolver
        self._mentions = resolver.mentions
        self._judged: dict[int, Person] = {}
        """Pronouns of the wrong gender, and who is meant."""
        self._right = {MAN: -_QUICK, WOMAN: -_QUICK}
        """The last pronoun of each gender shortly behind a name that it fits."""
        self._looks = 0

    def meant(self, start: int, end: int) -> Person | None:
        """The woman meant by `he`, or the man by `she`."""
        gender = PRONOUN_GENDER[self._text[start:end].lower()]
        self._looks += 1
        if start < _HEADLINE and (person := self._named_below(start, gender)):
            return person
        if self._looks > _MOST_LOOKS or not self._may_be_other(start, gender):
            return None
        place = self._resolver.place(start)
        last = next(reversed(self._judged), -_CHAIN)
        again = self._judged.get(last) if start - last < _CHAIN else None
        person = again or self._named(max(0, start - _NEAR), start, gender)
        if person is None:
            return None
        near = start if again else min(person.start, max(place.paragraph, start - _NEAR))
        if self._fits_somebody(person, start, (near, place.sentence[1]), gender):
            return None
        self._judged[start] = person
        return person

    def is_nobody(self, start: int, end: int) -> bool:
        """Whether there is nobody shortly before whom the pronoun would fit."""
        gender = PRONOUN_GENDER[self._text[start:end].lower()]
        return not self._mentions.has_person(max(0, start - _NEAR), start, gender)

    def _may_be_other(self, start: int, gender: int) -> bool:
        """Whether somebody of the other gender is named shortly before, and nobody of this one."""
        if start - self._right[gender] < _QUICK:
            return False
        words = _WORD.findall(self._text, max(0, start - _QUICK), start)
        lex = self._lexicon
        if not lex.names_of[gender].isdisjoint(words):
            self._right[gender] = start
            return False
        if self._judged or not lex.own_names[EITHER - gender].isdisjoint(words):
            return True
        return _OF_WOMEN.search(self._text, max(0, start - _QUICK), start) is not None

    def _named(self, first: int, last: int, gender: int) -> Person | None:
        """The last person named in a stretch, if all are of the other gender."""
        found = None
        for person in self._mentions.names(first, last):
            if self._mentions.is_pronoun(person):
                continue
            if person.gender != EITHER - gender:
                return None
            found = person
        return found

    def _named_below(self, start: int, gender: int) -> Person | None:
        """Who is meant by a headline: `The singer showed his house`, if all below are of the other gender."""
        other, text, lex = EITHER - gender, self._text, self._lexicon
        words = _WORD.findall(text, 0, start + _STORY_BEGINS)
        goes_on = sum(map(words.count, _SUBJECTS[other]))
        if goes_on < 2 or not lex.own_names[gender].isdisjoint(words):
            return None
        named = []
        for person in self._mentions.people(0, start + _STORY_BEGINS):
            if self._mentions.is_pronoun(person):
                continue
            if person.named:
                named.append(person)
            elif person.gender == gender and text[max(0, person.start - 4) : person.start] not in _OF_OTHER:
                return None
        about_other = all(p.gender == other for p in named)
        return named[0] if named and about_other and named[0].start > start else None

    def _fits_somebody(self, person: Person, start: int, near: tuple[int, int], gender: int) -> bool:
        """Whether anybody else may be meant: by name anywhere before, without one near."""
        for other in self._mentions.people(max(0, start - _STORY), near[1]):
            if not other.gender & gender or other.start == start or other.start in self._judged:
                continue
            pronoun = self._mentions.is_pronoun(other)
            if not pronoun and (other.named or other.gender == gender):
                return True
            if other.start >= near[0] and (pronoun or not self._goes_with(other, person)):
                return True
        return False

    def _goes_with(self, noun: Person, person: Person) -> bool:
        """Whether a nameless person is the one named, or only tells of what kind a thing is."""
        if noun.gender != EITHER:
            return False
        after = _WORD.search(self._text, noun.end, noun.end + _CLOSE)
        attribute = after is not None and after[0] in self._lexicon.things
        between = self._text[noun.end : person.start]
        beside = 0 < len(between) <= _CLOSE and _MARK.search(between) is None and between not in _LINKS
        return attribute or beside or self._is_again(noun, person)

    def _is_again(self, noun: Person, person: Person) -> bool:
        """Whether a noun goes back to a name that had it: `Lawyer Anna Lind came. The lawyer spoke`."""
        word = self._text[noun.start : noun.end].lower()
        title = self._text[max(0, person.start - _CLOSE) : person.end].lower()
        the = self._text[max(0, noun.start - 4) : noun.start].lower() == "the "
        return noun.start > person.end and the and word in title
