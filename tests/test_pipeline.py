"""One article through the passes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from types import ModuleType

import pytest

from cleanup import Article, Cleaner, clean
from cleanup import pipeline as pipeline_module
from cleanup.edits import Proposal
from cleanup.errors import SettingsError
from cleanup.page import Page
from cleanup.settings import RuleState, Settings

CONTROL = "The committee met in Geneva on Monday. Its chair said the talks would go on."


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


@pytest.mark.parametrize("text", ["", " ", "\n", CONTROL])
def test_left_alone(cleaner: Cleaner, text: str) -> None:
    assert cleaner.clean(text).text.strip() == text.strip()
    assert cleaner.clean(CONTROL).edits == ()


def test_public_function_and_class_agree(cleaner: Cleaner) -> None:
    assert clean("In the dry residue, we lost.") == cleaner.clean("In the dry residue, we lost.")


def test_result_names_its_article(cleaner: Cleaner) -> None:
    assert cleaner.clean(Article(id="a7", raw=CONTROL)).id == "a7"


def test_a_pass_switched_off_does_nothing() -> None:
    without = Cleaner(Settings(passes_off=("wording",)))
    assert without.clean("In the dry residue, we lost.").edits == ()


def test_a_tier_can_be_set() -> None:
    sure = Cleaner(Settings(rules={"wording.dry-residue": "auto"}))
    assert sure.clean("In the dry residue, we lost.").text == "On balance, we lost."
    flagged = Cleaner(Settings(rules={"wording.dry-residue": "flag"})).clean("In the dry residue, we lost.")
    assert [(e.status, e.after) for e in flagged.edits] == [("flagged", None)]


@pytest.mark.parametrize(
    ("everywhere", "of_tass", "status"),
    [
        ("suggest", "auto", ["applied"]),
        ("auto", "flag", ["flagged"]),
        ("off", "auto", ["applied"]),
        ("auto", "off", []),
    ],
)
def test_a_source_can_have_tiers_of_its_own(
    everywhere: RuleState, of_tass: RuleState, status: list[str]
) -> None:
    rule = "wording.dry-residue"
    cleaner = Cleaner(Settings(rules={rule: everywhere}, sources={"TASS": {rule: of_tass}}))
    plain = Cleaner(Settings(rules={rule: everywhere}))
    news = "In the dry residue, we lost.\n\nThe game was long.\n\nSource: {}\n"
    assert [e.status for e in cleaner.clean(news.format("TASS")).edits if e.rule == rule] == status
    assert cleaner.clean(news.format("Interfax")).edits == plain.clean(news.format("Interfax")).edits


def test_settings_for_a_source_name_rules_there_are() -> None:
    with pytest.raises(SettingsError, match=r"no\.rule"):
        Cleaner(Settings(sources={"TASS": {"no.rule": "off"}}))


def test_rules_that_undo_each_other_end_and_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Seesaw:
        __name__ = "cleanup.passes.wording"

        @staticmethod
        def propose(page: Page) -> Iterator[Proposal | None]:
            after = "on" if page.text == "no" else "no"
            yield page.propose("wording.dry-residue", 0, 2, after)

    monkeypatch.setattr(pipeline_module, "ORDER", (Seesaw,))
    result = Cleaner(Settings(rules={"wording.dry-residue": "auto"})).clean("no")
    assert result.problems == (
        f"still changing after {pipeline_module.MOST_ROUNDS} rounds; left as it was then",
    )


@pytest.mark.parametrize("running", [True, False])
def test_the_garbage_collector_waits_for_a_long_article_only(
    cleaner: Cleaner, monkeypatch: pytest.MonkeyPatch, running: bool
) -> None:
    monkeypatch.setattr(pipeline_module, "LONG", 20)
    seen = []
    propose = pipeline_module.propose

    def spy(module: ModuleType, page: Page) -> Iterable[Proposal]:
        seen.append(gc.isenabled())
        return propose(module, page)

    monkeypatch.setattr(pipeline_module, "propose", spy)
    try:
        if not running:
            gc.disable()
        cleaner.clean("The ship sailed .")
        assert set(seen) == {running}
        cleaner.clean("The ship sailed at dawn .")
        assert seen[-1] is False
        assert gc.isenabled() is running
    finally:
        gc.enable()
