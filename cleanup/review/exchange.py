"""How do decided articles leave the desk, and how do decisions taken elsewhere come to it?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cleanup.errors import ArticleError, DecisionsError, SettingsError
from cleanup.files import to_bytes
from cleanup.report.diff import unified
from cleanup.report.docx import write_docx
from cleanup.report.findings import as_plain_value
from cleanup.report.html import html_report
from cleanup.report.jsontext import to_json
from cleanup.report.reviewed import Verdict, read_docx, verdicts
from cleanup.report.sarif import sarif
from cleanup.review.desk import Desk, Folder, OwnChange, Request

FORMS = {
    "txt": "text/plain; charset=utf-8",
    "diff": "text/x-diff; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "sarif": "application/sarif+json",
}
"""Forms of an article, and the media type of each."""


def export(desk: Desk, folder: Folder, form: str, *, with_suggestions: bool = False) -> bytes:
    """The article as decided, in one of FORMS."""
    result = desk.result(folder)
    path = f"raw/{folder.name}.txt"
    if form == "txt":
        return to_bytes(result.text)
    if form == "diff":
        return to_bytes(unified(result.raw, result.edits, path, f"cleaned/{folder.name}.txt"))
    if form == "html":
        return html_report(result).encode("utf-8", "replace")
    if form == "docx":
        return write_docx(result, datetime.now(UTC), with_suggestions=with_suggestions)
    if form == "json":
        return to_json(as_plain_value(path, result), indent=1)
    return to_json(sarif([(path, result)], desk.rules), indent=1)


def import_lines(desk: Desk, path: Path) -> int:
    """Take over the decisions of a file of exported ones; returns how many were new.

    Raises a CleanupError for a file that cannot be read or holds anything else.
    """
    try:
        with path.open("rb") as lines:
            return desk.store.restore(lines)
    except OSError as err:
        raise SettingsError(f"{path}: cannot be read: {err.strerror}") from err
    except DecisionsError as err:
        raise SettingsError(f"{path}: {err}") from err


class Imported(NamedTuple):
    """What a reviewed document brought."""

    article: str
    accepted: int
    rejected: int
    own: int
    """Places with the reviewer's own words; they are among the accepted."""
    conflicts: int
    """Places where another reviewer had decided otherwise; those decisions stand."""


def import_docx(desk: Desk, path: Path, *, who: str, article: str | None = None) -> Imported:
    """Turn what was accepted, rejected and rewritten in a document into decisions.

    Changes still tracked stay undecided. Raises a CleanupError for a document that is not
    one of ours.
    """
    try:
        reviewed = read_docx(path.read_bytes())
    except OSError as err:
        raise SettingsError(f"{path}: cannot be read: {err.strerror}") from err
    except ArticleError as err:
        raise SettingsError(f"{path}: {err}") from err
    name = article or reviewed.article
    folder = desk.open(name)
    if folder is None and article is not None:
        raise SettingsError(f"article {article!r} is not here")
    if folder is None:
        raise SettingsError(f"{path}: made from article {name!r}, which is not here; say which: --article ID")
    numbers = {i.edit.id: i.number for i in desk.items(folder)}
    found = list(verdicts(desk.result(folder), reviewed))
    requests = [_request(v, numbers) for v in found if v.edit is not None]
    answer = desk.decide(folder, [r for r in requests if r is not None], who=who)
    for verdict in found:
        if verdict.edit is None and verdict.after is not None:
            desk.change(folder, OwnChange(start=verdict.start, end=verdict.end, after=verdict.after), who=who)
    return Imported(
        article=name,
        accepted=sum(v.verdict == "accept" for v in found),
        rejected=sum(v.verdict == "reject" for v in found),
        own=sum(v.after is not None for v in found),
        conflicts=len(answer.conflicts),
    )


def _request(verdict: Verdict, numbers: dict[str, int]) -> Request | None:
    edit = verdict.edit
    if edit is None or edit.id not in numbers:
        return None
    after = edit.after if verdict.after is None else verdict.after
    return Request(id=edit.id, verdict=verdict.verdict, after=after, seen=numbers[edit.id])
