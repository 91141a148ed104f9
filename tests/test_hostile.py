"""No text hangs the pipeline: four times the text never takes much more than four times the time."""

from __future__ import annotations

import time
import timeit

import pytest

from cleanup import Cleaner

LENGTH = 60_000
GROWTH = 8
"""Twice the fourfold that linear time takes: noise of shared cores, not a square (16)."""
SLACK_SECONDS = 0.5
"""Some steps first look closer at some 100 kB (rounds by piece): a step up, once."""
TRIES = 3
"""The best counts: in the others a shared machine, or what earlier tests left to do, may have its part."""

PROSE = (
    "The dialogue on the settlement continues. His starting point was the understanding reached in Geneva. "
    "According to him, the ministry rendered assistance to 20 thousand people on the territory of Perm. "
)
SHAPES = {
    "prose on one line": PROSE,
    "prose in lines": PROSE + "\n",
    "no space": "a",
    "straight quotes": '"',
    "quotes and words": '" a ',
    "curly openers": "“",
    "guillemets": "« a ",
    "dots": ". ",
    "ellipses": "...",
    "short lines": "a\n",
    "empty lines": "\n",
    "carriage returns": "\r",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "tabs": "\t",
    "Cyrillic": "привет ",
    "mixed scripts": "pиc ",
    "pronouns": "his ",
    "pronoun sentences": "It was he who left. ",
    "mojibake": "â€™",
    "cp1251 in Latin-1": "Ïðèâåò ",
    "broken bytes": "\udc80",
    "entities": "&amp;",
    "numbers": "1 000 ",
    "ranges": "2016-2018 ",
    "dates": "12.02.2023 ",
    "dialogue dashes": '— a" ',
    "hyphens": " - ",
    "names": "Si Tszinpin ",
    "initials": "A.B.",
    "capitals": "Abc ",
    "brackets": "(",
    "closed brackets": "(a) ",
    "addresses": "http://",
    "one address": "http://x.yz/" + "a/" * 10,
    "mail": "a@b.cd ",
    "furniture": "Read also: x\n",
    "share bar": "Facebook Twitter ",
    "cookies": "We use cookies. ",
    "stutter": "the the ",
    "stuttered lines": "Same again\n",
    "same sentence": "The same sentence is here. ",
    "same paragraph": PROSE * 2 + "\n",
    "ands": "black and black ",
    "combining marks": "e\u0301",
    "joiners": "\u200d",
    "backslashes": "\\1 ",
    "braces": "{{x}} ",
    "tags": "<b>",
    "nulls": "\x00",
    "astral": "😀",
    "scores": "(1: 1, ",
    "abbreviated names": "the State bank (SB) ",
    "torn tags": "< p> alt=“",
    "Russian letters": "zh",
    "Russian words": "opasatsya zhizni ",
    "question and answer": "Q: a?\nA: b.\n",
}


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def seconds(cleaner: Cleaner, text: str) -> float:
    return min(timeit.repeat(lambda: cleaner.clean(text), timer=time.process_time, number=1, repeat=TRIES))


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_time_is_linear(cleaner: Cleaner, shape: str) -> None:
    small = (shape * (LENGTH // len(shape) + 1))[:LENGTH]
    assert seconds(cleaner, small * 4) < GROWTH * seconds(cleaner, small) + SLACK_SECONDS
