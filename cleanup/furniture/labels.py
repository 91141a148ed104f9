"""Which short lines are the site's controls? Start reading at `find_labels`.

A line that is nothing but a label (`Comments`, `Log in`, `Facebook`) is furniture only
where its place or its neighbours say so too: `Telegram` may be a crosshead. So labels
earn points, and `points_of` adds what stands around them.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Set
from functools import lru_cache, partial
from typing import Literal, NamedTuple

from cleanup.page import Page, Tables
from cleanup.patterns import lazy_regex

Kind = Literal["share bar", "foreign label", "label", "section"]

_LONGEST = 40
"""Longest label. Longer lines are asked only whether they are a share bar."""
_TOP = 3
"""Lines from the top where a label needs no neighbour; at the foot, those after the last sentence."""
SURE = 3
_VALUES: dict[Kind, int] = {"share bar": 4, "foreign label": 3, "label": 2, "section": 1}
"""A label may be a crosshead, the more so the name of a section; in another language it is the site's."""

_STOPS = ".,;”»"
"""A line with its full stop is an answer, not a label."""
_QUOTES = "\"“”„«»‘’'「」『』"
_PICTOGRAPHS = "📌📍📝📎🔗🔖🏷🕒⏰📅🗓👁👀🔥⚡❗❓✅👍👎👉👇💬🗣📢🔔📰📖📚📷📸🎥🎬🔊📱📧\ufe0f"
_SIGNS = (
    "".join(set(string.punctuation) - set("()"))
    + " \t\u00a0«»“”„‘’…–—−•·►▶▸▲▼→←↑↓›‹©®×★＞：！？。【】"
    + _PICTOGRAPHS
)
_COUNT = lazy_regex(r"[^\w=]*_*[(（]?(?<!\d[.:/-])\d{1,6}[km件条]?[)）]?$")
"""The count after a label; a date after it stays, for the metadata pass, and so does `x = 1`."""
_COUNT_ENDS = frozenset("0123456789)）km件条")
_FEWEST_CONTROLS = 2
_SEPARATORS = str.maketrans(dict.fromkeys("|,;:/·•()[]+–—", " "))


class Points(NamedTuple):
    """How sure it is that a label is furniture, and why; from `SURE` on it is removed."""

    value: int
    reasons: tuple[str, ...]


class _Tables(NamedTuple):
    kinds: dict[str, Kind]
    networks: frozenset[str]
    first_words: frozenset[str]
    """The first words of labels: most lines of an article begin otherwise."""
    openers: tuple[str, ...]


_REMEMBERED = 20_000
"""Lines whose kind is kept: those of menus recur from page to page."""


def _kind_of(words: Tables) -> Callable[[str], Kind | None]:
    """What a line in lower case is, if it is nothing but labels; of these word tables."""
    kinds: dict[str, Kind] = dict.fromkeys(words("boilerplate.sections"), "section")
    kinds.update(dict.fromkeys(words("boilerplate.foreignlabels"), "foreign label"))
    networks = words("boilerplate.networks")
    kinds.update(dict.fromkeys((*networks, *words("boilerplate.labels")), "label"))
    tables = _Tables(
        kinds,
        frozenset(networks),
        frozenset(kind.partition(" ")[0] for kind in kinds),
        tuple(w + " " for w in words("boilerplate.openers")),
    )
    return lru_cache(_REMEMBERED)(partial(_kind, tables))


def find_labels(page: Page) -> dict[int, Kind]:
    """Index in `page.lines` → what the line is, for lines that are nothing but labels."""
    kind_of = page.made(_kind_of)
    folded = page.folded
    found: dict[int, Kind] = {}
    for i, line in page.short_lines:
        if line.end - line.start > _LONGEST and line.text[-1] in _STOPS:
            continue
        kind = kind_of(folded[line.start : line.end])
        if kind is not None:
            found[i] = kind
    return found


