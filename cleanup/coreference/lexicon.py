"""Which words does the pass `pronouns` know? Its tables in `rules/`, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleanup.page import Page, Tables

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

_IT_SAYS = r"\bIt (?:(?:also|further|later|then|has|had) )?\L<verbs>\b"
_RISES_BY = (
    r" (?:\w+ ){0,2}\L<verbs> by (?:about |almost |another |nearly |more than )?\d[\d.,]*"
    r" ?(?:%|per ?cent|percentage points?|times|degrees|kopecks|cents|points)"
)
"""What only things do: ` has fallen by 0.25 percentage points`."""

_CARRIED = (
    r"\s+(?:was|is|has been|had been|will be)\s+(?:\w+ ){0,2}?\L<verbs>"
    r" (?:to|into|in|at) (?:[\w'’]+ ){0,3}?\L<places>\b"
)
"""`was taken to the hospital`, which only a person is."""
_TOLD = r"\b\L<verbs> $"
"""What is done to persons alone, or to bodies that are they."""


class Lexicon:
    """The word tables of one rule set; an attribute declared here is the table of its name."""

    acting_verbs: frozenset[str]
    adjectival_humans: frozenset[str]
    attributives: frozenset[str]
    auxiliaries: frozenset[str]
    before_persons: frozenset[str]
    before_places: frozenset[str]
    bodies: frozenset[str]
    capitals: frozenset[str]
    clause_openers: frozenset[str]
    copulas: frozenset[str]
    determined_next: frozenset[str]
    document_sayings: frozenset[str]
    documents: frozenset[str]
    forms_of_be: frozenset[str]
    function_words: frozenset[str]
    linking_words: frozenset[str]
    machines: frozenset[str]
    name_particles: frozenset[str]
    not_possessed: frozenset[str]
    openers: frozenset[str]
    opens_predicate: frozenset[str]
    person_possessions: frozenset[str]
    person_sayings: frozenset[str]
    person_verbs: frozenset[str]
    phrase_ends: frozenset[str]
    places: frozenset[str]
    plural_things: frozenset[str]
    public_possessions: frozenset[str]
    roles: frozenset[str]
    said_of_things: frozenset[str]
    saying_verbs: frozenset[str]
    thing_passives: frozenset[str]
    thing_possessions: frozenset[str]
    thing_verbs: frozenset[str]
    titled: frozenset[str]
    verb_signs: frozenset[str]

    def __init__(self, tables: Tables) -> None:
        def table(name: str) -> tuple[str, ...]:
            return tables(f"pronouns.{name}")

        def genders(of_table: dict[str, int]) -> dict[str, int]:
            return _joined((word, gender) for name, gender in of_table.items() for word in table(name))

        for name in Lexicon.__annotations__:
            setattr(self, name, frozenset(table(name)))
        self.people = genders({"humans": EITHER, "men": MAN, "women": WOMAN}) | PRONOUN_GENDER
        self.titles = genders({"titles_of_men": MAN, "titles_of_women": WOMAN})
        self.first_names = genders(
            {"first_names_of_both": EITHER, "first_names_of_men": MAN, "first_names_of_women": WOMAN}
        )
        self.own_names = {g: {n for n, of in self.first_names.items() if of == g} for g in (MAN, WOMAN)}
        """First names of men alone, and of women alone."""
        self.things = genders({"masculine": MAN, "feminine": WOMAN, "neuter": NEUTER})
        """English nouns by the gender of their Russian counterparts."""
        self.names = genders({"masculine_names": MAN, "feminine_names": WOMAN})
        everyone = self.people | self.first_names | self.titles
        self.plain = {g: frozenset(w for w, of in everyone.items() if of & g) for g in (MAN, WOMAN)}
        """Words that name a person of that gender wherever they stand."""
        self.names_of = {g: words - self.people.keys() for g, words in self.plain.items()}
        self.verb_numbers = dict(pair.split() for pair in table("verb_numbers"))
        self._irregular_pasts = dict(pair.split() for pair in table("irregular_pasts"))
        self.plural_verbs = {one: many for many, one in self.verb_numbers.items()}
        self.it_says = regex.compile(_IT_SAYS, verbs=self.person_sayings)
        self.rises_by = regex.compile(_RISES_BY, verbs=table("rising_verbs"))
        self.carried = regex.compile(_CARRIED, verbs=table("carried_verbs"), places=table("carried_places"))
        self.told = regex.compile(_TOLD, verbs=table("told_verbs"))
        self.endings_of_men, self.endings_of_women = table("endings_of_men"), table("endings_of_women")
        """Of surnames."""
        self.common_endings = table("common_endings")
        """Of words that are rarely names."""

    def pasts(self, verb: str) -> tuple[str, ...]:
        """How the past of a verb may be written: of `study` `studied`, and others that are no words."""
        irregular = self._irregular_pasts.get(verb)
        return (
            (irregular,) if irregular else (f"{verb}ed", f"{verb}d", f"{verb[:-1]}ied", f"{verb}{verb[-1]}ed")
        )


def _joined(words: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Of each word all its genders."""
    found: dict[str, int] = {}
    for word, gender in words:
        found[word] = found.get(word, 0) | gender
    return found


def lexicon_of(page: Page) -> Lexicon:
    """The lexicon of the page's rules, made once."""
    return page.made(Lexicon)
