"""Which texts may a part of a pattern match, and the parts that follow it?

Start reading at `joined`. A text is known as far as the pattern tells it; marks in it say
where a match begins and ends, and where what follows is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable

MOST_EXACT = 600
"""Alternatives multiplied out at most. From 256 to 600 hits fell by a fifth (`in the Russia`
instead of `Russia`), literals grew by a quarter; beyond 600 patterns fall apart."""

_MOST_PRODUCT = 20_000
"""Texts made at most to find those that differ in their first characters."""
MOST_ENDS = 64
"""Ends of what stands before something else."""

LONGEST = 16
"""Characters of a literal looked for: they tell texts apart as well as all of them (hits grow by
a twelfth), and inflected phrases that end alike become one (two fifths fewer literals)."""
SHORTER = (12, 9, 7)
"""Characters of literals of which there would be too many."""

BEFORE, BEHIND = "\x01", "\x02"
"""Marks in a literal: what stands left of the first, or right of the second, lies beside the match."""
CUT = "\x03"
"""Ends a text behind which something unknown follows; the others go on with what follows in the pattern."""
UNKNOWN = frozenset([CUT])
EMPTY = frozenset([""])


def followed(text: str, more: str) -> str:
    """Two texts that follow each other; what one says of the place of the other is left out."""
    if not text or not more or text[-1] == CUT:
        return text or more
    more = more.rpartition(BEFORE)[2]
    if more == CUT:
        return text + CUT
    if more.startswith(BEHIND):
        return text if BEHIND in text else text + more
    head, _, behind = text.partition(BEHIND)
    known = more.rstrip(CUT)
    if len(behind) > len(known) and behind.startswith(known):  # a look-ahead read further than this goes
        return head + known + BEHIND + behind[len(known) :] + more[len(known) :]
    return head + more


def closed(texts: Iterable[str]) -> frozenset[str]:
    """Texts that do not go on."""
    return frozenset(t if t.endswith(CUT) else t + CUT for t in texts)


def take_room(texts: frozenset[str]) -> bool:
    """Whether some of the texts take up room, so that what follows may not be the start of a match."""
    return any(t and t[-1] != BEFORE and t[0] != BEHIND for t in texts)


def product(run: list[frozenset[str]]) -> frozenset[str] | None:
    """All texts of some that follow each other, if they are few."""
    texts = EMPTY
    for more in run:
        if len(texts) * len(more) > MOST_EXACT:
            return None
        texts = frozenset(followed(t, m) for t in texts for m in more)
    return texts


def joined(run: list[frozenset[str]]) -> frozenset[str]:
    """Beginnings of texts that follow each other, as long as there are few of them."""
    ended: set[str] = set()
    texts: set[str] | frozenset[str] = EMPTY
    for more in run:
        if len(texts) * len(more) > _MOST_PRODUCT:
            break
        longer = {_shortened(followed(t, m), LONGEST) for t in texts for m in more}
        for length in SHORTER:
            if len(ended) + len(longer) > MOST_EXACT:
                longer = {_shortened(t, length) for t in longer}
        if len(ended) + len(longer) > MOST_EXACT:
            break
        texts = {t for t in longer if t[-1:] != CUT}
        ended |= longer - texts
        if not texts:
            break
    else:
        return frozenset(ended | texts)
    return closed(texts) | ended


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rstrip(CUT) + CUT


def ends_of(run: list[frozenset[str]]) -> frozenset[str]:
    """Ends of texts that follow each other, as long as there are few of them."""
    texts = EMPTY
    for more in reversed(run):
        if len(texts) * len(more) > MOST_ENDS or any(t.endswith(CUT) for t in more):
            break
        texts = frozenset(followed(m, t) for t in texts for m in more)
    return texts


def few(sets: Iterable[frozenset[str]], most: int, otherwise: frozenset[str]) -> frozenset[str]:
    """The texts of all sets, if they are few."""
    texts = frozenset[str]().union(*sets)
    return texts if len(texts) <= most else otherwise
