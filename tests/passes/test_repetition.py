"""The pass `repetition`: what stays, what changes, what is only offered."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from alone import Alone, accepted

from cleanup.edits import Proposal, settle
from cleanup.passes import repetition
from cleanup.repeats import repeats

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "repetition.yaml").read_text("utf-8"))
ALONE = Alone(repetition)


def proposed(text: str) -> list[Proposal]:
    return settle(ALONE.proposed(text))


@pytest.mark.parametrize("text", CASES["unchanged"])
def test_leaves_alone(text: str) -> None:
    assert proposed(text) == []


@pytest.mark.parametrize(("before", "after"), CASES["changed"])
def test_changes(before: str, after: str) -> None:
    assert ALONE.cleaned(before) == after
    assert [p for p in proposed(after) if p.tier == "auto"] == []


@pytest.mark.parametrize(("before", "after"), CASES["offered"])
def test_offers(before: str, after: str) -> None:
    found = proposed(before)
    assert [p.tier for p in found] == ["suggest"]
    assert accepted(before, found) == after


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
