"""Which lines are furniture of the site and not of the article?

Rules in rules/*/boilerplate know notices, pointers and buttons by their words. Three
more things take this file: labels, which need neighbours to be sure; the menus around
an article flattened from a web page (`segments.py`); and headlines in the wrong place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice, takewhile

import msgspec
import regex

from cleanup.article import Finding
from cleanup.edits import Proposal, Tier
from cleanup.furniture.labels import SURE, find_labels, foot, points_of
from cleanup.furniture.lines import join_removals
from cleanup.furniture.pointers import find_lists
from cleanup.furniture.segments import Outside, find_page, is_flattened
from cleanup.page import Line, Page
from cleanup.patterns import lazy_re, lazy_regex
from cleanup.steps import occurrences
from cleanup.triggers import trigger


def propose(page: Page) -> Iterator[Proposal | None]:
    """Take the site's lines out, keep the tags and links they bear."""
    ruled = [_with_meta(page.text, p) for p in page.proposals("boilerplate")]
    looked = (*ruled, *_furniture(page, ruled), *_headlines(page, ruled), *_leftovers(page))
    found = [p for p in looked if p is not None]
    yield from join_removals(page, _lone_offered(page, found))


def _lone_offered(page: Page, found: list[Proposal]) -> list[Proposal]:
    """A copyright line or a disclaimer that is all the furniture of an article is only offered:
    on a scraped page such lines come in company, alone they may be meant to stay."""
    sure = [p for p in found if p.tier == "auto"]
    if len(sure) != 1 or sure[0].rule not in page.word_set("boilerplate.company"):
        return found
    return [msgspec.structs.replace(p, tier="suggest") if p is sure[0] else p for p in found]


_LINK = lazy_regex(r"(?:https?://|www\.|\bt\.me/)[^\s<>\"”»)\]]{3,300}")


def _with_meta(text: str, proposal: Proposal) -> Proposal:
    """The proposal with the tags of a list one by one and the links of the line."""
    meta = dict(proposal.meta)
    if tags := meta.get("tags"):
        meta["tags"] = [t.strip(" .#") for t in regex.split(r"[,;|#]", tags[0]) if t.strip(" .#")]
    if proposal.after == "" and (links := _links(text, proposal.start, proposal.end)):
        meta["links"] = links
    return msgspec.structs.replace(proposal, meta=meta) if meta else proposal


def _links(text: str, start: int, end: int) -> list[str]:
    """The addresses in text[start:end]; the pattern is slow, and most lines hold none."""
    if all(text.find(sign, start, end) < 0 for sign in ("://", "www.", "t.me/")):
        return []
    return _LINK.findall(text, start, end)


_TORN_TAG = r"< /? ?(?:p|br|li|ul|div|span|strong|em) ?/?>|</ (?:p|li|ul|div|span|strong|em) ?>"
_ATTRIBUTE = r"(?:\.(?:jpe?g|png|webp)[”\"] ?)?alt=[”\"][^\n<>]{0,200}[”\"] ?/>|[”\"] ?/>"
_ALONE = r"[ \t]*(?:[<>|/]|</p ?>|[0-9]{3,8}_[0-9]{1,3})[ \t]*"
_WEEK = r"\s+".join(
    f"(?:{day})"
    for day in ("M|Mon?|Пн", "T|Tue?|Вт", "W|Wed?|Ср", "T|Thu?|Чт", "F|Fri?|Пт", "S|Sat?|Сб", "S|Sun?|Вс")
)
"""The head of a calendar beside the article, in a line or a line a day."""
_LEFTOVER_SEEN = trigger(
    rf"(?:\n|\A){_ALONE}(?:\n|\z)|\n[0-9]{{2,6}}\s*\z|{_TORN_TAG}|[\x{{201d}}\"] ?/>|{_WEEK}\s+[0-9]"
)
_LEFTOVER = lazy_re(
    rf"(?:(?<=\n)|\A){_ALONE}(?=\n|\Z)|(?:(?<=\n)|\A){_WEEK}\s+(?:\d{{1,2}}\s+){{20,45}}"
    rf"|(?:{_TORN_TAG}) ?|(?P<attribute>{_ATTRIBUTE})(?=\s*(?:\n|\Z))"
)
_COUNT = lazy_re(r"(?<=[.!?…”\"]\n)\n?(\d{2,6})$")


def _leftovers(page: Page) -> Iterator[Proposal | None]:
    """Signs or numbers of pictures alone on a line, calendars, torn tags, a count of readers."""
    if not page.has(_LEFTOVER_SEEN):
        return
    for m in page.memory.matches(page.text, _LEFTOVER, _LEFTOVER_SEEN):
        tier: Tier = "suggest" if m["attribute"] else "auto"
        yield page.propose("boilerplate.leftover", *m.span(), "", tier=tier)
    end = len(page.text.rstrip())
    if readers := _COUNT.search(page.text, max(0, end - 9), end):
        yield page.propose("boilerplate.leftover", *readers.span(1), "", tier="suggest")


