"""The pass `pronouns`: people keep he and she, things become it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from alone import Alone, accepted

from cleanup.edits import Proposal, settle
from cleanup.passes import pronouns

FOLDER = Path(__file__).parents[1] / "cases"
CASES = yaml.safe_load((FOLDER / "pronouns.yaml").read_text("utf-8"))
SOURCED = yaml.safe_load((FOLDER / "pronouns_source.yaml").read_text("utf-8"))
ALONE = Alone(pronouns)


def proposed(text: str, source: str | None = None) -> list[Proposal]:
    return settle(ALONE.proposed(text, source=source))


@pytest.mark.parametrize(("text", "why"), CASES["unchanged"])
def test_leaves_alone(text: str, why: str) -> None:
    assert proposed(text) == [], why


@pytest.mark.parametrize(("before", "after", "why"), CASES["changed"])
def test_changes(before: str, after: str, why: str) -> None:
    assert accepted(before, proposed(before)) == after, why
    assert proposed(after) == []


@pytest.mark.parametrize("text", CASES["sure"])
def test_makes_the_change_where_no_person_is_in_reach(text: str) -> None:
    assert [p.tier for p in proposed(text)] == ["auto"]


@pytest.mark.parametrize("text", CASES["doubtful"])
def test_only_offers_where_a_person_might_be_meant(text: str) -> None:
    assert [p.tier for p in proposed(text)] == ["suggest"]


def test_names_the_antecedent() -> None:
    (found,) = proposed("The strategy is ready. She will be published in May.")
    assert found.message == "“She” stands for “strategy”, which is “it” in English"


def test_a_text_of_pronouns_alone_is_soon_done() -> None:
    assert proposed("he his him " * 20_000) == []


@pytest.mark.parametrize(("text", "source", "why"), SOURCED["unchanged"])
def test_leaves_alone_what_the_source_shows_to_be_right(text: str, source: str, why: str) -> None:
    assert proposed(text, source) == [], why


@pytest.mark.parametrize(("before", "source", "after", "why"), SOURCED["offered"])
def test_offers_what_the_source_shows_to_be_wrong(before: str, source: str, after: str, why: str) -> None:
    found = proposed(before, source)
    assert {p.tier for p in found} == {"suggest"}
    assert accepted(before, found) == after, why
    assert proposed(after, source) == []


@pytest.mark.parametrize(("before", "source", "after"), SOURCED["sure"])
def test_makes_the_change_where_the_source_agrees(before: str, source: str, after: str) -> None:
    assert [p.tier for p in proposed(before)] == ["suggest"]
    found = proposed(before, source)
    assert [p.tier for p in found] == ["auto"]
    assert accepted(before, found) == after


@pytest.mark.parametrize(("text", "source"), SOURCED["weakened"])
def test_only_offers_where_a_person_of_the_source_might_be_meant(text: str, source: str) -> None:
    assert [p.tier for p in proposed(text)] == ["auto"]
    assert [p.tier for p in proposed(text, source)] == ["suggest"]


def test_does_without_a_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleanup.coreference.russian._parser", lambda _language: None)
    before, source, _ = SOURCED["sure"][0]
    assert proposed(before, source) == proposed(before)


def test_ignores_a_source_in_another_script() -> None:
    before, _, _ = SOURCED["sure"][0]
    assert proposed(before, "Der Ausschuss tagt.") == proposed(before)


@pytest.mark.parametrize("end", [" ", "\n"])
def test_a_source_of_pronouns_alone_is_soon_done(end: str) -> None:
    assert proposed(f"He is here.{end}" * 20_000, f"Он здесь.{end}" * 20_000) == []
