"""How does Russian decline a name, and which nominative may stand behind a Latin spelling?

`case_forms` gives the oblique forms of a Cyrillic name; `nominatives` guesses back
from a skeleton (see romanise.py), so that tables hold nominatives only.
"""

from __future__ import annotations

from functools import lru_cache

from cleanup.patterns import lazy_re

_VOWELS = "аеёиоуыэюяії"

_ENDINGS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("m", "ский", "ск", ("ого", "ому", "им", "ом")),
    ("m", "цкий", "цк", ("ого", "ому", "им", "ом")),
    ("m", "ый", "", ("ого", "ому", "ым", "ом")),
    ("m", "ой", "", ("ого", "ому", "ым", "ом")),
    ("m", "ий", "и", ("я", "ю", "ем")),
    ("m", "й", "", ("я", "ю", "ем", "е")),
    ("m", "ь", "", ("я", "ю", "ем", "е")),
    ("m", "ов", "ов", ("а", "у", "ым", "е")),
    ("m", "ев", "ев", ("а", "у", "ым", "е")),
    ("m", "ёв", "ёв", ("а", "у", "ым", "е")),
    ("m", "ин", "ин", ("а", "у", "ым", "ом", "е")),
    ("m", "ын", "ын", ("а", "у", "ым", "е")),
    ("f", "ая", "", ("ой", "ую")),
    ("f", "ова", "ов", ("ой", "у")),
    ("f", "ева", "ев", ("ой", "у")),
    ("f", "ёва", "ёв", ("ой", "у")),
    ("f", "ина", "ин", ("ой", "у", "ы")),
    ("f", "ь", "", ("и", "ью")),
    ("", "ия", "и", ("и", "ю", "ей")),
    ("", "я", "", ("и", "е", "ю", "ей")),
    ("", "а", "", ("ы", "и", "е", "у", "ой", "ей")),
)
"""Gender, nominative ending, what is left of it, oblique endings; the first that fits counts."""


@lru_cache(maxsize=1 << 12)
def case_forms(cyrillic: str, gender: str) -> tuple[str, ...]:
    """The oblique forms of a name; none for one that does not decline.

    >>> case_forms("Путин", "m"), case_forms("Шойгу", "m"), case_forms("Меркель", "f")
    (('путина', 'путину', 'путиным', 'путином', 'путине'), (), ('меркели', 'меркелью'))
    """
    low = cyrillic.lower()
    for who, ending, left, oblique in _ENDINGS:
        if who in ("", gender) and low.endswith(ending) and len(low) > len(ending):
            stem = low.removesuffix(ending) + left
            return tuple(stem + o for o in oblique)
    if gender == "m" and low[-1] not in _VOWELS:
        return tuple(low + o for o in ("а", "у", "ом", "ем", "е"))
    return ()


_OBLIQUE = ("OGO", "OMU", "OVO", "OM", "IM", "EM", "OI", "EI", "YA", "YU", "UYU", "A", "U", "E", "I")
_NOMINATIVE = ("", "I", "A", "AYA")
_SHORTEST = 3
"""A stem of two letters would fit too many names."""


@lru_cache(maxsize=1 << 16)
def nominatives(skeleton: str) -> tuple[str, ...]:
    """Skeletons of nominatives of which this one may be an oblique case.

    >>> "ZELENSKI" in nominatives("ZELENSKOGO"), "TRAMP" in nominatives("TRAMPA")
    (True, True)
    """
    stems = {skeleton[: -len(o)] for o in _OBLIQUE if skeleton.endswith(o)}
    found = {s + n for s in stems if len(s) >= _SHORTEST for n in _NOMINATIVE}
    return tuple(sorted(found - {skeleton}))


_LATIN_CASES = (
    (("a", "u", "om"), ("",), "bcdfgklmnprstz"),
    (("ya", "ia", "yu", "iu", "em"), ("",), "lnr"),
    (("y", "i", "e", "u", "oy", "oi"), ("a",), "bcdfghklmnprstvz"),
    (("oy", "oi", "oyi", "oye", "uyu", "oiu", "oyu"), ("a", "aya"), "n"),
    (("oho", "omu", "ogo"), ("e", "oe", "oye"), "kn"),
    (("i", "ii", "iyi", "yi", "yu", "iu"), ("iia", "iya", "ia"), "bcdfghklmnprstvz"),
)
"""Oblique endings in Latin letters, nominative ones, and the last letters of the stem that take them:
Russian ones and Ukrainian ones. Prepositional *-e* of a masculine is left out: *Donetske* is a village."""


@lru_cache(maxsize=1 << 16)
def latin_nominatives(low: str) -> tuple[str, ...]:
    """English forms of places of which a folded word may be an oblique case; none for what may be the
    surname of a woman (*Lvova*, *Pushkina*).

    >>> "kupyansk" in latin_nominatives("kupyanska"), "kreminna" in latin_nominatives("kreminnoi")
    (True, True)
    >>> latin_nominatives("lvova")
    ()
    """
    if low.endswith(_OF_A_WOMAN):
        return ()
    return tuple(
        stem + n
        for oblique, nominative, last in _LATIN_CASES
        for o in oblique
        if low.endswith(o) and len(stem := low[: -len(o)]) >= _SHORTEST and stem[-1] in last
        for n in nominative
    )


_OF_A_WOMAN = ("ova", "eva", "iva", "ina", "yna")
_ADJECTIVE = lazy_re(r"sk(?:y|yi|iy|yy|ii|a|aya|e|oe|oye|oy|ogo|oho)$")


def stem_of_adjective(word: str) -> str:
    """*Kupyan* of *Kupyansky*; empty for what is no Russian adjective in Latin letters."""
    stem, count = _ADJECTIVE.subn("", word)
    return stem if count else ""
