"""What was done to an article, in one file to send to somebody? Start reading at `html_report`.

The file needs nothing else and runs nothing: its policy forbids scripts and loading.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from string import Template

from cleanup.edits import Edit
from cleanup.pipeline import Result
from cleanup.report.marked import Piece, pieces, shown, shown_change

_PAGE = Template("""\
<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body{font:17px/1.6 Georgia,serif;max-width:46rem;margin:2rem auto;
  padding:0 1rem;color:#1a1a1a;background:#fff}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
del{color:#8f1d1d;background:#fdecec}ins{color:#14532d;background:#e6f4ea}
.suggested,.flagged{background:#fff5d9;border-bottom:2px dashed #5b3a00}
.suggested del,.flagged del,.rejected del{color:inherit;background:none;text-decoration:none}
a{color:inherit;text-decoration:none}sup{font:11px sans-serif;color:#0b4f9e}
table{border-collapse:collapse;font:14px/1.4 system-ui,sans-serif;width:100%}
td,th{border-bottom:1px solid #c9ced6;padding:.3rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
</style></head><body>
<h1>$title</h1>
<p>$facts</p>
<div class="text">$text</div>
<h2>Changes</h2>
<table><thead><tr><th>No.</th><th>Before</th><th>After</th><th>Status</th><th>Reason</th></tr></thead>
<tbody>
$rows
</tbody></table></body></html>
""")


def html_report(result: Result) -> str:
    """The article with its edits in place, then a table of them with their reasons."""
    laid_out = pieces(result.raw, result.edits)
    listed = [e for p in laid_out if p.edit for e in (p.edit, *p.others)]
    number = {e.id: n for n, e in enumerate(listed, 1)}
    score = result.score
    return _PAGE.substitute(
        title=_safe(result.meta.title or result.id or "Article"),
        facts=f"{score.fixed} changes made, {score.left} left for a person. Penalty points for each 1,000 "
        f"words: {score.before} before, {score.after} after.",
        text="".join(_piece(result.raw, p, number) for p in laid_out),
        rows="\n".join(_row(e, number[e.id]) for e in listed),
    )


def _safe(text: str) -> str:
    return escape(shown(text))


def _piece(raw: str, piece: Piece, number: dict[str, int]) -> str:
    edit = piece.edit
    if edit is None:
        return _safe(raw[piece.start : piece.end])
    parts = "".join(_marks(edit))
    others = "".join(f'<a href="#c{number[o.id]}"><sup>{number[o.id]}</sup></a>' for o in piece.others)
    link = f'<a href="#c{number[edit.id]}"><sup>{number[edit.id]}</sup></a>{others}'
    return f'<span class="{edit.status}">{parts}{link}</span>'


def _marks(edit: Edit) -> Iterator[str]:
    if edit.before:
        yield f"<del>{escape(shown_change(edit.before))}</del>"
    if edit.after and edit.status != "rejected":
        yield f"<ins>{escape(shown_change(edit.after))}</ins>"


def _row(edit: Edit, number: int) -> str:
    after = "" if edit.after is None else escape(shown_change(edit.after))
    reason = f"{_safe(edit.message)}<br><small>{escape(edit.rule)}, {edit.severity}</small>"
    cells = (str(number), escape(shown_change(edit.before)), after, edit.status, reason)
    return f'<tr id="c{number}">' + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"
