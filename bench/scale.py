"""What do two processes, Ray and Spark cost against one process, and what does a kill cost?

Each engine cleans some megabytes; what counts is from the first third on, when processes are there and
rules compiled. Two figures tell how well an engine scales: its speed by twice that of one
process, which means something on a machine that does nothing else (the load is printed too), and the
processor time of one process by that of all processes of the engine, which others on the machine disturb much
less. Then a run is killed in its middle: how much does the next one do again?

`scale.py --stream 1000000` puts that many short articles through `cleanup stream` and tells its memory.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

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

MEGABYTES = 6.0
PART = 100


class Cost(NamedTuple):
    """Seconds that a megabyte takes."""

    clock: float
    processors: float


Clean = Callable[[Path, Path], Cost]


def write_corpus(path: Path, megabytes: float) -> None:
    """JSON lines with about as many megabytes of text."""
    documents = itertools.cycle(d.encode("utf-8", "replace").decode() for d in speed.corpus())
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(documents):
            row = {"id": f"{number:06}", "text": f"{number}. {text}"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            size += len(text.encode())
            if size >= megabytes * 1e6:
                break


def megabytes_of(table: Path, first: int = 0) -> float:
    """Of the texts from a row on."""
    rows = table.read_text("utf-8").splitlines()[first:]
    return sum(len(json.loads(row)["text"].encode()) for row in rows) / 1e6


def lap() -> Cost:
    """The clock, and the processor time of this process and all below it, those that are done too."""
    me = psutil.Process()
    times = [p.cpu_times() for p in [me, *me.children(recursive=True)]]
    used = sum(t.user + t.system + t.children_user + t.children_system for t in times)
    return Cost(time.perf_counter(), used)


def between(start: Cost, end: Cost, megabytes: float) -> Cost:
    """What a megabyte took."""
    return Cost((end.clock - start.clock) / megabytes, (end.processors - start.processors) / megabytes)


def by_parts(engine: Engine) -> Clean:
    """`cleanup run` with an engine, JSON lines → Parquet."""

    def clean(table: Path, out: Path) -> Cost:
        todo = plan([table], out, Settings(), tables=True)
        tables = tables_of(todo.found.tables, out, suffix="parquet", rows=PART)
        parts = -(-table.read_bytes().count(b"\n") // PART)
        laps = {}
        for number, done in enumerate(clean_tables(tables, todo.job, engine), 1):
            assert done.error is None, done.error
            if number in (parts // 3, parts):
                laps[number] = lap()
        return between(laps[parts // 3], laps[parts], megabytes_of(table, parts // 3 * PART))

    return clean


@contextmanager
def on_ray() -> Iterator[Clean]:
    """A cluster of this machine."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(num_cpus=2, log_to_driver=False, logging_level="error")
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

    def run(table: Path, out: Path, share: float) -> None:
        rows = session.read.json(str(table), schema="id string, text string").sample(share, seed=1)
        clean_dataframe(rows.repartition(32), snapshot=snapshot).write.parquet(str(out / table.name))

    def clean(table: Path, out: Path) -> Cost:
        run(table, out / "warm", 1 / 3)  # its workers live on
        start = lap()
        run(table, out, 1.0)
        return between(start, lap(), megabytes_of(table))

    try:
        yield clean
    finally:
        session.stop()


@contextmanager
def in_local(jobs: int) -> Iterator[Clean]:
    """Processes of `cleanup run`."""
    yield by_parts(in_processes(jobs))


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


def short_articles(count: int) -> Iterator[str]:
    """Two or three sentences of our samples each, with other digits and names: the same each time."""
    pick = random.Random(1)  # noqa: S311
    text = " ".join(speed.samples())
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", text) if 40 < len(s) < 200]
    for _ in range(count):
        yield speed.varied(" ".join(pick.sample(sentences, pick.randint(2, 3))), pick)


def stream_memory(count: int) -> None:
    """Print how much memory `cleanup stream` has after each power of ten, and at most."""
    command = [sys.executable, "-m", "cleanup", "stream"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        feed = threading.Thread(target=_feed, args=(process.stdin, count))
        feed.start()
        start = time.perf_counter()
        for number, _ in enumerate(process.stdout, 1):
            if number == count or (number >= 1000 and str(number).strip("0") in ("1", "3")):
                status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
                now, most = (int(status.split(f"{n}:")[1].split()[0]) // 1024 for n in ("VmRSS", "VmHWM"))
                took = time.perf_counter() - start
                print(f"{number:>9,} articles: {now} MB, {most} at most, {took:,.0f} s", flush=True)
        feed.join()


def _feed(pipe: IO[bytes], count: int) -> None:
    with pipe:
        for number, text in enumerate(short_articles(count)):
            pipe.write(json.dumps({"id": number, "text": text}).encode() + b"\n")


def main(megabytes: float) -> None:
    """Print the table."""
    engines = {
        "1 process": in_local(1),
        "2 processes": in_local(2),
        "Ray, 2": on_ray(),
        "Spark, 2": on_spark(),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")  # what others compile does not push ours out
        table = folder / "articles.jsonl"
        write_corpus(table, megabytes)
        reference = ftfy_alone()
        print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        print("s/MB by the clock, of processors; × ftfy; efficiency by the clock, of processors; same bytes")
        print(f"{'ftfy':<12}        {reference:6.3f}  1.00")
        alone, first = Cost(0, 0), list[dict[str, str]]()
        for number, (label, engine) in enumerate(engines.items()):
            with engine as clean:
                cost = clean(table, folder / str(number))
            found = records(folder / str(number) / table.name)
            alone, first = (alone, first) if number else (cost, found)
            clock, processors = alone.clock / cost.clock / 2, alone.processors / cost.processors
            shares = f"{clock:5.2f} {processors:5.2f}" if number else " " * 11
            times = reference / cost.processors
            seconds = f"{cost.clock:6.3f} {cost.processors:6.3f}"
            print(f"{label:<12} {seconds}  {times:4.2f} {shares}  {found == first}", flush=True)
        print(f"killed in the middle: {redone_after_kill(table, folder / 'killed'):.2%} done again")
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stream"]:
        stream_memory(int(sys.argv[2]))
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES)
