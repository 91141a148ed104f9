"""What an engine offers never shares or touches the text of another edit."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup import Edit
from cleanup.edits import Status, give_way

GUESTS = {"grammar.engine-grammar"}


def edit(start: int, end: int, rule: str, status: Status = "suggested") -> Edit:
    return Edit(
        id=f"{rule}-{start}-{end}",
        start=start,
        end=end,
        before="x" * (end - start),
        after="y",
        rule=rule,
        category="linguistic/grammar",
        severity="minor",
        tier="suggest",
        status=status,
        confidence=1.0,
        message="",
    )


def guest(start: int, end: int) -> Edit:
    return edit(start, end, "grammar.engine-grammar")


@pytest.mark.parametrize("span", [(0, 4), (11, 14), (20, 20)])
def test_apart_it_stays(span: tuple[int, int]) -> None:
    host = edit(5, 10, "wording.x", "applied")
    assert give_way([host, guest(*span)], GUESTS) == [host, guest(*span)]


@pytest.mark.parametrize("span", [(0, 5), (0, 6), (6, 8), (0, 20), (9, 12), (10, 12), (10, 10)])
@pytest.mark.parametrize("status", ["applied", "suggested", "flagged", "rejected"])
def test_it_gives_way(span: tuple[int, int], status: Status) -> None:
    host = edit(5, 10, "wording.x", status)
    assert give_way([guest(*span), host], GUESTS) == [host]


def test_what_a_reviewer_accepted_stays() -> None:
    both = [edit(5, 10, "wording.x"), msgspec.structs.replace(guest(5, 10), status="accepted")]
    assert give_way(both, GUESTS) == both


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)).map(lambda s: (s[0], s[0] + s[1])))


@given(spans, spans)
def test_as_if_each_were_compared_with_each(
    hosts: list[tuple[int, int]], guests: list[tuple[int, int]]
) -> None:
    ours, theirs = [edit(*s, "wording.x") for s in hosts], [guest(*s) for s in guests]
    stay = [g for g in theirs if not any(h.start <= g.end and g.start <= h.end for h in ours)]
    assert give_way([*ours, *theirs], GUESTS) == [*ours, *stay]