def _furniture(page: Page, ruled: Sequence[Proposal]) -> Iterator[Proposal | None]:
    """Labels with enough points, and what lies outside the article of a flattened page."""
    labels, lines = find_labels(page), page.lines
    removed = _lines_of(page, ruled)
    furniture = labels.keys() | removed.keys()
    folded = {i: page.folded[lines[i].start : lines[i].end] for i in furniture}
    flattened = is_flattened(page, folded.values())
    if len(lines) < 2 or not (furniture or flattened):
        return
    last = foot(len(lines), furniture)
    times = Counter(folded.values())
    for i in sorted(labels.keys() - removed.keys()):
        again = times[folded[i]] > 1 and not folded[i].isdigit()  # tables repeat the label `0`
        points = points_of(i, labels, furniture, last, again=again)
        if points.value >= SURE:
            told = ", ".join(points.reasons)
            yield page.propose("boilerplate.label", lines[i].start, lines[i].end, "", message=told)
    lists = list(find_lists(page, labels, removed, flattened=flattened))
    for listed in lists:
        for line in lines[listed.first : listed.last + 1]:
            tier: Tier | None = None if listed.sure else "suggest"
            yield page.propose("boilerplate.pointed-list", line.start, line.end, "", tier=tier)
    if flattened:
        hinted = _lines_of(page, ruled, tiers={"auto", "suggest"})
        pointed = {i for listed in lists for i in range(listed.first, listed.last + 1)}
        yield from _outside(page, find_page(page, labels, hinted, pointed), ruled)


def _outside(page: Page, runs: Iterable[Outside], ruled: Sequence[Proposal]) -> Iterator[Proposal | None]:
    """The removal of what lies outside the article, with the metadata in it."""
    for run in runs:
        start, end = page.lines[run.first].start, page.lines[run.last].end
        inside = [p for p in ruled if start <= p.start and p.end <= end + 1]
        meta = Finding(captions=[run.caption]) if run.caption else _meta_of_menu(page, run, inside)
        tier: Tier | None = None if run.sure else "suggest"
        yield page.propose("boilerplate.menu", start, end, "", tier=tier, message=run.message, meta=meta)


_LONGEST_TAG = 40
_MOST_TAGS = 20


def _meta_of_menu(page: Page, run: Outside, ruled: Iterable[Proposal]) -> Finding:
    """The links and tags that go with a block of menus: those of its ruled lines, and those under a label."""
    lines = [line.text for line in page.lines[run.first : run.last + 1]]
    tags = [t for p in ruled for t in p.meta.get("tags", [])]
    labels, others = page.word_set("boilerplate.taglabels"), page.word_set("boilerplate.labels")
    for i, line in enumerate(lines):
        if line.casefold().strip(" :") in labels:
            below = islice(lines, i + 1, i + 1 + _MOST_TAGS)
            tags += takewhile(lambda t: len(t) <= _LONGEST_TAG and t.casefold() not in others, below)
    joined = "\n".join(lines)
    found = {"tags": tags, "links": _links(joined, 0, len(joined))}
    return {field: values for field, values in found.items() if values}


def _lines_of(
    page: Page, ruled: Iterable[Proposal], tiers: Set[Tier] = frozenset(["auto"])
) -> dict[int, str]:
    """Index in `page.lines` → rule that takes the line out, or offers to."""
    text, lines, found = page.text, page.lines, {}
    for p in ruled:
        if p.tier in tiers and p.after == "":
            start = p.end - len(text[p.start : p.end].lstrip())
            at = page.line_at(start)
            if at >= 0 and lines[at].start == start:
                found[at] = p.rule
    return found


# --- headlines in the wrong place ------------------------------------------------

_LONGEST_TITLE = 200
_SHORTEST_TITLE = 15
_ATTRIBUTED = lazy_regex(r"[\p{Lu}\p{N}\"“«][^\n.!?…–—]{25,150}\s[-–—]\s\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)?")
_LONGEST_TRAIL = 25
"""Letters of `Home News` before a headline that is said again below."""
_SURE_TITLE = 25
"""Letters below which the end of a headline may be a name in the next line."""
_SAME_LINE = 60
"""Likeness from which two lines are one, edited since; of neighbouring lines 95 in 100 are below 48."""


