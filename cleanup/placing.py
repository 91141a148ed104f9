"""What is written down of a place that is decided on? Its key, and the sentence around for `learn`."""

from __future__ import annotations

from cleanup.decisions import Place
from cleanup.edits import decision_key
from cleanup.patterns import lazy_re

_MOST_AROUND = 300
"""Characters kept of the sentence on each side of a decision: a long sentence has 200."""
_SENTENCE_END = lazy_re(r"[.!?…][”\"’»)]*\s")


def place_of(
    raw: str, span: tuple[int, int], rule: str, *, article: str, source: str, offered: str | None
) -> Place:
    """The place raw[span] that a rule speaks of; `offered` is the rule's own wording."""
    start, end = span
    left = raw[max(0, start - _MOST_AROUND) : start].rpartition("\n")[2]
    right = raw[end : end + _MOST_AROUND].partition("\n")[0]
    ends = list(_SENTENCE_END.finditer(left))
    stop = _SENTENCE_END.search(right + " ")
    return Place(
        key=decision_key(rule, raw, start, end),
        article=article,
        rule=rule,
        before=raw[start:end],
        offered=offered,
        left=left[ends[-1].end() :] if ends else left,
        right=right[: stop.end()].rstrip() if stop else right,
        source=source,
    )
