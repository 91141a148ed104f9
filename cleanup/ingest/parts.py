"""How is one part of a table made, so that nothing is done twice? Start reading at `PartCleaner`.

A part is what one process gets, what appears whole or not at all, and what a second run skips:

    cleaned/articles.parquet/part-000000.parquet        results, in the order of the rows
    cleaned/articles.parquet/_manifest/000000.json      what they were made from: a hash for each row
    cleaned/articles.parquet/_errors.jsonl              rows that failed, and why

Programs that read such a folder as one table pass over names that start with `_` or `.`. While a
part is being made its rows are kept in a journal as well, so a run that was killed goes on after
the last row; and of a part that changed only the rows that changed are cleaned.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from cleanup.batch import Job, PartDone
from cleanup.errors import describe_defect
from cleanup.files import write_whole
from cleanup.ingest.formats import format_of
from cleanup.ingest.jsonlines import record_from
from cleanup.ingest.records import BadRow, Columns, Record, Row, record_of
from cleanup.pipeline import Cleaner
from cleanup.report.jsontext import to_json

ROWS = 500
"""Rows of a part, a second's work: few enough for all processes to have some, enough for few files."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A file of many articles and where its results go."""

    path: Path
    folder: Path
    suffix: str
    """Of the parts: .jsonl, .jsonl.gz, .jsonl.zst, .parquet, .csv."""
    columns: Columns = Columns()
    rows: int = ROWS

    def part(self, number: int) -> Path:
        """The file of a part's results."""
        return self.folder / f"part-{number:06}{self.suffix}"

    def entry(self, number: int) -> Path:
        """The file that says what a part was made from."""
        return self.folder / "_manifest" / f"{number:06}.json"

    def journal(self, number: int) -> Path:
        """Rows of a part that is being made."""
        return self.folder / f".part-{number:06}.journal"

    @property
    def errors(self) -> Path:
        """Rows that failed, with the reasons."""
        return self.folder / "_errors.jsonl"


class Task(msgspec.Struct, frozen=True):
    """A part to be made."""

    table: Table
    number: int
    first: int
    """The number of its first row in the table."""
    rows: tuple[Row | BadRow, ...]
    digests: tuple[str, ...]


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A row that failed."""

    row: int
    """Its number in the table, from 0."""
    id: Any
    error: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a part was made from and what came of it."""

    made_from: str
    """Hash of all its rows and the basis of the run."""
    digest: str
    """Hash of its file."""
    rows: tuple[str, ...]
    """A hash for each row."""
    failures: tuple[Failure, ...]
    tally: tuple[tuple[str, str, str, int], ...]
    problems: int = 0
    """Rows in which something did not work; it is tried again in the next run."""


def read_entry(table: Table, number: int) -> Entry | None:
    """What the part that is there was made from; None if it is not there or not whole."""
    try:
        entry = msgspec.json.decode(table.entry(number).read_bytes(), type=Entry)
        return entry if _digest(table.part(number).read_bytes()) == entry.digest else None
    except (OSError, ValueError):
        return None


def made_from(digests: tuple[str, ...]) -> str:
    """One hash for the rows of a part."""
    return _digest("".join(digests).encode())


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class PartCleaner:
    """Makes one part after the other in one process, on any machine that sees the folders."""

    def __init__(self, job: Job) -> None:
        self._job = job

    @cached_property
    def _cleaner(self) -> Cleaner:
        """Made when the first part needs it: a run with nothing to do is quick."""
        return Cleaner(self._job.settings, decisions=self._job.decisions)

    def clean(self, task: Task) -> PartDone:
        """Make a part and write it; what goes wrong is told, not raised."""
        path = task.table.part(task.number)
        try:
            return self._clean(task)
        except OSError as err:
            return lost(task, f"{path}: cannot be written: {err.strerror}")
        except Exception as err:  # a defect of ours must not stop the other parts
            return lost(task, f"{path}: {describe_defect(err)}")

    def _clean(self, task: Task) -> PartDone:
        table, number = task.table, task.number
        journal = Journal(table.journal(number))
        held = {} if self._job.force else {**_held(table, number), **journal.records()}
        records, made = [], 0
        with journal:
            for row, digest in zip(task.rows, task.digests, strict=True):
                record = held.get(digest)
                if record is None:
                    record = record_of(row, self._cleaner)
                    journal.add(digest, record)
                    made += record.error is None
                records.append(record)
        if not table.suffix.startswith(".jsonl"):
            records = [r.valid() for r in records]
        done = _done(task, records, made)
        data = format_of(table.suffix).pack(records, table.suffix)
        write_whole(table.part(number), data)
        write_whole(table.entry(number), to_json(_entry(task, records, data, done)))
        journal.remove()
        return done


def _held(table: Table, number: int) -> dict[str, Record]:
    """The records of a part that is there, by the hashes of their rows, if all worked in them."""
    entry = read_entry(table, number)
    if entry is None:
        return {}
    data = table.part(number).read_bytes()
    records = zip(entry.rows, format_of(table.suffix).unpack(data, table.suffix), strict=True)
    return {digest: record for digest, record in records if record.problems is None}


def _done(task: Task, records: list[Record], made: int) -> PartDone:
    tally: Counter[tuple[str, str, str]] = Counter()
    for record in records:
        tally.update(record.tally())
    return PartDone(
        table=task.table.path.name,
        number=task.number,
        rows=len(records),
        made=made,
        failed=sum(r.error is not None for r in records),
        problems=sum(r.problems is not None for r in records),
        tally=dict(tally),
    )


def _entry(task: Task, records: list[Record], data: bytes, done: PartDone) -> Entry:
    return Entry(
        made_from=made_from(task.digests),
        digest=_digest(data),
        rows=task.digests,
        failures=tuple(
            Failure(row=task.first + n, id=r.id, error=r.error)
            for n, r in enumerate(records)
            if r.error is not None
        ),
        tally=tuple((*kind, n) for kind, n in sorted(done.tally.items())),
        problems=done.problems,
    )


def lost(task: Task, error: str) -> PartDone:
    """A part that could not be made."""
    rows = len(task.rows)
    return PartDone(
        table=task.table.path.name, number=task.number, rows=rows, made=0, failed=rows, tally={}, error=error
    )


class Journal:
    """Records of a part that is being made, each with the hash of its row: what a killed run leaves."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def records(self) -> dict[str, Record]:
        """What an earlier run left. A line that it could not finish is passed over."""
        found = {}
        with contextlib.suppress(FileNotFoundError), self._path.open("rb") as lines:
            for line in lines:
                with contextlib.suppress(ValueError):
                    digest, _, record = line.partition(b"\t")
                    found[digest.decode()] = record_from(record)
        return found

    def __enter__(self) -> Journal:
        self._file = self._path.open("ab", buffering=0)  # each line is with the system at once
        self._file.write(b"\n")  # ends what a killed run could not
        return self

    def add(self, digest: str, record: Record) -> None:
        """Keep a record."""
        self._file.write(b"%s\t%s\n" % (digest.encode(), record.line()))

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def remove(self) -> None:
        """The part is there."""
        self._path.unlink(missing_ok=True)
