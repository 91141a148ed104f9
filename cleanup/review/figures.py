"""What do decisions say about rules and reviewers? Start reading at `dashboard` and `rule_figures`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

import msgspec

from cleanup.decisions import Agreement, Entry
from cleanup.learning.learn import Acceptance, acceptance
from cleanup.report.places import counted
from cleanup.review.desk import UNKNOWN, Desk, Folder, Item
from cleanup.review.queue import Filter
from cleanup.settings import RuleState, read_settings


class Point(msgspec.Struct, frozen=True):
    """A bar or a point of a picture."""

    label: str
    value: float
    other: float = 0.0
    note: str = ""


class Dashboard(msgspec.Struct, frozen=True, kw_only=True):
    """The pictures and numbers of a team."""

    articles: int
    decisions: int
    agreement: Agreement
    by_date: list[Point]
    """Mean score before (other) and after (value) by month of the article."""
    by_source: list[Point]
    frequent: list[Point]
    accepted: list[Point]
    """Share accepted by rule, the surest wrong first."""
    reviewers: list[Point]
    """Decisions by reviewer; `other` is decisions an hour while at work."""


_MOST_BARS = 15
"""Bars a picture can hold and still be read."""
_PAUSE_SECONDS = 300
"""A longer gap between two decisions is no work."""


def dashboard(desk: Desk) -> Dashboard:
    """All figures, of this moment."""
    history = [e for e in desk.store.history() if e.undone_at is None]
    dates: dict[str, list[tuple[float, float]]] = defaultdict(list)
    sources: dict[str, list[tuple[float, float]]] = defaultdict(list)
    rules: Counter[str] = Counter()
    for folder in desk.folders.values():
        score = (folder.score.after, folder.score.before)
        if len(folder.date) == 10 and folder.date[0].isdigit():
            dates[folder.date[:7]].append(score)
        sources[folder.source].append(score)
        rules.update(e.rule for e in folder.edits)
    judged = sorted(acceptance(history).values(), key=lambda a: (a.share, a.rule))
    return Dashboard(
        articles=len(desk.folders),
        decisions=len(history),
        agreement=desk.store.agreement(),
        by_date=[_mean(month, dates[month]) for month in sorted(dates)][-24:],
        by_source=[_mean(s, sources[s]) for s in sorted(sources, key=lambda s: -len(sources[s]))][
            :_MOST_BARS
        ],
        frequent=[Point(rule, n) for rule, n in rules.most_common(_MOST_BARS)],
        accepted=[
            Point(a.rule, round(100 * a.share), note=f"{a.accepted} of {a.decided}")
            for a in judged[:_MOST_BARS]
        ],
        reviewers=_throughput(history),
    )


def rule_figures(desk: Desk, rule_id: str) -> Acceptance:
    """How often a rule was right, as far as reviewers said."""
    entries = (e for e in desk.entries.values() if e.place.rule == rule_id)
    return acceptance(entries).get(rule_id, Acceptance(rule_id, 0, 0))


def _mean(label: str, scores: list[tuple[float, float]]) -> Point:
    n = len(scores)
    after, before = (round(sum(s[i] for s in scores) / n, 1) for i in (0, 1))
    return Point(label, after, before, note=counted(n, "article"))


def _throughput(history: Iterable[Entry]) -> list[Point]:
    times: dict[str, list[float]] = defaultdict(list)
    for entry in history:
        times[entry.who].append(datetime.fromisoformat(entry.at).timestamp())
    points = []
    for who, moments in sorted(times.items(), key=lambda kv: (-len(kv[1]), kv[0])):
        moments.sort()
        gaps = [b - a for a, b in pairwise(moments) if b - a <= _PAUSE_SECONDS]
        # a burst from one key press takes no time: less than a second each tells nothing
        rate = round(3600 * len(gaps) / sum(gaps)) if sum(gaps) >= 60 else 0
        points.append(Point(who, len(moments), rate, note=f"{rate} an hour" if rate else ""))
    return points[:_MOST_BARS]


class RuleRow(msgspec.Struct, frozen=True, kw_only=True):
    """A rule in the list of rules."""

    id: str
    tier: str
    category: str
    hits: int
    open: int
    acceptance: Acceptance


def rule_rows(desk: Desk) -> list[RuleRow]:
    """Rules that found something, those with most open changes first."""
    every: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for folder in desk.folders.values():
        for item in desk.items(folder):
            every[item.edit.rule] += 1
            waiting[item.edit.rule] += item.state == "open"
    judged = acceptance(desk.entries.values())
    rules = desk.rules
    rows = [
        RuleRow(
            id=rule_id,
            tier=rules[rule_id].tier if rule_id in rules else "",
            category=rules[rule_id].category if rule_id in rules else "",
            hits=n,
            open=waiting[rule_id],
            acceptance=judged.get(rule_id, Acceptance(rule_id, 0, 0)),
        )
        for rule_id, n in every.items()
    ]
    return sorted(rows, key=lambda r: (-r.open, -r.hits, r.id))


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One place where a rule fired."""

    folder: Folder
    item: Item
    left: str
    right: str


def tiers(desk: Desk, rule_id: str) -> dict[str | None, RuleState | None]:
    """What the settings say of a rule: for all articles (None), and for each source it fired in."""
    settings = read_settings(desk.settings_file)
    fired = {f.source for f in desk.folders.values() if any(e.rule == rule_id for e in f.edits)}
    told = {source for source, rules in settings.sources.items() if rule_id in rules}
    found: dict[str | None, RuleState | None] = {None: settings.rules.get(rule_id)}
    for source in sorted((fired | told) - {UNKNOWN}):
        found[source] = settings.sources.get(source, {}).get(rule_id)
    return found


_AROUND = 70
"""Characters of context on each side: a line on the screen."""


def hits(desk: Desk, chosen: Filter) -> list[Hit]:
    """The places that the filter takes, open ones first."""
    found = []
    for folder in desk.folders.values():
        if not chosen.takes_article(folder):
            continue
        for item in desk.items(folder):
            if chosen.takes(item):
                start, end = item.edit.start, item.edit.end
                left = folder.raw[max(0, start - _AROUND) : start].rpartition("\n")[2]
                right = folder.raw[end : end + _AROUND].partition("\n")[0]
                found.append(Hit(folder=folder, item=item, left=left, right=right))
    return sorted(found, key=lambda h: (h.item.state != "open", h.folder.name, h.item.edit.start))
