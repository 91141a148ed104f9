"""Articles and a small project for the tests of the adapters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cleanup.ingest.records import Columns, Record, record_of
from cleanup.ingest.snapshot import Snapshot

TEXT = "In the dry residue, we lost.\nThey make an accent on speed. It is a question of price.\n"
CLEANED = "On balance, we lost.\nThey make an accent on speed. It is a question of price.\n"
ODD = "Они сказали “yes”,\r\n\tand 5 > 3; \"quoted\", 'so'. In the dry residue, 😀.\n"
ODD_CLEANED = ODD.replace("In the dry residue", "On balance")


def rows(number: int) -> list[dict[str, Any]]:
    """Articles, no two alike; the third has signs of all kinds."""
    return [
        {"id": f"a{n}", "text": ODD if n == 2 else f"Number {n}. {TEXT}", "topic": "war"}
        for n in range(number)
    ]


def lines(some: list[dict[str, Any]]) -> str:
    """The same as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in some)


def expected(some: list[dict[str, Any]], snapshot: Snapshot) -> list[Record]:
    """What each of them becomes in one process."""
    return [record_of(Columns().row(row), snapshot.cleaner()) for row in some]


def parts(folder: Path) -> dict[str, bytes]:
    """All files of a table's results by name."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
