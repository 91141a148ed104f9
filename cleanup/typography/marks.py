"""Which spaces stand on the wrong side of a quotation mark?

Start reading at `beside_quotes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleanup.edits import Proposal
from cleanup.finder import line_around
from cleanup.page import Page
from cleanup.patterns import lazy_re
from cleanup.steps import needs
from cleanup.typography.quotes import GLYPHS, LINE_START, find_marks

_TURNED = lazy_re(r"”(?<![^\s(]”) ([^“”\n]{2,80}?) “(?=[\s,.;:!?)]|$)", re.MULTILINE)
_CLOSED_TWICE = lazy_re(r"”(?<=[a-z]”) ?(?=[A-Za-z])([^“”\n]{1,60}?)(?<=\w)”(?=[\s,.;:!?)]|$)", re.MULTILINE)

_LISTED = lazy_re(r'(?<=[\w!?.])"," (?=[A-Z][^"\n]{0,60}")')


@needs(r"\x{201d} [^\n]{2,250} \x{201c}|[a-z]\x{201d} ?[A-Za-z]")
def turned_pairs(page: Page, text: str) -> Iterator[Proposal | None]:
    """`sang ” Songs “ here` and `sang” Songs” here` → `sang “Songs” here`, in a line without other marks."""
    for pattern in (_TURNED, _CLOSED_TWICE):
        end, alone = -1, False
        for m in pattern.finditer(text):
            if m.start() > end:
                start, end = line_around(text, m.start())
                pairs = sum(1 for _ in pattern.finditer(text, start, end))
                alone = sum(text.count(glyph, start, end) for glyph in GLYPHS) == 2 * pairs
            if alone:
                before = " " if text[max(0, m.start() - 1) : m.start()].isalpha() else ""
                yield page.propose("spacing.quotes", *m.span(), f"{before}“{m[1]}”")


@needs(r'"," [A-Z]')
def listed_titles(page: Page, text: str) -> Iterator[Proposal | None]:
    """`"Songs"," Letters"` → `"Songs", "Letters"`, in a line whose marks make pairs."""
    end, paired = -1, False
    for m in _LISTED.finditer(text):
        if m.start() > end:
            start, end = line_around(text, m.start())
            paired = text.count('"', start, end) % 2 == 0
        if paired:
            yield page.propose("spacing.quotes", *m.span(), '", "')


@needs(f"[{GLYPHS}]")
def beside_quotes(page: Page, text: str) -> Iterator[Proposal | None]:
    """`They left, "he said` → `They left," he said`, where the pairs are clear."""
    for mark in find_marks(text, page.word_set("spacing.saying"), page.memory):
        at, opens = mark.at, mark.opens
        if text[at] == "»" and text[at - 1 : at] in LINE_START:
            continue  # a bullet, or the mark of a breadcrumb
        if opens is None or _stands_well(text[at - 1 : at], text[at + 1 : at + 2], opens=opens):
            continue
        if text.startswith((",", ";", ":", ")"), at + 1) if opens else _ENDING.match(text, at + 1):
            continue  # a closing mark of the wrong form; an ending of English
        left, right = at, at + 1
        while text[left - 1 : left] == " ":
            left -= 1
        while text[right : right + 1] == " ":
            right += 1
        before, following = text[left - 1 : left] or "\n", text[right : right + 1] or "\n"
        if opens and text[at] != "”" and following != "\n":
            outside = text[left:at] or (" " if before.isalnum() or before in ",.;:!?)%" else "")
            after = outside + text[at]
        elif not opens and before != "\n" and text[left - 2 : left] not in ("”,", '",'):
            outside = text[at + 1 : right] or (" " if following.isalnum() or following == "(" else "")
            after = text[at] + outside
        else:
            continue
        if after != text[left:right]:
            yield page.propose("spacing.quotes", left, right, after)


_ENDING = lazy_re(r"(?:e?s|e?d|ing)\b")
"""What English puts behind a quoted word: no “if”s and no “but”s."""


@lru_cache(maxsize=4096)
def _stands_well(left: str, right: str, *, opens: bool) -> bool:
    """Whether the characters beside a mark are as they should be."""
    if opens:
        return right != " " and not left.isalnum() and left not in tuple(",.;:!?)%")
    return left != " " and not right.isalnum() and right != "("
