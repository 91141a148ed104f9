"""Where do dashes and stops of Russian dialogue stand in place of English quotation marks?

Start reading at `dialogue_dashes`. Russian parts speech from its speaker by a comma and a dash
(«Да», — сказал он. — Но позже) and opens it with a dash; English needs marks and no dash.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter

from cleanup.edits import Proposal, Tier
from cleanup.page import Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import needs, occurrences
from cleanup.typography.quotes import find_marks, saying_follows

_DASH = lazy_re(r"[-–—] ?(?=\w)")
_QUOTE_BEFORE = lazy_re(r"([\"”»]|(?<=[,.!?…])“|“(?=,|$))(\.{3}|…)?(,?) ?$")
_MAY_PRECEDE = frozenset(' ,…"“”»')
_FEW_WORDS = 3
_LONGEST = 2000
"""Characters; longer quotations fill paragraphs."""
_DASHES = ("-", "–", "—")
_FIRST_DASH = lazy_re(r"^[-–—] ?(?=\w)", re.MULTILINE)
_SECOND_DASH = lazy_re(r"[^\"“”«»\n.!?]{0,160}([.,]) [-–—] (?=\w)")
_SPEAKER = lazy_regex(r"(?:he|she|they|I|we|the \w+|\p{Lu}\w+(?: \p{Lu}\w+)?) (\w+)\b")
_PRONOUN = lazy_regex(r"(?:he|she|they|it|I|we)\b")


_place = attrgetter("at")


def verbs_of(page: Page) -> frozenset[str]:
    """The verbs of saying."""
    return page.word_set("spacing.saying")


@lru_cache(maxsize=4)
def house_marks(text: str) -> tuple[str, str]:
    """The opening and the closing mark the article uses most; straight ones for a tie.

    >>> house_marks('“One” and “two” and "three"')
    ('“', '”')
    """
    curly = text.count("“") + text.count("”")
    straight = text.count('"')
    if curly == straight:
        curly, straight = text.count("’"), text.count("'")
    return ("“", "”") if curly > straight else ('"', '"')


@needs(r"[\"”»](?:\.{3}|…)?,? ?[-–—]|“[-–—] ?[a-z]|, ?[-–—] |^[-–—]")
def dialogue_dashes(page: Page, text: str) -> Iterator[Proposal | None]:
    """`“We agree,” - he said` → `“We agree,” he said`; `— We agree," he said` gets its first mark."""
    verbs = verbs_of(page)
    for dash in page.memory.matches(text, _DASH, dialogue_dashes.trigger):
        start = dash.start()
        if text[start - 1 : start] not in _MAY_PRECEDE:
            continue
        mark = _QUOTE_BEFORE.search(text, max(0, start - 6), start)
        if not saying_follows(text, dash.end(), verbs) and not (
            mark and _comma_and_dash(page, text, mark, dash.end())
        ):
            continue
        if mark:
            yield _after_mark(page, text, mark, dash.end())
        elif dash[0].endswith(" ") and text[max(0, start - 2) : start].rstrip(" ").endswith(","):
            yield from _without_mark(page, text, text.rindex(",", max(0, start - 2), start), dash.end())
    yield from _at_start(page, text, verbs)


def _comma_and_dash(page: Page, text: str, mark: re.Match[str], end: int) -> bool:
    """`“We all agree”, - follows from the message`: English never sets both, whoever speaks behind them."""
    comma = mark[3] or text[mark.start() - 1 : mark.start()] == ","
    return bool(comma) and text[end + 1 : end + 2].islower() and not _names(page, text, mark.start())


def _after_mark(page: Page, text: str, mark: re.Match[str], end: int) -> Proposal | None:
    """`“We agree,” - he said` → `“We agree,” he said`; the comma goes inside if there is none."""
    at, quote, dots, comma = mark.start(), mark[1], mark[2] or "", mark[3]
    before = text[at - 1 : at]
    if not before.strip() or _opens(page, text, at):
        return None
    if before in ",!?…" or text[max(0, at - 3) : at] == "..." or dots:
        return page.propose("punctuation.speech-dash", at + 1, end, dots + " ")
    if before == ".":
        return page.propose("punctuation.speech-dash", at - 1, end, f",{quote} ")
    first = text[end : end + 24].split(" ", maxsplit=1)[0]
    sure = (
        comma or first in verbs_of(page) or _PRONOUN.match(text, end) or _spoken_sentence(page, text, at, end)
    )
    tier: Tier = "auto" if sure else "suggest"
    return page.propose("punctuation.speech-dash", at, end, f",{quote} ", tier=tier)


def _spoken_sentence(page: Page, text: str, at: int, end: int) -> bool:
    """Whether a quotation that is a sentence, and closes at `at`, is followed by its speaker at `end`."""
    speaker = _SPEAKER.match(text, end)
    if speaker is None or speaker[1] not in verbs_of(page):
        return False
    start, _ = _quotation_at(page, text, at)
    return bool(start) and _is_sentence(text, start, at)


def _is_sentence(text: str, start: int, at: int) -> bool:
    """Whether the quotation text[start:at] has some words and a capital, and opens after a colon, a stop
    or nothing."""
    opens = text[max(0, start - 3) : start - 1].strip()[-1:] in ("", ".", ":", "?", "!")
    return opens and text[start].isupper() and text.count(" ", start, at) >= _FEW_WORDS


def _without_mark(page: Page, text: str, comma: int, end: int) -> Iterator[Proposal | None]:
    """`"We agree, - he said. - But later."` → `"We agree," he said. "But later."`"""
    if _starts_with_dash(text, comma):
        return
    again = _SECOND_DASH.match(text, end)
    quoted, closed = _quotation_at(page, text, comma)
    closed = closed or (again is not None and _closes_later(text, again.end()))
    if not quoted:
        yield page.propose("punctuation.speech-dash", comma, end, ", ")
        if again:
            yield page.propose("punctuation.speech-dash", again.end(1), again.end(), " ")
    elif again or not closed:
        opening = text[quoted - 1]
        closing = opening if opening == '"' else house_marks(text)[1]
        yield page.propose("punctuation.speech-dash", comma, end, f",{closing} ")
        if again and closed:
            yield page.propose("punctuation.speech-dash", again.end(1), again.end(), f" {opening}")


def _quotation_at(page: Page, text: str, at: int) -> tuple[int, bool]:
    """The end of the mark that opens a quotation around `at` in its line (0 if none does), and
    whether a mark closes it in the line."""
    marks = find_marks(text, verbs_of(page), page.memory)
    i = bisect_left(marks, at, key=_place)
    if i == 0 or not marks[i - 1].opens or not _same_line(text, marks[i - 1].at, at):
        return 0, False
    closed = i < len(marks) and marks[i].opens is False and _same_line(text, at, marks[i].at)
    return marks[i - 1].at + 1, closed


def _closes_later(text: str, start: int) -> bool:
    """Whether the line after `start` closes one quotation more than it opens."""
    line = text[start : start + _LONGEST].partition("\n")[0]
    return line.count("”") - line.count("“") == 1


def _same_line(text: str, start: int, end: int) -> bool:
    """Whether both are in one line, and no further apart than a quotation is long."""
    return end - start < _LONGEST and text.find("\n", start, end) < 0


def _opens(page: Page, text: str, at: int) -> bool:
    marks = find_marks(text, verbs_of(page), page.memory)
    i = bisect_left(marks, at, key=_place)
    return i < len(marks) and marks[i].at == at and marks[i].opens is True


def _starts_with_dash(text: str, at: int) -> bool:
    start = text.rfind("\n", max(0, at - _LONGEST), at) + 1
    return _FIRST_DASH.match(text, start) is not None


_ASKED = lazy_re(r"^[-–—] ?\w[^\n]{10,400}\?$", re.MULTILINE)
"""A question of an interview, in which dashes open all that is said."""


def _at_start(page: Page, text: str, verbs: frozenset[str]) -> Iterator[Proposal | None]:
    """`— We agree," he said` and `— We agree, - he said` → `“We agree,” he said`."""
    if text[:1] not in _DASHES and not any("\n" + dash in text for dash in _DASHES):
        return
    opening, closing = house_marks(text)
    interview = _ASKED.search(text) is not None
    for m in page.memory.matches(text, _FIRST_DASH, dialogue_dashes.trigger):
        line = text[m.end() : m.end() + _LONGEST].partition("\n")[0]
        mark = re.search(r"[\"“”«»]", line)
        if mark and mark[0] in '"”' and line[: mark.start()][-1:] in (*",.!?…",):
            if saying_follows(line, mark.end() + 1, verbs):
                first = opening if mark[0] == "”" or opening == '"' else '"'
                yield page.propose("punctuation.speech-opening", *m.span(), first)
        elif not (mark or interview) and (dash := re.search(r"[,!?] ?[-–—] ", line)):
            if not saying_follows(line, dash.end(), verbs) or _SECOND_DASH.match(line, dash.end()):
                continue
            at = m.end() + dash.start() + 1
            yield page.propose("punctuation.speech-opening", *m.span(), opening)
            yield page.propose("punctuation.speech-dash", at, m.end() + dash.end(), closing + " ")


_BETWEEN = lazy_re(r"(?<=[^\W\d_][.:]|[\"”]\.) [-–—](?= [\"“][^\W\d_])")


@needs(r"[A-Za-z][.:] ?[-–—] [\"“]|[\"”]\. [-–—] [\"“]", local=True)
def dashes_between(page: Page, text: str) -> Iterator[Proposal | None]:
    """`he said. - “But later.”` → `he said. “But later.”`, and so behind `he said:`."""
    for m in _BETWEEN.finditer(text):
        yield page.propose("punctuation.speech-dash", *m.span(), "")


_DASH_INSIDE = lazy_re(
    r"(?:(?<=^[\"“])|(?<=\s[\"“]))[-–—] ?(?=[A-Z][^\n\"“”]{0,80}[.!?,…][\"”])", re.MULTILINE
)


@needs(r"[\"“][-–—] ?[A-Z]", local=True)
def dashes_inside(page: Page, text: str) -> Iterator[Proposal | None]:
    """`he asked: “- Yes?”` → `he asked: “Yes?”`"""
    for m in _DASH_INSIDE.finditer(text):
        yield page.propose("punctuation.speech-dash", *m.span(), "")


_RESUMED = lazy_re(r"(?<=[^\W\d_]\.) ?[-–—] {1,2}(?=[^\W\d_a-z])")
_LONGEST_SPEAKER = 120


@needs(r"[A-Za-z]\. ?[-–—] ")
def resumed_speech(page: Page, text: str) -> Iterator[Proposal | None]:
    """`“We agree,” he said. – But later.”` → `“We agree,” he said. “But later.”`"""
    marks = find_marks(text, verbs_of(page), page.memory)
    for m in page.memory.matches(text, _RESUMED, resumed_speech.trigger):
        i = bisect_left(marks, m.start(), key=_place)
        if i == 0 or i == len(marks) or marks[i - 1].opens is not False or marks[i].opens is not False:
            continue
        speaker, end = marks[i - 1].at + 2, marks[i].at
        short = m.start() - speaker < _LONGEST_SPEAKER and text.find(".", speaker, m.start() - 1) < 0
        if short and _same_line(text, speaker, end) and saying_follows(text, speaker, verbs_of(page)):
            yield page.propose("punctuation.speech-resumed", *m.span(), ' "' if text[end] == '"' else " “")


_BARE_END = lazy_re(r"[\"”] (?=[^\W\d_])(?<=[^\W_]. )")


@needs(r"[A-Za-z0-9][\"”] [A-Za-z]")
def unmarked_ends(page: Page, text: str) -> Iterator[Proposal | None]:
    """`“We all agree on this” he said` → `“We all agree on this,” he said`."""
    for at in occurrences(text, '" ', "” "):
        m = _BARE_END.match(text, at)
        if m and _spoken_sentence(page, text, m.start(), m.end()):
            after = "," + m[0][0]
            yield page.propose("punctuation.stop-outside", m.start(), m.start() + 1, after, tier="suggest")


_INSIDE = lazy_re(r"[.,][\"”](?=\s|$)", re.MULTILINE)
_WORDS_INSIDE = lazy_re(r"[\"“](?<=\w [\"“])[a-z][^\"“”\n]{0,80}[.,][\"”](?=\s|$)", re.MULTILINE)
"""A few words with the stop inside, as in America; round whole sentences Britain does so too."""
_AMERICAN = 2


@needs(r"[\"”][,.]")
def stops_outside(page: Page, text: str) -> Iterator[Proposal | None]:
    """`the regions", the report says` → `the regions," the report says`."""
    outside = [
        at
        for at in sorted(occurrences(text, '",', '".', "”,", "”."))
        if text[at - 1 : at] not in _NOT_OUTSIDE and (text[at + 2 : at + 3] or "\n").isspace()
    ]
    if not outside:
        return
    verbs = verbs_of(page)
    inside = page.memory.count(text, _INSIDE)
    fragments = page.memory.count(text, _WORDS_INSIDE) if inside >= _AMERICAN else 0
    american = fragments >= max(_AMERICAN, len(outside))
    speech = [_is_speech(page, text, at, verbs) for at in outside]
    logical = not inside and not all(speech)  # the article's own way, as in Britain
    for at, spoken in zip(outside, speech, strict=True):
        after = text[at + 1] + text[at]
        if spoken:
            tier: Tier = "suggest" if logical else "auto"
            yield page.propose("punctuation.stop-outside", at, at + 2, after, tier=tier)
        elif american:
            yield page.propose("punctuation.stop-outside", at, at + 2, after, tier="suggest")


_NOT_OUTSIDE = frozenset(" \n,.!?…\"”’'") | {""}


def _is_speech(page: Page, text: str, at: int, verbs: frozenset[str]) -> bool:
    """Whether the quotation that closes at `at` is a sentence, by its speaker or its shape."""
    if text[at + 1] == ".":
        return _whole_sentence(page, text, at)
    return saying_follows(text, at + 3, verbs) and not _names(page, text, at)


def _names(page: Page, text: str, at: int) -> bool:
    """Whether the quotation that closes at `at` is a name or a word or two, not speech."""
    start, _ = _quotation_at(page, text, at)
    return bool(start) and text.count(" ", start, at) < _FEW_WORDS


def _whole_sentence(page: Page, text: str, at: int) -> bool:
    """Whether the quotation that closes at `at`, where its line ends, is a sentence or more; it may have
    begun in an earlier line."""
    if text[at + 2 : at + 3] not in ("\n", ""):
        return False
    marks = find_marks(text, verbs_of(page), page.memory)
    i = bisect_left(marks, at, key=_place)
    if i == 0 or i == len(marks) or marks[i].opens is not False or not marks[i - 1].opens:
        return False
    return _is_sentence(text, marks[i - 1].at + 1, at)
