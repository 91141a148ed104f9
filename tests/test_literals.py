"""The prefilter must never miss: whatever matches holds one of its literals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.literals import REACH, analyse, fold


def _shown(literal: str) -> str:
    """A literal with a stroke between what lies in a match and what lies beside it."""
    return literal.replace("\x01", "|").replace("\x02", "|")


class TestUnanalysable:
    @pytest.mark.parametrize(
        "pattern", [r"\w+ \w+", r"(?:the )?\d+", r"of the", r"(?:residue)?", r"a{3,}", r"(?:dry|\w+) of"]
    )
    def test_no_sure_literal(self, pattern: str) -> None:
        assert analyse(pattern) is None

    def test_bad_pattern_is_an_error(self) -> None:
        with pytest.raises(re.error):
            analyse("(")


class TestLiterals:
    @pytest.mark.parametrize(
        ("pattern", "literals"),
        [
            (r"dry residue", {"dry residue"}),
            (r"(?:dry|wet) residue", {"dry residue", "wet residue"}),
            (r"dry residues?", {"dry residue", "dry residues"}),
            (r"\b\w+ thousand people\b", {" thousand people"}),
            (r"(?<!the )residue", {"residue"}),
            (r"residue(?= of)", {"residue| of"}),
            (r"residue(?=[^.]*\d)(?! of)", {"residue"}),
            (r"(?<=\b(?:this|some) )residue", {"this |residue", "some |residue"}),
            (r"(?<=\w )residue", {" |residue"}),
            (r"(?:^|(?<=[.!] ))people", {"\n|people", ". |people", "! |people"}),
            (r"residue(?= of|$)", {"residue| of", "residue|\n"}),
            (r"residues?(?= of)s?", {"residue| of", "residues"}),
            (r"residue(?= of gold) of", {"residue of| go"}),
            (r"residue(?= of gold)(?: the)? \w+", {"residue the ", "residue |of go"}),
            (r"resid(?<=[a-z]{5})ue", {"residue"}),
            (r"render(?:s|ed)? (?:\w+ )?assistance", {"render ", "renders ", "rendered "}),
            (
                r"receive (?:the |new )*(?:wounds|burns)",
                {f"receive {w}" for w in ("the ", "new ", "wounds", "burns")},
            ),
            (r"(?:the \w+|resid(?:ue|es) of) gold", {" gold"}),
            (r"[Ss]ector\p{Lu}", {"sector"}),
            (r"\L<organ> of", {"ministry of", "committee of"}),
            (r"it was he who", {"it was he who"}),
            (r"(?>solemn) event", {"solemn event"}),
        ],
    )
    def test_every_match_holds_one(self, pattern: str, literals: set[str]) -> None:
        needle = analyse(pattern, {"organ": ("ministry", "committee")})
        assert needle is not None
        assert {_shown(literal) for literal in needle.literals} <= literals

    def test_of_many_only_those_that_begin_alike_are_cut(self) -> None:
        other = [f"{c}ooden residue" for c in "bcdfghjklm"]
        needle = analyse("|".join(["importantly", "importance", *(f"important {c}" for c in "abc"), *other]))
        assert needle is not None
        assert set(needle.literals) == {"importa", *other}

    def test_end_of_a_whole_line_may_be_before_space(self) -> None:
        needle = analyse(r"residue(?= of|$)", line=True)
        assert needle is not None
        assert needle.literals == ("residue",)

    @pytest.mark.parametrize(("pattern", "anchored"), [(r"residue \d+", True), (r"\d+ residues", False)])
    def test_prefix_is_anchored_and_suffix_is_not(self, pattern: str, anchored: bool) -> None:
        needle = analyse(pattern)
        assert needle is not None
        assert needle.anchored == anchored

    def test_width_is_bounded(self) -> None:
        needle = analyse(r"residue .* balance")
        assert needle is not None
        assert needle.width == REACH


@given(st.text())
def test_fold_keeps_offsets(text: str) -> None:
    assert len(fold(text)) == len(text)
