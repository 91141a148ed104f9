"""Which lines are the headlines of other articles, left under a label like `Read also:`?

Start reading at `find_lists`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cleanup.furniture.labels import Kind, foot
from cleanup.page import Page

_MOST = 12
"""Headlines under one label."""
_FEWEST_WORDS, _MOST_WORDS = 4, 30
_BULLETS = "*•·►▪+-–"
_OPENING_RULES = ("read-also-label", "site-news")


class Pointed(NamedTuple):
    """Lines first … last; `sure` where they can be nothing but pointers."""

    first: int
    last: int
    sure: bool


def find_lists(
    page: Page, labels: Mapping[int, Kind], removed: Mapping[int, str], *, flattened: bool
) -> Iterator[Pointed]:
    """Lists of headlines with the labels over them, which rules may have taken out already.

    They are sure with bullets, at the end of the text, and on a flattened page where two stand
    together; elsewhere the last may be a crosshead.
    """
    lines, folded = page.lines, page.folded
    taken = labels.keys() | removed.keys()
    openers, last = page.word_set("boilerplate.listopeners"), foot(len(lines), taken)
    for i in sorted(taken):
        named = i in labels and folded[lines[i].start : lines[i].end].strip(" :»>") in openers
        if not (named or any(rule in removed.get(i, "") for rule in _OPENING_RULES)):
            continue
        after, end = i + 1, min(len(lines), i + 1 + _MOST)
        while after < end and after not in taken and _is_headline(lines[after].text):
            after += 1
        items = lines[i + 1 : after]
        if not items:
            continue
        sure = after >= last or all(item.text[0] in _BULLETS for item in items)
        if sure or len(items) > 1:
            yield Pointed(i + (i in removed), after - 1, sure or flattened)


def _is_headline(line: str) -> bool:
    """Whether a line may be a headline: no sentence with its full stop, no speech, no beginning of a list."""
    words = line.split()
    bulleted = line[0] in _BULLETS
    if len(words) > _MOST_WORDS or len(words) < (2 if bulleted else _FEWEST_WORDS):
        return False
    first = words[1][0] if bulleted and words[0] in _BULLETS else line.lstrip(_BULLETS)[:1]
    return line.rstrip("\"”»’')")[-1:] not in ".:,;—" and not first.islower()
