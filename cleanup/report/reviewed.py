"""What was decided in a Word document that came back? Start reading at `read_docx`, then `verdicts`.

The texts are compared, part for part, so that nothing depends on what Word or LibreOffice keep
besides the text and the changes still tracked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

import docx
from docx.oxml.ns import qn

from cleanup.edits import Edit
from cleanup.errors import ArticleError
from cleanup.pipeline import Result
from cleanup.report.docx import AUTHOR, WITH_SUGGESTIONS, Span, common_ends, plain, spans

MOST_BYTES = 50_000_000
"""Largest document unpacked; a Word file of an article has 0.05 MB."""


class Reviewed(NamedTuple):
    """A document that came back: its article, and its text with what is still pending."""

    article: str
    text: str
    kinds: str
    """A letter for each character: `=` plain, `-` deletion pending, `+` insertion pending."""
    with_suggestions: bool


def read_docx(data: bytes) -> Reviewed:
    """The text of a reviewed document. Raises ArticleError for what is no Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(i.file_size for i in archive.infolist()) > MOST_BYTES:
                raise ArticleError(f"the document unpacks to more than {MOST_BYTES:,} bytes")
        document = docx.Document(io.BytesIO(data))
    except (ValueError, KeyError, zipfile.BadZipFile) as err:
        raise ArticleError(f"not a Word document: {err}") from err
    text: list[str] = []
    kinds: list[str] = []
    paragraphs = list(document.element.body.iter(qn("w:p")))
    for number, paragraph in enumerate(paragraphs):
        for part, kind in _texts(paragraph, "="):
            text.append(part)
            kinds.append(kind * len(part))
        if number + 1 < len(paragraphs):
            text.append("\n")
            kinds.append(_end_kind(paragraph))
    whole, letters = "".join(text), "".join(kinds)
    kept = [i for i, k in enumerate(letters) if k != "x"]
    told = document.core_properties
    return Reviewed(
        article=told.title or "",
        text="".join(whole[i] for i in kept),
        kinds="".join(letters[i] for i in kept),
        with_suggestions=told.subject == WITH_SUGGESTIONS,
    )


def _texts(element: Any, kind: str) -> Iterator[tuple[str, str]]:
    """Text below an element with its kind; `x` for what a reviewer's own deletion takes out."""
    for child in element:
        tag = child.tag
        if tag in (qn("w:t"), qn("w:delText")):
            yield child.text or "", kind
        elif tag == qn("w:tab") and element.tag == qn("w:r"):
            yield "\t", kind
        elif tag == qn("w:br"):
            yield "\n", kind
        elif tag in (qn("w:ins"), qn("w:moveTo")):
            yield from _texts(child, "+" if _is_ours(child) else kind)
        elif tag in (qn("w:del"), qn("w:moveFrom")):
            yield from _texts(child, "-" if _is_ours(child) else "x")
        elif tag not in (qn("w:pPr"), qn("w:p")):
            yield from _texts(child, kind)


def _end_kind(paragraph: Any) -> str:
    for tag, ours, theirs in (("w:ins", "+", "="), ("w:del", "-", "x")):
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(tag)}")
        if found is not None:
            return ours if _is_ours(found) else theirs
    return "="


def _is_ours(change: Any) -> bool:
    return bool(change.get(qn("w:author")) == AUTHOR)


class Verdict(NamedTuple):
    """What a document says about raw[start:end]: an edit's fate, or other words (`after`)."""

    start: int
    end: int
    edit: Edit | None
    verdict: Literal["accept", "reject"]
    after: str | None = None


Fate = Literal["pending", "accept", "reject", "own"]

_ANCHOR = 24
"""Characters by which a place is found again: more than most phrases, less than a sentence."""


def verdicts(result: Result, reviewed: Reviewed) -> Iterator[Verdict]:
    """What a reviewed document decided about the result it was made from."""
    parts = list(spans(result, with_suggestions=reviewed.with_suggestions))
    pos = 0
    for number, span in enumerate(parts):
        follow = _following(parts, number)
        if span.is_tracked and span.edit is not None:
            fate, stop = _fate(span, reviewed, pos, follow)
            if fate == "own":
                words = _whole(span, result.raw, _kept(reviewed, pos, stop))
                yield Verdict(span.start, span.end, span.edit, "accept", words)
            elif fate == "accept" or fate == "reject":  # noqa: PLR1714 - so that mypy sees it
                yield Verdict(span.start, span.end, span.edit, fate)
            pos = stop
        elif reviewed.text.startswith(plain(span.out), pos):
            pos += len(plain(span.out))
        else:
            stop = _find(reviewed, follow, pos)
            if set(reviewed.kinds[pos:stop]) <= {"="} and "\r" not in span.out:
                yield _rewritten(span, reviewed.text[pos:stop])
            pos = stop


def _rewritten(span: Span, wording: str) -> Verdict:
    """Text that no edit touched and the reviewer changed: the smallest part of whole words."""
    head, tail = _word_ends(plain(span.out), wording)
    if head + tail >= len(span.out):  # only an insertion: one word beside it goes with it
        head = max(0, span.out.rstrip().rfind(" ", 0, head - 1) + 1)
    return Verdict(span.start + head, span.end - tail, None, "accept", wording[head : len(wording) - tail])


def _following(parts: Sequence[Span], number: int) -> str:
    """The plain text that comes after a part, up to the next change."""
    text = ""
    for part in parts[number + 1 :]:
        if part.is_tracked or len(text) >= _ANCHOR:
            break
        text += plain(part.out)
    return text[:_ANCHOR]


def _fate(span: Span, reviewed: Reviewed, pos: int, follow: str) -> tuple[Fate, int]:
    """What became of a tracked change and where the text goes on.

    `pending`, `accept`, `reject`; or `own` where neither wording stands there.
    """
    out, into = plain(span.out), plain(span.into)
    options: tuple[tuple[Fate, str, str], ...] = (
        ("pending", out + into, "-" * len(out) + "+" * len(into)),
        ("accept", into, "=" * len(into)),
        ("reject", out, "=" * len(out)),
    )
    for fate, words, kinds in options:
        end = pos + len(words)
        is_here = reviewed.text.startswith(words, pos) and reviewed.kinds.startswith(kinds, pos)
        if is_here and reviewed.text.startswith(follow, end):
            return fate, end
    return "own", _find(reviewed, follow, pos)


def _find(reviewed: Reviewed, follow: str, pos: int) -> int:
    if not follow:
        return len(reviewed.text) if pos >= len(reviewed.text) - _ANCHOR else pos
    at = reviewed.text.find(follow, pos)
    return pos if at < 0 else at


def _kept(reviewed: Reviewed, pos: int, end: int) -> str:
    return "".join(
        c for c, k in zip(reviewed.text[pos:end], reviewed.kinds[pos:end], strict=True) if k != "-"
    )


def _whole(span: Span, raw: str, wording: str) -> str:
    """The reviewer's words for the whole edit, of which the span is the part that differs."""
    edit = span.edit
    assert edit is not None
    return raw[edit.start : span.start] + wording + raw[span.end : edit.end]


def _word_ends(a: str, b: str) -> tuple[int, int]:
    """Common ends cut back to whole words, so that a change has words to be known by."""
    head, tail = common_ends(a, b)
    while head and not a[head - 1].isspace():
        head -= 1
    while tail and not a[len(a) - tail].isspace():
        tail -= 1
    return head, tail
