"""What do more rules cost, and longer articles? Prints ratios; the floors are in floors.toml.

More rules are made by giving each rule siblings whose words are spelt with other
letters, so that they are as many and as long but never match.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from functools import cache, partial

import instructions
import msgspec
import speed

from cleanup import Cleaner
from cleanup.article import Article
from cleanup.english import sentence_spans
from cleanup.literals import Needle
from cleanup.page import Page, RuleSet
from cleanup.passes import ORDER, pass_name
from cleanup.rules import Compiled, RuleBook, load_rules
from cleanup.settings import Settings

ROUNDS = 7
SIZES = (1_000, 10_000, 100_000, 1_000_000)
"""Characters of articles; `growth.py 10000000 50000000` measures others too (minutes)."""


def sibling(compiled: Compiled, number: int) -> Compiled:
    """The rule under another id, with literals of the same length that no text holds."""
    needle = compiled.needle
    assert needle is not None
    literals = tuple(f"{n[:-2]}{chr(0x1D00 + number)}{n[-1:]}" for n in needle.literals)
    return msgspec.structs.replace(
        compiled,
        rule=msgspec.structs.replace(compiled.rule, id=f"{compiled.rule.id}-{number}"),
        needle=Needle.of(literals, needle.width, anchored=needle.anchored),
    )


def times(book: RuleBook, factor: int) -> RuleBook:
    """The book with so many rules for every pattern."""
    patterns = [c for c in book.rules if c.pattern is not None]
    more = [sibling(c, n) for c in patterns for n in range(1, factor)]
    return RuleBook(rules=tuple(sorted([*book.rules, *more], key=lambda c: c.rule.id)), words=book.words)


def some(book: RuleBook, count: int) -> RuleBook:
    """So many of the book's patterns, picked by chance."""
    patterns = [c for c in book.rules if c.pattern is not None]
    picked = random.Random(1).sample(patterns, count)  # noqa: S311 - the same each time
    return RuleBook(rules=tuple(sorted(picked, key=lambda c: c.rule.id)), words=book.words)


def seconds(rules: RuleSet, text: str) -> float:
    """The time all passes need to match their patterns in a text."""
    page = Page(text, Article(id="bench", raw=text), rules, set())
    start = time.process_time()
    for module in ORDER:
        list(page.proposals(pass_name(module)))
    return time.process_time() - start


def times_ten() -> float:
    """What matching costs with ten times the rules: in instructions, without valgrind in seconds."""
    counted = instructions.counts(__file__)
    if counted:
        return counted["ten"] / counted["one"]
    best = best_seconds(one_and_ten())
    return best["ten"] / best["one"]


def one_and_ten() -> dict[str, RuleSet]:
    """A thousand of our rules, and ten thousand: the others are their siblings."""
    book = some(load_rules(Settings()), 1_000)
    return {"one": RuleSet(book, Settings()), "ten": RuleSet(times(book, 10), Settings())}


def best_seconds(sets: dict[str, RuleSet]) -> dict[str, float]:
    """The time that each needs for one text, best of some rounds, in turn."""
    text = "\n".join(speed.samples() * 20)
    return speed.best_in_turn({name: partial(seconds, rules, text) for name, rules in sets.items()}, ROUNDS)


def _count_matching() -> None:
    sets, text = one_and_ten(), "\n".join(speed.samples())
    for rules in sets.values():
        seconds(rules, text)  # patterns are compiled when first needed
    instructions.count_each({name: partial(seconds, rules, text) for name, rules in sets.items()})


def by_rules() -> list[tuple[str, float]]:
    """What rules are put in force, and the time for their patterns, that of the first 100 being 1."""
    book = load_rules(Settings())
    books = {"100 of ours": some(book, 100)}
    books |= {f"these 100, siblings to {100 * n:,}": times(books["100 of ours"], n) for n in (10, 100)}
    books |= {f"{n:,} of ours": some(book, n) for n in (300, 1_000)}
    books["all of ours"] = book
    found = best_seconds({name: RuleSet(b, Settings()) for name, b in books.items()})
    return [(name, one / found["100 of ours"]) for name, one in found.items()]


@cache
def paragraphs() -> list[list[str]]:
    """The corpus's paragraphs, as their sentences."""
    lines = [line for text in speed.base() for line in text.split("\n") if line.strip()]
    return [[line[start:end] for start, end in sentence_spans(line)] for line in lines]


def articles(size: int, characters: int, seed: int) -> list[str]:
    """Articles of a size, so many characters in all. Paragraphs are as long as the corpus's, their sentences
    drawn by chance, and none stands twice in an article: long ones repeat themselves no more."""
    pick = random.Random(seed)  # noqa: S311 - the same texts each time
    sentences = [sentence for paragraph in paragraphs() for sentence in paragraph]
    made: list[str] = []
    while sum(map(len, made)) < characters:
        lines: dict[str, None] = {}
        length = 0
        while length < size:
            line = " ".join(pick.choices(sentences, k=len(pick.choice(paragraphs()))))
            while line in lines:
                line += " " + pick.choice(sentences)
            lines[line] = None
            length += len(line) + 1
        made.append(speed.varied("\n".join(lines), pick))
    return made


def per_megabyte(cleaner: Cleaner, size: int) -> float:
    """Seconds of processor time for a megabyte, in articles of so many characters."""
    texts = articles(size, max(size, 1_000_000), size)
    return speed.seconds(cleaner.clean, texts) / sum(map(len, texts)) * 1e6


if __name__ == "__main__" and sys.argv[1:] == [instructions.COUNT]:
    _count_matching()
elif __name__ == "__main__":
    cleaner = Cleaner()
    speed.seconds(cleaner.clean, articles(1_000_000, 1_000_000, 0))  # patterns are compiled when first needed
    for size in (*SIZES, *map(int, sys.argv[1:])):
        print(f"articles of {size:>10,} characters: {per_megabyte(cleaner, size):.2f} s/MB", flush=True)
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")
    for name, cost in by_rules():
        print(f"{name:>35}: {cost:.2f}", flush=True)
    print(f"10,000 rules cost {times_ten():.2f} times what 1,000 cost")
