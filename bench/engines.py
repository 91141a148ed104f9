"""Which rules of a grammar engine may speak? Writes the evidence, and the rules that earn a hearing.

    python bench/engines.py languagetool|embedded

Every rule of the engine is heard as the `grammar` pass hears it, with the pass's own guards, on

- machine translations with human post-edits (MLQE-PE train and dev): is the single edit, its first
  replacement, nearer to the post-edit?
- machine translations beside a human one (WMT21), line by line: nearer to that? What seven engines
  make of one line counts once;
- English written by people: how often does it speak at all?

bench/engines.tsv holds every rule that spoke, rules/en/grammar/earned.yaml those that `earns` lets through.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kit
import msgspec
from precision import human_pages, rows

from cleanup.article import Article
from cleanup.edits import Proposal
from cleanup.engines import Match, open_engine
from cleanup.engines.paragraphs import Reader
from cleanup.page import Page, RuleSet
from cleanup.passes import grammar
from cleanup.rules import load_rules
from cleanup.settings import Settings

TABLE = Path(__file__).parent / "engines.tsv"
EARNED = Path(__file__).parent.parent / "rules" / "en" / "grammar" / "earned.yaml"
COLUMNS = (
    "rule", "category", "ours", "edits", "nearer", "further", "ref_edits", "ref_nearer", "ref_further",
    "human", "earned",
)  # fmt: skip

KINDS = {
    "GRAMMAR": "grammar",
    "CASING": "spelling",
    "COMPOUNDING": "spelling",
    "MISC": "spelling",
    "MULTITOKEN_SPELLING": "spelling",
    "PROPER_NOUNS": "spelling",
    "TYPOS": "spelling",
    "PUNCTUATION": "punctuation",
    "TYPOGRAPHY": "punctuation",
    "COLLOCATIONS": "wording",
    "CONFUSED_WORDS": "wording",
    "SEMANTICS": "wording",
}
"""The engine's category → our rule `grammar.engine-…`. What is not here is taste (STYLE, REDUNDANCY) or
one country's English, and house style is not an engine's to choose."""

WHOLE_TEXT = {"ENGLISH_WORD_REPEAT_BEGINNING_RULE", "EN_REPEATEDWORDS", "EN_UNPAIRED", "EN_WORD_COHERENCY"}
"""Beginnings of ids that compare paragraphs: what they say would depend on what is read together."""


class Tally(msgspec.Struct):
    """What one of the engine's rules did."""

    category: str = ""
    edits: Counter[str] = msgspec.field(default_factory=Counter)
    against_reference: Counter[str] = msgspec.field(default_factory=Counter)
    human: int = 0


def earns(rule: str, tally: Tally) -> bool:
    """Right in at least half of what it does to machine output, by either judge, and silent elsewhere.

    Nearer must be half of all edits, those that change no distance counted against it, and more than
    the times it spoke on the human English, which is a third as long as the machine output.
    """
    both = (tally.edits, tally.against_reference)
    right = all(2 * c["nearer"] >= c.total() for c in both)
    silent = tally.human < sum(c["nearer"] for c in both)
    return right and silent and tally.category in KINDS and not rule.startswith(tuple(WHOLE_TEXT))


class Listener:
    """The grammar pass with every rule of the engine let through; knows which one made a proposal."""

    def __init__(self, reader: Reader) -> None:
        self.name = reader.name
        self._reader = reader
        self._rules = RuleSet(load_rules(Settings()), Settings())
        self._rules.engine = self  # type: ignore[assignment]
        self.categories: dict[str, str] = {}
        self._trusted: dict[str, grammar.Earned] = {}
        self._rules.made[grammar.earned] = self._trusted

    def check(self, text: str, spans: list[tuple[int, int]]) -> list[Match]:
        """The engine's matches, each under a rule of ours."""
        found = self._reader.check(text, spans)
        for match in found:
            ours = f"grammar.engine-{KINDS.get(match.category)}"
            if ours not in self._rules.guests:  # of a kind that nothing has earned
                ours = "grammar.engine-wording"
            self._trusted[match.rule] = grammar.Earned(ours, "suggest")
            self.categories[match.rule] = match.category
        return found

    def heard(self, text: str) -> Iterator[tuple[str, Proposal]]:
        """The engine's rule and what the pass makes of its match."""
        page = Page(text, Article(id="", raw=text), self._rules, set())
        for proposal in grammar.propose(page):
            if proposal is not None and proposal.rule.startswith("grammar.engine-"):
                yield proposal.message.rpartition(": ")[2].rstrip(")"), proposal
        if page.problems:
            raise SystemExit(f"{page.problems}")


