"""How does a raw text become the cleaned one, with every change on record?

Start reading at `Draft`: it holds one raw text, the edits applied so far and the
text they give, and maps every later edit back to the raw text.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from cleanup.edits import IN_TEXT, Decisions, Edit, Proposal, Status, Tier, decision_key, settle

_STATUS_OF_TIER: dict[Tier, Status] = {
    "auto": "applied",
    "suggest": "suggested",
    "flag": "flagged",
}


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
        after, alternatives = p.after, p.alternatives
        if after is not None and (p.start, p.end) != (start, end):
            after = _replace_spans(self.text, start, end, [s.proposal for s in group])
        if alternatives:
            prefix, suffix = self.text[start : p.start], self.text[p.end : end]
            alternatives = tuple(prefix + a + suffix for a in alternatives)
        # field by field: a page has hundreds of edits, and a loop over names costs a twentieth of its time
        return Edit(
            id=_edit_id(p.rule, raw_start, raw_end, after),
            start=raw_start,
            end=raw_end,
            before=self.raw[raw_start:raw_end],
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
