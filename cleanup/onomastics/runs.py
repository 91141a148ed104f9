"""Where do capitalised words stand in a row, as those of a name do?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Set

from cleanup.onomastics.wordplaces import UPPER, word_places
from cleanup.patterns import lazy_re
from cleanup.pieces import LENGTH, Memory, Piece

_PARTICLES = (
    "fon|von|van|der|den|de|da|di|du|dos|del|della|la|le|zu|tsu|bin|ben|ibn|al['’ʹ]?|el['’ʹ]?|as|es|ad|an|ar|at|"
    "az|ash|abu|ul"
)
_NAME = rf"[{UPPER}][\w'’`]*+(?:-[a-z]\w++)?+"
_RUN = lazy_re(rf"{_NAME}(?:[ -](?:(?:{_PARTICLES})[ -]){{0,3}}+{_NAME}){{0,7}}+")
"""Capitalised words in a row; no name is longer than eight. What stands is never given back, so
that nothing need be remembered for it."""
_FEW = 16
"""Runs up to which one search for each is faster than to match all runs again."""


def runs_in(text: str, memory: Memory) -> set[str]:
    """The runs of a text, each once."""
    if len(text) <= LENGTH:
        return set(_RUN.findall(text))
    return set().union(*(runs for _, runs in memory.look(text, _runs_of, _runs_of)))


def _runs_of(piece: Piece) -> dict[str, tuple[int, ...]]:
    """The runs of a piece and their places, counted from the window's start."""
    window, low, high = piece.key
    runs: dict[str, list[int]] = {}
    for m in _RUN.finditer(window, low, high):
        runs.setdefault(m[0], []).append(m.start())
    return {run: tuple(places) for run, places in runs.items()}


def words_of(runs: Iterable[str]) -> set[str]:
    """The words of the runs, hyphenated ones apart, possessive endings left off.

    >>> sorted(words_of({"Ban Ki-moon's", "O’Neill"}))
    ['Ban', 'Ki', 'O’Neill', 'moon']
    """
    return set(map(without_possessive, " ".join(runs).replace("-", " ").split()))


def without_possessive(word: str) -> str:
    """*Orlov* of *Orlov’s* and *Orlov’*."""
    return _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word


_POSSESSIVE = lazy_re(r"['’]s?$")


def run_spans(text: str, telling: Set[str], memory: Memory) -> Iterator[tuple[int, int]]:
    """Where the runs that matter stand, in any order."""
    if len(telling) > _FEW:
        for piece, runs in memory.look(text, _runs_of, _runs_of):
            for run in runs.keys() & telling:
                yield from ((piece.offset + at, piece.offset + at + len(run)) for at in runs[run])
        return
    for run in sorted(telling):
        start = text.find(run)
        while start >= 0:
            whole = _RUN.match(text, start)
            if whole is not None and whole.end() == start + len(run):
                yield whole.span()
            start = text.find(run, start + len(run))


def name_spans(text: str, names: Collection[str]) -> dict[str, list[tuple[int, int]]]:
    """Where each name stands, without a possessive ending; of two that start in one place the longer one.

    >>> sorted(name_spans("Li Ka, Li Ka Shing", {"Li Ka", "Li Ka Shing"}).items())
    [('Li Ka', [(0, 5)]), ('Li Ka Shing', [(7, 18)])]
    """
    found: dict[str, list[tuple[int, int]]] = {name: [] for name in names}
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(_FIRST_WORD.findall(name)[0], set()).add(len(name))
    for word, sizes in lengths.items():
        longest_first = sorted(sizes, reverse=True)
        for start in word_places(text, word):
            for end in map(start.__add__, longest_first):
                if text[start:end] in found and not _GOES_ON.match(text, end):
                    found[text[start:end]].append((start, end))
                    break
    return found


_FIRST_WORD = lazy_re(r"^\w+")
_GOES_ON = lazy_re(r"[\w’']")


def with_particles(text: str, start: int, count: int) -> int:
    """The start moved over `count` particles before a surname: *fon der* before *Lyayen*."""
    m = re.search(rf"(?:\b(?:{_PARTICLES})[ -]){{{count}}}$", text[max(0, start - 24) : start])
    return start - len(m[0]) if m and count else start
