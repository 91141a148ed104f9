"""What do ten thousand rules cost, and articles of any size? Prints ratios; the floors are in gate.py.

More rules are made by giving each rule siblings whose words are spelt with other letters, so
that they are as many and as long but hardly ever match.
"""

from __future__ import annotations

import random
import re
import resource
import string
import time
from pathlib import Path

import msgspec

from cleanup import Cleaner
from cleanup.page import RuleSet
from cleanup.rules import Compiled, RuleBook, load_rules
from cleanup.settings import Settings

RAW = Path(__file__).parent.parent / "raw"
ROUNDS = 5
FEW, MANY = 100, 10_000
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
"""Characters of articles. 50 million cost as much a megabyte (measured by hand: a minute)."""
_WORD_OF_PATTERN = re.compile(r"\(\?[-i]+|\\x..|\\.|[A-Za-z]{3,}")


def sibling(compiled: Compiled, number: int) -> Compiled:
    """The rule under another id, with other letters in its words."""
    letters = [*string.ascii_lowercase]
    random.Random(number).shuffle(letters)  # noqa: S311 - the same siblings each time
    other = "".join(letters)
    table = str.maketrans(string.ascii_letters, other + other.upper())

    def respell(m: re.Match[str]) -> str:
        return m[0] if m[0][0] in "\\(" else m[0].translate(table)

    return msgspec.structs.replace(
        compiled,
        rule=msgspec.structs.replace(compiled.rule, id=f"{compiled.rule.id}-{number}"),
        prefilter=_WORD_OF_PATTERN.sub(respell, compiled.prefilter),
    )


def sized(book: RuleBook, count: int) -> RuleBook:
    """The book with so many rules that have a pattern, and all that have none."""
    patterns = [c for c in book.rules if c.pattern is not None]
    code = [c for c in book.rules if c.pattern is None]
    more = [sibling(c, n) for n in range(1, count // len(patterns) + 1) for c in patterns]
    chosen = (patterns if count >= len(patterns) else patterns[:: len(patterns) // count]) + more
    return RuleBook(rules=tuple(sorted([*code, *chosen[:count]], key=lambda c: c.rule.id)), words=book.words)


def seconds(cleaner: Cleaner, documents: list[str]) -> float:
    """Processor time for the documents, best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in documents:
            cleaner.clean(text)
        best = min(best, time.process_time() - start)
    return best


def samples() -> list[str]:
    """Our sample articles."""
    return [p.read_text("utf-8", errors="surrogateescape") for p in sorted(RAW.glob("*.txt"))]


def rules_ratio() -> float:
    """Time of cleaning with many rules, over that with few."""
    book = load_rules(Settings())
    few, many = (Cleaner(rules=RuleSet(sized(book, n), Settings())) for n in (FEW, MANY))
    return seconds(many, samples()) / seconds(few, samples())


def per_megabyte(size: int) -> float:
    """Seconds of processor time for a megabyte, in articles of so many characters."""
    text = "\n".join(samples())
    whole = text * (size // len(text) + 1)
    count = max(1, 100_000 // size)
    documents = (
        [whole[i * size : (i + 1) * size] for i in range(count)] if size < len(text) else [whole[:size]]
    )
    return seconds(Cleaner(), documents) / (sum(map(len, documents)) / 1e6)


if __name__ == "__main__":
    for size in SIZES:
        print(f"articles of {size:>10,} characters: {per_megabyte(size):.2f} s/MB")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    print(f"{MANY} rules cost {rules_ratio():.2f} times what {FEW} cost")
