"""Two spellings in one article: what is left alone, and which one wins."""

from __future__ import annotations

import pytest

from cleanup.spellings import clashes

PAIRS = ("centre center", "colour color", "manoeuvre maneuver", "programme program")


def respelt(text: str, *, together: bool = True) -> str:
    for clash in reversed(clashes(text, PAIRS, together=together)):
        text = text[: clash.start] + clash.after + text[clash.end :]
    return text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one custom: a colour, two colours, a coloured centre",
        "a tie says nothing: a colour and a color",
        "two against one says nothing of other words: a colour, a programme and a center",
        "names stay: colours, coloured, colour in Color Street",
        "quotations stay: colours, coloured, colour, “a color”",
        "addresses stay: colours, coloured, colour, see example.com/color and color.org",
        "other words stay: colours, coloured, colour, programmer, programming, colored-in",
        "\x00 colours \x00",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert respelt(text) == text


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a colour, a programme, coloured, a center", "a colour, a programme, coloured, a centre"),
        ("a color, a program, colored, a centre", "a color, a program, colored, a center"),
        ("a color, a program, colored, manoeuvring", "a color, a program, colored, manoeuvring"),
        ("colours, a programme, coloured, maneuvering", "colours, a programme, coloured, manoeuvring"),
        ("é😀 colour, two colours, a color", "é😀 colour, two colours, a colour"),
    ],
)
def test_the_majority_wins(text: str, after: str) -> None:
    assert respelt(text) == after


def test_each_pair_by_itself() -> None:
    text = "a colour, two colours, a coloured color, a center"
    assert respelt(text, together=False) == "a colour, two colours, a coloured colour, a center"


def test_one_majority_is_enough_for_a_word_in_two_spellings() -> None:
    assert respelt("a colour, a colour, a color, a program") == "a colour, a colour, a colour, a program"


def test_settled_text_has_no_clash() -> None:
    text = respelt("a colour, a programme, coloured, a center, a colored program" + " colour" * 20)
    assert clashes(text, PAIRS, together=True) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("US and US aid, but U.S. aid", 1),
        ("US and US aid, but U.S. Senate aid", 1),
        ("US and US aid, from the U.S. Senators came", 0),
        ("US and US aid, from the U.S. He came", 0),
        ("US and US aid, from the U.S.", 0),
    ],
)
def test_the_point_may_end_the_sentence_too(text: str, found: int) -> None:
    after_points = frozenset(["Senate"])
    assert len(clashes(text, ("U.S. US",), together=False, after_points=after_points)) == found
