"""Which articles wait, which changes match, and in which order? Start reading at `queue`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import msgspec

from cleanup.review.desk import STATES, Desk, Folder, Item, State

SORTS = ("open", "score", "gain", "date", "source", "name")


class Filter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the reviewer wants to see. Empty: everything."""

    rule: str = ""
    category: str = ""
    tier: str = ""
    status: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    q: str = ""
    sort: str = "open"

    @property
    def of_edits(self) -> bool:
        """Whether it chooses among the changes, not only among the articles."""
        return bool(self.rule or self.category or self.tier or self.status)

    @property
    def query(self) -> str:
        """As the end of an address: `?rule=…`, or nothing."""
        chosen = msgspec.to_builtins(self)
        return f"?{urlencode(chosen)}" if chosen else ""

    def takes(self, item: Item) -> bool:
        """Whether a change is among those chosen."""
        edit = item.edit
        return (
            (not self.rule or edit.rule == self.rule)
            and (not self.category or edit.category == self.category)
            and (not self.tier or edit.tier == self.tier)
            and (not self.status or item.state == self.status)
        )

    def takes_article(self, folder: Folder) -> bool:
        """Whether an article is among those chosen, its changes aside."""
        return (
            (not self.source or folder.source == self.source)
            and (not self.since or folder.date >= self.since)
            and (not self.until or (folder.date != "" and folder.date <= self.until))
            and (not self.q or self._found_in(folder))
        )

    def _found_in(self, folder: Folder) -> bool:
        wanted = self.q.casefold()
        return wanted in folder.name.casefold() or wanted in folder.raw.casefold()


def filter_of(params: Mapping[str, str]) -> Filter:
    """The filter of an address's parameters; what it does not know is passed over."""
    known = {k: v for k, v in params.items() if k in Filter.__struct_fields__ and v}
    if known.get("sort") not in SORTS:
        known.pop("sort", None)
    return Filter(**known)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An article in the queue."""

    folder: Folder
    states: Counter[State]
    tiers: Counter[str]
    """Open changes by tier."""
    matching: int


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """The articles chosen, in order, and how far the whole queue is."""

    rows: list[Row]
    total: int
    states: Counter[State]
    """Of all changes on the desk."""
    finished: int
    """Articles without an open change."""


def queue(desk: Desk, chosen: Filter) -> Queue:
    """The articles that the filter takes."""
    rows: list[Row] = []
    whole: Counter[State] = Counter()
    finished = 0
    for folder in desk.folders.values():
        items = desk.items(folder)
        row = _row(folder, items, chosen)
        whole.update(row.states)
        finished += not row.states["open"]
        if (row.matching or not chosen.of_edits) and chosen.takes_article(folder):
            rows.append(row)
    rows.sort(key=lambda r: (_ORDER[chosen.sort](r), r.folder.name))
    return Queue(rows=rows, total=len(desk.folders), states=whole, finished=finished)


def _row(folder: Folder, items: list[Item], chosen: Filter) -> Row:
    return Row(
        folder=folder,
        states=Counter(i.state for i in items),
        tiers=Counter(i.edit.tier for i in items if i.state == "open"),
        matching=sum(map(chosen.takes, items)) if chosen.of_edits else len(items),
    )


_ORDER: dict[str, Callable[[Row], tuple[float | str, ...]]] = {
    "open": lambda r: (-r.states["open"],),
    "score": lambda r: (-r.folder.score.after,),
    "gain": lambda r: (r.folder.score.after - r.folder.score.before,),
    "date": lambda r: tuple(-ord(c) for c in r.folder.date.ljust(10, "0")),
    "source": lambda r: (r.folder.source,),
    "name": lambda _: (),
}


def choices(desk: Desk) -> dict[str, list[str]]:
    """The values that each field of the filter may take."""
    edits = [e for f in desk.folders.values() for e in f.edits]
    return {
        "rule": sorted({e.rule for e in edits}),
        "category": sorted({e.category for e in edits}),
        "tier": ["auto", "suggest", "flag"],
        "status": list(STATES),
        "source": sorted({f.source for f in desk.folders.values()}),
    }
