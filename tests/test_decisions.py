"""Reviewers' decisions: the last that counts wins, and nothing is ever forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from conftest import Project

from cleanup.decisions import Agreement, DecisionStore, Entry, Place, Wish
from cleanup.edits import Decision, decision_key
from cleanup.errors import DecisionsError

REJECT = Decision(verdict="reject")
OWN = Decision(verdict="accept", after="ёж 𝒳")


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store of one's own in each of the two databases."""
    if request.param == "sqlite":
        return str(tmp_path / "decisions.sqlite")
    server: str = request.getfixturevalue("postgres")
    name = f"db_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def test_a_new_store_holds_nothing(location: str) -> None:
    with DecisionStore(location) as store:
        assert (store.load(), store.history()) == ({}, [])


def test_decisions_survive_a_restart(location: str) -> None:
    with DecisionStore(location) as store:
        place = Place(key="k2", article="a", rule="wording.x", before="hedgehog")
        store.record(place, OWN, who="Ann")
        store.record(Place(key="k1"), REJECT, who="Bob")
    with DecisionStore(location) as store:
        assert list(store.load().items()) == [("k1", REJECT), ("k2", OWN)]
        [first, second] = store.history()
        assert (first.place, first.who) == (place, "Ann")
        assert first.at.endswith("+00:00")
        assert second.number == first.number + 1


def test_the_later_decision_counts(location: str) -> None:
    with DecisionStore(location) as store:
        store.record(Place(key="k"), REJECT, who="Ann")
        store.record(Place(key="k"), OWN, who="Bob")
        assert store.load() == {"k": OWN}
        assert [e.decision for e in store.history("k")] == [REJECT, OWN]
        assert store.history("other") == []


def test_undoing_one_brings_back_the_one_before(location: str) -> None:
    with DecisionStore(location) as store:
        first = store.record(Place(key="k"), REJECT, who="Ann")
        second = store.record(Place(key="k"), OWN, who="Bob")
        store.undo(second, who="Ann")
        assert store.load() == {"k": REJECT}
        [_, undone] = store.history()
        assert (undone.undone_by, undone.undone_at is not None) == ("Ann", True)
        store.undo(first, who="Ann")
        assert store.load() == {}


@pytest.mark.parametrize("again", [1, 99])
def test_what_is_undone_or_never_was_cannot_be_undone(location: str, again: int) -> None:
    with DecisionStore(location) as store:
        store.undo(store.record(Place(key="k"), REJECT, who="Ann"), who="Ann")
        with pytest.raises(DecisionsError, match=f"no decision {again}"):
            store.undo(again, who="Ann")


def test_broken_bytes_can_be_decided_on(location: str) -> None:
    with DecisionStore(location) as store:
        store.record(Place(key="k", before="\udcff"), REJECT, who="Ann")
        assert store.history()[0].place.before == "\\udcff"


def wish(decision: Decision, seen: int | None, key: str = "k") -> Wish:
    return Wish(place=Place(key=key), decision=decision, seen=seen)


class TestTwoReviewers:
    def test_who_has_seen_the_other_decision_may_replace_it(self, location: str) -> None:
        with DecisionStore(location) as store:
            first = store.record(Place(key="k"), REJECT, who="Ann")
            assert store.record_all([wish(OWN, first)], who="Bob") == [first + 1]
            assert store.load() == {"k": OWN}

    def test_who_has_not_is_shown_it_and_it_stands(self, location: str) -> None:
        with DecisionStore(location) as store:
            store.record(Place(key="k"), REJECT, who="Ann")
            [other, free] = store.record_all([wish(OWN, 0), wish(OWN, 0, "free")], who="Bob")
            assert isinstance(other, Entry)
            assert (other.who, other.decision) == ("Ann", REJECT)
            assert isinstance(free, int)
            assert store.load() == {"free": OWN, "k": REJECT}

    @pytest.mark.parametrize(("who", "decision"), [("Bob", REJECT), ("Ann", OWN)])
    def test_the_same_verdict_or_ones_own_is_no_conflict(
        self, location: str, who: str, decision: Decision
    ) -> None:
        with DecisionStore(location) as store:
            store.record(Place(key="k"), REJECT, who="Ann")
            [number] = store.record_all([wish(decision, 0)], who=who)
            assert isinstance(number, int)

    def test_after_an_undo_the_place_is_free(self, location: str) -> None:
        with DecisionStore(location) as store:
            store.undo(store.record(Place(key="k"), REJECT, who="Ann"), who="Ann")
            [number] = store.record_all([wish(OWN, 0)], who="Bob")
            assert isinstance(number, int)

    def test_of_many_at_once_one_wins(self, location: str) -> None:
        names = [f"r{i}" for i in range(8)]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(partial(decide_at_once, location), names))
        assert sorted(a for a in answers if a != "refused") == answers_of(location)
        assert answers.count("refused") == 7

    def test_agreement(self, location: str) -> None:
        with DecisionStore(location) as store:
            for key, who, decision in [
                ("alike", "Ann", REJECT), ("alike", "Bob", REJECT), ("apart", "Ann", REJECT),
                ("apart", "Bob", OWN), ("alone", "Ann", OWN), ("alone", "Ann", REJECT),
            ]:  # fmt: skip
                store.record(Place(key=key), decision, who=who)
            assert store.agreement() == Agreement(places=2, alike=1)


