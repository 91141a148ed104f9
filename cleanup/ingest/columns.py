"""What do tools that add columns to a table get? Start reading at `clean_texts`.

The text stays as it is, since the offsets of edits refer to it; `cleaned` stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cleanup.ingest.records import Row
from cleanup.ingest.snapshot import Snapshot, clean_rows

ADDED = ("cleaned", "edits", "meta", "score", "error")
"""`edits`, `meta` and `score` hold JSON; `error` says why there is nothing else."""

Columns = dict[str, list[str | None]]


def clean_texts(
    texts: Iterable[Any], *, sources: Sequence[Any] | None = None, snapshot: Snapshot, jobs: int = 1
) -> Columns:
    """The new columns. Where there is no text (None, NaN) there is nothing in them either."""
    listed = list(texts)
    there = [n for n, text in enumerate(listed) if isinstance(text, str)]
    beside = {n: sources[n] for n in there if isinstance(sources[n], str)} if sources is not None else {}
    rows = (Row(id=n, text=listed[n], source=beside.get(n)) for n in there)
    added: Columns = {name: [None] * len(listed) for name in ADDED}
    for n, record in zip(there, clean_rows(rows, snapshot, jobs), strict=True):
        values = record.values()
        values["cleaned"] = values["text"]
        for name in ADDED:
            added[name][n] = values[name]
    return added
