"""How does a line of JSON become a cleaned line of JSON? Start reading at `clean_lines`.

A line {"id", "text"[, "source"]} gives {"id", "text", "edits", "meta", "score"}; one with
"html" in place of "text" gives "extracted" too, the text that offsets refer to. A line that
cannot be read or cleaned gives {"id", "error"}, and the rest go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from cleanup.article import Article
from cleanup.errors import ArticleError, describe_defect
from cleanup.pipeline import Cleaner
from cleanup.report.jsontext import to_json
from cleanup.webpage import WebPage, extract


class _Row(msgspec.Struct):
    """What a line must hold; other keys are left alone."""

    id: str | int | float
    text: str | None = None
    html: str | None = None
    """A web page, whose article is taken; `text` comes before it."""
    source: str | None = None


def clean_lines(lines: BinaryIO, cleaner: Cleaner) -> Iterator[bytes]:
    """One line out for each line in, in the same order; empty lines are skipped."""
    most = cleaner.settings.max_bytes
    while line := lines.readline(most + 1):
        if len(line) > most:
            while line and not line.endswith(b"\n"):
                line = lines.readline(most)
            yield to_json({"id": None, "error": f"the line is larger than {most:,} bytes"}) + b"\n"
        elif line.strip():
            yield to_json(_cleaned(line, cleaner)) + b"\n"


def _cleaned(line: bytes, cleaner: Cleaner) -> dict[str, Any]:
    name: Any = None
    try:
        value = json.loads(line.decode("utf-8-sig"))
        name = value.get("id") if isinstance(value, dict) else None
        row = msgspec.convert(value, _Row)
        if row.text is None and row.html is None:
            raise ValueError("neither `text` nor `html`")
    except (ValueError, RecursionError) as err:
        return {"id": name, "error": f"not a row {{id, text}}: {err}"}
    try:
        page = extract(row.html or "", f"row {row.id}") if row.text is None else WebPage(row.text, {})
        result = cleaner.clean(Article(id=str(row.id), raw=page.text, source=row.source, meta=page.meta))
    except ArticleError as err:
        return {"id": row.id, "error": str(err)}
    except Exception as err:  # a defect of ours must not stop the other rows
        return {"id": row.id, "error": describe_defect(err)}
    out: dict[str, Any] = {"id": row.id, "text": result.text, "edits": result.edits}
    out |= {"meta": result.meta, "score": result.score}
    out |= {"extracted": page.text} if row.text is None else {}
    return out | {"problems": result.problems} if result.problems else out
