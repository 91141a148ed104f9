"""What must every process and machine of a run know? Start reading at `Snapshot`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import msgspec

from cleanup.batch import basis, load_decisions
from cleanup.edits import Decision
from cleanup.engines import shared
from cleanup.ingest.records import BadRow, Record, Row, record_of
from cleanup.pipeline import Cleaner
from cleanup.processes import spread
from cleanup.report.jsontext import to_json
from cleanup.settings import Settings, read_settings

_ROWS_AT_ONCE = 16
"""Rows sent to a process together: the way there and back costs more than a short text does."""

_cleaners: dict[str, Cleaner] = {}


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Settings and reviewers' decisions as they were when it was taken; small, and can be sent anywhere.

    The rules themselves are installed with the program on each machine; folders of rules of one's
    own must lie in the same place on all of them.
    """

    settings: Settings = Settings()
    decisions: dict[str, Decision] = {}
    basis: str = ""
    """Hash of program, rules, settings and decisions: what caches of others must be told."""

    @classmethod
    def take(cls, settings: Settings | None = None, out: Path = Path("cleaned")) -> Snapshot:
        """Of ./cleanup.toml, unless settings are given, and of the decisions kept in `out`."""
        settings = everywhere(settings or read_settings())
        decisions = load_decisions(settings, out)
        return cls(settings=settings, decisions=decisions, basis=basis(settings, decisions))

    def cleaner(self) -> Cleaner:
        """A cleaner that obeys it; made once in each process, since compiling rules takes a while."""
        key = hashlib.blake2b(to_json(self), digest_size=16).hexdigest()
        if key not in _cleaners:
            _cleaners.clear()  # one run at a time: an older one would only hold memory
            _cleaners[key] = Cleaner(self.settings, decisions=self.decisions)
        return _cleaners[key]


def everywhere(settings: Settings) -> Settings:
    """The same settings for a process that runs in another folder."""
    folders = tuple(str(Path(f).resolve()) for f in settings.rule_folders)
    return msgspec.structs.replace(settings, rule_folders=folders)


def clean_rows(rows: Iterable[Row | BadRow], snapshot: Snapshot, jobs: int = 1) -> Iterator[Record]:
    """The results of the rows, in their order; no more rows are taken than the processes need."""
    if jobs == 1:
        cleaner = snapshot.cleaner()
        for row in rows:
            yield record_of(row, cleaner)
        return
    snapshot = msgspec.structs.replace(snapshot, settings=shared(snapshot.settings))
    for records in spread(partial(_make, snapshot), _batches(rows), jobs, _lost):
        yield from records


def _batches(rows: Iterable[Row | BadRow]) -> Iterator[list[Row | BadRow]]:
    rows = iter(rows)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        yield batch


def _make(snapshot: Snapshot) -> Callable[[list[Row | BadRow]], list[Record]]:
    cleaner = snapshot.cleaner()
    return lambda batch: [record_of(row, cleaner) for row in batch]


def _lost(batch: list[Row | BadRow]) -> list[Record]:
    return [
        Record(id=row.id, error="a process died before this row was done (out of memory?)") for row in batch
    ]
