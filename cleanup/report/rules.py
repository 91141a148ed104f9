"""What does one rule say, and how has it fared? All its fields, examples and figures, for a person."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from cleanup.rules import Compiled

_PACKAGE = Path(__file__).parent.parent
_TABLES = (_PACKAGE / "data" / "rules.tsv", _PACKAGE.parent / "bench" / "rules.tsv")
"""The table of bench/precision.py: inside the wheel, or in a checkout."""


def described(compiled: Compiled) -> Iterator[str]:
    """The rule's id and place, each field that is set, then its examples."""
    rule = compiled.rule
    yield f"{rule.id}  ({compiled.origin})"
    replace = rule.replace if isinstance(rule.replace, str | None) else " | ".join(rule.replace)
    fields = {
        "tier": rule.tier,
        "category": rule.category,
        "severity": rule.severity,
        "why": rule.why,
        "find": rule.find,
        "line": rule.line,
        "replace": replace,
        "note": rule.note,
        "unless": rule.unless,
        "given": rule.given,
    }
    for name, value in fields.items():
        if value is not None:
            yield f"  {name:<9} {value}"
    for change in rule.change:
        yield f"  change    {change.before!r}"
        if change.after is not None:
            yield f"         →  {change.after!r}"
    for text in rule.keep:
        yield f"  keep      {text!r}"
    yield f"  measured  {measured(rule.id)}"


def measured(rule_id: str) -> str:
    """How often the rule fired on text at hand, and what post-editors did there."""
    table = next((t for t in _TABLES if t.is_file()), None)
    if table is None:
        return "no table: bench/precision.py makes one"
    with table.open(encoding="utf-8", newline="") as lines:
        row = next((r for r in csv.DictReader(lines, delimiter="\t") if r["rule"] == rule_id), None)
    if row is None:
        return "not yet"
    fires = f"fired {row['machine_fires']}× in machine text, {row['human_fires']}× in human English"
    if row["postedit_fires"] == "0":
        return f"{fires}, never in post-edited segments"
    moved = f"{row['nearer']} nearer the post-edit, {row['further']} further; lift {row['lift'] or 'unknown'}"
    return f"{fires}, {row['postedit_fires']}× in post-edited segments ({moved})"
