"""Offsets of Java and JavaScript."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.engines.utf16 import Offsets


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("text", ["", "plain", "é — “ф”", "\ud800 alone"])
def test_the_same_without_astral_characters(text: str) -> None:
    offsets = Offsets(text)
    every = list(range(len(text) + 1))
    assert [offsets.to_units(i) for i in every] == every
    assert [offsets.to_points(i) for i in every] == every


@given(st.text(st.characters(codec="utf-8")))
def test_there_and_back(text: str) -> None:
    offsets = Offsets(text)
    for i in range(len(text) + 1):
        assert offsets.to_units(i) == units(text[:i])
        assert offsets.to_points(units(text[:i])) == i
