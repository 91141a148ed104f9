"""`cleanup run` with patterns, `--watch` and `--json`, on real folders."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from articles import CLEANED, TEXT
from conftest import Project

from cleanup.errors import SettingsError
from cleanup.ingest.watch import arrivals


def wait_for(what: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.05)
    return what()


def test_files_are_cleaned_as_they_come_and_half_written_ones_waited_for(project: Project) -> None:
    project.write("before.txt", TEXT)
    process = project.start("run", "--watch", "--json")
    try:
        assert wait_for((project.cleaned / "before.txt").exists)
        with (project.raw / "slow.txt").open("w") as file:
            for _ in range(6):  # together more than a second, and never a pause that long
                file.write(TEXT)
                file.flush()
                time.sleep(0.3)
                assert not (project.cleaned / "slow.txt").exists()
        (project.raw / "notes.md").write_text("no article")
        (project.raw / "table.jsonl").write_text(json.dumps({"id": 1, "text": TEXT}) + "\n")
        assert wait_for((project.cleaned / "slow.edits.json").exists)
        assert wait_for((project.cleaned / "table.jsonl" / "_errors.jsonl").exists)
        (project.raw / "before.txt").write_text("All is well.\n")
        assert wait_for(lambda: (project.cleaned / "before.txt").read_text() == "All is well.\n")
        assert process.stdout is not None
        told = 0
        while told < 4:  # what is written is told a moment later, and an interrupt would come between
            told += json.loads(process.stdout.readline())["cleaned"]
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (project.cleaned / "slow.txt").read_text() == CLEANED * 6
    assert told + sum(json.loads(line)["cleaned"] for line in out.splitlines()) == 4
    assert (process.returncode, err.count(b"interrupted")) == (130, 1)


def test_a_folder_is_needed(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="needs a folder"):
        next(arrivals([tmp_path / "a.txt"]))


class TestPatterns:
    def test_files_in_folders_below(self, project: Project) -> None:
        for name in ("2025/a.txt", "2026/05/b.txt", "2026/c.md", ".hidden/d.txt"):
            (project.raw / name).parent.mkdir(parents=True, exist_ok=True)
            (project.raw / name).write_text(TEXT)
        code, out, _ = project.call("run", "raw/**/*.txt", "--json")
        assert (code, json.loads(out)["cleaned"]) == (0, 2)
        assert project.results().keys() == {f"{i}{s}" for i in "ab" for s in (".txt", ".diff", ".edits.json")}

    def test_tables_too(self, project: Project) -> None:
        for name in ("a-1.jsonl", "a-2.jsonl", "b-1.jsonl"):
            project.write(name, json.dumps({"id": 1, "text": TEXT}))
        code, out, _ = project.call("run", "raw/a-?.jsonl", "--json")
        assert (code, json.loads(out)["tables"]) == (
            0,
            {"a-1.jsonl": "cleaned/a-1.jsonl", "a-2.jsonl": "cleaned/a-2.jsonl"},
        )

    def test_none(self, project: Project) -> None:
        assert project.call("run", "raw/*.txt") == (2, b"", "cleanup: raw/*.txt: no file has such a name\n")

    def test_a_file_whose_name_looks_like_one(self, project: Project) -> None:
        project.write("a[1].txt", TEXT)
        assert project.call("run", "raw/a[1].txt")[0] == 0
        assert "a[1].txt" in project.results()


def test_the_summary_for_a_scheduler(project: Project) -> None:
    project.write("a.txt", TEXT)
    project.write("bad.txt", b"%PDF")
    code, out, err = project.call("run", "--json")
    found = json.loads(out)
    assert found.pop("seconds") >= 0
    reason = "raw/bad.txt: a binary file, not text; raw articles are plain text"
    assert (code, err) == (1, f"cleanup: {reason}\n")
    assert found == {
        "version": found["version"], "exit_code": 1, "out": "cleaned",
        "articles": 2, "cleaned": 1, "up_to_date": 0, "failed": 1, "open": 2,
        "edits": [
            {"tier": "auto", "category": "accuracy/mistranslation", "status": "applied", "number": 1},
            {"tier": "flag", "category": "accuracy/mistranslation", "status": "flagged", "number": 1},
            {"tier": "suggest", "category": "accuracy/mistranslation", "status": "suggested", "number": 1},
        ],
        "tables": {}, "errors": [{"id": "bad", "error": reason}],
        "notes": [], "passed_over": [], "orphans": [],
    }  # fmt: skip
