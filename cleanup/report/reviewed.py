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
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from cleanup.edits import Edit
from cleanup.errors import ArticleError
from cleanup.pipeline import Result
from cleanup.report.diff import common_ends
from cleanup.report.docx import AUTHOR, WITH_SUGGESTIONS, Span, plain, spans

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
            title, subject = _told(archive)
        document = docx.Document(io.BytesIO(data))
    except (ValueError, KeyError, SyntaxError, zipfile.BadZipFile) as err:  # broken XML is a SyntaxError
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
    return Reviewed(
        article=title,
        text="".join(whole[i] for i in kept),
        kinds="".join(letters[i] for i in kept),
        with_suggestions=subject == WITH_SUGGESTIONS,
    )


def _told(archive: zipfile.ZipFile) -> tuple[str, str]:
    """Title and subject. LibreOffice refers to their file in a way that python-docx does not follow."""
    if "docProps/core.xml" not in archive.namelist():
        return "", ""
    told = parse_xml(archive.read("docProps/core.xml"))
    found = [told.findtext(f"{{http://purl.org/dc/elements/1.1/}}{n}") or "" for n in ("title", "subject")]
    return found[0], found[1]


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
_MOST_OWN = 1000
"""Characters a reviewer may add in one place and still be followed: a long paragraph."""


def verdicts(result: Result, reviewed: Reviewed) -> Iterator[Verdict]:
    """What a reviewed document decided about the result it was made from."""
    parts = list(spans(result, with_suggestions=reviewed.with_suggestions))
    pos = 0
    for number, span in enumerate(parts):
        if span.is_tracked and span.edit is not None:
            fate, stop = _fate(parts, number, reviewed, pos)
            if fate == "own":
                words = _whole(span, result.raw, _kept(reviewed, pos, stop))
                yield Verdict(span.start, span.end, span.edit, "accept", words)
            elif fate == "accept" or fate == "reject":  # noqa: PLR1714 - so that mypy sees it
                yield Verdict(span.start, span.end, span.edit, fate)
            pos = stop
        elif reviewed.text.startswith(plain(span.out), pos):
            pos += len(plain(span.out))
        else:
            stop = _resume(parts, number, reviewed, pos)
            if set(reviewed.kinds[pos:stop]) <= {"="} and "\r" not in span.out:
                yield _rewritten(span, reviewed.text[pos:stop])
            pos = stop


def _rewritten(span: Span, wording: str) -> Verdict:
    """Text that no edit touched and the reviewer changed: the smallest part of whole words."""
    head, tail = _word_ends(plain(span.out), wording)
    if head + tail >= len(span.out):  # only an insertion: one word beside it goes with it
        head = max(0, span.out.rstrip().rfind(" ", 0, head - 1) + 1)
    return Verdict(span.start + head, span.end - tail, None, "accept", wording[head : len(wording) - tail])


def _fate(parts: Sequence[Span], number: int, reviewed: Reviewed, pos: int) -> tuple[Fate, int]:
    """What became of a tracked change and where the text goes on; `own` where no wording of it fits."""
    for reach in (_ANCHOR, 1):  # the text behind may be rewritten, so little of it must do
        for fate, end in _options(parts[number], reviewed, pos):
            if _fits(parts, number + 1, reviewed, end, reach):
                return fate, end
    return "own", _resume(parts, number, reviewed, pos)


def _options(span: Span, reviewed: Reviewed, pos: int) -> Iterator[tuple[Fate, int]]:
    """What may have become of a tracked change, by the words at `pos`, and where each would end."""
    out, into = plain(span.out), plain(span.into)
    options: tuple[tuple[Fate, str, str], ...] = (
        ("pending", out + into, "-" * len(out) + "+" * len(into)),
        ("accept", into, "=" * len(into)),
        ("reject", out, "=" * len(out)),
    )
    for fate, words, kinds in options:
        if reviewed.text.startswith(words, pos) and reviewed.kinds.startswith(kinds, pos):
            yield fate, pos + len(words)


def _fits(parts: Sequence[Span], number: int, reviewed: Reviewed, pos: int, left: int) -> bool:
    """Whether the parts from `number` on can stand at `pos`, as far as `left` characters reach."""
    if left <= 0:
        return True
    if number == len(parts):
        return pos == len(reviewed.text)
    span = parts[number]
    if span.is_tracked:
        # a change costs characters too: a row of changes is not followed for ever
        ends = (end for _, end in _options(span, reviewed, pos))
        return any(_fits(parts, number + 1, reviewed, end, left - _ANCHOR // 4) for end in ends)
    text = plain(span.out)[:left]
    return reviewed.text.startswith(text, pos) and _fits(
        parts, number + 1, reviewed, pos + len(text), left - max(1, len(text))
    )


def _resume(parts: Sequence[Span], number: int, reviewed: Reviewed, pos: int) -> int:
    """Where the parts after `number` go on, beyond words that are not those of the part."""
    text = plain(parts[number].out)
    head = next((i for i, c in enumerate(text) if not reviewed.text.startswith(c, pos + i)), len(text))
    last = min(len(reviewed.text), pos + 2 * len(text) + _MOST_OWN)
    places = (p for p in range(pos + head, last + 1) if _fits(parts, number + 1, reviewed, p, _ANCHOR))
    return next(places, last if number + 1 == len(parts) else pos + head)


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
