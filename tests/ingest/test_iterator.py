"""A Python iterator in and out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from articles import ODD_CLEANED, rows

from cleanup.ingest.iterator import clean_records
from cleanup.ingest.snapshot import Snapshot


def test_none(snapshot: Snapshot) -> None:
    assert list(clean_records([], snapshot=snapshot)) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_in_order_with_errors_in_their_place(snapshot: Snapshot, jobs: int) -> None:
    given = [*rows(40), {"id": "bad"}, {"id": "last", "text": "So."}]
    found = list(clean_records(given, snapshot=snapshot, jobs=jobs))
    assert [r["id"] for r in found] == [r["id"] for r in given]
    assert found[2]["text"] == ODD_CLEANED
    assert [list(r) for r in found[-2:]] == [["id", "error"], ["id", "text", "edits", "meta", "score"]]


@pytest.mark.parametrize(("jobs", "ahead"), [(1, 1), (2, 2 * 4 * 16)])
def test_takes_no_more_than_it_needs(snapshot: Snapshot, jobs: int, ahead: int) -> None:
    taken = 0

    def endless() -> Iterator[dict[str, Any]]:
        nonlocal taken
        while True:
            taken += 1
            yield {"id": taken, "text": "In the dry residue, we lost."}

    found = clean_records(endless(), snapshot=snapshot, jobs=jobs)
    assert next(found)["text"] == "On balance, we lost."
    assert taken == ahead
    found.close()
