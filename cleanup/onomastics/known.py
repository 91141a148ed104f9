"""Which runs of capitalised words may tell something?

Start reading at `Known.telling`. Most runs of a page were met before and tell nothing, so that
they cost a look into one set; lookup.py and variants.py then read only those that may.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path

from cleanup.onomastics.caseforms import stem_of
from cleanup.onomastics.lookup import NOTHING, Gazetteer, load_gazetteer
from cleanup.onomastics.memo import MOST
from cleanup.onomastics.runs import without_possessive, words_of
from cleanup.onomastics.variants import is_slip, may_slip, place_adjective, spelling_key

_MOST_COMPARED = 100
"""Words that begin alike up to which a new one is compared with each. More are no names, and
all tell something."""
_MOST_CASES = 5
"""Forms of one surname that a new one is put beside."""


class Known:
    """The runs met, and those that tell something: the tables have something of them, or a word of
    theirs was met in another spelling too, maybe later and elsewhere."""

    def __init__(self, book: Gazetteer, own: frozenset[str]) -> None:
        """`own`: words that tell something by themselves."""
        self.book = book
        self._own = own | book.tables.place_words | book.acronyms.keys()
        self._sign_ends = {s.rpartition(" ")[2] for s in book.syllabic_signs}
        self._lock = threading.Lock()
        self._forget()

    def telling(self, runs: set[str]) -> set[str]:
        """Those of the runs of a page that may tell something."""
        fresh = runs - self._met
        if not fresh:
            return runs & self._telling
        with self._lock:
            if len(self._met) > MOST:
                self._forget()
                fresh = runs
            for run in fresh:
                self._meet(run)
            self._met |= fresh
            return runs & self._telling

    def doubtful(self, words: set[str]) -> set[str]:
        """Those of the words that were met in another spelling too."""
        return words & self._doubtful

    def _forget(self) -> None:
        self._met = set[str]()
        self._telling = set[str]()
        self._words = set[str]()
        self._hints = set[str]()
        """Words that a run must hold for the tables to have something of it."""
        self._doubtful = set[str]()
        self._siblings: dict[str, list[str]] = {}
        """Words by what other spellings of one name have in common with them."""
        self._runs: dict[str, list[str]] = {}
        """Runs that tell nothing so far, by their words."""

    def _meet(self, run: str) -> None:
        words = words_of((run,))
        if "-" in run:
            words.update(map(without_possessive, run.split(" ")))
        for word in words - self._words:
            self._words.add(word)
            if self._is_hint(word):
                self._hints.add(word)
            self._join(word)
        hinted = not self._hints.isdisjoint(words) and self._tells(run, words)
        if hinted or not self._doubtful.isdisjoint(words):
            self._telling.add(run)
            return
        for word in words:
            self._runs.setdefault(word, []).append(run)

    def _is_hint(self, word: str) -> bool:
        return (
            word in self._own
            or self.book.has(word)
            or place_adjective(word) != ""
            or any(map(word.__contains__, self._sign_ends))
        )

    def _tells(self, run: str, words: set[str]) -> bool:
        return (
            not self._own.isdisjoint(words)
            or any(map(run.__contains__, self.book.syllabic_signs))
            or any(map(place_adjective, words))
            or self.book.read(run) is not NOTHING
        )

    def _join(self, word: str) -> None:
        """Put a new word beside those that may be the same name."""
        key = spelling_key(word)
        if key:
            same = self._siblings.setdefault(key, [])
            self._pair(word, same[-1:])
            same.append(word)
        if stem := stem_of(word):
            cases = self._siblings.setdefault(f"{stem}-", [])
            self._pair(word, cases[-_MOST_CASES:])
            cases.append(word)
        if may_slip(word):
            near = self._siblings.setdefault(word[:4], [])
            many = len(near) > _MOST_COMPARED
            self._pair(word, near[-1:] if many else [n for n in near if is_slip(word, n)])
            near.append(word)

    def _pair(self, word: str, others: list[str]) -> None:
        for one in (word, *others) if others else ():
            self._doubtful.add(one)
            self._telling.update(self._runs.pop(one, ()))


@lru_cache(maxsize=4)
def known_with(folders: tuple[Path, ...], entries: frozenset[str]) -> Known:
    """What was met so far, for the tables of rule folders and words that stand for names (`Sands Peskov`)."""
    return Known(load_gazetteer(folders), frozenset(entry.split(" ")[0] for entry in entries))
