"""The strict loader: every rule of the house loads and its examples hold; a bad file says where and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanup.coreference.lexicon import Lexicon
from cleanup.errors import RulesError, SettingsError
from cleanup.examples import broken_examples
from cleanup.page import RuleSet
from cleanup.passes import ORDER, pass_name
from cleanup.rules import RuleBook, load_rules, read_rules, rule_files, rules_folder
from cleanup.settings import Settings
from cleanup.topics import TABLE

GOOD = """\
rules:
  - id: wording.good
    find: dry residue
    replace: balance
    tier: suggest
    category: accuracy/mistranslation
    severity: minor
    why: because
    change: [{before: "A dry residue.", after: "A balance."}]
    keep: ["A dry towel."]
"""
FIND = "find: dry residue\n    replace: balance"
CHANGE = 'change: [{before: "A dry residue.", after: "A balance."}]'


def load(tmp_path: Path, text: str) -> RuleBook:
    folder = tmp_path / "mine"
    folder.mkdir(exist_ok=True)
    (folder / "wording.yaml").write_text(text, "utf-8")
    return read_rules(rule_files([tmp_path], ("mine",)))


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return RuleSet(load_rules(Settings()), Settings())


class TestOurRules:
    def test_every_file_is_loaded(self) -> None:
        loaded = {f.path for f in rule_files([rules_folder()], Settings().packs)}
        tables = rules_folder() / "names"
        assert {p for p in rules_folder().rglob("*.yaml") if tables not in p.parents} == loaded

    def test_every_example_holds(self, rules: RuleSet) -> None:
        assert list(broken_examples(rules)) == []

    def test_every_rule_belongs_to_a_pass(self, rules: RuleSet) -> None:
        passes = {pass_name(p) for p in ORDER}
        assert {c.rule.pass_name for c in rules.rules.values()} <= passes

    def test_every_word_table_is_used(self, rules: RuleSet) -> None:
        code = "".join(p.read_text("utf-8") for p in (rules_folder().parent / "cleanup").rglob("*.py"))
        tables = {t for t in rules.words if not t.startswith(TABLE)}
        attributes = {f"pronouns.{name}" for name in Lexicon.__annotations__}
        assert attributes <= tables
        names = {t: t.partition(".")[2] for t in tables - attributes}
        assert [t for t, name in names.items() if f'"{t}"' not in code and f'"{name}"' not in code] == []

    def test_every_topic_is_used(self, rules: RuleSet) -> None:
        topics = {t.removeprefix(TABLE) for t in rules.words if t.startswith(TABLE)}
        assert topics == {t for c in rules.rules.values() for t in c.rule.topic}

    def test_no_rule_turns_a_text_into_itself(self, rules: RuleSet) -> None:
        same = [i for i, c in rules.rules.items() if any(x.before == x.after for x in c.rule.change)]
        assert same == []


class TestLoader:
    def test_good_file(self, tmp_path: Path) -> None:
        (compiled,) = load(tmp_path, GOOD).rules
        assert (compiled.rule.id, compiled.pattern) == ("wording.good", "dry residue")

    def test_empty_file(self, tmp_path: Path) -> None:
        assert load(tmp_path, "").rules == ()

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            ("tier: suggest", "tier: maybe", r"wording\.yaml:2: .*Invalid enum value 'maybe'"),
            ("why: because", "reason: because", r":2: .*unknown field `reason`.*Keys: id, find"),
            ("why: because", "why: ' '", "why is empty"),
            ("accuracy/mistranslation", "accuracy/wrong", "'accuracy/wrong'; allowed: accuracy/addition"),
            ("severity: minor", "severity: small", "Invalid enum value 'small'"),
            ("find: dry residue", "find: (dry", "bad pattern"),
            ("replace: balance", r"replace: '\1'", "asks for group 1, which find does not have"),
            ("replace: balance", r"replace: '\g<who>'", "asks for group who"),
            ("replace: balance", "replace: '{title:2}'", "asks for group 2"),
            ("find: dry residue", r"find: \w+ of", "must hold some rare word"),
            ("find: dry residue", r"find: \L<organ> of", "no list 'organ'"),
            ("find: dry residue", "find: dry residue\n    topic: [chess]", ":2: no topic .chess."),
            ("find: dry residue", "find: dry residue\n    line: dry", "find or line, not both"),
            ("replace: balance", "replace: '{v:be} dry'", "{v:be} in replace has no partner in find"),
            (FIND, "find: '(?:{v:dry} )?residue'\n    replace: '{v:be}'", "which not every match"),
            (FIND, "find: '{v:dry} residue|what is left'\n    replace: '{v:be}'", "which not every match"),
            ("replace: balance", "note: look", "replace is missing"),
            ("id: wording.good", "id: names.good", "must begin with wording."),
            ("id: wording.good", "id: wording.Good", "is not like wording.short-name"),
            ("    keep: [\"A dry towel.\"]\n", "    keep: []\n", "near-miss"),
            (CHANGE, "change: []", "at least one example"),
            (', after: "A balance."', "", "exactly if the rule is no flag"),
            ("find: dry residue", "find: dry residue\n    find: x", ":4: key 'find' stands twice"),
            ("rules:", "lists: {organ: [ministry]}\nrules:", "list 'organ' is used by no pattern"),
            ("rules:", "rule:", "unknown field `rule`"),
            ("rules:", "rules: [", ":.: not YAML"),
        ],
    )  # fmt: skip
    def test_bad_file_says_where_and_what(self, tmp_path: Path, old: str, new: str, says: str) -> None:
        with pytest.raises(RulesError, match=says):
            load(tmp_path, GOOD.replace(old, new))

    def test_same_id_twice(self, tmp_path: Path) -> None:
        with pytest.raises(RulesError, match=r":11: rule wording\.good is already in .*:2"):
            load(tmp_path, GOOD + GOOD.partition("\n")[2])

    def test_unknown_pack(self) -> None:
        with pytest.raises(RulesError, match="no rule pack 'xx'; there are: any, en"):
            load_rules(Settings(packs=("xx",)))

    def test_settings_that_name_no_rule(self) -> None:
        with pytest.raises(SettingsError, match=r"wording\.nothing"):
            load_rules(Settings(rules={"wording.nothing": "off"}))

    def test_a_wrong_example_is_found(self, tmp_path: Path) -> None:
        book = load(
            tmp_path, GOOD.replace("A balance.", "The balance.").replace("A dry towel", "A dry residue")
        )
        broken = list(broken_examples(RuleSet(book, Settings())))
        assert len(broken) == 2


class TestSettings:
    def test_a_rule_switched_off_is_gone(self) -> None:
        settings = Settings(rules={"wording.dry-residue": "off"})
        assert "wording.dry-residue" not in RuleSet(load_rules(settings), settings).rules

    def test_a_users_pack_is_added(self, tmp_path: Path) -> None:
        load(tmp_path, GOOD)
        settings = Settings(packs=("en", "ru-en", "any", "mine"), rule_folders=(str(tmp_path),))
        assert "wording.good" in RuleSet(load_rules(settings), settings).rules
