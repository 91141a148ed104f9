"""Which noun does a gendered pronoun stand for, and may it be a person?

Start reading at `Resolver.resolve`. It walks backwards from the pronoun in growing
circles (the words before it, the sentence and the one before, the paragraph, the
speaker's turn or the story so far) and gives up as soon as a person is near enough
to be meant. What a clause says about the pronoun is read in `cleanup/coreference/clauses.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from cleanup.coreference.clauses import Case, Clauses
from cleanup.coreference.lexicon import MAN, NEUTER, PRONOUN_GENDER, WOMAN, Lexicon
from cleanup.coreference.mentions import Mentions, Person, Thing
from cleanup.english import last_sentence, sentence_spans
from cleanup.page import Page
from cleanup.patterns import lazy_re
from cleanup.triggers import trigger

Sureness = Literal["certain", "likely"]

_FIRST_LOOK = 170
"""Characters before a pronoun looked at first: about two lines of print, where three of
four pronouns of human news have their person."""
_STORY = 4000
"""Characters a story is followed back. A person last named earlier is named again."""
_RECENT = 250
"""Characters after which a person of a story is rarely taken up by a bare pronoun."""
_PARAGRAPH = 2000
"""Characters of a paragraph looked at either side."""
_PARAGRAPH_BEFORE = 1000
"""Characters before a paragraph in which the last sentence is looked for."""
_GOES_ON = lazy_re(r"(?:(?:And|But|Only|Then|Also) )?(?:[Ii]ts?|[Tt]his|[Tt]hese) ")
"""How a sentence begins whose subject is that of the one before."""
_LONGEST_CLAUSE = 80
"""Characters from a subject to its `himself`."""
_MOST_LOOKS = 500
"""Pronouns of one text that get the full look. Articles need one in three kilobytes; this
keeps a text made of nothing but pronouns from taking hours."""
_SPEAKER = r"[A-Z][\w.'’-]*+(?: [A-Z][\w.'’-]++){0,2}+ ?"
_TURN = lazy_re(rf"\n[ \t]*(?:[—–-][ \t]|{_SPEAKER}:[ \t])")
_TURN_SEEN = trigger(r"\n[ \t]*(?:[\x{2014}\x{2013}-][ \t]|[A-Z][^\n:]{0,80}:[ \t])")
_JOINT = lazy_re(
    r"(?: (?:of|for|to|in|at|from) (?:the |an? |(?=[A-Z])|(?<= of ))[\w -]{1,60}?)?"
    r"(?:,? (?:and|or) (?:(?:the|an?) (?:[\w-]+ ){0,3})?|, )"
)
"""What stands between persons of one subject: `Lind of the ministry and the former mayor, Maslov, came`."""
_CLOSED = frozenset('.!?…"”»:;')
_FEWEST_TURNS = 3
"""Turns that make a text an interview; one or two dashes also open lists and asides."""
_QUESTION = lazy_re(r"\?[\"”»)]?[ \t]*(?:\n|$)")
"""A line without which many dashes only mark the points of a list."""


class Antecedent(NamedTuple):
    """The thing a pronoun stands for; without place where only the source names it."""

    thing: Thing | None
    word: str
    sureness: Sureness


class Place(NamedTuple):
    """Where a pronoun stands: its sentence, the one before, its paragraph's start, how far back to look."""

    sentence: tuple[int, int]
    previous: tuple[int, int]
    paragraph: int
    floor: int


