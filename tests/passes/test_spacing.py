"""The pass `spacing`: what stays, what changes, and that one run is enough."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from alone import Alone
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.passes import spacing

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "spacing.yaml").read_text("utf-8"))
ALONE = Alone(spacing)
cleaned = ALONE.cleaned


@pytest.mark.parametrize("text", CASES["unchanged"])
def test_leaves_alone(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize(("before", "after"), CASES["changed"])
def test_changes(before: str, after: str) -> None:
    assert cleaned(before) == after


PIECES = [*" \"“”«»'’,.;:!?()–—-\n", "\r\n", "\r", "\t", "\u00a0", "\u202f", "\u200b", "\u200d", "\ufeff"]
PIECES += "word Then said he 18 06 5 % $ # leaders s 👩 é Q at ...".split()


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=400, deadline=None)
def test_is_idempotent(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@settings(max_examples=200, deadline=None)
def test_touches_only_white_space_and_the_unseen(text: str) -> None:
    def seen(t: str) -> str:
        # a pair of marks that both close is turned with its spaces
        return "".join(c for c in t if not c.isspace() and c not in "\u200b\u200d\ufeff").replace("”", "“")

    assert seen(cleaned(text)) == seen(text)


def test_long_line_is_linear() -> None:
    text = '" a , b ( c ) ' * 20_000
    assert len(cleaned(text)) < len(text)
