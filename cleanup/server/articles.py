"""What do /v1/clean and /v1/check answer for one article, a batch, a line? Runs in the workers."""

from __future__ import annotations

import contextlib
import io
import json
from typing import Any, TypeVar

import msgspec

from cleanup.article import Article, Meta
from cleanup.edits import Edit
from cleanup.errors import ArticleError
from cleanup.ingest.jsonlines import clean_lines
from cleanup.ingest.records import BadRow, Row, record_of
from cleanup.pipeline import Cleaner, Result
from cleanup.report.findings import findings
from cleanup.report.jsontext import to_json
from cleanup.score import Score
from cleanup.server.answers import Made
from cleanup.server.problems import Problem
from cleanup.webpage import extract

_Kind = TypeVar("_Kind")


class Batch(msgspec.Struct, frozen=True):
    """Several articles in one request."""

    articles: list[Row]


class Cleaned(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of an article."""

    id: str | int | float
    text: str
    edits: tuple[Edit, ...]
    meta: Meta
    score: Score
    extracted: str | None = None
    """The article of a web page, to which the offsets of the edits refer."""
    problems: tuple[str, ...] = ()
    """What did not work, in words."""


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """An article of a batch that cannot be read or cleaned."""

    id: str | int | float | None
    error: str


class Checked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was found in an article."""

    id: str | int | float
    edits: list[Edit]
    meta: Meta
    score: Score
    extracted: str | None = None
    problems: tuple[str, ...] = ()


def clean(cleaner: Cleaner, body: bytes) -> Made:
    """An article as `cleanup stream` answers it; for a batch {"results": […]}, where one may be an error."""
    given = decoded(body)
    if isinstance(given, dict) and "articles" in given:
        records = [record_of(_readable(row), cleaner) for row in converted(given, Batch).articles]
        results = b",".join(record.line() for record in records)
        return Made(b'{"results":[' + results + b"]}", not any(r.problems or r.error for r in records))
    row = converted(given, Row)
    result = cleaned(row, cleaner)
    value = Cleaned(id=row.id, text=result.text, edits=result.edits, **_rest(row, result))
    return Made(to_json(value), not result.problems)


def check(cleaner: Cleaner, body: bytes) -> Made:
    """What an article's findings are; nothing of its text but the places."""
    row = converted(decoded(body), Row)
    result = cleaned(row, cleaner)
    value = Checked(id=row.id, edits=findings(result), **_rest(row, result))
    return Made(to_json(value), not result.problems)


def clean_line(cleaner: Cleaner, line: bytes) -> bytes:
    """A line for a line; for one that is bad {"id", "error"}."""
    return b"".join(clean_lines(io.BytesIO(line), cleaner))


def _rest(row: Row, result: Result) -> dict[str, Any]:
    extracted = result.raw if row.text is None else None
    rest = {"meta": result.meta, "score": result.score}
    return {**rest, "extracted": extracted, "problems": result.problems}


def cleaned(row: Row, cleaner: Cleaner) -> Result:
    """The article of a row, cleaned. Raises Problem for one that cannot be read."""
    readable = _readable(row)
    if isinstance(readable, BadRow):
        raise Problem(422, readable.error)
    if row.text is not None:
        return cleaner.clean(Article(id=str(row.id), raw=row.text, source=row.source))
    try:
        page = extract(row.html or "", f"article {row.id}")
    except ArticleError as err:
        raise Problem(422, str(err)) from err
    return cleaner.clean(Article(id=str(row.id), raw=page.text, source=row.source, meta=page.meta))


def _readable(row: Row) -> Row | BadRow:
    if row.text is None and row.html is None:
        return BadRow(id=row.id, error="neither `text` nor `html`")
    return row


def decoded(body: bytes) -> Any:
    """A body as JSON, lone surrogates too, which msgspec refuses. Raises Problem (400)."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as err:
        raise Problem(400, f"the body is not JSON: {err}") from err


def id_of(line: bytes) -> Any:
    """The id that a line gives, as far as it can be read."""
    with contextlib.suppress(Problem, AttributeError):
        return decoded(line).get("id")
    return None


def converted(value: Any, kind: type[_Kind]) -> _Kind:
    """A value as what the API asks for. Raises Problem (422)."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as err:
        raise Problem(422, str(err)) from err
