"""What did `check` find, in SARIF 2.1.0? For code-scanning pages and editors.

The format is told in docs.oasis-open.org/sarif/sarif/v2.1.0; section numbers are its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from cleanup import __version__
from cleanup.edits import Edit, Severity, decision_key
from cleanup.pipeline import Result
from cleanup.report.diff import LineIndex
from cleanup.report.findings import findings
from cleanup.report.places import place
from cleanup.rules import Rule

_LEVEL: dict[Severity, str] = {"neutral": "note", "minor": "note", "major": "warning", "critical": "error"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(checked: Sequence[tuple[str, Result]], rules: dict[str, Rule]) -> dict[str, Any]:
    """One run over the (path, result) pairs; `rules` describes the rules that may occur."""
    ids = sorted({e.rule for _, result in checked for e in findings(result)})
    number = {rule_id: i for i, rule_id in enumerate(ids)}
    driver = {
        "name": "cleanup",
        "semanticVersion": __version__,
        "rules": [_rule(rules[i]) if i in rules else {"id": i} for i in ids],
    }
    results = [found for path, result in checked for found in _results(path, result, number)]
    # columns count code points, as our offsets do (3.14.17)
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": _text(rule.note or rule.why)},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tier": rule.tier, "category": rule.category, "severity": rule.severity},
    }


def _results(path: str, result: Result, number: dict[str, int]) -> list[dict[str, Any]]:
    index = LineIndex(result.raw)
    artifact = {"uri": _uri(path)}
    return [_result(edit, index, artifact, number[edit.rule]) for edit in findings(result)]


def _result(edit: Edit, index: LineIndex, artifact: dict[str, str], number: int) -> dict[str, Any]:
    at = place(index, edit)
    region = {
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
        "charOffset": edit.start,
        "charLength": edit.end - edit.start,
    }
    found: dict[str, Any] = {
        "ruleId": edit.rule,
        "ruleIndex": number,
        "level": _LEVEL[edit.severity],
        "message": {"text": _text(edit.message)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"decisionKey/v1": decision_key(edit.rule, index.text, edit.start, edit.end)},
        "properties": {"tier": edit.tier, "status": edit.status},
    }
    if edit.after is not None:
        found["fixes"] = [_fix(after, region, artifact) for after in (edit.after, *edit.alternatives)]
    return found


def _fix(after: str, region: dict[str, int], artifact: dict[str, str]) -> dict[str, Any]:
    replacement = {"deletedRegion": region, "insertedContent": {"text": _text(after)}}
    return {"artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}]}


def _text(text: str) -> str:
    """Text that every JSON reader takes: no lone surrogates (the signs of broken bytes)."""
    return text.encode("utf-8", "replace").decode()


def _uri(path: str) -> str:
    """A relative or file URI (3.4.3).

    >>> _uri("raw/two words.txt")
    'raw/two%20words.txt'
    """
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix().encode("utf-8", "surrogateescape"))
