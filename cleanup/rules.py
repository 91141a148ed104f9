"""What is a rule, and how does a folder of YAML become rules?

Start reading at `load_rules`: packs → files → Rule values, all or nothing. How to
write a rule is told in rules/README.md; matching is in `finder.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal, cast

import msgspec
import regex

from cleanup import cache
from cleanup.article import Meta
from cleanup.edits import Severity, Tier
from cleanup.errors import RulesError, SettingsError
from cleanup.literals import Needle, analyse
from cleanup.macros import Macro, numbered, spell_out
from cleanup.patterns import lazy_re
from cleanup.patterntree import parsed, sure_groups
from cleanup.progress import with_bar
from cleanup.settings import Settings
from cleanup.topics import TABLE

CATEGORIES = (
    "accuracy/addition",
    "accuracy/mistranslation",
    "accuracy/omission",
    "accuracy/untranslated",
    "audience/culture",
    "design/boilerplate",
    "design/layout",
    "design/metadata",
    "linguistic/agreement",
    "linguistic/capitalisation",
    "linguistic/character-encoding",
    "linguistic/duplication",
    "linguistic/grammar",
    "linguistic/pronoun",
    "linguistic/punctuation",
    "linguistic/spelling",
    "linguistic/word-order",
    "locale/date-format",
    "locale/number-format",
    "style/awkward",
    "style/inconsistent",
    "style/unidiomatic",
    "terminology/inconsistent",
    "terminology/name",
    "terminology/wrong-term",
)
"""MQM dimension / error type (themqm.org, MQM-Full), shortened to what articles need."""


class Change(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """An example that must fire; `after` is left out for a flag."""

    before: str
    after: str | None = None


class Rule(msgspec.Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One regularity. Keys are those of the YAML."""

    id: str
    find: str | None = None
    """A pattern within one line; without `find` and `line` the pass's own code finds it."""
    line: str | None = None
    """A pattern for a whole line, outer space apart."""
    replace: str | tuple[str, ...] | None = None
    """The replacement, or several: the first is made or offered, the rest are alternatives."""
    note: str | None = None
    """What to tell the reader of a flag; a flag has no `replace`."""
    tier: Tier
    category: str
    severity: Severity
    why: str
    engine: bool = False
    """A grammar engine finds it, so its examples run where there is one; it gives way to other edits."""
    case: Literal["adapt", "exact"] = "adapt"
    unless: str | None = None
    """The rule is silent where this is found in the same sentence."""
    given: str | None = None
    """The rule speaks only where this is found in the article."""
    topic: tuple[str, ...] = ()
    """The rule speaks only in articles about one of these (see topics.py)."""
    change: tuple[Change, ...]
    keep: tuple[str, ...]

    @property
    def pass_name(self) -> str:
        """The pass it belongs to: the first part of its id."""
        return self.id.partition(".")[0]

    @property
    def templates(self) -> tuple[str, ...]:
        """Its replacements."""
        return (self.replace,) if isinstance(self.replace, str) else self.replace or ()


