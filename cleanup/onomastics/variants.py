"""Which spellings in one article are one name?

Start reading at `spelling_variants`. What counts as one name is decided on the words of
the whole article; where to change it, and how surely, is the pass's matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator

import msgspec

from cleanup.onomastics.declension import stem_of_adjective
from cleanup.onomastics.house import HouseSpelling
from cleanup.onomastics.romanise import skeletons
from cleanup.onomastics.wordplaces import is_word, word_places
from cleanup.patterns import lazy_re, lazy_regex

_SHORTEST = 5
"""Skeletons of four letters join words that have nothing in common (*Moore*, *More*)."""

_SLAVIC = lazy_re(
    r"(?:SK[IY]A?|SKAYA|[OE]V|[OE]VA|[IY]N|[IY]NA|ENKO|[IUY]K|[AY]K|KO|[IO]VIQ|[IEA]Q|YAN|WVILI|[IA]DZE|CYA|[IE]L|UGA)$"
)
"""Ends of the skeletons of surnames that Cyrillic writes."""


class Variants(msgspec.Struct, frozen=True):
    """Spellings of one name, the one to keep first."""

    keep: str
    others: tuple[str, ...]


IsGiven = Callable[[str], bool]
"""Whether a word is known as a given name; asked of the first word of a sentence, whose
capital says nothing."""


def spelling_variants(
    text: str, words: set[str], is_given: IsGiven, house: HouseSpelling | None = None
) -> Iterator[Variants]:
    """Names that the article spells in several ways.

    >>> t = "It was Mykhailo Podolyak who spoke. Later Podoliak added nothing."
    >>> [(v.keep, v.others) for v in spelling_variants(t, {"Podolyak", "Podoliak"}, lambda w: False)]
    [('Podolyak', ('Podoliak',))]
    >>> t = "Here Steve Martyn met Paul Martin."
    >>> list(spelling_variants(t, {"Martin", "Martyn"}, lambda w: False))
    []
    """
    for key, group in _alike({w: spelling_key(w) for w in words}):
        if any(is_word(text, form) for w in group for form in (w.lower(), f"{w.lower()}s")):
            continue  # a word of the language, as in *Hôtel Martinez*
        yield from _inner_capital(text, group, is_given)
        if _SLAVIC.search(key):
            yield from _surname(text, group, is_given, house)
        if any(map(is_given, group)):
            yield from _given_name(text, group, house)


def spelling_key(word: str) -> str:
    """The skeleton of a word that may be a name; empty for others."""
    if len(word) < _SHORTEST or word.isupper() or not word.isalpha():
        return ""
    key = skeletons(word)[0]
    return key if len(key) >= _SHORTEST else ""


def _alike(keys: dict[str, str]) -> list[tuple[str, list[str]]]:
    """The words that share a key, by key."""
    groups: dict[str, list[str]] = {}
    for word in sorted(keys):
        groups.setdefault(keys[word], []).append(word)
    return sorted((key, group) for key, group in groups.items() if key and len(group) > 1)


_INNER = lazy_re(r"(?:Mc|Mac|De|Del|Di|Du|La|Le|Van|Von|Fitz|El|Al|Ben|St)[A-Z][a-z]")
"""Surnames with a capital inside; brands (*AirPods*, *XBox*) are not ours to unify."""


def _inner_capital(text: str, group: list[str], is_given: IsGiven) -> Iterator[Variants]:
    """*Desantis* beside *Ron DeSantis*."""
    by_letters: dict[str, list[str]] = {}
    for word in group:
        by_letters.setdefault(word.lower(), []).append(word)
    for same in by_letters.values():
        inner = [w for w in same if _INNER.match(w) and is_named_in_full(text, w, is_given)]
        if len(same) == 2 and len(inner) == 1:
            yield _unified(same, inner[0])


def _surname(
    text: str, group: list[str], is_given: IsGiven, house: HouseSpelling | None
) -> Iterator[Variants]:
    """*Podoliak* beside *Mykhailo Podolyak*; silent where both have given names of their own."""
    given = {w: given_names(text, w, is_given) for w in group}
    named = [w for w in group if given[w]]
    if not named or (len({g for w in named for g in given[w]}) > 1 and not _one_person(given)):
        return
    yield _unified(group, (house and house.surname(group)) or _majority(text, named))


def _unified(group: list[str], keep: str) -> Variants:
    keep = next((w for w in group if not w.isascii() and _without_marks(w) == keep), keep)
    return Variants(keep, tuple(w for w in group if w != keep))


def _without_marks(word: str) -> str:
    """*Francois* for *François*."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if c.isascii())


def _one_person(given: dict[str, set[str]]) -> bool:
    """Whether the given names before all spellings are spellings of one name."""
    keys = {skeletons(g)[0] for gs in given.values() for g in gs}
    return len(keys) == 1


def _given_name(text: str, group: list[str], house: HouseSpelling | None) -> Iterator[Variants]:
    """*Sergey Lavrov* beside *Sergei Lavrov*."""
    after = {w: names_after(text, w) for w in group}
    surnames = [{skeletons(s)[0] for s in found} for found in after.values()]
    if all(surnames) and set.intersection(*surnames):
        yield _unified(group, (house and house.given(group)) or _majority(text, group))


def _majority(text: str, words: list[str]) -> str:
    """The word that the text has most often; of two the one it has first."""
    return max(words, key=lambda w: (count_of(text, w), -text.find(w)))


def count_of(text: str, word: str) -> int:
    """How often the word stands by itself."""
    return len(word_places(text, word))


