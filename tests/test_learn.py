"""What decisions teach: bounds, tiers, examples, candidates; and files changed with every comment kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PACK, Project

from cleanup.decisions import DecisionStore, Entry, Place
from cleanup.edits import Decision
from cleanup.errors import RulesError, SettingsError
from cleanup.learning.learn import (
    Acceptance,
    Example,
    acceptance,
    candidates,
    core,
    examples,
    tier_changes,
    wilson,
)
from cleanup.learning.rulefiles import add_example, set_rule_state
from cleanup.rules import Rule, load_rules, read_rules, rule_files
from cleanup.settings import Settings

ACCEPT, REJECT = Decision(verdict="accept"), Decision(verdict="reject")


def entry(number: int, decision: Decision, who: str = "Ann", **place: str) -> Entry:
    values = {"key": f"k{number}", "rule": "wording.accent", "before": "make an accent on", **place}
    return Entry(
        number=number, place=Place(**values), decision=decision, who=who, at="2026-03-01T10:00:00+00:00"
    )


def own(number: int, before: str, after: str, left: str = "They ", right: str = " today.") -> Entry:
    place = {"before": before, "left": f"{left}{number} ", "right": right}
    return entry(number, Decision(verdict="accept", after=after), **place)


@pytest.fixture
def rules(project: Project) -> dict[str, Rule]:
    return {c.rule.id: c.rule for c in read_rules(rule_files([project.root / "packs"], ("small",))).rules}


class TestAcceptance:
    def test_an_own_wording_says_the_rule_was_wrong(self) -> None:
        entries = [entry(1, ACCEPT), entry(2, REJECT), entry(3, Decision(verdict="accept", after="press"))]
        assert acceptance(entries) == {"wording.accent": Acceptance("wording.accent", 1, 3)}

    def test_the_last_word_of_each_reviewer_counts(self) -> None:
        entries = [entry(1, REJECT, key="k"), entry(2, ACCEPT, key="k"), entry(3, REJECT, key="k", who="Bob")]
        assert acceptance(entries) == {"wording.accent": Acceptance("wording.accent", 1, 2)}

    @pytest.mark.parametrize(
        ("good", "every", "low"), [(381, 381, True), (380, 380, False), (400, 401, False)]
    )
    def test_auto_takes_four_hundred_without_a_mistake(self, good: int, every: int, low: int) -> None:
        assert (wilson(good, every)[0] >= 0.99) == low


class TestTiers:
    @pytest.mark.parametrize(("good", "every"), [(0, 0), (3, 3), (1, 3), (100, 100), (60, 100), (90, 100)])
    def test_few_or_mixed_decisions_propose_nothing(
        self, rules: dict[str, Rule], good: int, every: int
    ) -> None:
        judged = {"wording.accent": Acceptance("wording.accent", good, every)}
        assert list(tier_changes(judged, rules)) == []

    @pytest.mark.parametrize(
        ("rule", "good", "every", "then"),
        [
            ("wording.accent", 400, 400, "auto"),
            ("wording.accent", 2, 20, "off"),
            ("wording.dry-residue", 90, 100, "suggest"),
            ("wording.dry-residue", 2, 20, "off"),
            ("wording.question-price", 1, 20, "off"),
        ],
    )
    def test_clear_ones_do(self, rules: dict[str, Rule], rule: str, good: int, every: int, then: str) -> None:
        [change] = tier_changes({rule: Acceptance(rule, good, every)}, rules)
        assert (change.rule, change.then) == (rule, then)


class TestExamples:
    def test_what_is_undone_known_or_own_gives_none(self, rules: dict[str, Rule]) -> None:
        known = entry(1, REJECT, before="an accent", left="She has ", right=".")
        mine = entry(2, Decision(verdict="accept", after="press"), left="They ", right=".")
        assert list(examples([known, mine], rules)) == []

    def test_rejected_is_a_near_miss_and_accepted_a_change(self, rules: dict[str, Rule]) -> None:
        no = entry(1, REJECT, left="Actors ", right=" demand.")
        yes = entry(2, ACCEPT, left="We ", right=" work.", offered="stress")
        assert list(examples([no, yes, no], rules)) == [
            Example(
                "wording.accent",
                "Actors make an accent on demand.",
                None,
                1,
                r"(?<!\w)make\s+an\s+accent\s+on\s+demand(?!\w)",
            ),
            Example("wording.accent", "We make an accent on work.", "We stress work.", 2),
        ]


class TestCandidates:
    def test_two_alike_are_chance(self) -> None:
        assert candidates([own(1, "took part", "joined"), own(2, "took part", "joined")]) == []

    def test_one_sentence_quoted_everywhere_is_one(self) -> None:
        same = [own(1, "took part", "joined", left="x") for _ in range(5)]
        assert candidates(same) == []

    def test_one_form(self) -> None:
        corpus = ["They took a part of the money. He left.\nNothing."]
        entries = [own(n, "took part", "joined") for n in range(3)]
        [found] = candidates(entries, corpus)
        assert (found.rule.find, found.rule.replace, found.rule.keep) == (
            "took part",
            "joined",
            ("They took a part of the money.",),
        )

    def test_several_forms_become_one_pattern(self) -> None:
        entries = [
            own(1, "rendered help", "provided help"),
            own(2, "Rendering help", "Providing help"),
            own(3, "renders help", "provides help"),
        ]
        [found] = candidates(entries)
        assert (found.rule.find, found.rule.replace) == ("{v:render}", "{v:provide}")

    def test_words_in_common_are_cut_off(self) -> None:
        assert core("in the dry residue, we", "in the end, we") == ("dry residue", "end")


class TestFiles:
    @pytest.fixture
    def settings(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> Settings:
        monkeypatch.chdir(project.root)
        return Settings(packs=("small",), rule_folders=("packs",))

    @pytest.fixture
    def pack(self, project: Project) -> Path:
        path = project.root / "packs" / "small" / "wording.yaml"
        path.write_text("# about this file\n" + PACK.replace("tier: auto", "tier: auto  # sure"), "utf-8")
        return path

    def test_an_example_that_does_not_hold_changes_nothing(self, pack: Path, settings: Settings) -> None:
        before = pack.read_bytes()
        with pytest.raises(RulesError, match="must keep"):
            add_example(pack, Example("wording.accent", "They make an accent on it.", None, 1), settings)
        with pytest.raises(RulesError, match="must keep"):
            add_example(
                pack, Example("wording.accent", "They make an accent on it.", None, 1, "elsewhere"), settings
            )
        assert pack.read_bytes() == before

    def test_an_interrupted_trial_changes_nothing(
        self, pack: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("cleanup.learning.rulefiles.broken_examples", interrupt)
        before = pack.read_bytes()
        with pytest.raises(KeyboardInterrupt):
            add_example(pack, Example("wording.accent", "She has another accent.", None, 1), settings)
        assert pack.read_bytes() == before

    def test_a_rule_that_fires_learns_the_exception(self, pack: Path, settings: Settings) -> None:
        before = pack.read_text("utf-8")
        first = Example("wording.accent", "They make an accent on TV.", None, 1, r"accent\s+on\s+TV")
        assert add_example(pack, first, settings) == r"accent\s+on\s+TV"
        after = before.replace("[She has an accent.]", '[She has an accent., "They make an accent on TV."]')
        change = "    change: [{before: They make an accent on speed."
        assert pack.read_text("utf-8") == after.replace(
            change, f'    unless: "accent\\\\s+on\\\\s+TV"\n{change}'
        )
        second = Example("wording.accent", "We make an accent on «air».", None, 2, "«air»")
        assert add_example(pack, second, settings) == "«air»"
        rule = {c.rule.id: c.rule for c in load_rules(settings).rules}["wording.accent"]
        assert rule.unless == r"accent\s+on\s+TV|«air»"
        assert rule.keep == ("She has an accent.", first.before, second.before)

    def test_only_a_line_changes(self, pack: Path, settings: Settings) -> None:
        before = pack.read_text("utf-8")
        add_example(pack, Example("wording.accent", 'A "soft" accent: ёж.', None, 1), settings)
        after = pack.read_text("utf-8")
        assert after == before.replace(
            "keep: [She has an accent.]", 'keep: [She has an accent., "A \\"soft\\" accent: ёж."]'
        )
        change = Example("wording.dry-residue", "In the dry residue, no.", "On balance, no.", 2)
        add_example(pack, change, settings)
        assert 'after: On balance it works.}, {before: "In the dry residue, no.", after:' in pack.read_text(
            "utf-8"
        )

    def test_a_list_of_lines_gets_a_line(self, pack: Path, settings: Settings) -> None:
        text = pack.read_text("utf-8").replace(
            "keep: [The residue was dry.]", "keep:\n      - The residue was dry.  # really"
        )
        pack.write_text(text, "utf-8")
        add_example(pack, Example("wording.dry-residue", "Dry it.", None, 1), settings)
        expected = '      - The residue was dry.  # really\n      - "Dry it."\n  - id: wording.accent'
        assert expected in pack.read_text("utf-8")

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("", '[rules]\n"a.b" = "off"\n'),
            ("x = 1 # why\n\n[other]\ny = 2\n", 'x = 1 # why\n\n[other]\ny = 2\n\n[rules]\n"a.b" = "off"\n'),
            ('[rules]\n"c.d" = "flag" # c\n\n[z]\n', '[rules]\n"c.d" = "flag" # c\n"a.b" = "off"\n\n[z]\n'),
            ('[rules] # r\n"a.b" = "auto" # why\n', '[rules] # r\n"a.b" = "off" # why\n'),
        ],
    )
    def test_settings_keep_their_comments(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str
    ) -> None:
        monkeypatch.setattr(
            "cleanup.learning.rulefiles.read_settings", lambda _: Settings(rules={"a.b": "off"})
        )
        path = tmp_path / "cleanup.toml"
        path.write_text(before, "utf-8")
        set_rule_state("a.b", "off", path)
        assert path.read_text("utf-8") == after

    def test_settings_written_otherwise_are_left(self, tmp_path: Path) -> None:
        path = tmp_path / "cleanup.toml"
        path.write_text('rules = {"a.b" = "flag"}\n', "utf-8")
        with pytest.raises(SettingsError):
            set_rule_state("a.b", "off", path)
        assert path.read_text("utf-8") == 'rules = {"a.b" = "flag"}\n'


class TestCommand:
    def test_without_decisions_nothing_is_proposed(self, project: Project) -> None:
        assert project.call("learn", "rules") == (0, b"", "")

    def test_listed_then_taken(self, project: Project) -> None:
        project.cleaned.mkdir()
        with DecisionStore(project.cleaned / "decisions.sqlite") as store:
            place = Place(
                key="k", rule="wording.accent", before="an accent", left="She puts ", right=" there."
            )
            store.record(place, REJECT, who="Ann")
        code, out, _ = project.call("learn", "rules")
        assert (code, out.decode()) == (0, "  1  keep for wording.accent: She puts an accent there.\n")
        assert project.call("learn", "rules", "--take", "7")[0] == 2
        assert project.call("learn", "rules", "--take", "x")[0] == 2
        code, out, err = project.call("learn", "rules", "--take", "1")
        assert (code, err) == (0, "")
        assert "She puts an accent there." in (project.root / "packs/small/wording.yaml").read_text("utf-8")
        assert project.call("learn", "rules")[1] == b""
