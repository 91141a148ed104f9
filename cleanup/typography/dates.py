"""Which dates, times and centuries are written the Russian way?"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.english import MONTHS
from cleanup.finder import line_around
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs
from cleanup.triggers import DIGIT

_MONTH = "|".join(MONTHS)

# --- dates and times -----------------------------------------------------------------

_DOTTED_DATE = lazy_regex(
    r"(?<=\b(?i:on|of|from|since|until|till|by|dated|before|after|to|born) )"
    r"(0?[1-9]|[12]\d|3[01])\. ?(0?[1-9]|1[0-2])\. ?((?:19|20)\d\d)(?![\w/-]|\.\d)"
)
_DOTTED_TIME = lazy_regex(
    r"(?<=\b(?:at|from|until|till|by|around|to) )([01]\d|2[0-3])\.([0-5]\d)"
    r"(?= (?:Moscow|local|Kyiv|Kiev|hours|MSK|GMT|UTC|CES?T|EES?T|on \p{Lu}))"
    r"|(?<!\d[.,]?|[$€£])([01]\d|2[0-3])\.([0-5]\d)(?= (?:MSK|GMT|UTC)\b)"
)


@needs(rf"{DIGIT}\. ?{DIGIT}{{1,2}}\. ?{DIGIT}{{4}}|{DIGIT}\.{DIGIT}{{2}} [A-Zhlo]", local=True)
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


@needs(rf"{DIGIT} (?:{'|'.join(_SHORT)})[^a-z]", local=True)
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


_MONTH_NAME = lazy_re(rf"[A-Z](?<!\w.)(?:{'|'.join(f'(?<={m[0]}){m[1:]}' for m in MONTHS)})\b")
"""With a class of letters first, which `re` looks for fastest."""
_DAY_BEFORE = lazy_re(r"(?<![\w.,:$€£–-])(?:[12]\d|3[01]|[1-9]) $")
_SPAN_BEFORE = lazy_re(r"\b\d\d? (?:to|and|or|till|until) $")
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
        if _SPAN_BEFORE.search(text[max(0, start - 12) : start]):  # `from 3 to 29 April`
            continue
        year = _YEAR_AFTER.match(text, end)
        stop, tail = (year.end(), f", {year[1]}") if year else (end, "")
        yield page.propose("punctuation.date-order", start, stop, after + tail)


_SMALL_MAY = lazy_regex(
    r"(?<=\b(?:[Oo]n|[Oo]f|[Ff]rom|[Tt]o|[Uu]ntil|[Ss]ince|[Aa]fter|[Bb]efore|[Bb]y|is|\w+day,) )may"
    r"(?= \d{1,2}(?:st|nd|rd|th)?\b(?![.,]?\d| ?%| (?:percent|times|people|years|days|per)))"
    r"|(?<=\b(?:[Oo]n|[Ff]rom|[Tt]o|[Uu]ntil|[Ss]ince|[Aa]fter|[Bb]efore|[Bb]y) \d{1,2} )may"
    r"(?=[.;,)]| (?:\d{4}|the|in|at|this|last)\b)"
    r"|(?<=[a-z] \d{1,2} )may(?= (?:19|20)\d\d\b)"
    r"|(?<=\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Ee]arly|[Ll]ate|[Ll]ast|[Mm]id|end of) )may"
    r"(?=[.;,)]| (?:of )?(?:this year|last year|next year|\d{4})\b)"
)


@needs(rf"[a-z,] may[ .;,)]|{DIGIT} may", local=True)
def small_may(page: Page, text: str) -> Iterator[Proposal | None]:
    """`on may 9` → `on May 9`, `in may, he` → `in May, he`; `they may 9 times of 10` stays."""
    for m in _SMALL_MAY.finditer(text):
        dated = text[m.end() + 1 : m.end() + 2].isdigit()
        yield page.propose("punctuation.small-may", *m.span(), "May", tier="auto" if dated else "suggest")


# --- centuries ---------------------------------------------------------------------------

_CENTURY = lazy_regex(
    r"(?P<the>\b[Tt]he )?(?P<first>\b[XVI]{1,5})(?:-?(?:th|st|nd|rd))?"
    r"(?: ?[-–—] ?(?P<last>[XVI]{1,5})(?:-?(?:th|st|nd|rd))?)? (?P<noun>century|centuries)\b"
)
_ROMAN = ("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI").split()
_DETERMINED = lazy_regex(r"(?i:\b(?:an?|early|late|mid|whole|entire)[ -]|['’]s )$")
_SPANS_CENTURIES = lazy_regex(r"[XVI] ?[-–—]? ?(?:and |to )?(?:early|late|mid) $")
"""Before the second half of *the late XX – early XXI century*, of which one is not changed alone."""
_AFTER_PREPOSITION = lazy_regex(
    r"\b(?i:in|of|from|since|by|until|till|during|to|and|into|for|at|before|after) $"
)


@needs(r"[XVI](?:-?[a-z]{2})? centur(?:y|ies)", local=True)
def centuries(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the XIX century` → `the 19th century`, `of XVIII-XIX centuries` → `of the 18th–19th centuries`."""
    for m in _CENTURY.finditer(text):
        first, last = m["first"], m["last"]
        if first not in _ROMAN or (last not in _ROMAN if last else m["noun"] == "centuries"):
            continue
        before = text[max(0, m.start() - 12) : m.start()]
        alone = not (m["the"] or last or _AFTER_PREPOSITION.search(before))
        if (len(first) == 1 and alone) or _SPANS_CENTURIES.search(before):
            continue
        number = _ordinal(first) + (f"–{_ordinal(last)}" if last else "")
        article = m["the"] or ("" if _DETERMINED.search(before) else "the ")
        yield page.propose(
            "punctuation.century", *m.span(), f"{article}{number} {'centuries' if last else 'century'}"
        )


def _ordinal(roman: str) -> str:
    """
    >>> [_ordinal(r) for r in ("I", "XII", "XX", "XXI")]
    ['1st', '12th', '20th', '21st']
    """
    number = _ROMAN.index(roman) + 1
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd', 21: 'st'}.get(number, 'th') }"
