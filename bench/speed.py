"""How fast is the default pipeline, against ftfy.fix_text and others on the same text?

Prints ratios: seconds mean little on a shared machine, and counted instructions (valgrind)
are the same each time. No text is read twice, so that what is remembered of a text does not
help. The corpus is our own sample articles with other digits and names; where the evaluation
kit is at hand its larger corpus is used instead. `--picture` draws docs/pictures/speed.svg.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import ftfy
import instructions
import kit
from rich.console import Console
from rich.table import Table

from cleanup import Cleaner

RAW = Path(__file__).parent.parent / "raw"
PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "speed.svg"
MEGABYTES = 1.0
ROUNDS = 3
FEW = 40
"""Documents for other systems, which are slow."""
COUNTED = 20_000
"""Characters of each kind under valgrind, which is slow."""
LANGUAGETOOL = os.environ.get("LANGUAGETOOL_URL", "http://localhost:8081")
RELEASE = os.environ.get("CLEANUP_RELEASE")
"""A Python that has the last release installed."""
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_NAMES = ("Karelin", "Maslova", "Perm", "Harrison", "Bergen", "Jensen", "Lisbon", "Okafor")

Work = Callable[[str], object]


@cache
def base() -> list[str]:
    """The texts that documents are made of."""
    return kit.speed_corpus(MEGABYTES) if kit.available() else samples()


def samples() -> list[str]:
    """The texts of raw/."""
    return [p.read_text("utf-8", errors="surrogateescape") for p in sorted(RAW.glob("*.txt"))]


def corpus(seed: int = 1) -> list[str]:
    """MEGABYTES of the base texts, varied: the same for a seed, other ones for another."""
    pick = random.Random(seed)  # noqa: S311 - the same corpus each time
    made: list[str] = []
    while sum(map(len, made)) < MEGABYTES * 1e6:
        made += [varied(text, pick) for text in base()]
    return made


def varied(text: str, pick: random.Random) -> str:
    """The text with other digits and some other names."""
    digits = re.sub(r"\d", lambda _: str(pick.randrange(10)), text)
    return _CAPITAL.sub(lambda m: pick.choice([m[0], *_NAMES]), digits)


def seconds(work: Work, texts: list[str]) -> float:
    """Processor time of this process, less sensitive to others' load than the clock."""
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def best_in_turn(works: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The least of what each work returns (seconds), all done in turn: a busy neighbour slows one by half."""
    found = [{name: work() for name, work in works.items()} for _ in range(rounds)]
    return {name: min(one[name] for one in found) for name in works}


def ratio_to_ftfy() -> float:
    """Speed of the pipeline as a multiple of ftfy's: median over rounds, each with both."""
    cleaner = Cleaner()
    seconds(cleaner.clean, corpus(0))
    rounds = (corpus(seed) for seed in range(1, ROUNDS + 1))
    return statistics.median(seconds(ftfy.fix_text, d) / seconds(cleaner.clean, d) for d in rounds)


def cold_start() -> float:
    """Seconds from the command to its answer, best of five: the others tell of the machine's load."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "cleanup", "text"], input=b"A text.\n", check=True, capture_output=True
        )
        times.append(time.perf_counter() - start)
    return min(times)


# --- counted instructions ------------------------------------------------------------


def counted_to_ftfy() -> dict[str, float]:
    """The ratio in instructions for news and flattened pages, without the kit for our samples.

    Empty where there is no valgrind.
    """
    if kit.available():
        texts = {"news": kit.speed_corpus(COUNTED / 1e6), "pages": [*_some(kit.pages())]}
    else:
        texts = {"samples": base()}
    pick = random.Random(1)  # noqa: S311 - the same texts each time
    then = {k: [varied(t, pick) for t in ts] for k, ts in texts.items()}
    # with other names and digits six times: a pattern that only those counted need is compiled while they are
    first = {k: [*ts, *(varied(t, pick) for _ in range(6) for t in ts)] for k, ts in texts.items()}
    return instructions.ratios(first, then)


def _some(texts: Iterator[str]) -> Iterator[str]:
    size = 0
    while size < COUNTED:
        text = next(texts)
        size += len(text)
        yield text


# --- others ------------------------------------------------------------------------


def harper() -> Work | None:
    """The linter of harper-py, if it is installed."""
    try:
        linter = importlib.import_module("harper").Linter()
    except ImportError:
        return None
    return lambda text: linter.organized_lints(text, language="plaintext")


def languagetool() -> Work | None:
    """A LanguageTool server, if one answers; its processor time is not ours, so the clock counts."""

    def check(text: str) -> object:
        data = urllib.parse.urlencode({"language": "en-US", "text": text}).encode()
        with urllib.request.urlopen(f"{LANGUAGETOOL}/v2/check", data, timeout=60) as answer:  # noqa: S310
            return answer.read()

    try:
        check("A text.")
    except OSError:
        return None
    return check


def release_seconds(texts: list[str]) -> float:
    """Clock time of the last release's `cleanup stream` for the texts, its start left out."""

    def run(lines: list[str]) -> float:
        start = time.perf_counter()
        data = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(lines))
        subprocess.run(
            [str(RELEASE), "-m", "cleanup", "stream"], input=data, text=True, check=True, capture_output=True
        )
        return time.perf_counter() - start

    run(["A text."])
    return run(texts) - run(["A text."])


