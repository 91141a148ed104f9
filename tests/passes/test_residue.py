"""The pass `residue`: what stays, what goes, what is shown to a person and how romanised."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from alone import Alone
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.characters.translit import romanise
from cleanup.passes import residue

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "residue.yaml").read_text("utf-8"))
ALONE = Alone(residue)
cleaned = ALONE.cleaned
proposed = ALONE.proposed
UKRAINIAN = ALONE.book.words["residue.ukrainian-letters"]
REST = "The ministers met in the morning and talked until the evening. " * 3


@pytest.mark.parametrize("text", CASES["unchanged"])
def test_leaves_alone(text: str) -> None:
    assert proposed(text) == []


@pytest.mark.parametrize(("before", "after"), CASES["changed"])
def test_changes(before: str, after: str) -> None:
    assert cleaned(before) == after


@pytest.mark.parametrize(("text", "word", "romanised"), CASES["flagged"])
def test_flags_words_with_a_romanised_form(text: str, word: str, romanised: str) -> None:
    assert [(p.tier, text[p.start : p.end], p.after, p.alternatives) for p in proposed(text)] == [
        ("flag", word, None, (romanised,))
    ]


@pytest.mark.parametrize(
    ("line", "tier", "after"),
    [
        ("Политика", "auto", ""),
        ("Мария Петрова", "suggest", ""),
        ("Подписывайтесь на наш канал и читайте новости первыми", "auto", ""),
        ("Глава ведомства рассказал о планах на лето", "suggest", ""),
        ("Глава ведомства рассказал о планах.", "flag", None),
        ("Глава ведомства рассказал о планах на лето и осень, назвал сроки и имена", "flag", None),
    ],
)
def test_the_longer_a_line_the_weaker_the_tier(line: str, tier: str, after: str | None) -> None:
    found = proposed(f"{REST}\n{line}\n{REST}")
    assert [(p.tier, p.after) for p in found] == [(tier, after)]


def test_a_bilingual_page_loses_nothing() -> None:
    russian = "Министры встретились утром и говорили до вечера. " * 2
    text = f"{REST}\n{russian}\nОбщество"
    assert [p.tier for p in proposed(text)] == ["flag", "flag"]


@pytest.mark.parametrize(
    ("line", "meta"),
    [
        ("Фото: Анна Петрова / ТАСС", {"photo_credits": ["Анна Петрова / ТАСС"]}),
        ("Источник: Интерфакс", {"source": "Интерфакс"}),
        ("Беседовала Анна Петрова", {"byline": "Анна Петрова"}),
        ("26 декабря 2025", {"date": "2025-12-26"}),
        ("5 липня 2024 року", {"date": "2024-07-05"}),
        ("Translated by Yandex Translate", {"translation_credit": "Yandex Translate"}),
        ("This text was translated automatically", {"translation_credit": "translated automatically"}),
        ("Переведено сервисом «Яндекс Переводчик»", {"translation_credit": "«Яндекс Переводчик»"}),
    ],
)
def test_what_a_line_says_is_kept(line: str, meta: dict[str, object]) -> None:
    assert [p.meta for p in proposed(f"{REST}\n{line}\n{REST}")] == [meta]


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Дмитрий Соловьёв", "Dmitry Solovyov"),
        ("Набережные Челны", "Naberezhnye Chelny"),
        ("ЩУКИН", "SHCHUKIN"),
    ],
)
def test_russian_as_the_press_writes_it(cyrillic: str, latin: str) -> None:
    assert romanise(cyrillic) == latin


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Згурський", "Zghurskyi"),
        ("Єнакієве", "Yenakiieve"),
        ("Їжакевич", "Yizhakevych"),
        ("Знам'янка", "Znamianka"),
        ("ХАРКІВ", "KHARKIV"),
    ],
)
def test_ukrainian_by_the_state_standard(cyrillic: str, latin: str) -> None:
    assert romanise(cyrillic, UKRAINIAN) == latin


PIECES = [
    "word ",
    "The ",
    "слово",
    "Новости",
    "\n",
    " › ",
    " / ",
    ". ",
    "Т-72",
    "(",
    ")",
    "5 км",
    "«",
    "»",
    ":",
]


@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
@settings(max_examples=300, deadline=None)
def test_is_idempotent(text: str) -> None:
    once = cleaned(cleaned(f"{REST}\n{text}"))  # two lines at the very end share a line end
    assert [p for p in proposed(once) if p.tier == "auto"] == []


@pytest.mark.parametrize("piece", ["слово ", "слово\n", "a слово ", "5км ", "Т-", " / н", "б.", "б1"])
def test_long_line_is_linear(piece: str) -> None:
    text = REST * 500 + piece * 20_000
    assert len(cleaned(text)) <= len(text)
