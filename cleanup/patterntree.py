"""What does a pattern look like as a tree? Start reading at `parsed`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

# The standard library's parser of patterns has no public name; it is the one part of
# Python that reads a pattern into a tree. tests/test_literals.py pins what we use of it.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from cleanup.patterns import lazy_re

op: Any = codes
"""What an item of a tree can be."""
Node = tuple[Any, Any]
"""What it is, and what it holds."""
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)

_UNICODE_CLASS = lazy_re(r"\\[pP]\{\^?[^}]*\}")


def parsed(pattern: str, lists: Mapping[str, tuple[str, ...]]) -> Any:
    """The tree of a pattern, for analysis only: letters of a script count as any letters.

    Raises re.error where the pattern is not sound.
    """
    plain = _UNICODE_CLASS.sub(r"\\w", pattern)
    plain = re.sub(r"\\L<(\w+)>", lambda m: "(?:" + "|".join(map(re.escape, lists[m.group(1)])) + ")", plain)
    return parser.parse(plain, re.IGNORECASE)


def flat(items: Iterable[Node]) -> Iterator[Node]:
    """The items, those of groups too: what stands in a group stands beside what follows it."""
    for code, arg in items:
        if code is op.SUBPATTERN:
            yield from flat(arg[3])
        elif code is op.ATOMIC_GROUP:
            yield from flat(arg)
        else:
            yield code, arg


def sure_groups(tree: Any) -> frozenset[str]:
    """Names of the groups that take part in every match.

    >>> sorted(sure_groups(parsed("(?P<a>x)(?:(?P<b>y)|z)(?P<c>w)?", {})))
    ['a']
    """
    names = {number: name for name, number in tree.state.groupdict.items()}
    return frozenset(names[number] for number in _sure(tree) if number in names)


def _sure(items: Iterable[Node]) -> set[int]:
    found: set[int] = set()
    for code, arg in items:
        if code is op.SUBPATTERN:
            found |= {arg[0], *_sure(arg[3])}
        elif code is op.ATOMIC_GROUP:
            found |= _sure(arg)
        elif code is op.BRANCH:
            found |= set.intersection(*map(_sure, arg[1]))
        elif code is op.ASSERT:
            found |= _sure(arg[1])
        elif code in REPEATS and arg[0]:
            found |= _sure(arg[2])
    return found
