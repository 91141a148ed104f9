"""Which lines are furniture of the site and not of the article?

Rules in rules/*/boilerplate know notices, pointers and buttons by their words. Three
more things take this file: labels, which need neighbours to be sure; the menus around
an article flattened from a web page (`segments.py`); and headlines in the wrong place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import regex

from cleanup.edits import Proposal
from cleanup.furniture import SURE, find_labels, foot, points_of
from cleanup.lines import join_removals
from cleanup.page import Line, Page
from cleanup.segments import find_page


def propose(page: Page) -> Iterator[Proposal | None]:
    """Take the site's lines out, keep the tags they name."""
    ruled = [_with_tags(p) for p in page.proposals("boilerplate")]
    yield from join_removals(page, [*ruled, *_furniture(page, ruled), *_headlines(page)])


def _with_tags(proposal: Proposal) -> Proposal:
    """The proposal with its list of tags cut into tags."""
    tags = proposal.meta.get("tags")
    if not tags:
        return proposal
    several = [t.strip(" .#") for t in regex.split(r"[,;|#]", tags[0]) if t.strip(" .#")]
    return msgspec.structs.replace(proposal, meta={**proposal.meta, "tags": several})


def _furniture(page: Page, ruled: Iterable[Proposal]) -> Iterator[Proposal | None]:
    """Labels with enough points, and what lies outside the article of a flattened page."""
    labels = find_labels(page)
    if not labels:
        return
    lines = page.lines
    if len(lines) < 2:
        return
    removed = _lines_of(page, ruled)
    furniture = labels.keys() | removed.keys()
    last = foot(len(lines), furniture)
    for i in sorted(labels.keys() - removed.keys()):
        points = points_of(i, labels, furniture, last)
        if points.value >= SURE:
            told = ", ".join(points.reasons)
            yield page.propose("boilerplate.label", lines[i].start, lines[i].end, "", message=told)
    for run in find_page(page, labels, removed):
        yield page.propose(
            "boilerplate.menu", lines[run.first].start, lines[run.last].end, "", message=run.message
        )


def _lines_of(page: Page, ruled: Iterable[Proposal]) -> dict[int, str]:
    """Index in `page.lines` → rule that takes the line out."""
    text, found = page.text, {}
    starts = {line.start: i for i, line in enumerate(page.lines)}
    for p in ruled:
        if p.tier == "auto" and p.after == "":
            start = p.start + len(text[p.start : p.end]) - len(text[p.start : p.end].lstrip())
            if start in starts:
                found[starts[start]] = p.rule
    return found


# --- headlines in the wrong place ------------------------------------------------

_FIRST_LINES = 8
_ATTRIBUTED = regex.compile(
    r"^[^\S\n]*(?P<title>[\p{Lu}\p{N}\"“«][^\n.!?…]{25,150}\s[-–—]\s\p{Lu}[\w-]+(?: \p{Lu}[\w-]+)?)[^\S\n]*$",
    regex.MULTILINE,
)
_CLOSED = regex.compile(r"[.!?…:;][\"”»’')\]]*$")


def _headlines(page: Page) -> Iterator[Proposal | None]:
    lines, text = page.lines, page.text
    if len(lines) < 3:
        return
    title = _plain(text, lines[0])
    for line in lines[1:_FIRST_LINES]:
        if len(title) > 15 and _plain(text, line) == title:
            yield page.propose("boilerplate.repeated-headline", line.start, line.end, "")
    for m in _ATTRIBUTED.finditer(text, lines[1].start, lines[-2].end):
        yield page.propose("boilerplate.embedded-title", m.start("title"), m.end("title"), "")
    last, before = lines[-1], lines[-2]
    ends = text[last.start : last.end], text[before.start : before.end]
    if _is_stray_title(*ends):
        yield page.propose("boilerplate.embedded-title", last.start, last.end, "")


def _plain(text: str, line: Line) -> str:
    return "".join(c for c in text[line.start : line.end].casefold() if c.isalnum())


def _is_stray_title(last: str, before: str) -> bool:
    """Whether the last line is no sentence, though the one before it closes a paragraph."""
    return (
        25 <= len(last) <= 150
        and last[0].isupper()
        and last[-1].isalnum()
        and len(before) > 100
        and _CLOSED.search(before) is not None
    )
