"""Reports: the diff that `patch` applies, and findings for people and programs."""

from __future__ import annotations

import io
import json
import re
import subprocess
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from cleanup.article import Article, Meta
from cleanup.edits import Edit, apply
from cleanup.pipeline import Result
from cleanup.report.diff import unified
from cleanup.report.findings import as_github, as_text
from cleanup.report.html import html_report
from cleanup.report.jsontext import to_json
from cleanup.report.marked import pieces, rows
from cleanup.report.places import visible
from cleanup.report.rules import measured
from cleanup.report.sarif import sarif
from cleanup.report.words import removed_lines, word_diff
from cleanup.rules import Rule
from cleanup.score import score


def edit(raw: str, start: int, end: int, after: str | None, **more: Any) -> Edit:
    values: dict[str, Any] = {
        "id": f"{start}-{end}",
        "rule": "wording.x",
        "category": "accuracy/mistranslation",
        "severity": "minor",
        "tier": "auto",
        "status": "applied",
        "confidence": 1.0,
        "message": "why",
    }
    return Edit(start=start, end=end, before=raw[start:end], after=after, **{**values, **more})


def result(raw: str, *edits: Edit) -> Result:
    text = apply(raw, [e for e in edits if e.in_text])
    return Result(id="a", raw=raw, text=text, edits=edits, meta=Meta(), score=score(raw, edits))


def patched(tool: str, folder: Path, raw: bytes, diff: bytes) -> bytes:
    (folder / "raw").write_bytes(raw)
    (folder / "out").write_bytes(raw)  # patch writes nothing for an empty diff
    command = [tool, "--silent", "--output", str(folder / "out"), str(folder / "raw")]
    subprocess.run(command, input=diff, check=True)
    return (folder / "out").read_bytes()


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


PIECES = ["a", "b", " ", "\n", "\n", "\r\n", "\r", "\0", "\udcff", "é", "𝒳", "\u2028", "-", "+", "\\"]


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    raw = "".join(draw(st.lists(st.sampled_from(PIECES), max_size=60)))
    edits = []
    pos = 0
    while pos <= len(raw) and draw(st.integers(0, 5)):
        start = draw(st.integers(pos, min(len(raw), pos + 20)))
        end = draw(st.integers(start, min(len(raw), start + 4)))
        after = "".join(draw(st.lists(st.sampled_from(PIECES), max_size=3)))
        edits.append(edit(raw, start, end, after))
        pos = end + 1
    return raw, edits


class TestUnified:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(texts_with_edits())
    def test_patch_makes_cleaned_of_raw(
        self, require: Callable[[str], str], tmp_path: Path, case: tuple[str, list[Edit]]
    ) -> None:
        raw, edits = case
        diff = unified(raw, edits, "raw/two words.txt", "cleaned/ё.txt")
        assert patched(require("patch"), tmp_path, as_bytes(raw), as_bytes(diff)) == as_bytes(
            apply(raw, edits)
        )

    def test_nothing_applied_gives_nothing(self) -> None:
        raw = "one\ntwo\n"
        open_edits = [
            edit(raw, 0, 3, "1", status="suggested", tier="suggest"),
            edit(raw, 4, 7, None, status="flagged", tier="flag"),
            edit(raw, 4, 7, "2", status="rejected"),
        ]
        assert unified(raw, open_edits, "old", "new") == ""

    def test_three_lines_around_and_far_changes_apart(self) -> None:
        raw = "".join(f"{n}\n" for n in range(1, 21))
        diff = unified(raw, [edit(raw, 8, 9, "five"), edit(raw, 48, 51, "")], "old", "new")
        assert diff == (
            "--- old\n+++ new\n"
            "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
            "@@ -17,4 +17,3 @@\n 17\n 18\n 19\n-20\n"
        )

    def test_no_line_end_at_the_end(self) -> None:
        assert unified("a", [edit("a", 0, 1, "b")], "old", "new") == (
            "--- old\n+++ new\n@@ -1,1 +1,1 @@\n"
            "-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
        )


def test_a_hundred_thousand_edits_take_no_time() -> None:
    raw = "word, " * 100_000
    edits = [edit(raw, i, i + 4, "WORD") for i in range(0, len(raw), 6)]
    assert unified(raw, edits, "old", "new").count("WORD") == 100_000


