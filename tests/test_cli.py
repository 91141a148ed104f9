"""The command line as programs and people use it, in a real folder. Bad input has a file of its own."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Project

from cleanup.cli import app, main
from cleanup.decisions import DecisionStore, Place
from cleanup.edits import Decision, decision_key

NEWS = "In the dry residue, we lost.\nThey make an accent on speed. It is a question of price.\n"
CLEANED = "On balance, we lost.\nThey make an accent on speed. It is a question of price.\n"


class TestRun:
    def test_cleans_a_folder_and_says_what_came_of_it(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        project.write("two words ё.txt", "Nothing to do.\n")
        project.write("notes.md", "no article")
        code, out, err = project.call("run")
        assert (code, err) == (0, "")
        results = project.results()
        assert list(results) == [
            "a.diff", "a.edits.json", "a.txt",
            "two words ё.diff", "two words ё.edits.json", "two words ё.txt",
        ]  # fmt: skip
        assert results["a.txt"].decode() == CLEANED
        assert results["two words ё.diff"] == b""
        assert out.decode().splitlines() == [
            "2 articles: 2 cleaned, 0 up to date, 0 failed",
            "  edits                       auto  suggest     flag",
            "  accuracy/mistranslation        1        1        1",
            "  all                            1        1        1",
            "Passed over (not .txt, .html or a table): raw/notes.md",
            "For a person: 2 suggestions and flags in a (2)",
            "Next: cleanup diff 'a', or read cleaned/a.diff",
        ]

    def test_the_record(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        project.call("run")
        record = json.loads(project.results()["a.edits.json"])
        assert list(record) == ["made_from", "id", "encoding", "score", "meta", "problems", "edits"]
        assert [(e["rule"], e["status"], e["after"]) for e in record["edits"]] == [
            ("wording.dry-residue", "applied", "On balance"),
            ("wording.accent", "suggested", "stress"),
            ("wording.question-price", "flagged", None),
        ]
        assert set(record["score"]) == {"words", "before", "after", "found", "fixed", "left", "dimensions"}

    def test_the_diff_is_what_patch_needs(self, project: Project, require: Callable[[str], str]) -> None:
        raw = project.write("a.txt", "\ufeffone\r\nIn the dry residue \ud7ff, we lost.".encode() + b"\xff\r")
        project.run("run")
        command = [require("patch"), "-s", "-o", "-", raw, project.cleaned / "a.diff"]
        assert subprocess.run(command, capture_output=True, check=True).stdout == project.results()["a.txt"]

    def test_any_number_of_jobs_gives_the_same_bytes(self, project: Project) -> None:
        for n in range(8):
            project.write(f"{n}.txt", NEWS * n)
        (project.raw / "bad.txt").write_bytes(b"%PDF")
        code_1, out_1, _ = project.run("run")
        code_3, out_3, _ = project.run("run", "--jobs", "3", "--out", "three")
        assert (code_1, code_3) == (1, 1)
        three = {p.name: p.read_bytes() for p in sorted((project.root / "three").iterdir())}
        assert three == project.results()
        assert out_3.decode().replace("three/", "cleaned/") == out_1.decode()

    def test_one_bad_article_is_told_and_the_rest_go_on(self, project: Project) -> None:
        project.write("a.txt", b"\x89PNG\r\n")
        project.write("b.txt", NEWS)
        code, out, err = project.call("run")
        assert code == 1
        assert err == "cleanup: raw/a.txt: a binary file, not text; raw articles are plain text\n"
        assert out.decode().startswith("2 articles: 1 cleaned, 0 up to date, 1 failed\n")
        assert project.results()["b.txt"].decode() == CLEANED

    def test_same_id_in_two_folders(self, project: Project) -> None:
        (project.root / "more").mkdir()
        (project.root / "more" / "a.txt").write_text(NEWS)
        project.write("a.txt", NEWS)
        project.write("b.txt", NEWS)
        code, _, err = project.call("run", "raw", "more")
        assert (code, err) == (
            1,
            "cleanup: more/a.txt and raw/a.txt: the same id 'a' twice; rename all but one\n",
        )
        assert "b.txt" in project.results()
        assert "a.txt" not in project.results()


class TestRunAgain:
    def counts(self, project: Project, *args: str) -> str:
        code, out, err = project.call("run", *args)
        assert (code, err) == (0, "")
        return out.decode().splitlines()[0].partition(": ")[2]

    def test_only_what_is_new_or_changed(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        project.write("b.txt", NEWS)
        assert self.counts(project) == "2 cleaned, 0 up to date, 0 failed"
        before = project.results()
        _, out, _ = project.call("run")
        assert out.decode().splitlines()[:2] == [
            "2 articles: 0 cleaned, 2 up to date, 0 failed",
            "Nothing new: raw texts, rules, settings and decisions are as they were (--force redoes all)",
        ]
        assert "all                            2        2        2" in out.decode()
        assert project.results() == before
        project.write("b.txt", NEWS + "More.\n")
        project.write("c.txt", NEWS)
        assert self.counts(project) == "2 cleaned, 1 up to date, 0 failed"
        assert self.counts(project, "--force") == "3 cleaned, 0 up to date, 0 failed"

    def test_a_rule_changed(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        self.counts(project)
        pack = project.root / "packs" / "small" / "wording.yaml"
        pack.write_text(pack.read_text("utf-8").replace("[on balance, in the end]", "all in all").replace(
            "after: On balance", "after: All in all"), "utf-8")  # fmt: skip
        assert self.counts(project) == "1 cleaned, 0 up to date, 0 failed"
        assert project.results()["a.txt"].startswith(b"All in all, we lost.")

    def test_a_setting_changed(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        self.counts(project)
        with (project.root / "cleanup.toml").open("a") as settings:
            settings.write('[rules]\n"wording.dry-residue" = "off"\n')
        assert self.counts(project) == "1 cleaned, 0 up to date, 0 failed"
        assert project.results()["a.txt"].decode() == NEWS

    def test_a_decision_taken(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        self.counts(project)
        edits = json.loads(project.results()["a.edits.json"])["edits"]
        with DecisionStore(project.cleaned / "decisions.sqlite") as store:
            for edit, verdict in zip(edits, ("reject", "accept"), strict=False):
                key = decision_key(edit["rule"], NEWS, edit["start"], edit["end"])
                store.record(Place(key=key), Decision(verdict=verdict), who="Ann")
        assert self.counts(project) == "1 cleaned, 0 up to date, 0 failed"
        assert project.results()["a.txt"].decode() == NEWS.replace("make an accent on", "stress")
        assert self.counts(project) == "0 cleaned, 1 up to date, 0 failed"

    def test_decisions_of_a_team_lie_where_the_settings_say(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        settings = project.root / "cleanup.toml"
        url = f"sqlite:///{project.root}/team.sqlite"
        settings.write_text(f'{settings.read_text("utf-8")}decisions = "{url}"\n', "utf-8")
        with DecisionStore(url) as store:
            key = decision_key("wording.dry-residue", NEWS, 0, 18)
            store.record(Place(key=key), Decision(verdict="accept", after="All told"), who="Ann")
        self.counts(project)
        assert project.results()["a.txt"].startswith(b"All told, we lost.")

    def test_a_result_damaged_or_lost(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        project.write("b.txt", NEWS)
        self.counts(project)
        (project.cleaned / "a.txt").unlink()
        (project.cleaned / "b.edits.json").write_bytes(b"{")
        assert self.counts(project) == "2 cleaned, 0 up to date, 0 failed"

    def test_a_raw_article_gone_is_told_and_its_result_kept(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        project.write("b.txt", NEWS)
        self.counts(project)
        (project.raw / "a.txt").unlink()
        _, out, _ = project.call("run")
        assert "In cleaned without a raw article, left as they are: a\n" in out.decode()
        assert "a.txt" in project.results()
        _, out, _ = project.call("run", "raw/b.txt")
        assert "without a raw article" not in out.decode()


class TestText:
    def test_stdin_to_stdout(self, project: Project) -> None:
        assert project.call("text", stdin=NEWS.encode()) == (0, CLEANED.encode(), "")

    @pytest.mark.parametrize("data", [b"", b"no line end", b"\r\n \xff\x00\r"])
    def test_bytes_stay(self, project: Project, data: bytes) -> None:
        assert project.call("text", stdin=data) == (0, data, "")

    def test_binary(self, project: Project) -> None:
        code, out, err = project.call("text", stdin=b"\x1f\x8b...")
        assert (code, out, "stdin: a binary file" in err) == (1, b"", True)

    def test_starts_quickly(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # compiling takes longer than starting
        project.run("text", stdin=b"warm up")
        seconds = []
        for _ in range(3):
            began = os.times()
            project.run("text", stdin=NEWS.encode())
            took = os.times()  # processor time: the machine may be busy with other things
            seconds.append(took.children_user + took.children_system)
            seconds[-1] -= began.children_user + began.children_system
        assert min(seconds) < 0.5


class TestStream:
    def rows(self, project: Project, *lines: bytes) -> list[dict[str, Any]]:
        code, out, err = project.call("stream", stdin=b"\n".join(lines))
        assert (code, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()]

    def test_a_row(self, project: Project) -> None:
        [row] = self.rows(project, json.dumps({"id": "n1", "text": NEWS, "url": "kept out"}).encode())
        assert list(row) == ["id", "text", "edits", "meta", "score"]
        assert (row["id"], row["text"], len(row["edits"])) == ("n1", CLEANED, 3)
        assert list(row["edits"][0]) == [
            "id", "start", "end", "before", "after", "rule", "category", "severity",
            "tier", "status", "confidence", "message", "alternatives", "excludes",
        ]  # fmt: skip

    @pytest.mark.parametrize("name", [7, 7.5, "7", ""])
    def test_the_id_comes_back_as_it_was(self, project: Project, name: object) -> None:
        [row] = self.rows(project, json.dumps({"id": name, "text": "x", "source": "х"}).encode())
        assert row["id"] == name
        assert type(row["id"]) is type(name)

    def test_bad_lines_are_told_in_their_place(self, project: Project) -> None:
        rows = self.rows(
            project,
            b"\xef\xbb\xbf" + b'{"id": 1, "text": "first"}',
            b"{",
            b"",
            b'{"id": 2}',
            b'{"id": 3, "text": 4}',
            b'{"id": [1], "text": "x"}',
            b"[]",
            b'{"id": 5, "text": "\xff"}',
            b"[" * 100_000,
            b'{"id": 6, "text": "a\\ud800b"}',
            b'{"id": 7, "text": "last"}',
        )
        assert [(r["id"], "error" in r) for r in rows] == [
            (1, False), (None, True), (2, True), (3, True), ([1], True), (None, True),
            (None, True), (None, True), (6, False), (7, False),
        ]  # fmt: skip
        assert all(set(r) == {"id", "error"} for r in rows if "error" in r)
        assert rows[-2]["text"] == "a\ud800b"

    def test_a_line_too_large(self, project: Project) -> None:
        settings = project.root / "cleanup.toml"
        settings.write_text(settings.read_text("utf-8") + "max_bytes = 100\n", "utf-8")
        big = json.dumps({"id": 1, "text": "x" * 1000}).encode()
        rows = self.rows(project, big, b'{"id": 2, "text": "x"}')
        assert [r["id"] for r in rows] == [None, 2]
        assert rows[0]["error"] == "the line is larger than 100 bytes"

    def test_each_line_is_answered_at_once(self, project: Project) -> None:
        process = project.start("stream")
        assert process.stdin is not None
        assert process.stdout is not None
        for n in range(3):
            process.stdin.write(b'{"id": %d, "text": "x"}\n' % n)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == n
        process.communicate()
        assert process.returncode == 0


class TestCheck:
    def test_a_clean_text(self, project: Project) -> None:
        project.write("a.txt", "Nothing here.\n")
        assert project.call("check", "raw") == (0, b"", "0 found in 1 article\n")

    def test_findings(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        code, out, err = project.call("check", "raw/a.txt")
        assert (code, err) == (1, "3 found in 1 article\n")
        first = (
            "raw/a.txt:1:1: auto wording.dry-residue: “In the dry residue” → “On balance” («в сухом остатке»)"
        )
        assert out.decode().splitlines()[0] == first
        assert not project.cleaned.exists()

    def test_unreadable(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        project.write("b.txt", b"%PDF")
        code, out, err = project.call("check", "raw")
        assert (code, out.count(b"\n"), "raw/b.txt: a binary file" in err) == (2, 3, True)

    def test_programs_read_it(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        code, out, _ = project.call("check", "--format", "json", "raw")
        [article] = json.loads(out)
        assert (code, article["id"], article["path"], len(article["edits"])) == (1, "a", "raw/a.txt", 3)
        code, out, _ = project.call("check", "--format", "sarif", "raw")
        [run] = json.loads(out)["runs"]
        assert (code, [r["ruleId"] for r in run["results"]][1:]) == (
            1,
            ["wording.accent", "wording.question-price"],
        )
        code, out, _ = project.call("check", "--format", "github", "raw")
        assert (code, out.decode().splitlines()[1].split("::")[1][:52]) == (
            1,
            "warning file=raw/a.txt,line=2,col=6,endLine=2,endCol",
        )

    def test_a_rejected_finding_is_gone(self, project: Project) -> None:
        project.write("a.txt", "In the dry residue, we lost.")
        project.cleaned.mkdir()
        with DecisionStore(project.cleaned / "decisions.sqlite") as store:
            key = decision_key("wording.dry-residue", "In the dry residue, we lost.", 0, 18)
            store.record(Place(key=key), Decision(verdict="reject"), who="Ann")
        assert project.call("check", "raw")[0] == 0


class TestDiff:
    def test_by_id_path_and_folder(self, project: Project) -> None:
        project.write("a.txt", NEWS)
        for name in ("a", "raw/a.txt", "raw"):
            code, out, err = project.call("diff", name)
            assert (code, err) == (0, "")
            assert out.decode().splitlines()[:2] == [
                "raw/a.txt",
                "    1  [-In the dry residue-]{+On balance+}, we lost.",
            ]

    def test_no_such_article(self, project: Project) -> None:
        assert project.call("diff", "nope") == (2, b"", "cleanup: nope: no such file or folder\n")


class TestRules:
    def test_list(self, project: Project) -> None:
        code, out, _ = project.call("rules", "list")
        assert (code, [line.split()[:2] for line in out.decode().splitlines()]) == (
            0,
            [
                ["wording.accent", "suggest"],
                ["wording.dry-residue", "auto"],
                ["wording.question-price", "flag"],
            ],
        )

    def test_show(self, project: Project) -> None:
        code, out, _ = project.call("rules", "show", "wording.dry-residue")
        lines = out.decode().splitlines()
        assert code == 0
        assert "  replace   on balance | in the end" in lines
        assert "  keep      'The residue was dry.'" in lines

    @pytest.mark.parametrize("command", ["show", "test"])
    def test_no_such_rule(self, project: Project, command: str) -> None:
        code, out, err = project.call("rules", command, "wording.dry-residu")
        assert (code, out) == (2, b"")
        assert "no rule 'wording.dry-residu'; near: wording.dry-residue" in err

    def test_test(self, project: Project) -> None:
        assert project.call("rules", "test") == (0, b"3 rules, 0 broken examples\n", "")
        pack = project.root / "packs" / "small" / "wording.yaml"
        pack.write_text(pack.read_text("utf-8").replace("The residue was dry", "In the dry residue"), "utf-8")
        code, out, _ = project.call("rules", "test", "wording.dry-residue")
        assert code == 1
        assert out.decode().splitlines()[0].endswith("wording.dry-residue: must keep 'In the dry residue.'")


def test_doctor(project: Project) -> None:
    code, out, _ = project.call("doctor")
    found = {line.split()[1]: line.split()[0] for line in out.decode().splitlines()}
    assert code == 0
    assert {found[n] for n in ("Python", "regex", "rules", "cache")} == {"there"}
    assert {"Java", "LanguageTool", "LingoTweaker", "trafilatura", "psycopg", "Chromium"} <= set(found)


@pytest.mark.parametrize("command", ["", *sorted(app.commands)])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    said = capsys.readouterr().out
    assert "Usage: cleanup" in said
    example = f"\n  cleanup {command}".rstrip() if command != "stream" else "| cleanup stream"
    assert example in said.replace("Usage: cleanup", "") or command == "doctor"


def test_only_commands_that_work_are_announced() -> None:
    assert sorted(app.commands) == [
        "check", "diff", "doctor", "learn", "names", "review", "rules", "run", "serve",
        "stream", "text",
    ]  # fmt: skip


def test_main_returns_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert main(["frobnicate"]) == 2
    assert "No such command 'frobnicate'" in capsys.readouterr().err


def test_as_a_module_from_anywhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cleanup", "--version"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout.startswith(
        b"cleanup 0"
    )


def test_a_bar_for_a_person_who_watches(project: Project) -> None:
    project.write("a.txt", NEWS)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cleanup", "run"]
    done = subprocess.run(command, cwd=project.root, stderr=theirs, stdout=subprocess.PIPE, check=True)
    os.close(theirs)
    said = b""
    with contextlib.suppress(OSError):  # how a terminal ends
        while more := os.read(ours, 100_000):
            said += more
    os.close(ours)
    assert b"Cleaning" in said
    assert b"100%" in said
    assert done.stdout.startswith(b"1 article: 1 cleaned")


def test_colour_on_a_terminal_and_signs_everywhere(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("a.txt", NEWS)
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = project.call("diff", "a")[1].decode()
    assert "\x1b[9;31m[-In the dry residue-]\x1b[0m\x1b[32m{+On balance+}\x1b[0m" in coloured
    monkeypatch.delenv("FORCE_COLOR")
    assert "\x1b" not in project.call("diff", "a")[1].decode()
