"""Which noun does a gendered pronoun stand for, and may it be a person?

Start reading at `Resolver.resolve`. It walks backwards from the pronoun in growing
circles (the sentence and the two before it, the paragraph, the speaker's turn or the
story so far) and gives up as soon as a person is near enough to be meant.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Literal, NamedTuple

import regex

from cleanup.english import sentence_spans
from cleanup.mentions import MAN, NEUTER, PRONOUN_GENDER, Mentions, Person, Thing
from cleanup.page import Page

Sureness = Literal["certain", "likely"]
Case = Literal["subject", "object", "possessive", "reflexive"]

_FIRST_LOOK = 170
"""Characters before a pronoun looked at first: about two lines of print, where three of
four pronouns of human news have their person."""
_STORY = 4000
"""Characters a story is followed back. A person last named earlier is named again."""
_RECENT = 500
"""Characters after which a person of a story is rarely taken up by a bare pronoun."""
_PARAGRAPH = 2000
"""Characters of a paragraph looked at either side."""
_TURN = regex.compile(
    r"^[ \t]*(?:[—–-][ \t]|(?:Question|Answer|Q|A|[\p{Lu}][\p{L}.'’-]+(?:[ ][\p{Lu}][\p{L}.'’-]+){0,2})[ ]?:[ \t])",
    regex.MULTILINE,
)
_FEWEST_TURNS = 3
"""Turns that make a text an interview; one or two dashes also open lists and asides."""


class Antecedent(NamedTuple):
    """The thing a pronoun stands for."""

    thing: Thing
    word: str
    sureness: Sureness


class Resolver:
    """Resolves the gendered pronouns of one page, to be asked in reading order."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._text = page.text
        self._mentions = Mentions(page)
        self._resolved: dict[int, Antecedent] = {}
        words = page.words
        self._person_verbs = frozenset(words("pronouns.person_verbs"))
        self._thing_verbs = frozenset(words("pronouns.thing_verbs"))
        self._person_possessions = frozenset(words("pronouns.person_possessions"))
        self._thing_possessions = frozenset(words("pronouns.thing_possessions"))

    def resolve(self, start: int, end: int, case: Case) -> Antecedent | None:
        """The thing meant by the pronoun text[start:end]; None where it may be a person."""
        gender = PRONOUN_GENDER[self._text[start:end].lower()]
        floor = self._reach(start)
        if self._person(max(floor, start - _FIRST_LOOK), start, gender) is not None:
            return None
        line_start, line_end = self._paragraph(start)
        sentences = sentence_spans(self._text, line_start, line_end)
        at = max(0, bisect_right([s for s, _ in sentences], start) - 1)
        sentence = sentences[at]
        evidence = self._evidence(end, sentence[1], case)
        if evidence == "person" or self._announces_person(start, end, sentence, gender):
            return None
        previous = self._previous(sentences, at, floor)
        antecedent = self._thing(start, sentence, previous, gender, case)
        if antecedent is None or self._person(previous[0], start, gender) is not None:
            return None
        thing, parallel = antecedent
        sureness = self._sureness(start, (line_start, floor), gender, evidence == "thing", parallel)
        if sureness is None:
            return None
        if thing.named or not parallel or case in ("object", "reflexive"):
            sureness = "likely"
        if self._named_after(end, sentence[1], gender):
            sureness = "likely"
        found = Antecedent(thing, self._text[thing.start : thing.end], sureness)
        self._resolved[start] = found
        return found

    def cleft(self, start: int, gender: int) -> Antecedent | None:
        """The thing meant by `it was he who`: the last one before, if no person is near."""
        floor = max(self._reach(start), start - 2 * _FIRST_LOOK)
        if self._person(floor, start, gender) is not None:
            return None
        things = [t for t in self._mentions.things(floor, start) if t.gender & gender]
        if not things:
            return None
        return Antecedent(things[-1], self._text[things[-1].start : things[-1].end], "likely")

    # --- where to look ---------------------------------------------------------

    @cached_property
    def _turns(self) -> list[int]:
        starts = [m.start() for m in _TURN.finditer(self._text)]
        return starts if len(starts) >= _FEWEST_TURNS else []

    def _reach(self, start: int) -> int:
        """How far back a person may have been named: in an interview, the question."""
        i = bisect_right(self._turns, start)
        if i >= 2:
            return max(self._turns[i - 2], start - _STORY)
        return max(0, start - _STORY)

    def _paragraph(self, start: int) -> tuple[int, int]:
        """The line around the pronoun; of a line without end only a part."""
        floor, ceiling = max(0, start - _PARAGRAPH), start + _PARAGRAPH
        line_start = self._text.rfind("\n", floor, start) + 1 or floor
        line_end = self._text.find("\n", start, ceiling)
        return line_start, min(len(self._text), ceiling) if line_end < 0 else line_end

    def _previous(self, sentences: list[tuple[int, int]], at: int, floor: int) -> tuple[int, int]:
        """The sentence before, in this paragraph or as the end of the one before."""
        if at:
            return sentences[at - 1]
        line_start = sentences[0][0]
        before = self._text[max(floor, line_start - 1000) : line_start].rstrip()
        end = max(floor, line_start - 1000) + len(before)
        start = max(before.rfind("\n") + 1, 0) + end - len(before)
        spans = sentence_spans(self._text, start, end)
        return spans[-1] if spans else (line_start, line_start)

    # --- who is there ----------------------------------------------------------

    def _person(self, start: int, end: int, gender: int) -> Person | None:
        """The first person in text[start:end] whom a pronoun of this gender may mean."""
        for person in self._mentions.people(start, end):
            if person.gender & gender and person.start not in self._resolved:
                return person
        return None

    def _sureness(
        self, start: int, reach: tuple[int, int], gender: int, strong: bool, parallel: bool
    ) -> Sureness | None:
        paragraph, floor = reach
        near = self._person(paragraph, start, gender)
        if near is not None:
            return "likely" if strong and not near.named else None
        far = self._person(floor, paragraph, gender)
        if far is None:
            return "certain"
        if self._turns and not far.named and parallel:
            return "certain"
        recent = self._person(max(floor, start - _RECENT), paragraph, gender)
        return "likely" if strong or (parallel and (self._turns or recent is None)) else None

    def _announces_person(self, start: int, end: int, sentence: tuple[int, int], gender: int) -> bool:
        """`In his speech, Putin said`: the person follows a fronted phrase."""
        if start == sentence[0] or self._text[sentence[0] : start].strip(" \"“«—–-(") == "":
            return False
        comma = self._text.find(",", end, sentence[1])
        return comma >= 0 and self._person(comma, sentence[1], gender) is not None

    def _named_after(self, start: int, end: int, gender: int) -> bool:
        """Whether a person follows in the sentence, other than by a pronoun."""
        people = (p for p in self._mentions.people(start, end) if p.gender & gender)
        return any(self._text[p.start : p.end].lower() not in PRONOUN_GENDER for p in people)

    # --- what it may be --------------------------------------------------------

    def _thing(
        self, start: int, sentence: tuple[int, int], previous: tuple[int, int], gender: int, case: Case
    ) -> tuple[Thing, bool] | None:
        """The thing of fitting gender, and whether it stands where the pronoun stands.

        A pronoun that opens its sentence takes up the subject of the one before.
        """
        wanted = gender | (NEUTER if gender == MAN and case in ("possessive", "object") else 0)
        here = [t for t in self._mentions.things(sentence[0], start) if t.gender & wanted]
        before = list(self._mentions.things(*previous))
        lead = _WORD.findall(self._text, sentence[0], start)
        opens = len(lead) <= 3 and all(w.lower() in self._mentions.lexicon.function_words for w in lead)
        if opens and before and before[0].gender & wanted and self._is_subject(before[0], previous):
            return before[0], True
        fitting = [t for t in before if t.gender & wanted]
        if here:
            return here[-1], False
        return (fitting[-1], False) if fitting else None

    def _is_subject(self, thing: Thing, sentence: tuple[int, int]) -> bool:
        return _SUBJECT_BEFORE.fullmatch(self._text, sentence[0], thing.start) is not None

    def _evidence(self, end: int, sentence_end: int, case: Case) -> Literal["person", "thing", ""]:
        """What the words after the pronoun demand."""
        words = [w.lower() for w in _WORD.findall(self._text, end, min(sentence_end, end + 90))]
        if case == "possessive":
            for word in words[:4]:
                if word in _PHRASE_END:
                    break
                if word in self._person_possessions:
                    return "person"
                if word in self._thing_possessions:
                    return "thing"
            return ""
        if case == "subject":
            verb = next((w for w in words if w not in _AUXILIARY and not w.endswith("ly")), "")
            if verb in self._person_verbs:
                return "person"
            if verb in self._thing_verbs:
                return "thing"
        return ""


_WORD = regex.compile(r"\p{L}[\p{L}'’-]*")
_SUBJECT_BEFORE = regex.compile(
    r"[\s\"“«—–-]*(?:(?:But|And|So|Yet|Now|Today|However,|Of course,|Moreover,|At the same time,)\s+)?"
    r"(?:(?:the|a|an|this|that|our|their|its|any|such|each|every|another)\s+)?(?:[\p{L}-]+\s+){0,3}",
    regex.IGNORECASE,
)
_PHRASE_END = frozenset(
    "is are was were be been has have had will would can could should may might must do does did and or but of in on "
    "at to for from with by who which that as than".split()
)
_AUXILIARY = frozenset(
    "is are was were be been being has have had having will would can could should may might must do does did not "
    "also still already always never even just only now then again soon all ever once to".split()
)
