"""Which letters must stand in a text before a pattern can match it?

Start reading at `analyse`. From a pattern it takes a set of literals such that
every match holds at least one, so that one scan of a text for the literals of all
rules tells which patterns are worth trying, and where. The idea is the prefilter
of RE2 (Cox, "Regular Expression Matching with a Trigram Index", 2012), with
exact alternatives instead of trigrams.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from math import prod

# The standard library's parser of patterns has no public name; it is the one part of
# Python that reads a pattern into a tree. tests/test_literals.py pins what we use of it.
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import msgspec

from cleanup.patterns import lazy_re

REACH = 400
"""Longest match looked for, in characters: longer than any sentence pattern needs,
short enough that a rule's cost is bounded wherever its literal occurs."""

_MOST_EXACT = 600
"""Alternatives multiplied out at most. From 256 to 600 hits fell by a fifth (`in the Russia`
instead of `Russia`), literals grew by a quarter; beyond 600 patterns fall apart."""

LONGEST = 16
"""Characters of a literal looked for: they tell texts apart as well as all of them (hits grow by
a twelfth), and inflected phrases that end alike become one (two fifths fewer literals)."""

_COMMON = frozenset(
    (
        "a about after all also an and any are as at be been but by can could do for from had has have he "
        "her him his i if in into is it its may more most new no not of on one only or other our out over "
        "said she so some such than that the their them then there these they this time to two under up "
        "was we were what when which who will with would year you"
    ).split()
)
"""Words too frequent in English to tell texts apart; they add nothing to a literal's worth."""

_UNICODE_CLASS = lazy_re(r"\\[pP]\{\^?[^}]*\}")
_WORD = lazy_re(r"\w+")


class Needle(msgspec.Struct, frozen=True, gc=False):
    """What to scan for: a match holds one of `literals` (folded) and is no longer than `width`."""

    joined: str
    """The literals as one text, since a start would be long at making 80,000; see `of`."""
    width: int
    anchored: bool
    """Whether each literal stands at the very start of a match."""

    @classmethod
    def of(cls, literals: Iterable[str], width: int, *, anchored: bool) -> Needle:
        """The needle of some literals."""
        return cls("\0".join(literals), width, anchored)

    @property
    def literals(self) -> tuple[str, ...]:
        """What to look for."""
        return tuple(self.joined.split("\0"))


def fold(text: str) -> str:
    """Lower case, straight apostrophes; as long as the text, so offsets hold.

    >>> fold("Don’t LOOK"), len(fold("İ"))
    ("don't look", 1)
    """
    if "\u0130" in text:  # the one letter whose lower case is two code points
        text = text.replace("\u0130", "I")
    return text.lower().replace("\u2019", "'")


def analyse(pattern: str, lists: dict[str, tuple[str, ...]] | None = None) -> Needle | None:
    r"""The needle of a pattern; None where no literal of three letters is sure.

    Raises re.error where the pattern is not sound.

    >>> analyse(r"\bin (?:the )?dry (?:residue|balance)").literals
    ('in dry balance', 'in dry residue', 'in the dry balan', 'in the dry resid')
    >>> analyse(r"\w+ \w+") is None
    True
    """
    tree = parser.parse(_plain(pattern, lists or {}), re.IGNORECASE)
    found = _Walk().sequence(tree)
    sure = [c for c in found.candidates if min(map(_worth, c.literals)) >= 3]
    best = max(sure, key=lambda c: c.worth, default=None)
    if best is None:
        return None
    _, most = tree.getwidth()
    literals = _fewest({literal[:LONGEST] for literal in best.literals}, best.at_start)
    return Needle.of(sorted(literals), min(int(most), REACH), anchored=best.at_start)


def _fewest(literals: set[str], at_start: bool) -> set[str]:
    """Without those that another stands in (begins, where literals stand at the start of a match)."""

    lengths = sorted({len(literal) for literal in literals})

    def is_told(literal: str) -> bool:
        for length in lengths[: bisect_left(lengths, len(literal))]:
            starts = (0,) if at_start else range(len(literal) - length + 1)
            if any(literal[i : i + length] in literals for i in starts):
                return True
        return False

    return {literal for literal in literals if not is_told(literal)}


def _plain(pattern: str, lists: dict[str, tuple[str, ...]]) -> str:
    """The pattern in the standard library's syntax, for analysis only."""
    pattern = _UNICODE_CLASS.sub(r"\\w", pattern)
    return re.sub(r"\\L<(\w+)>", lambda m: "(?:" + "|".join(map(re.escape, lists[m.group(1)])) + ")", pattern)


class _Candidate(msgspec.Struct, frozen=True):
    literals: frozenset[str]
    at_start: bool

    @property
    def worth(self) -> float:
        """Letters of the literal that says least, frequent words left out."""
        return min(map(_worth, self.literals)) - len(_fewest(set(self.literals), self.at_start)) / 100


