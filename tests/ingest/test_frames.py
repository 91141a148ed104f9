"""Columns of pandas and Polars."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest
from articles import CLEANED, expected, rows

from cleanup.ingest.columns import ADDED
from cleanup.ingest.frames import clean_pandas, clean_polars
from cleanup.ingest.snapshot import Snapshot


def columns_of(snapshot: Snapshot) -> list[tuple[str | None, ...]]:
    """What five articles become, edits and all; an edit's id does not depend on that of its article."""
    records = expected(rows(5), snapshot)
    return [(r.text, r.edits, r.meta, r.score, r.error) for r in records]


class TestPandas:
    def test_no_rows(self, snapshot: Snapshot) -> None:
        added = clean_pandas(pd.Series([], dtype="str"), snapshot=snapshot)
        assert (list(added.columns), len(added)) == (list(ADDED), 0)

    def test_no_text(self, snapshot: Snapshot) -> None:
        added = clean_pandas(pd.Series([None, float("nan"), "So.", pd.NA]), snapshot=snapshot)
        assert added["cleaned"].isna().tolist() == [True, True, False, True]
        assert added["error"].isna().all()

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_columns_beside_the_text(self, snapshot: Snapshot, jobs: int) -> None:
        frame = pd.DataFrame(rows(5), index=[9, 7, 5, 3, 1])
        frame = frame.join(clean_pandas(frame["text"], snapshot=snapshot, jobs=jobs))
        assert list(frame.columns) == ["id", "text", "topic", *ADDED]
        assert frame["text"].tolist() == [r["text"] for r in rows(5)]
        found = frame[list(ADDED)].astype(object).where(frame[list(ADDED)].notna(), None)
        assert list(found.itertuples(index=False, name=None)) == columns_of(snapshot)

    def test_with_the_source(self, snapshot: Snapshot) -> None:
        frame = pd.DataFrame({"text": ["So."] * 2, "ru": ["Так.", None]})
        added = clean_pandas(frame["text"], sources=frame["ru"], snapshot=snapshot)
        assert added["cleaned"].tolist() == ["So.", "So."]


class TestPolars:
    def test_no_rows(self, snapshot: Snapshot) -> None:
        frame = pl.DataFrame({"text": []}, schema={"text": pl.String})
        added = frame.select(clean_polars(pl.col("text"), snapshot=snapshot).struct.unnest())
        assert (added.columns, added.height) == (list(ADDED), 0)

    def test_no_text(self, snapshot: Snapshot) -> None:
        frame = pl.DataFrame({"text": [None, "So."]})
        added = frame.select(clean_polars(pl.col("text"), snapshot=snapshot).struct.unnest())
        assert added["cleaned"].to_list() == [None, "So."]

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_columns_beside_the_text(self, snapshot: Snapshot, jobs: int) -> None:
        added = clean_polars(pl.col("text"), snapshot=snapshot, jobs=jobs)
        frame = pl.DataFrame(rows(5)).with_columns(added.struct.unnest())
        assert frame.columns == ["id", "text", "topic", *ADDED]
        assert frame.select(ADDED).rows() == columns_of(snapshot)

    def test_lazily_and_with_the_source(self, snapshot: Snapshot) -> None:
        lazy = pl.LazyFrame(rows(5)).with_columns(ru=pl.lit("Так."))
        added = clean_polars(pl.col("text"), source=pl.col("ru"), snapshot=snapshot)
        frame = (
            lazy.with_columns(added.struct.unnest())
            .filter(pl.col("cleaned").str.ends_with(CLEANED))
            .collect()
        )
        assert frame["id"].to_list() == ["a0", "a1", "a3", "a4"]
