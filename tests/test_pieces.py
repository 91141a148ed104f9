"""Pieces: what is found in a long text by pieces is what is found in the whole."""

from __future__ import annotations

import random

import pytest

from cleanup import Cleaner, pieces
from cleanup.pieces import LENGTH, Memory, Piece

SENTENCES = [
    "It began at 18: 06 ; nobody came .",
    "They paid 1 300 000 rubles on 03.04.2023.",
    "“We agree.”, he said.",
    "  An   indented line ",
    "He said it during 2016-2018, they were glad.",
    "( the mayor ) was heard.Then all left",
    "",
    "A plain line that nobody has to change, as most lines of an article are.",
]


def long_text(seed: int) -> str:
    pick = random.Random(seed)
    return "\n".join(" ".join(pick.choices(SENTENCES, k=3)) for _ in range(400))


def test_pieces_make_up_the_text() -> None:
    text = long_text(1)
    found = pieces.pieces(text)
    assert len(found) > 3
    assert "".join(text[p.start : p.end] for p in found) == text
    assert all(not text[p.start].isspace() for p in found)


def test_pieces_are_the_same_with_those_of_another_text_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LENGTH", 40)
    monkeypatch.setattr(pieces, "REACH", 9)
    pick, kept = random.Random(5), 0
    for _ in range(300):
        text = "".join(pick.choices("ab \n", k=pick.randrange(500)))
        before = pieces.pieces(text)
        at = pick.randrange(len(text) + 1)
        text = (
            text[:at] + "".join(pick.choices("ab \n", k=pick.randrange(60))) + text[at + pick.randrange(60) :]
        )
        found = pieces.pieces(text, before)
        assert found == pieces.pieces(text)
        kept += len({id(p.key) for p in before} & {id(p.key) for p in found})
    assert kept > 300


def test_what_was_found_in_a_piece_is_found_without_a_look() -> None:
    memory, seen = Memory(), list[int]()

    def find(piece: Piece) -> int:
        seen.append(piece.start)
        return piece.window.count("nobody")

    text = long_text(2)
    first = [n for _, n in memory.look(text, "nobody", find)]
    looks = len(seen)
    again = [n for _, n in memory.look("nobody " + text, "nobody", find)]
    assert (again[0], again[1:]) == (first[0] + 1, first[1:])
    assert len(seen) == looks + 1


def test_a_long_article_is_cleaned_as_one_piece_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaner, text = Cleaner(), long_text(3)
    by_pieces = cleaner.clean(text)
    assert len(text) > 2 * LENGTH
    monkeypatch.setattr(pieces, "LENGTH", len(text))
    monkeypatch.setattr("cleanup.steps.LENGTH", len(text))
    assert cleaner.clean(text) == by_pieces
