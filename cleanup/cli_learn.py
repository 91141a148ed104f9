"""The command line of learning: `cleanup learn`. Start reading at `learn_group`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanup.cli_options import out_option, paths_type, settings_of, settings_option, talk
from cleanup.progress import with_bar

if TYPE_CHECKING:  # for type checkers alone; each command imports what it needs
    from cleanup.learning.corpus import Articles
    from cleanup.learning.recurring import Group
    from cleanup.learning.site_or_news import Judgement
    from cleanup.rules import Rule
    from cleanup.settings import Settings


@click.group("learn")
def learn_group() -> None:
    """Tell what decisions and articles suggest; write nothing unasked.

    \b
    cleanup learn rules
    cleanup learn rules --take 1,4
    cleanup learn boilerplate raw/
    """


@learn_group.command("rules")
@click.option("--take", default="", metavar="N,N…", help="Write these proposals; without it they are listed.")
@out_option
@settings_option
def learn_rules(take: str, out: Path, settings_file: Path | None) -> int:
    """List what decisions teach about rules.

    Reviewers' decisions give numbered proposals; those that are taken are written. Tiers go into
    cleanup.toml, examples into the rule's file, new rules into your own pack. Each is tested before
    it is saved.
    """
    settings = settings_of(settings_file)
    chosen = _numbers(take)
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


def _numbers(take: str) -> set[int]:
    """Those of `--take`. Raises UsageError for what is no number."""
    try:
        return {int(n) for n in take.split(",")} if take else set()
    except ValueError as err:
        raise click.UsageError(f"--take {take!r}: give numbers with commas between them, as in 1,4") from err


def _proposals(
    out: Path, settings: Settings, settings_file: Path | None
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each proposal in words, and what saves it."""
    from functools import partial

    from cleanup.batch import decisions_location, may_hold_decisions
    from cleanup.decisions import DecisionStore
    from cleanup.files import RAW, find_articles, read_raw
    from cleanup.learning.learn import acceptance, candidates, examples, tier_changes
    from cleanup.learning.rulefiles import add_example, add_rule, set_rule_state
    from cleanup.report.places import visible
    from cleanup.rules import load_rules

    book = {c.rule.id: c for c in load_rules(settings).rules}
    rules = {i: c.rule for i, c in book.items()}
    location = decisions_location(settings, out)
    if not may_hold_decisions(location):
        return
    with DecisionStore(location) as store:
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


@learn_group.command("boilerplate")
@click.argument("paths", nargs=-1, type=paths_type)
@click.option(
    "--take", default="", metavar="N,N…|all", help="Write rules for these; without it they are listed."
)
@click.option("--by", metavar="PATTERN", help="Its first group, found in an article's id, names the source.")
@click.option(
    "--at-least",
    type=click.IntRange(3),
    default=5,
    show_default=True,
    help="Fewest articles that have the line.",
)
@click.option(
    "--all", "show_all", is_flag=True, help="List also lines that are unsure, news, or removed by a rule."
)
@settings_option
def learn_boilerplate(
    paths: tuple[Path, ...],
    take: str,
    by: str | None,
    at_least: int,
    show_all: bool,
    settings_file: Path | None,
) -> int:
    """List lines that a site sets into articles.

    They are numbered; those that are taken become rules of yours. PATHS are folders of .txt and
    .html files, or .jsonl files with "id", "text" (or "html") and "site" or "url" (default: raw/).
    Lines that differ only in numbers, dates and a few words count as one. Lines that recur because
    the news recurs are left out, and so are those that a rule removes already.

    \b
    cleanup learn boilerplate raw/
    cleanup learn boilerplate articles.jsonl --take all
    """
    from cleanup.errors import RulesError
    from cleanup.files import RAW
    from cleanup.learning.corpus import Articles
    from cleanup.learning.rulefiles import add_rule

    chosen, settings = set() if take == "all" else _numbers(take), settings_of(settings_file)
    articles = Articles(paths or [RAW], by=by, max_bytes=settings.max_bytes)
    rules = list(_site_lines(articles, at_least, settings, show_all))
    for problem in sorted(articles.problems):
        talk(f"cleanup: {problem}")
    numbered = dict(enumerate(rules, 1))
    if unknown := chosen - numbered.keys():
        raise click.UsageError(f"no line {', '.join(map(str, sorted(unknown)))}")
    for rule in rules if take == "all" else [numbered[n] for n in sorted(chosen)]:
        try:
            talk(f"written: {rule.id} into {add_rule(rule, settings.packs[0], settings)}")
        except RulesError as err:  # words too frequent for a pattern
            talk(f"cleanup: {err}")
    return 0


def _site_lines(articles: Articles, at_least: int, settings: Settings, show_all: bool) -> Iterator[Rule]:
    """Print what recurs, with its reasons; a rule for each line of the site that no rule removes."""
    import datetime

    from cleanup.learning.learned_rule import removes, rule_for
    from cleanup.learning.recurring import find_recurring
    from cleanup.learning.site_or_news import judge
    from cleanup.pipeline import Cleaner

    total, cleaner, number = len(articles), Cleaner(settings), 0
    corpus = find_recurring(lambda: with_bar(articles, "Reading", total), at_least=at_least)
    for group in corpus.groups:
        source = corpus.sources[group.source]
        judgement = judge(group, source)
        if judgement.verdict != "site":
            if show_all:
                _show(judgement.verdict, group, source.articles, judgement)
        elif not removes(cleaner, next(iter(group.lines.values()))):
            number += 1
            _show(str(number), group, source.articles, judgement)
            yield rule_for(group, source, judgement, day=datetime.date.today().isoformat())
        elif show_all:
            _show("has a rule", group, source.articles, judgement)


def _show(mark: str, group: Group, of: int, judgement: Judgement) -> None:
    where = f"{group.articles:,} of {of:,} articles of {group.source} ({', '.join(group.examples)})"
    click.echo(f"{mark:>3}  {where}, {judgement.points:+d} points: {'; '.join(judgement.reasons)}")
    for words, times in group.times.most_common(3):
        click.echo(f"{times:>12,} × {group.lines[words]}")
