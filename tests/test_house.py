"""Which spelling the house has, for each style."""

from __future__ import annotations

import pytest

from cleanup.article import Article
from cleanup.draft import Draft
from cleanup.page import Page, RuleSet
from cleanup.passes import names, propose
from cleanup.rules import read_rules, rule_files, rules_folder
from cleanup.settings import NameSpelling, Settings

FILES = rule_files([rules_folder()], Settings().packs)
BOOK = read_rules([f for f in FILES if f.pass_name in {"names"}])
STYLES: tuple[NameSpelling, ...] = ("majority", "canonical", "bgn", "ap", "un")


def cleaned(text: str, style: NameSpelling) -> str:
    draft = Draft(text)
    rules = RuleSet(BOOK, Settings(name_spelling=style))
    draft.take(propose(names, Page(text, Article(id="", raw=text), rules, set())))
    return draft.text


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "text",
    [
        "Sergey Lavrov spoke. Lavrov left Kiev.",
        "Volodymyr Zelenskiy spoke. Zelenskiy left.",
        'Kiev, Kyiv: see https://example.org/Kiev, kiev@example.org and the weekly "Kiev Review".',
        "Anton Vasilyev and Pyotr Vasiliev are no relations.",
    ],
)
def test_one_spelling_stays_and_so_do_addresses_and_titles(text: str, style: NameSpelling) -> None:
    assert cleaned(text, style) == text.replace("Kiev, Kyiv", "Kyiv, Kyiv")


@pytest.mark.parametrize(
    ("style", "after"),
    [
        ("majority", "Sergej Lavrov spoke. Sergej Lavrov left. Sergej Lavrov smiled."),
        ("canonical", "Sergei Lavrov spoke. Sergei Lavrov left. Sergei Lavrov smiled."),
        ("ap", "Sergei Lavrov spoke. Sergei Lavrov left. Sergei Lavrov smiled."),
        ("bgn", "Sergey Lavrov spoke. Sergey Lavrov left. Sergey Lavrov smiled."),
        ("un", "Sergej Lavrov spoke. Sergej Lavrov left. Sergej Lavrov smiled."),
    ],
)
def test_given_name(style: NameSpelling, after: str) -> None:
    assert cleaned("Sergej Lavrov spoke. Sergey Lavrov left. Sergej Lavrov smiled.", style) == after


@pytest.mark.parametrize(
    ("style", "name"),
    [("majority", "Zelenskiy"), ("canonical", "Zelensky"), ("ap", "Zelenskyy"), ("bgn", "Zelensky")],
)
def test_surname(style: NameSpelling, name: str) -> None:
    text = "Volodymyr Zelenskiy spoke. Zelenskiy left with Zelenskyy's aide."
    assert cleaned(text, style) == f"Volodymyr {name} spoke. {name} left with {name}'s aide."


@pytest.mark.parametrize(
    ("style", "after"),
    [
        ("majority", "Kiev is calm. Kiev has power. Kyiv is big."),
        ("bgn", "Kyiv is calm. Kyiv has power. Kyiv is big."),
    ],
)
def test_place(style: NameSpelling, after: str) -> None:
    assert cleaned("Kiev is calm. Kiev has power. Kyiv is big.", style) == after


def test_a_name_of_no_table_goes_by_the_majority() -> None:
    text = "It was Taras Podoliakov who spoke. Podolyakov left. Podoliakov smiled."
    assert cleaned(text, "bgn") == text.replace("Podolyakov", "Podoliakov")
