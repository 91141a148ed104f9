"""How is a table of a million articles cleaned? Start reading at `clean_tables`.

A table is read row by row and cleaned part by part (`parts`), by one process or several, or by
the machines of a cluster (`ray`). What is held at once does not grow with the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from cleanup.batch import Job, PartDone
from cleanup.errors import CleanupError
from cleanup.files import TABLES, RawFile, make_folder, write_whole
from cleanup.ingest.formats import format_of
from cleanup.ingest.parts import Entry, PartCleaner, Table, Task, lost, made_from, read_entry
from cleanup.ingest.records import BadRow, Columns, Row, digest_of
from cleanup.patterns import lazy_re
from cleanup.processes import spread
from cleanup.report.jsontext import to_json


class TableRead(msgspec.Struct, frozen=True, kw_only=True):
    """A table was read to its end, or as far as it can be read."""

    source: Table
    parts: int
    error: str | None = None

    @property
    def table(self) -> str:
        """Its name."""
        return self.source.path.name


_LARGE = 16_000_000
"""Characters after which a part ends before it has all its rows, since it is held in memory."""
_PART = lazy_re(r"\.?part-(\d{6,})(\.[a-z.]+)")
_ENTRY = lazy_re(r"(\d{6,})()\.json")

Step = Task | PartDone | TableRead
Engine = Callable[[list[Table], Job], Iterator[PartDone | TableRead]]


def tables_of(
    files: Iterable[RawFile],
    out: Path,
    *,
    names: tuple[str, str] = ("id", "text"),
    suffix: str | None = None,
    rows: int | None = None,
) -> list[Table]:
    """The tables of some files; `names` are those of the columns of ids and of texts."""
    columns = Columns(id=names[0], text=names[1])
    found = []
    for file in files:
        own = next(s for s in TABLES if file.id.endswith(s))
        table = Table(
            path=file.path, folder=out / file.id, suffix=f".{suffix}" if suffix else own, columns=columns
        )
        format_of(table.suffix)  # a library that is away ends the run here
        found.append(msgspec.structs.replace(table, rows=rows) if rows else table)
    return found


def clean_tables(tables: list[Table], job: Job, engine: Engine) -> Iterator[PartDone | TableRead]:
    """Clean what is new or changed. Parts come in any order, the end of a table after its last part."""
    for table in tables:
        make_folder(table.entry(0).parent)
    came: Counter[str] = Counter()
    ended: dict[str, TableRead] = {}
    for done in engine(tables, job):
        if isinstance(done, PartDone):
            came[done.table] += done.error is None
            yield done
        else:
            ended[done.table] = done
        for name in [n for n, e in ended.items() if came[n] == e.parts]:
            end = ended.pop(name)
            if end.error is None:
                finish(end.source, end.parts)
            yield end
    yield from ended.values()


def in_processes(jobs: int) -> Engine:
    """Parts made by this process, or by several of this machine."""

    def engine(tables: list[Table], job: Job) -> Iterator[PartDone | TableRead]:
        todo = (step for table in tables for step in steps(table, job))
        make = partial(make_stepper, job)
        yield from spread(make, todo, jobs, _lost) if jobs > 1 else map(make(), todo)

    return engine


def make_stepper(job: Job) -> Callable[[Step], PartDone | TableRead]:
    """What a process does with a step: a task becomes a part, what is done already is handed on."""
    cleaner = PartCleaner(job)
    return lambda step: cleaner.clean(step) if isinstance(step, Task) else step


def _lost(step: Step) -> PartDone | TableRead:
    reason = "a process died before this part was done (out of memory?); run again"
    return lost(step, f"{step.table.part(step.number)}: {reason}") if isinstance(step, Task) else step


# --- reading -------------------------------------------------------------------


def steps(table: Table, job: Job) -> Iterator[Step]:
    """The parts of a table: those that hold still as done, the others as tasks; then the end."""
    errors: list[str] = []
    number = first = 0
    for rows in _in_parts(_readable(table, job, errors), table.rows):
        digests = tuple(digest_of(row, job.basis) for row in rows)
        yield _still(table, number, digests, job) or Task(table, number, first, rows, digests)
        number, first = number + 1, first + len(rows)
    yield TableRead(source=table, parts=number, error=errors[0] if errors else None)


def _readable(table: Table, job: Job, errors: list[str]) -> Iterator[Row | BadRow]:
    """The rows as far as they can be read; the reason of a sudden end goes into `errors`."""
    try:
        yield from format_of(table.path.name).read(table.path, table.columns, job.settings.max_bytes)
    except CleanupError as err:
        errors.append(str(err))
    except Exception as err:  # a damaged file: each library has errors of its own
        errors.append(f"{table.path}: cannot be read to its end: {err}")


def _in_parts(rows: Iterator[Row | BadRow], most: int) -> Iterator[tuple[Row | BadRow, ...]]:
    part: list[Row | BadRow] = []
    size = 0
    for row in rows:
        part.append(row)
        size += len(row.text or row.html or "") if isinstance(row, Row) else 0
        if len(part) == most or size >= _LARGE:
            yield tuple(part)
            part, size = [], 0
    if part:
        yield tuple(part)


def _still(table: Table, number: int, digests: tuple[str, ...], job: Job) -> PartDone | None:
    """The part as an earlier run made it, if it was made from the same and is whole."""
    entry = None if job.force else read_entry(table, number)
    if entry is None or entry.problems or entry.made_from != made_from(digests):
        return None
    tally = {(tier, category, status): n for tier, category, status, n in entry.tally}
    failed = len(entry.failures)
    return PartDone(
        table=table.path.name, number=number, rows=len(digests), made=0, failed=failed, tally=tally
    )


# --- the end -------------------------------------------------------------------


def finish(table: Table, parts: int) -> None:
    """Take away what a longer or other table left, and gather the rows that failed."""
    ours = [(table.folder, _PART, table.suffix), (table.entry(0).parent, _ENTRY, "")]
    for folder, pattern, suffix in ours:
        for path in folder.iterdir():
            found = pattern.fullmatch(path.name)
            if found and (int(found[1]) >= parts or found[2] != suffix):
                path.unlink(missing_ok=True)
    write_whole(table.errors, _failed_rows(table, parts))


def _failed_rows(table: Table, parts: int) -> Iterator[bytes]:
    for number in range(parts):
        entry = msgspec.json.decode(table.entry(number).read_bytes(), type=Entry)
        yield from (to_json(failure) + b"\n" for failure in entry.failures)
