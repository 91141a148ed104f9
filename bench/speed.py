"""How fast is the default pipeline, against ftfy.fix_text alone on the same text?

Prints ratios: seconds mean little on a shared machine. The corpus is our own sample
articles with other digits and names each time, so that no cache helps; where the
evaluation kit is at hand its larger corpus is used instead.
"""

from __future__ import annotations

import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import ftfy
import kit

from cleanup import Cleaner

RAW = Path(__file__).parent.parent / "raw"
MEGABYTES = 2.0
ROUNDS = 5
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_NAMES = ("Karelin", "Maslova", "Perm", "Harrison", "Bergen", "Jensen", "Lisbon", "Okafor")


def corpus() -> list[str]:
    """Documents of MEGABYTES in all, the same each time."""
    if kit.available():
        return kit.speed_corpus(MEGABYTES)
    return own_corpus()


def own_corpus() -> list[str]:
    """Our samples, varied."""
    pick = random.Random(7)  # noqa: S311 - the same corpus each time
    base = [p.read_text("utf-8", errors="surrogateescape") for p in sorted(RAW.glob("*.txt"))]
    documents: list[str] = []
    while sum(map(len, documents)) < MEGABYTES * 1e6:
        for text in base:
            digits = re.sub(r"\d", lambda _: str(pick.randrange(10)), text)
            documents.append(_CAPITAL.sub(lambda m: pick.choice([m[0], *_NAMES]), digits))
    return documents


def seconds(work: Callable[[str], object], documents: list[str]) -> float:
    """Processor time of this process, less sensitive to others' load than the clock."""
    start = time.process_time()
    for text in documents:
        work(text)
    return time.process_time() - start


def ratio_to_ftfy() -> float:
    """Speed of the pipeline as a multiple of ftfy's: median over rounds, each with both."""
    documents, cleaner = corpus(), Cleaner()
    seconds(cleaner.clean, documents[:50])
    ratios = [seconds(ftfy.fix_text, documents) / seconds(cleaner.clean, documents) for _ in range(ROUNDS)]
    return statistics.median(ratios)


def cold_start() -> float:
    """Seconds from the command to its answer, median of five."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "cleanup", "text"], input=b"A text.\n", check=True, capture_output=True
        )
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    print(f"pipeline: {ratio_to_ftfy():.2f} times the speed of ftfy.fix_text")
    print(f"cold start: {cold_start():.2f} s")
