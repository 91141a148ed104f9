"""/v1/decisions: taken, listed, taken back, obeyed; also beside `cleanup review` and `cleanup run`."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
from conftest import Project
from hosting import Serve, Server, problem, serve, server

from cleanup.decisions import DecisionStore

TEXT = "In the dry residue, they make an accent on speed."
ARTICLE = {"id": "a", "text": TEXT}


@pytest.fixture
def own(serve: Serve) -> Server:
    return serve()


def edits(server: Server) -> dict[str, Any]:
    return {e["rule"]: e for e in server.post("/v1/clean", ARTICLE).json()["edits"]}


def decide(server: Server, rule: str, who: str = "Ann", **more: Any) -> requests.Response:
    one = {"edit": edits(server)[rule]["id"], **more}
    return server.post("/v1/decisions", {"article": ARTICLE, "who": who, "decisions": [one]})


def listed(server: Server, since: int = 0) -> list[dict[str, Any]]:
    return list(server.get("/v1/decisions", params={"since": since}).json()["decisions"])


def test_there_is_none_and_no_store_either(own: Server, project: Project) -> None:
    assert listed(own) == []
    assert not project.cleaned.exists()


def test_a_rejected_edit_is_not_made_again(own: Server) -> None:
    assert decide(own, "wording.dry-residue", verdict="reject").json() == {"done": [1], "conflicts": []}
    assert own.post("/v1/clean", ARTICLE).json()["text"] == TEXT
    assert edits(own)["wording.dry-residue"]["status"] == "rejected"
    assert "wording.dry-residue" not in [m["rule"]["id"] for m in own.check(TEXT).json()["matches"]]


def test_an_accepted_one_is_made_in_own_words(own: Server) -> None:
    decide(own, "wording.accent", verdict="accept", after="insist on")
    assert own.post("/v1/clean", ARTICLE).json()["text"] == "On balance, they insist on speed."


def test_what_is_kept_of_one(own: Server, project: Project) -> None:
    decide(own, "wording.accent", verdict="accept")
    [entry] = listed(own)
    assert (entry["number"], entry["who"], entry["decision"]["verdict"]) == (1, "Ann", "accept")
    place = entry["place"]
    assert (place["article"], place["rule"], place["before"]) == ("a", "wording.accent", "make an accent on")
    assert (place["left"], place["right"]) == ("In the dry residue, they ", " speed.")
    with DecisionStore(project.cleaned / "decisions.sqlite") as store:
        assert list(store.current()) == [place["key"]]


def test_run_obeys_what_the_api_decided(own: Server, project: Project) -> None:
    decide(own, "wording.dry-residue", verdict="reject")
    project.write("a.txt", TEXT)
    project.call("run")
    assert project.results()["a.txt"].decode() == TEXT


def test_the_api_obeys_what_others_decide_meanwhile(own: Server, project: Project) -> None:
    decide(own, "wording.accent", verdict="accept")
    with DecisionStore(project.cleaned / "decisions.sqlite") as store:
        store.undo(1, who="Ben")
    until = time.monotonic() + 10
    while edits(own)["wording.accent"]["status"] != "suggested":
        assert time.monotonic() < until
        time.sleep(0.1)


def test_one_is_taken_back(own: Server) -> None:
    decide(own, "wording.accent", verdict="accept")
    gone = requests.delete(f"{own.url}/v1/decisions/1", params={"who": "Ben"}, timeout=20)
    assert (gone.status_code, gone.content) == (204, b"")
    assert edits(own)["wording.accent"]["status"] == "suggested"
    assert [(e["number"], e["undone_by"]) for e in listed(own)] == [(1, "Ben")]
    again = requests.delete(f"{own.url}/v1/decisions/1", params={"who": "Ben"}, timeout=20)
    assert "no decision" in problem(again, 404)


def test_who_did_not_see_another_decision_is_told_of_it(own: Server) -> None:
    first, second = ({"verdict": v, "seen": 0} for v in ("accept", "reject"))
    assert decide(own, "wording.dry-residue", "Ann", **first).json()["done"] == [1]
    answer = decide(own, "wording.dry-residue", "Ben", **second).json()
    assert (answer["done"], [c["who"] for c in answer["conflicts"]]) == ([], ["Ann"])
    assert decide(own, "wording.dry-residue", "Ben", verdict="reject", seen=1).json()["done"] == [2]


def test_listing_goes_on_after_a_number(own: Server) -> None:
    for verdict in ("accept", "reject"):
        decide(own, "wording.dry-residue", verdict=verdict)
    assert [e["number"] for e in listed(own, since=1)] == [2]


@pytest.mark.parametrize(
    ("ask", "detail"),
    [
        ({}, "missing required field `article`"),
        ({"article": ARTICLE, "who": "", "decisions": []}, "Expected `str` of length >= 1"),
        ({"article": ARTICLE, "who": "A" * 61, "decisions": []}, "Expected `str` of length <= 60"),
        ({"article": {"id": 1}, "who": "A", "decisions": []}, "neither `text` nor `html`"),
        (
            {"article": ARTICLE, "who": "A", "decisions": [{"edit": "x", "verdict": "accept"}]},
            "no edit 'x' now; clean it again",
        ),
        (
            {"article": ARTICLE, "who": "A", "decisions": [{"edit": "x", "verdict": "maybe"}]},
            "Invalid enum value 'maybe'",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(server: Server, ask: dict[str, Any], detail: str) -> None:
    assert detail in problem(server.post("/v1/decisions", ask), 422)
    assert listed(server) == []


@pytest.mark.parametrize("since", ["-1", "x", "9" * 5000, "١", ""])
def test_no_number(server: Server, since: str) -> None:
    assert "number of a decision" in problem(server.get("/v1/decisions", params={"since": since}), 422)


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30])
def test_nothing_to_take_back(server: Server, number: str) -> None:
    address = f"{server.url}/v1/decisions/{number}"
    problem(requests.delete(address, params={"who": "A"}, timeout=20), 404)
    problem(requests.delete(address, timeout=20), 422)


def test_a_name_is_kept_as_it_can_be_shown(own: Server) -> None:
    decide(own, "wording.accent", "A\x00\u202enn", verdict="accept")
    assert listed(own)[0]["who"] == "A␀<U+202E>nn"


def test_a_store_that_cannot_be_used(own: Server, project: Project) -> None:
    project.cleaned.mkdir()
    (project.cleaned / "decisions.sqlite").write_bytes(b"no database at all" * 100)
    assert "decisions cannot be used" in problem(own.get("/v1/decisions"), 503)
    assert "decisions cannot be used" in own.lines(ARTICLE)[0]["error"]
    assert "decisions.sqlite" in own.log()
