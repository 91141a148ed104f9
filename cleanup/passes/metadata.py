"""Which lines tell date, author, place, photo and source?

Rules in rules/*/metadata find credits and labels; this file finds what takes more
than a pattern: dates alone on a line, bylines, datelines, the headline's tail,
captions. What is taken out is kept in the article's metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import regex

from cleanup.article import Finding
from cleanup.edits import Proposal, Tier
from cleanup.furniture.dates import CALENDAR_WORD, DATE, OFFSET, TIME, WEEKDAY, iso_date
from cleanup.furniture.headlines import find_stop, find_tail, find_title
from cleanup.furniture.lines import join_removals
from cleanup.literals import fold
from cleanup.page import Line, Page

_SHORT = 120
"""Longest line that is only a date, a byline or a caption; all in the test articles are below 100."""
_TOP = 8
"""Lines from the top, empty ones not counted, in which a page sets its date and author."""
_BOTTOM = 4


def propose(page: Page) -> Iterator[Proposal | None]:
    """Take the page's own data out of the text."""
    found = chain(
        page.proposals("metadata"),
        _headline(page),
        _timestamps(page),
        _bylines(page),
        _datelines(page),
        _captions(page),
    )
    yield from join_removals(page, found)


def find_meta(page: Page) -> Finding:
    """What the finished article tells without losing anything: its title and language."""
    title = find_title(page)
    meta: Finding = {"title": title} if title else {}
    return meta | {"language": "en"} if page.english else meta


def _headline(page: Page) -> Iterator[Proposal | None]:
    tail = find_tail(page)
    if tail is not None:
        meta: Finding = {}
        if tail.outlet:
            meta["source"] = tail.outlet
        if tail.date:
            meta["date"] = tail.date
        tier: Tier | None = None if tail.sure else "suggest"
        yield page.propose("metadata.headline-source", tail.start, tail.end, "", tier=tier, meta=meta)
    stop = find_stop(page, tail.start if tail is not None and tail.sure else None)
    if stop is not None:
        yield page.propose("metadata.headline-stop", stop, stop + 1, "")


# --- dates -----------------------------------------------------------------------

_DIGIT = regex.compile(r"\d")
_DATE = regex.compile(
    rf"{DATE}|\d{{1,2}}\.? (?:de )?\p{{L}}{{3,12}}\.? (?:de )?\d{{4}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日",
    regex.IGNORECASE,
)
_TIME = regex.compile(TIME, regex.IGNORECASE)
_BY = regex.compile(r"\bby (\p{Lu}[\w.'’-]+(?: \p{Lu}[\w.'’-]+){1,3})")
_LONGEST_STAMP = 90
_MOST_STAMP_WORDS = 14
_MOST_PLAIN_WORDS = 4
"""Words in lower case apart from labels: `26 de diciembre de 2025` has three; headlines leave here."""
_FEWEST_DAYS = 3
"""So many lines with a bare day are the crossheads of a chronicle, not the page's date."""


class _Stamp(NamedTuple):
    line: Line
    meta: Finding
    sure: bool
    """Whether it has a label or both date and time, so that it is no crosshead."""
    at_edge: bool


def _timestamps(page: Page) -> Iterator[Proposal | None]:
    """Lines with nothing but a date or a time."""
    lines = page.lines
    stamps = []
    for i, line in enumerate(lines):
        if line.end - line.start <= _LONGEST_STAMP and _DIGIT.search(page.text, line.start, line.end):
            stamp = _stamp(page, line, i < _TOP or i >= len(lines) - _BOTTOM)
            if stamp is not None:
                stamps.append(stamp)
    chronicle = sum(not s.sure for s in stamps) >= _FEWEST_DAYS
    for s in stamps:
        if len(lines) > 1 and (s.sure or (s.at_edge and not chronicle)):
            yield page.propose("metadata.timestamp", s.line.start, s.line.end, "", meta=s.meta)


def _stamp(page: Page, line: Line, at_edge: bool) -> _Stamp | None:
    """What a line tells that holds only dates, times, their labels and an author."""
    text = page.text[line.start : line.end]
    words, labels = text.split(), page.word_set("metadata.stamplabels")
    plain = sum(w.islower() and w.isalpha() and w not in labels for w in words)
    if len(words) > _MOST_STAMP_WORDS or plain > _MOST_PLAIN_WORDS:
        return None
    date, time = _DATE.search(text), _TIME.search(text)
    if date is None and time is None:
        return None
    zones = page.words("metadata.zones")
    rest = _stamp_tokens(page.words("metadata.stamplabels"), zones).sub(" ", _DATE.sub(" ", text, 1))
    by = _BY.search(rest)
    if by is not None:
        rest = rest[: by.start()] + rest[by.end() :]
    iso = iso_date(text, zones) if date is not None else None
    if any(c.isalnum() for c in rest) or (date is not None and iso is None):
        return None
    meta: Finding = {} if iso is None else {"date": iso}
    if by is not None:
        meta["byline"] = by[1]
    labelled = date is not None and text[: date.start()].rstrip().endswith(":")
    return _Stamp(line, meta, iso is not None and (time is not None or labelled), at_edge)


