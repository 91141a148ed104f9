"""Hugging Face datasets. Start reading at `CleanBatch`.

    dataset = dataset.map(CleanBatch(), batched=True, batch_size=64, num_proc=2)

adds `cleaned`, `edits`, `meta`, `score` and `error`. What `datasets` has in its cache is made anew
when the rules, settings or decisions are others, since a CleanBatch knows their hash.
"""

from __future__ import annotations

from typing import Any

from cleanup.ingest.columns import Columns, clean_texts
from cleanup.ingest.snapshot import Snapshot


class CleanBatch:
    """A function for `Dataset.map(…, batched=True)` and `IterableDataset.map(…, batched=True)`."""

    def __init__(
        self, text: str = "text", *, source: str | None = None, snapshot: Snapshot | None = None
    ) -> None:
        self.text = text
        self.source = source
        self.snapshot = snapshot or Snapshot.take()

    def __call__(self, batch: dict[str, list[Any]]) -> Columns:
        """The new columns of a batch."""
        sources = batch[self.source] if self.source else None
        return clean_texts(batch[self.text], sources=sources, snapshot=self.snapshot)
