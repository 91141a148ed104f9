"""Columns of pandas and Polars. Start reading at `clean_pandas` and `clean_polars`.

    frame = frame.join(clean_pandas(frame["text"], jobs=4))          # pandas
    frame = frame.with_columns(clean_polars(pl.col("text")).struct.unnest())   # Polars, lazy too

Both add `cleaned`, `edits`, `meta`, `score` and `error`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleanup.ingest.columns import ADDED, clean_texts
from cleanup.ingest.snapshot import Snapshot

if TYPE_CHECKING:  # either library may be away
    import pandas as pd
    import polars as pl


def clean_pandas(
    texts: pd.Series,
    *,
    sources: pd.Series | None = None,
    snapshot: Snapshot | None = None,
    jobs: int = 1,
) -> pd.DataFrame:
    """The new columns of a column of texts, with its index."""
    import pandas as pd

    beside = None if sources is None else list(sources)
    added = clean_texts(texts, sources=beside, snapshot=snapshot or Snapshot.take(), jobs=jobs)
    return pd.DataFrame(added, index=texts.index, dtype="str")


def clean_polars(
    texts: pl.Expr, *, source: pl.Expr | None = None, snapshot: Snapshot | None = None, jobs: int = 1
) -> pl.Expr:
    """The new columns of a column of texts, as one column of structs."""
    import polars as pl

    taken = snapshot or Snapshot.take()
    result = pl.Struct(dict.fromkeys(ADDED, pl.String))

    def clean(columns: Sequence[pl.Series]) -> pl.Series:
        beside = columns[1].to_list() if len(columns) > 1 else None
        added = clean_texts(columns[0].to_list(), sources=beside, snapshot=taken, jobs=jobs)
        return pl.DataFrame(added, schema=dict.fromkeys(ADDED, pl.String)).to_struct("cleaned")

    given = [texts] if source is None else [texts, source]
    return pl.map_batches(given, clean, return_dtype=result)
