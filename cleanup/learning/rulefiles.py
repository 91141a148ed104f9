"""How are rules and settings changed on disk with every comment, order and line kept?

Nothing is parsed and written out again: the one place that changes is found and the new
text put there. The file is then read back, and left as it was if anything is wrong with it.
"""

from __future__ import annotations

import contextlib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from cleanup.errors import CleanupError, RulesError, SettingsError
from cleanup.examples import broken_examples
from cleanup.files import write_whole
from cleanup.learning.learn import Example
from cleanup.page import RuleSet
from cleanup.rules import Rule, load_rules
from cleanup.settings import FILE_NAME, RuleState, Settings, read_settings


def add_example(path: Path, example: Example, settings: Settings) -> str | None:
    """Put an example into its rule's file, last in its list.

    A sentence to keep in which the rule fires needs the example's exception in the rule too:
    returned where that was written. Raises RulesError, and leaves the file, if the rule does not
    do what the example says even so.
    """
    text = path.read_text("utf-8")
    new = _with_example(text, example, path)
    try:
        _replace(path, new, example.rule, settings)
    except RulesError:
        excepted = _with_exception(new, example, path)
        if excepted is None:
            raise
        _replace(path, excepted, example.rule, settings)
        return example.unless
    return None


def _with_example(text: str, example: Example, path: Path) -> str:
    key = "keep" if example.after is None else "change"
    _, node = _fields(text, example.rule, path)[key]
    written = _quoted(example.before)
    if example.after is not None:
        written = f"{{before: {written}, after: {_quoted(example.after)}}}"
    at = node.end_mark.index
    if node.flow_style:
        at -= 1
        return f"{text[:at].rstrip()}{', ' if node.value else ''}{written}{text[at:]}"
    last = node.value[-1].end_mark.index
    line_end = text.find("\n", max(last - 1, 0))
    line_end = len(text) if line_end < 0 else line_end
    return f"{text[:line_end]}\n{' ' * node.start_mark.column}- {written}{text[line_end:]}"


def _with_exception(text: str, example: Example, path: Path) -> str | None:
    """The file with the example's exception in the rule's `unless`; None where there can be none."""
    fields = _fields(text, example.rule, path)
    if example.unless is None or not {"find", "line"} & fields.keys():
        return None
    if "unless" in fields:
        node = fields["unless"][1]
        written = _quoted(f"{node.value}|{example.unless}")
        return f"{text[: node.start_mark.index]}{written}{text[node.end_mark.index :]}"
    mark = fields["change"][0].start_mark
    return f"{text[: mark.index]}unless: {_quoted(example.unless)}\n{' ' * mark.column}{text[mark.index :]}"


def _quoted(text: str) -> str:
    """A string of JSON, which is one of YAML and TOML too, on one line."""
    return json.dumps(text, ensure_ascii=False)


def _fields(text: str, rule_id: str, path: Path) -> dict[str, tuple[Any, Any]]:
    """By key: the key and value of a rule, as nodes that know where they stand in the file."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    rules: list[Any] = next((v.value for k, v in root.value if k.value == "rules"), []) if root else []
    for rule in rules:
        if any(k.value == "id" and v.value == rule_id for k, v in rule.value):
            return {key.value: (key, value) for key, value in rule.value}
    raise RulesError(f"{path}: no rule {rule_id}")


def add_rule(rule: Rule, pack: str, settings: Settings) -> Path:
    """Put a new rule into the user's own pack; returns its file.

    Raises RulesError, and leaves everything as it was, if its examples do not hold.
    """
    if not settings.rule_folders:
        raise SettingsError('say where your own rules lie: rule_folders = ["my-rules"] in cleanup.toml')
    path = Path(settings.rule_folders[0]) / pack / rule.pass_name / "learned.yaml"
    text = path.read_text("utf-8") if path.exists() else "rules:\n"
    _replace(path, text.rstrip("\n") + "\n" + as_yaml(rule), rule.id, settings)
    return path


def as_yaml(rule: Rule) -> str:
    """A rule as an entry of a rule file."""
    fields = {k: v for k, v in msgspec.to_builtins(rule).items() if v is not None}
    if fields.get("case") == "adapt":
        del fields["case"]
    plain = yaml.safe_dump([fields], allow_unicode=True, sort_keys=False, width=1000, default_flow_style=None)
    return "".join(f"  {line}\n" for line in plain.splitlines())


def _replace(path: Path, new: str, rule_id: str, settings: Settings) -> None:
    with _on_trial(path, new, RulesError):
        rules = RuleSet(load_rules(settings), settings)
        broken = list(broken_examples(rules, rule_id))
        if broken:
            raise RulesError("; ".join(broken))


def set_rule_state(
    rule_id: str, state: RuleState | None, path: Path | None = None, *, source: str | None = None
) -> None:
    """Switch a rule off, or give it another tier, in cleanup.toml; None takes the line out again.

    For all articles, or for those of one source. Raises SettingsError, and leaves the file, where
    it cannot be done.
    """
    path = path or Path(FILE_NAME)
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    table: dict[str, Any] = {"rules": {}} if source is None else {"sources": {source: {}}}
    header = next(
        (i for i, line in enumerate(lines) if line.lstrip().startswith("[") and _toml(line) == table), None
    )
    if header is None:
        name = "rules" if source is None else f"sources.{_quoted(source)}"
        lines += [*([""] if lines else []), f"[{name}]"]
        header = len(lines) - 1
    end = next((i for i in range(header + 1, len(lines)) if lines[i].lstrip().startswith("[")), len(lines))
    at = next((i for i in range(header + 1, end) if rule_id in _toml(lines[i])), None)
    written = f'"{rule_id}" = "{state}"'
    if at is None and state is not None:
        while end > header + 1 and not lines[end - 1].strip():
            end -= 1
        lines.insert(end, written)
    elif at is not None:
        comment = re.search(r"\s*#.*", lines[at])
        lines[at : at + 1] = [] if state is None else [written + (comment[0] if comment else "")]
    with _on_trial(path, "\n".join(lines) + "\n", SettingsError):
        settings = read_settings(path)
        if (settings.rules if source is None else settings.sources.get(source, {})).get(rule_id) != state:
            raise SettingsError(f"{path}: its [rules] are written in a way that cannot be changed here")


def _toml(line: str) -> dict[str, Any]:
    """What one line says by itself; nothing where it is no whole statement."""
    try:
        return tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return {}


@contextlib.contextmanager
def _on_trial(path: Path, new: str, refused: type[CleanupError]) -> Iterator[None]:
    """Write a file; if what is then tried with it fails, it is as it was before.

    Raises `refused` where it cannot be written.
    """
    old = path.read_text("utf-8") if path.exists() else None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, new.encode())
    except OSError as err:
        raise refused(f"{path}: cannot be written: {err.strerror}") from err
    try:
        yield
    except BaseException:  # an interrupt (Ctrl-C) comes through here too
        if old is None:
            path.unlink()
        else:
            write_whole(path, old.encode())
        raise
