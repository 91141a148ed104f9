"""The pass `names`: what stays, what changes, how surely, and that one run is enough."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from alone import Alone

from cleanup.edits import Proposal
from cleanup.onomastics.gazetteer import read_tables
from cleanup.passes import names
from cleanup.rules import rules_folder

FOLDER = Path(__file__).parents[1] / "cases"
CASES = yaml.safe_load((FOLDER / "names.yaml").read_text("utf-8"))
DISTRACTORS = yaml.safe_load((FOLDER / "names_distractors.yaml").read_text("utf-8"))
GARBLED = yaml.safe_load((FOLDER / "names_garbled.yaml").read_text("utf-8"))
SYLLABLES = yaml.safe_load((FOLDER / "names_syllables.yaml").read_text("utf-8"))
ALONE = Alone(names)
proposals = ALONE.proposed
cleaned = ALONE.cleaned


def made(text: str, p: Proposal) -> str:
    return text[: p.start] + (p.after or "") + text[p.end :]


def offered(text: str) -> list[str]:
    """The text with each proposal and each alternative made."""
    return [
        text[: p.start] + after + text[p.end :]
        for p in proposals(text)
        for after in (p.after or "", *p.alternatives)
    ]


@pytest.mark.parametrize("text", CASES["keep"])
def test_stays(text: str) -> None:
    assert [made(text, p) for p in proposals(text)] == []


def test_distractors_stay() -> None:
    found = {t: proposals(t) for t in DISTRACTORS}
    assert [t for t, ps in found.items() if any(p.tier == "auto" for p in ps)] == []
    assert len([t for t, ps in found.items() if ps]) <= 0.02 * len(DISTRACTORS)


@pytest.mark.parametrize("case", CASES["auto"], ids=lambda c: c["before"][:40])
def test_changes(case: dict[str, str]) -> None:
    assert cleaned(case["before"]) == case["after"]


@pytest.mark.parametrize("case", CASES["suggest"], ids=lambda c: c["before"][:40])
def test_offers(case: dict[str, str]) -> None:
    assert cleaned(case["before"]) == case["before"]
    assert [made(case["before"], p) for p in proposals(case["before"])] == [case["after"]]


def test_garbled_names_are_restored_or_offered() -> None:
    missed = [c for c in GARBLED if c["after"] not in [made(c["before"], p) for p in proposals(c["before"])]]
    assert len(missed) <= 0.05 * len(GARBLED), missed


def test_names_in_no_table_are_read_by_syllables() -> None:
    missed = [c for c in SYLLABLES if c["after"] not in offered(c["before"])]
    assert len(missed) <= 0.15 * len(SYLLABLES), missed


def test_once_is_enough() -> None:
    changed = [cleaned(c["before"]) for c in [*CASES["auto"], *GARBLED]]
    assert [t for t in changed if cleaned(t) != t] == []


def test_no_right_name_is_somebody_elses_garble() -> None:
    people = read_tables([rules_folder() / "names" / "people.tsv"]).people
    changed = [(s, cleaned(f"{s} spoke.")) for p in people for s in (p.name, *p.also)]
    assert [(s, t) for s, t in changed if t != f"{s} spoke."] == []


@pytest.mark.parametrize("name", sorted(p.name for p in (rules_folder() / "names").iterdir()))
def test_tables_are_sorted_and_unique(name: str) -> None:
    lines = (rules_folder() / "names" / name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert rows == sorted(rows)
    assert len({tuple(r[:4]) for r in rows}) == len(rows)


def test_fuzzy_offer_tells_score_and_runner_up() -> None:
    (offer,) = proposals("The NATO chief Jens Stoltinberg agreed.")
    assert offer.message == (
        "Jens Stoltenberg (INT, NATO secretary general): likeness 91 of 100; nobody else is near"
    )


@pytest.mark.parametrize("unit", ["A ", "A.", "A. B. was ", "Kir Starmer ", "Al-", "Ivanov-", "J. P. is x. "])
def test_hostile_repetition_is_linear(unit: str) -> None:
    def seconds(n: int) -> float:
        start = time.process_time()
        proposals(unit * n)
        return time.process_time() - start

    seconds(1000)
    assert seconds(40_000) < 40 * max(seconds(4_000), 0.02)


@pytest.mark.parametrize(
    "text",
    [
        "Paul Zabelov came, and so did Pavel Petrov.",
        "Paul Zabelov came, and so did Paul Petrov.",
        "The Roman Eagles and the Roman Pillars stand.",
        "Irina Zabelova came with Michael Cordova and Ivan Genova.",
    ],
)
def test_first_names_and_surnames_that_are_right_stay(text: str) -> None:
    assert proposals(text) == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Pavel Zabelov came. Paul Zabelov left.", "Pavel Zabelov came. Pavel Zabelov left."),
        ("They hurt Ivan Zabelova.", "They hurt Ivan Zabelov."),
        ("FGUP Zarya closed in May.", "Federal state enterprise Zarya closed in May."),
    ],
)
def test_one_offer(text: str, after: str) -> None:
    assert [made(text, p) for p in proposals(text)] == [after]