_GIVEN = lazy_regex(r"(?<![\p{L}’'-])(\p{Lu}[\p{L}’'-]*\p{Ll}|\p{Lu}\.) $")
_SURNAME = lazy_regex(r" (?:\p{Lu}\. )?(\p{Lu}[\p{L}’'-]*\p{Ll})")
_TITLES = frozenset(
    "Mr Mrs Ms Dr President Minister Prime General Colonel Senator Governor Mayor Secretary Ambassador "
    "The And But Chancellor Professor Deputy Chairman King Queen Prince Spokesman Spokeswoman Director "
    "Foreign Defense Defence Republican Democrat Democratic Russian Ukrainian American".split()
)


def given_names(text: str, word: str, is_given: IsGiven) -> set[str]:
    """Names that stand right before the word."""
    return {g for p in word_places(text, word) if (g := given_name_before(text, p, is_given))}


def is_named_in_full(text: str, word: str, is_given: IsGiven) -> bool:
    """Whether the text gives the word with a known given name before it."""
    return any(map(is_given, given_names(text, word, is_given)))


def given_name_before(text: str, place: int, is_given: IsGiven) -> str:
    """The given name (or initial) right before a place in the text; empty if there is none."""
    m = _GIVEN.search(text, max(0, place - 30), place)
    if m is None or m[1] in _TITLES:
        return ""
    before = text[max(0, m.start() - 3) : m.start()].rstrip(' “"«(')
    opens = not before or before[-1] in ".!?:;\n—–-"
    return "" if opens and not is_given(m[1]) else m[1]


def names_after(text: str, word: str) -> set[str]:
    """Names that stand right after the word."""
    found = (_SURNAME.match(text, place + len(word)) for place in word_places(text, word))
    return {m[1].removesuffix("'s").removesuffix("’s") for m in found if m}


_MISSPELT = 8
"""Letters from which on two names two letters apart are likelier one than two."""


def misspelt_surnames(text: str, words: set[str], is_given: IsGiven) -> Iterator[Variants]:
    """A long lone surname that is a slip of one given in full: *Mavroyaninis*, *Mavroyanis*."""
    for _, group in _alike({w: w[:4] for w in words if may_slip(w)}):
        if len(group) == 2 and is_slip(*group):
            yield from _misspelt(text, group, is_given)


def may_slip(word: str) -> bool:
    """Whether a word is a long name."""
    return len(word) >= _MISSPELT and word.istitle()


def is_slip(one: str, other: str) -> bool:
    """Whether of two long names one may be a slip of the other."""
    return (
        one[:4] == other[:4]
        and one[-1] == other[-1]
        and letters_apart(one, other, most=2) <= 2
        and spelling_key(one) != spelling_key(other)
    )


def letters_apart(one: str, other: str, *, most: int) -> int:
    """How many letters to put in, leave out or change; one more than `most` for what is farther apart."""
    from rapidfuzz.distance import Levenshtein  # long to import, and few texts need it

    return Levenshtein.distance(one, other, score_cutoff=most)


def _misspelt(text: str, group: list[str], is_given: IsGiven) -> Iterator[Variants]:
    named = [w for w in group if is_named_in_full(text, w, is_given)]
    if len(named) == 1:
        other = group[1] if named[0] == group[0] else group[0]
        places = word_places(text, other)
        inside = len(places) == 1 and re.search(r"[a-z,] $", text[max(0, places[0] - 2) : places[0]])
        if inside and other.lower() not in text and named[0].lower() not in text:
            yield Variants(named[0], (other,))


_NOUN = lazy_regex(r" (\p{Ll}{3,})\b(?! \p{Lu})")


def adjectival_places(text: str, words: set[str], nouns: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """(adjective, place, noun) where both stand before one of the nouns: *Kakhovsky*, *Kakhovka
    reservoir*. Newspapers, firms and districts keep their adjective, so nouns are those of features.

    >>> t = "The Kakhovka reservoir is full. The Kakhovsky reservoir is not."
    >>> list(adjectival_places(t, {"Kakhovsky"}, {"reservoir"}))
    [('Kakhovsky', 'Kakhovka', 'reservoir')]
    >>> list(adjectival_places(t.replace("reservoir", "bakery"), {"Kakhovsky"}, {"reservoir"}))
    []
    """
    for word in sorted(filter(place_adjective, words)):
        stem = place_adjective(word)
        after = {m[1] for p in word_places(text, word) if (m := _NOUN.match(text, p + len(word)))}
        named = sorted(after.intersection(nouns))
        for place in _whole_words(rf"{stem}\w{{0,3}}", text) if named else ():
            if place != word and not stem_of_adjective(place):
                yield from ((word, place, noun) for noun in named if _whole_words(f"{place} {noun}", text))


def _whole_words(pattern: str, text: str) -> list[str]:
    """What matches by itself, each once; `re` is quick where a pattern begins with letters."""
    found = re.finditer(rf"{pattern}\b", text)
    return sorted({m[0] for m in found if not _JOINED.match(text, m.start())})


_JOINED = lazy_re(r"(?<=\w)\w")


def place_adjective(word: str) -> str:
    """*Kakhov* of *Kakhovsky*; empty for what is no Russian adjective of a place."""
    return stem_of_adjective(word) if len(word) >= 7 and "sk" in word[4:] else ""


_NEAR_SURNAME = 7
"""Letters from which on a word one letter away from a surname is that surname."""


def near_surname(text: str, words: Iterable[str], surname: str, is_given: IsGiven) -> Iterator[str]:
    """Lone words that are a letter away from a surname: *Stoltenburg* beside *Stoltenberg*."""
    if len(surname) < _NEAR_SURNAME:
        return
    for word in sorted(words):
        if word[0] != surname[0] or len(word) < _NEAR_SURNAME or word == f"{surname}s":
            continue
        near = letters_apart(word, surname, most=1) == 1
        if near and word.lower() not in text and not given_names(text, word, is_given):
            yield word
