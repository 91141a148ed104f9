"""Any Python iterator in, an iterator out. Start reading at `clean_records`.

for article in clean_records(articles(), jobs=4):
    store(article["id"], article["text"])
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Mapping
from typing import Any

from cleanup.ingest.records import Columns
from cleanup.ingest.snapshot import Snapshot, clean_rows


def clean_records(
    records: Iterable[Mapping[str, Any]],
    *,
    snapshot: Snapshot | None = None,
    jobs: int = 1,
    columns: Columns = Columns(),  # noqa: B008 - frozen
) -> Generator[dict[str, Any], None, None]:
    """{id, text[, source]} → {id, text, edits, meta, score}, or {id, error}; in the same order.

    Records are taken as results are asked for, a few ahead, so a slow reader slows the source
    and memory does not grow.

    >>> list(clean_records([{"id": 7, "text": "It works , he said."}]))[0]["text"]
    'It works, he said.'
    """
    rows = (columns.row(dict(record), number) for number, record in enumerate(records))
    for record in clean_rows(rows, snapshot or Snapshot.take(), jobs):
        yield json.loads(record.line())
