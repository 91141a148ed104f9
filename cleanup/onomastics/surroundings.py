"""What stands around a name: signs of its bearer, an address, a quoted title?"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache, partial

from cleanup.onomastics.wordplaces import UPPER
from cleanup.page import Page
from cleanup.patterns import lazy_re
from cleanup.pieces import Piece
from cleanup.steps import occurrences

Signs = tuple[str, ...]
"""Words that speak of somebody: of the country (`;` between several), of the office."""

_NEAR = 90
"""Characters either side in which a country or an office speaks of the name."""


def speaks_near(text: str, span: tuple[int, int], signs: Signs) -> bool:
    """Whether the words around the span hold a sign.

    >>> speaks_near("In Dublin Mihol Martin spoke.", (10, 22), ("Irish;Dublin", "prime minister"))
    True
    """
    start, end = span
    near = text[max(0, start - _NEAR) : start] + " " + text[end : end + _NEAR]
    return _pattern(signs).search(near) is not None


@lru_cache(maxsize=8)
def speaks(text: str, signs: Signs) -> bool:
    """Whether the article holds a sign anywhere; asked once for all names with these signs."""
    return _pattern(signs).search(text) is not None


@lru_cache(maxsize=1 << 12)
def _pattern(signs: Signs) -> re.Pattern[str]:
    words = [w.strip() for s in signs for w in s.split(";") if w.strip()]
    return re.compile("|".join(rf"\b{re.escape(w)}" for w in words) or "(?!)", re.IGNORECASE)


_BEHIND = 80
"""Characters of an office and a surname."""


def behind(page: Page, word: str) -> list[str]:
    """What stands behind a word of a page in lower case, sorted: many names asked for there cost one look."""
    found, lead = [], f"{word} "
    for piece, places in page.memory.look(page.text, (behind, word), partial(_places, page.folded, lead)):
        starts = map(piece.start.__add__, places)
        found += [page.folded[start + len(lead) : start + _BEHIND] for start in starts]
    return sorted(found)


def _places(folded: str, words: str, piece: Piece) -> list[int]:
    """Where the words stand in a piece, counted from its start."""
    return [*occurrences(folded[piece.start : piece.end], words)]


def opens_one(texts: list[str], name: str) -> bool:
    """Whether one of the texts, which are sorted, begins so.

    >>> opens_one(["ivanov", "orlov and minister ivanov"], "orlov")
    True
    """
    at = bisect_left(texts, name)
    return at < len(texts) and texts[at].startswith(name)


def is_named(text: str, surname: str) -> bool:
    """Whether a word with a capital stands before the surname anywhere.

    >>> is_named("It was Dmitry Peskov.", "Peskov"), is_named("It was the old Peskov.", "Peskov")
    (True, False)
    """
    places = re.finditer(rf" {surname}\b", text)
    return any(_CAPITAL_BEFORE.search(text, max(0, m.start() - _REACH), m.start()) for m in places)


_CAPITAL_BEFORE = lazy_re(rf"\b[{UPPER}]\w+$")


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence begins there.

    >>> opens_sentence("Late. SIZO is full.", 6), opens_sentence("The SIZO is full.", 4)
    (True, False)
    """
    return _SENTENCE_BEFORE.search(text, max(0, start - 4), start) is not None


_SENTENCE_BEFORE = lazy_re(r"(?:\A|\n|[.!?…][\"”»)]? )[\"“«(]?$")


def is_inside_address(text: str, start: int, end: int) -> bool:
    """Whether the span belongs to a URL, an e-mail address, a handle or a longer word.

    >>> t = "example.org/on-Kiev, Kiev"
    >>> is_inside_address(t, 15, 19), is_inside_address(t, 21, 25)
    (True, False)
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or before in _JOINTS or after in {"@", "/"}:
        return True
    left = text[max(0, start - _REACH) : start]
    return not left[-1:].isspace() and _ADDRESS.search(left.split(" ")[-1]) is not None


_JOINTS = frozenset("@#/_.")
_ADDRESS = lazy_re(r"://|www\.|@|\w\.\w+/")


_QUOTE = lazy_re(r"[\"“”«»„]")
_REACH = 60
_TITLE_WORDS = 6
"""Words of the longest title looked for; longer ones are rather speech."""


def is_title(text: str, start: int, end: int) -> bool:
    """Whether the span lies in a quoted title: a few words that begin with a capital.

    >>> is_title('the newspaper "Kiev Post" wrote', 15, 19)
    True
    >>> is_title('"We left Kiev in the night," he said', 9, 13)
    False
    """
    left, right = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    opening = [m.start() for m in _QUOTE.finditer(left)]
    closing = _QUOTE.search(right)
    if not opening or closing is None or "\n" in left[opening[-1] :] + right[: closing.start()]:
        return False
    inside = left[opening[-1] + 1 :] + text[start:end] + right[: closing.start()]
    words = inside.split()
    capitals = all(w[0].isupper() or len(w) <= 3 for w in words)
    return 0 < len(words) <= _TITLE_WORDS and capitals and inside[-1:].isalnum()


_LONGEST_SPEECH = 1500
"""Characters of a paragraph before a place in which the quotation that holds it may begin."""
_PAIRS = (("“", "”"), ("«", "»"), ("„", "“"))


def is_quoted(text: str, start: int) -> bool:
    """Whether a place lies in a quotation that its paragraph opened and has not closed.

    >>> t = 'He said: "Kiev is calm." Kiev is not.'
    >>> is_quoted(t, 10), is_quoted(t, 25)
    (True, False)
    """
    floor = max(0, start - _LONGEST_SPEECH)
    line = text[max(floor, text.rfind("\n", floor, start) + 1) : start]
    return line.count('"') % 2 == 1 or any(line.rfind(o) > line.rfind(c) for o, c in _PAIRS)