def _headlines(page: Page, ruled: Sequence[Proposal]) -> Iterator[Proposal | None]:
    """The headline said again, and lines that look like the headline of another article."""
    lines, text = page.lines, page.text
    yield from _repeated_headline(page, _lines_of(page, ruled))
    dashed = {page.line_at(at) for at in occurrences(text, " - ", " – ", " — ")}
    found = [lines[i] for i in sorted(dashed) if 0 < i < len(lines) - 1 and _is_attributed(text, lines[i])]
    found += _under_stamps(page)
    if len(lines) > 3 and _may_be_title(text, lines[-1]) and _follows_removed(page, lines[-1], lines[-2]):
        found.append(lines[-1])
    for line in found:
        yield page.propose("boilerplate.embedded-title", line.start, line.end, "")


_CLOCK_END = lazy_re(r"\d:\d\d\n\n?")
_STAMP = lazy_re(
    r"(?:[Yy]esterday|[Tt]oday|(?:\d{1,2} )?[A-Z][a-z]{2,8}(?: \d{1,2})?(?:,? \d{4})?),? (?:at )?\d{1,2}:\d\d"
)
_STAMPS_TOP = 3
"""Lines from the top where a date is the article's own."""


def _under_stamps(page: Page) -> list[Line]:
    """Lines like a headline that stood under a date and time amid the raw text: `Yesterday, 19:00`."""
    raw = page.article.raw
    below = {
        raw[clock.end() : raw.find("\n", clock.end()) + 1].strip()
        for clock in _CLOCK_END.finditer(raw)
        if _STAMP.fullmatch(raw, raw.rfind("\n", 0, clock.start()) + 1, clock.start() + 4)
    }
    return [x for x in page.lines[_STAMPS_TOP:-1] if x.text in below and _may_be_title(page.text, x)]


_MOST_NOTICES = 5
"""Lines of the site that may stand over the headline."""
_OPENING = 8
"""Characters of a line within which its first letter stands, after marks and spaces."""


_OF_PICTURE = lazy_re(r"(?:photo|picture|image|фото)?\d{0,8}")


def _repeated_headline(page: Page, removed: Mapping[int, str]) -> Iterator[Proposal | None]:
    """Lines that say the headline again, other signs and capitals apart; `removed` go before it."""
    text, lines = page.text, page.lines
    top = next((i for i in range(min(_MOST_NOTICES, len(lines))) if i not in removed), 0)
    lines = lines[top:] if top else lines
    first = lines[0] if lines else None
    if first is None or first.end - first.start > _LONGEST_TITLE or text[first.end - 1] in ".,;":
        return
    folded = page.folded
    letters = _letters(folded, first)
    if len(letters) < _SHORTEST_TITLE:
        return
    below = lines[1] if len(lines) > 2 else first  # as the first paragraph too, with its full stop
    title = _letters(folded, below)
    trail = len(letters) - len(title) if letters.endswith(title) else 0
    if 0 < trail <= _LONGEST_TRAIL and len(title) >= _SURE_TITLE:
        yield page.propose("boilerplate.repeated-headline", first.start, first.end, "")
    stopped = text[below.end - 1] in ".:,;" and below is not first
    if stopped and below.end - below.start <= _LONGEST_TITLE and title == letters:
        yield page.propose("boilerplate.repeated-headline", below.start, below.end, "")
    if text[first.end - 1] == ":":
        return
    least, most = len(letters), _LONGEST_TITLE + 10
    for line in lines[1:]:
        if not least <= line.end - line.start <= most or text[line.end - 1] in ".:,;":
            continue
        # the first letter tells most lines apart
        opening = folded[line.start : line.start + _OPENING]
        if letters[0] in opening and _says_again(_letters(folded, line), letters):
            yield page.propose("boilerplate.repeated-headline", line.start, line.end, "")


def _says_again(said: str, letters: str) -> bool:
    """Whether a line is the headline, or that with what a picture under it adds: *photo 3*."""
    if said == letters:
        return True
    added = not letters[-1].isdigit() and said.startswith(letters)
    return added and _OF_PICTURE.fullmatch(said, len(letters)) is not None


def _may_be_title(text: str, line: Line) -> bool:
    return _SHORTEST_TITLE <= line.end - line.start <= _LONGEST_TITLE and text[line.end - 1].isalnum()


def _is_attributed(text: str, line: Line) -> bool:
    """Whether it is like `Prices of bread will rise again - Petrov`."""
    return _may_be_title(text, line) and _ATTRIBUTED.fullmatch(text, line.start, line.end) is not None


def _letters(folded: str, line: Line) -> str:
    return "".join(filter(str.isalnum, folded[line.start : line.end]))


def _follows_removed(page: Page, line: Line, before: Line) -> bool:
    """Whether the line over this one in the raw text was taken out."""
    from rapidfuzz import fuzz  # long to import, and few texts need it

    raw = page.article.raw
    at = raw.find(line.text)
    over = raw[:at].rstrip().rpartition("\n")[2] if at > 0 else ""
    return bool(over) and fuzz.ratio(over, before.text) < _SAME_LINE
