"""Which stretch of a web page flattened to text is the article?

Start reading at `find_page`. Each unit of lines (`units.py`) has a likelihood of being the
article's; the stretch whose units are worth most together is the body: maximum-subsequence
segmentation (Pasternack and Roth, "Extracting article text from the web", WWW 2009).
What lies outside is removed where there is evidence of menus, and only there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from itertools import islice, pairwise
from typing import NamedTuple

import regex

from cleanup.furniture.comments import find_comments
from cleanup.furniture.dates import DATE
from cleanup.furniture.labels import Kind
from cleanup.furniture.units import Unit, likelihoods, read_units
from cleanup.page import Page
from cleanup.patterns import lazy_regex

FEWEST_LABELS = 6
FEWEST_LINES = 20
"""A page with fewer, or with fewer different labels, is an article with stray lines, taken out one by one."""
_LABELLED = 0.002
"""Share of the lines that are labels: 80 flattened pages have .03 at least, megabytes of news .0006."""

_SHORT = 25
_BULLETS = "*+•·-"
_SHORT_BULLETED = 40
LONGEST_LIST = 24
"""So many lines of at most 25 characters in a row are a menu; the longest in 221 human articles has 7."""

_FEWEST_NESTED = 6
"""So many bulleted items in a row, with bullets of two levels, are a menu."""

_THRESHOLD = 0.27
"""Least likelihood of a unit that pays for itself. On the 178 pages F1 (inscriptis, BS) is .909 and .913
at .27, .912 and .909 at .28, .911 and .908 at .3; at .27 1.3 % of the articles' words go, at .28 2.3 %:
a table inside an article is lost there."""
_LONGEST_UNIT = 60
"""Words of a unit that count: one long notice must not outweigh an article."""
_MENU, _FEWEST_ITEMS = 8, 4
"""What each line from the fourth on costs where short lines without figures stand together inside a page.
With it F1 (inscriptis, BS) rises by .002 and .005; from the third on, or at 12 a line, the cells of tables
inside articles are lost. Lines that stand twice do not count: a table's headings, menus that labels tell."""
_ITEM_WORDS = 6
_BARRIER = 22
"""What a line costs that opens comments, related articles or legal lines: some sentences of prose.
F1 (inscriptis) is .907 at 15, .908 at 22."""
_LONGEST_TAIL = 40
"""Units without a sign of furniture that may follow the body: a list of dates, a table."""
_DATED = 20
"""What a line with a date costs in a list of articles or comments. F1 is .899 and .902 at 0, .900 and .907
from 20 to 30."""
_LONGEST_TEASER = 32
"""Words of a teaser; the days of a chronicle have longer paragraphs."""
_DATED_GAP = 8
"""Units from one date of such a list to the next: title, author, teaser, counts."""
_OPENERS = tuple("about-author comment copyright legal read-also-label reach-author reprint share".split())
"""Parts of the names of rules whose lines open what follows the article; invitations stand inside it too."""


_DATE = lazy_regex(DATE, regex.IGNORECASE)
_SIGNED = lazy_regex(r"(?:by|author|text)\b:? \p{Lu}", regex.IGNORECASE)


class Outside(NamedTuple):
    """A run of lines outside the article, and why; unsure where the page may be another kind of text."""

    first: int
    last: int
    message: str
    caption: str = ""
    sure: bool = True


def find_page(
    page: Page, labels: Mapping[int, Kind], removed: Mapping[int, str], pointed: Set[int]
) -> list[Outside]:
    """Runs of lines outside the article, on a flattened page, and the captions inside it.

    `removed` maps lines that rules take out to their rules; `pointed` are lines of lists of other
    articles' headlines.
    """
    units = read_units(page, labels, removed)
    dated = [i for i, u in enumerate(units) if u.dated]
    comments = find_comments(page, units, dated)
    body = _body(units, dated, comments, removed, pointed)
    if not body:
        return []
    keep = set(body) | _title(units, body, pointed)
    keep |= {u for u in range(max(0, body.start - 10), body.start) if _is_stamp(units[u])}
    runs = _runs(units, keep)
    if _holds_less(units, keep, comments):
        runs = [run._replace(sure=False) for run in runs]
    return [*runs, *_heading(units, keep, body, {run.first for run in runs}), *_captions(units, body)]


def is_flattened(page: Page, furniture: Collection[str]) -> bool:
    """Whether there are enough lines of labels, or a menu in a language of which we know no labels."""
    if len(page.lines) < FEWEST_LINES:
        return False
    if len(set(furniture)) >= FEWEST_LABELS and len(furniture) >= _LABELLED * len(page.lines):
        return True
    items = sum(line.end - line.start <= _SHORT_BULLETED for _, line in page.short_lines)
    return items >= _FEWEST_NESTED and _has_menu(_ends_of(line.text) for line in page.lines)


def _ends_of(text: str) -> tuple[str, str, int]:
    return text[0], text[-1], len(text)


