"""What do two processes, Ray and Spark cost against one process, and what does a kill cost?

Each engine cleans a few megabytes and then more of them; the difference tells what a further
megabyte takes, without the start of processes, clusters and Java. Two figures tell how well an
engine scales: its speed by twice that of one process, which means something on a machine that does nothing
else (the load is printed too), and the processor time of one process by that of all
processes of the engine, which others on the machine disturb much less. Then a run is killed in its middle:
how much does the next one do again?
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import ftfy
import psutil
import pyarrow.parquet as pq
import ray
import speed
from pyspark.sql import SparkSession

from cleanup.batch import plan
from cleanup.ingest.ray import on_cluster
from cleanup.ingest.snapshot import Snapshot
from cleanup.ingest.spark import clean_dataframe
from cleanup.ingest.tables import Engine, clean_tables, in_processes, tables_of
from cleanup.settings import Settings

FEW, MANY = 2.0, 8.0
"""Megabytes of text."""
PART = 25
Clean = Callable[[Path, Path], None]


def write_corpus(path: Path, megabytes: float) -> float:
    """JSON lines of about as many megabytes; returns how many they are."""
    documents = itertools.cycle(d.encode("utf-8", "replace").decode() for d in speed.corpus())
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(documents):
            row = {"id": f"{number:06}", "text": f"{number}. {text}"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            size += len(text.encode())
            if size >= megabytes * 1e6:
                break
    return size / 1e6


def by_parts(engine: Engine) -> Clean:
    """`cleanup run` with an engine, JSON lines → Parquet."""

    def clean(table: Path, out: Path) -> None:
        todo = plan([table], out, Settings(), tables=True)
        tables = tables_of(todo.found.tables, out, suffix="parquet", rows=PART)
        errors = [done.error for done in clean_tables(tables, todo.job, engine) if done.error]
        assert errors == []

    return clean


@contextmanager
def on_ray() -> Iterator[Clean]:
    """A cluster of this machine."""
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    try:
        yield by_parts(on_cluster(workers=2))
    finally:
        ray.shutdown()


@contextmanager
def on_spark() -> Iterator[Clean]:
    """Spark in two threads, each with a Python of its own."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.log.level", "ERROR").getOrCreate()
    snapshot = Snapshot.take(Settings())

    def clean(table: Path, out: Path) -> None:
        rows = session.read.json(str(table), schema="id string, text string").repartition(8)
        clean_dataframe(rows, snapshot=snapshot).write.parquet(str(out / table.name))

    try:
        yield clean
    finally:
        session.stop()


@contextmanager
def in_local(jobs: int) -> Iterator[Clean]:
    """Processes of `cleanup run`."""
    yield by_parts(in_processes(jobs))


def processor_seconds() -> float:
    """Of this process and all below it, those that are done too."""
    me = psutil.Process()
    times = [p.cpu_times() for p in [me, *me.children(recursive=True)]]
    return sum(t.user + t.system + t.children_user + t.children_system for t in times)


def further_megabyte(clean: Clean, folder: Path, sizes: dict[Path, float]) -> tuple[float, float]:
    """Seconds by the clock and of processors that one more megabyte takes."""
    took = []
    few, many = sizes
    clean(few, folder / "warm")  # rules compiled, caches filled, workers there
    for table in (few, many):
        start, used = time.perf_counter(), processor_seconds()
        clean(table, folder)
        took.append((time.perf_counter() - start, processor_seconds() - used))
    more = sizes[many] - sizes[few]
    return (took[1][0] - took[0][0]) / more, (took[1][1] - took[0][1]) / more


def ftfy_alone() -> float:
    """Processor seconds a megabyte takes `ftfy.fix_text`."""
    documents = speed.corpus()
    taken = speed.seconds(ftfy.fix_text, documents)
    return taken / (sum(len(d.encode("utf-8", "replace")) for d in documents) / 1e6)


def records(folder: Path) -> list[dict[str, str]]:
    """All that a run wrote, in order of id."""
    return sorted(pq.read_table(folder).to_pylist(), key=lambda row: row["id"])


def redone_after_kill(table: Path, folder: Path) -> float:
    """The share of rows that is cleaned twice when a run is killed in its middle."""
    total = table.read_bytes().count(b"\n")
    command = [
        sys.executable,
        "-m",
        "cleanup",
        "run",
        str(table),
        "--to",
        "parquet",
        "--out",
        str(folder),
        "--json",
    ]
    process = subprocess.Popen([*command, "--jobs", "2"], stdout=subprocess.DEVNULL)
    parts, done = folder / table.name, 0
    while done < total / 2 and process.poll() is None:
        time.sleep(0.1)
        whole = [json.loads(p.read_bytes()) for p in parts.glob("_manifest/*.json")]
        journals = [p.read_bytes().count(b"\t") for p in parts.glob(".part-*.journal")]
        done = sum(len(entry["rows"]) for entry in whole) + sum(journals)
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    cleaned: int = again["cleaned"]
    assert cleaned < total, "the run was over before it was killed"
    return max(0, cleaned - (total - done)) / total


def main(scale: float) -> None:
    """Print the table for `scale` times the usual corpus."""
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    reference = ftfy_alone()
    engines = {
        "1 process": in_local(1),
        "2 processes": in_local(2),
        "Ray, 2": on_ray(),
        "Spark, 2": on_spark(),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = folder / "few.jsonl", folder / "many.jsonl"
        sizes = {few: write_corpus(few, FEW * scale), many: write_corpus(many, MANY * scale)}
        print("s/MB by the clock, of processors; × ftfy; efficiency by the clock, of processors; same bytes")
        print(f"{'ftfy':<12}       {reference:6.3f}   1.00")
        alone, first = (0.0, 0.0), list[dict[str, str]]()
        for number, (label, engine) in enumerate(engines.items()):
            out = folder / str(number)
            with engine as clean:
                clock, used = further_megabyte(clean, out, sizes)
            found = records(out / many.name)
            alone, first = (alone, first) if number else ((clock, used), found)
            shares = f"{alone[0] / clock / 2:5.2f} {alone[1] / used:5.2f}" if number else f"{'':11}"
            print(
                f"{label:<12} {clock:6.3f} {used:5.3f}  {reference / used:5.2f} {shares}  {found == first}",
                flush=True,
            )
        print(f"killed in the middle: {redone_after_kill(many, folder / 'killed'):.2%} done again")
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
