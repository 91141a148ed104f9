"""How is a change written down, settled against others, applied and undone?

Start reading at `Draft`: it holds one raw text, the edits applied so far and the
text they give, and maps every later edit back to the raw text.

Offsets are half-open spans of code points. A `Proposal` speaks of the text a pass
looks at; an `Edit` speaks of the raw text.
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

_STATUS_OF_TIER: dict[Tier, Status] = {
    "auto": "applied",
    "suggest": "suggested",
    "flag": "flagged",
}
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
    """The raw text again, from the cleaned one and the edits that made it."""
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

_RANK: dict[Tier, int] = {"auto": 0, "suggest": 1, "flag": 2}


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
            _RANK[p.tier],
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


class _Span(msgspec.Struct, frozen=True, gc=False):
    """A span of the draft's text, widened to whole applied edits, here and in raw."""

    start: int
    end: int
    raw_start: int
    raw_end: int
    first: int
    last: int
    """The applied edits it touches are draft.applied[first:last]."""


class _Settled(msgspec.Struct, frozen=True, gc=False):
    proposal: Proposal
    status: Status
    span: _Span


class Draft:
    """A raw text on its way to the cleaned one, with every applied edit on record."""

    def __init__(self, raw: str, decisions: Decisions | None = None) -> None:
        self.raw = raw
        self.text = raw
        self._decisions = decisions or {}
        self._pending: list[_Settled] = []
        """The first changes made, while nobody asks for their edits."""
        self._applied: list[Edit] = []
        self._starts: list[int] = []  # of each applied edit, in the current text
        self._ends: list[int] = []

    @property
    def applied(self) -> Sequence[Edit]:
        """The edits that stand in the text, in raw order; they never overlap."""
        self._write_down()
        return self._applied

    def take(self, proposals: Iterable[Proposal]) -> tuple[list[Proposal], list[Edit]]:
        """Settle what one pass proposed on the current text and apply what may be.

        Returns the proposals that changed the text, and the edits left open
        (suggested, flagged or rejected). A reviewer's decision comes before a tier.
        """
        proposals = list(proposals)
        if not proposals:  # as nearly always
            return [], []
        self._write_down()
        settled = [s for p in settle(proposals) if (s := self._decide(p)) is not None]
        now = [s for s in settled if s.status in IN_TEXT]
        left = [self._open(s) for s in settled if s.status not in IN_TEXT]
        if self._applied and now:
            self._apply(now)
        elif now:
            self.text = _replace_spans(self.text, 0, len(self.text), [s.proposal for s in now])
            self._pending = now
        return [s.proposal for s in now], left

    def _decide(self, proposal: Proposal) -> _Settled | None:
        """The proposal with its status; None where a reviewer has already spoken."""
        span = self._span(proposal.start, proposal.end)
        status = _STATUS_OF_TIER[proposal.tier]
        if not self._decisions:
            return _Settled(proposal, status, span)
        said = [e for e in self._applied[span.first : span.last] if e.status == "accepted"]
        if any(e.rule == proposal.rule for e in said):
            return None
        key = decision_key(proposal.rule, self.raw, span.raw_start, span.raw_end)
        decision = self._decisions.get(key)
        if decision is None:
            # nothing rewrites a reviewer's words unasked
            return _Settled(proposal, "suggested" if said and status == "applied" else status, span)
        if decision.verdict == "reject":
            return _Settled(proposal, "rejected", span)
        if decision.after is not None:
            proposal = msgspec.structs.replace(proposal, after=decision.after)
        return _Settled(proposal, status if proposal.after is None else "accepted", span)

    def _span(self, start: int, end: int) -> _Span:
        """Edits that only touch the ends of a span stay apart from it, but an
        insertion, which has no extent, joins whatever it touches."""
        if not self._applied:
            return _Span(start, end, start, end, 0, 0)
        if start == end:
            first, last = bisect_left(self._ends, start), bisect_right(self._starts, end)
        else:
            first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        shift = self._ends[first - 1] - self._applied[first - 1].end if first else 0
        if last <= first:
            return _Span(start, end, start - shift, end - shift, first, first)
        head, tail = self._applied[first], self._applied[last - 1]
        shift_after = self._ends[last - 1] - tail.end
        return _Span(
            start=min(start, self._starts[first]),
            end=max(end, self._ends[last - 1]),
            raw_start=min(start - shift, head.start),
            raw_end=max(end - shift_after, tail.end),
            first=first,
            last=last,
        )

    def _edit(self, group: Sequence[_Settled]) -> Edit:
        """One edit of raw for settled proposals whose widened spans are one."""
        lead, span = group[0], group[0].span
        start, end, raw_start, raw_end = span.start, span.end, span.raw_start, span.raw_end
        if len(group) > 1:
            end, raw_end = max(s.span.end for s in group), max(s.span.raw_end for s in group)
            # the proposal that covers most text names the joint edit
            lead = max(group, key=lambda s: s.proposal.end - s.proposal.start)
        p = lead.proposal
        before = self.raw[raw_start:raw_end]
        after = p.after
        if after is not None and (p.start, p.end) != (start, end):
            after = _replace_spans(self.text, start, end, [s.proposal for s in group])
        alternatives = p.alternatives
        if alternatives:
            prefix, suffix = self.text[start : p.start], self.text[p.end : end]
            alternatives = tuple(prefix + a + suffix for a in alternatives)
        return Edit(
            id=_edit_id(p.rule, raw_start, raw_end, after),
            start=raw_start,
            end=raw_end,
            before=before,
            after=after,
            rule=p.rule,
            category=p.category,
            severity=p.severity,
            tier=p.tier,
            status=lead.status,
            confidence=p.confidence,
            message=p.message,
            alternatives=alternatives,
        )

    def _open(self, settled: _Settled) -> Edit:
        """The edit of a proposal that stays open.

        It excludes the insertions it covers: at its ends, spans of raw do not tell that from touching.
        """
        covered = self._applied[settled.span.first : settled.span.last]
        inserted = tuple(e.id for e in covered if e.start == e.end)
        return msgspec.structs.replace(self._edit([settled]), excludes=inserted)

    def _write_down(self) -> None:
        if self._pending:
            now, self._pending, self.text = self._pending, [], self.raw
            self._apply(now)

    def _apply(self, now: Sequence[_Settled]) -> None:
        """Join the new edits with the applied ones they touch, then rebuild the text."""
        merged: list[Edit] = []
        done = 0
        for group, last in _groups(now):
            first = group[0].span.first
            merged += self._applied[done:first]
            edit = self._edit(group)
            if last > first:
                edit = self._joined(edit, self._applied[first:last], group)
            if edit.before != edit.after:
                merged.append(edit)
            done = max(done, last)
        merged += self._applied[done:]
        self._rebuild(merged)

    def _joined(self, new: Edit, old: Sequence[Edit], group: Sequence[_Settled]) -> Edit:
        """The new edit under the name of an old one inside it that covers more text."""
        extent = max(s.proposal.end - s.proposal.start for s in group)
        lead = max(old, key=lambda e: e.end - e.start)
        if lead.end - lead.start <= extent:
            return new
        return msgspec.structs.replace(
            lead,
            id=_edit_id(lead.rule, new.start, new.end, new.after),
            start=new.start,
            end=new.end,
            before=new.before,
            after=new.after,
            alternatives=(),
        )

    def _rebuild(self, applied: list[Edit]) -> None:
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        pos = length = 0
        for edit in applied:
            keep, after = self.raw[pos : edit.start], edit.after or ""
            parts += (keep, after)
            starts.append(length + len(keep))
            length += len(keep) + len(after)
            ends.append(length)
            pos = edit.end
        parts.append(self.raw[pos:])
        self.text, self._applied, self._starts, self._ends = "".join(parts), applied, starts, ends


def _edit_id(rule: str, start: int, end: int, after: str | None) -> str:
    digest = f"{rule}\x1f{start}\x1f{end}\x1f{after}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(digest, digest_size=6).hexdigest()


def _groups(settled: Sequence[_Settled]) -> Iterator[tuple[list[_Settled], int]]:
    """Settled proposals, those that touch one applied edit together, with the end of what they touch."""
    group: list[_Settled] = []
    reach = 0
    for s in settled:
        if group and s.span.first >= reach:
            yield group, reach
            group, reach = [], 0
        group.append(s)
        reach = max(reach, s.span.last)
    if group:
        yield group, reach


def _replace_spans(text: str, start: int, end: int, proposals: Sequence[Proposal]) -> str:
    """text[start:end] with the proposals (in order, apart) put in."""
    parts: list[str] = []
    pos = start
    for p in proposals:
        parts += (text[pos : p.start], p.after or "")
        pos = p.end
    parts.append(text[pos:end])
    return "".join(parts)


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
    """The edits in reading order, each naming those of them it cannot stand with."""
    ordered = sorted(edits, key=lambda e: (e.start, e.end, e.rule, e.id))
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