def compared() -> Iterator[tuple[str, float]]:
    """Each system that is there, and its speed as a multiple of ftfy's."""
    yield "ftfy.fix_text", 1.0
    yield "cleanup, all passes", ratio_to_ftfy()
    few = corpus(1)[:FEW]
    ours = seconds(ftfy.fix_text, few)
    if (linter := harper()) is not None:
        linter(few[0])
        yield "Harper", ours / seconds(linter, few)
    if (server := languagetool()) is not None:
        start = time.perf_counter()
        seconds(server, few)
        yield "LanguageTool", ours / (time.perf_counter() - start)
    if RELEASE:
        yield "cleanup, last release", ours / release_seconds(few)


# --- the picture ---------------------------------------------------------------------

_ROW = 34
_WIDTH = 420


def picture(figures: list[tuple[str, float]]) -> str:
    """Bars, one a system."""
    most = max(f for _, f in figures)
    height = _ROW * len(figures) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" width="720" height="{height}" '
        'font-family="sans-serif" font-size="14" role="img">',
        "<title>Speed on the same text, ftfy.fix_text = 1</title>",
        f'<rect width="720" height="{height}" fill="#fff"/>',
        '<text x="16" y="22" fill="#333">Speed on the same text, ftfy.fix_text = 1 (more is faster)</text>',
    ]
    for i, (name, figure) in enumerate(figures):
        y, wide = 36 + i * _ROW, max(2, round(_WIDTH * figure / most))
        parts.append(f'<text x="16" y="{y + 17}" fill="#333">{name}</text>')
        parts.append(f'<rect x="190" y="{y + 3}" width="{wide}" height="20" rx="2" fill="#2b6cb0"/>')
        parts.append(f'<text x="{198 + wide}" y="{y + 18}" fill="#333">{figure:.3g}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Measure and print; with --picture draw."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--picture", action="store_true", help="draw docs/pictures/speed.svg")
    options.add_argument("--count", action="store_true", help="count instructions too (a minute)")
    given = options.parse_args()
    figures = [*compared()]
    table = Table("system", "speed, ftfy = 1")
    for name, figure in figures:
        table.add_row(name, f"{figure:.3g}")
    Console().print(table)
    print(f"cold start: {cold_start():.2f} s")
    if given.count:
        for kind, figure in counted_to_ftfy().items():
            print(f"{kind}: ftfy needs {figure:.3f} times our instructions")
    if given.picture:
        PICTURE.write_text(picture(figures), "utf-8")


if __name__ == "__main__":
    main()
