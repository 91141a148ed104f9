"""LingoTweaker, the engine within the process."""

from __future__ import annotations

from threading import Thread

import pytest

from cleanup.engines import Match
from cleanup.engines.embedded import Embedded
from cleanup.engines.languagetool import LanguageTool


@pytest.fixture(scope="module")
def engine() -> Embedded:
    return Embedded()


def test_good_english(engine: Embedded) -> None:
    assert engine.check("") == []
    assert engine.check("The minister signed the agreement on Tuesday.") == []


def test_offsets_are_code_points(engine: Embedded) -> None:
    text = "😀 — café: he go home. \ud800 She go. 𝐀 tset𝐀"
    assert [(m.start, text[m.start : m.end]) for m in engine.check(text) if m.category == "GRAMMAR"] == [
        (13, "go"),
        (28, "go"),
    ]


def test_messages_are_plain(engine: Embedded) -> None:
    (match,) = engine.check("They will meet in Friday.")
    assert match == Match(
        start=15,
        end=24,
        rule="IN_WEEKDAY",
        category=match.category,
        message=match.message,
        replacements=("on Friday",),
    )
    assert "<" not in match.message


def test_threads(engine: Embedded) -> None:
    results: list[list[Match]] = []
    threads = [Thread(target=lambda: results.append(engine.check("He go."))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[m.rule for m in ms] for ms in results] == [["HE_VERB_AGR"]] * 8


def test_it_says_what_languagetool_says(engine: Embedded, languagetool: str) -> None:
    text = "They will meet in Friday. He go home. In this moment it ended. 😀 They live in the Ukraine."
    theirs = LanguageTool(languagetool).check(text)
    assert [(m.start, m.end, m.rule, m.replacements) for m in engine.check(text)] == [
        (m.start, m.end, m.rule, m.replacements) for m in theirs
    ]
