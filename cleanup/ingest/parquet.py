"""Parquet files. Start reading at `read`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cleanup.errors import ArticleError
from cleanup.ingest.arrow import table_of
from cleanup.ingest.records import BadRow, Columns, Record, Row

_ROWS_AT_ONCE = 64
"""Few, since memory is bounded by what is read at once; more are no faster."""


def read(path: Path, columns: Columns, max_bytes: int) -> Iterator[Row | BadRow]:  # noqa: ARG001 - as all
    """The rows of a file; their numbers where it has no column of ids."""
    with pq.ParquetFile(path, pre_buffer=False) as file:
        there = set(file.schema_arrow.names)
        if not there & {columns.text, columns.html}:
            raise ArticleError(f"{path}: no column {columns.text!r}; name it with --column")
        wanted = [c for c in (columns.id, columns.text, columns.html, columns.source) if c in there]
        number = 0
        for batch in file.iter_batches(_ROWS_AT_ONCE, columns=wanted, use_threads=False):
            for values in batch.to_pylist():
                yield columns.row(values, number)
                number += 1


def pack(records: Iterable[Record], suffix: str = "") -> bytes:  # noqa: ARG001 - as all
    """The bytes of a file of results."""
    out = pa.BufferOutputStream()
    pq.write_table(table_of(records), out, compression="zstd")
    return bytes(out.getvalue().to_pybytes())


def unpack(data: bytes, suffix: str = "") -> Iterator[Record]:  # noqa: ARG001 - as all
    """The results that `pack` packed."""
    yield from (Record(**values) for values in pq.read_table(pa.BufferReader(data)).to_pylist())
