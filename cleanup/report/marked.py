"""How is a text laid out with its edits in place? Start reading at `pieces`, then `rows`.

The page, the HTML report and the Word document show the same pieces.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleanup.edits import Edit, Status
from cleanup.report.places import visible


class Piece(NamedTuple):
    """raw[start:end], as it is or under an edit."""

    start: int
    end: int
    edit: Edit | None = None
    others: tuple[Edit, ...] = ()
    """Edits that share text with `edit` and so cannot be shown in place too."""


_RANK: dict[Status, int] = {"accepted": 0, "applied": 1, "suggested": 2, "flagged": 3, "rejected": 4}


def pieces(raw: str, edits: Iterable[Edit]) -> list[Piece]:
    """The whole raw text in order, each piece plain or under one edit.

    Of edits that share text the one standing in the text is shown in place, then the
    surest, then the longest.
    """
    shown: list[Edit] = []
    starts: list[tuple[int, int]] = []
    beside: dict[str, list[Edit]] = {}
    for edit in sorted(edits, key=lambda e: (_RANK[e.status], e.start - e.end, e.start, e.id)):
        at = bisect_left(starts, (edit.start, edit.end))
        near = (shown[i] for i in (at - 1, at) if 0 <= i < len(shown))
        winner = next((s for s in near if _clash(s, edit)), None)
        if winner is None:
            shown.insert(at, edit)
            starts.insert(at, (edit.start, edit.end))
        else:
            beside.setdefault(winner.id, []).append(edit)
    found: list[Piece] = []
    pos = 0
    for edit in shown:
        if edit.start > pos:
            found.append(Piece(pos, edit.start))
        found.append(Piece(edit.start, edit.end, edit, tuple(beside.get(edit.id, ()))))
        pos = edit.end
    if pos < len(raw):
        found.append(Piece(pos, len(raw)))
    return found


def _clash(a: Edit, b: Edit) -> bool:
    if (a.start, a.end) == (b.start, b.end):
        return True
    return a.start < b.end and b.start < a.end


def rows(raw: str, laid_out: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces line by line; an edit over several lines is in the row where it begins."""
    row: list[Piece] = []
    for piece in laid_out:
        if piece.edit is not None:
            row.append(piece)
            if raw[piece.end - 1 : piece.end] == "\n" and piece.end > piece.start:
                yield row
                row = []
            continue
        pos = piece.start
        while pos < piece.end:
            line_end = raw.find("\n", pos, piece.end)
            stop = piece.end if line_end < 0 else line_end + 1
            row.append(Piece(pos, stop))
            pos = stop
            if line_end >= 0:
                yield row
                row = []
    if row:
        yield row


_BIDI = {
    chr(c): f"<U+{c:04X}>" for c in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def shown(text: str) -> str:
    r"""Text for a page: what could steer or hide is written out; lines and tabs stay.

    >>> shown("a\n\u202eb\x00\u200b")
    'a\n<U+202E>b␀<U+200B>'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in "\n\t" else _BIDI.get(c) or visible(c) for c in text if c != "\r")


_MARKS = str.maketrans({" ": "␣", "\n": "↵\n", "\t": "⇥", "\u00a0": "⍽", "\r": "␍"})


def shown_change(text: str) -> str:
    r"""The words of a change; where there are none, its white space made visible.

    >>> shown_change("two words"), shown_change("  "), shown_change("\n")
    ('two words', '␣␣', '↵\n')
    """
    return text.translate(_MARKS) if not text or text.isspace() else shown(text)
