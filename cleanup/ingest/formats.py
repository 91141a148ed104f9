"""Which adapter reads and writes a file? By the end of its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from cleanup.errors import SettingsError
from cleanup.ingest import csvtable, jsonlines
from cleanup.ingest.records import BadRow, Columns, Record, Row

_PYARROW = "Parquet and .zst files need pyarrow: pip install 'mt-cleanup[parquet]'"


class Format(Protocol):
    """What an adapter for files does. `pack` gives the same bytes for the same records."""

    def read(self, path: Path, columns: Columns, max_bytes: int) -> Iterator[Row | BadRow]: ...  # noqa: D102
    def pack(self, records: Iterable[Record], suffix: str) -> bytes: ...  # noqa: D102
    def unpack(self, data: bytes, suffix: str) -> Iterator[Record]: ...  # noqa: D102


def format_of(name: str) -> Format:
    """The adapter for a file of this name. Raises SettingsError where its library is away."""
    if name.endswith((".parquet", ".zst")):
        try:
            from cleanup.ingest import parquet
        except ImportError as err:
            raise SettingsError(_PYARROW) from err
        if name.endswith(".parquet"):
            return parquet
    return csvtable if name.endswith(".csv") else jsonlines
