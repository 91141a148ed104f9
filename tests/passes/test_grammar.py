"""The grammar pass."""

from __future__ import annotations

import pytest

from cleanup import Cleaner


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


@pytest.mark.parametrize(
    "text",
    [
        "The Plan A is ready.",
        "A eulogy, a ewe, a uniform, a useful idea, a once-great club.",
        "An heir and an honour.",
        "He got an xls file and an mp.",
        "From a to z, or a of b.",
        "Il a été là.",
        "Hepatitis A affects many.",
    ],
)
def test_left_alone(cleaner: Cleaner, text: str) -> None:
    assert [e for e in cleaner.clean(text).edits if e.rule.startswith("grammar.")] == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("This is a important step.", "This is an important step."),
        ("He is an leader.", "He is a leader."),
        ("It is an unique case.", "It is a unique case."),
        ("“No.” A inquiry began.", "“No.” An inquiry began."),
    ],
)
def test_article_follows_the_sound(cleaner: Cleaner, text: str, after: str) -> None:
    assert cleaner.clean(text).text == after
