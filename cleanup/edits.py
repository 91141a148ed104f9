"""How is a change written down, settled against others, applied and undone?

Offsets are half-open spans of code points. A `Proposal` speaks of the text a pass
looks at; an `Edit` speaks of the raw text. `Draft` (draft.py) makes one of the other.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise, starmap
from operator import attrgetter
from typing import Literal

import msgspec

from cleanup.article import Finding
from cleanup.patterns import lazy_regex

Tier = Literal["auto", "suggest", "flag"]
Status = Literal["applied", "suggested", "flagged", "accepted", "rejected"]
Severity = Literal["neutral", "minor", "major", "critical"]

IN_TEXT: tuple[Status, ...] = ("applied", "accepted")
"""The statuses of edits that stand in the cleaned text."""

_WORD = lazy_regex(r"\w+")
_CONTEXT_WORDS = 3
"""Words either side that tell two places of one rule apart. Three survive a re-fetched
article with a changed paragraph and still separate repeated phrases."""
_CONTEXT_CHARS = 80


class Edit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One change of the raw text, made or offered; `after` is None for a flag."""

    id: str
    start: int
    end: int
    before: str
    after: str | None
    rule: str
    category: str
    severity: Severity
    tier: Tier
    status: Status
    confidence: float
    message: str
    alternatives: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    """Ids of edits that cannot stand together with this one, since they share text."""

    @property
    def in_text(self) -> bool:
        """Whether the cleaned text has it."""
        return self.status in IN_TEXT

    @property
    def is_layout(self) -> bool:
        """Whether only spaces and line ends change. A space set between two words is worth seeing."""
        return self.before.isspace() and not (self.after or "").strip()


