"""Which lines were torn out of one paragraph: wrapped by hand, or parted around a link of the page?

Start reading at `torn_lines`. A line that begins with a small letter goes on from the one before if
that one ends in a word that cannot end anything (`the`, `of`, `who`); where lines
surely go on thrice, the article is wrapped, and their length tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleanup.edits import Proposal, Tier
from cleanup.page import Page
from cleanup.patterns import lazy_re
from cleanup.steps import needs

_SMALL = lazy_re(r"\n(?<=[A-Za-z0-9,”\")]\n)\n?(?=[a-z])")
_LARGE = lazy_re(r"\n(?<=[A-Za-z\u00c0-\u024f\d,”\")]\n)(?=[A-Z\d“\"(])")
"""Line ends before a small letter, and before what opens a sentence or a name."""
_LOOSE_MARK = lazy_re(r"\n(?<=[A-Za-z0-9]\n)\n?(?=[.,;](?:\n|\Z| [a-z]))")
_CREDIT = lazy_re(r",(?: [a-z]+){1,3}$", re.MULTILINE)
"""What is left of a credit under a headline, whose name is lost: `, medical expert`."""
_TYPED = lazy_re(r"[{}<>|=\\_\t@]|   |\w\(|://|www\.|\.\w{2,4}$")
"""What lines of code, tables and addresses hold, and prose does not."""
_LONGEST = 400
"""Characters of a line that are looked at."""
_HEADLINE = 60
_ARTICLES = ("a", "an", "the")
_LAST_ITEM = ("; and", "; or")
"""Before the last item of a list, which has its own line."""
_WRAPPED = 3
"""Lines that surely go on, from which an article is wrapped by hand."""


class _Tear(NamedTuple):
    start: int
    end: int
    before: str
    """The end of the line before."""
    after: str
    """The beginning of the line after."""
    small: bool
    """Whether that begins with a small letter."""

    @property
    def is_line_end(self) -> bool:
        """One line end, not an empty line."""
        return self.end - self.start == 1

    def is_full(self, width: int) -> bool:
        """Whether the next word would not have gone into a line of so many characters."""
        if self.small:
            return len(self.before) * 2 >= width
        return len(self.before) + 1 + len(self.after.partition(" ")[0]) > width

    @property
    def is_prose(self) -> bool:
        return not (_TYPED.search(self.before) or _TYPED.search(self.after))

    @property
    def is_headline(self) -> bool:
        """A headline, which stands alone even where the site has cut it: `The house denies the ...`"""
        return self.start == len(self.before) and not self.is_line_end


@needs(r"[A-Za-z0-9,)\x{201d}\"]\n\n?[a-z]|[A-Za-z0-9]\n\n?[.,;]")
def torn_lines(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the main<line end>question` → `the main question`; items of lists and verses stay."""
    for mark in _LOOSE_MARK.finditer(text):
        if not _CREDIT.match(text, mark.end()):
            yield page.propose("punctuation.torn-line", *mark.span(), "")
    ends, starts = page.word_set("punctuation.open_ends"), page.word_set("punctuation.goes_on")
    judged = [(t, _tier(t, ends, starts)) for t in _tears(text, _SMALL)]
    sure = [t for t, tier in judged if tier and t.is_line_end]
    certain = any(tier == "auto" for _, tier in judged)
    wrapped = certain and len(sure) >= _WRAPPED
    if certain:
        judged += [(t, _tier(t, ends, starts)) for t in _tears(text, _LARGE)]
    width = max((len(t.before) for t in sure), default=0)
    for tear, tier in judged:
        if wrapped and tear.is_line_end and tear.is_full(width) and tear.is_prose:
            yield page.propose("punctuation.torn-line", tear.start, tear.end, " ")
        elif tier:
            yield page.propose("punctuation.torn-line", tear.start, tear.end, " ", tier=tier)


def _tier(tear: _Tear, ends: frozenset[str], starts: frozenset[str]) -> Tier | None:
    """How sure it is that the line goes on, told by the words on either side alone."""
    long = len(tear.before) >= _HEADLINE
    last, first = tear.before[tear.before.rfind(" ") + 1 :].lstrip('“"('), tear.after.partition(" ")[0]
    if last in _ARTICLES and (first in ends or first in starts):
        return None  # words are lost between them
    if tear.before.endswith(_LAST_ITEM):
        return None
    tier: Tier | None = None
    if last in ends:
        tier = "auto" if tear.small or long else None
    elif tear.small and long and (tear.before.endswith(",") or first in starts):
        tier = "suggest"
    return tier if tier and tear.is_prose and not tear.is_headline else None


def _tears(text: str, line_end: re.Pattern[str]) -> Iterator[_Tear]:
    """The line ends of one kind."""
    for m in line_end.finditer(text):
        start, end = m.span()
        before = text[max(0, start - _LONGEST) : start].rpartition("\n")[2]
        after = text[end : end + _LONGEST].partition("\n")[0]
        yield _Tear(start, end, before, after, line_end is _SMALL)
