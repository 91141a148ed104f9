"""One pass with its own rules and no others: what it proposes, and the text that makes."""

from __future__ import annotations

from types import ModuleType

from cleanup.article import Article
from cleanup.draft import Draft
from cleanup.edits import Proposal
from cleanup.page import Page, RuleSet
from cleanup.passes import pass_name, propose
from cleanup.rules import read_rules, rule_files, rules_folder
from cleanup.settings import Settings


class Alone:
    """A pass; `besides` names passes whose word tables it reads."""

    def __init__(self, module: ModuleType, *besides: str) -> None:
        self._module = module
        names = {pass_name(module), *besides}
        files = [f for f in rule_files([rules_folder()], Settings().packs) if f.pass_name in names]
        self.book = read_rules(files)
        self.rules = RuleSet(self.book, Settings())

    def page(self, text: str, raw: str | None = None, source: str | None = None) -> Page:
        """`raw` is the article as it arrived, where that was another text."""
        article = Article(id="", raw=text if raw is None else raw, source=source)
        return Page(text, article, self.rules, set())

    def proposed(self, text: str, raw: str | None = None, source: str | None = None) -> list[Proposal]:
        return list(propose(self._module, self.page(text, raw, source)))

    def cleaned(self, text: str) -> str:
        draft = Draft(text)
        draft.take(self.proposed(text))
        return draft.text


def accepted(text: str, proposals: list[Proposal]) -> str:
    """The text with all proposals made, which are in order and do not overlap."""
    for p in reversed(proposals):
        text = text[: p.start] + (p.after or "") + text[p.end :]
    return text
