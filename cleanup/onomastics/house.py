"""Which spelling of a name is the house's own?

Start reading at `HouseSpelling`. The setting `name_spelling` chooses; a name that the tables do
not hold has none, and the article's majority decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from cleanup.onomastics.gazetteer import Person, Tables
from cleanup.onomastics.romanise import fold, is_romanisation, skeletons
from cleanup.settings import NameSpelling

_SIGNS = str.maketrans("", "", "ʹʺ'’")


class HouseSpelling:
    """The house's spelling of the names of one set of tables."""

    def __init__(
        self, tables: Tables, style: NameSpelling, press: Sequence[str], romanised: frozenset[str]
    ) -> None:
        """`press`: words that a style of the press spells otherwise than the tables (`Zelensky
        Zelenskyy`); `romanised`: countries whose names a scheme of romanisation spells."""
        self._tables = tables
        self._style = style
        self._press = dict(pair.split(" ", 1) for pair in press) if style == "ap" else {}
        self._romanised = romanised

    def surname(self, group: Sequence[str]) -> str | None:
        """The spelling of a surname of which these are spellings; None where the tables do not
        say, or hold two such people who spell it in two ways."""
        numbers = {p for w in group for k in skeletons(w) for p in self._tables.surnames.get(k, ())}
        found = set()
        for number in numbers:
            person = self._tables.people[number]
            if any(_fits(w, person, person.surname_at) for w in group):
                found.add(self._styled(person, person.surname_at))
        return found.pop() if len(found) == 1 else None

    def given(self, group: Sequence[str]) -> str | None:
        """The spelling of a given name that most people of the tables have who bear it."""
        counts: Counter[str] = Counter()
        for person in _by_given(self._tables).get(skeletons(group[0])[0], ()):
            if all(_fits(w, person, 0) for w in group):
                counts[self._styled(person, 0)] += 1
        return max(counts, key=lambda w: (counts[w], w)) if counts else None

    def _styled(self, person: Person, at: int) -> str:
        if self._style in ("bgn", "un") and person.country in self._romanised:
            import iuliia  # long to import, and few need it

            scheme = iuliia.BGN_PCGN if self._style == "bgn" else iuliia.UNGEGN_1987
            word: str = scheme.translate(person.russian_words[0][at])
            return word.translate(_SIGNS)
        return self._press.get(person.words[at], person.words[at])


def _fits(word: str, person: Person, at: int) -> bool:
    return fold(word) == fold(person.words[at]) or any(
        is_romanisation(word, r[at]) for r in person.russian_words
    )


@lru_cache(maxsize=2)
def _by_given(tables: Tables) -> dict[str, list[Person]]:
    """People by the key of their first name; made when two spellings of one first meet."""
    found: dict[str, list[Person]] = {}
    for person in tables.people:
        found.setdefault(skeletons(person.words[0])[0], []).append(person)
    return found
