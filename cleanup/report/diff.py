r"""What changed, line by line, for `patch`? Start reading at `unified`.

The edits already say what changed, so no text is compared: the time is linear in the
text. Lines end at "\n" and nowhere else, as `patch` reads them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleanup.edits import Edit

_CONTEXT = 3
"""Unchanged lines around a change, what `diff -u` shows."""


class Block(NamedTuple):
    """Raw lines first..last (exclusive, from 0), the lines that take their place, and why."""

    first: int
    last: int
    new: list[str]
    edits: list[Edit]


class LineIndex:
    """Where each line of a text begins; its line end belongs to it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0] if text else []
        at = text.find("\n")
        while 0 <= at < len(text) - 1:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def __len__(self) -> int:
        return len(self._starts)

    def number(self, pos: int) -> int:
        """The line that holds a position, from 0; the end of the text is on the last line."""
        return max(0, bisect_right(self._starts, pos) - 1)

    def start(self, line: int) -> int:
        """Where a line begins; the text's length for the line after the last."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def lines(self, first: int, last: int) -> list[str]:
        """Lines first..last (exclusive)."""
        return [self.text[self.start(i) : self.start(i + 1)] for i in range(first, last)]


def unified(raw: str, edits: Sequence[Edit], old_name: str, new_name: str) -> str:
    """A unified diff from raw to what the edits standing in the text make of it.

    `patch` applies it to raw and gives cleaned, byte for byte; empty if nothing changes.
    """
    index = LineIndex(raw)
    parts: list[str] = []
    shift = 0
    for hunk in _hunks(blocks(index, edits)):
        if not parts:
            parts.append(f"--- {_quoted(old_name)}\n+++ {_quoted(new_name)}\n")
        shift += _write_hunk(parts, index, hunk, shift)
    return "".join(parts)


def blocks(index: LineIndex, edits: Sequence[Edit]) -> Iterator[Block]:
    """The runs of lines that the edits standing in the text change, in order."""
    group: list[Edit] = []
    first = last = 0
    tail = "\n"
    for edit in sorted((e for e in edits if e.in_text), key=lambda e: (e.start, e.end)):
        begin = index.number(edit.start)
        if group and begin >= last:
            yield from _block(index, group, first, last)
            group = []
        if not group:
            first, last, tail = begin, begin, "\n"
        before = group[-1].end if group else index.start(first)
        group.append(edit)
        last = min(len(index), max(last, index.number(max(edit.start, edit.end - 1)) + 1))
        if edit.after:
            tail = edit.after[-1]
        elif edit.start > before:
            tail = index.text[edit.start - 1]
        # a line end taken away joins the next line to this one: "a\nb" → "ab"
        if edit.end == index.start(last) and tail != "\n":
            last = min(len(index), last + 1)
    if group:
        yield from _block(index, group, first, last)


def _block(index: LineIndex, group: list[Edit], first: int, last: int) -> Iterator[Block]:
    """The block without the lines at its ends that stay; nothing if all of them do."""
    parts: list[str] = []
    pos = index.start(first)
    for edit in group:
        parts += (index.text[pos : edit.start], edit.after or "")
        pos = edit.end
    made = LineIndex("".join([*parts, index.text[pos : index.start(last)]]))
    new, old = made.lines(0, len(made)), index.lines(first, last)
    head, foot = common_ends(old, new)
    if len(old) != head + foot or len(new) != head + foot:
        yield Block(first + head, last - foot, new[head : len(new) - foot], group)


def common_ends(a: Sequence[object], b: Sequence[object]) -> tuple[int, int]:
    """Lengths of the beginning and the end that two texts, or two lists of lines, share.

    >>> common_ends("a\\n\\n", "a\\n")
    (2, 0)
    """
    most = min(len(a), len(b))
    head = next((i for i in range(most) if a[i] != b[i]), most)
    most -= head
    tail = next((i for i in range(most) if a[-1 - i] != b[-1 - i]), most)
    return head, tail


def _hunks(found: Iterator[Block]) -> Iterator[list[Block]]:
    """Blocks so near each other that their context would overlap go together."""
    hunk: list[Block] = []
    for block in found:
        if hunk and block.first - hunk[-1].last > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(block)
    if hunk:
        yield hunk


def _write_hunk(parts: list[str], index: LineIndex, hunk: list[Block], shift: int) -> int:
    """Add a hunk's text to `parts`; returns by how many lines it makes the text longer."""
    first = max(0, hunk[0].first - _CONTEXT)
    last = min(len(index), hunk[-1].last + _CONTEXT)
    growth = sum(len(b.new) - (b.last - b.first) for b in hunk)
    old, new = last - first, last - first + growth
    parts.append(f"@@ -{_range(first, old)} +{_range(first + shift, new)} @@\n")
    pos = first
    for block in hunk:
        parts += _marked(" ", index.lines(pos, block.first))
        parts += _marked("-", index.lines(block.first, block.last))
        parts += _marked("+", block.new)
        pos = block.last
    parts += _marked(" ", index.lines(pos, last))
    return growth


def _range(first: int, count: int) -> str:
    return f"{first + (count > 0)},{count}"


def _marked(mark: str, lines: list[str]) -> list[str]:
    return [
        mark + line if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"
        for line in lines
    ]


def _quoted(name: str) -> str:
    r"""A file name as `patch` reads it: in C quotes where a plain one would be misread.

    >>> _quoted("raw/a.txt"), _quoted("raw/two words.txt"), _quoted("raw/ё.txt")
    ('raw/a.txt', '"raw/two words.txt"', '"raw/\\321\\221.txt"')
    """
    data = name.encode("utf-8", "surrogateescape")
    if all(33 <= b < 127 and b not in b'"\\' for b in data):
        return name
    inner = "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:03o}" for b in data)
    return f'"{inner}"'