def decide_at_once(location: str, who: str) -> str:
    decision = Decision(verdict="accept", after=who)
    with DecisionStore(location) as store:
        [answer] = store.record_all([wish(decision, 0)], who=who)
    return who if isinstance(answer, int) else "refused"


def answers_of(location: str) -> list[str]:
    with DecisionStore(location) as store:
        return [e.who for e in store.history()]


class TestJsonLines:
    def test_there_and_back_once(self, location: str, tmp_path: Path) -> None:
        with DecisionStore(location) as store, DecisionStore(tmp_path / "other.sqlite") as other:
            place = Place(
                key="k", article="a", rule="wording.x", before="ёж", offered="x", left="l", right="r"
            )
            store.undo(store.record(place, REJECT, who="Ann"), who="Bob")
            store.record(place, OWN, who="Ann")
            lines = list(store.export())
            assert other.restore(lines) == 2
            assert other.restore([*lines, b"\n"]) == 0
            assert list(other.export()) == lines

    @pytest.mark.parametrize("line", [b"{}", b"noise", b"\xff", b"[1]"])
    def test_a_bad_line_is_told_and_nothing_is_taken(
        self, location: str, tmp_path: Path, line: bytes
    ) -> None:
        with DecisionStore(location) as store:
            store.record(Place(key="k"), REJECT, who="Ann")
            good = list(store.export())
        with DecisionStore(tmp_path / "other.sqlite") as other:
            with pytest.raises(DecisionsError, match="line 2"):
                other.restore([*good, line])
            assert other.history() == []


def test_a_reviewers_own_change_carries_its_words(location: str) -> None:
    with DecisionStore(location) as store:
        store.record(Place(key="k", rule="editor.own", before="the hedgehog"), OWN, who="Ann")
        assert store.load() == {"k": Decision(verdict="accept", after="ёж 𝒳", before="the hedgehog")}


def test_an_address_of_a_file(tmp_path: Path) -> None:
    with (
        DecisionStore(f"sqlite:///{tmp_path}/d.sqlite") as store,
        DecisionStore(tmp_path / "d.sqlite") as same,
    ):
        store.record(Place(key="k"), REJECT, who="Ann")
        assert same.load() == {"k": REJECT}


def test_a_run_obeys_what_a_database_holds(location: str, project: Project) -> None:
    settings = project.root / "cleanup.toml"
    settings.write_text(f'decisions = "{location}"\n{settings.read_text("utf-8")}', "utf-8")
    project.write("a.txt", "In the dry residue, we lost.\n")
    key = decision_key("wording.dry-residue", "In the dry residue, we lost.\n", 0, 18)
    with DecisionStore(location) as store:
        store.record(Place(key=key, rule="wording.dry-residue"), REJECT, who="Ann")
        assert project.call("run")[0] == 0
        assert project.results()["a.txt"] == b"In the dry residue, we lost.\n"
        store.undo(1, who="Ann")
        assert project.call("run")[0] == 0
        assert project.results()["a.txt"] == b"On balance, we lost.\n"


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
