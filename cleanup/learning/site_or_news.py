"""Does a line recur because the site sets it, or because the news recurs?

Start reading at `judge`. A quotation or a standing paragraph of background speaks of what
its article speaks of: its words come up again in the rest of the article, and less in
another article of the source. `Found an error? Select it and press Ctrl+Enter` shares
nothing with any. Place, neighbours, share, time and looks add their points.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from cleanup.learning.recurring import Group, Source
from cleanup.patterns import lazy_regex

Verdict = Literal["site", "unsure", "news"]

SURE = 4
"""Points from which a line is proposed; the strongest sign alone gives 2, so that signs must agree."""
_UNSURE = 2
_DECISIVE = -4
"""A sign that makes a line news whatever else speaks for it."""

# Measured with 235 notices of sites, and 298 paragraphs put into the articles most like their own, in 221
# articles: of the notices 95 % share at most 7 % of their words with the rest of the article, and 3 % more
# than with another one; of the paragraphs 95 % share at least 6 %, half of them 19 %, and 12 % more.
_FOREIGN, _FOREIGN_MORE = 0.1, 0.04
"""At most so large a share, and so much more than in another article: the line is foreign to its own."""
_SHARED, _SHARED_MORE = 0.35, 0.08
"""From either of these a line is of its article; none of the notices reaches one."""
_FEWEST_COMPARED = 5
_OFTEN, _NOW_AND_THEN, _SELDOM = 0.25, 0.05, 0.01
_MANY = 200
"""Articles of a source from which a small share says something."""
_MOSTLY = 0.8
_SENTENCE_WORDS = 12
_BURST, _LONG = 10, 60
"""Days: an event is quoted for a week; a source read over two months shows what lasts."""
_SENTENCE = lazy_regex(r"[.!?…。！？؟][\"”»’')\]]*$")
_SPOKEN = lazy_regex(r"^[\"“«„]|[\"”»],? (?:\w+ ){0,3}\b(?:said|says|told|added|noted|stressed)\b|^[–—] ")
_POINTING = lazy_regex(r"https?://|www\.|\bt\.me/|©|\||@\w")


class Judgement(NamedTuple):
    """The verdict on a line that recurs, with its points and reasons."""

    points: int
    reasons: tuple[str, ...]
    verdict: Verdict


def judge(group: Group, source: Source) -> Judgement:
    """Whether the site or the news repeats a line."""
    line = next(iter(group.lines.values()))
    signs = [*_by_words(group), *_by_place(group, source), *_by_looks(line), *_by_time(group, source)]
    points = sum(value for value, _ in signs)
    if any(value <= _DECISIVE for value, _ in signs) or points < _UNSURE:
        verdict: Verdict = "news"
    else:
        verdict = "site" if points >= SURE else "unsure"
    return Judgement(points, tuple(f"{reason} {value:+d}" for value, reason in signs), verdict)


_Signs = list[tuple[int, str]]


def _by_words(group: Group) -> _Signs:
    if group.compared < _FEWEST_COMPARED:
        return []
    own, other = group.own / group.compared, group.other / group.compared
    told = f"{own:.0%} of its words come up again in its article, {other:.0%} in another"
    if own >= _SHARED or own - other >= _SHARED_MORE:
        return [(_DECISIVE, told)]
    return [(2, told)] if own <= _FOREIGN and own - other <= _FOREIGN_MORE else []


def _by_place(group: Group, source: Source) -> _Signs:
    signs: _Signs = []
    share = group.articles / source.articles
    if share >= _NOW_AND_THEN:
        signs.append((1 + (share >= _OFTEN), f"in {share:.0%} of the articles"))
    elif share < _SELDOM and source.articles >= _MANY:
        signs.append((-2, f"in {share:.1%} of the articles only"))
    if group.edge >= _MOSTLY * group.articles:
        signs.append((1, "at the top or the foot"))
    if group.beside >= _MOSTLY * group.articles:
        signs.append((1, "beside other lines that recur"))
    return signs


def _by_looks(line: str) -> _Signs:
    signs: _Signs = []
    if _SPOKEN.search(line):
        signs.append((-3, "a quotation"))
    elif _SENTENCE.search(line) and len(line.split()) >= _SENTENCE_WORDS:
        signs.append((-1, "a sentence"))
    if _POINTING.search(line):
        signs.append((1, "a link or a sign of the site"))
    return signs


def _by_time(group: Group, source: Source) -> _Signs:
    if group.days is None or source.days is None:
        return []
    lasted, whole = group.days[1] - group.days[0], source.days[1] - source.days[0]
    if whole < _LONG:
        return []
    if lasted <= _BURST:
        return [(_DECISIVE, f"only within {lasted + 1} of {whole + 1} days")]
    return [(1, f"over {lasted + 1} of {whole + 1} days")] if lasted >= whole / 2 else []