class Compiled(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A rule made ready for matching: inflection spelt out, literals known."""

    rule: Rule
    origin: str
    """file:line, for messages."""
    pattern: str | None = None
    lists: dict[str, tuple[str, ...]] = {}
    needle: Needle | None = None
    replacements: tuple[str, ...] = ()
    macros: tuple[Macro, ...] = ()
    unless: str | None = None
    given: str | None = None


class RuleBook(msgspec.Struct, frozen=True, kw_only=True):
    """All rules of the chosen packs, in order of id, and the word tables of the passes."""

    rules: tuple[Compiled, ...]
    words: dict[str, tuple[str, ...]]
    """`<pass>.<table>` → sorted entries."""
    key: str = ""
    """Stands for the files it was read from; empty for a book made otherwise."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: list[Rule] = []
    lists: dict[str, list[str]] = {}
    """Word lists for patterns of this file: `\\L<name>`."""
    words: dict[str, list[str]] = {}
    """Word tables for the code of the pass."""
    topics: dict[str, list[str]] = {}
    """Words that tell what an article is about, for the key `topic` of all rules."""


def rules_folder() -> Path:
    """Our own packs: inside the wheel, or beside the package in a checkout."""
    inside = Path(__file__).parent / "data" / "rules"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "rules"


def load_rules(settings: Settings) -> RuleBook:
    """The rules the settings ask for, ready for matching.

    Compiling takes about ten seconds for all our packs; its result is kept in the user's
    cache folder under a hash of all it depends on. Raises RulesError for a file that is not right,
    SettingsError where the settings name a rule that does not exist.
    """
    folders = [rules_folder(), *map(Path, settings.rule_folders)]
    files = rule_files(folders, settings.packs)
    key = _key_of(files)
    book = cache.made("rules", key, RuleBook, partial(_read_as, key, files))
    named = set(settings.rules).union(*settings.sources.values())
    unknown = sorted(named - {c.rule.id for c in book.rules})
    if unknown:
        raise SettingsError(
            f"settings name rules that do not exist: {', '.join(unknown)}. See `cleanup rules list`"
        )
    return book


class RuleFile(msgspec.Struct, frozen=True):
    """A YAML file of a pack: `<pack>/<pass>.yaml` or `<pack>/<pass>/<topic>.yaml`."""

    pass_name: str
    path: Path


def rule_files(folders: list[Path], packs: tuple[str, ...]) -> list[RuleFile]:
    """The files of the packs, in one fixed order. Raises RulesError for an unknown pack."""
    files: list[RuleFile] = []
    for pack in packs:
        found = [f / pack for f in folders if (f / pack).is_dir()]
        if not found:
            known = sorted({p.name for f in folders if f.is_dir() for p in f.iterdir() if p.is_dir()})
            raise RulesError(f"no rule pack {pack!r}; there are: {', '.join(known)}")
        for folder in found:
            paths = sorted(folder.rglob("*.yaml"))
            files += [RuleFile(p.relative_to(folder).parts[0].removesuffix(".yaml"), p) for p in paths]
    return files


_CODE = tuple(
    Path(__file__).parent / f"{name}.py"
    for name in "rules literals patterntree matchtexts rarity macros english".split()
)
"""What compiles rules."""


def _key_of(files: list[RuleFile]) -> str:
    return cache.key_of([*(f.path for f in files), *_CODE])


def _read_as(key: str, files: list[RuleFile]) -> RuleBook:
    return msgspec.structs.replace(read_rules(files), key=key)


def read_rules(files: list[RuleFile]) -> RuleBook:
    """Every rule of the files, or RulesError with file:line and what is allowed there.

    A file that has not changed is not compiled again.
    """
    compiled: dict[str, Compiled] = {}
    words: dict[str, set[str]] = {}
    for file in with_bar(files, "Making rules ready", len(files)):
        part = cache.made("rulefile", _key_of([file]), RuleBook, partial(_compile_file, file))
        for one in part.rules:
            if one.rule.id in compiled:
                origin = compiled[one.rule.id].origin
                raise RulesError(f"{one.origin}: rule {one.rule.id} is already in {origin}")
            compiled[one.rule.id] = one
        for name, entries in part.words.items():
            words.setdefault(name, set()).update(entries)
    _check_topics(compiled.values(), words)
    ordered = tuple(compiled[i] for i in sorted(compiled))
    return RuleBook(rules=ordered, words={k: tuple(sorted(v)) for k, v in sorted(words.items())})


def _check_topics(rules: Iterable[Compiled], words: Mapping[str, set[str]]) -> None:
    known = {name.removeprefix(TABLE) for name in words if name.startswith(TABLE)}
    for one in rules:
        for topic in one.rule.topic:
            if topic not in known:
                raise RulesError(
                    f"{one.origin}: no topic {topic!r}; there are: {', '.join(sorted(known)) or 'none'}"
                )


def _compile_file(file: RuleFile) -> RuleBook:
    content, lines = _read_file(file.path)
    compiled = []
    for rule, line in zip(content.rules, lines, strict=True):
        where = f"{file.path}:{line}"
        _check(rule, file.pass_name, where)
        compiled.append(compile_rule(rule, content.lists, where))
    _check_lists(content, file.path)
    words = {f"{file.pass_name}.{name}": tuple(entries) for name, entries in content.words.items()}
    words |= {TABLE + name: tuple(entries) for name, entries in content.topics.items()}
    return RuleBook(rules=tuple(compiled), words=words)


def _read_file(path: Path) -> tuple[_File, list[int]]:
    import yaml  # a run on cached rules does without

    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as err:
        raise RulesError(f"{path}: cannot be read: {err}") from err
    except yaml.MarkedYAMLError as err:
        line = err.problem_mark.line + 1 if err.problem_mark else 1
        raise RulesError(f"{path}:{line}: not YAML: {err.problem}") from err
    if root is None:
        return _File(), []
    _refuse_double_keys(root, path)
    data = yaml.constructor.SafeConstructor().construct_document(root)
    if not isinstance(data, dict):
        raise RulesError(f"{path}:1: expected a mapping with the keys rules, lists, words, topics")
    rules = data.get("rules") or []
    if not isinstance(rules, list):
        raise RulesError(f"{path}:1: expected a list of rules under `rules`")
    nodes: list[Any] = next((v.value for k, v in root.value if k.value == "rules"), [])
    lines = [n.start_mark.line + 1 for n in nodes]
    for item, line in zip(rules, lines, strict=True):
        _convert(item, Rule, f"{path}:{line}")
    return _convert(data, _File, f"{path}:1"), lines


def _convert(item: Any, kind: Any, where: str) -> Any:
    try:
        return msgspec.convert(item, kind)
    except msgspec.ValidationError as err:
        raise RulesError(f"{where}: {err}. Keys: {', '.join(kind.__struct_fields__)}") from err


def _refuse_double_keys(node: Any, path: Path) -> None:
    if node.id == "mapping":
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                raise RulesError(f"{path}:{key.start_mark.line + 1}: key {key.value!r} stands twice")
            seen.add(key.value)
            _refuse_double_keys(value, path)
    elif node.id == "sequence":
        for item in node.value:
            _refuse_double_keys(item, path)


def _check(rule: Rule, pass_name: str, where: str) -> None:
    """Refuse what is well-formed but wrong."""
    problems = (
        (
            not re.fullmatch(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*", rule.id),
            f"id {rule.id!r} is not like {pass_name}.short-name",
        ),
        (rule.pass_name != pass_name, f"id {rule.id} must begin with {pass_name}."),
        (rule.category not in CATEGORIES, f"category {rule.category!r}; allowed: {', '.join(CATEGORIES)}"),
        (rule.find is not None and rule.line is not None, f"{rule.id}: give find or line, not both"),
        (rule.tier == "flag" and rule.replace is not None, f"{rule.id}: a flag has a note and no replace"),
        (rule.tier == "flag" and rule.note is None, f"{rule.id}: a flag needs a note"),
        (
            rule.tier != "flag" and rule.find is not None and rule.replace is None,
            f"{rule.id}: replace is missing",
        ),
        (not rule.why.strip(), f"{rule.id}: why is empty"),
        (not rule.change, f"{rule.id}: needs at least one example in change"),
        (not rule.keep, f"{rule.id}: needs at least one near-miss in keep"),
    )
    for wrong, text in problems:
        if wrong:
            raise RulesError(f"{where}: {text}")
    for example in rule.change:
        if (example.after is None) != (rule.tier == "flag"):
            raise RulesError(f"{where}: {rule.id}: an example has `after` exactly if the rule is no flag")


def _check_lists(content: _File, path: Path) -> None:
    used = " ".join(p for r in content.rules for p in (r.find, r.line, r.unless, r.given) if p)
    for name, entries in content.lists.items():
        if f"\\L<{name}>" not in used:
            raise RulesError(f"{path}:1: list {name!r} is used by no pattern")
        if len(set(entries)) != len(entries):
            raise RulesError(f"{path}:1: list {name!r} has an entry twice")


# --- compiling -----------------------------------------------------------------

_LIST = lazy_re(r"\\L<(\w+)>")
_LINE_BREAK = lazy_re(r"\n[ ]*")
"""A long pattern may stand on several lines (`|-` in YAML); the breaks are no part of it."""


def compile_rule(rule: Rule, lists: dict[str, list[str]], where: str) -> Compiled:
    """A rule made ready for matching; `lists` are those of its file, `where` is its file:line.

    Raises RulesError where a pattern is bad, tells too little, or asks for what is not there.
    """
    source = rule.find or rule.line
    if source is None:
        return Compiled(rule=rule, origin=where)
    rule_at = f"{where}: {rule.id}"
    pattern, words = spell_out(_LINE_BREAK.sub("", source))
    names = set(_LIST.findall(pattern))
    if unknown := sorted(names - lists.keys()):
        raise RulesError(
            f"{rule_at}: no list {unknown[0]!r} in this file; there are: {', '.join(lists) or 'none'}"
        )
    used = {name: tuple(sorted(lists[name])) for name in sorted(names)}
    unless, given = (_condition(text, rule_at) for text in (rule.unless, rule.given))
    curly = _with_curly(pattern)
    _check_groups(rule.templates, _sound(curly, used, rule_at), rule_at)
    needle, sure = _analysed(pattern, used, rule_at, line=rule.line is not None)
    try:
        replacements, macros = numbered(rule.templates, words, sure)
    except ValueError as err:
        raise RulesError(f"{rule_at}: {err}") from err
    return Compiled(
        rule=rule,
        origin=where,
        pattern=curly,
        lists=used,
        needle=needle,
        replacements=replacements,
        macros=macros,
        unless=unless,
        given=given,
    )


def _analysed(
    pattern: str, lists: dict[str, tuple[str, ...]], rule_at: str, *, line: bool
) -> tuple[Needle, frozenset[str]]:
    """What to scan for, and the groups that each match has."""
    try:
        needle = analyse(pattern, lists, line=line)
        sure = sure_groups(parsed(pattern, lists))
    except re.error as err:
        raise RulesError(f"{rule_at}: pattern outside the common syntax of re and regex: {err}") from err
    if needle is None:
        raise RulesError(
            f"{rule_at}: every match must hold some rare word, else each text would be tried; "
            "make a word of the pattern obligatory"
        )
    return needle, sure


def _condition(text: str | None, rule_at: str) -> str | None:
    if text is None:
        return None
    pattern, _ = spell_out(text)
    _sound(pattern, {}, rule_at)
    return pattern


_ESCAPE_CLASS_OR_APOSTROPHE = lazy_re(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|'")


def _with_curly(pattern: str) -> str:
    """The pattern with each straight apostrophe standing for the curly one too."""

    def both(m: re.Match[str]) -> str:
        if m[0][0] == "[":
            return m[0].replace("'", "'\u2019")
        return "['\u2019]" if m[0] == "'" else m[0]

    return _ESCAPE_CLASS_OR_APOSTROPHE.sub(both, pattern)


def _sound(pattern: str, lists: dict[str, tuple[str, ...]], rule_at: str) -> regex.Pattern[str]:
    try:
        return regex.compile(pattern, **cast("dict[str, Any]", lists))
    except regex.error as err:
        raise RulesError(f"{rule_at}: bad pattern: {err}") from err


_GROUP = lazy_re(r"\\(\d{1,2})|\\g<(\w+)>|\{(?:title|small):(\d)\}")


def _check_groups(templates: Iterable[str], pattern: regex.Pattern[str], rule_at: str) -> None:
    for group in (m[m.lastindex or 0] for t in templates for m in _GROUP.finditer(t)):
        if group not in pattern.groupindex and not (group.isdigit() and int(group) <= pattern.groups):
            raise RulesError(f"{rule_at}: replace asks for group {group}, which find does not have")


META_FIELDS = frozenset(Meta.__struct_fields__)
"""A named group of a pattern with one of these names goes into the article's metadata."""
