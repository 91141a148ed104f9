"""How do other tools fare on the kit's measures? Writes bench/peers.tsv.

    python bench/peers.py [NAME ...]       measure these peers, keep the rows of the others
    python bench/peers.py --run NAME       be one: JSON lines of the kit's protocol, stdin to stdout

Each peer applies the first suggestion of all that it finds, as it comes out of the box.
`languagetool` is the server that `make languagetool` starts.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import kit
import msgspec

from cleanup.engines import EngineError, Match
from cleanup.engines.embedded import Embedded
from cleanup.engines.languagetool import LanguageTool

TABLE = Path(__file__).parent / "peers.tsv"
COLUMNS = ("peer", "measure", "figure")
SECONDS = 300.0
"""A page of the boilerplate set may have 100 kB."""


def by_line(check: Callable[[str], list[Match]]) -> Callable[[str], list[Match]]:
    """The same for a text in which each line is a paragraph, as in ours.

    LanguageTool ends a paragraph, and so a sentence without a full stop, at an empty line; a menu
    of a hundred lines would be one sentence, and take it a minute.
    """

    def checked(text: str) -> list[Match]:
        apart = text.replace("\n", "\n\n")
        found = []
        try:
            matches = check(apart)
        except EngineError as err:  # a page without full stops may take it an hour
            print(err, file=sys.stderr)
            return []
        for m in matches:
            if "\n" not in apart[m.start : m.end]:
                back = apart.count("\n", 0, m.start) // 2
                found.append(msgspec.structs.replace(m, start=m.start - back, end=m.end - back))
        return found

    return checked


CHECKS: dict[str, Callable[[], Callable[[str], list[Match]]]] = {
    "languagetool": lambda: by_line(LanguageTool(seconds=SECONDS).check),
    "lingotweaker": lambda: by_line(Embedded().check),
}
MEASURES: dict[str, Callable[[str], kit.Figures]] = {
    "gold": kit.gold,
    "postedit": kit.postedit,
    "harm": kit.harm,
    "encoding": kit.encoding,
    "boilerplate": kit.boilerplate,
}


def answer(line: str, check: Callable[[str], list[Match]]) -> dict[str, object]:
    """A line of the kit's protocol: first suggestions applied, matches without one flagged."""
    asked = json.loads(line)
    text = out = asked["text"]
    edits: list[dict[str, object]] = []
    later = len(text)
    for m in sorted(check(text), key=lambda m: (m.start, m.end), reverse=True):
        if m.replacements and m.end > later:
            continue
        if m.replacements:
            later = m.start
            out = out[: m.start] + m.replacements[0] + out[m.end :]
        edits.append(
            {
                "start": m.start,
                "end": m.end,
                "before": text[m.start : m.end],
                "after": m.replacements[0] if m.replacements else None,
                "rule": m.rule,
                "category": m.category,
                "status": "applied" if m.replacements else "flagged",
                "alternatives": m.replacements[1:],
            }
        )
    return {"id": asked["id"], "text": out, "edits": edits[::-1]}


def measure(name: str) -> list[dict[str, str]]:
    """The rows of one peer; `us` is this checkout."""
    command = kit.SYSTEM if name == "us" else f"{sys.executable} {Path(__file__)} --run {name}"
    rows = []
    for group, figures in MEASURES.items():
        for key, value in figures(command).items():
            rows.append({"peer": name, "measure": f"{group}.{key}", "figure": f"{value:.4g}"})
            print(*rows[-1].values(), flush=True)
    return rows


def main() -> int:
    """Measure the peers named, or be one."""
    if sys.argv[1:2] == ["--run"]:
        check = CHECKS[sys.argv[2]]()
        for line in sys.stdin:
            print(json.dumps(answer(line, check)))
        return 0
    kit.require()
    names = sys.argv[1:] or ["us", *CHECKS]
    known: list[dict[str, str]] = []
    if TABLE.exists():
        with TABLE.open(encoding="utf-8", newline="") as old:
            known = [r for r in csv.DictReader(old, delimiter="\t") if r["peer"] not in names]
    known += [row for name in names for row in measure(name)]
    with TABLE.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(known, key=lambda r: (r["peer"], r["measure"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
