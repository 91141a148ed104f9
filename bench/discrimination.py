"""Does the score tell machine from human? AUC per engine, and Spearman against HTER.

On whole WMT21 pages, the AUC is the share of pairs (machine page, human page) in
which the machine's has more penalty points, ties counting half. On MLQE-PE the
score of a segment is ranked against the share of it that the post-editor changed.
"""

from __future__ import annotations

import statistics
import sys

import kit
from precision import rows
from rapidfuzz.distance import Levenshtein

from cleanup import Cleaner


def auc(machine: list[float], human: list[float]) -> float:
    """Area under the ROC curve by Mann and Whitney's count."""
    wins = sum((m > h) + 0.5 * (m == h) for m in machine for h in human)
    return wins / (len(machine) * len(human))


def ranks(values: list[float]) -> list[float]:
    """Ranks from 1, ties sharing their mean."""
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for i in order[start:end]:
            out[i] = (start + end + 1) / 2
        start = end
    return out


def spearman(a: list[float], b: list[float]) -> float:
    """Correlation of ranks."""
    return statistics.correlation(ranks(a), ranks(b))


def auc_per_engine(cleaner: Cleaner) -> dict[str, float]:
    """Engine → AUC of the score before cleanup, against the human page."""
    pages = list(rows("mtref/wmt21-ruen.jsonl"))
    human = [cleaner.clean(p["ref"]).score.before for p in pages]
    return {
        engine: auc([cleaner.clean(p["hyp"][engine]).score.before for p in pages], human)
        for engine in sorted(pages[0]["hyp"])
    }


def figures() -> kit.Figures:
    """The mean AUC, for the gate."""
    return {"auc": statistics.mean(auc_per_engine(Cleaner()).values())}


def hter_correlation(cleaner: Cleaner) -> float:
    """Spearman of the score of MLQE-PE segments with the share of words edited."""
    points, effort = [], []
    for split in ("train", "dev"):
        for segment in rows(f"mlqe/{split}.jsonl"):
            points.append(cleaner.clean(segment["mt"]).score.before)
            a, b = segment["mt"].split(), segment["pe"].split()
            effort.append(Levenshtein.distance(a, b) / max(1, len(b)))
    return spearman(points, effort)


def main() -> int:
    """Print both."""
    kit.require()
    cleaner = Cleaner()
    engines = auc_per_engine(cleaner)
    for engine, value in engines.items():
        print(f"{engine:10} AUC {value:.3f}")
    print(f"{'mean':10} AUC {statistics.mean(engines.values()):.3f}")
    print(f"Spearman against HTER: {hter_correlation(cleaner):+.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