class TestFindings:
    RAW = "One, two.\nThree: ёж\x1b[31m.\n"
    EDITS = (
        edit(RAW, 3, 4, " ", message="a comma, too many"),
        edit(RAW, 10, 15, None, tier="flag", status="flagged", severity="major"),
        edit(RAW, 17, 24, "", tier="suggest", status="suggested", severity="critical"),
        edit(RAW, 0, 3, "1", status="rejected"),
    )

    def test_text(self) -> None:
        assert list(as_text("raw/a.txt", result(self.RAW, *self.EDITS))) == [
            "raw/a.txt:1:4: auto wording.x: “,” → “ ” (a comma, too many)",
            "raw/a.txt:2:1: flag wording.x: “Three” (why)",
            "raw/a.txt:2:8: suggest wording.x: remove “ёж␛[31m” (why)",
        ]

    def test_github(self) -> None:
        lines = list(as_github("raw/50%,a:b.txt", result(self.RAW, *self.EDITS)))
        where = "file=raw/50%25%2Ca%3Ab.txt,line=1,col=4,endLine=1,endColumn=5,title=wording.x"
        assert lines[0] == f"::notice {where}::“,” → “ ” (a comma, too many)"
        assert [line.split(" ")[0] for line in lines] == ["::notice", "::warning", "::error"]

    def test_sarif(self) -> None:
        rule = Rule(
            id="wording.x",
            tier="auto",
            category="accuracy/mistranslation",
            severity="minor",
            why="why",
            change=(),
            keep=(),
        )
        document = sarif([("raw/two words.txt", result(self.RAW, *self.EDITS))], {"wording.x": rule})
        assert (document["version"], list(document)) == ("2.1.0", ["$schema", "version", "runs"])
        [run] = document["runs"]
        assert run["columnKind"] == "unicodeCodePoints"
        assert [r["id"] for r in run["tool"]["driver"]["rules"]] == ["wording.x"]
        first, second, third = run["results"]
        place = first["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "raw/two%20words.txt"}
        assert place["region"] == {
            "startLine": 1,
            "startColumn": 4,
            "endLine": 1,
            "endColumn": 5,
            "charOffset": 3,
            "charLength": 1,
        }
        replacement = first["fixes"][0]["artifactChanges"][0]["replacements"][0]
        assert replacement == {"deletedRegion": place["region"], "insertedContent": {"text": " "}}
        assert "fixes" not in second
        assert [r["level"] for r in (first, second, third)] == ["note", "warning", "error"]

    def test_sarif_is_plain_json_whatever_the_bytes(self) -> None:
        rule = Rule(id="wording.x", tier="auto", category="", severity="minor", why="w", change=(), keep=())
        raw = "a\udcff"
        document = sarif(
            [("\udcff.txt", result(raw, edit(raw, 1, 2, "\udcff!", message="\udcff")))], {"wording.x": rule}
        )
        assert json.loads(to_json(document).decode()) == document

    def test_an_empty_text(self) -> None:
        assert list(as_text("a", result("", edit("", 0, 0, "x")))) == [
            "a:1:1: auto wording.x: “” → “x” (why)"
        ]


class TestRemovedLines:
    RAW = "Talks.\nShare\n\nPrint \nThe talks , go on.\nMenu"

    def shown(self, *edits: Edit) -> list[str]:
        return [line.plain for line in removed_lines("a", result(self.RAW, *edits))]

    def test_part_of_a_line_is_no_line(self) -> None:
        comma = self.RAW.index(" ,")
        assert self.shown(edit(self.RAW, comma, comma + 1, "")) == ["a", "0 lines removed"]

    def test_each_line_with_its_reason(self) -> None:
        share, menu = self.RAW.index("Share"), self.RAW.index("\nMenu")
        edits = [edit(self.RAW, share, share + 14, ""), edit(self.RAW, menu, menu + 5, "")]
        assert self.shown(*edits) == [
            "a",
            "    2  Share",
            "    4  Print",
            "       wording.x: why",
            "    6  Menu",
            "       wording.x: why",
            "3 lines removed",
        ]


class TestWordDiff:
    def shown(self, made: Result) -> list[str]:
        out = io.StringIO()
        console = Console(file=out, soft_wrap=True, highlight=False, markup=False, emoji=False)
        for line in word_diff("raw/a.txt", made):
            console.print(line)
        return out.getvalue().splitlines()

    def test_changes_in_their_lines_then_what_is_left(self) -> None:
        raw = "One two.\nUntouched.\n[bold]Three[/] :smile:\r\n"
        edits = [
            edit(raw, 4, 7, "2"),
            edit(raw, 20, 26, ""),
            edit(raw, 26, 31, None, tier="flag", status="flagged"),
            edit(raw, 42, 44, "\n"),
        ]
        shown = self.shown(result(raw, *edits))
        assert shown[:-1] == [
            "raw/a.txt",
            "    1  One [-two-]{+2+}.",
            "    3  [-[bold]-]Three[/] :smile:",
            "    3  flag wording.x: “Three” (why)",
        ]
        assert "3 applied (1 of them spaces and line ends, not shown), 1 for a person" in shown[-1]

    def test_a_long_line_is_cut_to_the_changes(self) -> None:
        raw = "a" * 1_000_000 + "X" + "b" * 1_000_000
        [_, line, _] = self.shown(result(raw, edit(raw, 1_000_000, 1_000_001, "Y")))
        assert line == f"    1  … {'a' * 80}[-X-]{{+Y+}}{'b' * 80} …"


def test_visible_cannot_steer_a_terminal() -> None:
    assert visible("a\x1b]0;title\x07\u202eb\x9b\udc80") == "a␛]0;title␇�b��"


def test_json_keeps_broken_bytes() -> None:
    value = {"a": "ё\udcff", "b": Article(id="1", raw="\udc80")}
    assert json.loads(to_json(value)) == {
        "a": "ё\udcff",
        "b": {"id": "1", "raw": "\udc80", "source": None, "meta": {}},
    }
    assert to_json({"a": "\udcff"}, indent=1) == b'{\n "a": "\\udcff"\n}'


class TestMeasuredRules:
    def test_a_rule_that_is_not_in_the_table(self) -> None:
        assert measured("wording.no-such-rule") == "not yet"

    def test_a_rule_that_is(self) -> None:
        assert re.fullmatch(
            r"fired \d+× in machine text, \d+× in human English, .*", measured("spacing.before-mark")
        )


class TestHtml:
    def test_a_file_for_itself_that_runs_nothing(self) -> None:
        raw = 'A <script>x</script> the the "><img src=x> \u202e {{ 1 }}'
        at = raw.index(" the")
        report = html_report(result(raw, edit(raw, at, at + 4, "")))
        assert "<script" not in report
        assert "<img" not in report
        assert "default-src 'none'" in report
        assert "<del> the</del>" in report
        assert "&lt;U+202E&gt; {{ 1 }}" in report

    def test_a_long_article_is_shown_in_time(self) -> None:
        raw = "One two three four five six seven. " * 6000
        edits = [edit(raw, 35 * i, 35 * i + 3, "Six") for i in range(6000)]
        found = result(raw, *edits)

        def show() -> None:
            list(rows(raw, pieces(raw, found.edits)))
            unified(raw, found.edits, "a", "b")

        assert len(raw) > 200_000
        # the best of three: another load of the machine is no fault of ours
        assert min(timeit.repeat(show, number=1, repeat=3)) < 0.5


class TestPieces:
    def test_the_parts_are_the_text(self) -> None:
        raw = "a b c d e f\ng h\n"
        edits = [
            edit(raw, 2, 7, "x", status="suggested", tier="suggest"),
            edit(raw, 4, 5, "C"),
            edit(raw, 8, 8, "!", id="i"),
            edit(raw, 8, 9, "E"),
        ]
        found = pieces(raw, edits)
        assert "".join(raw[p.start : p.end] for p in found) == raw
        assert [(p.edit.id, [o.id for o in p.others]) for p in found if p.edit] == [
            ("4-5", ["2-7"]),
            ("i", []),
            ("8-9", []),
        ]
        assert [[raw[p.start : p.end] for p in row][-1] for row in rows(raw, found)] == [" f\n", "g h\n"]
