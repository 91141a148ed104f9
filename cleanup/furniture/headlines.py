"""Which line is the headline, and which of its end is the page's and not its own?

Start reading at `find_tail`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import regex

from cleanup.english import sentence_spans
from cleanup.furniture.dates import DATE, TIME, iso_date
from cleanup.page import Line, Page, Tables
from cleanup.patterns import lazy_regex

_LONGEST = 300
"""Longest headline, with what the page adds; longer first lines are paragraphs."""
_LONGEST_STOPPED = 120
"""Longest headline that ends with a full stop, as machines set it; the first sentence of a text without its
headline is longer. Of 18 such lines over 79 pages 10 are headlines, none above 118."""
_CLOSERS = "\"”»’')]"
_FEWEST_WORDS = 3
"""A headline keeps at least so many words; with fewer the tail may be all it says."""
_LANGUAGE_CODES = "EN|ENG|RU|RUS|UA|UKR|DE|FR|ES"
_DOMAINS = "com|ru|ua|org|net|info|by|kz|su|news|media|press|eu|de|fr|co\\.uk|tv|am|az|ge|md|lv|lt|ee|рф"
_TAIL_SIGNS = frozenset("|•-–—")
_MAY_HAVE_TAIL = lazy_regex(r"[|•]|\s[-–—]|\b[Nn]ews \p{Lu}{2}")


class Tail(NamedTuple):
    """The end of a headline that names the outlet; `sure` where it can be nothing else."""

    start: int
    end: int
    outlet: str
    date: str | None
    sure: bool


def headline(page: Page) -> Line | None:
    """The first line, if it may be a headline."""
    first = page.lines[0] if page.lines else None
    return first if first is not None and first.end - first.start <= _LONGEST else None


def find_title(page: Page) -> str | None:
    """The headline's text, where a longer or closed line follows that it can be the headline of."""
    line = headline(page)
    if line is None or len(page.lines) < 2:
        return None
    text, sentences = line.text, len(sentence_spans(line.text))
    if text[-1] in ":,;-–—" or sentences > 2 or not text[0].isprintable():
        return None
    if text.rstrip(_CLOSERS).endswith(".") and (sentences > 1 or len(text) > _LONGEST_STOPPED):
        return None
    return text


def find_tail(page: Page) -> Tail | None:
    """What the page's title adds to the headline: outlet, date, language, section.

    `Talks go on - DW - 08.02.2023` and `Talks go on | Reuters` bear a tail;
    `Talks go on - Lavrov` names who says so. A bare outlet after a dash may be either;
    it is a source where the article cites it, else an unsure tail.
    """
    line = headline(page)
    if line is None:
        return None
    text = line.text
    signs = not _TAIL_SIGNS.isdisjoint(text) or "ews " in text  # most have none
    if not signs or not _MAY_HAVE_TAIL.search(text):
        return None
    if echoed := _echoed_tail(page, line):
        return echoed
    for kind, pattern in page.made(_tail_patterns).items():
        m = pattern.search(text)
        if m is None or len(text[: m.start()].split()) < _FEWEST_WORDS:
            continue
        groups = m.groupdict()
        outlet, when = (groups.get("outlet") or "").strip(), groups.get("date")
        sure = _is_sure(kind, m)
        if (
            not sure
            and kind == "named"
            and regex.search(rf"\b{regex.escape(outlet)}\b", page.text[line.end :])
        ):
            return None
        date = iso_date(when, page.words("metadata.zones")) if when else None
        return Tail(line.start + m.start(), line.end, outlet, date, sure)
    return None


_SEPARATOR = lazy_regex(r"\s{0,2}[|•]\s{0,2}|\s[-–—]{1,2}\s")
_ECHO_LINES = 8
"""Lines from the top among which the page sets its headline again, without what its title adds."""


def _echoed_tail(page: Page, line: Line) -> Tail | None:
    """The tail that the headline lacks where it stands again: `Talks go on | Primer` over `Talks go on`."""
    text = page.text
    again = {below.text for below in page.lines[1:_ECHO_LINES]}
    for m in _SEPARATOR.finditer(text, line.start, line.end):
        title = text[line.start : m.start()]
        if title in again and len(title.split()) >= _FEWEST_WORDS:
            return Tail(m.start(), line.end, text[m.end() : line.end].strip(), None, sure=True)
    return None


def _is_sure(kind: str, m: regex.Match[str]) -> bool:
    if kind == "named":
        return bool(m["frame"] or m["date"] or m["digits"]) or m["sep"].strip() in {"|", "•"}
    return kind != "dated"


_Kind = Literal["named", "site", "news", "dated"]


def _tail_patterns(words: Tables) -> dict[_Kind, regex.Pattern[str]]:
    """Patterns of tails, the surest first."""
    sep = r"(?P<sep>\s{0,2}[|•]\s{0,2}|\s{1,2}[-–—]{1,2}\s{0,2})"
    date = rf"(?P<date>{DATE}(?:[\s,|–-]{{1,3}}{TIME})?)"
    gap = r"[\s,|/:–—-]{0,4}"
    languages = "|".join(words("metadata.languages"))
    frame = (
        r"(?P<frame>(?: (?:in|news|service|world|latest|agency|newspaper|international|online"
        rf"|{languages})\b){{0,4}})"
    )
    outlets = sorted(words("metadata.outlets"), key=len, reverse=True)
    names = "|".join(map(regex.escape, outlets))
    flags = regex.IGNORECASE
    return {
        "named": regex.compile(
            rf"{sep}(?:the )?(?P<outlet>{names})(?!\w){frame}"
            rf"(?:{gap}{date}|(?P<digits>[\s\d.,/:–—-]*\d))?\W{{0,3}}$",
            flags,
        ),
        "site": regex.compile(rf"{sep}(?:www\.)?(?P<outlet>[\w-]{{2,40}}\.(?:{_DOMAINS}))\W{{0,2}}$", flags),
        "news": regex.compile(
            rf"(?:\s|{sep})(?:\p{{Lu}}\w{{2,20}} )?[Nn]ews (?:{_LANGUAGE_CODES})$"
            rf"|{sep}(?i:(?:the )?(?:latest|main|all|breaking|world|hot) news)(?: of (?:the )?\w{{2,20}})?$"
        ),
        "dated": regex.compile(
            rf"{sep}(?P<outlet>\p{{Lu}}[\w.]{{0,30}}(?: \p{{Lu}}[\w.]{{0,30}}){{0,2}}){gap}{date}\W{{0,2}}$"
        ),
    }


_STOP = lazy_regex(r"\p{Ll}{3}(\.)\s[-–—]{1,2}\s\p{Lu}[\w-]{1,30}(?: \p{Lu}[\w-]{1,30}){0,2}$")


def find_stop(page: Page, end: int | None = None) -> int | None:
    """Where a full stop stands before the name of who says the headline, which ends at `end`."""
    line = headline(page)
    if line is None or "." not in line.text:
        return None
    m = _STOP.search(page.text, line.start, line.end if end is None else end)
    if m is None or regex.search(r"[.!?] ", page.text[line.start : m.start(1)]):
        return None
    return m.start(1)
