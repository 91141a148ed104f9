"""Which letters must stand in a text before a pattern can match it?

Start reading at `analyse`. From a pattern it takes a set of literals such that
every match holds at least one, so that one scan of a text for the literals of all
rules tells which patterns are worth trying, and where. The idea is the prefilter
of RE2 (Cox, "Regular Expression Matching with a Trigram Index", 2012), with
exact alternatives instead of trigrams. What a look-around or an end of the line
says of the text beside a match is part of a literal too: `In the` at the start of
a line is a twentieth as frequent as anywhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import fsum
from typing import Any, NamedTuple

import msgspec

from cleanup.matchtexts import (
    BEFORE,
    BEHIND,
    CUT,
    EMPTY,
    LONGEST,
    MOST_ENDS,
    MOST_EXACT,
    SHORTER,
    UNKNOWN,
    closed,
    ends_of,
    few,
    followed,
    joined,
    product,
    take_room,
)
from cleanup.patterns import lazy_re
from cleanup.patterntree import REPEATS, flat, op, parsed
from cleanup.rarity import COMMON, rate

REACH = 400
"""Longest match looked for, in characters: longer than any sentence pattern needs,
short enough that a rule's cost is bounded wherever its literal occurs."""

_MOST_BESIDE = 6
"""Characters beside a match that a literal tells of at most."""

_WORD = lazy_re(r"\w+")
_MARK = lazy_re(f"[{BEFORE}{BEHIND}]")


class Needle(msgspec.Struct, frozen=True, gc=False):
    """What to scan for: each match, no longer than `width`, holds or touches one of `literals` (folded)."""

    joined: str
    """The literals as one text, since a start would be long at making 80,000; see `of`."""
    width: int
    anchored: bool
    """Whether what a literal says of the match itself stands at its very start."""

    @classmethod
    def of(cls, literals: Iterable[str], width: int, *, anchored: bool) -> Needle:
        """The needle of some literals."""
        return cls("\0".join(literals), width, anchored)

    @property
    def literals(self) -> tuple[str, ...]:
        """What to look for, as `Sought.of` reads it."""
        return tuple(self.joined.split("\0"))


class Sought(NamedTuple):
    """A literal without marks."""

    text: str
    size: int
    """Characters of it that lie in the match."""
    behind: int
    """Characters of it that lie behind the match."""

    @classmethod
    def of(cls, literal: str) -> Sought:
        """What a literal of a needle says."""
        head, _, behind = literal.partition(BEHIND)
        before, _, within = head.rpartition(BEFORE)
        return cls(before + within + behind, len(within), len(behind))


_MOST_FOLDED = 32_768
"""Characters from which a text is folded in parts."""


