"""How good is the text? MQM: penalty points by severity, per 1,000 words.

Weights are those of the WMT metrics tasks (Freitag et al. 2021, "Experts, Errors,
and Context", table of weights): minor 1, major 5, minor punctuation 0.1; critical 25
follows their non-translation and MQM 2.0's 0-1-5-25 multipliers (themqm.org).
Short texts swing widely: one major error in 300 words is already 17 points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from cleanup.edits import Edit, Severity

WEIGHTS: dict[Severity, float] = {"neutral": 0.0, "minor": 1.0, "major": 5.0, "critical": 25.0}
MINOR_PUNCTUATION = 0.1


class Dimension(msgspec.Struct, frozen=True):
    """Penalty points per 1,000 words of one MQM dimension."""

    before: float
    after: float


class Score(msgspec.Struct, frozen=True):
    """Points per 1,000 words of the raw text, before and after cleanup; fewer is better."""

    words: int
    before: float
    after: float
    found: int
    fixed: int
    left: int
    """Suggestions and flags nobody has decided on."""
    dimensions: dict[str, Dimension]


def penalty(edit: Edit) -> float:
    """The points of what one edit found."""
    if edit.severity == "minor" and edit.category == "linguistic/punctuation":
        return MINOR_PUNCTUATION
    return WEIGHTS[edit.severity]


def score(raw: str, edits: Sequence[Edit]) -> Score:
    """Score an article by its edits; what a reviewer rejected was no error."""
    words = len(raw.split())
    per = 1000 / max(words, 1)
    before: defaultdict[str, float] = defaultdict(float)
    after: defaultdict[str, float] = defaultdict(float)
    real = [e for e in edits if e.status != "rejected"]
    for edit in real:
        name = edit.category.partition("/")[0]
        before[name] += penalty(edit)
        after[name] += 0.0 if edit.in_text else penalty(edit)
    fixed = sum(e.in_text for e in real)
    return Score(
        words=words,
        before=round(sum(before.values()) * per, 2),
        after=round(sum(after.values()) * per, 2),
        found=len(real),
        fixed=fixed,
        left=len(real) - fixed,
        dimensions={
            n: Dimension(round(before[n] * per, 2), round(after[n] * per, 2)) for n in sorted(before)
        },
    )
