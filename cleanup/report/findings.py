"""What did `check` find? A line an edit for people, workflow commands for GitHub, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleanup.edits import Edit, Severity
from cleanup.pipeline import Result
from cleanup.report.diff import LineIndex
from cleanup.report.places import place, shortened, visible

_GITHUB_LEVEL: dict[Severity, str] = {
    "neutral": "notice",
    "minor": "notice",
    "major": "warning",
    "critical": "error",
}


def findings(result: Result) -> list[Edit]:
    """Every edit that a reviewer has not called wrong."""
    return [e for e in result.edits if e.status != "rejected"]


def as_text(path: str, result: Result) -> Iterator[str]:
    """`path:line:column: tier rule: 'before' → 'after' (message)`, a line a finding."""
    index = LineIndex(result.raw)
    for edit in findings(result):
        at = place(index, edit)
        yield f"{visible(path)}:{at.line}:{at.column}: {edit.tier} {edit.rule}: {in_words(edit)}"


def in_words(edit: Edit) -> str:
    """What an edit changes and why, on one line."""
    before = visible(shortened(edit.before))
    message = visible(edit.message)
    if edit.after is None:
        return f"“{before}” ({message})"
    change = f"“{before}” → “{visible(shortened(edit.after))}”" if edit.after else f"remove “{before}”"
    return f"{change} ({message})"


def as_github(path: str, result: Result) -> Iterator[str]:
    """GitHub Actions workflow commands, which mark the lines of a pull request."""
    index = LineIndex(result.raw)
    for edit in findings(result):
        at = place(index, edit)
        where = f"file={_property(path)},line={at.line},col={at.column}"
        ends = f"endLine={at.end_line},endColumn={at.end_column},title={_property(edit.rule)}"
        yield f"::{_GITHUB_LEVEL[edit.severity]} {where},{ends}::{_escaped(in_words(edit))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_plain_value(path: str, result: Result) -> dict[str, Any]:
    """What the JSON format says of one article."""
    value = {"id": result.id, "path": path, "edits": findings(result), "meta": result.meta}
    return {**value, "score": result.score, "problems": result.problems}
