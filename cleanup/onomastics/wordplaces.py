"""Where does a word stand in a text? Start reading at `word_places`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from cleanup.patterns import lazy_re
from cleanup.pieces import LENGTH, Memory, Piece

UPPER = "A-ZÀ-ÞĀ-Ž"
"""Capitals of Latin scripts, roughly: a class of few ranges, since every letter is tried."""
CAPITAL_BEHIND = lazy_re(f" [{UPPER}]")
"""The beginning of a next word that may be a name."""

_FEW = 16
"""Words up to which one search for each is faster than to note where all words stand."""
_LETTERS = lazy_re(r"\w+")
_WORD = lazy_re(rf"[{UPPER}](?<!\w.)\w*")


def word_places(text: str, word: str) -> Sequence[int]:
    """Where the word stands by itself. Long texts are asked for thousands of words; they are read once.

    >>> word_places("Orlov, Orlova; Orlov", "Orlov")
    [0, 15]
    """
    return _words(text).places(word)


def is_word(text: str, word: str) -> bool:
    """Whether the word stands by itself somewhere, in just these letters."""
    return word in _words(text).all


class _Words:
    """The words of a text and their places, once many were asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._asked = 0 if len(text) <= LENGTH else _FEW

    def places(self, word: str) -> Sequence[int]:
        self._asked += 1
        if self._asked > _FEW and _WORD.fullmatch(word):
            return [offset + at for offset, places in self._index.get(word, ()) for at in places]
        return _search(self._text, word)

    @cached_property
    def all(self) -> frozenset[str]:
        """Each word once."""
        return frozenset().union(*(words for _, words in _last.look(self._text, _words_of, _words_of)))

    @cached_property
    def _index(self) -> dict[str, list[tuple[int, tuple[int, ...]]]]:
        """Of each word the pieces that hold it: where their windows begin, and its places in them."""
        found: dict[str, list[tuple[int, tuple[int, ...]]]] = {}
        for piece, index in _last.look(self._text, _index_of, _index_of):
            for word, places in index.items():
                found.setdefault(word, []).append((piece.offset, places))
        return found


_last = Memory()
"""What was noted of the text before: that of the same article, if one is asked for again."""


def _words_of(piece: Piece) -> frozenset[str]:
    window, low, high = piece.key
    return frozenset(_LETTERS.findall(window, low, high))


def _index_of(piece: Piece) -> dict[str, tuple[int, ...]]:
    """Of words with a capital, as nearly all names are; places count from the window's start."""
    window, low, high = piece.key
    index: dict[str, list[int]] = {}
    for m in _WORD.finditer(window, low, high):
        index.setdefault(m[0], []).append(m.start())
    return {word: tuple(places) for word, places in index.items()}


@lru_cache(maxsize=1)
def _words(text: str) -> _Words:
    return _Words(text)


def _search(text: str, word: str) -> list[int]:
    found = []
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        around = text[start - 1 : start] + text[end : end + 1]
        if not any(c.isalnum() or c == "_" for c in around):
            found.append(start)
        start = text.find(word, end)
    return found
