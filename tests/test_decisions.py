"""Reviewers' decisions: the last that counts wins, and nothing is ever forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanup.decisions import Agreement, DecisionStore, Entry, Place, Wish
from cleanup.edits import Decision
from cleanup.errors import DecisionsError

REJECT = Decision(verdict="reject")
OWN = Decision(verdict="accept", after="ёж 𝒳")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "decisions.sqlite"


def test_a_new_store_holds_nothing(path: Path) -> None:
    with DecisionStore(path) as store:
        assert (store.load(), store.history()) == ({}, [])


def test_decisions_survive_a_restart(path: Path) -> None:
    with DecisionStore(path) as store:
        place = Place(key="k2", article="a", rule="wording.x", before="hedgehog")
        store.record(place, OWN, who="Ann")
        store.record(Place(key="k1"), REJECT, who="Bob")
    with DecisionStore(f"sqlite:///{path}") as store:
        assert list(store.load().items()) == [("k1", REJECT), ("k2", OWN)]
        [first, second] = store.history()
        assert (first.place, first.who) == (place, "Ann")
        assert first.at.endswith("+00:00")
        assert second.number == first.number + 1


def test_the_later_decision_counts(path: Path) -> None:
    with DecisionStore(path) as store:
        store.record(Place(key="k"), REJECT, who="Ann")
        store.record(Place(key="k"), OWN, who="Bob")
        assert store.load() == {"k": OWN}
        assert [e.decision for e in store.history("k")] == [REJECT, OWN]
        assert store.history("other") == []


def test_undoing_one_brings_back_the_one_before(path: Path) -> None:
    with DecisionStore(path) as store:
        first = store.record(Place(key="k"), REJECT, who="Ann")
        second = store.record(Place(key="k"), OWN, who="Bob")
        store.undo(second, who="Ann")
        assert store.load() == {"k": REJECT}
        [_, undone] = store.history()
        assert (undone.undone_by, undone.undone_at is not None) == ("Ann", True)
        store.undo(first, who="Ann")
        assert store.load() == {}


@pytest.mark.parametrize("again", [1, 99])
def test_what_is_undone_or_never_was_cannot_be_undone(path: Path, again: int) -> None:
    with DecisionStore(path) as store:
        store.undo(store.record(Place(key="k"), REJECT, who="Ann"), who="Ann")
        with pytest.raises(DecisionsError, match=f"no decision {again}"):
            store.undo(again, who="Ann")


def test_broken_bytes_can_be_decided_on(path: Path) -> None:
    with DecisionStore(path) as store:
        store.record(Place(key="k", before="\udcff"), REJECT, who="Ann")
        assert store.history()[0].place.before == "\\udcff"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("nowhere/decisions.sqlite", "unable to open"),
        ("noise.sqlite", "not a database"),
        ("nosuch://host/db", "dialects:nosuch"),
    ],
)
def test_a_store_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, location: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "noise.sqlite").write_bytes(b"no database at all " * 40)
    with pytest.raises(DecisionsError, match=reason):
        DecisionStore(location).load()


def test_a_password_is_not_shown() -> None:
    with pytest.raises(DecisionsError) as caught:
        DecisionStore("nosuch://user:secret@host/db")
    assert "secret" not in str(caught.value)
