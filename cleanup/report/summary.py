"""What came of a whole run? A screenful for the person who started it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from cleanup.batch import Outcome, Plan
from cleanup.report.places import visible

_MOST = 5
"""Names listed before “and N more”: enough to go on with, few enough to read."""


def summary(todo: Plan, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Articles, edits by tier and category, what needs a person, where to look next."""
    outcomes = sorted(outcomes, key=lambda o: o.id)
    failed = [o for o in outcomes if o.error is not None]
    made = sum(o.made for o in outcomes)
    fresh = len(outcomes) - made - len(failed)
    yield f"{_count(len(outcomes), 'article')}: {made} cleaned, {fresh} up to date, {len(failed)} failed"
    if fresh and not made:
        yield "Nothing new: raw texts, rules, settings and decisions are as they were (--force redoes all)"
    yield from _table(outcomes)
    for o in outcomes:
        for problem in o.problems:
            yield f"Note: {visible(o.id)}: {visible(problem)}"
    if todo.found.passed_over:
        names = [str(p) for p in todo.found.passed_over]
        yield f"Passed over (articles are .txt and .html files): {_some(names)}"
    if todo.orphans:
        yield f"In {todo.job.out} without a raw article, left as they are: {_some(todo.orphans)}"
    yield from _next(todo.job.out, outcomes)


def _table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """One row a category, one column a tier."""
    count: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        for (tier, category, _), n in outcome.tally.items():
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


def _next(out: Path, outcomes: Sequence[Outcome]) -> Iterator[str]:
    waiting = sorted((o for o in outcomes if o.open), key=lambda o: (-o.open, o.id))
    if waiting:
        total = _count(sum(o.open for o in waiting), "suggestion or flag", "suggestions and flags")
        yield f"For a person: {total} in {_some([f'{o.id} ({o.open})' for o in waiting])}"
    shown = next((o.id for o in [*waiting, *outcomes] if o.error is None), None)
    if shown is not None:
        yield f"Next: cleanup diff {visible(shown)!r}, or read {visible(str(out / shown))}.diff"


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(visible(n) for n in names[:_MOST]) + more
