"""MQM points per 1,000 words."""

from __future__ import annotations

import msgspec
import pytest

from cleanup.edits import Edit
from cleanup.score import score

TEXT = "word " * 100


def edit(**keys: object) -> Edit:
    base: dict[str, object] = {
        "id": "x", "start": 0, "end": 4, "before": "word", "after": "term", "rule": "wording.x",
        "category": "accuracy/mistranslation", "severity": "minor", "tier": "auto", "status": "applied",
        "confidence": 1.0, "message": "m",
    }  # fmt: skip
    return Edit(**{**base, **keys})  # type: ignore[arg-type]


def test_nothing_found_is_no_points() -> None:
    got = score(TEXT, [])
    assert (got.words, got.before, got.after, got.found, got.dimensions) == (100, 0.0, 0.0, 0, {})


def test_empty_text() -> None:
    assert score("", []).before == 0.0


def test_rejected_edits_were_no_errors() -> None:
    assert score(TEXT, [edit(status="rejected")]).found == 0


@pytest.mark.parametrize(
    ("keys", "points"),
    [
        ({"severity": "minor"}, 10.0),
        ({"severity": "major"}, 50.0),
        ({"severity": "critical"}, 250.0),
        ({"severity": "neutral"}, 0.0),
        ({"severity": "minor", "category": "linguistic/punctuation"}, 1.0),
        ({"severity": "major", "category": "linguistic/punctuation"}, 50.0),
    ],
)
def test_weights_of_wmt(keys: dict[str, object], points: float) -> None:
    assert score(TEXT, [edit(**keys)]).before == points


def test_fixed_and_left() -> None:
    got = score(
        TEXT, [edit(), edit(status="suggested", tier="suggest", category="style/awkward", severity="major")]
    )
    assert (got.found, got.fixed, got.left) == (2, 1, 1)
    assert (got.before, got.after) == (60.0, 50.0)
    assert msgspec.to_builtins(got.dimensions) == {
        "accuracy": {"before": 10.0, "after": 0.0},
        "style": {"before": 50.0, "after": 50.0},
    }
