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
        self._rules = RuleSet(self.book, Settings())

    def page(self, text: str) -> Page:
        return Page(text, Article(id="", raw=text), self._rules, set())

    def proposed(self, text: str) -> list[Proposal]:
        return list(propose(self._module, self.page(text)))

    def cleaned(self, text: str) -> str:
        draft = Draft(text)
        draft.take(self.proposed(text))
        return draft.text