_RARE_SIGNS = "©®™№§"
_LETTERS_OF_SIGN = 6
"""What a rare sign says: more than `inc`, which stands in `since` and `province`."""


@lru_cache(maxsize=1 << 16)
def _worth(literal: str) -> int:
    """Letters of its rare words and signs, a Chinese one as two; a frequent word counts one in company
    and two among three: `they said in` is rarer than `company`."""
    words = _WORD.findall(literal)
    rare = [w for w in words if w not in _COMMON]
    letters = sum(map(len, rare)) + (0 if literal.isascii() else sum(c >= "\u2e80" for c in "".join(rare)))
    signs = sum(map(literal.count, _RARE_SIGNS))
    frequent = (len(words) - len(rare)) * (0, 0, 1, 2)[min(len(words), 3)]
    return letters + frequent + _LETTERS_OF_SIGN * signs


class _Found(msgspec.Struct):
    exact: frozenset[str] | None
    """All texts it can match, if they are few; else None."""
    candidates: list[_Candidate]


_EMPTY = frozenset([""])
_ZERO_WIDTH = (op.AT, op.ASSERT, op.ASSERT_NOT)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


class _Walk:
    """One walk over the tree of a pattern."""

    def sequence(self, items: Iterable[tuple[Any, Any]]) -> _Found:
        run: list[frozenset[str]] = []
        at_start, whole = True, True
        candidates: list[_Candidate] = []
        for code, arg in _flat(items):
            found = self._node(code, arg)
            if found.exact is not None and len(found.exact) <= _MOST_EXACT:
                if prod(map(len, run)) * len(found.exact) > _MOST_EXACT:
                    candidates += _candidate(_joined(run), at_start)
                    at_start = whole = False
                    while prod(map(len, run)) * len(found.exact) > _MOST_EXACT:
                        del run[0]
                run.append(found.exact)
                continue
            candidates += _candidate(_joined(run), at_start)
            fresh = at_start and all(texts == _EMPTY for texts in run)
            candidates += [c if fresh else _Candidate(c.literals, False) for c in found.candidates]
            run, at_start, whole = [], False, False
        candidates += _candidate(_joined(run), at_start)
        return _Found(_joined(run) if whole else None, candidates)

    def _node(self, code: Any, arg: Any) -> _Found:
        found = _Found(None, [])
        if code is op.LITERAL:
            found = _exact(frozenset([fold(chr(arg))]))
        elif code is op.IN:
            found = _exact(_members(arg))
        elif code in _ZERO_WIDTH:
            found = _exact(_EMPTY)
        elif code is op.BRANCH:
            found = self._branch([self.sequence(b) for b in arg[1]])
        elif code in _REPEATS:
            found = self._repeat(*arg)
        return found

    def _branch(self, found: list[_Found]) -> _Found:
        exact = [f.exact for f in found]
        joint = frozenset().union(*(e for e in exact if e is not None))
        if None not in exact and len(joint) <= _MOST_EXACT:
            return _Found(joint, _candidate(joint, True))
        best = [max(f.candidates, key=lambda c: c.worth, default=None) for f in found]
        if None in best:
            return _Found(None, [])
        sure = [b for b in best if b is not None]
        union = frozenset().union(*(b.literals for b in sure))
        return _Found(None, [_Candidate(union, all(b.at_start for b in sure))])

    def _repeat(self, least: int, most: Any, body: Any) -> _Found:
        found = self.sequence(body)
        if most == 1 and found.exact is not None:
            return _exact(found.exact | _EMPTY if least == 0 else found.exact)
        return _Found(None, found.candidates if least else [])


def _flat(items: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """The items, those of groups too: what stands in a group stands beside what follows it."""
    for code, arg in items:
        if code is op.SUBPATTERN:
            yield from _flat(arg[3])
        elif code is op.ATOMIC_GROUP:
            yield from _flat(arg)
        else:
            yield code, arg


def _joined(run: list[frozenset[str]]) -> frozenset[str]:
    return frozenset(map("".join, product(*run)))


def _exact(texts: frozenset[str] | None) -> _Found:
    return _Found(texts, _candidate(texts, True) if texts else [])


def _candidate(texts: frozenset[str], at_start: bool) -> list[_Candidate]:
    return [] if "" in texts else [_Candidate(texts, at_start)]


def _members(items: list[tuple[Any, Any]]) -> frozenset[str] | None:
    """The characters of a class, folded, if they are few."""
    chars = set()
    for code, arg in items:
        if code is op.LITERAL:
            chars.add(fold(chr(arg)))
        elif code is op.RANGE and arg[1] - arg[0] < 4:
            chars.update(fold(chr(c)) for c in range(arg[0], arg[1] + 1))
        else:
            return None
    return frozenset(chars) if len(chars) <= 4 else None
