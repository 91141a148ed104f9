"""A step of a datatrove pipeline. Start reading at `Clean`.

    LocalPipelineExecutor([JsonlReader("raw/"), Clean(), ParquetWriter("cleaned/")], tasks=100, workers=2)

As datatrove's formatters do, it replaces the text; `edits` (from which the raw text can be made
again), `meta` and `score` go into the metadata as JSON, or `error` where the text stays as it is.
"""

from __future__ import annotations

from datatrove.data import DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

from cleanup.ingest.records import Row, record_of
from cleanup.ingest.snapshot import Snapshot


class Clean(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """Cleans documents; counts those changed and those that failed."""

    type = "✂️ - FORMAT"
    name = "cleanup"

    def __init__(self, *, source: str | None = None, snapshot: Snapshot | None = None) -> None:
        """`source` is the key of the metadata that holds the text in the source language."""
        super().__init__()
        self.source = source
        self.snapshot = snapshot or Snapshot.take()

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:  # noqa: ARG002 - datatrove's
        """Clean documents as they come."""
        cleaner = self.snapshot.cleaner()
        for document in data:
            with self.track_time():
                source = document.metadata.get(self.source) if self.source else None
                record = record_of(Row(id=document.id, text=document.text, source=source), cleaner).valid()
                self.stat_update("total")
                self.stat_update("failed" if record.error else "cleaned")
                names = ("error",) if record.error else ("edits", "meta", "score")
                document.metadata |= {name: getattr(record, name) for name in names}
                document.text = document.text if record.text is None else record.text
            yield document
