"""What came of a whole run? A screenful for the person who started it, or JSON for a scheduler.

Start reading at `Totals`, which are as large after a million articles as after ten.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import cleanup
from cleanup.batch import Outcome, PartDone, Plan, Tally, open_ones
from cleanup.report.places import counted, visible

_MOST = 5
"""Names listed before “and N more”: enough to go on with, few enough to read."""
_NOTES = 100
"""Notes kept: more are no news."""


class Totals:
    """Counts over the articles and tables of a run, added up as they come."""

    def __init__(self) -> None:
        self.articles = self.made = self.failed = self.open = 0
        self.tally: Counter[tuple[str, str, str]] = Counter()
        self.failures: list[tuple[str, str]] = []
        """What stands in no other place: id and reason of single articles and of whole tables."""
        self.notes: list[tuple[str, str]] = []
        self.tables: Counter[str] = Counter()
        """Suggestions and flags left in each table."""
        self.failed_rows: Counter[str] = Counter()
        self.problem_rows: Counter[str] = Counter()
        self.first: str | None = None
        """Of the ids that worked."""
        self.waiting = 0
        """Articles with suggestions or flags, `most` of them with the most."""
        self.most: list[tuple[int, str]] = []

    def add(self, outcome: Outcome) -> None:
        """Count an article."""
        self._count(1, outcome.made, outcome.error is not None, outcome.tally)
        if outcome.error is not None:
            self.failures.append((outcome.id, outcome.error))
            return
        self.first = min(self.first or outcome.id, outcome.id)
        self.notes += [(outcome.id, problem) for problem in outcome.problems][: _NOTES - len(self.notes)]
        if left := open_ones(outcome.tally):
            self.waiting += 1
            self.most = heapq.nsmallest(_MOST, [*self.most, (-left, outcome.id)])

    def add_rows(self, part: PartDone) -> None:
        """Count rows of a table."""
        self._count(part.rows, part.made, part.failed, part.tally)
        self.tables[part.table] += open_ones(part.tally)
        self.failed_rows[part.table] += part.failed
        self.problem_rows[part.table] += part.problems

    def _count(self, articles: int, made: int, failed: int, tally: Tally) -> None:
        self.articles += articles
        self.made += made
        self.failed += failed
        self.tally.update(tally)
        self.open += open_ones(tally)

    @property
    def fresh(self) -> int:
        """Articles whose results of an earlier run still hold."""
        return self.articles - self.made - self.failed


def summary(todo: Plan, totals: Totals) -> Iterator[str]:
    """Articles, edits by tier and category, what needs a person, where to look next."""
    t = totals
    yield f"{counted(t.articles, 'article')}: {t.made} cleaned, {t.fresh} up to date, {t.failed} failed"
    if t.fresh and not t.made:
        yield "Nothing new: raw texts, rules, settings and decisions are as they were (--force redoes all)"
    yield from _table(t.tally)
    for name, problem in sorted(t.notes):
        yield f"Note: {visible(name)}: {visible(problem)}"
    for name, number in t.problem_rows.items():
        if number:
            yield f"Note: {visible(name)}: in {number} something did not work; their `problems` say what"
    if todo.found.passed_over:
        names = [str(p) for p in todo.found.passed_over]
        yield f"Passed over (not .txt, .html or a table): {_some(names)}"
    if todo.orphans:
        yield f"In {todo.job.out} without a raw article, left as they are: {_some(todo.orphans)}"
    yield from _next(todo, t)


def summary_value(todo: Plan, totals: Totals, *, exit_code: int, seconds: float) -> dict[str, Any]:
    """The same for a program."""
    return {
        "version": cleanup.__version__,
        "exit_code": exit_code,
        "seconds": round(seconds, 3),
        "out": str(todo.job.out),
        "articles": totals.articles,
        "cleaned": totals.made,
        "up_to_date": totals.fresh,
        "failed": totals.failed,
        "open": totals.open,
        "edits": [
            {"tier": tier, "category": category, "status": status, "number": n}
            for (tier, category, status), n in sorted(totals.tally.items())
        ],
        "tables": {file.id: str(todo.job.out / file.id) for file in todo.found.tables},
        "errors": [{"id": i, "error": error} for i, error in sorted(totals.failures)],
        "notes": [{"id": i, "note": note} for i, note in sorted(totals.notes)],
        "passed_over": [str(p) for p in todo.found.passed_over],
        "orphans": todo.orphans,
    }


def _table(tally: Tally) -> Iterator[str]:
    """One row a category, one column a tier."""
    count: Counter[tuple[str, str]] = Counter()
    for (tier, category, _), n in tally.items():
        count[category, tier] += n
        count["all", tier] += n
    if not count:
        return
    tiers = ("auto", "suggest", "flag")
    categories = sorted({c for c, _ in count} - {"all"})
    width = max(map(len, categories))
    yield f"  {'edits':<{width}}" + "".join(f"{t:>9}" for t in tiers)
    for category in [*categories, "all"]:
        yield f"  {category:<{width}}" + "".join(f"{count[category, t] or '·':>9}" for t in tiers)


def _next(todo: Plan, totals: Totals) -> Iterator[str]:
    out = todo.job.out
    tables = {name: left for name, left in totals.tables.items() if left}
    if totals.open:
        total = counted(totals.open, "suggestion or flag", "suggestions and flags")
        names = [f"{i} ({-n})" for n, i in totals.most] + [f"{i} ({n})" for i, n in sorted(tables.items())]
        yield f"For a person: {total} in {_some(names, totals.waiting + len(tables))}"
    shown = next((i for _, i in totals.most), totals.first)
    if shown is not None:
        yield f"Next: cleanup diff {visible(shown)!r}, or read {visible(str(out / shown))}.diff"
    for file in todo.found.tables:
        yield f"Results of {visible(file.id)}: {visible(str(out / file.id))}"


def _some(names: Sequence[str], number: int = 0) -> str:
    more = max(len(names), number) - _MOST
    more_ = f" and {more} more" if more > 0 else ""
    return ", ".join(visible(n) for n in names[:_MOST]) + more_
