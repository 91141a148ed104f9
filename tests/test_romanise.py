"""Cyrillic names and their Latin spellings."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleanup.onomastics.declension import case_forms, nominatives
from cleanup.onomastics.romanise import cyrillic_skeletons, is_romanisation, skeletons, spellings

LETTERS = "абвгдежзийклмнопрстуфхцчшщыьэюя"


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Michael", "Михол"),
        ("Kim", "Кимм-Ын"),
        ("Clinton", "Клинтон"),
        ("Macron", "Макрон"),
        ("Lavrova", "Лавров"),
        ("", "Ли"),
    ],
)
def test_other_names_are_no_romanisation(latin: str, cyrillic: str) -> None:
    assert not is_romanisation(latin, cyrillic)


@pytest.mark.parametrize(
    ("cyrillic", "latins"),
    [
        ("Сергей", ["Sergei", "Sergey", "Sergej", "Serghey"]),
        ("Щербаков", ["Shcherbakov", "Ščerbakov", "Scherbakov"]),
        ("Королёв", ["Korolev", "Korolyov", "Koroliov"]),
        ("Алексей", ["Alexei", "Aleksey", "Aleksej"]),
        ("Цзиньпин", ["Tszinpin", "Tszin'pin", "Czinpin", "Tzinpin"]),
        ("Зеленский", ["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskii", "Zelenskij"]),
        ("Юрий", ["Yuri", "Yury", "Yuriy", "Iurii", "Jurij"]),
        ("Васильев", ["Vasilyev", "Vasiliev", "Vasilev", "Vasil'ev"]),
    ],
)
def test_all_schemes_share_a_key(cyrillic: str, latins: list[str]) -> None:
    keys = set(cyrillic_skeletons(cyrillic))
    assert [s for s in latins if not keys & set(skeletons(s))] == []
    assert [s for s in latins if not is_romanisation(s, cyrillic)] == []


@given(st.text(LETTERS, min_size=1, max_size=5))
@example("цца")
def test_every_spelling_is_a_romanisation(cyrillic: str) -> None:
    assert [s for s in sorted(spellings(cyrillic))[:50] if not is_romanisation(s, cyrillic)] == []


@given(st.text(max_size=30))
def test_any_text_has_a_key(text: str) -> None:
    assert skeletons(text)


@pytest.mark.parametrize(("name", "gender"), [("Шойгу", "m"), ("Абэ", "m"), ("Ким", "f")])
def test_some_names_do_not_decline(name: str, gender: str) -> None:
    assert case_forms(name, gender) == ()


@pytest.mark.parametrize(
    ("form", "name"),
    [("Zelenskogo", "Зеленский"), ("Putinym", "Путин"), ("Trampa", "Трамп"), ("Lavrovu", "Лавров")],
)
def test_nominative_behind_a_case(form: str, name: str) -> None:
    assert set(nominatives(skeletons(form)[0])) & set(cyrillic_skeletons(name))
    assert any(is_romanisation(form, f) for f in case_forms(name, "m"))
