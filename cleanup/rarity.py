"""How often does a piece of English text stand in news? Start reading at `rate`.

A rough guess will do: it tells which of a pattern's literals to look for.
"""

from __future__ import annotations

from functools import lru_cache

from cleanup.patterns import lazy_re

COMMON = frozenset(
    (
        "a about after all also an and any are as at be been but by can could do for from had has have he "
        "her him his i if in into is it its may more most new no not of on one only or other our out over "
        "said she so some such than that the their them then there these they this time to two under up "
        "was we were what when which who will with would year you"
    ).split()
)
"""Words too frequent in English to tell texts apart."""
_FREQUENT = frozenset(
    (
        "according against another article because before being better between called can't city close "
        "come company could country course court day did does don't down even every final first found get "
        "go going good government group head help here how information it's just know last law life like "
        "line live long made main make many men million minister money moscow much must need next now off "
        "offer old online opinion part people place police position president public put questions "
        "receive received region report right russia russian same say says search see should since state "
        "statement still such take tell think those three through times told took under us use very video "
        "want war water way well where while why without women work world years"
    ).split()
)
"""Those that follow them in news."""
_BEGINNINGS = frozenset(w[:end] for w in _FREQUENT for end in range(3, len(w)))
_MOST = frozenset("the of to and a in".split())

_WORDS = 170_000
"""Words in a megabyte."""
_SIGNS = {"\n": 11_000, ",": 9_000, ".": 5_000, '"': 1_400}
_TOGETHER = 10
"""Words stand together more often than chance has it."""

_TOKEN = lazy_re(r"[^\W\d]+(?:'[^\W\d]+)?|\d|[^\w ]")


@lru_cache(maxsize=1 << 16)
def rate(text: str) -> float:
    """How often a folded text stands in a megabyte of news, roughly.

    >>> [round(rate(t)) for t in ("people", " in the", "the dry residue", "make a co")]
    [130, 984, 0, 3]
    """
    found, before = 0.0, ""
    for m in _TOKEN.finditer(text):
        own = _token_rate(m[0], open_left=m.start() == 0, open_right=m.end() == len(text))
        if before:
            own *= found / _WORDS
            if before.isalpha() and m[0].isalpha():
                own *= _TOGETHER
        found, before = own, m[0]
    return found or _WORDS


def _token_rate(token: str, *, open_left: bool, open_right: bool) -> float:
    """The rate of a word, or of a part of one where it may go on."""
    if not token[0].isalpha():
        return _SIGNS.get(token, 2_000 if token.isdigit() else 500)
    if not token.isascii():
        return 1
    own = 4_000 if token in _MOST else 700 if token in COMMON else 120 if token in _FREQUENT else 10
    if open_right:
        own += (120 if token in _BEGINNINGS else 10) + _WORDS / 10 ** len(token)
    if open_left:
        own += _WORDS / 13 ** len(token)
    if open_left and open_right:
        own += 1_000_000 / 13 ** len(token)
    return own
