"""The command line of learning: `cleanup learn`. Start reading at `learn_group`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanup.cli_options import out_option, settings_of, settings_option

if TYPE_CHECKING:  # for type checkers alone; each command imports what it needs
    from cleanup.settings import Settings


@click.group("learn")
def learn_group() -> None:
    """Tell what decisions and articles suggest; write nothing unasked.

    \b
    cleanup learn rules
    cleanup learn rules --take 1,4
    """


@learn_group.command("rules")
@click.option("--take", default="", metavar="N,N…", help="Write these proposals; without it they are listed.")
@out_option
@settings_option
def learn_rules(take: str, out: Path, settings_file: Path | None) -> int:
    """List what reviewers' decisions say about rules, numbered; write those that are taken.

    Tiers go into cleanup.toml, examples into the rule's file, new rules into your own pack. Each is
    tested before it is saved.
    """
    settings = settings_of(settings_file)
    chosen = {int(n) for n in take.split(",") if n.strip().isdigit()}
    for number, (told, save) in enumerate(_proposals(out, settings, settings_file), 1):
        if not take:
            click.echo(f"{number:>3}  {told}")
        elif number in chosen:
            chosen.discard(number)
            save()
            click.echo(f"written: {told}")
    if chosen:
        raise click.UsageError(f"no proposal {', '.join(map(str, sorted(chosen)))}")
    return 0


def _proposals(
    out: Path, settings: Settings, settings_file: Path | None
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each proposal in words, and what saves it."""
    from functools import partial

    from cleanup.batch import decisions_location
    from cleanup.decisions import DecisionStore
    from cleanup.files import RAW, find_articles, read_raw
    from cleanup.learn import acceptance, candidates, examples, tier_changes
    from cleanup.report.places import visible
    from cleanup.rulefiles import add_example, add_rule, set_rule_state
    from cleanup.rules import load_rules

    book = {c.rule.id: c for c in load_rules(settings).rules}
    rules = {i: c.rule for i, c in book.items()}
    with DecisionStore(decisions_location(settings, out)) as store:
        history = store.history()
    for change in tier_changes(acceptance(history), rules):
        found, (low, high) = change.acceptance, change.acceptance.bounds
        share = f"{found.accepted} of {found.decided} accepted, {low:.1%} to {high:.1%}"
        told = f"{change.rule}: {change.now} → {change.then} ({share})"
        yield told, partial(set_rule_state, change.rule, change.then, settings_file)
    raw = find_articles([RAW]).articles if RAW.is_dir() else []
    corpus = [read_raw(f.path, settings.max_bytes).text for f in raw]
    for candidate in candidates(history, corpus):
        rule = candidate.rule
        shown = "".join(f"\n       {visible(b)}\n     → {visible(a)}" for b, a in candidate.evidence[:5])
        told = (
            f"new rule {rule.id}: {rule.find} → {rule.replace} ({len(candidate.evidence)} sentences){shown}"
        )
        yield told, partial(add_rule, rule, settings.packs[-1], settings)
    for example in examples(history, rules):
        path = Path(book[example.rule].origin.rpartition(":")[0])
        arrow = "" if example.after is None else f" → {visible(example.after)}"
        kind = "keep" if example.after is None else "change"
        told = f"{kind} for {example.rule}: {visible(example.before)}{arrow}"
        yield told, partial(add_example, path, example, settings)
