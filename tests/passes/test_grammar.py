"""The grammar pass."""

from __future__ import annotations

import msgspec
import pytest

from cleanup import Cleaner
from cleanup.edits import Decision, decision_key
from cleanup.errors import RulesError
from cleanup.examples import broken_examples
from cleanup.passes.grammar import earned
from cleanup.settings import RuleState, Settings


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


@pytest.mark.parametrize(
    "text",
    [
        "The Plan A is ready.",
        "A eulogy, a ewe, a uniform, a useful idea, a once-great club.",
        "An heir and an honour.",
        "He got an xls file and an mp.",
        "From a to z, or a of b.",
        "Il a été là.",
        "Hepatitis A affects many.",
    ],
)
def test_left_alone(cleaner: Cleaner, text: str) -> None:
    assert [e for e in cleaner.clean(text).edits if e.rule.startswith("grammar.")] == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("This is a important step.", "This is an important step."),
        ("He is an leader.", "He is a leader."),
        ("It is an unique case.", "It is a unique case."),
        ("“No.” A inquiry began.", "“No.” An inquiry began."),
    ],
)
def test_article_follows_the_sound(cleaner: Cleaner, text: str, after: str) -> None:
    assert cleaner.clean(text).text == after


OWN: dict[str, RuleState] = {"wording.in-weekday": "off"}
"""A rule of ours that finds the same as the engine."""
HEARD = Settings(grammar="embedded", rules=OWN)


@pytest.fixture(scope="module")
def heard() -> Cleaner:
    return Cleaner(HEARD)


class TestEngine:
    """What the pass makes of an engine's findings."""

    @staticmethod
    def guests(cleaner: Cleaner, text: str) -> list[tuple[str, str | None, str]]:
        edits = cleaner.clean(text).edits
        return [(e.before, e.after, e.status) for e in edits if e.rule.startswith("grammar.engine-")]

    def test_off_unless_asked_for(self, cleaner: Cleaner) -> None:
        assert self.guests(cleaner, "They will meet in Friday.") == []

    @pytest.mark.parametrize(
        "text",
        [
            "They will meet on Friday.",
            "He go home, wich is true.",  # rules that have not earned a hearing
            "The Sound Track label was sold.",  # a name
            "The sound track of one film is better than the sound track of the other.",  # the writer's way
            "The 1960s sound track.\n\nA sound track again.",
            "Они встретятся in Friday и уедут домой на все выходные дни.",
            "| in Friday | 1 | 2 | 3 | 4 | 5 | 6 |",
        ],
    )
    def test_left_alone(self, heard: Cleaner, text: str) -> None:
        assert self.guests(heard, text) == []

    @pytest.mark.parametrize(
        ("text", "before", "after"),
        [
            ("They will meet in Friday.", "in Friday", "on Friday"),
            ("😀 The film's sound track was 𝐀.\n\n😀 They met in Friday.", "in Friday", "on Friday"),
            ("In this moment, he understood.", "In this moment", "At this moment"),
        ],
    )
    def test_offered_never_made(self, heard: Cleaner, text: str, before: str, after: str) -> None:
        assert (before, after, "suggested") in self.guests(heard, text)
        assert before in heard.clean(text).text

    def test_says_who_found_it(self, heard: Cleaner) -> None:
        (edit,) = heard.clean("They will meet in Friday.").edits
        assert edit.message.endswith("(LingoTweaker: IN_WEEKDAY)")

    def test_gives_way_to_our_own_edits(self, heard: Cleaner) -> None:
        text = "They met in  Friday ."  # the blanks are ours
        result = heard.clean(text)
        assert [(e.before, e.status) for e in result.edits] == [("  ", "applied"), (" .", "applied")]

    def test_nobody_makes_it_more_than_an_offer(self) -> None:
        bold = Cleaner(msgspec.structs.replace(HEARD, rules={**OWN, "grammar.engine-grammar": "auto"}))
        assert self.guests(bold, "They will meet in Friday.") == [("in Friday", "on Friday", "suggested")]

    def test_an_accepted_one_is_made(self, heard: Cleaner) -> None:
        text = "They will meet in Friday."
        key = decision_key("grammar.engine-grammar", text, 15, 24)
        decided = Cleaner(HEARD, decisions={key: Decision(verdict="accept")}, rules=heard.rules)
        assert decided.clean(text).text == "They will meet on Friday."

    def test_the_same_whatever_was_read_before(self, heard: Cleaner) -> None:
        text = "They will meet in Friday.\n\nThey live in the Ukraine.\n\nThe talks went well."
        alone = Cleaner(HEARD).clean(text)
        heard.clean("The talks went well.\n\nIn this moment it rained.")
        assert heard.clean(text) == alone

    def test_examples_of_its_rules(self, heard: Cleaner) -> None:
        assert [list(broken_examples(heard.rules, i)) for i in sorted(heard.rules.guests)] == [[], [], []]

    def test_every_earned_rule_speaks_under_one_of_ours(self, heard: Cleaner) -> None:
        assert {e.rule for e in earned(heard.rules.words.__getitem__).values()} == heard.rules.guests

    @pytest.mark.parametrize("row", ["", "IN_WEEKDAY", "IN_WEEKDAY | grammar", "IN_WEEKDAY | grammar | auto"])
    def test_an_entry_that_is_none(self, row: str) -> None:
        with pytest.raises(RulesError, match="is not like ID"):
            earned(lambda _: (row,))
