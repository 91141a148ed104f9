"""Where does a word stand in a text? Start reading at `word_places`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from cleanup.patterns import lazy_re
from cleanup.pieces import LENGTH, Memory, Piece

UPPER = "A-ZÀ-ÞĀ-Ž"
"""Capitals of Latin scripts, roughly: a class of few ranges, since every letter is tried."""

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
    return any(word in words for words in _words(text).all)


class _Words:
    """The words of a text and their places, once many were asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._asked = 0 if len(text) <= LENGTH else _FEW

    def places(self, word: str) -> Sequence[int]:
        self._asked += 1
        if self._asked > _FEW and _WORD.fullmatch(word):
            return [piece.offset + at for piece, index in self._indexes for at in index.get(word, ())]
        return _search(self._text, word)

    @cached_property
    def all(self) -> list[frozenset[str]]:
        """Each word of a piece once."""
        return [words for _, words in _last.look(self._text, _words_of, _words_of)]

    @cached_property
    def _indexes(self) -> list[tuple[Piece, dict[str, list[int]]]]:
        return [*_last.look(self._text, _index_of, _index_of)]


_last = Memory()
"""What was noted of the text before: that of the same article, if one is asked for again."""


def _words_of(piece: Piece) -> frozenset[str]:
    window, low, high = piece.key
    return frozenset(_LETTERS.findall(window, low, high))


def _index_of(piece: Piece) -> dict[str, list[int]]:
    """Of words with a capital, as nearly all names are; places count from the window's start."""
    window, low, high = piece.key
    index: dict[str, list[int]] = {}
    for m in _WORD.finditer(window, low, high):
        index.setdefault(m[0], []).append(m.start())
    return index


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