def fold(text: str) -> str:
    """Lower case, straight apostrophes; as long as the text, so offsets hold.

    >>> fold("Don’t LOOK"), len(fold("İ"))
    ("don't look", 1)
    """
    if len(text) > _MOST_FOLDED:
        # Python sets aside twelve bytes a character; to get so much anew takes longer than the folding
        parts, start = [], 0
        while start < len(text):
            end = text.find("\n", start + _MOST_FOLDED // 2) + 1 or len(text)
            parts.append(_folded(text[start:end]))
            start = end
        return "".join(parts)
    return _folded(text)


def _folded(text: str) -> str:
    if "\u0130" in text:  # the one letter whose lower case is two code points
        text = text.replace("\u0130", "I")
    return text.lower().replace("\u2019", "'")


def analyse(
    pattern: str, lists: dict[str, tuple[str, ...]] | None = None, *, line: bool = False
) -> Needle | None:
    r"""The needle of a pattern, or of one for whole lines; None where no literal of three letters is sure.

    Raises re.error where the pattern is not sound.

    >>> analyse(r"\bin (?:the )?dry (?:residue|balance)").literals
    ('in dry balance', 'in dry residue', 'in the dry balan', 'in the dry resid')
    >>> analyse(r"\w+ \w+") is None
    True
    """
    tree = parsed(pattern, lists or {})
    found = _Walk(line=line).sequence(tree)
    if not any(c.is_sure for c in found.candidates):
        return None
    best = min((s for c in found.candidates for s in _shortenings(c)), key=lambda c: c.cost)
    _, most = tree.getwidth()
    literals = _fewest(set(best.literals), best.at_start)
    return Needle.of(sorted(literals), min(int(most), REACH), anchored=best.at_start)


def _shortenings(candidate: _Candidate) -> Iterator[_Candidate]:
    """A candidate, and where it has many literals the fewer ones with which several of them begin."""
    literals = candidate.literals
    for length in (LONGEST, *SHORTER) if len(literals) > _MANY else (LONGEST,):
        alike = Counter(t[:length] for t in literals)
        shorter = frozenset(t[: length if alike[t[:length]] > 1 else LONGEST] for t in literals)
        yield _Candidate(shorter, candidate.at_start)


_MANY = 10
"""Literals of which fewer, shorter ones are worth a thought."""


def _fewest(literals: set[str], at_start: bool) -> set[str]:
    """Without those that another stands in (begins, where literals stand at the start of a match)."""
    lengths = sorted({len(literal) for literal in literals})

    def is_told(literal: str) -> bool:
        within = literal.partition(BEHIND)[0].rpartition(BEFORE)[2]
        for length in lengths[: bisect_left(lengths, len(literal))]:
            starts = (0,) if at_start else range(len(within) - length + 1)
            if any(within[i : i + length] in literals for i in starts) or literal[:length] in literals:
                return True
        return False

    return {literal for literal in literals if not is_told(literal)}


class _Candidate(msgspec.Struct, frozen=True):
    literals: frozenset[str]
    at_start: bool

    @property
    def is_sure(self) -> bool:
        """Whether each literal holds a rare word."""
        return min(_worth(_MARK.sub("", literal)) for literal in self.literals) >= 3

    @property
    def cost(self) -> float:
        """How often a pattern is tried in a megabyte, roughly, and what its literals cost themselves."""
        hits = fsum(rate(_MARK.sub("", literal)) for literal in self.literals)
        return hits * (1 if self.at_start else _SEARCH) + len(self.literals) * _LITERAL


_SEARCH = 2.2
"""What it costs to look for a match around a literal, where it costs 1 to try it at one place."""
_LITERAL = 0.05
"""What a literal costs in a megabyte, found or not."""
_RARE_SIGNS = "©®™№§"
_LETTERS_OF_SIGN = 6
"""What a rare sign says: more than `inc`, which stands in `since` and `province`."""


@lru_cache(maxsize=1 << 16)
def _worth(literal: str) -> int:
    """Letters of its rare words and signs, a Chinese one as two; a frequent word counts one in company
    and two among three: `they said in` is rarer than `company`."""
    words = _WORD.findall(literal)
    rare = [w for w in words if w not in COMMON]
    letters = sum(map(len, rare)) + (0 if literal.isascii() else sum(c >= "\u2e80" for c in "".join(rare)))
    signs = sum(map(literal.count, _RARE_SIGNS))
    frequent = (len(words) - len(rare)) * (0, 0, 1, 2)[min(len(words), 3)]
    return letters + frequent + _LETTERS_OF_SIGN * signs


_NO_ENDS = {ord(BEHIND): None, ord(CUT): None}


class _Found(msgspec.Struct):
    exact: frozenset[str] | None
    """All texts it can match, if they are few; else None."""
    candidates: list[_Candidate]
    first: frozenset[str] = UNKNOWN
    """Texts of which each match begins with one."""
    last: frozenset[str] = EMPTY
    """Texts of which each match ends with one."""


class _Walk:
    """One walk over the tree of a pattern."""

    def __init__(self, *, line: bool) -> None:
        self._line = line

    def sequence(self, items: Iterable[tuple[Any, Any]]) -> _Found:
        run: list[frozenset[str]] = []
        at_start = exact = True
        candidates: list[_Candidate] = []
        first: frozenset[str] | None = None
        for code, arg in flat(items):
            found = self._node(code, arg)
            fresh = at_start and not any(map(take_room, run))
            if len(found.first) == 1 and run and len(run[-1]) == 1:
                run[-1] = frozenset(followed(t, m) for t in run[-1] for m in found.first)
            else:
                run.append(found.first)
            if found.exact is not None:
                continue
            exact = False
            candidates += [c if fresh else _Candidate(c.literals, False) for c in found.candidates]
            if all(text.endswith(CUT) for text in found.first):
                candidates += _candidates(run, at_start)
                first = joined(run) if first is None else first
                run, at_start = [found.last], False
        candidates += _candidates(run, at_start)
        first = joined(run) if first is None else first
        return _Found(product(run) if exact else None, candidates, first, ends_of(run))

    def _node(self, code: Any, arg: Any) -> _Found:
        found = _Found(None, [])
        if code is op.LITERAL:
            found = _exact(frozenset([fold(chr(arg))]))
        elif code is op.IN:
            found = _exact(_members(arg))
        elif code is op.AT:
            found = _exact(self._position(arg))
        elif code is op.ASSERT:
            found = _exact(self._beside(*arg))
        elif code is op.ASSERT_NOT:
            found = _exact(EMPTY)
        elif code is op.BRANCH:
            found = self._branch([self.sequence(b) for b in arg[1]])
        elif code in REPEATS:
            found = self._repeat(*arg)
        return found

    def _position(self, at: Any) -> frozenset[str]:
        """An end of the line as what stands there; the index puts a line end around each text."""
        if at is op.AT_BEGINNING:
            return frozenset(["\n" + BEFORE])
        if at is op.AT_END and not self._line:  # there may be space behind what is matched of a line
            return frozenset([BEHIND + "\n"])
        return EMPTY

    def _beside(self, direction: int, body: Any) -> frozenset[str]:
        """What a look-around says of the text right before or behind."""
        found = self.sequence(body)
        if direction < 0:
            ends = (t.partition(BEHIND)[0].replace(BEFORE, "")[-_MOST_BESIDE:] for t in found.last)
            return frozenset(t + BEFORE if t else "" for t in ends)
        begins = (t.rpartition(BEFORE)[2].translate(_NO_ENDS)[:_MOST_BESIDE] for t in found.first)
        return frozenset(BEHIND + t if t else "" for t in begins)

    def _branch(self, found: list[_Found]) -> _Found:
        exact = [f.exact for f in found]
        joint = frozenset().union(*(e for e in exact if e is not None))
        if None not in exact and len(joint) <= MOST_EXACT:
            return _exact(joint)
        first = few((f.first for f in found), MOST_EXACT, UNKNOWN)
        last = few((f.last for f in found), MOST_ENDS, EMPTY)
        best = [min(f.candidates, key=lambda c: (not c.is_sure, c.cost), default=None) for f in found]
        sure = [b for b in best if b is not None]
        if len(sure) < len(best):
            return _Found(None, [], first, last)
        union = frozenset().union(*(b.literals for b in sure))
        return _Found(None, [_Candidate(union, all(b.at_start for b in sure))], first, last)

    def _repeat(self, least: int, most: Any, body: Any) -> _Found:
        found = self.sequence(body)
        if most == 1 and found.exact is not None:
            return _exact(found.exact | EMPTY if least == 0 else found.exact)
        first = found.first if most == 1 else closed(found.first)
        if least == 0:
            return _Found(None, [], first | EMPTY)
        return _Found(None, found.candidates, first, found.last)


def _candidates(run: list[frozenset[str]], at_start: bool) -> list[_Candidate]:
    """Literals of a run from its start, and from behind each choice in it."""
    found = []
    for i in range(len(run)):
        if i and (len(run[i - 1]) == 1 or _amid_word(run[i - 1], run[i])):
            continue
        texts = frozenset(t.rstrip(CUT) for t in joined(run[i:]))
        if "" not in texts:
            found.append(_Candidate(texts, at_start and not any(map(take_room, run[:i]))))
    return found


def _amid_word(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(t[-1:].isalpha() for t in left) and any(t[:1].isalpha() for t in right)


def _exact(texts: frozenset[str] | None) -> _Found:
    if texts is None:
        return _Found(None, [])
    return _Found(texts, [] if "" in texts else [_Candidate(texts, True)], texts, texts)


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
