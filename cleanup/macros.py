"""How does a replacement take the inflection of what was found?

Start reading at `spell_out`: `{v:take}` in a pattern stands for all forms of a verb (`n` a noun, `a` an
adjective), and in a replacement for the form that was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
import regex

from cleanup.english import inflections
from cleanup.patterns import lazy_re, lazy_regex

Words = tuple[tuple[str, str], ...]
"""The kind and the lemmas (`take|hold`) of each macro of a pattern, in order."""

_MACRO = lazy_re(r"\{([vna]):([^{}]+)\}")


class Macro(msgspec.Struct, frozen=True):
    """An inflecting word of a pattern: form found → tags, and tag → form to put in its place."""

    group: str
    tags: dict[str, tuple[str, ...]]
    put: dict[str, str]
    keeps: tuple[str, ...] = ()
    """Forms that are put as they were found: `were` is no `was`."""


def spell_out(source: str) -> tuple[str, Words]:
    """The pattern with each macro as a named group of its forms (`m1`, `m2` …), and what they were."""
    words: list[tuple[str, str]] = []

    def forms(m: re.Match[str]) -> str:
        words.append((m[1], m[2]))
        options = {f for lemma in m[2].split("|") for fs in inflections(lemma, m[1]).values() for f in fs}
        ordered = sorted(options, key=lambda f: (-len(f), f))
        return f"(?P<m{len(words)}>" + "|".join(map(re.escape, ordered)).replace("\\ ", " ") + ")"

    return _MACRO.sub(forms, source), tuple(words)


def numbered(
    templates: Iterable[str], words: Words, sure: frozenset[str]
) -> tuple[tuple[str, ...], tuple[Macro, ...]]:
    """The templates with their macros as numbers (`{0}`), and how each inflects.

    The nth verb of a template takes the form of the nth verb found. Raises ValueError where there is none,
    or where its group is not among the `sure` ones: no form would be known where it takes no part.
    """
    macros: list[Macro] = []
    out = []
    for template in templates:
        taken: dict[str, int] = {}

        def number(m: re.Match[str], taken: dict[str, int] = taken) -> str:
            same = [i for i, (kind, _) in enumerate(words, 1) if kind == m[1]]
            nth = taken[m[1]] = taken.get(m[1], -1) + 1
            if nth >= len(same):
                raise ValueError(f"{m[0]} in replace has no partner in find")
            group, found = f"m{same[nth]}", words[same[nth] - 1][1]
            if group not in sure:
                raise ValueError(
                    f"{m[0]} in replace takes its form from {{{m[1]}:{found}}}, which not every match has; "
                    "name the verbs of all alternatives in one place"
                )
            macros.append(_macro(group, m[1], found, m[2]))
            return f"{{{len(macros) - 1}}}"

        out.append(_MACRO.sub(number, template))
    return tuple(out), tuple(macros)


def _macro(group: str, kind: str, found: str, put: str) -> Macro:
    tags: dict[str, list[str]] = {}
    for lemma in found.split("|"):
        for tag, forms in inflections(lemma, kind).items():
            for form in forms:
                tags.setdefault(form, []).append(tag)
    new = inflections(put, kind)
    return Macro(
        group,
        {form: tuple(t) for form, t in tags.items()},
        {tag: forms[0] for tag, forms in new.items()},
        tuple(sorted({f for forms in new.values() for f in forms} & tags.keys())) if put == found else (),
    )


# --- matching --------------------------------------------------------------------

_PARTICIPLE_NEXT = lazy_regex(
    r"\b(?:have|has|had|having|be|been|being|is|are|am|was|were|get|gets|got|['’](?:s|re|ve|d|m))"
    r"(?:\s+(?:not|also|already|never|been|being|just|recently|still|\w+ly))*\s+$",
    regex.IGNORECASE,
)
_INFINITIVE_NEXT = lazy_regex(
    r"(?:\b(?:to|will|would|shall|should|can|cannot|could|may|might|must|do|does|did|let|help|make|made)"
    r"|n['’]t|['’](?:ll|d))(?:\s+(?:not|also|never|just|soon|then|still|us|him|her|it|them|\w+ly))*\s+$",
    regex.IGNORECASE,
)


def inflected(text: str, m: regex.Match[str], macro: Macro) -> str:
    """What a macro puts in the place of its word in a match."""
    found = m[macro.group].lower()
    if found in macro.keeps:
        return found
    tags = macro.tags.get(found, ())
    tag = tags[0] if tags else next(iter(macro.put))
    if len(tags) > 1 and tag.startswith("V"):  # carried, put, run: what stands before tells the form
        left = text[max(0, m.start(macro.group) - 60) : m.start(macro.group)]
        if "VBN" in tags and _PARTICIPLE_NEXT.search(left):
            tag = "VBN"
        elif not ("VB" in tags and _INFINITIVE_NEXT.search(left)):
            tag = "VBD" if "VBD" in tags else "VBP" if "VBP" in tags else tag
    return macro.put.get(tag) or next(iter(macro.put.values()))