def _has_menu(lines: Iterable[tuple[str, str, int]]) -> bool:
    """Whether so many short lines stand together, or a list within a list as menus are laid out.

    Of each line the first and last character and the length.
    """
    run = nested = 0
    bullets: set[str] = set()
    for first, last, length in lines:
        run = run + 1 if _is_item(first, last, length) else 0
        if first in _BULLETS and length <= _SHORT_BULLETED:
            nested += 1
            bullets.add(first)
        else:
            nested = 0
            bullets.clear()
        if run >= LONGEST_LIST or (nested >= _FEWEST_NESTED and len(bullets) > 1):
            return True
    return False


def _is_item(first: str, last: str, length: int) -> bool:
    """Whether a line is short and no answer with its full stop, told by its ends."""
    return length <= (_SHORT_BULLETED if first in _BULLETS else _SHORT) and last not in ".?!"


# --- the body --------------------------------------------------------------------


def _body(
    units: list[Unit], dated: list[int], comments: Set[int], removed: Mapping[int, str], pointed: Set[int]
) -> range:
    """The stretch worth most, and the list that ends it; headlines of other articles count for nothing."""
    worth = []
    listed = _dated_list(units, dated)
    items = 0
    for i, (unit, p) in enumerate(zip(units, likelihoods(units), strict=True)):
        value = (min(unit.words, _LONGEST_UNIT) + 1) * (p - _THRESHOLD) * (unit.first not in pointed)
        if not _is_menu_item(unit):
            items = 0
        elif "stands twice" not in unit.signs or "label" in unit.signs:
            items += 1
        barrier = _DATED * (i in listed)
        if (rule := removed.get(unit.first)) is not None and any(name in rule for name in _OPENERS):
            barrier += _BARRIER
        value = min(0.0, value) if i in comments else value
        worth.append(value - barrier - _MENU * (items >= _FEWEST_ITEMS))
    start, end = _best(worth)
    while start < end < len(units) and end not in comments and _is_sentence(units[end]):
        end += 1  # short answers
    above = start
    while 0 < above < end and (units[above - 1].first in pointed or _is_sentence(units[above - 1])):
        above -= 1
        start = above if _is_sentence(units[above]) else start
    return range(start, _tail(units, end))


def _is_menu_item(unit: Unit) -> bool:
    return unit.words < _ITEM_WORDS and "ends a sentence" not in unit.signs and not unit.figures


def _is_sentence(unit: Unit) -> bool:
    return unit.closed and not unit.furniture


def _tail(units: list[Unit], end: int) -> int:
    """The end of a body with the list that follows it: plain lines up to the next sign of furniture.

    Dates, results and the like bear figures; headlines of other articles do not.
    """
    stop = min(len(units), end + _LONGEST_TAIL)
    reach = next((u for u in range(end, stop) if units[u].furniture), stop)
    figures = sum(units[u].figures for u in range(end, reach))
    return reach if reach < end + _LONGEST_TAIL and 2 * figures > reach - end else end


def _dated_list(units: list[Unit], dated: list[int]) -> set[int]:
    """Short lines with a date or a time, near each other: over teasers of other articles, or comments."""
    near = [(a, b) for a, b in pairwise(dated) if b - a <= _DATED_GAP and _are_teasers(units[a + 1 : b])]
    return {i for pair in near for i in pair}


def _are_teasers(between: list[Unit]) -> bool:
    """Whether there is a title or a name, and nothing long; a live report has sentences only."""
    titled = any(not u.closed for u in between) or not between
    return titled and max((u.words for u in between), default=0) <= _LONGEST_TEASER


def _best(values: list[float]) -> tuple[int, int]:
    """Start and end of the stretch with the greatest sum, in one sweep.

    >>> _best([-1, 2, -1, 3, -9, 2])
    (1, 4)
    """
    start = best_start = best_end = 0
    total = most = 0.0
    for i, value in enumerate(values):
        total += value
        if total <= 0:
            total, start = 0.0, i + 1
        elif total > most:
            most, best_start, best_end = total, start, i + 1
    return best_start, best_end


_ABOVE = 25
"""Units above the body among which the headline is looked for; between them stand bylines and share bars."""
_FEWEST_TITLE_WORDS = 4


def _title(units: list[Unit], body: range, pointed: Set[int]) -> set[int]:
    """The headline above the body: the line the page's own title begins with, or else the nearest,
    with the one over it where it is a standfirst."""
    name = units[0].text.casefold()
    named = [u for u in range(1, body.start + 3) if u < body.stop and _is_named(units[u], name)]
    over = range(body.start - 1, max(0, body.start - _ABOVE) - 1, -1)
    titles = (u for u in over if units[u].first not in pointed and _may_be_title(units[u]))
    above = [*islice(titles, 2)]
    best = named[-1:] or above[:1]
    if best == above[:1] and len(above) > 1 and _is_standfirst(units[above[1]], units[above[0]]):
        best = above
    return set(best) - set(body)


def _is_standfirst(above: Unit, unit: Unit) -> bool:
    """Whether a sentence stands right under a line that may be a headline and is none."""
    follows = unit.first == above.last + 1
    return follows and unit.closed and not (above.closed or above.dated)


def _is_named(unit: Unit, name: str) -> bool:
    if unit.words < _FEWEST_TITLE_WORDS or not name.startswith(unit.text[0].casefold()):
        return False
    return name.startswith(unit.text.casefold())


