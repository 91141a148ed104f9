"""What have reviewers decided? Start reading at `DecisionStore`.

One table, to which rows are only added: an undone decision keeps its row and says who
undid it and when. The last decision on a place that is not undone counts. A place is
named by `edits.decision_key`: rule, words and words around.

Who decides says which decision was seen there before (`Wish.seen`). Where another has
come in between, nothing is written and the other decision is handed back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from cleanup.edits import OWN_RULE, Decision
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
    sa.Column("offered", sa.Text),  # the rule's own wording, to tell it from a reviewer's
    sa.Column("left", sa.Text, nullable=False),  # the sentence around, for `learn rules`
    sa.Column("right", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.String(32), nullable=False),  # ISO 8601 in UTC; SQLite has no time zones
    sa.Column("undone_by", sa.Text),
    sa.Column("undone_at", sa.String(32)),
    sqlite_autoincrement=True,
)


_ALONE = {
    "sqlite": "BEGIN IMMEDIATE",  # the driver would begin at the first insert
    # others go on reading, and numbers rise in the order in which they can be seen (see `since`)
    "postgresql": "LOCK TABLE decisions IN EXCLUSIVE MODE",
}
"""What keeps other writers out from the first word of a transaction, by database."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision is about. Only `key` decides where it holds; the rest tells people and `learn`."""

    key: str
    article: str = ""
    rule: str = ""
    before: str = ""
    offered: str | None = None
    left: str = ""
    right: str = ""
    source: str = ""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A decision somebody wants to take; `seen` is the number of the one shown there (0: none)."""

    place: Place
    decision: Decision
    seen: int | None = None
    """None: whatever stands there."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One decision as it was taken."""

    number: int
    place: Place
    decision: Decision
    who: str
    at: str
    undone_by: str | None = None
    undone_at: str | None = None


def spoken(entry: Entry) -> Decision:
    """The decision as the cleaner needs it: a reviewer's own change with the words it changes."""
    if entry.place.rule != OWN_RULE:
        return entry.decision
    return msgspec.structs.replace(entry.decision, before=entry.place.before)


class Agreement(msgspec.Struct, frozen=True):
    """Places that more than one reviewer has decided on, and how many of them all see alike."""

    places: int
    alike: int


