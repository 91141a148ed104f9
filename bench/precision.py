"""How often is each rule right? Writes bench/rules.tsv, one row a rule.

Every rule runs over all text at hand (../shared/eval): machine translations with
human post-edits (MLQE-PE), machine pages beside their human translation (WMT21),
and English written by people. A post-edit is one good text, not the only one, so
`nearer` and `further` compare rules and are not their accuracy; `lift` says how
much more often a rule falls on a place that the human changed than a span of as
many words put anywhere in the same segments.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kit

from cleanup import Cleaner

TABLE = Path(__file__).parent / "rules.tsv"
COLUMNS = (
    "rule", "tier", "machine_per_100k", "human_per_100k", "machine_fires", "human_fires", "postedit_fires",
    "on_change", "lift", "nearer", "same", "further",
)  # fmt: skip


def rows(name: str) -> Iterator[dict[str, Any]]:
    """A JSON-lines file of the kit's data."""
    with (kit.KIT / "data" / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def machine_pages() -> Iterator[str]:
    """Whole pages as engines translate them, and the annotated articles."""
    for page in rows("mtref/wmt21-ruen.jsonl"):
        yield from page["hyp"].values()
    for path in sorted(kit.ARTICLES.glob("*.txt")):
        yield path.read_text("utf-8")


def human_pages() -> Iterator[str]:
    """Pages written or translated by people."""
    for name in ("aeb-articles", "wmt21-news", "wmt21-ruen-ref"):
        yield from (r["text"] for r in rows(f"harm/{name}.jsonl"))


class Tally:
    """Counts of one rule."""

    def __init__(self) -> None:
        self.machine = self.human = 0
        self.fires = self.on_change = 0
        self.chance = 0.0
        self.moved: Counter[str] = Counter()


def measure() -> list[dict[str, object]]:
    """The table, by rule id; rules that never fire are in it."""
    text_kit = kit.text_module()
    cleaner = Cleaner()
    tallies: dict[str, Tally] = defaultdict(Tally)
    words = {"machine": 0, "human": 0}
    for kind, pages in (("machine", machine_pages()), ("human", human_pages())):
        for page in pages:
            words[kind] += len(page.split())
            for edit in cleaner.clean(page).edits:
                tally = tallies[edit.rule]
                setattr(tally, kind, getattr(tally, kind) + 1)
    for split in ("train", "dev"):
        for segment in rows(f"mlqe/{split}.jsonl"):
            _post_edited(segment, cleaner, tallies, text_kit)
    rules = cleaner.rules.rules
    return [_row(i, rules[i].rule.tier, tallies[i], words) for i in sorted(rules)]


def _post_edited(segment: dict[str, str], cleaner: Cleaner, tallies: dict[str, Tally], text_kit: Any) -> None:
    translation, post_edit = segment["mt"], segment["pe"]
    edits = cleaner.clean(translation).edits
    if not edits:
        return
    changed = [
        (s, max(e, s + 1))
        for s, e, r in text_kit.diff_spans(translation, post_edit)
        if not text_kit.is_style(text_kit.change_kind(translation[s:e], r))
    ]
    for edit in edits:
        tally = tallies[edit.rule]
        tally.fires += 1
        tally.on_change += any(s < max(edit.end, edit.start + 1) and edit.start < e for s, e in changed)
        tally.chance += _chance(translation, len(edit.before.split()), changed, text_kit)
        if edit.after is not None:
            tally.moved[kit.direction(translation, post_edit, edit)] += 1


def _chance(text: str, length: int, changed: list[tuple[int, int]], text_kit: Any) -> float:
    """Share of the windows of so many words that touch a changed place."""
    found = [m.span() for m in text_kit._WORD.finditer(text)]
    length = max(1, min(length, len(found)))
    windows = [(found[i][0], found[i + length - 1][1]) for i in range(len(found) - length + 1)]
    hits = sum(any(s < end and start < e for s, e in changed) for start, end in windows)
    return hits / max(1, len(windows))


def _row(rule: str, tier: str, tally: Tally, words: dict[str, int]) -> dict[str, object]:
    return {
        "rule": rule,
        "tier": tier,
        "machine_per_100k": round(tally.machine * 100_000 / words["machine"], 2),
        "human_per_100k": round(tally.human * 100_000 / words["human"], 2),
        "machine_fires": tally.machine,
        "human_fires": tally.human,
        "postedit_fires": tally.fires,
        "on_change": round(tally.on_change / tally.fires, 2) if tally.fires else "",
        "lift": round(tally.on_change / tally.chance, 1) if tally.chance else "",
        **{name: tally.moved[name] for name in ("nearer", "same", "further")},
    }


def main() -> int:
    """Measure and write the table."""
    kit.require()
    table = measure()
    with TABLE.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"{TABLE}: {len(table)} rules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
