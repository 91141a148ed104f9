"""Runs of capitalised words that may tell something: most are met and forgotten."""

from __future__ import annotations

import pytest

from cleanup.onomastics.known import Known
from cleanup.onomastics.lookup import load_gazetteer
from cleanup.rules import rules_folder


@pytest.fixture
def known() -> Known:
    return Known(load_gazetteer((rules_folder(),)), frozenset({"Sands"}))


@pytest.mark.parametrize("run", ["However", "Ada Quimby", "Quimby's", "Great Hall", "Oxford Street"])
def test_says_nothing_of_plain_runs(known: Known, run: str) -> None:
    assert known.telling({run}) == set()
    assert known.telling({run}) == set(), "nor when met again"


@pytest.mark.parametrize(
    "run",
    [
        "Boris Jonson",
        "Bryussel",
        "Kakhovsky",
        "Kharkiv",
        "Dmitry Sands",
        "North Korea",
        "Uoll-strit Dzhornal",
    ],
)
def test_knows_what_tables_have_something_of(known: Known, run: str) -> None:
    assert known.telling({run, "However"}) == {run}


def test_a_run_tells_something_once_another_spelling_is_met(known: Known) -> None:
    assert known.telling({"Ada Kvimbenko"}) == set()
    assert known.telling({"Kvymbenko"}) == {"Kvymbenko"}
    assert known.telling({"Ada Kvimbenko"}) == {"Ada Kvimbenko"}
    assert known.doubtful({"Ada", "Kvimbenko", "Kvymbenko"}) == {"Kvimbenko", "Kvymbenko"}


def test_a_long_surname_and_its_slip_are_doubtful(known: Known) -> None:
    known.telling({"Orla Mandrovanis", "Mandrovaninis"})
    assert known.doubtful({"Orla", "Mandrovanis", "Mandrovaninis"}) == {"Mandrovanis", "Mandrovaninis"}
