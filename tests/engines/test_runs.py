"""A run with a grammar engine, from the command line."""

from __future__ import annotations

import json

import pytest
from conftest import Project

NOBODY = "http://127.0.0.1:9"
TEXT = "He is an leader.\n\nThey will meet in Friday or later.\n"


@pytest.fixture
def whole(project: Project) -> Project:
    """A project with all our rules."""
    (project.root / "cleanup.toml").write_text("", "utf-8")
    project.write("a.txt", TEXT)
    return project


def offered(project: Project) -> list[str]:
    record = json.loads((project.cleaned / "a.edits.json").read_text("utf-8"))
    return [e["before"] for e in record["edits"] if e["status"] == "suggested"]


def test_nothing_is_heard_by_default(whole: Project) -> None:
    assert whole.call("run")[0] == 0
    assert offered(whole) == []


def test_away_now_and_there_later(whole: Project, languagetool: str) -> None:
    code, out, _ = whole.call("run", "--languagetool", NOBODY)
    assert code == 0
    assert b"no grammar engine here: LanguageTool does not answer at http://127.0.0.1:9" in out
    assert (whole.cleaned / "a.txt").read_text() == TEXT.replace("an leader", "a leader")
    assert offered(whole) == []
    assert whole.call("run", "--languagetool", languagetool)[0] == 0
    assert offered(whole) == ["in Friday"]


@pytest.mark.parametrize("command", [("check",), ("check", "--format", "json"), ("diff",)])
def test_every_command_says_what_was_skipped(whole: Project, command: tuple[str, ...]) -> None:
    _, out, err = whole.call(*command, "raw", "--languagetool", NOBODY)
    assert b"a.txt" in out
    assert "raw/a.txt: no grammar engine here: LanguageTool does not answer" in err


def test_where_the_server_is_does_not_matter(whole: Project, languagetool: str) -> None:
    whole.call("run", "--languagetool", languagetool)
    before = (whole.cleaned / "a.edits.json").stat().st_mtime_ns
    whole.call("run", "--languagetool", f"{languagetool}/v2")
    assert (whole.cleaned / "a.edits.json").stat().st_mtime_ns == before


def test_processes_share_a_server(whole: Project, languagetool: str) -> None:
    whole.write("b.txt", TEXT)
    assert languagetool
    assert whole.run("run", "--jobs", "2", "--grammar", "languagetool")[0] == 0
    assert offered(whole) == ["in Friday"]


@pytest.mark.parametrize(
    ("options", "environment", "heard"),
    [
        ([], {}, False),
        (["--grammar", "off"], {"CLEANUP_GRAMMAR": "embedded"}, False),
        (["--grammar", "embedded"], {}, True),
        ([], {"CLEANUP_GRAMMAR": "embedded"}, True),
        (["--grammar", "embedded"], {"CLEANUP_LANGUAGETOOL": NOBODY}, True),
    ],
)
def test_option_before_environment_before_file(
    whole: Project,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    environment: dict[str, str],
    heard: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    whole.call("run", *options)
    assert offered(whole) == (["in Friday"] if heard else [])


def test_the_file_names_an_engine(whole: Project) -> None:
    (whole.root / "cleanup.toml").write_text('grammar = "embedded"\n', "utf-8")
    whole.call("run")
    assert offered(whole) == ["in Friday"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--grammar", "harper"], "'harper' is not one of 'off', 'embedded', 'languagetool'"),
        (["--languagetool", "localhost"], "'localhost' is no address of a LanguageTool server"),
    ],
)
def test_wrong_use(whole: Project, options: list[str], told: str) -> None:
    code, _, err = whole.call("text", *options, stdin=b"x")
    assert code == 2
    assert told in err


def test_doctor(whole: Project, languagetool: str) -> None:
    _, out, _ = whole.call("doctor", "--languagetool", languagetool)
    lines = {line[9:31].strip(): line[31:].strip() for line in out.decode().splitlines()}
    assert lines["LanguageTool server"] == f"answers at {languagetool}"
    assert lines["grammar engine"] == "languagetool"
    assert whole.call("doctor", "--languagetool", NOBODY)[1].decode().count(f"none answers at {NOBODY}") == 1
