"""Which text is checked, and where does each of its characters stand in what the client sent?

LanguageTool's `data` mixes text with markup: {"annotation": [{"text": "A "}, {"markup": "<b>"},
{"text": "test"}, {"markup": "<p>", "interpretAs": "\\n\\n"}]}. Markup is not checked, or checked as
the text it stands for; findings count the characters of everything. Its clients (Java, JavaScript,
LibreOffice) count in UTF-16 code units. Start reading at `Annotated`.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import msgspec

from cleanup.engines.utf16 import Offsets


class Span(NamedTuple):
    """Where a finding stands in what the client sent, in UTF-16 code units."""

    offset: int
    length: int
    has_markup: bool
    """Whether it covers markup, which no replacement may take away."""


class Part(msgspec.Struct, frozen=True, rename="camel"):
    """One element of an annotation."""

    text: str | None = None
    markup: str | None = None
    interpret_as: str = ""


class Annotation(msgspec.Struct, frozen=True):
    """What `data` holds."""

    annotation: list[Part]


class Annotated:
    """A text with markup; `plain` is what is checked."""

    def __init__(self, parts: list[Part]) -> None:
        """Raises ValueError for an element that is neither text nor markup."""
        if any((p.text is None) == (p.markup is None) for p in parts):
            raise ValueError("each element of an annotation has either `text` or `markup`")
        self.plain = "".join(p.interpret_as if p.text is None else p.text for p in parts)
        self._sent = Offsets("".join(p.markup or "" if p.text is None else p.text for p in parts))
        self._parts = parts
        self._starts: list[int] = []  # of each part, in the plain text
        self._places: list[int] = []  # the same, in what was sent
        plain = place = 0
        for p in parts:
            self._starts.append(plain)
            self._places.append(place)
            plain += len(p.interpret_as if p.text is None else p.text)
            place += len(p.markup or "" if p.text is None else p.text)

    def span(self, start: int, end: int) -> Span:
        """Where plain[start:end], which is not empty, stands."""
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        here = self._place(first, start)
        after = self._place(last, end - 1) + self._width(last)
        offset = self._sent.to_units(here)
        has_markup = any(p.text is None for p in self._parts[first : last + 1])
        return Span(offset, self._sent.to_units(after) - offset, has_markup)

    def _place(self, number: int, at: int) -> int:
        """Where a plain character of a part stands; one that markup stands for, where the markup begins."""
        is_text = self._parts[number].text is not None
        return self._places[number] + (at - self._starts[number] if is_text else 0)

    def _width(self, number: int) -> int:
        """How far one plain character of a part reaches."""
        part = self._parts[number]
        return len(part.markup or "") if part.text is None else 1


def read_data(data: str) -> Annotated:
    """The parameter `data`. Raises ValueError for anything else."""
    try:
        found = msgspec.json.decode(data.encode("utf-8", "replace"), type=Annotation)
    except msgspec.MsgspecError as err:
        raise ValueError(f"`data` is not an annotated text: {err}") from err
    return Annotated(found.annotation)
