"""What have reviewers decided? Start reading at `DecisionStore`.

One table, to which rows are only added: an undone decision keeps its row and says who
undid it and when. The last decision on a place that is not undone counts. A place is
named by `edits.decision_key`: rule, words and words around.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from cleanup.edits import Decision
from cleanup.errors import DecisionsError

FILE_NAME = "decisions.sqlite"

_tables = sa.MetaData()
_decisions = sa.Table(
    "decisions",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(24), nullable=False, index=True),
    sa.Column("verdict", sa.String(6), nullable=False),
    sa.Column("after", sa.Text),
    sa.Column("article", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),  # ISO 8601 in UTC; SQLite has no time zones
    sa.Column("undone_by", sa.Text),
    sa.Column("undone_at", sa.String(32)),
    sqlite_autoincrement=True,
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One decision as it was taken; `article`, `rule` and `before` tell people what it was about."""

    number: int
    key: str
    decision: Decision
    article: str
    rule: str
    before: str
    who: str
    at: str
    undone_by: str | None = None
    undone_at: str | None = None


class DecisionStore:
    """Decisions in an SQLite file or any database SQLAlchemy reaches. Close it, or use `with`."""

    def __init__(self, location: str | Path) -> None:
        """Open the store, making its table if it is new. Raises DecisionsError if it cannot be used."""
        self._location = str(location)
        try:
            url = sa.make_url(self._location) if "://" in self._location else None
            self._engine = sa.create_engine(url or sa.URL.create("sqlite", database=self._location))
            _tables.create_all(self._engine)
        except (SQLAlchemyError, ImportError) as err:
            raise self._error(err) from err

    def load(self) -> dict[str, Decision]:
        """What counts now, by key, in order of key."""
        where = _decisions.c.undone_at.is_(None)
        rows = self._rows(sa.select(_decisions).where(where).order_by(_decisions.c.number))
        current = {row.key: row.decision for row in rows}  # later rows replace earlier ones
        return {key: current[key] for key in sorted(current)}

    def history(self, key: str | None = None) -> list[Entry]:
        """Every decision ever taken, on one place or on all, the oldest first."""
        query = sa.select(_decisions).order_by(_decisions.c.number)
        return self._rows(query if key is None else query.where(_decisions.c.key == key))

    def record(
        self, key: str, decision: Decision, *, who: str, article: str = "", rule: str = "", before: str = ""
    ) -> int:
        """Add a decision; returns its number."""
        row = {
            "key": key,
            "verdict": decision.verdict,
            "after": decision.after,
            "article": article,
            "rule": rule,
            "before": before.encode("utf-8", "backslashreplace").decode(),  # broken bytes are no SQL text
            "who": who,
            "at": _now(),
        }
        try:
            with self._engine.begin() as connection:
                done = connection.execute(sa.insert(_decisions).values(row))
        except SQLAlchemyError as err:
            raise self._error(err) from err
        key_of_row = done.inserted_primary_key
        assert key_of_row is not None
        return int(key_of_row[0])

    def undo(self, number: int, *, who: str) -> None:
        """Take one decision back; the one before it on the same place counts again.

        Raises DecisionsError if there is none of that number, or it is undone already.
        """
        open_row = (_decisions.c.number == number) & _decisions.c.undone_at.is_(None)
        try:
            with self._engine.begin() as connection:
                change = sa.update(_decisions).where(open_row).values(undone_by=who, undone_at=_now())
                changed = connection.execute(change).rowcount
        except SQLAlchemyError as err:
            raise self._error(err) from err
        if not changed:
            raise DecisionsError(f"{self._shown()}: no decision {number} that still counts")

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> DecisionStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, query: sa.Select[*tuple[object, ...]]) -> list[Entry]:
        try:
            with self._engine.connect() as connection:
                rows: Sequence[sa.RowMapping] = connection.execute(query).mappings().all()
        except SQLAlchemyError as err:
            raise self._error(err) from err
        return [
            Entry(
                decision=Decision(verdict=row["verdict"], after=row["after"]),
                **{k: row[k] for k in Entry.__struct_fields__ if k != "decision"},
            )
            for row in rows
        ]

    def _error(self, err: Exception) -> DecisionsError:
        reason = str(getattr(err, "orig", None) or err).splitlines()[0]
        return DecisionsError(f"{self._shown()}: the decisions cannot be used: {reason}")

    def _shown(self) -> str:
        """The location without its password."""
        return str(sa.make_url(self._location)) if "://" in self._location else self._location


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
