"""Ray: many machines. Start reading at `clean_dataset`; `on_cluster` is `cleanup run --engine ray`.

    results = clean_dataset(ray.data.read_parquet("raw/"))
    results.write_parquet("cleaned/")

Each worker compiles the rules once. Settings and decisions are sent along as they are at the start.
A worker that is lost costs the block it was at: Ray gives it to another.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec
import pyarrow as pa
import ray.data  # not `ray` alone: it sets up its loggers when it is first read

from cleanup.batch import Job, PartDone
from cleanup.ingest.arrow import clean_arrow
from cleanup.ingest.parts import Table
from cleanup.ingest.records import Columns
from cleanup.ingest.snapshot import Snapshot, everywhere
from cleanup.ingest.tables import Engine, TableRead, make_stepper, steps

_ROWS_AT_ONCE = 64
_BLOCK_BYTES = 1
"""A block is full with one part, which so goes its own way as soon as it is read."""


def clean_dataset(
    dataset: ray.data.Dataset,
    *,
    columns: Columns = Columns(),  # noqa: B008 - frozen
    snapshot: Snapshot | None = None,
    workers: int | None = None,
) -> ray.data.Dataset:
    """{id, text[, source]} → {id, text, edits, meta, score, …, error}; in the same order.

    As many workers as the cluster has processors, unless told otherwise.
    """
    dataset.context.execution_options.preserve_order = True
    return dataset.map_batches(
        _CleanBatch,
        fn_constructor_args=(snapshot or Snapshot.take(), columns),
        batch_format="pyarrow",
        batch_size=_ROWS_AT_ONCE,
        compute=_pool(workers),
    )


class _CleanBatch:
    """Lives in a worker and keeps its cleaner."""

    def __init__(self, snapshot: Snapshot, columns: Columns) -> None:
        self._cleaner = snapshot.cleaner()
        self._columns = columns

    def __call__(self, batch: pa.Table) -> pa.Table:
        return clean_arrow(batch, self._cleaner, self._columns)


def _pool(workers: int | None) -> ray.data.ActorPoolStrategy:
    most = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    return ray.data.ActorPoolStrategy(min_size=1, max_size=most, max_tasks_in_flight_per_actor=2)


# --- cleanup run ---------------------------------------------------------------


def on_cluster(address: str | None = None, workers: int | None = None) -> Engine:
    """Parts made by the workers of a cluster, all of which see the folders of raw and cleaned files."""

    def engine(tables: list[Table], job: Job) -> Iterator[PartDone | TableRead]:
        ours = not ray.is_initialized()
        if ours:
            os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody asked for that to be told
            ray.init(address=address, log_to_driver=False, logging_level=logging.WARNING)
            logging.getLogger("ray.data").setLevel(logging.ERROR)  # `cleanup run` says how far it is
        try:
            for row in _dataset(tables, job, workers).iter_rows():
                yield pickle.loads(row["step"])  # noqa: S301 - our own workers made it
        finally:
            if ours:
                ray.shutdown()

    return engine


def _dataset(tables: list[Table], job: Job, workers: int | None) -> ray.data.Dataset:
    job = msgspec.structs.replace(job, settings=everywhere(job.settings))
    rows = [{"step": pickle.dumps(_absolute(table))} for table in tables]
    dataset = ray.data.from_items(rows, override_num_blocks=len(rows))
    dataset.context.target_max_block_size = _BLOCK_BYTES
    dataset.context.enable_progress_bars = False
    pool = _pool(workers)  # one task that reads feeds 16 of it, and more
    read = dataset.map_batches(
        partial(_read, job=job),
        batch_format="pyarrow",
        batch_size=1,
        num_cpus=0,  # else the workers, which hold all processors, would wait for it and it for them
        compute=ray.data.TaskPoolStrategy(min(len(rows), 1 + pool.max_size // 16)),
    )
    return read.map_batches(
        _Step, fn_constructor_args=(job,), batch_format="pyarrow", batch_size=1, num_cpus=1, compute=pool
    )


def _absolute(table: Table) -> Table:
    return msgspec.structs.replace(table, path=table.path.resolve(), folder=table.folder.resolve())


def _read(batch: pa.Table, job: Job) -> Iterator[pa.Table]:
    for row in batch.to_pylist():
        for step in steps(pickle.loads(row["step"]), job):  # noqa: S301 - ours
            yield _packed(step)


class _Step:
    """Lives in a worker and keeps its cleaner."""

    def __init__(self, job: Job) -> None:
        self._do = make_stepper(job)

    def __call__(self, batch: pa.Table) -> Iterator[pa.Table]:
        for row in batch.to_pylist():
            yield _packed(self._do(pickle.loads(row["step"])))  # noqa: S301 - ours


def _packed(value: Any) -> pa.Table:
    return pa.table({"step": [pickle.dumps(value)]})
