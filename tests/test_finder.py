"""One scan finds what every rule alone would find, and no pattern can hang it."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleanup.article import Article
from cleanup.literals import fold
from cleanup.page import Page, RuleSet
from cleanup.rules import Change, Compiled, Rule, RuleBook, compile_rule
from cleanup.settings import RuleState, Settings

PATTERNS = {
    "wording.anchored": r"dry (?:residue|balance)",
    "wording.inner": r"\w+ thousand (?:people|rubles)",
    "wording.optional": r"(?:the )?official Ottawa",
    "wording.bounded": r"take\w* [^.\n]{0,30}decision",
}


def rule(rule_id: str, **keys: object) -> Rule:
    base: dict[str, object] = {
        "tier": "suggest",
        "category": "style/awkward",
        "severity": "minor",
        "why": "because",
        "change": (Change("x", "y"),),
        "keep": ("z",),
        "replace": "NEW",
    }
    return Rule(id=rule_id, **{**base, **keys})  # type: ignore[arg-type]


def compiled(rule_id: str, **keys: object) -> Compiled:
    return compile_rule(rule(rule_id, **keys), {}, "test.yaml:1")


def rule_set(*rules: Compiled, seconds: float = 0.5) -> RuleSet:
    ordered = tuple(sorted(rules, key=lambda c: c.rule.id))
    return RuleSet(RuleBook(rules=ordered, words={}), Settings(rule_seconds=seconds))


def page(text: str, rules: RuleSet) -> Page:
    return Page(text, Article(id="t", raw=text), rules, set())


def found(text: str, rules: RuleSet) -> set[tuple[str, int, int]]:
    hits = rules.finder.hits(fold(text), "wording", 0, len(text)).get("wording", [])
    return {(c.rule.id, *m.span()) for _, c, m in rules.finder.matches(text, 0, hits, set())}


def proposed(text: str, rules: RuleSet) -> set[tuple[str, int, int]]:
    return {(p.rule, p.start, p.end) for p in page(text, rules).proposals("wording")}


RULES = rule_set(*(compiled(i, find=p) for i, p in PATTERNS.items()))

PIECES = st.sampled_from(
    [
        "dry ",
        "residue",
        "balance",
        "two ",
        "thousand ",
        "people",
        "rubles ",
        "the ",
        "official ",
        "Ottawa",
        "takes ",
        "a ",
        "decision ",
        ". ",
        "\n",
        "é",
        "😀 ",
        "İ",
    ]
)


class TestFinder:
    @given(st.lists(PIECES, max_size=25))
    def test_finds_what_each_pattern_alone_finds(self, pieces: list[str]) -> None:
        text = "".join(pieces)
        got = found(text, RULES)
        for rule_id, pattern in PATTERNS.items():
            alone = {m.span() for m in regex.finditer(pattern, text, regex.IGNORECASE) if "\n" not in m[0]}
            assert alone <= {(start, end) for i, start, end in got if i == rule_id}

    def test_silent_without_its_words(self) -> None:
        assert found("Nothing to see here, dry as it is.", RULES) == set()

    def test_match_stays_in_its_line(self) -> None:
        assert found("They take a\ndecision", RULES) == set()

    def test_apostrophes_are_one(self) -> None:
        rules = rule_set(compiled("wording.a", find="someone else's hands"))
        assert found("By someone else’s hands.", rules) == {("wording.a", 3, 23)}

    def test_offsets_hold_after_a_letter_whose_lower_case_is_longer(self) -> None:
        assert found("İİ dry balance", RULES) == {("wording.anchored", 3, 14)}


class TestConditions:
    def test_unless_in_the_same_sentence_only(self) -> None:
        rules = rule_set(compiled("wording.a", find="dry residue", unless="chemi"))
        assert proposed("A chemist. The dry residue is ours.", rules) == {("wording.a", 15, 26)}
        assert proposed("The chemist saw dry residue.", rules) == set()

    def test_a_condition_inflects_too(self) -> None:
        rules = rule_set(compiled("wording.a", find="dry residue", unless=r"\b{v:weigh}\b"))
        assert proposed("They weighed the dry residue.", rules) == set()
        assert proposed("They show a dry residue.", rules) == {("wording.a", 10, 23)}

    def test_given_anywhere(self) -> None:
        rules = rule_set(compiled("wording.a", find="canal", given="Telegram"))
        assert proposed("The canal says.", rules) == set()
        assert proposed("The canal says.\nOn Telegram.", rules) == {("wording.a", 4, 9)}

    @pytest.mark.parametrize(
        ("condition", "speaks"), [("Telegram", True), (r"(?s)\AThe.*post", True), ("s.*post", False)]
    )
    def test_given_in_a_book(self, condition: str, speaks: bool) -> None:
        rules = rule_set(compiled("wording.a", find="canal", given=condition))
        text = "The canal says.\n" + "Nobody answers it here.\n" * 1000 + "On Telegram a post."
        assert (proposed(text, rules) == {("wording.a", 4, 9)}) is speaks

    def test_topic_of_the_article(self) -> None:
        canal = compiled("wording.a", find="canal", topic=("garden", "space"))
        topics = {"topics.garden": ("seed", "soil", "root"), "topics.space": ("orbit", "moon", "rocket")}
        rules = RuleSet(RuleBook(rules=(canal,), words=topics), Settings())
        assert proposed("The canal feeds roots in the soil; the soil and a root.", rules) == set()
        assert proposed("Seeds by the canal.\nThe soil holds roots.", rules) == {("wording.a", 13, 18)}

    def test_topic_around_the_match(self) -> None:
        canal = compiled("wording.a", find="canal", topic=("garden",))
        words = {"topics.garden": ("seed", "soil", "root")}
        rules = RuleSet(RuleBook(rules=(canal,), words=words), Settings())
        far = "Nobody says where.\n" * 1000
        assert proposed(f"A canal. The soil.\n{far}Seeds.\n{far}Roots.", rules) == set()
        text = f"{far}Soil, seeds, roots, the canal.\n{far}Another canal."
        assert proposed(text, rules) == {("wording.a", text.index("canal"), text.index("canal") + 5)}

    def test_line_rule_takes_whole_lines(self) -> None:
        rules = rule_set(compiled("wording.a", line="share this", replace=None))
        assert proposed("Share this", rules) == {("wording.a", 0, 10)}
        assert proposed("Share this cake", rules) == set()


class TestReplacement:
    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("They render help", "They provide help"),
            ("She rendered help", "She provided help"),
            ("It was rendered help", "It was provided help"),
            ("Rendering help is right", "Providing help is right"),
            ("RENDERED HELP", "PROVIDED HELP"),
        ],
    )
    def test_takes_the_inflection_and_case_found(self, text: str, after: str) -> None:
        rules = rule_set(compiled("wording.a", find="{v:render} help", replace="{v:provide} help"))
        assert replaced(text, rules) == after

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("Clients of Sberbank left", "Sberbank clients left"),
            ("Some Clients of Sberbank left", "Some Sberbank Clients left"),
            ("Driver of 20 years left", "20 years driver left"),
            ("Petrov of 20 years left", "20 years Petrov left"),
        ],
    )
    def test_the_word_that_opened_the_sentence_loses_its_capital(self, text: str, after: str) -> None:
        find = r"(clients?|driver|\p{Lu}\w+) of (Sberbank|20 years)"
        assert replaced(text, rule_set(compiled("wording.a", find=find, replace=r"\2 \1"))) == after

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("They give it", "They hand it"),
            ("They gave it", "They handed it"),
            ("is given it", "is handed it"),
        ],
    )
    def test_past_and_participle(self, text: str, after: str) -> None:
        rules = rule_set(compiled("wording.a", find="{v:give} it", replace="{v:hand} it"))
        assert replaced(text, rules) == after

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("Later they put down arms", "Later they laid down arms"),
            ("They will not put down arms", "They will not lay down arms"),
            ("They have put down arms", "They have laid down arms"),
        ],
    )
    def test_verb_whose_forms_are_all_alike(self, text: str, after: str) -> None:
        rules = rule_set(compiled("wording.a", find="{v:put} down arms", replace="{v:lay} down arms"))
        assert replaced(text, rules) == after

    def test_participle_of_two_like_forms(self) -> None:
        rules = rule_set(compiled("wording.a", find="{v:render} help", replace="{v:give} help"))
        assert replaced("has rendered help", rules) == "has given help"
        assert replaced("he rendered help", rules) == "he gave help"

    @pytest.mark.parametrize(
        ("text", "after"),
        [("They lend help", "They give help"), ("It was rendered help", "It was given help")],
    )
    def test_one_of_several_verbs(self, text: str, after: str) -> None:
        rules = rule_set(compiled("wording.a", find="{v:render|lend} help", replace="{v:give} help"))
        assert replaced(text, rules) == after

    def test_article_before_follows(self) -> None:
        rules = rule_set(compiled("wording.a", find="grave problem", replace="acute problem"))
        assert replaced("It is a grave problem.", rules) == "It is an acute problem."


def replaced(text: str, rules: RuleSet) -> str:
    for p in sorted(page(text, rules).proposals("wording"), key=lambda p: -p.start):
        text = text[: p.start] + (p.after or "") + text[p.end :]
    return text


def test_a_pattern_that_outruns_its_time_is_skipped_and_told() -> None:
    slow = msgspec.structs.replace(compiled("wording.slow", find=r"catastrophe (?:a|a|ab)+c"), origin="x")
    seen = page("catastrophe " + "a" * 300, rule_set(slow, seconds=0.05))
    start = time.monotonic()
    assert list(seen.proposals("wording")) == []
    assert seen.skipped == {"wording.slow"}
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("condition", ["given", "unless"])
def test_so_is_a_rule_whose_condition_does(condition: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleanup.page._CONDITION_SECONDS", 0.05)
    slow = compiled("wording.slow", find="catastrophe", **{condition: r"(?:a|a|ab)+c"})
    seen = page("A catastrophe, a catastrophe " + "a" * 300, rule_set(slow))
    assert list(seen.proposals("wording")) == []
    assert seen.skipped == {"wording.slow"}


class TestKeptIndex:
    def test_finds_the_same_when_read_again(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        text = "The dry residue of two thousand people"
        expected = found(text, RULES)
        assert found(text, kept_rules("one")) == expected
        assert found(text, kept_rules("one")) == expected
        assert len(list(tmp_path.rglob("index-*"))) == 1

    @pytest.mark.parametrize("damage", ["scanner-*", "index-*"])
    def test_what_is_lost_or_damaged_is_made_again(
        self, damage: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        text = "The dry residue of two thousand people"
        kept_rules("one")
        for file in tmp_path.rglob(damage):
            file.unlink() if damage.startswith("scanner") else file.write_bytes(b"\x81")
        assert found(text, kept_rules("one")) == found(text, RULES)

    def test_other_rules_have_another_index(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        text = "The dry residue of two thousand people"
        kept_rules("one")
        fewer = kept_rules("one", {"wording.anchored": "off"})
        assert {i for i, *_ in found(text, fewer)} == {"wording.inner"}


def kept_rules(key: str, states: dict[str, RuleState] | None = None) -> RuleSet:
    ordered = tuple(compiled(i, find=p) for i, p in sorted(PATTERNS.items()))
    return RuleSet(RuleBook(rules=ordered, words={}, key=key), Settings(rules=states or {}))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("ANNA residue", "Anna balance anna"),
        ("residue", "balance"),
    ],
)
def test_a_group_with_its_capitals_changed_may_take_no_part(text: str, after: str) -> None:
    rules = rule_set(
        compiled(
            "wording.cased", find=r"(?:(\w+) )?residue", case="exact", replace="{title:1} balance {small:1}"
        )
    )
    assert [(p.after or "").strip() for p in page(text, rules).proposals("wording")] == [after]
