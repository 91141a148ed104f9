r"""What must occur in a text before a piece of code has anything to do there?

A trigger is a pattern that every finding of some code holds; most texts hold none. All
triggers are looked for in one scan (`present_in`), so code that asks for its own first costs
nothing where it has nothing to do:

    _SPACED = trigger(r" [,.;:!?%]")

    def propose(page):
        if page.has(_SPACED): ...

Patterns are Hyperscan's: no look-around, no back-references, `\w \d \s \b` know ASCII only, so
use `LETTER`, `DIGIT` and `SPACE`. A trigger may be there too often, never too seldom.
"""

from __future__ import annotations

from functools import lru_cache

from cleanup.scanner import Scanner, to_bytes

Trigger = int
"""The number of a declared trigger."""

LETTER = r"[A-Za-z\x{aa}\x{b2}-\x{ba}\x{bc}-\x{1fff}\x{2070}-\x{10ffff}]"
"""Any letter, and whatever is neither ASCII nor a mark: a class of few ranges makes a small automaton."""
DIGIT = r"[0-9\x{b2}-\x{b9}\x{660}-\x{1fff}\x{2070}-\x{10ffff}]"
"""Any digit, in the same way."""
SPACE = r"[\x00-\x20\x{7f}-\x{a0}\x{1680}\x{180e}\x{2000}-\x{206f}\x{3000}]"
"""Any white space, in the same way."""

_patterns: list[str] = []


def trigger(pattern: str) -> Trigger:
    """Declare a pattern to be looked for in every text."""
    if pattern not in _patterns:
        _patterns.append(pattern)
    return _patterns.index(pattern)


def present_in(text: str) -> frozenset[Trigger]:
    """The triggers that occur in a text."""
    return _present_in(text, len(_patterns))


@lru_cache(maxsize=2)  # the text that steps leave is the next page's
def _present_in(text: str, count: int) -> frozenset[Trigger]:
    return _scanner(count).present(to_bytes(text))


@lru_cache(maxsize=1)
def _scanner(count: int) -> Scanner:
    """Of the first `count` patterns: modules declare theirs while they are imported."""
    return Scanner(_patterns[:count])
