"""Arrow tables, which Parquet, Ray and Spark speak. Start reading at `clean_arrow`."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from cleanup.ingest.records import COLUMNS, Columns, Record, record_of
from cleanup.pipeline import Cleaner

SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])
"""Of all tables of results."""


def clean_arrow(batch: pa.Table | pa.RecordBatch, cleaner: Cleaner, columns: Columns) -> pa.Table:
    """The results of a batch's rows, in their order."""
    names = [getattr(columns, field) for field in columns.__struct_fields__]
    rows = batch.select([n for n in names if n in batch.schema.names]).to_pylist()
    return table_of(record_of(columns.row(values), cleaner) for values in rows)


def table_of(records: Iterable[Record]) -> pa.Table:
    """Results as Arrow has them."""
    return pa.Table.from_pylist([r.values() for r in records], SCHEMA)
