"""The pass `repetition`: what stays, what changes, what is only offered."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cleanup.article import Article
from cleanup.draft import Draft
from cleanup.edits import Proposal, settle
from cleanup.page import Page, RuleSet
from cleanup.passes import propose, repetition
from cleanup.repeats import repeats
from cleanup.rules import read_rules, rule_files, rules_folder
from cleanup.settings import Settings

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "repetition.yaml").read_text("utf-8"))
PASSES = {"repetition"}
FILES = [f for f in rule_files([rules_folder()], Settings().packs) if f.pass_name in PASSES]
RULES = RuleSet(read_rules(FILES), Settings())


def proposed(text: str) -> list[Proposal]:
    return settle(propose(repetition, Page(text, Article(id="", raw=text), RULES, set())))


def applied(text: str, proposals: list[Proposal]) -> str:
    for p in reversed(proposals):
        text = text[: p.start] + (p.after or "") + text[p.end :]
    return text


@pytest.mark.parametrize("text", CASES["unchanged"])
def test_leaves_alone(text: str) -> None:
    assert proposed(text) == []


@pytest.mark.parametrize(("before", "after"), CASES["changed"])
def test_changes(before: str, after: str) -> None:
    draft = Draft(before)
    draft.take(proposed(before))
    assert draft.text == after
    assert [p for p in proposed(after) if p.tier == "auto"] == []


@pytest.mark.parametrize(("before", "after"), CASES["offered"])
def test_offers(before: str, after: str) -> None:
    found = proposed(before)
    assert [p.tier for p in found] == ["suggest"]
    assert applied(before, found) == after


def test_finds_a_repeat_across_the_chunks_it_reads() -> None:
    words = " ".join(f"w{i}" for i in range(20_000))
    at = words.index(" ", 100_000 - 3)
    text = words[:at] + " the the" + words[at:]
    assert [(r.start, r.end) for r in repeats(text)] == [(at + 1, at + 8)]


def test_long_runs_of_one_word_are_one_finding() -> None:
    assert len(list(repeats("no " * 5_000))) == 1
    assert len(list(repeats('— a" ' * 50_000))) == 1


def test_a_text_of_quotations_alone_is_soon_done() -> None:
    lines = "\n".join(f"“This is what voice number {i} said about it”" for i in range(20_000))
    assert proposed(lines) == []