class Resolver:
    """Resolves the gendered pronouns of one page, to be asked in reading order."""

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self._page = page
        self._text = page.text
        self._lexicon = lexicon
        self.mentions = Mentions(page.text, lexicon)
        self.clauses = Clauses(page.text, self._lexicon)
        self._resolved: dict[int, Antecedent] = {}
        self._unresolved = {MAN: -_STORY, WOMAN: -_STORY}
        """The last pronoun of each gender that may mean a person."""
        self._looks = 0

    def resolve(self, start: int, end: int, case: Case) -> Antecedent | None:
        """The thing meant by the pronoun text[start:end]; None where it may be a person."""
        gender = PRONOUN_GENDER[self._text[start:end].lower()]
        # most pronouns follow another, which means a person
        near = case in ("subject", "reflexive") and start - self._unresolved[gender] <= _FIRST_LOOK
        found = None if near and not self._turns else self._resolve(start, end, case, gender)
        if found is None and case == "subject" and self.clauses.demands_thing(end):
            found = self._beside_person(start, gender)
        elif found is None and case == "reflexive":
            found = self._acting(start, gender)
        elif found is None and case == "possessive" and self.clauses.is_public(end):
            found = self._owning(start, gender)
        if found is None:
            self._unresolved[gender] = start
        else:
            self._resolved[start] = found
        return found

    def _resolve(self, start: int, end: int, case: Case, gender: int) -> Antecedent | None:
        # in “Maslov was its member” and “Maslov came to it” the subject cannot be meant
        limit = self.clauses.past_subject(start, end, case)
        if limit == start and self._sees_person(start, gender):
            return None
        if not self._may_look():
            return None
        place = self.place(start)
        evidence = self.clauses.evidence(start, end, place.sentence[1], case)
        if (
            evidence == "person"
            or (limit == start and self._is_about_people(start, end, place, gender))
            or self._has_person(place.previous[0], limit, gender)
            or (case == "object" and self._means_another(limit, start, place, gender))
        ):
            return None
        thing, parallel = self._thing(start, place, gender, case, self.clauses.agents(evidence, end))
        if (
            thing is None
            or (evidence == "saying" and not self.clauses.may_speak(thing.end, start))
            or (thing.word not in self._lexicon.bodies and self.clauses.has_speaker(*place.previous))
        ):
            return None
        strong = evidence in ("thing", "role") or thing in self._said(start, place)
        sureness = self._sureness(limit, place, gender, strong=strong, parallel=parallel)
        if sureness is None:
            return None
        doubtful = thing.named or not parallel or evidence == "saying" or case in ("object", "reflexive")
        if evidence == "role" and limit < start:
            sureness = "likely" if self._others(limit, start, gender) else "certain"
        elif (
            doubtful or self._is_in_heading(thing, place) or self._named_after(end, place.sentence[1], gender)
        ):
            sureness = "likely"
        return self._antecedent(thing, sureness)

    def _may_look(self) -> bool:
        """Whether one of the full looks is left, which is then taken."""
        self._looks += 1
        return self._looks <= _MOST_LOOKS

    def _antecedent(self, thing: Thing, sureness: Sureness = "likely") -> Antecedent:
        return Antecedent(thing, self._text[thing.start : thing.end], sureness)

    def _beside_person(self, start: int, gender: int) -> Antecedent | None:
        """The thing meant though a person is near: `The minister saw the plant. He was built in May`."""
        if not self._may_look():
            return None
        place = self.place(start)
        thing, _ = self._thing(start, place, gender, "subject", None)
        if thing is None and self.clauses.opens(place.sentence[0], start):
            fitting = [t for t in self.mentions.things(place.previous[0], start) if t.gender & gender]
            thing = fitting[-1] if len({t.word for t in fitting}) == 1 else None
        return thing and self._antecedent(thing)

    def _acting(self, start: int, gender: int) -> Antecedent | None:
        """The subject right before, whoever else is near: `Ottawa, he said, sees himself as a broker`."""
        near = list(self.mentions.things(max(0, start - _LONGEST_CLAUSE), start))
        if not near or not self.clauses.acts_on_itself(near[-1].end, start):
            return None
        thing = near[-1]
        if not self.clauses.heads_clause(thing.start) or self._has_person(thing.end, start, gender):
            return None
        return self._antecedent(thing)

    def _owning(self, start: int, gender: int) -> Antecedent | None:
        """The body that is subject, whoever else is near: `Lind said the bank cut his key rate`."""
        wanted = gender | (NEUTER if gender == MAN else 0)
        for thing in self.mentions.things(max(0, start - _LONGEST_CLAUSE), start):
            is_body = thing.gender & wanted and (thing.named or thing.word in self._lexicon.bodies)
            if is_body and self.clauses.owns(thing.start, thing.end, start):
                return None if self._has_person(thing.end, start, gender) else self._antecedent(thing)
        return None

    def _is_in_heading(self, thing: Thing, place: Place) -> bool:
        """Whether the thing stands in an earlier line without a full stop: a text takes up
        its headline's persons, who may go unnamed there, as often as its things."""
        if thing.start >= place.paragraph:
            return False
        line_end = self._text.find("\n", thing.end, place.paragraph)
        return line_end >= 0 and self._text[thing.end : line_end].rstrip()[-1:] not in _CLOSED

    def leave(self, start: int, gender: int) -> None:
        """Take back what was resolved: the pronoun stands for a person after all."""
        del self._resolved[start]
        self._unresolved[gender] = start

    def may_be_thing(self, start: int, end: int, case: Case) -> bool:
        """Whether the words after a pronoun allow a thing and no person stands near before it."""
        if not self._may_look():
            return False
        if self.clauses.evidence(start, end, end + _FIRST_LOOK, case) in ("person", "saying"):
            return False
        gender = PRONOUN_GENDER[self._text[start:end].lower()]
        return not self._has_person(self.place(start).previous[0], start, gender)

    def cleft(self, start: int, gender: int) -> Antecedent | None:
        """The thing meant by `it was he who`: the last one before, if no person is near."""
        floor = max(self._reach(start), start - 2 * _FIRST_LOOK)
        if self._has_person(floor, start, gender):
            return None
        things = [t for t in self.mentions.things(floor, start) if t.gender & gender]
        return self._antecedent(things[-1]) if things else None

    def person(self, start: int) -> Person | None:
        """The person who alone can be meant by `it noted`: the subject of the sentence before.

        None where a body or a document might be meant.
        """
        place = self.place(start)
        first, last = place.previous
        if (
            first < place.paragraph
            or first == last
            or any(True for _ in self.mentions.things(first, place.sentence[0]))
        ):
            return None
        people = list(self.mentions.people(first, last))
        if not people or not people[0].named or people[0].gender not in (MAN, WOMAN):
            return None
        return people[0] if self.clauses.is_subject(first, people[0].start) else None

    # --- where to look ---------------------------------------------------------

    @cached_property
    def _turns(self) -> list[int]:
        if not self._page.has(_TURN_SEEN):
            return []
        starts = [m.start() + 1 for m in _TURN.finditer(self._text)]
        return starts if len(starts) >= _FEWEST_TURNS and _QUESTION.search(self._text) else []

    def _reach(self, start: int) -> int:
        """How far back a person may have been named: in an interview, the question."""
        if not self._turns:
            return max(0, start - _STORY)
        i = bisect_right(self._turns, start)
        return max(0, start - _STORY, self._turns[i - 2] if i >= 2 else 0)

    def place(self, start: int) -> Place:
        """Of a line without end only a part is looked at."""
        floor, ceiling = max(0, start - _PARAGRAPH), start + _PARAGRAPH
        line_start = self._text.rfind("\n", floor, start) + 1 or floor
        line_end = self._text.find("\n", start, ceiling)
        line_end = min(len(self._text), ceiling) if line_end < 0 else line_end
        sentences = sentence_spans(self._text, line_start, line_end)
        at = max(0, bisect_right([s for s, _ in sentences], start) - 1)
        reach = self._reach(start)
        reached = max(reach, line_start - _PARAGRAPH_BEFORE)
        previous = sentences[at - 1] if at else last_sentence(self._text, reached, line_start)
        if at > 1 and _GOES_ON.match(self._text, previous[0]):
            previous = (sentences[at - 2][0], previous[1])
        return Place(sentences[at], previous, line_start, reach)

    # --- who is there ----------------------------------------------------------

    def _sees_person(self, start: int, gender: int) -> bool:
        """Whether a person stands just before: settles most pronouns quickly."""
        look = max(self._reach(start), start - _FIRST_LOOK)
        return self._unresolved[gender] >= look or self._has_person(look, start, gender)

    def _has_person(self, start: int, end: int, gender: int) -> bool:
        # the quick look does not tell resolved pronouns apart
        if not any(start <= at < end for at in self._resolved):
            return self.mentions.has_person(start, end, gender)
        return self._person(start, end, gender) is not None

    def _means_another(self, limit: int, start: int, place: Place, gender: int) -> bool:
        """Whether a pronoun of the sentence means a person already: `The court heard him and let him go`;
        or the clause names somebody besides its subject."""
        return self._unresolved[gender] >= place.sentence[0] or self._has_company(limit, start, gender)

    def _has_company(self, start: int, end: int, gender: int) -> bool:
        """Whether a clause names somebody besides its subject: `Lind showed Maslov a book about him`."""
        people = [p for p in self.mentions.people(start, end) if p.start not in self._resolved]
        return any(
            other.gender & gender and not _JOINT.fullmatch(self._text, one.end, other.start)
            for one, other in pairwise(people)
        )

    def _person(self, start: int, end: int, gender: int) -> Person | None:
        """The first person in text[start:end] whom a pronoun of this gender may mean."""
        for person in self.mentions.people(start, end):
            if person.gender & gender and person.start not in self._resolved:
                return person
        return None

    def _sureness(
        self, limit: int, place: Place, gender: int, *, strong: bool, parallel: bool
    ) -> Sureness | None:
        """How sure it is that no person is meant, by how far away the last one is."""
        near = self._person(place.paragraph, limit, gender)
        if near is not None:
            return "likely" if strong and not near.named else None
        far = self._person(place.floor, place.paragraph, gender)
        if far is None or (self._turns and not far.named and parallel):
            return "certain"
        if strong or (parallel and self._turns):
            return "likely"
        recent = max(place.floor, limit - _RECENT)
        return None if self._has_person(recent, place.paragraph, gender) else "likely"

    def _others(self, limit: int, start: int, gender: int) -> bool:
        """Whether somebody surely of the gender stands shortly before a clause, other than its subject."""
        subject = self._text[limit:start].split()
        people = self.mentions.people(max(0, limit - _RECENT), limit)
        return any(
            p.gender == gender and self._text[p.start : p.end].split()[-1] not in subject for p in people
        )

    def _is_about_people(self, start: int, end: int, place: Place, gender: int) -> bool:
        """`He married, she left`; or `In his speech, Putin said`, where the person follows."""
        first, last = place.sentence
        if any(at not in self._resolved for at in self.clauses.other_pronouns(first, last, gender)):
            return True
        if not re.search(r"\w", self._text[first:start]):
            return False
        comma = self._text.find(",", end, last)
        return comma >= 0 and self._has_person(comma, last, gender)

    def _named_after(self, start: int, end: int, gender: int) -> bool:
        """Whether a person follows in the sentence, other than by a pronoun."""
        people = (p for p in self.mentions.people(start, end) if p.gender & gender)
        return not all(map(self.mentions.is_pronoun, people))

    # --- what it may be --------------------------------------------------------

    def _said(self, start: int, place: Place) -> list[Thing]:
        """What pronouns shortly before stood for."""
        return [a.thing for at, a in self._resolved.items() if a.thing and place.previous[0] <= at < start]

    def _thing(
        self, start: int, place: Place, gender: int, case: Case, only: frozenset[str] | None
    ) -> tuple[Thing | None, bool]:
        """The thing of fitting gender, and whether it stands where the pronoun stands.

        A pronoun that opens its sentence takes up the subject of the one before; a
        second pronoun takes up what the first stood for; else the subject of the
        sentence is meant, or what was named last in the one before.
        """
        wanted = gender | (NEUTER if gender == MAN and case in ("possessive", "object") else 0)

        def fits(thing: Thing) -> bool:
            # countries and capitals speak as bodies do
            return thing.gender & wanted != 0 and (only is None or thing.word in only or thing.named)

        said = [t for t in self._said(start, place) if fits(t)]
        if said:
            return said[-1], False
        before = list(self.mentions.things(*place.previous))
        subject = self._subject(place.previous[0], before)
        if subject and fits(subject) and self.clauses.opens(place.sentence[0], start):
            return subject, True
        here = self._subject(place.sentence[0], list(self.mentions.things(place.sentence[0], start)))
        if here and fits(here):
            if self.clauses.may_repeat(here.end, start, case):
                return here, False
            if here.gender & gender:
                return None, False
        if only is not None:
            return next((t for t in reversed(before) if fits(t)), None), False
        return next((t for t in (subject, *before[-1:]) if t and fits(t)), None), False

    def _subject(self, sentence_start: int, things: list[Thing]) -> Thing | None:
        """The first thing of a sentence, if no preposition stands before it."""
        if things and self.clauses.is_subject(sentence_start, things[0].start):
            return things[0]
        return None
