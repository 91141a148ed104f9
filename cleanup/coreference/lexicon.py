"""Which words does the pass `pronouns` know? Its tables in `rules/`, ready to be asked."""

from __future__ import annotations

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
_GENDERED = {
    "people": {"humans": EITHER, "men": MAN, "women": WOMAN},
    "titles": {"titles_of_men": MAN, "titles_of_women": WOMAN},
    "first_names": {"first_names_of_both": EITHER, "first_names_of_men": MAN, "first_names_of_women": WOMAN},
    "things": {"masculine": MAN, "feminine": WOMAN, "neuter": NEUTER},
    "names": {"masculine_names": MAN, "feminine_names": WOMAN},
}
"""Attribute of the lexicon → tables → the gender of their words."""
_PLAIN = (
    "acting_verbs",
    "adjectival_humans",
    "attributives",
    "auxiliaries",
    "bodies",
    "capitals",
    "clause_openers",
    "determined_next",
    "document_sayings",
    "documents",
    "function_words",
    "linking_words",
    "machines",
    "not_possessed",
    "openers",
    "person_possessions",
    "person_sayings",
    "person_verbs",
    "phrase_ends",
    "places",
    "plural_things",
    "public_possessions",
    "rising_verbs",
    "roles",
    "said_of_things",
    "saying_verbs",
    "thing_passives",
    "thing_possessions",
    "thing_verbs",
    "titled",
    "verb_numbers",
    "verb_signs",
)


class Lexicon:
    """The word tables of one rule set."""

    def __init__(self, tables: dict[str, tuple[str, ...]]) -> None:
        def genders(attribute: str) -> dict[str, int]:
            found: dict[str, int] = {}
            for table, gender in _GENDERED[attribute].items():
                for word in tables[table]:
                    found[word] = found.get(word, 0) | gender
            return found

        self.people = genders("people") | PRONOUN_GENDER
        self.titles = genders("titles")
        self.first_names = genders("first_names")
        self.own_names = {g: {n for n, of in self.first_names.items() if of == g} for g in (MAN, WOMAN)}
        """First names of men alone, and of women alone."""
        self.things = genders("things")
        """English nouns by the gender of their Russian counterparts."""
        self.names = genders("names")
        self.adjectival = frozenset(tables["adjectival_humans"])
        self.attributives = frozenset(tables["attributives"])
        self.auxiliaries = frozenset(tables["auxiliaries"])
        self.bodies = frozenset(tables["bodies"])
        self.capitals = frozenset(tables["capitals"])
        self.clause_openers = frozenset(tables["clause_openers"])
        self.determined_next = frozenset(tables["determined_next"])
        self.function_words = frozenset(tables["function_words"])
        self.linking_words = frozenset(tables["linking_words"])
        self.not_possessed = frozenset(tables["not_possessed"])
        self.openers = frozenset(tables["openers"])
        self.phrase_ends = frozenset(tables["phrase_ends"])
        self.places = frozenset(tables["places"])
        self.plural_things = frozenset(tables["plural_things"])
        self.titled = frozenset(tables["titled"])
        self.verb_numbers = dict(pair.split() for pair in tables["verb_numbers"])
        self.plural_verbs = {one: many for many, one in self.verb_numbers.items()}
        self._read_predicates(tables)
        everyone = self.people | self.first_names | self.titles
        self.plain = {g: frozenset(w for w, of in everyone.items() if of & g) for g in (MAN, WOMAN)}
        """Words that name a person of that gender wherever they stand."""
        self.names_of = {g: words - self.people.keys() for g, words in self.plain.items()}

    def _read_predicates(self, tables: dict[str, tuple[str, ...]]) -> None:
        self.acting_verbs = frozenset(tables["acting_verbs"])
        self.document_sayings = frozenset(tables["document_sayings"])
        self.documents = frozenset(tables["documents"])
        self.it_says = regex.compile(_IT_SAYS, verbs=list(tables["person_sayings"]))
        self.rises_by = regex.compile(_RISES_BY, verbs=list(tables["rising_verbs"]))
        self.machines = frozenset(tables["machines"])
        self.person_possessions = frozenset(tables["person_possessions"])
        self.person_sayings = frozenset(tables["person_sayings"])
        self.person_verbs = frozenset(tables["person_verbs"])
        self.public_possessions = frozenset(tables["public_possessions"])
        self.roles = frozenset(tables["roles"])
        self.said_of_things = frozenset(tables["said_of_things"])
        self.saying_verbs = frozenset(tables["saying_verbs"])
        self.thing_passives = frozenset(tables["thing_passives"])
        self.thing_possessions = frozenset(tables["thing_possessions"])
        self.thing_verbs = frozenset(tables["thing_verbs"])
        self.verb_signs = frozenset(tables["verb_signs"])


def _lexicon(tables: Tables) -> Lexicon:
    names = [*_PLAIN, *(table for tables in _GENDERED.values() for table in tables)]
    return Lexicon({name: tables(f"pronouns.{name}") for name in names})


def lexicon_of(page: Page) -> Lexicon:
    """The lexicon of the page's rules, made once."""
    return page.made(_lexicon)
