"""Which units, signs and endings beside numbers kept a Russian form?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs
from cleanup.triggers import DIGIT

_GOES_ON = r"(?:(?P<stop>\.)(?=\s*$|\s+[\p{Lu}\"“])|\.?)"
"""A stop that ends the sentence too stays."""

_HORSES = lazy_regex(rf"(?m)(?<=\d) ?l\. ?(?:with|from|s){_GOES_ON}(?<=\.)")
_MERCURY = lazy_regex(
    r"(?m)(?<=\d) ?mm\.? ?(?:Hg|HG|hg|RT|rt|of mercury)\.? ?"
    rf"(?:[Aa]rt(?:icle)?|st|[Pp]illar|[Cc]olumn|[Pp]ost|century|cent)s?\b{_GOES_ON}"
)
_GRAMS = lazy_regex(r"(?<=\d) ?gr\b\.?(?= of )(?P<stop>)")


@needs(
    rf"{DIGIT} ?l\. ?(?:with|from|s)\.|mm\.? ?(?:H[Gg]|hg|RT|rt|of mercury)[. ]|{DIGIT} ?gr\.? of ",
    local=True,
)
def letters_of_units(page: Page, text: str) -> Iterator[Proposal | None]:
    """`150 l. with. engine` → `150 hp engine`, `745 mm Hg. Art.` → `745 mm Hg`."""
    for unit, found in (("hp", _HORSES), ("mm Hg", _MERCURY), ("g", _GRAMS)):
        for m in found.finditer(text):
            yield page.propose("punctuation.unit-letters", *m.span(), f" {unit}{m['stop'] or ''}")


_UNIT_STOP = lazy_re(
    r"(?:(?<=\d (?:km|kg|cm|mm|hp|kW|MW|ha))|(?<=\d sq\. m)|(?<=\d sq\. km))\.(?= [a-z(]|[,;)])"
)


@needs(rf"{DIGIT} (?:sq\. )?(?:k[mgW]|[cm]m|hp|MW|ha|m)\.", local=True)
def unit_stops(page: Page, text: str) -> Iterator[Proposal | None]:
    """`5 km. from the town` → `5 km from the town`; `It is 5 km. Then` stays."""
    for m in _UNIT_STOP.finditer(text):
        yield page.propose("punctuation.unit-stop", *m.span(), "")


_METRES = lazy_re(r"(?<=\d) ?m(?: / |/ | /)s(?:ec)?\b")


@needs(rf"{DIGIT} ?m(?: /|/ )", local=True)
def metres_a_second(page: Page, text: str) -> Iterator[Proposal | None]:
    """`5 m / s` → `5 m/s`."""
    for m in _METRES.finditer(text):
        yield page.propose("punctuation.metres-a-second", *m.span(), " m/s")


_SIGN_BEHIND = lazy_regex(
    r"(?<![\w.,:/$€£–—-])(?<!\d (?:to|or|and|[-–—]) )(?<![\d$€] )"
    r"(?P<number>\d{1,3}(?:(?P<gap>[ \u00a0]|,)\d{3})(?:(?P=gap)\d{3})*|\d{1,6})(?:[.,](?P<part>\d{1,2}))?"
    r"(?P<power> (?:thousand|million|billion|trillion))? ?(?P<sign>[$€])(?![\w$€]| ?\d)"
    r"(?! (?:thousand|million|billion|mln|bn))"
)


@needs(rf"(?:{DIGIT}|and|ion) ?[$€]", local=True)
def signs_behind(page: Page, text: str) -> Iterator[Proposal | None]:
    """`500$` → `$500`, `20,5 million €` → `€20.5 million`; ranges and rows of prices stay."""
    for m in _SIGN_BEHIND.finditer(text):
        part = f".{m['part']}" if m["part"] else ""
        number = m["number"].replace(" ", ",").replace("\u00a0", ",")
        yield page.propose(
            "punctuation.sign-behind", *m.span(), m["sign"] + number + part + (m["power"] or "")
        )


_TORN_ORDINAL = lazy_re(
    r"(?<![\w.,:/$-])(?P<number>\d{0,2}(?P<last>\d))(?: - | -|- | )(?P<end>st|nd|rd|th)(?= [a-z]|[,;)])"
    r"(?! (?:rubles|roubles|dollars|euros|hryvnias?|people|tons)\b)"
)
_ENDINGS = {"1": "st", "2": "nd", "3": "rd"}


@needs(rf"{DIGIT}(?: - | -|- | )(?:st|nd|rd|th)[^a-z.]", local=True)
def torn_ordinals(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the 5 th round`, `1 -st place` → `the 5th round`, `1st place`; `at 5 st` stays."""
    for m in _TORN_ORDINAL.finditer(text):
        teens = len(m["number"]) > 1 and m["number"][-2] == "1"
        if m["end"] == ("th" if teens else _ENDINGS.get(m["last"], "th")):
            yield page.propose("punctuation.torn-ordinal", *m.span(), m["number"] + m["end"])


_PERCENT_END = lazy_re(
    r"(?<=\d)(?: ?-? ?%(?:-| -)(?:s|st|nd|rd|th|x|m|go)\b|-%(?= [a-z])|(?: -|- )percent\b(?= [a-z]))"
)


@needs(rf"{DIGIT}(?: ?-? ?%[ -]|-%| -p|- p)", local=True)
def percent_ends(page: Page, text: str) -> Iterator[Proposal | None]:
    """`5 %-s` → `5%`, `a 10-% tax` → `a 10% tax`, `a 10 -percent tax` → `a 10-percent tax`."""
    for m in _PERCENT_END.finditer(text):
        yield page.propose("punctuation.percent-end", *m.span(), "-percent" if "p" in m[0] else "%")


_NOON = lazy_re(r"(?<=\d )([ap])(?:\. m\b\.?|\.m\.\.(?=\s|$))", re.MULTILINE)


@needs(rf"{DIGIT} [ap]\. ?m", local=True)
def torn_noons(page: Page, text: str) -> Iterator[Proposal | None]:
    """`at 7 p. m.` → `at 7 p.m.`"""
    for m in _NOON.finditer(text):
        yield page.propose("punctuation.torn-noon", *m.span(), f"{m[1]}.m.")


_HOURS = lazy_regex(
    r"(?<=\b(?:at|by|until|till|around|about|after|before|from|to) )((?:[01]?\d|2[0-4]))-00\b"
    r"(?![-–:.,]?\d|[-–])"
)


@needs(rf"{DIGIT}-00", local=True)
def hyphen_hours(page: Page, text: str) -> Iterator[Proposal | None]:
    """`at 19-00` → `at 19:00`."""
    for m in _HOURS.finditer(text):
        yield page.propose("punctuation.hyphen-hour", *m.span(), f"{m[1]}:00")
