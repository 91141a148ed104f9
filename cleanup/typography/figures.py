"""Which numbers and ranges are written the Russian way?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from cleanup.edits import Proposal, Tier
from cleanup.english import MONTHS
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs
from cleanup.triggers import DIGIT

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
_DIALLED = lazy_regex(
    r"\b(?:call|dial|phone|tele\w+|tel|hotline|number|fax)(?: is| at|[.:])? $", regex.IGNORECASE
)
_QUALIFIED = lazy_re(r" (?:\w{3,12}ed|new)(?= )")
_NAMED = lazy_regex(rf"(?:\b(?:{_MONTH}|\p{{Lu}}\w*)|\d) $")
_DECIMAL = r"(?<![\d.,])(?<!\d[ \u00a0])(\d{1,3}(?:[ \u00a0]\d{3})*)(?:,| [.,])(\d{1,2})"
_POWERS = r"(?:thousands?|millions?|billions?|trillions?|percent|per cent)\b"
_TORN_DECIMAL = lazy_regex(
    r"(?:(?<=\b(?:more than|less than|up to|about|almost|nearly|over|approximately|around|reached"
    r"|exceeded|exceeds|total(?:ed|led|s|ing)|amount(?:ed|s|ing) to|worth|earned|spent|paid|costs?|bought"
    r"|sold|lost|owes?|produced|harvested|exported|allocated"
    r"|(?:rose|fell|grew|decreased|increased|up|down) (?:by|to)) \d{1,3}), "
    rf"(?=\d{{1,2}} {_POWERS})"
    r"|(?<=(?<![\d.,:] ?)\b0), (?=\d{1,2} ?(?:%|(?:percentage )?points?\b|seconds?\b|degrees?\b|"
    + _POWERS
    + r"))"
    r"|(?<=\b(?:than|to|about|almost|nearly|over|around|reached|exceeded|worth|is|was|by|of) \d{1,3})\. "
    r"(?=\d{1,2} (?:thousand|million|billion|trillion|percent)\b))"
)
_TORN_NOUGHTS = lazy_regex(r"(?<=(?<![\w.,])\d{1,3}), 000\b(?![,.]? ?000)")
_PRICE = lazy_regex(r"(?<=(?:[$€£₽]|\b(?:BYN|EUR|KZT|RUB|RUR|UAH|USD) )\d{1,3}),(?=\d\d?(?![\d,.]\d|\d))")
_BARE_DECIMAL = lazy_regex(
    r"(?<=(?<![\d.,:/(\[-])0),(?=\d{1,3}(?![\d,]|[.:]\d))"
    r"|(?<=\b[Mm]agnitude (?:of |was )?\d),(?=\d\b(?![.,]\d))"
    r"|(?<=(?<![\d.,:/-])\d{1,3}),(?=\d{1,2}(?:-(?:lit(?:er|re)|year|met(?:er|re)|kilomet(?:er|re)|ton|inch|hour|month|percent|fold)"
    r"| (?:year|l|m|km/h|m/s|hp|kW|GB|bar|atm|inch)\b(?!\.\w)))"
    r"|(?<=(?<![\d.,:/-])\d{1,3}),(?=\d{4} (?:rubles|roubles|hryvnias?|UAH|tenge|dollars|euros)\b)"
)
_SCORE = r"\d{1,2}(?: : |: | :)\d{1,2}"
_TORN_SCORE = lazy_regex(
    rf"(?<=\((?:{_SCORE}, ){{0,6}}){_SCORE}(?=\)|, \d| \()"
    rf"|(?<=\b(?:score|score of|ended|finished|won|win|lost|drew|beat|by|with) ){_SCORE}"
    r"(?=[.,;)]| \(| (?:after|against|and|at|for|in|on|over|to)\b|$)"
)
_RANGE_END = r"(?: ?[-–—] ?\d{1,3}(?:[.,]\d{1,2})?)?"
_DOTTED = lazy_re(r"(?<![\w.,])\d{1,3}(?:(?:\.\d{3}){2,4}|\.000)(?![\w,]|\.\d)")
_THOUSAND = lazy_regex(
    r"(?<![\d.,–-])(?<![–-] )(?<!illion )(?<!\d )(?<!\b\d{1,3}[.,] )(?<!\d to )(?<!\d or )(?<!\d and )"
    r"(\d{1,3})(?:[.,](\d{1,3}))?[ \u00a0]thousand\b"
    r"(?:\.(?= [a-z]))?(?![ \u00a0]\d|[-–]| (?:million|billion))"
)
_PARALLEL = lazy_regex(r"\d (?:million|billion|trillion)\b", regex.IGNORECASE)
_NEAR = 200


@lru_cache(maxsize=8)
def _before_unit(number: str, units: tuple[str, ...], between: str = "") -> regex.Pattern[str]:
    """The number where one of the units follows, what matches `between` before it."""
    return regex.compile(rf"{number}(?={between}[ \u00a0]?\L<units>(?!\w))", units=list(units))


@needs(
    rf"{DIGIT}[{_SPACES}]{DIGIT}{{3}}|{DIGIT}[ \x{{a0}}]thousand|{DIGIT}\.(?:{DIGIT}{{3}}\.{DIGIT}{{3}}|000)",
    local=True,
)
def amounts(page: Page, text: str) -> Iterator[Proposal | None]:
    """`1 300 000` and `1.300.000` → `1,300,000`, `20 thousand` → `20,000`."""
    if _GAP.search(text):
        for m in _SPACED.finditer(text):
            if _is_one_number(page, text, m):
                yield page.propose("punctuation.spaced-thousands", *m.span(), m[0].replace(m[1], ","))
    for dotted in _DOTTED.finditer(text):
        before = text[max(0, dotted.start() - 16) : dotted.start()]
        if _COUNTING.search(before) or _is_counted(page, text, dotted.end()):
            yield page.propose("punctuation.dotted-thousands", *dotted.span(), dotted[0].replace(".", ","))
    for m in _THOUSAND.finditer(text) if "thousand" in text else ():
        whole = int(m[1] + (m[2] or "").ljust(3, "0"))
        beside = text[max(0, m.start() - _NEAR) : m.end() + _NEAR]
        tier: Tier = "suggest" if m[2] or _PARALLEL.search(beside) else "auto"
        if whole >= 1000:
            yield page.propose("punctuation.number-word", *m.span(), f"{whole:,}", tier=tier)


@needs(rf"{DIGIT} ?,{DIGIT}{{1,4}}(?:[^0-9]|\z)|{DIGIT} \.{DIGIT}", local=True)
def decimals(page: Page, text: str) -> Iterator[Proposal | None]:
    """`10,5 percent` → `10.5 percent`, `3 386,9 tons` → `3,386.9 tons`, `15 ,7 percent` → `15.7 percent`."""
    units = page.words("punctuation.units")
    for m in _before_unit(_DECIMAL, units, _RANGE_END).finditer(text):
        groups = m[1].replace(" ", ",").replace("\u00a0", ",")
        yield page.propose("punctuation.decimal-comma", *m.span(), f"{groups}.{m[2]}")
    for m in _BARE_DECIMAL.finditer(text):
        yield page.propose("punctuation.decimal-comma", *m.span(), ".", tier="suggest")
    for m in _PRICE.finditer(text):
        yield page.propose("punctuation.decimal-comma", *m.span(), ".")


@needs(rf"{DIGIT}(?:: | : | :){DIGIT}", local=True)
def torn_scores(page: Page, text: str) -> Iterator[Proposal | None]:
    """`lost 2: 3 (0: 1)` → `lost 2:3 (0:1)`; `in chapter 5: 12 rules` stays."""
    for m in _TORN_SCORE.finditer(text):
        yield page.propose("punctuation.torn-score", *m.span(), m[0].replace(" ", ""))


@needs(
    rf"{DIGIT}, {DIGIT}{{1,2}} (?:thousand|million|billion|trillion|per)|0, {DIGIT}|{DIGIT}, 000"
    rf"|{DIGIT}\. {DIGIT}{{1,2}} (?:thousand|million|billion|trillion|percent)",
    local=True,
)
def torn_decimals(page: Page, text: str) -> Iterator[Proposal | None]:
    """`over 9, 7 thousand` → `over 9.7 thousand`, `10, 000` → `10,000`; `on May 9, 7 thousand came` stays."""
    for m in _TORN_DECIMAL.finditer(text):
        yield page.propose("punctuation.torn-decimal", *m.span(), ".")
    for m in _TORN_NOUGHTS.finditer(text):
        yield page.propose("punctuation.torn-decimal", *m.span(), ",000")


_DEGREE = lazy_regex(r"(?:(?<![\d)] )\+ )?(?<!\d)(?P<number>\d{1,3}) ?(?:[oоº][CС]|° [CС]|°С)(?![\w-])")
"""With a letter for the sign, a gap behind it, or a Cyrillic С."""


@needs(rf"{DIGIT} ?[o\x{{43e}}\x{{ba}}\x{{b0}}] ?[C\x{{421}}]", local=True)
def degree_signs(page: Page, text: str) -> Iterator[Proposal | None]:
    """`at 35oC` → `at 35°C`, `+ 5 ° C` → `+5°C`; `at 35 °C` stays."""
    for m in _DEGREE.finditer(text):
        sign = "+" if m[0][0] == "+" else ""
        yield page.propose("punctuation.letter-degree", *m.span(), f"{sign}{m['number']}°C")


_DOTS_BETWEEN = lazy_re(r"(?<=[\d°C]) ?(?:\.{2,3}|…) ?(?=[+−–-]?\d{1,2} ?(?:°|º|degrees\b))")


@needs(
    r"[0-9\x{b0}C] ?(?:\.\.|\x{2026})\.? ?[+\x{2212}\x{2013}-]?[0-9]{1,2} ?(?:\x{b0}|\x{ba}|degrees)",
    local=True,
)
def dotted_ranges(page: Page, text: str) -> Iterator[Proposal | None]:
    """`+13...+15 degrees` → `+13 to +15 degrees`: three dots are a range in Russian."""
    for m in _DOTS_BETWEEN.finditer(text):
        yield page.propose("punctuation.dotted-range", *m.span(), " to ")


def _is_counted(page: Page, text: str, at: int) -> bool:
    return _before_unit("", page.words("punctuation.counted")).match(text, at) is not None


def _is_one_number(page: Page, text: str, m: regex.Match[str]) -> bool:
    """Whether the groups are of one number: parted by a special space, three of them, or counted."""
    before = text[max(0, m.start() - 16) : m.start()]
    if _DIALLED.search(before):
        return False
    if m[1] != " " or len(m[0]) > len("999 999"):
        return True
    if _COUNTING.search(before):
        return text[m.end() : m.end() + 1] not in ("-", "%")
    qualified = _QUALIFIED.match(text, m.end())  # 83 558 confirmed cases
    return _is_counted(page, text, qualified.end() if qualified else m.end()) and not _NAMED.search(before)


# --- ranges ------------------------------------------------------------------------

_JOINT = r"(?: ?-|- )"
"""The hyphen of a range; between spaces it may be a dash, and more must tell."""
_YEARS = lazy_regex(
    r"(?<![\w.,/-])(?<!- )(?P<year>(?:1[5-9]|20)\d\d)(?: ?- ?(?=\d{4})|-)"
    r"((?:1[5-9]|20)\d\d|\d\d)(?![\w/-]|[.,]\d| -)"
)
_PAGES = lazy_regex(r"\bpp?\. ?(\d+)-(\d+)(?![\w-]|[.,]\d)")
_DAYS = lazy_regex(
    rf"\b(?:{_MONTH}) (\d\d?){_JOINT}(\d\d?)(?![\w-]|[.,]\d)"
    rf"|\b(?:{_MONTH}) (\d\d?) - (\d\d?)(?=[.,;)](?!\d)| (?:in|at|the|and|by|with|of|this)\b)"
    rf"|(?<![\w.,-])(?<!- )(\d\d?) ?- ?(\d\d?) (?:{_MONTH})\b"
)
_COUNTED_FROM = r"(?<=\b(?:by|from|about|to|of|at|within|than|is|are|be|takes?|for|reach|another|some) )"
_SPAN = (
    rf"(?<![\w.,/$€£-])(?!0\d)(?:(\d{{1,4}}(?:\.\d)?){_JOINT}|{_COUNTED_FROM}(\d{{1,4}}(?:\.\d)?) - )"
    r"(\d{1,4}(?:\.\d)?)"
)


_HYPHEN = lazy_re(r"-(?<=\d-) ?\d|- ?\d(?<=\d - \d)|-\d(?<=\d -\d)")
_LONGEST_BEFORE, _LONGEST_BEHIND = 20, 60
"""Characters of a range before its hyphen (`September 28`) and behind it, what is counted included."""


@needs(f"{DIGIT} ?- ?{DIGIT}", local=True)
def ranges(page: Page, text: str) -> Iterator[Proposal | None]:
    """`2016-2018`, `2016 - 2018` → `2016–2018`; telephone numbers and `Su-35` stay."""
    patterns = (_YEARS, _PAGES, _DAYS, _before_unit(_SPAN, page.words("punctuation.spans")))
    for hyphen in _HYPHEN.finditer(text):
        at = hyphen.start()
        start, end = max(0, at - _LONGEST_BEFORE), at + _LONGEST_BEHIND
        found = (m for p in patterns for m in p.finditer(text, start, end) if m.start() < at < m.end())
        if any(_ascends(m) for m in found):
            left, right = at - (text[at - 1] == " "), at + 1 + (text[at + 1] == " ")
            yield page.propose("punctuation.range", left, right, "–")


def _ascends(m: regex.Match[str]) -> bool:
    low, high = (g for g in m.groups() if g is not None)
    if "year" in m.re.groupindex:
        until = int(high if len(high) == 4 else low[:2] + high)
        return int(low) < until <= 2100
    return float(low) < float(high)


# --- ordinals ------------------------------------------------------------------------

_ORDINAL = lazy_regex(
    r"(?<![\w.-])(?P<number>\d{1,3})-(?P<ending>st|nd|rd|th)\b"
    r"|(?:(?<=\b(?:[Ii]n|[Bb]y) )(?:the )?|(?<=\b(?:[Ff]or|[Ff]rom|[Oo]f|[Ss]ince|[Uu]ntil) ))"
    r"(?P<year>(?:19|20)\d\d)(?:-?(?:th|st|nd|rd|m|go))? year\b"
    r"(?![- ](?:of|on|since|in|end|to|old|round|groups?|\d)\b)"
    r"|(?P<decades>(?<![\w-])(?:1[6-9]|20)\d0)"
    r"-(?:ies|ые|x|(?<=\b(?:in|of|the|since|from|early|late|mid) .{5})s)\b"
    r"|\bthe (?:19)?(?P<decade>[2-9]0)-(?:ies|s|x)\b"
    r"(?: of (?:the )?(?:last|past|twentieth|20th|XX) century|(?! of (?:the )?[\w-]+ century))"
    r"|№ ?(?=\d)"
)


@needs(rf"{DIGIT}-(?:[srnt][tdh]|ies|s|x)[^a-z]|{DIGIT}{{4}}(?:-?[a-z]{{1,2}})? year|№ ?{DIGIT}", local=True)
def ordinals(page: Page, text: str) -> Iterator[Proposal | None]:
    """`5-th` → `5th`, `in the 1990th year` → `in 1990`, `the 90-ies` → `the 1990s`, `№ 5` → `No. 5`."""
    for m in _ORDINAL.finditer(text):
        if m["number"]:
            after = m["number"] + m["ending"]
        elif m["year"]:
            after = m["year"]
        elif m["decades"]:
            after = m["decades"] + "s"
        else:
            after = f"the 19{m['decade']}s" if m["decade"] else "No. "
        yield page.propose("punctuation.ordinal", *m.span(), after)


# --- numbers that open a sentence ------------------------------------------------------

_OPENING = lazy_re(r"\d(?<=[a-z]{4}[.!?] \d)(?<!part\. \d)(?<!lause\. \d)\d?(?= [a-z]{3})")


@needs(r"[a-z]{4}[.!?] [0-9]{1,2} [a-z]{3}", local=True)
def opening_numbers(page: Page, text: str) -> Iterator[Proposal | None]:
    """`It burnt. 5 people left.` → `It burnt. Five people left.`; figures above twenty stay."""
    numerals = dict(pair.split() for pair in page.words("punctuation.numerals"))
    for m in _OPENING.finditer(text):
        if m[0] in numerals:
            yield page.propose("punctuation.opening-number", *m.span(), numerals[m[0]])
