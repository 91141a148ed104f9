"""What a pass sees: lines, sentences, and the span of a line's removal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.article import Article
from cleanup.english import sentence_spans
from cleanup.page import Page, RuleSet
from cleanup.rules import RuleBook
from cleanup.settings import Settings

NO_RULES = RuleSet(RuleBook(rules=(), words={}), Settings())
TEXTS = st.text(alphabet="ab. \n\r\t\u00a0X", max_size=40)


def page(text: str) -> Page:
    return Page(text, Article(id="t", raw=text), NO_RULES, set())


def without(text: str, *words: str) -> str:
    start = text.index(words[0])
    end = text.index(words[-1]) + len(words[-1])
    start, end = page(text).line_removal(start, end)
    return text[:start] + text[end:]


class TestLineRemoval:
    @pytest.mark.parametrize(
        ("text", "rest"),
        [
            ("a\nX\nb\n", "a\nb\n"),
            ("a\n\nX\n\nb\n", "a\n\nb\n"),
            ("a\n\n\nX\nb\n", "a\n\n\nb\n"),
            ("a\nX\n\n\nb\n", "a\n\n\nb\n"),
            ("X\n\nb\n", "b\n"),
            ("\n\nX\nb", "b"),
            ("a\n\nX\n", "a\n"),
            ("a\n\nX", "a"),
            ("a\r\n\r\nX", "a"),
            ("a\r\nX\r\nb\r\n", "a\r\nb\r\n"),
            ("X", ""),
            ("\nX\n\n", ""),
            ("a\n  X  \nb", "a\nb"),
        ],
    )
    def test_the_rest_keeps_its_distance(self, text: str, rest: str) -> None:
        assert without(text, "X") == rest

    def test_several_lines(self) -> None:
        assert without("a\n\nXY\n\nZ\n\nb", "XY", "Z") == "a\n\nb"

    @given(TEXTS)
    def test_other_lines_stay_whole(self, text: str) -> None:
        text += "\nTARGET\n" + text
        rest = without(text, "TARGET")
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        lines.remove("TARGET")
        assert [line.strip() for line in rest.split("\n") if line.strip()] == lines


class TestViews:
    @given(TEXTS)
    def test_lines_are_the_text_without_outer_space(self, text: str) -> None:
        seen = page(text)
        assert [text[x.start : x.end] for x in seen.lines] == [
            x.strip() for x in text.split("\n") if x.strip()
        ]

    @given(TEXTS)
    def test_sentences_cover_their_lines(self, text: str) -> None:
        spans = [span for x in page(text).lines for span in sentence_spans(text, x.start, x.end)]
        assert "".join("".join(text[s:e] for s, e in spans).split()) == "".join(text.split())

    def test_sentence_around_a_place(self) -> None:
        assert page("One. Two here. Three.").sentence_at(9, 13) == "Two here."

    def test_switched_off_rule_proposes_nothing(self) -> None:
        assert page("text").propose("wording.nothing", 0, 1, "x") is None
