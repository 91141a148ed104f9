"""How does an article become a Word document with tracked changes? Start reading at `write_docx`.

A line of the text is a paragraph. Edits in the text are tracked changes (ECMA-376 part 1,
17.13.5) by the author `cleanup`; accepting all gives the cleaned text, rejecting all the raw one.
Suggestions are comments or, if asked for, tracked changes too. `reviewed.py` is the way back.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from cleanup.edits import Edit
from cleanup.pipeline import Result
from cleanup.report.diff import common_ends
from cleanup.report.marked import pieces

AUTHOR = "cleanup"
WITH_SUGGESTIONS = "changes and suggestions"
_CONTROLS = {c: 0x2400 + c for c in range(32) if c not in (9, 10)} | {
    **dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), 0xFFFD)
}
"""What XML cannot hold, one character for one."""


class Span(NamedTuple):
    """A part of the document: plain text, or a tracked change (`out` → `into`) of an edit."""

    start: int
    end: int
    out: str
    into: str
    edit: Edit | None = None
    is_tracked: bool = False


def spans(result: Result, *, with_suggestions: bool) -> Iterator[Span]:
    """The raw text in parts. The ends that a change has in common with what it replaces stay plain."""
    raw = result.raw
    for piece in pieces(raw, result.edits):
        edit = piece.edit
        before = raw[piece.start : piece.end]
        is_offer = with_suggestions and edit is not None and edit.status == "suggested"
        if edit is None or edit.after is None or not (edit.in_text or is_offer):
            yield Span(piece.start, piece.end, before, before, edit)
            continue
        head, tail = _common_space(before, edit.after)
        first, last = piece.start + head, piece.end - tail
        if head:
            yield Span(piece.start, first, before[:head], before[:head])
        out, into = before[head : len(before) - tail], edit.after[head : len(edit.after) - tail]
        yield Span(first, last, out, into, edit, is_tracked=True)
        if tail:
            yield Span(last, piece.end, raw[last : piece.end], raw[last : piece.end])


def _common_space(a: str, b: str) -> tuple[int, int]:
    """Lengths of the white space that two texts share at their ends: a change shows whole words."""
    head, tail = common_ends(a, b)
    head = min(head, len(a) - len(a.lstrip()))
    return head, min(tail, len(a) - len(a.rstrip()), len(a) - head)


def plain(text: str) -> str:
    """A text as the document holds it: lines end at "\\n", controls are shown."""
    return text.replace("\r\n", "\n").translate(_CONTROLS)


# --- writing -------------------------------------------------------------------


def write_docx(result: Result, at: datetime, *, with_suggestions: bool = False) -> bytes:
    """The document's bytes; `at` is when the changes were made."""
    document = docx.Document()
    document.core_properties.title = plain(result.id).replace("\n", " ")[:255]
    document.core_properties.author = AUTHOR
    document.core_properties.comments = ""
    document.core_properties.subject = WITH_SUGGESTIONS if with_suggestions else ""
    writer = _Writer(document, at)
    for span in spans(result, with_suggestions=with_suggestions):
        writer.add(span)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class _Writer:
    """Adds spans to a document, paragraph after paragraph."""

    def __init__(self, document: Document, at: datetime) -> None:
        self._document = document
        self._at = at
        self._changes = 0
        self._paragraph = document.add_paragraph()._p

    def add(self, span: Span) -> None:
        edit = span.edit
        has_comment = edit is not None and edit.status != "rejected" and not edit.is_layout
        comment = self._open_comment(edit) if edit is not None and has_comment else None
        if span.is_tracked:
            self._add_text(plain(span.out), "w:del")
            self._add_text(plain(span.into), "w:ins")
        else:
            self._add_text(plain(span.out), None)
        if comment is not None:
            self._close_comment(comment)

    def _add_text(self, text: str, kind: str | None) -> None:
        if not text:
            return
        self._changes += kind is not None
        for number, line in enumerate(text.split("\n")):
            if number:
                self._end_paragraph(kind)
            if line:
                run = _run(line, "w:delText" if kind == "w:del" else "w:t")
                if kind is not None:
                    change = self._change(kind)
                    change.append(run)
                    run = change
                self._paragraph.append(run)

    def _end_paragraph(self, kind: str | None) -> None:
        if kind is not None:  # the paragraph's end itself is deleted or inserted
            marks = OxmlElement("w:rPr")
            marks.append(self._change(kind))
            self._paragraph.get_or_add_pPr().append(marks)
        self._paragraph = self._document.add_paragraph()._p

    def _change(self, kind: str) -> Any:
        element = OxmlElement(kind)
        # a minute keeps neighbours apart: LibreOffice joins changes of one author and minute
        at = self._at + timedelta(minutes=self._changes % 2)
        for name, value in (
            ("id", str(self._changes)),
            ("author", AUTHOR),
            ("date", f"{at:%Y-%m-%dT%H:%M:%SZ}"),
        ):
            element.set(qn(f"w:{name}"), value)
        return element

    def _open_comment(self, edit: Edit) -> int:
        text = edit.message
        if edit.status == "suggested":
            text = f"Suggested: “{edit.after}”. {text}"
        comment = self._document.comments.add_comment(
            plain(f"{text} [{edit.rule}]"), author=AUTHOR, initials="c"
        )
        self._paragraph.append(_mark("w:commentRangeStart", comment.comment_id))
        return comment.comment_id

    def _close_comment(self, number: int) -> None:
        self._paragraph.append(_mark("w:commentRangeEnd", number))
        run = OxmlElement("w:r")
        run.append(_mark("w:commentReference", number))
        self._paragraph.append(run)


def _mark(name: str, number: int) -> Any:
    element = OxmlElement(name)
    element.set(qn("w:id"), str(number))
    return element


def _run(line: str, tag: str) -> Any:
    run = OxmlElement("w:r")
    for number, part in enumerate(line.split("\t")):
        if number:
            run.append(OxmlElement("w:tab"))
        if part:
            text = OxmlElement(tag)
            text.text = part
            text.set(qn("xml:space"), "preserve")
            run.append(text)
    return run
