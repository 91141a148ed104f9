"""Spark, local, with two workers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from articles import expected, rows
from pyspark.sql import SparkSession

from cleanup.ingest.arrow import SCHEMA as ARROW_SCHEMA
from cleanup.ingest.arrow import table_of
from cleanup.ingest.records import Columns
from cleanup.ingest.snapshot import Snapshot
from cleanup.ingest.spark import SCHEMA, clean_batches, clean_dataframe

# Spark looks at the version of pandas wherever Arrow comes in; nothing here goes through pandas
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture
def spark(require: Callable[[str], str]) -> Iterator[SparkSession]:
    require("java")
    patch = pytest.MonkeyPatch()
    patch.setenv("PYSPARK_PYTHON", sys.executable)
    patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "8")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()
    patch.undo()


def test_spark(spark: SparkSession, snapshot: Snapshot, tmp_path: Path, subtests: pytest.Subtests) -> None:
    """One test, since processes of pytest would each start Java."""
    with subtests.test("Parquet in and out"):
        reads_and_writes_parquet(spark, snapshot, tmp_path)
    with subtests.test("order and errors"):
        keeps_order_and_tells_errors(spark, snapshot)


def reads_and_writes_parquet(spark: SparkSession, snapshot: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(4):
        pq.write_table(pa.Table.from_pylist(rows(40)[10 * n : 10 * n + 10]), tmp_path / "in" / f"{n}.parquet")
    frame = spark.read.parquet(str(tmp_path / "in"))
    clean_dataframe(frame, snapshot=snapshot).write.parquet(str(tmp_path / "out"))
    found = pq.read_table(tmp_path / "out").sort_by("id")
    assert found.schema.names == ARROW_SCHEMA.names
    assert found.cast(ARROW_SCHEMA) == table_of(expected(rows(40), snapshot)).sort_by("id")


def keeps_order_and_tells_errors(spark: SparkSession, snapshot: Snapshot) -> None:
    some = [{"url": n, "body": r["text"]} for n, r in enumerate(rows(20))] + [{"url": 99, "body": None}]
    frame = spark.createDataFrame(pa.Table.from_pylist(some))
    function = clean_batches(columns=Columns(id="url", text="body"), snapshot=snapshot)
    found = frame.mapInArrow(function, SCHEMA).toArrow()
    assert found["id"].to_pylist() == [*map(str, range(20)), "99"]
    assert found["text"].to_pylist() == [r.text for r in expected(rows(20), snapshot)] + [None]
    assert found["error"].to_pylist()[-1] == "not a row {url, body}: neither `body` nor `html`"