@lru_cache(maxsize=4)
def _stamp_tokens(labels: tuple[str, ...], zones: tuple[str, ...]) -> regex.Pattern[str]:
    names = [z.rpartition(" ")[0] for z in zones]
    words = "|".join(regex.escape(w) for w in sorted({*labels, *names}, key=len, reverse=True))
    return regex.compile(
        rf"T?{TIME}(?:\b|Z)|{DATE}|\b(?:{words})\b\.?|(?:UTC|GMT)? ?{OFFSET}(?!\d)|{WEEKDAY.pattern}",
        regex.IGNORECASE,
    )


# --- people and places -----------------------------------------------------------

_PERSON = r"\p{Lu}[\w.'’-]*(?: (?:de |van |von |al-)?\p{Lu}[\w.'’-]*){1,3}"


@lru_cache(maxsize=4)
def _byline_pattern(labels: tuple[str, ...]) -> regex.Pattern[str]:
    words = "|".join(regex.escape(w) for w in sorted(labels, key=len, reverse=True))
    return regex.compile(
        rf"(?P<label>(?i:by|{words}))(?P<colon>\s?:)?\s{{1,2}}"
        rf"(?P<names>{_PERSON}(?:(?:, | and |, and ){_PERSON}){{0,3}})(?:[,|] [^.\n]{{2,50}})?\.?"
    )


_LONGEST_LABEL = 40


def _bylines(page: Page) -> Iterator[Proposal | None]:
    """Lines with nothing but who wrote: anywhere with a word that says so, `By` alone in head and foot."""
    labels = page.words("metadata.bylinelabels")
    pattern, openers = _byline_pattern(labels), ("by", *labels)
    lines, text = page.lines, page.text
    for i, line in enumerate(lines):
        if line.end - line.start > _SHORT or len(lines) == 1:
            continue
        if not text[line.start : line.start + _LONGEST_LABEL].lower().startswith(openers):
            continue  # nearly every line leaves here
        m = pattern.fullmatch(text, line.start, line.end)
        if m is None or CALENDAR_WORD.match(m["names"]):
            continue  # By Monday Evening
        bare = m["label"].lower() == "by" and not m["colon"]
        tier: Tier | None = None if not bare or i < _TOP or i >= len(lines) - _BOTTOM else "suggest"
        field = "translation_credit" if m["label"].lower().startswith("transl") else "byline"
        yield page.propose("metadata.byline", line.start, line.end, "", tier=tier, meta={field: m["names"]})


_DATELINE_LINES = 4
"""Lines from the top that may open with a dateline: headline, standfirst and lead come first."""


_LONGEST_DATELINE = 70


@lru_cache(maxsize=4)
def _dateline_pattern(outlets: tuple[str, ...]) -> regex.Pattern[str]:
    names = "|".join(regex.escape(o) for o in sorted(outlets, key=len, reverse=True))
    place = r"\p{Lu}[\p{L}.'’-]{1,20}(?:[ -]\p{Lu}[\p{L}.'’-]{1,20}){0,2}(?:, \p{Lu}[\p{L}. ]{1,24}?)?"
    agency = rf"[(/\[](?:[Cc]orr\. )?(?P<agency>(?i:{names}))[)/\]]"
    return regex.compile(
        rf"(?:(?P<place>{place})[,.]?\s{{0,2}})?(?:(?P<date>(?i:{DATE}))[,.]?\s{{0,2}})?(?:{agency}[,.]?\s{{0,2}})?"
        rf"(?:[-–—]{{1,2}}\s?(?:(?P<after>(?i:{names}))\.)?|(?P<own>(?i:{names}))\s?[-–—]{{1,2}}|(?<=/\.?\s?))"
        r"\s{0,2}(?=[\p{Lu}\p{N}“\"«])"
    )


