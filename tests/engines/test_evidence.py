"""The table of earned rules and the evidence for it say the same."""

from __future__ import annotations

import csv
from pathlib import Path

from cleanup.passes.grammar import earned
from cleanup.rules import load_rules
from cleanup.settings import Settings

ROOT = Path(__file__).parent.parent.parent


def rows() -> list[dict[str, str]]:
    with (ROOT / "bench" / "engines.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t"))


def test_earned_are_those_that_the_measurement_lets_through() -> None:
    table = earned(load_rules(Settings()).words.__getitem__)
    kept = {r["rule"]: f"grammar.engine-{r['ours']}" for r in rows() if r["earned"]}
    assert {i: e.rule for i, e in table.items()} == kept


def test_floors_of_the_issue() -> None:
    kept = [r for r in rows() if r["earned"]]
    edits, nearer = (sum(int(r[name]) for r in kept) for name in ("edits", "nearer"))
    assert nearer >= 0.5 * edits > 0
    assert sum(int(r["human"]) for r in kept) <= 1  # in 108,000 words


def test_spelling_has_not_earned_it() -> None:
    (spelling,) = [r for r in rows() if r["rule"] == "MORFOLOGIK_RULE_EN_US"]
    assert int(spelling["nearer"]) < 0.1 * int(spelling["edits"])
