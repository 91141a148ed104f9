"""How does one article go from raw to cleaned? Start reading at `Cleaner.clean`."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import msgspec

from cleanup.article import Article, Finding, Meta, merge_meta
from cleanup.draft import Draft
from cleanup.edits import Decisions, Edit, give_way, mark_exclusions, own_changes
from cleanup.errors import SettingsError
from cleanup.page import Page, RuleSet
from cleanup.passes import ORDER, find_meta, pass_name, propose
from cleanup.rules import load_rules
from cleanup.score import Score, score
from cleanup.settings import Settings

MOST_ROUNDS = 8
"""Rounds after which an article that keeps changing is left as it is. Real articles need
two; rules that undo each other would never end."""

LONG = 1_000_000
"""Characters of an article from which the garbage collector waits until it is done: it would
go through all that is remembered of the article again and again, a tenth of the time."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one article."""

    id: str
    raw: str
    text: str
    edits: tuple[Edit, ...]
    meta: Meta
    score: Score
    problems: tuple[str, ...] = ()
    """What did not work, in words: rules that outran their time, engines that were away."""


def passes_in_force(settings: Settings) -> list[ModuleType]:
    """The passes that the settings do not leave out. Raises SettingsError for a name that is no pass."""
    by_name = {pass_name(p): p for p in ORDER}
    if unknown := set(settings.passes_off) - by_name.keys():
        named, known = ", ".join(sorted(unknown)), ", ".join(by_name)
        raise SettingsError(f"passes_off names passes that do not exist: {named}. There are: {known}")
    return [p for name, p in by_name.items() if name not in settings.passes_off]


class Cleaner:
    """Cleans articles. Made once, used for many; holds rules, settings and decisions."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        decisions: Decisions | None = None,
        rules: RuleSet | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.rules = rules or RuleSet(load_rules(self.settings), self.settings)
        self.decisions = decisions or {}
        self._own = {k: d for k, d in self.decisions.items() if d.before is not None}
        self._of_source = {s: self.rules.of_source(own) for s, own in self.settings.sources.items()}
        self._passes = passes_in_force(self.settings)

    def clean(self, text: str | Article, *, source: str | None = None) -> Result:
        """Clean one article, with the settings for its source where there are any."""
        article = text if isinstance(text, Article) else Article(id="", raw=text, source=source)
        with _garbage_kept(len(article.raw) >= LONG):
            result = self._clean(article, self.rules)
            rules = self._of_source.get(result.meta.source or result.meta.agency or "")
            return self._clean(article, rules) if rules else result

    def _clean(self, article: Article, rules: RuleSet) -> Result:
        """Run the passes in order until each has seen the final text.

        A pass that applied something makes the others look again, so that cleaning
        a cleaned text applies nothing.
        """
        draft = Draft(article.raw, self.decisions)
        draft.take(own_changes(article.raw, self._own))
        left: dict[int, list[Edit]] = {}
        taken_out: dict[int, list[Finding]] = {}
        read_off: dict[int, list[Finding]] = {}
        skipped: set[str] = set()
        problems: list[str] = []
        away: set[str] = set()
        page = Page(draft.text, article, rules, skipped, away)
        turn = quiet = 0
        while quiet < len(self._passes):
            if turn >= MOST_ROUNDS * len(self._passes):
                problems.append(f"still changing after {MOST_ROUNDS} rounds; left as it was then")
                break
            number = turn % len(self._passes)
            proposals = list(propose(self._passes[number], page))
            made, left[number] = draft.take(proposals)
            taken_out.setdefault(number, []).extend(p.meta for p in made if p.meta)
            read_off[number] = [p.meta for p in proposals if p.meta]
            quiet = 0 if made else quiet + 1
            if draft.text != page.text:
                page = page.turned(draft.text)
            turn += 1
        problems += [f"rule {i} took too long here and was skipped" for i in sorted(skipped)]
        problems += sorted(away)
        edits = give_way([*draft.applied, *(e for es in left.values() for e in es)], rules.guests)
        edits = mark_exclusions(edits)
        found = [m for n in sorted(left) for m in [*taken_out[n], *read_off[n]]]
        meta = merge_meta([article.meta, *found, *(find_meta(p, page) for p in self._passes)])
        return Result(
            id=article.id,
            raw=article.raw,
            text=draft.text,
            edits=tuple(edits),
            meta=meta,
            score=score(article.raw, edits),
            problems=tuple(problems),
        )


@contextmanager
def _garbage_kept(keep: bool) -> Iterator[None]:
    """Without the garbage collector, if asked for and if it runs."""
    if not (keep and gc.isenabled()):
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def clean(text: str, *, source: str | None = None) -> Result:
    """Clean one text with the default settings.

    For many texts make one `Cleaner` and keep it.
    """
    return Cleaner().clean(text, source=source)
