"""Which lines hold nothing but a date or a time, with their labels and an author?

Start reading at `find_stamps`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from cleanup.article import Finding
from cleanup.english import MONTHS, WEEKDAYS
from cleanup.furniture.dates import DATE, FOREIGN_DATE, OFFSET, TIME, WEEKDAY, iso_date, may_tell_date
from cleanup.page import Line, Page, Tables
from cleanup.patterns import lazy_re, lazy_regex

TOP = 8
"""Lines from the top, empty ones not counted, in which a page sets its date and author."""
BOTTOM = 4
_LONGEST = 90
_MOST_WORDS = 14
_MOST_PLAIN_WORDS = 4
"""Words in lower case apart from labels: `26 de diciembre de 2025` has three; headlines leave here."""

_DIGIT = lazy_re(r"\d")
_WORD = lazy_re(r"[^\W\d_]+")
_DATE = lazy_regex(rf"{DATE}|{FOREIGN_DATE}", regex.IGNORECASE)
_TIME = lazy_regex(TIME, regex.IGNORECASE)
_AGO = lazy_regex(r"\b\d{1,2}\s?(?:min(?:ute)?s?|h|hours?|hrs?|days?) ago\b", regex.IGNORECASE)
_CLOCK_WORDS = set("am pm a p m h t z 時 时 点 分".split())
_READ = lazy_regex(r"\b\d{1,3} ?min(?:ute)?s?(?: to)? read\b", regex.IGNORECASE)
_PERSON = r"\p{Lu}[\w.'’-]*(?: \p{Lu}[\w.'’-]*){1,3}"
_BY = lazy_regex(rf"\b[Bb]y (?P<name>{_PERSON}(?:(?:, | and ){_PERSON}){{0,3}})")
_BESIDE = r"\s{0,2}(?:\s[-–—]\s|[|•·/])\s{0,2}"
_NAME = r"\p{Lu}[\p{Ll}'’-]+(?: \p{Lu}[\p{L}.'’-]*){1,2}"
_NAMED = lazy_regex(
    rf"^(?P<name>{_NAME}){_BESIDE}(?=.{{0,20}}\d)|(?<=\d.{{0,12}}){_BESIDE}(?P<name>{_NAME})$"
)
"""A name before or after a date, apart from it by more than a comma."""


class Stamp(NamedTuple):
    """A line that tells when, perhaps who, and nothing else."""

    line: Line
    meta: Finding
    sure: bool
    """Whether it has a label or both date and time, so that it is no crosshead."""
    at_edge: bool


class _Tables(NamedTuple):
    days: frozenset[str]
    tokens: regex.Pattern[str]
    """What is no content beside a date: times, labels, zones."""
    known: frozenset[str]
    """The words of `tokens`."""
    openers: frozenset[str]
    """The first words of stamps that begin with a letter."""


def _tables(words: Tables) -> _Tables:
    labels, days = words("metadata.stamplabels"), words("metadata.relativedays")
    zones = [z.rpartition(" ")[0] for z in words("metadata.zones")]
    phrases = sorted({*labels, *days, *zones}, key=len, reverse=True)
    choice = "|".join(map(regex.escape, phrases))
    tokens = lazy_regex(
        rf"T?{TIME}(?:\b|Z)|{DATE}|\b(?:{choice})\b\.?|(?:UTC|GMT)? ?{OFFSET}(?!\d)|{WEEKDAY.pattern}",
        regex.IGNORECASE,
    )
    names = [name.lower() for name in (*WEEKDAYS, *MONTHS)]
    calendar = {n[:most] for n in names for most in (3, 4, 5, len(n))}
    openers = {w.split()[0] for w in (*labels, *days)} | calendar
    known = {w.lower() for phrase in phrases for w in _WORD.findall(phrase)} | calendar | _CLOCK_WORDS
    return _Tables(frozenset(days), tokens, frozenset(known), frozenset(openers))


def find_stamps(page: Page) -> Iterator[Stamp]:
    """The stamps of a page. Away from its edges only those that begin like one are looked for."""
    folded = page.folded
    openers = page.made(_tables).openers
    last = len(page.lines) - BOTTOM
    for i, line in page.short_lines:
        start, end, text = line.start, line.end, line.text
        if end - start > _LONGEST:
            continue
        at_edge = i < TOP or i >= last
        if not at_edge and text[0].isalpha():
            first = folded[start : min(end, start + _LONGEST_OPENER)].partition(" ")[0]
            if first.rstrip(".,:|") not in openers:
                continue  # nearly every line leaves here
        if _DIGIT.search(text) and _may_tell(text.lower()):
            stamp = _stamp(page, line, at_edge, first=i == 0)
            if stamp is not None:
                yield stamp


_LONGEST_OPENER = 20
_FOREIGN_HINT = lazy_re(r"\d[.º]? \D{4,21}\d{4}")


def _may_tell(low: str) -> bool:
    """Whether a line in lower case may tell when, in one of the ways of `_stamp`."""
    return may_tell_date(low) or " ago" in low or _FOREIGN_HINT.search(low) is not None


def _without_section(text: str, page: Page) -> str:
    """A stamp without the name of its section, `14:05 | Society`."""
    before, bar, section = text.rpartition("|")
    return before if bar and section.strip().casefold() in page.word_set("boilerplate.sections") else text


def _stamp(page: Page, line: Line, at_edge: bool, *, first: bool) -> Stamp | None:
    """What a line tells that holds only dates, times, their labels and an author."""
    text = line.text
    days, tokens, known, _ = page.made(_tables)
    words = text.split()
    plain = sum(w.islower() and w.isalpha() and w not in known for w in words)
    if len(words) > _MOST_WORDS or plain > _MOST_PLAIN_WORDS:
        return None
    date, time, ago = _DATE.search(text), _TIME.search(text), _AGO.search(text)
    if date is None and time is None and ago is None:
        return None
    said = _BY.search(text)
    by = said or (None if first else _NAMED.search(text))
    rest = text if by is None else text[: by.start()] + " " + text[by.end() :]
    rest = _without_section(_READ.sub(" ", _AGO.sub(" ", _DATE.sub(" ", rest))), page)
    if any(w.isalpha() and w.lower() not in known for w in _WORD.findall(rest)):
        return None  # most leave here; the pattern of all tokens is slow
    iso = iso_date(text, page.words("metadata.zones")) if date is not None else None
    if any(c.isalnum() for c in tokens.sub(" ", rest)) or (date is not None and iso is None):
        return None
    meta: Finding = {} if iso is None else {"date": iso}
    labelled = date is not None and text[: date.start()].rstrip().endswith((":", "："))
    sure = iso is not None and (time is not None or labelled)
    sure |= ago is not None or (time is not None and any(w.strip(" ,:").lower() in days for w in words))
    if by is not None:
        meta["byline"] = by["name"]
        if said is None and not (sure or WEEKDAY.search(text)):
            return None
    return Stamp(line, meta, sure, at_edge)
