"""What does one rule say? All its fields and examples, for a person."""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.rules import Compiled


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
