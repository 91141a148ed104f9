"""Which words stand for names that no table of people holds?

Start reading at `translated` (*Dmitry Sands*), `translated_given_names` (*Paul Durov*), `small_surnames`
(*Leonid kosyanchuk*) and `western` (*Dzhordzh Uilson*).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, partial
from itertools import accumulate

from cleanup.edits import Proposal
from cleanup.onomastics.surroundings import is_named
from cleanup.onomastics.wordplaces import CAPITAL_BEHIND, word_places
from cleanup.page import Page, Tables
from cleanup.patterns import lazy_re
from cleanup.triggers import trigger


def translated(page: Page, words: set[str]) -> Iterator[Proposal | None]:
    """*Dmitry Sands* for Dmitry Peskov: a word where a Russian first name asks for a surname, or
    where somebody speaks in an article that names Peskov."""
    surnames, verbs = page.made(_translated_surnames), page.word_set("spacing.saying")
    names = page.word_set("names.slavic-given-names") - {"Roman"}  # *Roman Eagles*
    for word in sorted(surnames.keys() & words):
        for m in re.finditer(rf"{word}\b(?![-’'])", page.text):
            before = _GIVEN_BEFORE.search(page.text, max(0, m.start() - 20), m.start())
            given = before and before[1] in names
            after = _VERB_AFTER.match(page.text, m.end())
            headed = page.text.startswith(":", m.end()) and page.text[max(0, m.start() - 1)] in (
                "\n",
                word[0],
            )
            acts = after and (after[1] in verbs or after[1].endswith("ed"))
            speaks = headed or (before and before[1] in verbs) or acts
            if given or (speaks and is_named(page.text, surnames[word])):
                yield page.propose("names.translated", *m.span(), surnames[word])


_VERB_AFTER = lazy_re(r" (?:also |was |has )?(\w+)\b(?! by\b)")
SMALL_SEEN = trigger(r"[a-z] [a-z]+(?:enko|chuk|yuk|shvili|adze|idze|sky[iy]?|skaya|ov|ova|ev|eva)[^a-z]")
_SMALL = lazy_re(
    r"\b([A-Z][a-z]{2,}) ([a-z]{2,}(?:enko|chuk|yuk|shvili|adze|idze|sky[iy]?|skaya|ova?|eva?))\b(?![-@/.]\w)"
)


def small_surnames(page: Page) -> Iterator[Proposal | None]:
    """*Leonid kosyanchuk*: a surname the engine took for a word."""
    given = page.word_set("names.slavic-given-names")
    for m in page.memory.matches(page.text, _SMALL, SMALL_SEEN):
        if m[1] in given:
            yield page.propose("names.small-surname", *m.span(2), m[2].capitalize())


_ENGLISH = (
    "Andrew|Basil|Catherine|Cyril|Eugene|George|Gregory|Helen|Irene|Jacob|John|Joseph|Michael|Nicholas|Paul|Peter|"
    "Theodore|Timothy"
)
_OF_RUSSIAN = "ov|ova|ev|eva|in|ina|yn|yna|sky|skiy|skaya|enko|chuk|yuk"
ENGLISH_SEEN = trigger(rf"(?:{_ENGLISH}) [A-Z][a-z]+(?:{_OF_RUSSIAN})[^a-z]")
_TRANSLATED_GIVEN = lazy_re(rf"\b({_ENGLISH}) ([A-Z][a-z]+(?:{_OF_RUSSIAN}))\b(?![-@/]\w)")


def translated_given_names(page: Page) -> Iterator[Proposal | None]:
    """*Paul Durov* in an article that has Pavel Durov too."""
    own, is_called = page.made(_own_given_names), cache(partial(_is_called, page.text))
    for m in page.memory.matches(page.text, _TRANSLATED_GIVEN, ENGLISH_SEEN):
        named = [g for g in own.get(m[1], ()) if is_called(f"{g} ", m[2])]
        if len(named) == 1:
            yield page.propose("names.translated-given", *m.span(1), named[0])


def _is_called(text: str, given: str, surname: str) -> bool:
    """Whether a surname stands behind the given name somewhere."""
    return any(text[max(0, at - len(given)) : at] == given for at in word_places(text, surname))


def _own_given_names(tables: Tables) -> dict[str, list[str]]:
    """`Paul Pavel Pavlo` → Paul: [Pavel, Pavlo]"""
    return {(words := entry.split())[0]: words[1:] for entry in tables("names.english-given-names")}


_GIVEN_BEFORE = lazy_re(r"(?<!\w)(\w+) $")


def _translated_surnames(tables: Tables) -> dict[str, str]:
    """`Sands Peskov` → Sands: Peskov"""
    return dict(entry.split(" ", 1) for entry in tables("names.translated-surnames"))


def western(page: Page, words: set[str], people: list[tuple[int, int]]) -> Iterator[Proposal | None]:
    """*Dzhordzh Uilson* for George Wilson, whom no table holds."""
    given, surnames = page.made(_western_names)
    starts, reach = [start for start, _ in people], [*accumulate((end for _, end in people), max)]
    for names, behind in ((given, CAPITAL_BEHIND), (surnames, _FREE_BEHIND)):
        for word in sorted(names.keys() & words):
            for start in word_places(page.text, word):
                end, before = start + len(word), bisect_right(starts, start)
                if page.text[start - 1 : start] in JOINTS or not behind.match(page.text, end):
                    continue
                if not before or reach[before - 1] <= start:
                    yield page.propose("names.western", start, end, names[word])


JOINTS, JOINTS_BEHIND = frozenset("@#/.-"), frozenset("@/-")
_FREE_BEHIND = lazy_re(r"(?![@/-])")


def _western_names(tables: Tables) -> tuple[dict[str, str], dict[str, str]]:
    """Given names and surnames; `Dzhordzh George` → Dzhordzh: George."""
    given, surnames = (
        dict(e.split(" ", 1) for e in tables(f"names.garbled-{t}")) for t in ("given-names", "surnames")
    )
    return given, surnames


def telling_entries(tables: Tables) -> frozenset[str]:
    """The entries whose first words tell something wherever they stand."""
    names = ("translated-surnames", "garbled-given-names", "garbled-surnames")
    return frozenset(entry for name in names for entry in tables(f"names.{name}"))
