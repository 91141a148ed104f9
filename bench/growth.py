"""What do ten times the rules cost? Prints the ratio; the floor is in gate.py.

Ten times the rules are made by giving each rule nine siblings whose words are
spelt with other letters, so that they are as many and as long but never match.
"""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from cleanup.article import Article
from cleanup.literals import Needle
from cleanup.page import Page, RuleSet
from cleanup.passes import ORDER, pass_name
from cleanup.rules import Compiled, RuleBook, load_rules
from cleanup.settings import Settings

RAW = Path(__file__).parent.parent / "raw"
ROUNDS = 7


def sibling(compiled: Compiled, number: int) -> Compiled:
    """The rule under another id, with literals of the same length that no text holds."""
    needle = compiled.needle
    assert needle is not None
    literals = tuple(f"{n[:-2]}{chr(0x1D00 + number)}{n[-1:]}" for n in needle.literals)
    return msgspec.structs.replace(
        compiled,
        rule=msgspec.structs.replace(compiled.rule, id=f"{compiled.rule.id}-{number}"),
        needle=Needle(literals, needle.width, needle.anchored),
    )


def times_ten(book: RuleBook) -> RuleBook:
    """The book with ten rules for every pattern."""
    patterns = [c for c in book.rules if c.pattern is not None]
    more = [sibling(c, n) for c in patterns for n in range(1, 10)]
    return RuleBook(rules=tuple(sorted([*book.rules, *more], key=lambda c: c.rule.id)), words=book.words)


def seconds(rules: RuleSet, text: str) -> float:
    """The time all passes need to match their patterns in a text, best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        page = Page(text, Article(id="bench", raw=text), rules, set())
        start = time.perf_counter()
        for module in ORDER:
            list(page.proposals(pass_name(module)))
        best = min(best, time.perf_counter() - start)
    return best


def measure() -> tuple[float, int, int]:
    """Ratio of the times, and the two numbers of rules."""
    book = load_rules(Settings())
    one, ten = RuleSet(book, Settings()), RuleSet(times_ten(book), Settings())
    text = "\n".join(p.read_text("utf-8", errors="surrogateescape") for p in sorted(RAW.glob("*.txt"))) * 20
    return seconds(ten, text) / seconds(one, text), len(one.rules), len(ten.rules)


if __name__ == "__main__":
    ratio, few, many = measure()
    print(f"{many} rules cost {ratio:.2f} times what {few} cost")