def _kind(tables: _Tables, line: str) -> Kind | None:
    """What a line is: a label as it stands, without the signs around it, or several in a bar."""
    kinds, networks, first_words, openers = tables
    if line in kinds:
        return kinds[line]
    stopped = line[-1] in _STOPS
    if len(line) <= _LONGEST and (not stopped or line.endswith("..")):
        kind = _bare_kind(line, kinds) or ("label" if line.startswith(openers) else _infinitive(line, kinds))
        if kind is not None:
            return kind
    if stopped or (line[0].isalpha() and line.partition(" ")[0].rstrip("+|:,") not in first_words):
        return None
    return _bar_kind(line, kinds, networks)


def _infinitive(line: str, kinds: Mapping[str, Kind]) -> Kind | None:
    """Whether a line is a button as Russian words it: `to subscribe`."""
    kind = kinds.get(line[3:]) if line.startswith("to ") else None
    return kind if kind == "label" else None


def _bare_kind(line: str, kinds: Mapping[str, Kind]) -> Kind | None:
    """What a line is without the signs around it; in quotes it is no label.

    >>> k = {"comments": "label", "コメント": "foreign label"}
    >>> [_bare_kind(t, k) for t in ("» comments (12)", "コメント（12件）", "“comments”")]
    ['label', 'foreign label', None]
    """
    if (line[0].isalpha() and line[-1].isalpha()) or (line[0] in _QUOTES and line[-1] in _QUOTES):
        return None
    bare = line.strip(_SIGNS)
    return kinds.get(bare) or (kinds.get(_COUNT.sub("", bare)) if bare[-1:] in _COUNT_ENDS else None)


def _bar_kind(line: str, kinds: Mapping[str, Kind], networks: Set[str]) -> Kind | None:
    """What a line is that holds several labels and nothing else save counts and signs.

    Two networks are a share bar, and so are three controls of other kinds; two may be a phrase.

    >>> k: dict[str, Kind] = {"log in": "label", "search": "label", "news": "label", "world": "section"}
    >>> lines = "vk 12 | ok +", "log in search news", "news log in", "vk is"
    >>> [_bar_kind(line, k, {"vk", "ok"}) for line in lines]
    ['share bar', 'share bar', 'label', None]
    """
    words = [w for w in line.translate(_SEPARATORS).split() if not w.isdigit()]
    found: list[Kind] = []
    at = 0
    while at < len(words):
        taken = next((n for n in (4, 3, 2, 1) if _label(words[at : at + n], n, kinds, networks)), 0)
        if not taken:
            return None
        found.append(kinds.get(" ".join(words[at : at + taken]), "label"))
        at += taken
    if len(words) > 1 and all(w in networks for w in words):
        return "share bar"
    controls = sum(kind != "section" for kind in found)
    if controls < _FEWEST_CONTROLS:
        return None
    return "share bar" if len(found) > _FEWEST_CONTROLS else "label"


def _label(words: list[str], length: int, kinds: Mapping[str, Kind], networks: Set[str]) -> bool:
    return len(words) == length and (" ".join(words) in kinds or (length == 1 and words[0] in networks))


def foot(count: int, furniture: Set[int]) -> int:
    """The first of the lines after which there is only furniture."""
    last = count
    while last - 1 in furniture:
        last -= 1
    return last


def points_of(
    i: int, labels: Mapping[int, Kind], furniture: Set[int], foot: int, *, again: bool = False
) -> Points:
    """The points of the label in line `i`; `furniture` are all labels and lines that rules take out.

    `again` tells that the line stands more than once, as no crosshead does.
    """
    kind = labels[i]
    value = _VALUES[kind]
    reasons = [f"{kind} +{value}"]
    near = (i - 1 in furniture) + (i + 1 in furniture)
    if near:
        reasons.append(f"furniture beside it +{near}")
    if i < _TOP or i >= foot:
        value += 1
        reasons.append("at the top or the foot +1")
    if again:
        value += 1
        reasons.append("more than once +1")
    return Points(value + near, tuple(reasons))
