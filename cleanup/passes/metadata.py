"""Which lines tell date, author, place, photo and source?

Rules in rules/*/metadata find credits and labels; this file finds what takes more
than a pattern: dates alone on a line, bylines, datelines, the headline's tail,
captions. What is taken out is kept in the article's metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

import regex

from cleanup.article import Finding
from cleanup.edits import Proposal, Tier
from cleanup.furniture.dates import CALENDAR_WORD, DATE, iso_date
from cleanup.furniture.headlines import find_stop, find_tail, find_title
from cleanup.furniture.lines import join_removals
from cleanup.furniture.stamps import BOTTOM, TOP, Stamp, find_stamps
from cleanup.literals import fold
from cleanup.page import Page, Tables
from cleanup.patterns import lazy_regex
from cleanup.steps import occurrences


def propose(page: Page) -> Iterator[Proposal | None]:
    """Take the page's own data out of the text."""
    found = chain(
        page.proposals("metadata"),
        _headline(page),
        _timestamps(page),
        _hashtags(page),
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
        told = {"source": tail.outlet, "date": tail.date}
        meta: Finding = {field: value for field, value in told.items() if value}
        tier: Tier | None = None if tail.sure else "suggest"
        yield page.propose("metadata.headline-source", tail.start, tail.end, "", tier=tier, meta=meta)
    stop = find_stop(page, tail.start if tail is not None and tail.sure else None)
    if stop is not None:
        yield page.propose("metadata.headline-stop", stop, stop + 1, "")


# --- dates -----------------------------------------------------------------------

_FEWEST_DAYS = 3
"""So many lines with a bare day are the crossheads of a chronicle, not the page's date."""
_FEWEST_YEARLESS = 2
"""So many different days without a year: those of a programme or a chronicle."""


def _timestamps(page: Page) -> Iterator[Proposal | None]:
    """Lines with nothing but a date or a time."""
    stamps = list(find_stamps(page))
    yearless = {s.meta.get("date") for s in stamps if not s.sure and _is_yearless(s)}
    chronicle = sum(not s.sure for s in stamps) >= _FEWEST_DAYS or len(yearless) >= _FEWEST_YEARLESS
    for s in stamps:
        if len(page.lines) > 1 and (s.sure or (s.at_edge and not chronicle)):
            yield page.propose("metadata.timestamp", s.line.start, s.line.end, "", meta=s.meta)


def _is_yearless(stamp: Stamp) -> bool:
    return str(stamp.meta.get("date", "")).startswith("--")


_HASHTAGS = lazy_regex(r"^[^\S\n]{0,20}(?:#[\p{L}\p{N}_]{2,40}[ \t,;]{0,4}){2,30}$", regex.MULTILINE)


def _hashtags(page: Page) -> Iterator[Proposal | None]:
    """Lines of nothing but hashtags; a single one may be what the article is about."""
    if "#" not in page.text:
        return
    for m in page.memory.matches(page.text, _HASHTAGS):
        tags = [t.strip(" \t,;") for t in m[0].split("#")[1:]]
        yield page.propose("metadata.hashtags", m.start(), m.end(), "", meta={"tags": tags})


# --- people and places -----------------------------------------------------------

_PERSON = r"\p{Lu}[\w.'’-]*(?: (?:de |van |von |al-)?\p{Lu}[\w.'’-]*){1,3}"


_HEAD = 3


def _byline_tables(words_of: Tables) -> tuple[regex.Pattern[str], frozenset[str]]:
    """The pattern of bylines, and the letters one begins with."""
    labels = words_of("metadata.bylinelabels")
    words = "|".join(regex.escape(w) for w in sorted(labels, key=len, reverse=True))
    pattern = lazy_regex(
        rf"(?:\* )?(?P<label>(?i:by|{words}))(?P<colon>\s?:)?\s{{1,2}}"
        rf"(?P<names>{_PERSON}(?:(?:, | and |, and ){_PERSON}){{0,3}})"
        r"(?: in \p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?| ?[,|/] (?:[^.\n]|\.(?=\w)){2,50})?\.?"
    )
    return pattern, frozenset(
        label[:_HEAD] for label in (*labels, "by ", "by:", "by\t", "* by", "* posted by")
    )


def _bylines(page: Page) -> Iterator[Proposal | None]:
    """Lines with nothing but who wrote: anywhere with a word that says so, `By` alone in head and foot."""
    pattern, heads = page.made(_byline_tables)
    count, folded = len(page.lines), page.folded
    for i, line in page.short_lines if count > 1 else ():
        if folded[line.start : line.start + _HEAD] not in heads:
            continue  # nearly every line leaves here
        m = pattern.fullmatch(line.text)
        if m is None or CALENDAR_WORD.match(m["names"]):
            continue  # By Monday Evening
        bare = m["label"].lower() == "by" and not m["colon"]
        tier: Tier | None = None if not bare or i < TOP or i >= count - BOTTOM else "suggest"
        field = "translation_credit" if m["label"].lower().startswith("transl") else "byline"
        yield page.propose("metadata.byline", line.start, line.end, "", tier=tier, meta={field: m["names"]})


_DATELINE_LINES = 4
"""Lines from the top that may open with a dateline: headline, standfirst and lead come first."""


_LONGEST_DATELINE = 70


def _dateline_pattern(words_of: Tables) -> regex.Pattern[str]:
    names = "|".join(regex.escape(o) for o in sorted(words_of("metadata.outlets"), key=len, reverse=True))
    word = r"\p{Lu}[\p{L}.'’-]{1,20}"
    no_date = r"(?!(?:At|By|From|In|On|Since|Until)\b)"
    place = rf"{no_date}{word}(?:[ -]{word}){{0,2}}(?:, \p{{Lu}}[\p{{L}}. ]{{1,24}}?)?"
    agency = rf"[(/\[] ?(?:[Cc]orr\. )?(?P<agency>(?i:{names})) ?[)/\]]"
    writer = r"(?:, \p{Lu}\p{L}+ \p{Lu}\p{L}+)?"
    return regex.compile(
        rf"(?:(?P<place>{place})[,.]?\s{{0,2}})?(?:(?P<date>(?i:{DATE}))[,.]?\s{{0,2}})?(?:{agency}[,.]?\s{{0,2}})?"
        rf"(?:[-–—]{{1,2}}\s?(?:(?P<after>(?i:{names})){writer}\.)?|(?P<own>(?i:{names}))\s?[-–—]{{1,2}}"
        rf"|(?P<plain>(?i:{names}))\.(?=\s)|(?<=[/)]\.\s?)|(?<=/\s?))"
        r"\s{0,2}(?=[\p{Lu}\p{N}“\"«])"
    )


_DATELINE_MARK = lazy_regex(r"[—–/]|- |\)\.|\d(?:th)?\. [A-Z]")


def _datelines(page: Page) -> Iterator[Proposal | None]:
    """`MOSCOW, June 3 (TASS) — The talks`, `Moscow. June 3. TASS. The talks` and their kin, at the
    start of the first paragraphs."""
    for line in page.lines[:_DATELINE_LINES]:
        head = line.text[:_LONGEST_DATELINE]
        if not _DATELINE_MARK.search(head):
            continue
        m = page.made(_dateline_pattern).match(page.text, line.start, line.end)
        if m is None:
            continue
        agency = m["agency"] or m["after"] or m["own"] or m["plain"]
        if not (m["place"] and m["date"]) and (m["plain"] or not agency):
            continue
        date = iso_date(m["date"]) if m["date"] else None
        told = {"place": (m["place"] or "").rstrip(".,"), "agency": agency, "date": date}
        meta: Finding = {field: value for field, value in told.items() if value}
        yield page.propose("metadata.dateline", line.start, m.end(), "", meta=meta)


# --- captions --------------------------------------------------------------------

_CREDIT_WORDS = ("photo", "image", "picture", "illustration")
_CREDIT = lazy_regex(
    r"\w{5,12}s?(?: by| credit:?| courtesy of|:| ©)\s?+(?![\"“«])"
    r"(?P<credit>(?:[^\n.?!()]|\([^\n.?!()]{1,40}\)){2,60})",
    regex.IGNORECASE,
)
_LONGEST_CAPTION = 200
_SHORTEST_CAPTION = 12
_CLOSED = lazy_regex(r"[.!?:…\"”»]$")


_PERSON_CAPTION = lazy_regex(
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
    for m in _credits(raw):
        starts = starts or {line.text: line.start for line in page.lines}
        over, before = _lines_before(raw, m.start())
        start = starts.get(over)
        if start and not before.strip(" ([\t") and _is_caption(over):  # at 0 stands the headline
            yield _over_credit(page, start, over, m["credit"].strip(" )]"))
    for m in _credits(text):
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


@lru_cache(maxsize=4)
def _credits(text: str) -> tuple[regex.Match[str], ...]:
    """Places like `Photo: Anna Petrova` or `image by TASS`; asked for the raw text in every round."""
    folded = fold(text)
    places = sorted(occurrences(folded, *_CREDIT_WORDS))
    found = (_CREDIT.match(text, at) for at in places if at == 0 or not text[at - 1].isalnum())
    return tuple(m for m in found if m is not None)
