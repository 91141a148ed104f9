"""JSON lines, plain or packed with gzip or zstd. Start reading at `read` and `clean_lines`.

A line {"id", "text"[, "source"]} gives {"id", "text", "edits", "meta", "score"}; one with
"html" in place of "text" gives "extracted" too, the text that offsets refer to. A line that
cannot be read or cleaned gives {"id", "error"}, and the rest go on.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from cleanup.ingest.records import BadRow, Columns, Record, Row, record_of
from cleanup.pipeline import Cleaner


def clean_lines(lines: BinaryIO, cleaner: Cleaner) -> Iterator[bytes]:
    """One line out for each line in, in the same order; empty lines are skipped."""
    for row in rows_of(lines, Columns(), cleaner.settings.max_bytes):
        yield record_of(row, cleaner).line() + b"\n"


def rows_of(lines: BinaryIO, columns: Columns, max_bytes: int) -> Iterator[Row | BadRow]:
    """The row of each line that is not empty; one that is too long is never held whole."""
    while line := lines.readline(max_bytes + 1):
        if len(line) > max_bytes:
            while line and not line.endswith(b"\n"):
                line = lines.readline(max_bytes)
            yield BadRow(id=None, error=f"the line is larger than {max_bytes:,} bytes")
        elif line.strip():
            yield _row(line, columns)


def _row(line: bytes, columns: Columns) -> Row | BadRow:
    try:
        value = json.loads(line.decode("utf-8-sig"))  # msgspec refuses lone surrogates
    except (ValueError, RecursionError) as err:
        return BadRow(id=None, error=f"not a row {{{columns.id}, {columns.text}}}: {err}")
    if not isinstance(value, dict):
        return BadRow(id=None, error=f"not a row {{{columns.id}, {columns.text}}}: no JSON object")
    return columns.row(value)


# --- files ---------------------------------------------------------------------


def read(path: Path, columns: Columns, max_bytes: int) -> Iterator[Row | BadRow]:
    """The rows of a file."""
    with path.open("rb") as file, _unpacked(file, path.name) as lines:
        yield from rows_of(lines, columns, max_bytes)


def pack(records: Iterable[Record], suffix: str) -> bytes:
    """The bytes of a file of results."""
    data = b"".join(r.line() + b"\n" for r in records)
    if suffix.endswith(".gz"):
        return gzip.compress(data, 6, mtime=0)
    if suffix.endswith(".zst"):
        import pyarrow as pa

        return bytes(pa.Codec("zstd").compress(data, asbytes=True))
    return data


def unpack(data: bytes, suffix: str) -> Iterator[Record]:
    """The results that `pack` packed."""
    with _unpacked(io.BytesIO(data), suffix) as lines:
        yield from map(record_from, lines)


class _Line(msgspec.Struct):
    id: Any
    text: str | None = None
    edits: msgspec.Raw = msgspec.Raw()
    meta: msgspec.Raw = msgspec.Raw()
    score: msgspec.Raw = msgspec.Raw()
    extracted: str | None = None
    problems: msgspec.Raw = msgspec.Raw()
    error: str | None = None


def record_from(line: bytes) -> Record:
    """The result that a line tells. Raises ValueError for a line that holds none."""
    found = msgspec.json.decode(line, type=_Line)
    json_of = {n: bytes(getattr(found, n)).decode() or None for n in ("edits", "meta", "score", "problems")}
    return Record(id=found.id, text=found.text, extracted=found.extracted, error=found.error, **json_of)


@contextmanager
def _unpacked(file: BinaryIO, name: str) -> Iterator[BinaryIO]:
    if name.endswith(".gz"):
        with gzip.open(file) as lines:
            yield cast("BinaryIO", lines)
    elif name.endswith(".zst"):
        import pyarrow as pa

        with pa.CompressedInputStream(file, "zstd") as packed, io.BufferedReader(packed, 1 << 20) as lines:
            yield lines
    else:
        yield file
