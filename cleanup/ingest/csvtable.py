"""CSV files with a line of column names. Start reading at `read`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from cleanup.errors import ArticleError
from cleanup.ingest.records import COLUMNS, BadRow, Columns, Record, Row

_SAMPLE = 65_536


def read(path: Path, columns: Columns, max_bytes: int) -> Iterator[Row | BadRow]:
    """The rows of a file; their numbers where it has no column of ids."""
    csv.field_size_limit(max(max_bytes, csv.field_size_limit()))
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        separator = _separator(file.readline(_SAMPLE))
        file.seek(0)
        rows = csv.DictReader(file, restkey=None, delimiter=separator, strict=True)
        if not {columns.text, columns.html} & set(rows.fieldnames or []):
            raise ArticleError(f"{path}: no column {columns.text!r}; name it with --column")
        for number, values in enumerate(rows):
            if None in values or None in values.values():
                yield BadRow(
                    id=values.get(columns.id) or number, error="not as many fields as the first line"
                )
            else:
                yield columns.row(values, number)


def _separator(head: str) -> str:
    """Comma, semicolon or tab, whichever the line of names holds most of."""
    return max(",;\t", key=head.count)


def pack(records: Iterable[Record], suffix: str = "") -> bytes:  # noqa: ARG001 - as all
    """The bytes of a file of results."""
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    rows.writeheader()
    rows.writerows(r.values() for r in records)
    return out.getvalue().encode()


def unpack(data: bytes, suffix: str = "") -> Iterator[Record]:  # noqa: ARG001 - as all
    """The results that `pack` packed. What is empty was None, except a text."""
    for values in csv.DictReader(io.StringIO(data.decode(), newline="")):
        record = {name: value or None for name, value in values.items()}
        yield Record(**record | {"text": values["text"] if record["error"] is None else None})
