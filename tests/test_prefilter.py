"""What is scanned for must never miss: it is found wherever the rule's own pattern matches."""

from __future__ import annotations

import hyperscan
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.prefilter import simplify
from cleanup.scanner import Scanner

LISTS = {"organ": ("ministry", "Дума", "l'état")}


def places(pattern: str, text: str, *, caseless: bool = True, line: bool = False) -> list[int]:
    simple = simplify(pattern, LISTS, caseless=caseless, line=line)
    return sorted({place for _, place in Scanner([simple], every=True).places(text)})


class TestSilent:
    @pytest.mark.parametrize(
        ("pattern", "text"),
        [
            (r"\bdry residue\b", "a dry residues or sundry residue"),
            (r"(?-i:Dry) residue", "dry residue"),
            (r"residue(?= of| in)", "residue on"),
            (r"(?:basic(?= bases)|sure(?= certainty))", "basic rules, sure it is"),
            (r"дума", "дом"),
            (r"residue \w", "residue "),
            (r"^residue", "a residue"),
            (r"residue$", "residue a"),
        ],
    )
    def test_where_the_pattern_cannot_match(self, pattern: str, text: str) -> None:
        assert places(pattern, text) == []

    def test_line_is_whole(self) -> None:
        assert places("share this", "share this cake\nno share this", line=True) == []


class TestPlaces:
    @pytest.mark.parametrize(
        ("pattern", "text", "found"),
        [
            (r"dry (?:residue|balance)s?", "In dry residues, dry balance", [14, 28]),
            (r"take\w* [^.\n]{0,30}decision", "takes the right decision", [24]),
            (r"residue(?:s of .*)?", "residues of it all", [7]),
            (r"residue(?= of)", "residue of", [10]),
            (r"\L<organ>", "Ministry ДУМА L’ÉTAT L'état", [8, 13, 27]),
            (r"['’]s words", "Ann’s words", [11]),
            (r"(\w+) and \1", "more and more", [9]),
            (r"\p{Lu}\w+ district", "über district", [13]),
            (r"€\d", "€5 é€6", [2, 6]),
        ],
    )
    def test_end_of_what_must_stand(self, pattern: str, text: str, found: list[int]) -> None:
        assert places(pattern, text) == found

    def test_case_may_count(self) -> None:
        assert places("Dry[A-Z]", "DryB dryb DRYB", caseless=False) == [4]

    def test_lines(self) -> None:
        assert places("share this", "a\n \u00a0Share this\t\nb\nshare this", line=True) == [15, 28]


ATOMS = st.sampled_from(
    [
        *("residue", "é", "[a-f]", "[^e\n]", r"\w", r"\d", r"\s", ".", r"\b", "’", "['’]", "(?-i:E)"),
        *(
            "[А-Я]",
            r"\p{Lu}",
            r"\L<organ>",
            "^",
            "$",
            "(?=re)",
            "(?!s)",
            "(?<=a)",
            "(?<!a)",
            "(?:a|re)",
            "(?:|s)",
        ),
    ]
)
PATTERNS = st.recursive(
    ATOMS,
    lambda p: st.one_of(
        st.tuples(p, p).map("".join),
        st.tuples(p, p).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(p, st.sampled_from(["?", "*", "+", "{2}", "{0,3}", "{1,9}", "*?", "?+"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=8,
)
TEXTS = st.lists(st.sampled_from(["residue", "r", "e", "E", "É", "s ", "’", "1", "\n", "я", "Дума", "😀"]))


@settings(max_examples=400, deadline=None)
@given(PATTERNS, TEXTS)
def test_never_misses(pattern: str, pieces: list[str]) -> None:
    text = "".join(pieces) + " end"
    pattern = f"{pattern}end"
    lists = {k: [*v] for k, v in LISTS.items() if k in pattern}
    matches = [*regex.finditer(pattern, text, regex.IGNORECASE | regex.MULTILINE, **lists)]
    try:
        found = places(pattern, text)
    except hyperscan.CompilerError:
        return  # repeats of nothing at all
    for m in matches:
        assert any(m.start() <= place <= m.end() for place in found), (pattern, simplify(pattern, LISTS))
