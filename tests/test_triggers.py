"""A step that is skipped for want of its trigger would have found nothing."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanup import cache, pieces, triggers
from cleanup.article import Article
from cleanup.english import starts_with_vowel_sound
from cleanup.page import Page, RuleSet
from cleanup.passes import ORDER, grammar, pass_name, propose
from cleanup.rules import load_rules
from cleanup.scanner import Scanner, to_bytes
from cleanup.settings import Settings

RULES = RuleSet(load_rules(Settings()), Settings())

STEPS = {
    f"{pass_name(p)}.{step.look.__name__.strip('_')}": step  # type: ignore[attr-defined]
    for p in ORDER
    for step in getattr(p, "STEPS", ())
}

PIECES = st.sampled_from(
    [
        *" \n\t\r.,;:!?%()\"“”«»„'’-–—…|$#/0123456789aAsSéЯя中",
        *("\u00a0", "\u200b", "\u2009", "\x1f", "\x00", "\u0661", "²", "\xad", "\ud800"),
        *("He said", "the word", "leaders", "Moscow", "said ", " thousand ", "January", "percent", "- Ed.)"),
        *(
            " , ",
            "...",
            "” ... the",
            "\n\n\n",
            "(then",
            "at 18: 06",
            "10,5 percent",
            "2016-2018",
            "1 300 000",
        ),
        *("on 03.04.2023", "heard.Then all", "the war - the ", "iron Curtain", ",” - he said", ":\nThe city"),
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def page(text: str) -> Page:
    return Page(text, Article(id="t", raw=text), RULES, set())


@settings(max_examples=500, deadline=None)
@given(text=TEXTS)
@example(text="the leaders ' summit, and He had '")
@example(text="one.\n\x1f\n\x1fTwo")
@example(text=" '',a")
@example(text="“Yes”.It's over,and (he)went : \"The 11 February, February 9")
def test_what_a_step_finds_holds_its_trigger(text: str) -> None:
    seen = page(text)
    found = {name for name, step in STEPS.items() if any(p is not None for p in step.look(seen, text))}
    assert found <= {name for name, step in STEPS.items() if seen.has(step.trigger)}


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_no_pass_finds_more_where_everything_is_triggered(text: str) -> None:
    everything = frozenset(range(len(triggers._patterns)))
    seen, eager = page(text), page(text)
    eager.triggers = everything
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "present_in", lambda _: everything)
        found = [list(propose(p, eager)) for p in ORDER]
    assert [list(propose(p, seen)) for p in ORDER] == found


def test_every_article_that_does_not_fit_holds_its_trigger() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    for word in map("".join, product(letters, letters, letters, "abeinorstu", "e")):
        article = "a" if starts_with_vowel_sound(word) else "an"
        if article == "a" or word[0] != "h":
            assert grammar._MISMATCH in triggers.present_in(f"{article} {word}"), word


class TestScanner:
    def test_nothing_in_an_empty_text(self) -> None:
        assert Scanner(["a*b"]).present(b"") == frozenset()
        assert Scanner([]).present(b"a") == frozenset()

    def test_each_pattern_once_each_literal_everywhere(self) -> None:
        assert Scanner(["a.", "x"]).ends(b"abab") == [(0, 2)]
        assert Scanner(["ab", "b"], literal=True).ends(b"abab") == [(0, 2), (1, 2), (0, 4), (1, 4)]

    def test_beyond_nul_and_surrogate(self) -> None:
        assert Scanner(["é"]).present(to_bytes("\x00\ud800é")) == {0}

    def test_a_long_text(self) -> None:
        assert Scanner(["ab$"]).present(b"ab" * 1_000_000) == {0}

    def test_a_damaged_cache_is_made_again(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        Scanner(["new"])
        (kept,) = tmp_path.rglob("scanner-*")
        whole = kept.read_bytes()
        kept.write_bytes(whole[: len(whole) // 2])
        assert Scanner(["new"]).present(b"new") == {0}
        assert kept.read_bytes() == whole


class TestTrigger:
    def test_one_number_for_one_pattern(self) -> None:
        assert triggers.trigger("quite new") == triggers.trigger("quite new")

    def test_declared_late_is_found_too(self) -> None:
        triggers.present_in("a")
        late = triggers.trigger("declared late")
        assert late in triggers.present_in("was declared late")
        assert late not in triggers.present_in("was declared")


class TestCache:
    def test_only_the_newest_of_a_kind_stay(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        for n in range(25):
            cache.write("test", str(n), b"x")
        assert cache.read("test", "24") == b"x"
        assert sum(cache.read("test", str(n)) is not None for n in range(25)) == 20
        assert cache.read("other", "24") is None
