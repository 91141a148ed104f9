"""Which date does a string tell? Start reading at `iso_date`.

The common forms, with the month in figures or in English, are read here in
microseconds; the names of months in other languages are dateparser's, which takes a quarter
of a second to import and is asked only for what is left.
"""

from __future__ import annotations

import datetime
import importlib
from functools import cache, lru_cache

import regex

from cleanup.english import MONTHS, WEEKDAYS
from cleanup.patterns import lazy_re, lazy_regex

_MONTH = "|".join((*MONTHS, r"Sept\.?", *(rf"{m[:3]}\.?" for m in MONTHS)))
_WEEKDAY = "|".join((*WEEKDAYS, *(rf"{d[:3]}\.?" for d in WEEKDAYS), r"Tues\.?|Thurs?\.?"))
_NUMERIC = (
    r"(?:\d{4}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.|年\d{1,2}月)\d{1,2}日?"
    r"|\d{1,2}\s?[./-]\s?\d{1,2}(?:\s?[./-]\s?|\s)(?:\d{4}|\d{2}))(?!\d)"
)
_NAMED = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -](?:{_MONTH})(?![^\W\d_])(?:,?[ -]\d{{4}}(?!\d))?"
    rf"|(?:{_MONTH}) ?\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? ?\d{{4}}(?!\d))?)"
)
DATE = rf"(?:(?:{_WEEKDAY}),? )?(?<![\w.])(?:{_NUMERIC}|{_NAMED})"
"""Pattern of a date without its time."""
FOREIGN_DATE = r"\d{1,2}[.º]? (?:de )?\p{L}{3,12}\.?,? (?:de )?\d{4}"
"""A date with its month in another language."""
TIME = (
    r"(?:(?<![\d:.])\d{1,2}(?:[:.]|\s?h\s?)\d{2}(?::\d{2})?(?![\d:])(?: ?[ap]\.?m\b\.?)?"
    r"|\d{1,2}[時时点]\d{1,2}分)"
)
OFFSET = r"(?:[+-]\d{1,2}(?::?\d{2})?)"

