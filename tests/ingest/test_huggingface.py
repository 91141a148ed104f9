"""Hugging Face datasets, offline."""

from __future__ import annotations

from pathlib import Path

import datasets
import msgspec
import pytest
from articles import expected, rows

from cleanup.edits import Decision, decision_key
from cleanup.ingest.columns import ADDED
from cleanup.ingest.huggingface import CleanBatch
from cleanup.ingest.snapshot import Snapshot


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()


def test_map_adds_columns(snapshot: Snapshot) -> None:
    found = datasets.Dataset.from_list(rows(5)).map(CleanBatch(snapshot=snapshot), batched=True, batch_size=2)
    assert found.column_names == ["id", "text", "topic", *ADDED]
    assert found["text"][:] == [r["text"] for r in rows(5)]
    records = expected(rows(5), snapshot)
    assert [(r["cleaned"], r["edits"], r["meta"], r["score"], r["error"]) for r in found] == [
        (r.text, r.edits, r.meta, r.score, None) for r in records
    ]


def test_a_stream(snapshot: Snapshot) -> None:
    stream = datasets.IterableDataset.from_generator(lambda: iter(rows(5)))
    found = stream.map(CleanBatch(snapshot=snapshot), batched=True, batch_size=2)
    assert [r["cleaned"] for r in found] == [r.text for r in expected(rows(5), snapshot)]


def test_the_cache_knows_the_decisions(snapshot: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    datasets.Dataset.from_list(rows(2)).to_parquet(path)
    dataset = datasets.Dataset.from_parquet(str(path))
    key = decision_key("wording.dry-residue", rows(1)[0]["text"], 10, 28)
    other = msgspec.structs.replace(snapshot, decisions={key: Decision(verdict="reject")})
    first, again, decided = (
        dataset.map(CleanBatch(snapshot=s), batched=True) for s in (snapshot, snapshot, other)
    )
    assert first.cache_files == again.cache_files != decided.cache_files
    assert decided["cleaned"][0] == rows(1)[0]["text"] != first["cleaned"][0]