def _datelines(page: Page) -> Iterator[Proposal | None]:
    """`MOSCOW, June 3 (TASS) — The talks`, `MOSCOW, June 3. /TASS/. The talks` and their kin, at the
    start of the first paragraphs."""
    for line in page.lines[:_DATELINE_LINES]:
        head = page.text[line.start : min(line.end, line.start + _LONGEST_DATELINE)]
        if not any(dash in head for dash in ("—", "–", "- ", "/")):
            continue
        m = _dateline_pattern(page.words("metadata.outlets")).match(page.text, line.start, line.end)
        if m is None:
            continue
        agency = m["agency"] or m["after"] or m["own"]
        if not agency and not (m["place"] and m["date"]):
            continue
        meta: Finding = {k: v for k, v in (("place", m["place"]), ("agency", agency)) if v}
        if m["place"]:
            meta["place"] = m["place"].rstrip(".,")
        if m["date"] and (iso := iso_date(m["date"])):
            meta["date"] = iso
        yield page.propose("metadata.dateline", line.start, m.end(), "", meta=meta)


# --- captions --------------------------------------------------------------------

_CREDIT_WORDS = ("photo", "image", "picture", "illustration")
_CREDIT = regex.compile(
    r"\w{5,12}s?(?: by| credit:?| courtesy of|:| ©)\s?(?P<credit>[^\n.?!]{2,60})", regex.IGNORECASE
)
_LONGEST_CAPTION = 200
_SHORTEST_CAPTION = 12
_CLOSED = regex.compile(r"[.!?:…\"”»]$")


_PERSON_CAPTION = regex.compile(
    r"(?:\p{Lu}[\p{L}.’'-]* ){1,3}\p{Lu}[\p{L}’'-]+, ((?:\p{Ll}+ ){0,4}?\p{Ll}+) (?:of|at|for|to) "
)


def _is_person(page: Page, line: str) -> bool:
    """Whether a line is a name with an office, `Ivan Orlov, head of the institute`."""
    m = _PERSON_CAPTION.match(line)
    return m is not None and m[1].rpartition(" ")[2] in page.words("metadata.offices")


def _captions(page: Page) -> Iterator[Proposal | None]:
    """Lines right over a photo credit of the raw text, and lines that end in a credit."""
    raw, text = page.article.raw, page.text
    starts: dict[str, int] = {}
    for m in _credits(raw, page.folded if raw == text else fold(raw)):
        starts = starts or {text[line.start : line.end]: line.start for line in page.lines}
        over, before = _lines_before(raw, m.start())
        start = starts.get(over)
        if start and not before.strip(" ([\t") and _is_caption(over):  # at 0 stands the headline
            yield _over_credit(page, start, over, m["credit"].strip(" )]"))
    for m in _credits(text, page.folded):
        _, before = _lines_before(text, m.start())
        caption = before.strip(" .,|([\t")
        rest = text[m.end() : m.end() + 3].partition("\n")[0]
        if _SHORTEST_CAPTION <= len(caption) <= _LONGEST_CAPTION and not rest.strip(" .)]"):
            start, end = m.start() - len(before), m.end() + len(rest)
            found: Finding = {"captions": [caption], "photo_credits": [m["credit"].strip(" )]")]}
            yield page.propose("metadata.caption", start, end, "", meta=found)


def _is_caption(line: str) -> bool:
    return _SHORTEST_CAPTION <= len(line) <= _LONGEST_CAPTION and not _CLOSED.search(line)


def _over_credit(page: Page, start: int, caption: str, credit: str) -> Proposal | None:
    """A caption is offered to go; a person's name and office goes, and the credit below with it."""
    end, found = start + len(caption), Finding(captions=[caption])
    below = page.text.find("\n", end + 1)
    if not _is_person(page, caption):
        return page.propose("metadata.caption", start, end, "", meta=found)
    if credit in page.text[end : below if below > 0 else None]:
        end = below if below > 0 else len(page.text)
        found["photo_credits"] = [credit]
    return page.propose("metadata.person-caption", start, end, "", meta=found)


def _lines_before(text: str, pos: int) -> tuple[str, str]:
    """The line above `pos` without outer space, and its own line up to it; as far as a caption reaches."""
    lines = text[max(0, pos - 2 * _LONGEST_CAPTION) : pos].split("\n")
    return (lines[-2].strip() if len(lines) > 1 else ""), lines[-1]


def _credits(text: str, folded: str) -> Iterator[regex.Match[str]]:
    """Places like `Photo: Anna Petrova` or `image by TASS`."""
    for word in _CREDIT_WORDS:
        at = folded.find(word)
        while at >= 0:
            m = _CREDIT.match(text, at)
            if m is not None and (at == 0 or not text[at - 1].isalnum()):
                yield m
            at = folded.find(word, at + 1)