_DATE_HINT = lazy_re(r"\d\s?[./:h-]\s?\d|\d[年時时点]")
_MONTH_STARTS = tuple(name[:3].lower() for name in MONTHS)
WEEKDAY = lazy_regex(rf"\b(?:{_WEEKDAY})(?!\w)", regex.IGNORECASE)
CALENDAR_WORD = lazy_regex(rf"(?:{_WEEKDAY}|{_MONTH})(?!\w)", regex.IGNORECASE)
_YMD = lazy_regex(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DMY = lazy_regex(r"(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?|\s)(\d{4}|\d{2})(?!\d)")
_NAMED_DATE = lazy_regex(_NAMED, regex.IGNORECASE)
_CLOCK = lazy_regex(
    r"(?<![\d:.])(\d{1,2})(?:[:.時时点]|\s?h\s?)(\d{2})(?::\d{2})?(?![\d:.])(?: ?([ap])\.?m\b)?",
    regex.IGNORECASE,
)
_ZONE_OFFSET = lazy_regex(r"(?:UTC|GMT|\d|Z) ?\(?([+-])(\d{1,2})(?::?(\d{2}))?\b(?!-)")


def may_tell_date(low: str) -> bool:
    """Whether a text in lower case may hold a `DATE` or a `TIME`; nearly all others are told at once.

    >>> [may_tell_date(line) for line in ("10 killed in perm", "in may 2", "at 9:30")]
    [False, True, True]
    """
    return _DATE_HINT.search(low) is not None or any(map(low.__contains__, _MONTH_STARTS))


@lru_cache(maxsize=4096)
def iso_date(text: str, zones: tuple[str, ...] = ()) -> str | None:
    """The date in `text` in ISO 8601, with time and zone where given; None where there is none.

    Day before month, unless only the other order is a date. A date without its year
    comes as --MM-DD. `zones` are names with their offsets, as "msk +03:00".

    >>> iso_date("11:35 26.12.2025"), iso_date("May 20"), iso_date("12/26/25")
    ('2025-12-26T11:35', '--05-20', '2025-12-26')
    >>> iso_date("26 December 2025, 2:05 p.m. MSK", ("msk +03:00",))
    '2025-12-26T14:05+03:00'
    >>> iso_date("45.45.2025"), iso_date("in May")
    (None, None)
    """
    numeric = _YMD.search(text) or _DMY.search(text)
    if numeric is not None:
        day = _numeric_day(numeric)
        rest = text[: numeric.start()] + " | " + text[numeric.end() :]
    elif (named := _NAMED_DATE.search(text)) is not None:
        day = _named_day(named[0])
        rest = text[: named.start()] + " | " + text[named.end() :]
    else:
        return _foreign_date(text, zones)
    if day is None:
        return None
    clock = _time(rest)
    return day + clock + _zone(rest, zones) if clock and not day.startswith("--") else day


def _numeric_day(m: regex.Match[str]) -> str | None:
    a, b, c = (int(g) for g in m.groups())
    if a > 999:
        year, month, day = a, b, c
    else:
        year, month, day = c + 2000 * (c < 100), b, a
        if month > 12 >= day:
            month, day = day, month
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _named_day(text: str) -> str | None:
    letters = "".join(c for c in text if c.isalpha() or c == " ").lower().split()
    month = next(
        (i for i, name in enumerate(MONTHS, 1) if any(w[:3] == name[:3].lower() for w in letters)), 0
    )
    numbers = [int(n) for n in regex.findall(r"\d+", text)]
    day = numbers[0]
    try:
        date = datetime.date(numbers[1] if len(numbers) > 1 else 2000, month, day)
    except ValueError:
        return None
    return date.isoformat() if len(numbers) > 1 else f"--{month:02}-{day:02}"


def _time(text: str) -> str:
    m = _CLOCK.search(text)
    if m is None:
        return ""
    hour, minute = int(m[1]), int(m[2])
    if m[3]:
        hour = hour % 12 + 12 * (m[3] in "pP")
    return f"T{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _zone(text: str, zones: tuple[str, ...]) -> str:
    if m := _ZONE_OFFSET.search(text):
        return f"{m[1]}{int(m[2]):02}:{m[3] or '00'}"
    low = text.lower()
    for entry in zones:
        name, _, offset = entry.rpartition(" ")
        if regex.search(rf"(?<![^\W\d]){regex.escape(name)}\b", low):
            return offset
    return ""


_LANGUAGES = ["ru", "uk", "de", "fr", "es", "it", "pt", "pl", "tr", "ar"]
_FOREIGN = lazy_regex(r"(?P<day>\d{1,2})[.º]? (?:de )?(?P<month>\p{L}{3,12})\.?,? (?:de )?(?P<year>\d{4})")


@cache
def _foreign_months() -> dict[str, int]:
    """The names of months in other languages, as dateparser has them; those of two months left out."""
    found: dict[str, int] = {}
    for language in _LANGUAGES:
        names = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, month in enumerate(MONTHS, 1):
            for name in map(str.lower, names[month.lower()]):
                found[name] = number if found.get(name, number) == number else 0
    return found


def _foreign_date(text: str, zones: tuple[str, ...]) -> str | None:
    """A date with its month in another language; only with day and year, so nothing is guessed."""
    m = _FOREIGN.search(text)
    month = _foreign_months().get(m["month"].lower(), 0) if m is not None else 0
    if m is None or not month:
        return None
    try:
        day = datetime.date(int(m["year"]), month, int(m["day"])).isoformat()
    except ValueError:
        return None
    rest = text[: m.start()] + " | " + text[m.end() :]
    clock = _time(rest)
    return day + clock + (_zone(rest, zones) if clock else "")
