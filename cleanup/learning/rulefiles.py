"""How are rules and settings changed on disk with every comment, order and line kept?

Nothing is parsed and written out again: the one place that changes is found and the new
text put there. The file is then read back, and left as it was if anything is wrong with it.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from cleanup.errors import RulesError, SettingsError
from cleanup.examples import broken_examples
from cleanup.learning.learn import Example
from cleanup.page import RuleSet
from cleanup.rules import Rule, load_rules
from cleanup.settings import FILE_NAME, RuleState, Settings, read_settings


def add_example(path: Path, example: Example, settings: Settings) -> None:
    """Put an example into its rule's file, last in its list.

    Raises RulesError, and leaves the file, if the rule does not do what the example says.
    """
    text = path.read_text("utf-8")
    key = "keep" if example.after is None else "change"
    value = example.before if example.after is None else {"before": example.before, "after": example.after}
    node = _list_of(text, example.rule, key, path)
    written = json.dumps(value, ensure_ascii=False)  # JSON is YAML on one line
    if isinstance(value, dict):
        written = "{" + ", ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in value.items()) + "}"
    at = node.end_mark.index
    if node.flow_style:
        at -= 1
        new = f"{text[:at].rstrip()}{', ' if node.value else ''}{written}{text[at:]}"
    else:
        last = node.value[-1].end_mark.index
        line_end = text.find("\n", max(last - 1, 0))
        line_end = len(text) if line_end < 0 else line_end
        new = f"{text[:line_end]}\n{' ' * node.start_mark.column}- {written}{text[line_end:]}"
    _replace(path, text, new, example.rule, settings)


def _list_of(text: str, rule_id: str, key: str, path: Path) -> Any:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    rules: list[Any] = next((v.value for k, v in root.value if k.value == "rules"), []) if root else []
    for rule in rules:
        fields = {k.value: v for k, v in rule.value}
        if fields["id"].value == rule_id:
            return fields[key]
    raise RulesError(f"{path}: no rule {rule_id}")


def add_rule(rule: Rule, pack: str, settings: Settings) -> Path:
    """Put a new rule into the user's own pack; returns its file.

    Raises RulesError, and leaves everything as it was, if its examples do not hold.
    """
    if not settings.rule_folders:
        raise SettingsError('say where your own rules lie: rule_folders = ["my-rules"] in cleanup.toml')
    path = Path(settings.rule_folders[0]) / pack / rule.pass_name / "learned.yaml"
    text = path.read_text("utf-8") if path.exists() else "rules:\n"
    _replace(path, text, text.rstrip("\n") + "\n" + as_yaml(rule), rule.id, settings)
    return path


def as_yaml(rule: Rule) -> str:
    """A rule as an entry of a rule file."""
    fields = {k: v for k, v in msgspec.to_builtins(rule).items() if v is not None}
    if fields.get("case") == "adapt":
        del fields["case"]
    plain = yaml.safe_dump([fields], allow_unicode=True, sort_keys=False, width=1000, default_flow_style=None)
    return "".join(f"  {line}\n" for line in plain.splitlines())


def _replace(path: Path, old: str, new: str, rule_id: str, settings: Settings) -> None:
    was_there = path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, new)
        rules = RuleSet(load_rules(settings), settings)
        broken = list(broken_examples(rules, rule_id))
        if broken:
            raise RulesError("; ".join(broken))
    except OSError as err:
        raise RulesError(f"{path}: cannot be written: {err.strerror}") from err
    except RulesError:
        if was_there:
            _write(path, old)
        else:
            path.unlink()
        raise


def set_rule_state(rule_id: str, state: RuleState | None, path: Path | None = None) -> None:
    """Switch a rule off, or give it another tier, in cleanup.toml; None takes the line out again.

    Raises SettingsError, and leaves the file, where it cannot be done.
    """
    path = path or Path(FILE_NAME)
    old = path.read_text("utf-8") if path.exists() else ""
    lines = old.splitlines()
    header = next((i for i, line in enumerate(lines) if re.fullmatch(r"\s*\[rules\]\s*(#.*)?", line)), None)
    if header is None:
        lines += [*([""] if lines else []), "[rules]"]
        header = len(lines) - 1
    end = next((i for i in range(header + 1, len(lines)) if lines[i].lstrip().startswith("[")), len(lines))
    entry = re.compile(rf"""\s*["']{re.escape(rule_id)}["']\s*=\s*["'][a-z]*["']""")
    at = next((i for i in range(header + 1, end) if entry.match(lines[i])), None)
    written = f'"{rule_id}" = "{state}"'
    if at is None and state is not None:
        while end > header + 1 and not lines[end - 1].strip():
            end -= 1
        lines.insert(end, written)
    elif at is not None:
        lines[at : at + 1] = [] if state is None else [written + lines[at][entry.match(lines[at]).end() :]]  # type: ignore[union-attr]
    try:
        _write(path, "\n".join(lines) + "\n")
        if read_settings(path).rules.get(rule_id) != state:
            raise SettingsError(f"{path}: its [rules] are written in a way that cannot be changed here")
    except OSError as err:
        raise SettingsError(f"{path}: cannot be written: {err.strerror}") from err
    except SettingsError:
        if old:
            _write(path, old)
        else:
            path.unlink()
        raise


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)
