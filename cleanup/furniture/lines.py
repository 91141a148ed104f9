"""How are lines taken out of a text, many at once? Start reading at `join_removals`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from cleanup.edits import Proposal
from cleanup.page import Page


def join_removals(page: Page, proposals: Iterable[Proposal | None]) -> Iterator[Proposal]:
    """The proposals, those that delete whole lines fitted to each other.

    A deletion of all that stands on its lines takes the line ends with it. Deleted
    neighbours share the empty lines between them, so that none is in the way of the
    other and each can be refused alone.
    """
    removals: list[Proposal] = []
    for p in proposals:
        if p is None:
            continue
        bare = _bare_lines(page.text, p) if p.after == "" else None
        if bare is None:
            yield p
        elif p.tier == "auto":
            removals.append(bare)
        else:
            start, end = page.line_removal(bare.start, bare.end)
            yield msgspec.structs.replace(bare, start=start, end=end)
    for block in _blocks(page.text, removals):
        yield from _fitted(page, block)


def _bare_lines(text: str, p: Proposal) -> Proposal | None:
    """The deletion without the space around it; None where it leaves part of a line."""
    start, end = p.start, p.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if start == end or text[line_start:start].strip() or text[end:line_end].strip():
        return None
    return p if (start, end) == (p.start, p.end) else msgspec.structs.replace(p, start=start, end=end)


def _blocks(text: str, removals: list[Proposal]) -> Iterator[list[Proposal]]:
    """Removals with nothing but space between them; of two for one line the longer, then the first by id."""
    block: list[Proposal] = []
    for p in sorted(removals, key=lambda p: (p.start, -p.end, p.rule)):
        if block and p.start < block[-1].end:
            continue
        if block and not text[block[-1].end : p.start].isspace():
            yield block
            block = []
        block.append(p)
    if block:
        yield block


def _fitted(page: Page, block: list[Proposal]) -> Iterator[Proposal]:
    """Each removal with its share of the block's span."""
    text = page.text
    start, end = page.line_removal(block[0].start, block[-1].end)
    after_newline = start == 0 or text[start - 1] == "\n"
    cuts = [start]
    for p in block[:-1]:
        line_end = text.find("\n", p.end)
        cuts.append(line_end + after_newline)
    cuts.append(end)
    for p, a, b in zip(block, cuts, cuts[1:], strict=False):
        yield msgspec.structs.replace(p, start=a, end=b)
