"""How does a program decide on edits? By their ids, as /v1/clean told them. Runs in the workers."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from cleanup.decisions import Entry, Wish
from cleanup.edits import Decision
from cleanup.ingest.records import Row
from cleanup.pipeline import Cleaner
from cleanup.placing import place_of
from cleanup.report.marked import shown
from cleanup.server.articles import cleaned, converted, decoded
from cleanup.server.ledger import MOST_WHO
from cleanup.server.problems import Problem

Who = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_WHO)]


class One(msgspec.Struct, frozen=True, kw_only=True):
    """A decision on one edit."""

    edit: str
    """Its id."""
    verdict: Literal["accept", "reject"]
    after: str | None = None
    """The reviewer's own wording, if any."""
    seen: Annotated[int, msgspec.Meta(ge=0)] | None = None
    """Number of the decision that was shown there; 0: none; null: whatever stands there."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions on one article."""

    article: Row
    who: Who
    decisions: list[One]


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What became of them."""

    done: list[int]
    """Their numbers."""
    conflicts: list[Entry]
    """Decisions of others that came first, and stand."""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions in the order in which they were taken, undone ones too."""

    decisions: list[Entry]


def wishes(cleaner: Cleaner, body: bytes) -> tuple[str, list[Wish]]:
    """Who wants to decide, and what. Raises Problem for an edit that the article does not have."""
    ask = converted(decoded(body), Ask)
    result = cleaned(ask.article, cleaner)
    by_id = {e.id: e for e in result.edits}
    found = []
    for one in ask.decisions:
        edit = by_id.get(one.edit)
        if edit is None:
            raise Problem(422, f"the article has no edit {shown(one.edit[:40])!r} now; clean it again")
        after = None if one.verdict == "reject" or one.after == edit.after else one.after
        place = place_of(
            result.raw,
            (edit.start, edit.end),
            edit.rule,
            article=result.id,
            offered=edit.after,
            source=result.meta.source or result.meta.agency or "unknown",
        )
        decision = Decision(verdict=one.verdict, after=after)
        found.append(Wish(place=place, decision=decision, seen=one.seen))
    return shown(ask.who).strip() or "unknown", found
