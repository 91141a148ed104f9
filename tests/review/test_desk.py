"""The desk without its page: two machines, own changes, articles fetched again, Word and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Project

from cleanup.cli_review import _desk
from cleanup.edits import OWN_RULE
from cleanup.errors import CleanupError, SettingsError
from cleanup.review.desk import Desk, Folder, OwnChange, Request
from cleanup.review.exchange import export, import_docx

NEWS = "In the dry residue, we lost.\nThey make an accent on speed. It is a question of price.\n"


@pytest.fixture
def desk(project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Desk]:
    """Opens the desk, as each reviewer's machine would."""
    project.write("a.txt", NEWS)
    monkeypatch.chdir(project.root)
    return lambda: _desk((), project.cleaned, None)


def states(desk: Desk) -> list[str]:
    return [i.state for i in desk.items(opened(desk))]


def opened(desk: Desk) -> Folder:
    folder = desk.open("a")
    assert folder is not None
    return folder


def accept(desk: Desk, rule: str, after: str | None = None) -> list[int]:
    wanted = [
        Request(id=i.edit.id, verdict="accept", after=after, seen=i.number)
        for i in desk.items(opened(desk))
        if i.edit.rule == rule
    ]
    return desk.decide(opened(desk), wanted, who="Ann").done


def test_an_edit_of_yesterday_is_refused(desk: Callable[[], Desk]) -> None:
    with desk() as one, pytest.raises(CleanupError, match="load it again"):
        one.decide(opened(one), [Request(id="gone", verdict="accept")], who="Ann")


@pytest.mark.parametrize("span", [(3, 3), (5, 3), (-1, 4), (0, 999)])
def test_a_change_of_nothing_is_refused(desk: Callable[[], Desk], span: tuple[int, int]) -> None:
    with desk() as one, pytest.raises(CleanupError, match="choose some text"):
        one.change(opened(one), OwnChange(start=span[0], end=span[1], after="x"), who="Ann")


def test_two_machines_see_each_other(desk: Callable[[], Desk]) -> None:
    with desk() as one, desk() as two:
        [number] = accept(one, "wording.accent")
        two.sync()
        assert states(two) == ["applied", "accepted", "open"]
        assert two.result(opened(two)).text.endswith("They stress speed. It is a question of price.\n")
        two.undo([number], who="Bob")
        one.sync()
        assert states(one) == ["applied", "open", "open"]


def test_an_own_change_is_obeyed_and_can_be_undone(desk: Callable[[], Desk], project: Project) -> None:
    at = NEWS.index("we lost")
    with desk() as one:
        [number] = one.change(opened(one), OwnChange(start=at, end=at + 7, after="they won"), who="Ann").done
        assert [(i.edit.rule, i.state) for i in one.items(opened(one))][1] == (OWN_RULE, "accepted")
    project.call("run")
    assert project.results()["a.txt"].startswith(b"On balance, they won.\n")
    with desk() as one:
        one.undo([number], who="Ann")
    project.call("run")
    assert project.results()["a.txt"].startswith(b"On balance, we lost.\n")


def test_decisions_hold_for_an_article_fetched_again(desk: Callable[[], Desk], project: Project) -> None:
    at = NEWS.index("we lost")
    with desk() as one:
        accept(one, "wording.accent", "prefer")
        one.change(opened(one), OwnChange(start=at, end=at + 7, after="they won"), who="Ann")
    project.write("a.txt", f"A new first paragraph.\n\n{NEWS}And a last one.\n")
    project.call("run")
    text = project.results()["a.txt"].decode()
    assert "On balance, they won.\nThey prefer speed." in text


def test_word_and_back(desk: Callable[[], Desk], tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with desk() as one:
        file.write_bytes(export(one, opened(one), "docx", with_suggestions=True))
        nothing = import_docx(one, file, who="Bob")
        assert (nothing.accepted, nothing.rejected, nothing.own) == (0, 0, 0)
        assert states(one) == ["applied", "open", "open"]


def test_a_document_of_another_article_is_refused(desk: Callable[[], Desk], tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with desk() as one:
        file.write_bytes(export(one, opened(one), "docx"))
        with pytest.raises(SettingsError, match="not here"):
            import_docx(one, file, who="Bob", article="other")
        with pytest.raises(SettingsError, match="cannot be read"):
            import_docx(one, tmp_path / "none.docx", who="Bob")


@pytest.mark.parametrize("form", ["txt", "diff", "html", "docx", "json", "sarif"])
def test_every_form_holds_own_changes_too(desk: Callable[[], Desk], form: str) -> None:
    with desk() as one:
        one.change(opened(one), OwnChange(start=21, end=28, after="they won"), who="Ann")
        assert len(export(one, opened(one), form)) > 50


class TestCommands:
    def test_decisions_travel_as_lines(self, desk: Callable[[], Desk], project: Project) -> None:
        with desk() as one:
            accept(one, "wording.accent")
        code, lines, _ = project.call("review", "decisions")
        assert (code, lines.count(b"\n")) == (0, 1)
        (project.root / "decisions.jsonl").write_bytes(lines)
        code, out, _ = project.call("review", "--out", "other", "import", "decisions.jsonl")
        assert (code, out) == (0, b"Decisions taken over: 1\n")
        assert project.call("review", "--out", "other", "decisions")[1] == lines

    def test_export_and_import(self, desk: Callable[[], Desk], project: Project) -> None:
        desk().store.close()
        code, data, _ = project.call("review", "export", "a")
        assert (code, data[:2]) == (0, b"PK")
        (project.root / "a.docx").write_bytes(data)
        code, out, _ = project.call("review", "--as", "Bob", "import", "a.docx")
        said = b"a: 0 accepted (0 in own words), 0 rejected, 0 decided otherwise by others before\n"
        assert (code, out) == (0, said)
        assert project.call("review", "export", "none")[0] == 2
        assert project.call("review", "import", "none.docx")[0] == 2
