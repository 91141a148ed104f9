"""What is an article about? Start reading at `Topics`.

One Russian word is several English ones: a судья is a judge in court and a referee in a match. Which
one is meant shows in the words around, so a rule may ask for a topic (`topic: [football]`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from cleanup.scanner import Scanner, to_bytes

TABLE = "topics."
"""Word tables with this beginning hold the words of a topic, singular."""
ENOUGH = 3
"""As many different words of a topic make it the article's: one is said in passing, two by chance."""


class Topics:
    """The words of all topics, made ready to be looked for.

    >>> topics = Topics({"topics.football": ("match", "goal", "coach")})
    >>> sorted(topics.of("the coach saw two goals in the match"))
    ['football']
    >>> sorted(topics.of("a match in her hand, a goal in life"))
    []
    """

    def __init__(self, tables: Mapping[str, tuple[str, ...]]) -> None:
        words = [(t.removeprefix(TABLE), w) for t, ws in tables.items() if t.startswith(TABLE) for w in ws]
        self._owners = [topic for topic, _ in words]
        self._scanner = Scanner([rf"\b{_with_plural(word)}\b" for _, word in words])

    def of(self, folded: str) -> frozenset[str]:
        """The topics of a text of small letters."""
        words = Counter(self._owners[number] for number in self._scanner.present(to_bytes(folded)))
        return frozenset(topic for topic, count in words.items() if count >= ENOUGH)


def _with_plural(word: str) -> str:
    """A pattern for a word in both numbers.

    >>> [_with_plural(w) for w in ("match", "party")]
    ['match(?:e?s)?', 'part(?:y|ies)']
    """
    return f"{re.escape(word[:-1])}(?:y|ies)" if word.endswith("y") else f"{re.escape(word)}(?:e?s)?"