_NO_TITLE = frozenset({"label", "section", "site's notice", "cut short", "bullet", "credit"})


def _may_be_title(unit: Unit) -> bool:
    plain = unit.words >= _FEWEST_TITLE_WORDS and _NO_TITLE.isdisjoint(unit.signs)
    return plain and not _is_stamp(unit)


_LONGEST_STAMP = 60


def _is_stamp(unit: Unit) -> bool:
    """Whether a short line tells date or author, which the metadata pass will take."""
    if len(unit.text) >= _LONGEST_STAMP:
        return False
    return (unit.dated and _DATE.search(unit.text) is not None) or _SIGNED.match(unit.text) is not None


# --- what goes -------------------------------------------------------------------

_LEAST_FURNITURE = 0.05
_FEWEST_FURNITURE = 2
"""A run goes if two of its units, and one in twenty, are furniture; menus have more, lists none."""


def _runs(units: list[Unit], keep: set[int]) -> list[Outside]:
    """Runs of units outside, where they bear evidence of menus."""
    runs: list[Outside] = []
    start = 0
    for u in [*sorted(keep), len(units)]:
        run = units[start:u]
        start = u + 1
        furniture = sum(x.furniture for x in run)
        if furniture >= max(_FEWEST_FURNITURE, _LEAST_FURNITURE * len(run)) or _is_menu(run):
            runs.append(Outside(run[0].first, run[-1].last, _message(run)))
    return runs


_FEWEST_PROSE, _MOST_OUTSIDE = 15, 200


def _holds_less(units: list[Unit], keep: Set[int], comments: Set[int]) -> bool:
    """Whether more running prose is left out than kept: an article with many tables looks like menus.

    Only paragraphs of 15 words with another above or below count, since teasers stand alone, and none in
    threads of comments. Of 178 pages this is so on one, in both layouts: questions under a short post.
    """
    prose = {i for i, u in enumerate(units) if u.closed and not u.furniture and u.words >= _FEWEST_PROSE}
    running = {i for i in prose if i - 1 in prose or i + 1 in prose}
    inside = sum(units[i].words for i in running & keep)
    outside = sum(units[i].words for i in running - keep - comments)
    return outside > max(_MOST_OUTSIDE, inside)


_SHORT_HEADING = 3
"""Words of a line between the headline and the body that is a name or a section; a standfirst has more."""


def _heading(units: list[Unit], keep: Set[int], body: range, gone: Set[int]) -> list[Outside]:
    """Names and sections between the headline and the body, where no run of menus goes."""
    title = min(keep)
    first, found = title + 1, []
    for i in range(title + 1, body.stop):
        unit = units[i]
        if i in body and not _is_heading(unit):
            break
        if i in keep and i not in body:
            first = i + 1
        elif units[first].first not in gone and _is_heading(unit):
            found.append(Outside(unit.first, unit.last, "a name or a section between headline and body"))
    return found


def _is_heading(unit: Unit) -> bool:
    if unit.words > _SHORT_HEADING or unit.figures or _is_sentence(unit) or _is_stamp(unit):
        return False
    return all(word[0].isupper() for word in unit.text.split())


def _is_menu(run: list[Unit]) -> bool:
    ends = [_ends_of(unit.text) for unit in run]
    return sum(_is_item(*end) for end in ends) >= LONGEST_LIST or _has_menu(ends)


_CREDITED = lazy_regex(
    r"[(\[](?:image|photo|picture|credit|source|file|ap|afp|getty)\b[^()\n]{0,80}[)\]]$"
    r"|\b(?:credit|photo|image|picture)s?(?: by)?\s?:\s?[^.:\n]{2,60}$|^(?:image|photo|picture)s?\s?:"
    r"|[/|,]\s?(?:reuters|ap|afp|epa|getty(?: images)?|tass|ria novosti|istock)(?: file| photo)?$"
    r"|\b(?:file|submitted|courtesy|handout|stock) photo$|[.!?…]\s?©\s?(?-i:\p{Lu})[^.!?©\n]{2,60}$"
    r"|[.!?…] (?-i:reuters|AP|AFP|EPA|Reuters|TASS|Getty Images)$",
    regex.IGNORECASE,
)
_LONGEST_CAPTION = 300


def _captions(units: list[Unit], body: range) -> list[Outside]:
    """Captions between the paragraphs, told by the credit at their end."""
    return [
        Outside(u.first, u.last, "the caption of a picture, with its credit", u.text)
        for u in (units[i] for i in body)
        if len(u.text) <= _LONGEST_CAPTION and u.text[-1] not in ".?!" and _CREDITED.search(u.text)
    ]


def _message(run: list[Unit]) -> str:
    """Why the run goes: points and the commonest signs."""
    signs = Counter(s for unit in run for s in unit.signs).most_common(4)
    told = ", ".join(f"{name} ×{n}" for name, n in signs)
    points = sum(u.points for u in run) / len(run)
    lines = run[-1].last - run[0].first + 1
    return f"{lines} lines outside the article ({points:+.0f} points on average; {told})"
