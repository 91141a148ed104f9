"""A step of a datatrove pipeline, run by datatrove's own executor."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from articles import expected, rows
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import ParquetReader
from datatrove.pipeline.writers import ParquetWriter

from cleanup.ingest.datatrove import Clean
from cleanup.ingest.snapshot import Snapshot


def test_a_document_with_nothing_to_do(snapshot: Snapshot) -> None:
    [document] = Clean(snapshot=snapshot).run(iter([Document(text="So.", id="1", metadata={"url": "u"})]))
    assert (document.text, document.metadata["url"], document.metadata["edits"]) == ("So.", "u", "[]")


def test_what_fails_stays_as_it_is(snapshot: Snapshot) -> None:
    step = Clean(snapshot=snapshot)
    [document] = step.run(iter([Document(text="In the dry residue, \udc81.", id="1")]))
    assert document.text == "In the dry residue, \udc81."
    assert document.metadata == {"error": "holds bytes that are no text, which only JSON lines can keep"}
    assert step.stats["failed"].total == 1


def test_reader_step_writer(snapshot: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n, some in enumerate((rows(5)[:3], rows(5)[3:])):
        pq.write_table(pa.Table.from_pylist(some), tmp_path / "in" / f"{n}.parquet")
    pipeline = [
        ParquetReader(str(tmp_path / "in")),
        Clean(snapshot=snapshot),
        ParquetWriter(str(tmp_path / "out")),
    ]
    executor = LocalPipelineExecutor(pipeline, tasks=2, logging_dir=str(tmp_path / "logs"))
    stats = executor.run()
    assert stats.stats[1].stats["cleaned"].total == 5
    written = [row for p in sorted((tmp_path / "out").iterdir()) for row in pq.read_table(p).to_pylist()]
    records = expected(rows(5), snapshot)
    assert [(w["id"], w["text"], w["metadata"]["edits"], w["metadata"]["score"]) for w in written] == [
        (r.id, r.text, r.edits, r.score) for r in records
    ]
