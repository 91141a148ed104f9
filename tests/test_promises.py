"""The six promises of the design, over generated texts and every article at hand."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanup import Article, Cleaner, Edit, Result
from cleanup.edits import Decision, apply, decision_key, undo
from cleanup.page import RuleSet
from cleanup.rules import RuleBook, load_rules
from cleanup.settings import Settings

ROOT = Path(__file__).parent.parent
FOLDERS = [ROOT / "raw", ROOT.parent / "shared" / "articles"]
ARTICLES = sorted(p for f in FOLDERS for p in f.glob("*.txt"))

PIECES = [
    "The dialogue continues. ", "His starting point was clear. ", "It was he who lost. ",
    "The Minister said ,that ", "“We agree,” ", "— We agree,\" he said. ", "«quoted» ", "\"straight\" ",
    "2016-2018 ", "10,5 percent ", "1 300 000 people ", "more than 20 thousand people ", "12.02.2023 ",
    "Read also: Something else entirely\n", "Photo: Someone Somewhere\n", "11:35 26.12.2025 •\n",
    "Share: Facebook VK Telegram\n", "This website uses cookies. I agree\n", "https://t.me/some_channel ",
    "In the dry residue, ", "rendered assistance ", "on the territory of Russia ", "the the ", "basic basis ",
    "consistently and consistently ", "The same sentence stands here twice. ", "Mihol Martin ", "A.N.Orlov ",
    "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ ", "Donâ€™t ", "&amp;nbsp;", "сказал ", "Pиcк ", "\u00a0", "\u200b", "\u00ad", "\r\n", "\r",
    "\n", "\n\n\n", "  ", "\t", "é", "e\u0301", "😀", "\U0001f468\u200d\U0001f469", "\ufeff", "\x00",
    "\udc80",
    "'", "\"", "’", "“", "”", "—", "-", "…", ".", ",", "!?", "(", ")", "U.S. ", "p.m. ", "{{ x }}", "<b>",
    "\\1",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=25).map("".join)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

every_article = pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)


@cache
def cleaner() -> Cleaner:
    return Cleaner()


def clean(text: str) -> Result:
    return cleaner().clean(text)


def read(path: Path) -> str:
    return path.read_text("utf-8", errors="surrogateescape")


def check_replay(raw: str) -> None:
    result = clean(raw)
    made = [e for e in result.edits if e.in_text]
    assert apply(raw, made) == result.text
    assert undo(result.text, made) == raw
    for edit in result.edits:
        assert raw[edit.start : edit.end] == edit.before
        assert (edit.after is None) == (edit.tier == "flag")
    for one, two in pairwise(made):
        assert one.end <= two.start


class TestReplay:
    @MANY
    @given(TEXTS)
    def test_generated(self, raw: str) -> None:
        check_replay(raw)

    @every_article
    def test_articles(self, path: Path) -> None:
        check_replay(read(path))


def check_subset(raw: str, pick: random.Random) -> None:
    """Any edits that do not exclude each other give raw with just these replaced."""
    chosen: list[Edit] = []
    edits = list(clean(raw).edits)
    pick.shuffle(edits)
    for edit in edits:
        if pick.random() < 0.5 and not any(edit.id in c.excludes for c in chosen):
            chosen.append(edit)
    expected = raw
    for edit in sorted(chosen, key=lambda e: (e.start, e.end), reverse=True):
        if edit.after is not None:
            expected = expected[: edit.start] + edit.after + expected[edit.end :]
    assert apply(raw, chosen) == expected


class TestAnySubset:
    @MANY
    @given(TEXTS, st.integers())
    def test_generated(self, raw: str, seed: int) -> None:
        check_subset(raw, random.Random(seed))

    @every_article
    def test_articles(self, path: Path) -> None:
        for seed in range(5):
            check_subset(read(path), random.Random(seed))

    @every_article
    def test_ids_are_unique(self, path: Path) -> None:
        ids = [e.id for e in clean(read(path)).edits]
        assert len(ids) == len(set(ids))


def check_idempotent(raw: str) -> None:
    first = clean(raw)
    assert first.problems == ()
    again = clean(first.text)
    assert [e for e in again.edits if e.in_text] == []
    assert again.text == first.text


class TestIdempotent:
    @MANY
    @given(TEXTS)
    def test_generated(self, raw: str) -> None:
        check_idempotent(raw)

    @every_article
    def test_articles(self, path: Path) -> None:
        check_idempotent(read(path))


class TestDeterministic:
    def test_order_of_rules_does_not_matter(self) -> None:
        book = load_rules(Settings())
        mixed = list(book.rules)
        random.Random(5).shuffle(mixed)
        shuffled = RuleSet(RuleBook(rules=tuple(mixed), words=book.words), Settings())
        other = Cleaner(rules=shuffled)
        for path in ARTICLES:
            assert clean(read(path)) == other.clean(read(path))

    def test_order_of_articles_does_not_matter(self) -> None:
        fresh = Cleaner()
        backwards = [fresh.clean(read(p)) for p in reversed(ARTICLES)]
        assert [clean(read(p)) for p in ARTICLES] == backwards[::-1]


class TestNothingLost:
    @MANY
    @given(TEXTS)
    def test_every_letter_of_raw_is_in_the_text_or_in_an_edit(self, raw: str) -> None:
        result = clean(raw)
        made = [e for e in result.edits if e.in_text]
        kept = len(raw) - sum(len(e.before) for e in made)
        assert len(result.text) == kept + sum(len(e.after or "") for e in made)

    def test_raw_is_handed_back_untouched(self) -> None:
        article = Article(id="a", raw="The the  text")
        assert cleaner().clean(article).raw == "The the  text"


class TestDecisionsWin:
    @every_article
    def test_rejected_never_comes_back(self, path: Path) -> None:
        raw = read(path)
        made = [e for e in clean(raw).edits if e.status == "applied"]
        no = {decision_key(e.rule, raw, e.start, e.end): Decision(verdict="reject") for e in made}
        again = Cleaner(rules=cleaner().rules, decisions=no).clean(raw)
        rejected = {(e.rule, e.start, e.end) for e in made}
        assert not [e for e in again.edits if e.in_text and (e.rule, e.start, e.end) in rejected]

    @every_article
    def test_accepted_is_applied(self, path: Path) -> None:
        raw = read(path)
        # alone each can be accepted; two that share text cannot
        offered = [e for e in clean(raw).edits if e.status == "suggested" and not e.excludes][:5]
        for edit in offered:
            yes = {decision_key(edit.rule, raw, edit.start, edit.end): Decision(verdict="accept")}
            again = Cleaner(rules=cleaner().rules, decisions=yes).clean(raw)
            assert [e.status for e in again.edits if (e.rule, e.start) == (edit.rule, edit.start)] == [
                "accepted"
            ]
