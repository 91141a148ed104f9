"""What was left in the source language or script?

Start reading at `propose`. Credits and labelled lines are patterns; here Cyrillic in an
English article is sorted: whole lines, sections of a breadcrumb, units, words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from cleanup.characters.translit import is_russian, is_ukrainian, romanise
from cleanup.edits import Proposal, Tier
from cleanup.finder import line_around
from cleanup.page import Page
from cleanup.patterns import any_word, lazy_re, lazy_regex
from cleanup.triggers import trigger

_CYRILLIC = lazy_regex(r"[\u0400-\u052F]")
_LATIN = lazy_regex(r"[A-Za-z]")
_CYRILLIC_RUN = lazy_regex(r"[\u0400-\u052F]+")
_WORD = lazy_regex(r"[\p{Cyrillic}\p{M}]+(?:['’ʼ-][\p{Cyrillic}\p{M}\d]+)*")
_PHRASE = lazy_regex(rf"{_WORD.pattern}(?:(?:[ ,.:;–—-]|\d){{1,4}}{_WORD.pattern})*")
"""Cyrillic words in a row, with the numbers and marks between them."""

_FOREIGN_SHARE = 3
"""An article is English if it has as many times more Latin letters than Cyrillic ones;
a page that gives the original below the translation has about as many."""

Proposals = Iterator[Proposal | None]


def propose(page: Page) -> Proposals:
    """Matches of the rules in rules/*/residue, and what is left in Cyrillic."""
    done = [*page.proposals("residue")]
    yield from done
    if page.has(_RUSSIAN_SEEN):
        yield from _transliterated(page)
    if page.text.isascii() or not (m := _CYRILLIC.search(page.text)):
        return
    latin = _latin_letters(page.text)
    cyrillic = sum(map(len, _CYRILLIC_RUN.findall(page.text)))
    if latin < cyrillic:
        return
    english = latin >= _FOREIGN_SHARE * cyrillic
    while m:
        start, end = line_around(page.text, m.start())
        if not any(p.start <= start and end <= p.end for p in done):
            yield from _line(page, start, end, english=english)
        m = _CYRILLIC.search(page.text, end)


_NO_LATIN_LETTERS = bytes(c for c in range(0x100) if not bytes((c,)).isalpha())


def _latin_letters(text: str) -> int:
    """How many a text has. Bytes are counted ten times as fast as by a pattern."""
    return len(text.encode("utf-8", "surrogatepass").translate(None, _NO_LATIN_LETTERS))


def _line(page: Page, start: int, end: int, *, english: bool) -> Proposals:
    body = page.text[start:end]
    latin = _latin_letters(body)
    cyrillic = sum(map(len, _CYRILLIC_RUN.findall(body)))
    furniture = cyrillic * 2 >= latin and _starts_with(page.words("residue.furniture")).match(body.strip())
    if latin * 2 <= cyrillic or (english and furniture and cyrillic + latin < _LONGEST_LABEL):
        yield _whole_line(page, start, end, english=english)
    elif english:
        sections = [*_sections(page, start, end)]
        yield from sections
        if not sections:
            yield from _words(page, start, end)


# --- words in Latin letters -----------------------------------------------------------

_RUSSIAN = (
    r"zh|shch|yy|vsk|ekhn|tsya\b|nnoe\b|skoe\b|(?:n|sk|ov)(?:ogo|omu)\b|(?:s|ns|v)k(?:ikh|ih|oy|om|aya|iy|ii)\b"
    r"|(?:iv|ov)anie\b|irovat\b|iruem|it(?:sya|elnyj)\b|oobraz|ovataya\b|nn?y(?:kh|h|y)\b|vsh(?:iy|ij|ie|aya|ego)\b"
)
"""Letters that stand together in transliterated Russian and in no English word."""
_RUSSIAN_SEEN = trigger(rf"(?:\A|[^A-Za-z])[a-z]{{0,24}}(?:{_RUSSIAN})")
_RUSSIAN_WORD = lazy_re(rf"(?<![\w@/.#’'\"“«‘(-])(?=[a-z]*(?:{_RUSSIAN}))[a-z]{{6,}}(?![\w@/]|\.\w| ?\()")


def _transliterated(page: Page) -> Proposals:
    """`The market stabiliziruet near them`; words in marks and explained ones are meant so."""
    known = page.word_set("residue.loans")
    for m in page.memory.matches(page.text, _RUSSIAN_WORD, _RUSSIAN_SEEN):
        if m[0] not in known:
            yield page.propose("residue.transliterated", *m.span(), None)


# --- lines -----------------------------------------------------------------------

_CONTENT = lazy_regex(r"[.!?…]['\"»”)]*\s*$|[«“„\"]|^\s*[—–-]|\d")
"""What a label of the site does not have: an end of sentence, quotes, a dash, a number."""
_LONGEST_LABEL = 60
_FEW_WORDS = 4
"""A line of so few words is a label, a section or a link, not content."""
_NAMES = lazy_regex(r"(?<=\p{Cyrillic}[ ,–—-]{1,3})\p{Lu}\p{Cyrillic}")
"""A capital behind the first word: who wrote it or where it is, which someone may want."""
_SOME_WORDS = 12
"""A longer one that is no sentence may still be a headline or a caption of something else."""
_SHORTEST_HEADLINE, _LONGEST_HEADLINE = 3, 25
"""Words of the headline's original, which some sites set right under its translation."""
_LONGEST_HEAD = 300


def _whole_line(page: Page, start: int, end: int, *, english: bool) -> Proposal | None:
    """A line in Cyrillic: removed if it is furniture, offered for removal if it is
    short, else shown to a person, who may translate it."""
    body = page.text[start:end].strip()
    words = len(_WORD.findall(body))
    if words == 0 or _is_spared_line(page, start, body):
        return None
    if _DESIGNATION.fullmatch(body):
        return _word_proposal(page, start, end)
    furniture = _starts_with(page.words("residue.furniture")).match(body) is not None
    meta = _date(page, body)
    label = furniture or bool(meta) or _CONTENT.search(body) is None
    headline = _is_second_headline(page, start, body, words)
    if not english or not (headline or (label and words <= _SOME_WORDS)):
        romanised = _romanised(page, body) if words <= _SOME_WORDS else ""
        return page.propose("residue.sentence", start, end, None, alternatives=(romanised,) * bool(romanised))
    few = words <= _FEW_WORDS and not _NAMES.search(body)
    tier: Tier | None = None if furniture or meta or few else "suggest"
    return page.propose("residue.line", *page.line_removal(start, end), "", tier=tier, meta=meta)


def _is_second_headline(page: Page, start: int, body: str, words: int) -> bool:
    """Whether the line is the original of the headline over it."""
    over = page.text[:start].strip() if start <= _LONGEST_HEAD else ""
    headline = _SHORTEST_HEADLINE < words <= _LONGEST_HEADLINE and body[-1] not in ".,;:"
    return headline and over != "" and "\n" not in over and over[-1] not in ".,;:"


def _is_spared_line(page: Page, start: int, body: str) -> bool:
    """After a colon a line is quoted; in an article on language it is an example."""
    before = page.text[max(0, start - 200) : start].rstrip()
    if before.endswith(":"):
        return True
    about = any_word(page.words("residue.language-words"))
    address = _address(page.words("residue.domains")).search(body)
    return bool(about.search(before.rpartition("\n")[2])) or address is not None


def _date(page: Page, body: str) -> dict[str, str | list[str]]:
    """The date of a line like «26 декабря 2025», for the article's metadata."""
    months = _pairs(page.words("residue.months"))
    m = regex.search(r"\b(\d{1,2})\s+(\p{L}+)\s+(\d{4})\b", body.lower())
    if m is None or m[2] not in months or not 1 <= int(m[1]) <= 31:
        return {}
    return {"date": f"{m[3]}-{months[m[2]]}-{int(m[1]):02}"}


_CRUMB = lazy_regex(r"\s*[›»→>]\s+|\s+[/|•·]\s+")
_LONGEST_SECTION = 40


def _sections(page: Page, start: int, end: int) -> Proposals:
    """Sections with a Cyrillic name in a breadcrumb, each with the mark after it."""
    if end - start > 300:
        return
    marks = [*_CRUMB.finditer(page.text, start, end)]
    bounds = [start, *(i for m in marks for i in m.span()), end]
    spans = [*zip(bounds[::2], bounds[1::2], strict=True)]
    texts = [page.text[a:b] for a, b in spans]
    if len(marks) < 2 or any(len(t) > _LONGEST_SECTION or regex.search(r"[.!?:;]\s*$", t) for t in texts):
        return
    for i, (text, (a, b)) in enumerate(zip(texts, spans, strict=True)):
        if _CYRILLIC.search(text) and not _LATIN.search(text):
            cut = (a, spans[i + 1][0]) if i + 1 < len(spans) else (marks[-1].start(), b)
            yield page.propose("residue.section", *cut, "")


# --- words -----------------------------------------------------------------------

_DESIGNATION = lazy_regex(r"\p{Cyrillic}{1,3}-?\d{1,4}\p{Cyrillic}{0,2}")
_WORDS = lazy_regex(
    rf"(?<![\p{{L}}\p{{M}}\d])(?:{_DESIGNATION.pattern}(?![\p{{L}}\d])|{_PHRASE.pattern})(?!\p{{L}})"
)
_OPENING, _CLOSING = frozenset("\"'“„«‘”"), frozenset("\"'”“»’")
_GLOSS = lazy_regex(r"[\"'”“»’]?\s?(?:\([^()\n]{0,10}[A-Za-z]|[—–=]\s?[\"'“‘]?[a-z])")


_NEAR = 200
"""Characters on either side in which a sentence says what a word is there for."""


def _words(page: Page, start: int, end: int) -> Proposals:
    """Cyrillic words among Latin ones, flagged with a romanised form on offer.

    Left alone: what is given on purpose, in quotes or round brackets, beside its
    translation, as an address, or where the sentence speaks of language.
    """
    about = any_word(page.words("residue.language-words"))
    units = [*_units(page, start, end)]
    yield from units
    taken = {i for u in units if u for i in range(u.start, u.end)}
    for m in _WORDS.finditer(page.text, start, end):
        if m.start() in taken or _is_deliberate(page, start, *m.span()):
            continue
        if not about.search(page.text, max(start, m.start() - _NEAR), min(end, m.end() + _NEAR)):
            yield _word_proposal(page, *m.span())


def _word_proposal(page: Page, start: int, end: int) -> Proposal | None:
    found = page.text[start:end]
    romanised = _romanised(page, found)
    if _DESIGNATION.fullmatch(found):
        return page.propose("residue.designation", start, end, romanised)
    known = _pairs(page.words("residue.known")).get(found.rstrip("."))
    offers = (known, romanised) if known else (romanised,)
    return page.propose(
        "residue.word", start, end, None, message=f"left in Cyrillic: {offers[0]}", alternatives=offers
    )


def _is_deliberate(page: Page, line_start: int, start: int, end: int) -> bool:
    before, after = page.text[max(line_start, start - _NEAR) : start], page.text[end : end + 40]
    if before[-1:] == "[" and after[:1] == "]" and end - start > 1:
        return False  # what the editor put into a quotation: [ВСУ]
    bracketed = before.rfind("(") > before.rfind(")") or before.rfind("[") > before.rfind("]")
    quoted = before[-1:] in _OPENING or after.lstrip(",.!?…")[:1] in _CLOSING
    address = _address(page.words("residue.domains"))
    return (
        bracketed
        or quoted
        or _GLOSS.match(after) is not None
        or address.search(page.text, max(line_start, start - 1), end + 6) is not None
    )


def _romanised(page: Page, found: str) -> str:
    """In Latin letters; as Ukrainian where the word is, or else the whole article is."""
    ukrainian = is_ukrainian(found) or (is_ukrainian(_cyrillic_of(page.text)) and not is_russian(found))
    return romanise(found, page.words("residue.ukrainian-letters") if ukrainian else None)


@lru_cache(maxsize=1)
def _cyrillic_of(text: str) -> str:
    """The Cyrillic letters that occur in a text, each once; asked for every word of it."""
    return "".join(sorted(set(_CYRILLIC.findall(text))))


def _units(page: Page, start: int, end: int) -> Proposals:
    names = _pairs(page.words("residue.units"))
    for m in _after_number(page.words("residue.units")).finditer(page.text, start, end):
        is_year = m[0].strip(" .\u00a0") in page.words("residue.year-words") and _YEAR.search(
            page.text, 0, m.start()
        )
        found = [] if is_year else [f" {names[unit.lower()]}" for unit in m.captures("unit")]
        # the point of руб. may end the sentence too
        stop = "." if m[0].endswith(".") and _STOP.match(page.text, m.end()) else ""
        yield page.propose("residue.unit", *m.span(), "".join(found) + stop)


_YEAR = lazy_regex(r"(?<!\d)[12]\d{3}$")
_STOP = lazy_regex(r"\s*$|\s+\p{Lu}", regex.MULTILINE)


# --- tables as patterns --------------------------------------------------------------


@lru_cache(maxsize=4)
def _pairs(entries: tuple[str, ...]) -> dict[str, str]:
    """`млн = million` → млн: million."""
    return {k.strip(): v.strip() for k, _, v in (e.partition("=") for e in entries)}


@lru_cache(maxsize=2)
def _starts_with(words: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(r"\L<words>\b", regex.IGNORECASE, words=list(words))


@lru_cache(maxsize=2)
def _address(domains: tuple[str, ...]) -> regex.Pattern[str]:
    """A site, a hashtag or the name of an account."""
    return regex.compile(
        r"[@#/_]\p{Cyrillic}|\p{L}\.\L<domains>\b|\p{Cyrillic}\.[a-z]{2,}", domains=list(domains)
    )


@lru_cache(maxsize=2)
def _after_number(entries: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(
        r"(?<=\d)(?<!\p{Lu}-\d+)(?:[ \u00A0]?(?P<unit>\L<units>)\.?(?!\p{L}|\d)){1,2}",
        regex.IGNORECASE,
        units=[*_pairs(entries)],
    )
