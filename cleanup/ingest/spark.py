"""Spark. Start reading at `clean_dataframe`.

    results = clean_dataframe(spark.read.parquet("raw/"))
    results.write.parquet("cleaned/")

Each Python worker of Spark compiles the rules once and keeps them as long as it lives. Settings
and decisions are sent along as they are at the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pyarrow as pa
from pyspark.sql import DataFrame

from cleanup.ingest.arrow import clean_arrow
from cleanup.ingest.records import COLUMNS, Columns
from cleanup.ingest.snapshot import Snapshot

SCHEMA = ", ".join(f"{name} string" for name in COLUMNS)
"""What `mapInArrow` needs to be told."""
_ROWS_AT_ONCE = 256
"""Rows whose results are held at once; Spark's own batches are larger."""


def clean_dataframe(
    frame: DataFrame,
    *,
    columns: Columns = Columns(),  # noqa: B008 - frozen
    snapshot: Snapshot | None = None,
) -> DataFrame:
    """{id, text[, source]} → {id, text, edits, meta, score, …, error}; in the same order."""
    return frame.mapInArrow(clean_batches(columns=columns, snapshot=snapshot), SCHEMA)


def clean_batches(
    *,
    columns: Columns = Columns(),  # noqa: B008 - frozen
    snapshot: Snapshot | None = None,
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """A function for `mapInArrow` and `SCHEMA`."""
    return partial(_clean, snapshot=snapshot or Snapshot.take(), columns=columns)


def _clean(
    batches: Iterable[pa.RecordBatch], *, snapshot: Snapshot, columns: Columns
) -> Iterator[pa.RecordBatch]:
    cleaner = snapshot.cleaner()
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS_AT_ONCE):
            yield from clean_arrow(batch.slice(start, _ROWS_AT_ONCE), cleaner, columns).to_batches()
