"""How are places in a text, numbers and foreign text shown to people, and safely?"""

from __future__ import annotations

from typing import NamedTuple

from cleanup.edits import Edit
from cleanup.report.diff import LineIndex


class Place(NamedTuple):
    """Lines and columns from 1, in code points; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def place(index: LineIndex, edit: Edit) -> Place:
    """The place of an edit in the raw text."""
    line, end_line = index.number(edit.start), index.number(edit.end)
    return Place(
        line + 1,
        edit.start - index.start(line) + 1 if len(index) else 1,
        end_line + 1,
        edit.end - index.start(end_line) + 1 if len(index) else 1,
    )


_PICTURES: dict[int, int | str] = {
    **{c: 0x2400 + c for c in range(32)},
    0x7F: 0x2421,
    **dict.fromkeys(
        [*range(0x80, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD
    ),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
    **{c: f"<U+{c:04X}>" for c in (0xAD, 0x200B, 0x2060, 0xFEFF)},  # else a change of them looks like none
}


def visible(text: str) -> str:
    r"""Text that cannot steer a terminal: control, bidi and invisible characters are shown.

    >>> visible("a\x1b[31m\n\u202e\udc80\u200b")
    'a␛[31m␊��<U+200B>'
    """
    return text.translate(_PICTURES)


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "article"), counted(2, "article")
    ('1 article', '2 articles')
    """
    return f"{n} {one if n == 1 else many or one + 's'}"


def shortened(text: str, most: int = 60) -> str:
    """The text, or its two ends where it is longer than `most`.

    >>> shortened("one two three four five", 12)
    'one t … five'
    """
    if len(text) <= most:
        return text
    head = most // 2 - 1
    return f"{text[:head]} … {text[head + 3 - most :].lstrip()}"
