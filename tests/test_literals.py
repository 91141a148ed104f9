"""The prefilter must never miss: whatever matches holds one of its literals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.literals import REACH, analyse, fold


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
            (r"(?<!the )residue(?= of)", {"residue"}),
            (r"render(?:s|ed)? (?:\w+ )?assistance", {" assistance", "assistance"}),
            (r"[Ss]ector\p{Lu}", {"sector"}),
            (r"\L<organ> of", {"ministry of", "committee of"}),
            (r"it was he who", {"it was he who"}),
            (r"(?>solemn) event", {"solemn event"}),
        ],
    )
    def test_every_match_holds_one(self, pattern: str, literals: set[str]) -> None:
        needle = analyse(pattern, {"organ": ("ministry", "committee")})
        assert needle is not None
        assert set(needle.literals) <= literals

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
