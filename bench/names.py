"""How many garbled names are put right, and how many right ones are left alone?

Measures the pass `names` on the cases of tests/cases: names of the tables spelt by schemes the
code does not know, East Asian names of no table, sentences that must stay. Prints the figures; the
floors are in floors.toml.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import instructions
import msgspec
import speed
import yaml

from cleanup import Cleaner
from cleanup.article import Article
from cleanup.edits import Proposal
from cleanup.onomastics.gazetteer import rows_of
from cleanup.page import Page, RuleSet
from cleanup.passes import names as names_pass
from cleanup.passes import propose
from cleanup.rules import load_rules, rules_folder
from cleanup.settings import Settings

ROOT = Path(__file__).parent.parent
SYLLABLES = "bo gu da zhe za ki lu mo pe".split()
CYRILLIC = "бо гу да же за ки лу мо пе".split()
ROUNDS = 18
"""Times that both are measured in turn without valgrind."""


@cache
def rules() -> RuleSet:
    """The default rules."""
    return RuleSet(load_rules(Settings()), Settings())


def cases(name: str) -> list[dict[str, str]]:
    """A file of tests/cases."""
    found: list[dict[str, str]] = yaml.safe_load((ROOT / "tests" / "cases" / name).read_text("utf-8"))
    return found


def proposals(text: str) -> list[Proposal]:
    """What the pass alone proposes."""
    return list(propose(names_pass, Page(text, Article(id="", raw=text), rules(), set())))


def offered(text: str) -> Iterator[str]:
    """The text with each proposal, and each of its alternatives, made."""
    for p in proposals(text):
        for after in (p.after or "", *p.alternatives):
            yield text[: p.start] + after + text[p.end :]


def share_right(file: str) -> float:
    """Share of the cases whose right text is made or offered."""
    found = cases(file)
    return sum(c["after"] in offered(c["before"]) for c in found) / len(found)


def distractors() -> tuple[float, float]:
    """Sentences that must stay: how many are changed, which share has an offer."""
    found = [proposals(str(t)) for t in cases("names_distractors.yaml")]
    return sum(any(p.tier == "auto" for p in ps) for ps in found), sum(map(bool, found)) / len(found)


def texts() -> list[str]:
    """Our samples and, since those hold few foreign names, the garbled ones."""
    garbled = "\n".join(c["before"] for c in cases("names_garbled.yaml"))
    return [*speed.samples(), garbled]


def propose_all(book: RuleSet) -> float:
    """Seconds of the pass on all texts."""
    pages = [Page(t, Article(id="", raw=t), book, set()) for t in texts()]
    start = time.process_time()
    for page in pages:
        list(propose(names_pass, page))
    return time.process_time() - start


@contextmanager
def one_and_ten() -> Iterator[dict[str, RuleSet]]:
    """The rules, and those with ten times the people: each has nine siblings with a syllable more a word."""
    rows = rows_of(rules_folder(), "people.tsv")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "names").mkdir()
        lines = [
            "\t".join([_longer(r[0], latin), _longer(r[1].split(";")[0], russian), *r[2:5]])
            for r in rows
            for latin, russian in zip(SYLLABLES, CYRILLIC, strict=True)
        ]
        (Path(folder) / "names" / "people.tsv").write_text("\n".join(lines) + "\n", "utf-8")
        ten = RuleSet(load_rules(Settings()), msgspec.structs.replace(Settings(), rule_folders=(folder,)))
        for book in (rules(), ten):
            propose_all(book)  # what is looked up when first needed
        yield {"one": rules(), "ten": ten}


def times_ten() -> float:
    """What ten times the people cost the pass: in instructions, without valgrind in seconds."""
    cost: dict[str, float] = {**instructions.counts(__file__)}
    if not cost:
        with one_and_ten() as books:
            cost = speed.best_in_turn({n: partial(propose_all, b) for n, b in books.items()}, ROUNDS)
    return cost["ten"] / cost["one"]


def _count_people() -> None:
    with one_and_ten() as books:
        instructions.count_each({name: partial(propose_all, book) for name, book in books.items()})


def _longer(name: str, syllable: str) -> str:
    return " ".join(word + syllable for word in name.split(" "))


def share_of_pipeline() -> float:
    """The pass's share of the time of the whole pipeline, on texts that no cache knows."""
    documents, cleaner = speed.corpus(), Cleaner()
    warm, whole, own = documents[::3], documents[1::3], documents[2::3]
    for text in warm:
        cleaner.clean(text)
    start = time.process_time()
    for text in whole:
        cleaner.clean(text)
    all_passes = (time.process_time() - start) / sum(map(len, whole))
    pages = [Page(t, Article(id="", raw=t), cleaner.rules, set()) for t in own]
    for page in pages:
        list(page.proposals("names"))  # the scan that all passes share
    start = time.process_time()
    for page in pages:
        list(propose(names_pass, page))
    return (time.process_time() - start) / sum(map(len, own)) / all_passes


def measure() -> dict[str, float]:
    """Every figure that has a floor."""
    changed, suggested = distractors()
    return {
        "gazetteer": share_right("names_garbled.yaml"),
        "syllables": share_right("names_syllables.yaml"),
        "distractors_changed": changed,
        "distractors_suggested": suggested,
        "times_ten_people": times_ten(),
        "share_of_pipeline": share_of_pipeline(),
    }


if __name__ == "__main__" and sys.argv[1:] == [instructions.COUNT]:
    _count_people()
elif __name__ == "__main__":
    for figure, value in measure().items():
        print(f"{figure:<24} {value:.3f}")