def measure(listener: Listener) -> dict[str, Tally]:
    """Every rule that spoke."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for split in ("train", "dev"):
        for segment in rows(f"mlqe/{split}.jsonl"):
            for rule, proposal in listener.heard(segment["mt"]):
                moved = kit.direction(segment["mt"], segment["pe"], proposal)
                tallies[rule].edits[moved] += 1
    for page in rows("mtref/wmt21-ruen.jsonl"):
        for rule, moved in _against_reference(page, listener):
            tallies[rule].against_reference[moved] += 1
    for text in human_pages():
        for rule, _ in listener.heard(text):
            tallies[rule].human += 1
    for rule, tally in tallies.items():
        tally.category = listener.categories[rule]
    return tallies


def _against_reference(page: dict[str, Any], listener: Listener) -> list[tuple[str, str]]:
    """What was said of a page's lines, by rule; the same edit in several engines' output once."""
    said: dict[tuple[str, int, str, str], str] = {}
    reference = page["ref"].split("\n")
    for _, text in sorted(page["hyp"].items()):
        for rule, proposal in listener.heard(text):
            start = text.rfind("\n", 0, proposal.start) + 1
            end = text.find("\n", proposal.end)
            line = text[start : end if end >= 0 else len(text)]
            local = msgspec.structs.replace(proposal, start=proposal.start - start, end=proposal.end - start)
            number = text.count("\n", 0, start)
            key = (rule, number, text[proposal.start : proposal.end], proposal.after or "")
            said[key] = kit.direction(line, reference[number], local)
    return [(rule, moved) for (rule, *_), moved in said.items()]


def write(tallies: dict[str, Tally], engine: str) -> int:
    """Both files; how many rules earned a hearing."""
    with TABLE.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for rule, t in sorted(tallies.items()):
            counts = [
                n for c in (t.edits, t.against_reference) for n in (c.total(), c["nearer"], c["further"])
            ]
            kind = KINDS.get(t.category, "")
            writer.writerow([rule, t.category, kind, *counts, t.human, "yes" if earns(rule, t) else ""])
    kept = {rule: t for rule, t in sorted(tallies.items()) if earns(rule, t)}
    lines = [
        f"# Rules of {engine} that earn a hearing; written by bench/engines.py, which says what earns it.",
        "# id | our rule grammar.engine-… | tier | edits nearer to the post-edit | to a human translation",
        "# | times in the human English at hand",
        "words:",
        "  earned:",
    ]
    for rule, t in kept.items():
        shares = [f"{c['nearer']}/{c.total()}" for c in (t.edits, t.against_reference)]
        lines.append(f"    - {rule} | {KINDS[t.category]} | {tier(t)} | {' | '.join(shares)} | {t.human}")
    EARNED.write_text("\n".join(lines) + "\n", "utf-8")
    return len(kept)


def tier(tally: Tally) -> str:
    """`suggest` means four in five right."""
    both = tally.edits + tally.against_reference
    return "suggest" if both["nearer"] >= 0.8 * both.total() else "flag"


def main() -> int:
    """Measure one engine and write both files."""
    kit.require()
    settings = msgspec.convert({"grammar": sys.argv[1], "languagetool_seconds": 300.0}, Settings)
    reader = open_engine(settings)
    assert reader is not None
    tallies = measure(Listener(reader))
    kept = write(tallies, reader.name)
    print(f"{TABLE}: {len(tallies)} rules spoke; {EARNED}: {kept} of them may")
    return 0


if __name__ == "__main__":
    sys.exit(main())
