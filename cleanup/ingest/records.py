"""What goes in, and which bytes come out? Start reading at `record_of`.

Every adapter and engine makes its results here, so they are the same bytes in all of them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import msgspec

from cleanup.article import Article
from cleanup.batch import Tally
from cleanup.errors import ArticleError, describe_defect
from cleanup.pipeline import Cleaner, Result
from cleanup.report.jsontext import to_json
from cleanup.webpage import WebPage, extract

COLUMNS = ("id", "text", "edits", "meta", "score", "extracted", "problems", "error")
"""Of a table of results; `edits`, `meta`, `score` and `problems` hold JSON."""


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """What a table calls its columns."""

    id: str = "id"
    text: str = "text"
    html: str = "html"
    """A web page, whose article is taken where there is no text."""
    source: str = "source"
    """The text in the source language."""

    def row(self, values: dict[str, Any], name: Any = None) -> Row | BadRow:
        """A row of a table; `name` is its id where the table has no such column."""
        picked = {
            field: values[column]
            for field in self.__struct_fields__
            if (column := getattr(self, field)) in values
        }
        picked.setdefault("id", name)
        try:
            row = msgspec.convert(picked, Row)
        except ValueError as err:
            return BadRow(id=picked["id"], error=f"not a row {{{self.id}, {self.text}}}: {err}")
        if row.text is None and row.html is None:
            error = f"not a row {{{self.id}, {self.text}}}: neither `{self.text}` nor `{self.html}`"
            return BadRow(id=row.id, error=error)
        return row


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An article as a table holds it."""

    id: str | int | float
    text: str | None = None
    html: str | None = None
    source: str | None = None


class BadRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that cannot be read, in its place among the others."""

    id: Any
    error: str


def digest_of(row: Row | BadRow, basis: str) -> str:
    """Hash of all that a row's result depends on, so that equal ones need not be made twice."""
    return hashlib.blake2b(to_json([basis, row]), digest_size=16).hexdigest()


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a row. All but `id` and `error` are None where it failed."""

    id: Any
    text: str | None = None
    edits: str | None = None
    """JSON, as are `meta`, `score` and `problems`."""
    meta: str | None = None
    score: str | None = None
    extracted: str | None = None
    """The article of a web page, to which the offsets of the edits refer."""
    problems: str | None = None
    error: str | None = None

    def line(self) -> bytes:
        """One line of JSON, without its end."""
        if self.error is not None:
            return to_json({"id": self.id, "error": self.error})
        fields = {"id": to_json(self.id), "text": to_json(self.text)}
        fields |= {name: getattr(self, name).encode() for name in ("edits", "meta", "score")}
        if self.extracted is not None:
            fields["extracted"] = to_json(self.extracted)
        if self.problems is not None:
            fields["problems"] = self.problems.encode()
        return b"{" + b",".join(b'"%s":%s' % (name.encode(), value) for name, value in fields.items()) + b"}"

    def values(self) -> dict[str, str | None]:
        """A row of a table, where all is text and must be valid Unicode."""
        name = self.id if self.id is None or isinstance(self.id, str) else to_json(self.id).decode()
        row = {column: getattr(self, column) for column in COLUMNS} | {"id": name}
        try:
            "".join(filter(None, row.values())).encode()
        except UnicodeEncodeError:
            error = "holds bytes that are no text, which only JSON lines can keep"
            shown = (name or "").encode("utf-8", "backslashreplace").decode()
            return dict.fromkeys(COLUMNS) | {"id": shown, "error": error}
        return row

    def valid(self) -> Record:
        """The record as a table holds it."""
        return Record(**self.values())

    def tally(self) -> Tally:
        """How many edits of each tier, category and status."""
        if self.edits is None:
            return {}
        kinds = msgspec.json.decode(self.edits, type=list[_Kind])
        return dict(Counter((k.tier, k.category, k.status) for k in kinds))


class _Kind(msgspec.Struct):
    tier: str
    category: str
    status: str


def record_of(row: Row | BadRow, cleaner: Cleaner) -> Record:
    """Clean one row; what goes wrong is told in `error`, not raised."""
    if isinstance(row, BadRow):
        return Record(id=row.id, error=row.error)
    try:
        page = extract(row.html or "", f"row {row.id}") if row.text is None else WebPage(row.text, {})
        most = cleaner.settings.max_bytes
        if len(page.text) > most:
            raise ArticleError(f"row {row.id}: larger than {most:,} bytes; raise max_bytes in cleanup.toml")
        result = cleaner.clean(Article(id=str(row.id), raw=page.text, source=row.source, meta=page.meta))
    except ArticleError as err:
        return Record(id=row.id, error=str(err))
    except Exception as err:  # a defect of ours must not stop the other rows
        return Record(id=row.id, error=describe_defect(err))
    return _record(row, result, page.text if row.text is None else None)


def _record(row: Row, result: Result, extracted: str | None) -> Record:
    return Record(
        id=row.id,
        text=result.text,
        edits=to_json(result.edits).decode(),
        meta=to_json(result.meta).decode(),
        score=to_json(result.score).decode(),
        extracted=extracted,
        problems=to_json(result.problems).decode() if result.problems else None,
    )
