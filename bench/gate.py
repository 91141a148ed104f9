"""Does the product still reach its floors? Exit 0 if so; a table either way.

Floors are in floors.toml, each with its reason. Speed and growth are counted in instructions; without
valgrind they are measured in seconds, with a wide band. Run by `make check`.
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import discrimination
import growth
import kit
import names
import speed
from rich.console import Console
from rich.table import Table

FLOORS = Path(__file__).parent / "floors.toml"


def own_figures() -> dict[str, kit.Figures]:
    """What can be measured anywhere."""
    return {
        "growth": {"times_ten_rules": growth.times_ten()},
        "names": names.measure(),
        **speed_figures(),
    }


def speed_figures() -> dict[str, kit.Figures]:
    """Speed against ftfy's, counted where valgrind is there, else by the processor's clock; the start."""
    found = {"speed": {"cold_start_seconds": speed.cold_start()}, "instructions": speed.counted_to_ftfy()}
    if not found["instructions"]:
        found["speed"]["ratio_to_ftfy"] = speed.ratio_to_ftfy()
    return found


def missing(group: str, name: str) -> str:
    """Why a figure is not there."""
    if group == "instructions" and shutil.which("valgrind") is None:
        return "no valgrind, so by seconds"
    if name in ("samples", "ratio_to_ftfy"):
        return "others are counted"
    return "no ../shared/eval"


KIT_FIGURES: dict[str, Callable[[], kit.Figures]] = {
    "gold": kit.gold,
    "postedit": kit.postedit,
    "harm": kit.harm,
    "encoding": kit.encoding,
    "boilerplate": kit.boilerplate,
    "discrimination": discrimination.figures,
}


def main() -> int:
    """Measure, compare, print."""
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    figures = own_figures()
    if kit.available():
        figures |= {name: measure() for name, measure in KIT_FIGURES.items()}
    table = Table("measure", "figure", "floor", "")
    failed = []
    for group, measures in floors.items():
        for name, floor in measures.items():
            (kind, bound), *_ = floor.items()
            value = figures.get(group, {}).get(name)
            if value is None:
                reason = f"not measured: {missing(group, name)}"
                table.add_row(f"{group}.{name}", "–", f"{kind} {bound}", reason)
                continue
            good = value >= bound if kind == "at_least" else value <= bound
            table.add_row(f"{group}.{name}", f"{value:.3f}", f"{kind} {bound}", "" if good else "MISSED")
            failed += [] if good else [name]
    Console(width=100).print(table)
    print(f"{len(failed)} floors missed" if failed else "all floors reached")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
