"""Does each rule do what its examples say? Start reading at `broken_examples`."""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.article import Article
from cleanup.edits import Proposal, settle
from cleanup.page import Page, RuleSet
from cleanup.passes import ORDER, pass_name, propose
from cleanup.rules import Change, Compiled

_PASSES = {pass_name(p): p for p in ORDER}


def broken_examples(rules: RuleSet, only: str | None = None) -> Iterator[str]:
    """What is wrong with the examples, a line each; nothing if all hold.

    An example in `change` must fire exactly its own rule and give `after`, which
    must not fire it again; one in `keep` must not fire it. Where no grammar engine is set, the
    rules that need one are passed over.
    """
    for rule_id in [only] if only else sorted(rules.rules):
        compiled = rules.rules[rule_id]
        if compiled.rule.engine and rules.engine is None:
            continue
        for change in compiled.rule.change:
            yield from _broken_change(rules, compiled, change)
        for text in compiled.rule.keep:
            if _fired(rules, compiled, text):
                yield f"{compiled.origin}: {rule_id}: must keep {text!r}"


def _broken_change(rules: RuleSet, compiled: Compiled, change: Change) -> Iterator[str]:
    rule = compiled.rule
    where = f"{compiled.origin}: {rule.id}"
    every = _proposals(rules, compiled, change.before)
    own = [p for p in every if p.rule == rule.id]
    others = sorted({p.rule for p in every} - {rule.id})
    if not own:
        yield f"{where}: does not fire on {change.before!r}"
        return
    if others:
        yield f"{where}: {', '.join(others)} fires too on {change.before!r}"
    if change.after is None:
        return
    got = _applied(change.before, own)
    if got != change.after:
        yield f"{where}: {change.before!r} gives {got!r}, not {change.after!r}"
    elif _fired(rules, compiled, change.after):
        yield f"{where}: fires again on {change.after!r}"


def _fired(rules: RuleSet, compiled: Compiled, text: str) -> list[Proposal]:
    return [p for p in _proposals(rules, compiled, text) if p.rule == compiled.rule.id]


def _proposals(rules: RuleSet, compiled: Compiled, text: str) -> list[Proposal]:
    page = Page(text, Article(id="example", raw=text), rules, set())
    return settle(propose(_PASSES[compiled.rule.pass_name], page))


def _applied(text: str, proposals: list[Proposal]) -> str:
    out, pos = "", 0
    for p in proposals:
        out += text[pos : p.start] + (p.after or "")
        pos = p.end
    return out + text[pos:]
