"""Which decisions do answers obey? The store that `cleanup review` and `cleanup run` use too.

Others write to it meanwhile, so it is looked at again after a second.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleanup.batch import decisions_location, may_hold_decisions
from cleanup.edits import Decision
from cleanup.settings import Settings

if TYPE_CHECKING:  # SQLAlchemy takes 0.2 s, and many servers never see a decision
    from cleanup.decisions import DecisionStore, Entry, Wish

MOST_WHO = 60
"""Characters of a reviewer's name."""
_LOOK_SECONDS = 1.0


class Followed:
    """The decisions that count, kept up with a store that grows: a team may have 100,000 of them."""

    def __init__(self, location: str) -> None:
        from cleanup.decisions import DecisionStore

        self._store = DecisionStore(location)
        self._known: dict[str, Decision] = {}
        self._last = self._undone = 0

    def decisions(self) -> dict[str, Decision]:
        """What counts now, by key."""
        from cleanup.decisions import spoken

        fresh, undone = self._store.since(self._last), self._store.undone()
        self._last = max([self._last, *(e.number for e in fresh)])
        if undone == self._undone:
            self._known |= {e.place.key: spoken(e) for e in fresh if e.undone_at is None}
        else:
            self._known = self._store.load()
        self._undone = undone
        return dict(self._known)


class Ledger:
    """The store of decisions, opened when there is one."""

    def __init__(self, settings: Settings, out: Path) -> None:
        self._location = decisions_location(settings, out)
        self._store: DecisionStore | None = None
        self._last = 0
        self._version = ""
        self._look_at = 0.0

    async def version(self) -> str:
        """Changes with every decision and every undoing; empty while there is none."""
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + _LOOK_SECONDS
            self._version = await asyncio.to_thread(self._look)
        return self._version

    async def record(self, wishes: Sequence[Wish], who: str) -> list[int | Entry]:
        """Store decisions; see `DecisionStore.record_all`."""
        done = await asyncio.to_thread(lambda: self._open().record_all(wishes, who=who))
        self._look_at = 0.0
        return done

    async def undo(self, number: int, who: str) -> bool:
        """Take a decision back; False if there is none of that number that counts."""
        return await asyncio.to_thread(self._undo, number, who)

    async def since(self, number: int) -> list[Entry]:
        """The decisions after that number."""
        return await asyncio.to_thread(lambda: self._open().since(number) if self._is_there() else [])

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()

    def _look(self) -> str:
        if not self._is_there():
            return ""
        store = self._open()
        self._last = max([self._last, *(e.number for e in store.since(self._last))])
        return f"{self._last}-{store.undone()}"

    def _undo(self, number: int, who: str) -> bool:
        entries = self._open().since(number - 1)[:1] if self._is_there() else []
        if not entries or entries[0].number != number or entries[0].undone_at is not None:
            return False
        self._open().undo(number, who=who)
        self._look_at = 0.0
        return True

    def _is_there(self) -> bool:
        return may_hold_decisions(self._location)

    def _open(self) -> DecisionStore:
        if self._store is None:
            from cleanup.decisions import DecisionStore

            if "://" not in self._location:
                Path(self._location).parent.mkdir(parents=True, exist_ok=True)
            self._store = DecisionStore(self._location)
        return self._store