class DecisionStore:
    """Decisions in an SQLite file or any database SQLAlchemy reaches. Close it, or use `with`."""

    def __init__(self, location: str | Path) -> None:
        """Open the store, making its table if it is new. Raises DecisionsError if it cannot be used."""
        self._location = str(location)
        try:
            self._engine = sa.create_engine(_url(self._location))
            self._make_table()
        except (SQLAlchemyError, ImportError) as err:
            raise self._error(err) from err

    def _make_table(self) -> None:
        try:
            _tables.create_all(self._engine)
        except sa.exc.DBAPIError:
            _tables.create_all(self._engine)  # somebody else made it after we had looked

    def load(self) -> dict[str, Decision]:
        """What counts now, by key, in order of key."""
        return {key: spoken(entry) for key, entry in self.current().items()}

    def current(self) -> dict[str, Entry]:
        """The entries that count now, by key, in order of key."""
        where = _decisions.c.undone_at.is_(None)
        rows = self._rows(sa.select(_decisions).where(where).order_by(_decisions.c.number))
        current = {row.place.key: row for row in rows}  # later rows replace earlier ones
        return {key: current[key] for key in sorted(current)}

    def history(self, key: str | None = None) -> list[Entry]:
        """Every decision ever taken, on one place or on all, the oldest first."""
        query = sa.select(_decisions).order_by(_decisions.c.number)
        return self._rows(query if key is None else query.where(_decisions.c.key == key))

    def since(self, number: int) -> list[Entry]:
        """Entries after the one of that number, the oldest first."""
        after = _decisions.c.number > number
        return self._rows(sa.select(_decisions).where(after).order_by(_decisions.c.number))

    def undone(self) -> int:
        """How many decisions have been taken back; with `since` it tells what others did."""
        query = sa.select(sa.func.count(_decisions.c.undone_at))
        try:
            with self._engine.connect() as connection:
                return int(connection.execute(query).scalar_one())
        except SQLAlchemyError as err:
            raise self._error(err) from err

    def record(self, place: Place, decision: Decision, *, who: str) -> int:
        """Add a decision, whatever stood there; returns its number."""
        [done] = self.record_all([Wish(place=place, decision=decision)], who=who)
        assert isinstance(done, int)
        return done

    def record_all(self, wishes: Sequence[Wish], *, who: str) -> list[int | Entry]:
        """Add decisions, all in one transaction.

        Returns for each its number or, where somebody else decided otherwise in between,
        that decision, which then stands.
        """
        for tries_left in (True, False):
            try:
                with self._writing() as connection:
                    return [self._record(connection, wish, who) for wish in wishes]
            except sa.exc.OperationalError as err:
                # another writer came first; the second try sees what that one wrote
                if not tries_left:
                    raise self._error(err) from err
            except SQLAlchemyError as err:
                raise self._error(err) from err
        raise AssertionError("unreachable")

    def _record(self, connection: sa.Connection, wish: Wish, who: str) -> int | Entry:
        table, decision = _decisions.c, wish.decision
        if wish.seen is not None:
            there = (table.key == wish.place.key) & table.undone_at.is_(None)
            last = sa.select(_decisions).where(there).order_by(table.number.desc()).limit(1)
            row = connection.execute(last).mappings().first()
            if row is not None and row["number"] != wish.seen and row["who"] != who:
                entry = _entry(row)
                if entry.decision != decision:
                    return entry
        row_values = {
            **{k: _storable(v) for k, v in msgspec.structs.asdict(wish.place).items()},
            "verdict": decision.verdict,
            "after": _storable(decision.after),
            "who": who,
            "at": _now(),
        }
        done = connection.execute(sa.insert(_decisions).values(row_values))
        key_of_row = done.inserted_primary_key
        assert key_of_row is not None
        return int(key_of_row[0])

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """A transaction in which nobody else decides: what is read in it still holds when it ends."""
        with self._engine.connect() as connection:
            serial = connection.execution_options(isolation_level="SERIALIZABLE")
            with serial.begin():
                alone = _ALONE.get(self._engine.dialect.name)
                if alone:
                    serial.exec_driver_sql(alone)
                yield serial

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

    def agreement(self) -> Agreement:
        """How alike reviewers see the places that several of them decided on."""
        said: dict[str, dict[str, Decision]] = {}
        for entry in self.history():
            if entry.undone_at is None:
                said.setdefault(entry.place.key, {})[entry.who] = entry.decision
        shared = [set(by.values()) for by in said.values() if len(by) > 1]
        return Agreement(len(shared), sum(len(s) == 1 for s in shared))

    def export(self) -> Iterator[bytes]:
        """Every entry as a line of JSON, undone ones too."""
        for entry in self.history():
            yield msgspec.json.encode(entry) + b"\n"

    def restore(self, lines: Iterable[bytes]) -> int:
        """Add exported entries that are not here yet; returns how many. Who and when stay as they were.

        Raises DecisionsError for a line that is none.
        """
        known = {_identity(e) for e in self.history()}
        new: list[Entry] = []
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                entry = msgspec.json.decode(line, type=Entry)
            except (msgspec.MsgspecError, UnicodeDecodeError) as err:
                raise DecisionsError(f"line {number}: not an exported decision: {err}") from err
            if _identity(entry) not in known:
                known.add(_identity(entry))
                new.append(entry)
        try:
            with self._writing() as connection:
                for entry in new:
                    connection.execute(sa.insert(_decisions).values(_row(entry)))
        except SQLAlchemyError as err:
            raise self._error(err) from err
        return len(new)

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
        return [_entry(row) for row in rows]

    def _error(self, err: Exception) -> DecisionsError:
        reason = str(getattr(err, "orig", None) or err).splitlines()[0]
        return DecisionsError(f"{self._shown()}: the decisions cannot be used: {reason}")

    def _shown(self) -> str:
        """The location without its password."""
        return str(sa.make_url(self._location)) if "://" in self._location else self._location


def _url(location: str) -> sa.URL:
    if "://" not in location:
        return sa.URL.create("sqlite", database=location)
    url = sa.make_url(location)
    # the driver of the extra `postgresql`, not the older one that SQLAlchemy would ask for
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _entry(row: sa.RowMapping) -> Entry:
    return Entry(
        place=Place(**{k: row[k] for k in Place.__struct_fields__}),
        decision=Decision(verdict=row["verdict"], after=row["after"]),
        **{k: row[k] for k in ("number", "who", "at", "undone_by", "undone_at")},
    )


def _row(entry: Entry) -> dict[str, Any]:
    """The columns of an entry without its number, which each store gives itself."""
    values = msgspec.structs.asdict(entry)
    place, decision = values.pop("place"), values.pop("decision")
    del values["number"]
    return {
        **values,
        **msgspec.structs.asdict(place),
        "verdict": decision.verdict,
        "after": decision.after,
    }


def _identity(entry: Entry) -> tuple[str, ...]:
    return (entry.place.key, entry.who, entry.at, entry.decision.verdict, entry.decision.after or "")


def _storable(text: str | None) -> str | None:
    """Broken bytes (lone surrogates) are no SQL text, nor is a NUL for PostgreSQL."""
    if text is None:
        return None
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
