"""Does the product still reach its floors? Exit 0 if so; a table either way.

Floors are in floors.toml, each with its reason. Run by `make check`.
"""

from __future__ import annotations

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
        "growth": {"times_ten_rules": growth.measure()[0]},
        "names": names.measure(),
        "speed": {"ratio_to_ftfy": speed.ratio_to_ftfy(), "cold_start_seconds": speed.cold_start()},
    }


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
                table.add_row(
                    f"{group}.{name}",
                    "–",
                    f"{kind} {bound}",
                    "not measured: no ../shared/eval",
                )
                continue
            good = value >= bound if kind == "at_least" else value <= bound
            table.add_row(f"{group}.{name}", f"{value:.3f}", f"{kind} {bound}", "" if good else "MISSED")
            failed += [] if good else [name]
    Console(width=100).print(table)
    print(f"{len(failed)} floors missed" if failed else "all floors reached")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
