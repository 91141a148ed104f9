"""Which lone surnames kept their Russian case beside the surname itself?

Start reading at `case_forms`. Only names that the article gives in full tell what the right form
is; *Ivanova* beside *Ivanov* is a woman's name, so such pairs are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.onomastics.variants import IsGiven, Variants, count_of, is_named_in_full, names_after
from cleanup.patterns import lazy_re

_ENDING = lazy_re(r"(?:ogo|omu|[oey]m|oy|[auy])$")
_SHORTEST = 5
"""Letters of a stem: shorter ones (*Roman*, *Romanu*) join words by chance."""
_FEMININE = ("ov", "ev", "in", "yn")
"""After these *a* makes the surname of a woman."""


def stem_of(word: str) -> str:
    """What a surname and its case forms have in common; empty for words that are no names.

    >>> [stem_of(w) for w in ("Furgal", "Furgala", "Dziuba", "Dziubu", "NATO")]
    ['Furgal', 'Furgal', 'Dziub', 'Dziub', '']
    """
    if not word.istitle() or not word.isalpha():
        return ""
    stem = _ENDING.sub("", word)
    return stem if len(stem) >= _SHORTEST else ""


def case_forms(text: str, words: set[str], is_given: IsGiven) -> Iterator[Variants]:
    """Surnames given in full, with their case forms in the article.

    >>> t = "Sergei Furgal spoke. The court heard that Furgala fled. Later Furgal came."
    >>> [(v.keep, v.others) for v in case_forms(t, {"Furgal", "Furgala"}, lambda w: w == "Sergei")]
    [('Furgal', ('Furgala',))]
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words):
        if stem := stem_of(word):
            groups.setdefault(stem, []).append(word)
    for stem, group in sorted(groups.items()):
        for base in (w for w in group if w in (stem, f"{stem}a")):
            others = tuple(w for w in group if _is_case_of(base, w, stem, group) and not names_after(text, w))
            if others and _is_named(text, base, others, is_given):
                yield Variants(base, others)


def _is_case_of(base: str, word: str, stem: str, group: list[str]) -> bool:
    """Whether `word` can be nothing but a case of the surname `base`."""
    ending = word[len(stem) :]
    if word == base or not ending or (base != stem and (stem in group or ending in ("a", "om", "ym", "em"))):
        return False
    return not (base == stem and (ending in ("y", "oy") or (ending == "a" and stem.endswith(_FEMININE))))


def _is_named(text: str, base: str, others: tuple[str, ...], is_given: IsGiven) -> bool:
    """Whether the article gives the surname with a given name, and more often than the other forms."""
    often = count_of(text, base) > sum(count_of(text, other) for other in others)
    return often and is_named_in_full(text, base, is_given)
