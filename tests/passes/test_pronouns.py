"""The pass `pronouns`: people keep he and she, things become it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cleanup.article import Article
from cleanup.edits import Proposal, settle
from cleanup.page import Page, RuleSet
from cleanup.passes import pronouns, propose
from cleanup.rules import read_rules, rule_files, rules_folder
from cleanup.settings import Settings

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "pronouns.yaml").read_text("utf-8"))
PASSES = {"pronouns"}
FILES = [f for f in rule_files([rules_folder()], Settings().packs) if f.pass_name in PASSES]
RULES = RuleSet(read_rules(FILES), Settings())


def proposed(text: str) -> list[Proposal]:
    return settle(propose(pronouns, Page(text, Article(id="", raw=text), RULES, set())))


def accepted(text: str) -> str:
    for p in reversed(proposed(text)):
        text = text[: p.start] + (p.after or "") + text[p.end :]
    return text


@pytest.mark.parametrize(("text", "why"), CASES["unchanged"])
def test_leaves_alone(text: str, why: str) -> None:
    assert proposed(text) == [], why


@pytest.mark.parametrize(("before", "after", "why"), CASES["changed"])
def test_changes(before: str, after: str, why: str) -> None:
    assert accepted(before) == after, why
    assert proposed(after) == []
