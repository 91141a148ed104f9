"""Which numbers, ranges, dates and times are written the Russian way?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from cleanup.edits import Proposal, Tier
from cleanup.finder import line_around
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs
from cleanup.triggers import DIGIT

MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(MONTHS)

# --- thousands, decimals, number words ---------------------------------------------

_SPACES = " \u00a0\u2007\u2009\u202f"
_GAP = lazy_re(rf"\d[{_SPACES}]\d{{3}}(?!\d)")
_SPACED = lazy_regex(
    rf"(?<![\d.,:/–-])\d{{1,3}}([{_SPACES}])\d{{3}}(?:\1\d{{3}})*(?![\d:/–-]|[.,]\d|[{_SPACES}]\d)"
)
_COUNTING = lazy_regex(
    r"(?:[$€£₽]|\b(?:of|about|around|than|over|nearly|almost|some|approximately|exceeds?|exceeded|totaled|"
    r"totalled|reached|cost|to|worth) )$",
    regex.IGNORECASE,
)
_QUALIFIED = lazy_re(r" (?:\w{3,12}ed|new)(?= )")
_NAMED = lazy_regex(rf"(?:\b(?:{_MONTH}|\p{{Lu}}\w*)|\d) $")
_COMMA = lazy_re(r",(?<=\d,)\d\d?(?!\d)")
_THOUSAND = lazy_regex(
    r"(?<![\d.,–-])(?<![–-] )(?<!illion )(?<!\d )(?<!\d to )(?<!\d or )(?<!\d and )"
    r"(\d{1,3})(?:[.,](\d{1,3}))?[ \u00a0]thousand"
    r"(?![ \u00a0]\d|[-–]|s\b| (?:million|billion))"
)
_PARALLEL = lazy_regex(r"\d (?:million|billion|trillion)\b", regex.IGNORECASE)
_NEAR = 200


@lru_cache(maxsize=8)
def _before_unit(number: str, units: tuple[str, ...]) -> regex.Pattern[str]:
    """The number where one of the units follows."""
    return regex.compile(number + r"(?=[ \u00a0]?\L<units>(?!\w))", units=list(units))


@needs(
    rf"{DIGIT}[{_SPACES}]{DIGIT}{{3}}|{DIGIT},{DIGIT}{{1,2}}(?:[^0-9]|\z)|{DIGIT}[ \x{{a0}}]thousand",
    local=True,
)
def amounts(page: Page, text: str) -> Iterator[Proposal | None]:
    """`1 300 000` → `1,300,000`, `10,5 percent` → `10.5 percent`, `20 thousand` → `20,000`."""
    if _GAP.search(text):
        for m in _SPACED.finditer(text):
            if _is_one_number(page, text, m):
                yield page.propose("punctuation.spaced-thousands", *m.span(), m[0].replace(m[1], ","))
    if _COMMA.search(text):
        decimal = _before_unit(
            r"(?<![\d.,])(?<!\d[ \u00a0])(\d{1,3}),(\d{1,2})", page.words("punctuation.units")
        )
        for m in decimal.finditer(text):
            yield page.propose("punctuation.decimal-comma", *m.span(), f"{m[1]}.{m[2]}")
    for m in _THOUSAND.finditer(text) if "thousand" in text else ():
        whole = int(m[1] + (m[2] or "").ljust(3, "0"))
        beside = text[max(0, m.start() - _NEAR) : m.end() + _NEAR]
        tier: Tier = "suggest" if m[2] or _PARALLEL.search(beside) else "auto"
        if whole >= 1000:
            yield page.propose("punctuation.number-word", *m.span(), f"{whole:,}", tier=tier)


def _is_one_number(page: Page, text: str, m: regex.Match[str]) -> bool:
    """Whether the groups are of one number: parted by a special space, three of them, or counted."""
    if m[1] != " " or len(m[0]) > len("999 999"):
        return True
    before = text[max(0, m.start() - 16) : m.start()]
    if _COUNTING.search(before):
        return text[m.end() : m.end() + 1] not in ("-", "%")
    counted = _before_unit("", page.words("punctuation.counted"))
    qualified = _QUALIFIED.match(text, m.end())  # 83 558 confirmed cases
    return counted.match(text, qualified.end() if qualified else m.end()) is not None and not _NAMED.search(
        before
    )


# --- ranges ------------------------------------------------------------------------

_YEARS = lazy_regex(r"(?<![\w.,/-])(?P<year>(?:1[5-9]|20)\d\d)-((?:1[5-9]|20)\d\d|\d\d)(?![\w/-]|[.,]\d)")
_PAGES = lazy_regex(r"\bpp?\. ?(\d+)-(\d+)(?![\w-]|[.,]\d)")
_DAYS = lazy_regex(
    rf"\b(?:{_MONTH}) (\d\d?)-(\d\d?)(?![\w-]|[.,]\d)|(?<![\w.,-])(\d\d?)-(\d\d?) (?:{_MONTH})\b"
)
_SPAN = r"(?<![\w.,/$€£-])(\d{1,4}(?:\.\d)?)-(\d{1,4}(?:\.\d)?)"


_HYPHEN = lazy_re(r"-(?<=\d-)\d")
_LONGEST_BEFORE, _LONGEST_BEHIND = 20, 60
"""Characters of a range before its hyphen (`September 28`) and behind it, what is counted included."""


@needs(f"{DIGIT}-{DIGIT}", local=True)
def ranges(page: Page, text: str) -> Iterator[Proposal | None]:
    """`2016-2018` → `2016–2018`; telephone numbers and `Su-35` stay."""
    patterns = (_YEARS, _PAGES, _DAYS, _before_unit(_SPAN, page.words("punctuation.spans")))
    for hyphen in _HYPHEN.finditer(text):
        at = hyphen.start()
        start, end = max(0, at - _LONGEST_BEFORE), at + _LONGEST_BEHIND
        found = (m for p in patterns for m in p.finditer(text, start, end) if m.start() < at < m.end())
        if any(_ascends(m) for m in found):
            yield page.propose("punctuation.range", at, at + 1, "–")


def _ascends(m: regex.Match[str]) -> bool:
    low, high = (g for g in m.groups() if g is not None)
    if "year" in m.re.groupindex:
        until = int(high if len(high) == 4 else low[:2] + high)
        return int(low) < until <= 2100
    return float(low) < float(high)


# --- dates and times -----------------------------------------------------------------

_DOTTED_DATE = lazy_regex(
    r"(?<=\b(?:on|of|from|since|until|till|by|dated|before|after|to) )"
    r"(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.((?:19|20)\d\d)(?![\w/-]|\.\d)"
)
_DOTTED_TIME = lazy_regex(
    r"(?<=\b(?:at|from|until|till|by|around|to) )([01]\d|2[0-3])\.([0-5]\d)"
    r"(?= (?:Moscow|local|Kyiv|Kiev|hours|MSK|GMT|UTC|CES?T|EES?T|on \p{Lu}))"
    r"|(?<!\d[.,]?|[$€£])([01]\d|2[0-3])\.([0-5]\d)(?= (?:MSK|GMT|UTC)\b)"
)


@needs(rf"{DIGIT}\.{DIGIT}{{1,2}}\.{DIGIT}{{4}}|{DIGIT}\.{DIGIT}{{2}} [A-Zhlo]", local=True)
def dates(page: Page, text: str) -> Iterator[Proposal | None]:
    """`on 03.04.2023` → `on April 3, 2023`; `at 18.30 Moscow time` → `at 18:30 Moscow time`."""
    for m in _DOTTED_DATE.finditer(text):
        after = f"{MONTHS[int(m[2]) - 1]} {int(m[1])}, {m[3]}"
        yield page.propose("punctuation.dotted-date", *m.span(), after)
    for m in _DOTTED_TIME.finditer(text):
        yield page.propose("punctuation.dotted-time", *m.span(), m[0].replace(".", ":"))


_SHORT = {name[:length]: name for name in MONTHS for length in (3, 4) if len(name) > length and name != "May"}
_SHORT_DATE = lazy_regex(
    rf"(?<![\w.,:/$€£-])(?<!\d )(?P<day>[12]\d|3[01]|[1-9]) (?P<month>{'|'.join(_SHORT)})\b(?P<point>\.?)"
    r"(?!-| \d\d?\b)(?: (?P<year>(?:19|20)\d\d)\b)?(?=(?P<goes_on> [a-z])?)"
)
_PROSE = 60
"""Characters of a line from which it is a sentence, not a stamp or a row."""


@needs(rf"{DIGIT} (?:{'|'.join(_SHORT)})[^a-z]")
def short_dates(page: Page, text: str) -> Iterator[Proposal | None]:
    """`on 16 Sep. he left` → `on September 16 he left`; stamps and rows of tables stay."""
    for m in _SHORT_DATE.finditer(text):
        start, end = line_around(text, m.start())
        if end - start < _PROSE or text[end - 1] not in '.!?…”"':
            continue
        after = f"{_SHORT[m['month']]} {m['day']}" + (f", {m['year']}" if m["year"] else "")
        if not m["year"] and m["point"] and not m["goes_on"]:
            after += "."
        if m["goes_on"] and (m.start() == start or text[m.start() - 2] in ".!?"):
            after = f"On {after},"
        yield page.propose("punctuation.short-date", *m.span(), after)


_MONTH_NAME = lazy_re(rf"\b(?:{_MONTH})\b")
_DAY_BEFORE = lazy_re(r"(?<![\w.,:$€£-])(?:[12]\d|3[01]|[1-9]) $")
_DAY_AFTER = lazy_re(r" (?:[12]\d|3[01]|[1-9])(?![\w:])")
_YEAR_AFTER = lazy_re(r" ((?:19|20)\d\d)\b")


@needs(f"{DIGIT} (?:{_MONTH})")
def mixed_dates(page: Page, text: str) -> Iterator[Proposal | None]:
    """`on 11 February` beside `February 9` takes the order the article uses more."""
    day_first: list[tuple[int, int, str]] = []
    month_first = 0
    for month in page.memory.matches(text, _MONTH_NAME):
        at, end = month.span()
        if before := _DAY_BEFORE.search(text[max(0, at - 4) : at]):
            day_first.append((at - len(before[0]), end, f"{month[0]} {before[0].strip()}"))
        elif _DAY_AFTER.match(text, end):
            month_first += 1
    if month_first < len(day_first) or not month_first:
        return
    for start, end, after in day_first:
        year = _YEAR_AFTER.match(text, end)
        stop, tail = (year.end(), f", {year[1]}") if year else (end, "")
        yield page.propose("punctuation.date-order", start, stop, after + tail)


# --- ordinals ------------------------------------------------------------------------

_ORDINAL = lazy_regex(
    r"(?<![\w.-])(?P<number>\d{1,3})-(?P<ending>st|nd|rd|th)\b"
    r"|(?<=\b(?:[Ii]n|[Bb]y) )(?:the )?(?P<year>(?:19|20)\d\d)(?:-?(?:th|st|nd|rd|m|go))? year\b"
    r"(?![- ](?:of|on|since|in|end|to|old)\b)"
    r"|\bthe (?:19)?(?P<decade>[2-9]0)-(?:ies|s|x)\b"
    r"|№ ?(?=\d)"
)


_SMALL_MAY = lazy_regex(
    r"(?<=\b(?:[Oo]n|[Oo]f|[Ff]rom|[Tt]o|[Uu]ntil|[Ss]ince|[Aa]fter|[Bb]efore|[Bb]y|is|\w+day,) )may"
    r"(?= \d{1,2}\b(?![.,]?\d| ?%| (?:percent|times|people|years|days|per)))"
    r"|(?<=\b(?:[Oo]n|[Ff]rom|[Tt]o|[Uu]ntil|[Ss]ince|[Aa]fter|[Bb]efore|[Bb]y) \d{1,2} )may"
    r"(?=[.;,)]| (?:\d{4}|the|in|at|this|last)\b)"
    r"|(?<=\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Ee]arly|[Ll]ate|[Ll]ast|[Mm]id) )may"
    r"(?=[.;,)]| (?:of )?(?:this year|last year|next year|\d{4})\b)"
)


@needs(rf"[a-z,] may[ .;,)]|{DIGIT} may", local=True)
def small_may(page: Page, text: str) -> Iterator[Proposal | None]:
    """`on may 9` → `on May 9`, `in may, he` → `in May, he`; `they may 9 times of 10` stays."""
    for m in _SMALL_MAY.finditer(text):
        dated = text[m.end() + 1 : m.end() + 2].isdigit()
        yield page.propose("punctuation.small-may", *m.span(), "May", tier="auto" if dated else "suggest")


@needs(rf"{DIGIT}-(?:[srnt][tdh]|ies|s|x)[^a-z]|{DIGIT}{{4}}(?:-?[a-z]{{1,2}})? year|№ ?{DIGIT}", local=True)
def ordinals(page: Page, text: str) -> Iterator[Proposal | None]:
    """`5-th` → `5th`, `in the 1990th year` → `in 1990`, `the 90-ies` → `the 1990s`, `№ 5` → `No. 5`."""
    for m in _ORDINAL.finditer(text):
        if m["number"]:
            after = m["number"] + m["ending"]
        elif m["year"]:
            after = m["year"]
        else:
            after = f"the 19{m['decade']}s" if m["decade"] else "No. "
        yield page.propose("punctuation.ordinal", *m.span(), after)