class Proposal(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a pass wants: replace text[start:end] of the text it saw."""

    start: int
    end: int
    after: str | None
    rule: str
    category: str
    severity: Severity
    tier: Tier
    message: str
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()
    meta: Finding = {}
    """What the removed text says about the article; kept in its metadata."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A reviewer's word on one edit; `after` is the reviewer's own wording, if any."""

    verdict: Literal["accept", "reject"]
    after: str | None = None
    before: str | None = None
    """The words changed, for a change that no rule proposed; see `own_changes`."""


Decisions = Mapping[str, Decision]


def decision_key(rule: str, text: str, start: int, end: int) -> str:
    """Name a place by its rule, its words and the words around, not by its position.

    >>> a = decision_key("r.x", "one two three", 4, 7)
    >>> a == decision_key("r.x", "  one «two» three", 7, 10)
    True
    >>> a == decision_key("r.x", "one two four", 4, 7)
    False
    """
    # the paragraph bounds the context: a re-fetched article may have new neighbours
    before = text[max(0, start - _CONTEXT_CHARS) : start].rpartition("\n")[2]
    behind = text[end : end + _CONTEXT_CHARS].partition("\n")[0]
    left, right = _WORD.findall(before)[-_CONTEXT_WORDS:], _WORD.findall(behind)[:_CONTEXT_WORDS]
    # a place without words (a quote mark, a space) is told apart by its characters
    inside = _WORD.findall(text[start:end]) or [text[start:end]]
    parts = [rule, *left, "\x00", *inside, "\x00", *right]
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


OWN_RULE = "editor.own"
"""What a change of the reviewer's own is filed under; there is no such rule."""


def own_changes(raw: str, decisions: Decisions) -> Iterator[Proposal]:
    """The changes that reviewers made of their own accord, where their words still stand."""
    for key, decision in decisions.items():
        if decision.before is None:
            continue
        start = raw.find(decision.before) if decision.before else -1
        while start >= 0:
            end = start + len(decision.before)
            if decision_key(OWN_RULE, raw, start, end) == key:
                yield Proposal(
                    start=start,
                    end=end,
                    after=decision.after,
                    rule=OWN_RULE,
                    category="style/awkward",
                    severity="minor",
                    tier="suggest",
                    message="changed by a reviewer",
                )
            start = raw.find(decision.before, start + 1)


def apply(raw: str, edits: Iterable[Edit]) -> str:
    """The text that `edits` make of `raw`. Raises ValueError if they overlap or do not fit.

    >>> apply("a  cat", [])
    'a  cat'
    """
    parts: list[str] = []
    pos = 0
    for edit in sorted(edits, key=_place):
        if edit.start < pos:
            raise ValueError(f"edit {edit.id} overlaps the one before it at {edit.start}")
        if raw[edit.start : edit.end] != edit.before:
            raise ValueError(f"edit {edit.id} does not fit: not {edit.before!r} at {edit.start}")
        parts += (raw[pos : edit.start], edit.before if edit.after is None else edit.after)
        pos = edit.end
    parts.append(raw[pos:])
    return "".join(parts)


def undo(cleaned: str, edits: Iterable[Edit]) -> str:
    """The raw text again, from the cleaned one and the edits that made it.

    Raises ValueError where an edit is not in the text.
    """
    parts: list[str] = []
    pos = shift = 0
    for edit in sorted(edits, key=_place):
        after = edit.before if edit.after is None else edit.after
        start = edit.start + shift
        if cleaned[start : start + len(after)] != after:
            raise ValueError(f"edit {edit.id} is not in the text at {start}")
        parts += (cleaned[pos:start], edit.before)
        pos = start + len(after)
        shift += len(after) - len(edit.before)
    parts.append(cleaned[pos:])
    return "".join(parts)


_place = attrgetter("start", "end")

TIER_RANK: dict[Tier, int] = {"auto": 0, "suggest": 1, "flag": 2}
"""The surer, the lower."""


def settle(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Proposals of one pass that can stand together, in reading order.

    One total order decides who wins shared text: a stronger tier beats a weaker
    one; then the longer span; then the surer; then the earlier; then the rule id
    and the wording, so that no tie is left to chance. Losers are dropped, save
    that another wording for the winner's very span becomes its alternative.
    """
    in_order = sorted(proposals, key=_place)
    if not any(starmap(_share, pairwise(in_order))):  # as nearly always
        return in_order
    ranked = sorted(
        in_order,
        key=lambda p: (
            TIER_RANK[p.tier],
            p.start - p.end,
            -p.confidence,
            p.start,
            p.rule,
            p.after or "",
        ),
    )
    kept: list[Proposal] = []
    starts: list[int] = []
    for p in ranked:
        i = bisect_left(starts, p.start)
        clash = next((k for k in (i - 1, i) if 0 <= k < len(kept) and _share(kept[k], p)), None)
        if clash is None:
            kept.insert(i, p)
            starts.insert(i, p.start)
        elif (kept[clash].start, kept[clash].end) == (p.start, p.end):
            kept[clash] = _with_alternative(kept[clash], p)
    return kept


def _share(a: Proposal, b: Proposal) -> bool:
    """Whether two spans share text. An insertion shares with whatever touches it."""
    if a.start == a.end or b.start == b.end:
        return a.start <= b.end and b.start <= a.end
    return a.start < b.end and b.start < a.end


def _with_alternative(winner: Proposal, other: Proposal) -> Proposal:
    if winner.after is None or other.after is None:
        return winner
    offered = [other.after, *other.alternatives]
    more = tuple(o for o in offered if o != winner.after and o not in winner.alternatives)
    return msgspec.structs.replace(winner, alternatives=winner.alternatives + more)


def give_way(edits: Sequence[Edit], guests: Container[str]) -> list[Edit]:
    """The edits without those offered under a rule of `guests` that share or touch another's text."""
    hosts = sorted((e.start, e.end) for e in edits if e.rule not in guests)
    starts = [start for start, _ in hosts]
    reach = list(accumulate((end for _, end in hosts), max))

    def stays(edit: Edit) -> bool:
        before = bisect_right(starts, edit.end)
        return edit.rule not in guests or edit.in_text or not before or reach[before - 1] < edit.start

    return [e for e in edits if stays(e)]


def mark_exclusions(edits: Sequence[Edit]) -> list[Edit]:
    """The edits in reading order, each naming those of them it cannot stand with.

    Of passes that offer the same wording for the same place, the first is heard.
    """
    offers = {e.id if e.in_text or e.after is None else (e.start, e.end, e.after): e for e in edits[::-1]}
    ordered = sorted(offers.values(), key=lambda e: (e.start, e.end, e.rule, e.id))
    excluded: dict[str, dict[str, None]] = {e.id: {} for e in ordered}
    for one, other in _clashes(ordered):
        if other in excluded:
            excluded[one][other] = excluded[other][one] = None
    return [
        msgspec.structs.replace(e, excludes=tuple(excluded[e.id])) if excluded[e.id] or e.excludes else e
        for e in ordered
    ]


def _clashes(ordered: Sequence[Edit]) -> Iterator[tuple[str, str]]:
    """Ids of edits that share text, or of which one says that it excludes the other."""
    active: list[Edit] = []
    for edit in ordered:
        active = [a for a in active if a.end > edit.start or a.start == edit.start]
        for other in active:
            # an insertion beside an edit stands with it, two insertions in one place do not
            if other.end > edit.start or other.start == edit.start == edit.end:
                yield edit.id, other.id
        active.append(edit)
        for excluded in edit.excludes:
            yield edit.id, excluded
