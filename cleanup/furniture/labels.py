"""Which short lines are the site's controls? Start reading at `find_labels`.

A line that is nothing but a label (`Comments`, `Log in`, `Facebook`) is furniture only
where its place or its neighbours say so too: `Telegram` may be a crosshead. So labels
earn points, and `points_of` adds what stands around them.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Literal, NamedTuple

import regex

from cleanup.page import Page, Tables

Kind = Literal["share bar", "label", "section"]

_LONGEST = 40
"""Longest label. Longer lines are asked only whether they are a share bar."""
_LONGEST_BAR = 120
_TOP = 3
"""Lines from the top where a label needs no neighbour; at the foot, those after the last sentence."""
SURE = 3
"""A label alone in the body has 2 points, a section, which may be a crosshead, 1."""

_OUTER = regex.compile(r"^[\W_]+|[\W_]*(?:\(?(?<!\d[.:/-])\d{1,6}[km]?\)?)?[\W_]*$")
"""Signs around a label, and the count after it; a date after it stays, for the metadata pass."""
_BETWEEN = regex.compile(r"[^\w.+-]+")


class Points(NamedTuple):
    """How sure it is that a label is furniture, and why; from `SURE` on it is removed."""

    value: int
    reasons: tuple[str, ...]


class _Tables(NamedTuple):
    kinds: dict[str, Kind]
    networks: frozenset[str]
    openers: tuple[str, ...]


def _tables(words: Tables) -> _Tables:
    kinds: dict[str, Kind] = dict.fromkeys(words("boilerplate.sections"), "section")
    networks = words("boilerplate.networks")
    kinds.update(dict.fromkeys((*networks, *words("boilerplate.labels")), "label"))
    return _Tables(kinds, frozenset(networks), tuple(w + " " for w in words("boilerplate.openers")))


def find_labels(page: Page) -> dict[int, Kind]:
    """Index in `page.lines` → what the line is, for lines that are nothing but labels."""
    kinds, networks, openers = page.made(_tables)
    text = page.text
    found: dict[int, Kind] = {}
    for i, (start, end, _) in enumerate(page.lines):
        if end - start > _LONGEST_BAR:
            continue
        body = text[start:end].casefold()
        if _is_share_bar(body, networks):
            found[i] = "share bar"
        elif end - start <= _LONGEST and body.startswith(openers) and body[-1].isalnum():
            found[i] = "label"
        elif end - start <= _LONGEST and (kind := kinds.get(body) or kinds.get(_bare(body))):
            found[i] = kind
    return found


def _bare(line: str) -> str:
    """A line without the signs around it; with its full stop it is an answer, not a label.

    >>> _bare("» comments (12)"), _bare("next.")
    ('comments', 'next.')
    """
    if (line[0].isalnum() and line[-1].isalnum()) or (line.endswith(".") and not line.endswith("..")):
        return line
    return _OUTER.sub("", line)


def _is_share_bar(line: str, networks: frozenset[str]) -> bool:
    """Two networks or more and nothing else save counts and signs.

    >>> [_is_share_bar(t, frozenset(["vk", "ok"])) for t in ("vk 12 | ok +", "vk is ok", "ok")]
    [True, False, False]
    """
    first = line.split(None, 1)[0].strip("+|•·,/")
    if first and not first.isdigit() and first not in networks:
        return False  # nearly every line of an article leaves here
    words = [w.strip("+-.") for w in _BETWEEN.split(line)]
    names = [w for w in words if w and not w.isdigit()]
    return len(names) > 1 and all(n in networks for n in names)


def foot(count: int, furniture: Set[int]) -> int:
    """The first of the lines after which there is only furniture."""
    last = count
    while last - 1 in furniture:
        last -= 1
    return last


def points_of(i: int, labels: Mapping[int, Kind], furniture: Set[int], foot: int) -> Points:
    """The points of the label in line `i`; `furniture` are all labels and lines that rules take out."""
    kind = labels[i]
    value = {"share bar": 4, "label": 2, "section": 1}[kind]
    reasons = [f"{kind} +{value}"]
    near = (i - 1 in furniture) + (i + 1 in furniture)
    if near:
        reasons.append(f"furniture beside it +{near}")
    if i < _TOP or i >= foot:
        value += 1
        reasons.append("at the top or the foot +1")
    return Points(value + near, tuple(reasons))
