"""Which people of Ukraine bear the Russian form of their first name?

Start reading at `ukrainian_given_names`. Asked only of articles that spell places as Ukraine does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from cleanup.edits import Proposal
from cleanup.onomastics.lookup import Gazetteer
from cleanup.onomastics.people import Placed
from cleanup.onomastics.romanise import fold
from cleanup.onomastics.surroundings import is_inside_address, speaks_near
from cleanup.onomastics.wordplaces import UPPER, word_places
from cleanup.page import Page, Tables
from cleanup.patterns import lazy_re

_SURNAME = lazy_re(rf" ([{UPPER}][^\W\d_]{{3,}}(?:-[{UPPER}]\w+)?)\b(?!\.\w| [{UPPER}])")
_BEFORE = lazy_re(rf"[{UPPER}]\w+[ -]$")


def ukrainian_given_names(page: Page, book: Gazetteer, mentions: list[Placed]) -> Iterator[Proposal | None]:
    """*the Kyiv lawyer Dmitry Zhuk* → *Dmytro Zhuk*; and *Elena Zhuk* beside *Olena Zhuk*."""
    forms = page.made(_forms)
    starts = [start for start, *_ in mentions]
    for given in sorted(forms):
        for start in word_places(page.text, given):
            end = start + len(given)
            surname = _SURNAME.match(page.text, end)
            if surname is None or is_inside_address(page.text, start, end):
                continue
            at = bisect_right(starts, start) - 1
            if at >= 0 and mentions[at][1] > start:
                continue  # of whom the gazetteer knows
            own = f"{forms[given]} {surname[1]}"
            named = any(page.text.startswith(own, at) for at in word_places(page.text, forms[given]))
            if named or _is_of_ukraine(page, book, (start, surname.end()), surname[1]):
                message = f"{given} {surname[1]}: {forms[given]} in Ukraine, as the article spells its places"
                yield page.propose("names.ukrainian-given", start, end, forms[given], message=message)


def _is_of_ukraine(page: Page, book: Gazetteer, span: tuple[int, int], surname: str) -> bool:
    """Whether the words by the name speak of Ukraine and of no neighbour, and no namesake abroad is known."""
    abroad = (
        book.tables.people[p].country != "UA"
        for key in book.keys(surname)
        for p in book.tables.surnames.get(key, ())
    )
    if (
        any(abroad)
        or fold(surname) in book.tables.common
        or _BEFORE.search(page.text, max(0, span[0] - 24), span[0])
    ):
        return False
    own, *others = (book.tables.countries[c] for c in ("UA", "RU", "BY"))
    return speaks_near(page.text, span, (own,)) and not speaks_near(page.text, span, tuple(others))


def _forms(tables: Tables) -> dict[str, str]:
    """`Dmitry Dmytro` → Dmitry: Dmytro"""
    return dict(entry.split(" ") for entry in tables("names.ukrainian-given-names"))
