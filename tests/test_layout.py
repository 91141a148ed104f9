"""The house stays as designed: what lies where, and which way imports flow."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from cleanup.passes import ORDER, pass_name
from cleanup.rules import load_rules
from cleanup.settings import Settings

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cleanup"
FILES = sorted(PACKAGE.rglob("*.py"))
LINES_CEILING = 500
FUNCTION_CEILING = 40

TOP = {"cleanup", "raw", "cleaned", "rules", "tests", "pyproject.toml", "bench", "docs"}
HABIT = {"Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "constraints.txt"}

STOREYS = [
    {"errors", "cache", "patterns", "patterntree", "processes", "progress", "loopback"},
    {"settings", "article", "literals", "matchtexts", "rarity", "english", "macros", "scanner"},
    {"edits", "draft", "triggers", "engines", "pieces", "topics"},
    {"rules"},
    {"index", "finder"},
    {"page"},
    {"passes"},
    {"score", "decisions", "placing"},
    {"pipeline"},
    {"examples", "webpage", "files", "report", "batch", "doctor"},
    {"learning"},
    {"ingest", "review", "server"},
    {"cli_options"},
    {"cli_ingest", "cli_review", "cli_learn", "cli_serve"},
    {"cli"},
]
"""From the ground up: a module imports its own storey or lower ones. Helpers of the
passes that are not named here stand between `page` and `passes`."""


def storey(module: str) -> float:
    for height, names in enumerate(STOREYS):
        if module in names:
            return height
    return next(h for h, names in enumerate(STOREYS) if "passes" in names) - 0.5


def top_module(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cleanup"):
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {a.name for a in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("cleanup.")}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
class TestEveryFile:
    def test_imports_flow_one_way(self, path: Path) -> None:
        me = top_module(path)
        if me in ("__init__", "__main__"):
            return
        assert [m for m in sorted(imports(path)) if storey(m) > storey(me)] == []

    def test_is_short(self, path: Path) -> None:
        assert len(path.read_text("utf-8").splitlines()) <= LINES_CEILING

    def test_functions_are_short(self, path: Path) -> None:
        functions = [
            n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef)
        ]
        long = {
            f.name: length
            for f in functions
            if (length := (f.end_lineno or 0) - f.lineno + 1 - docstring_lines(f)) > FUNCTION_CEILING
        }
        assert long == {}

    def test_only_the_command_line_prints(self, path: Path) -> None:
        if path.stem.startswith("cli"):
            return
        calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        assert [c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"] == []


def docstring_lines(function: ast.FunctionDef) -> int:
    first = function.body[0]
    is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return (first.end_lineno or 0) - first.lineno + 1 if is_doc else 0


class TestHouse:
    def test_top_level(self) -> None:
        there = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")}
        assert there - TOP - HABIT - {"dist", "build", "mt_cleanup.egg-info"} == set()

    def test_every_pass_file_is_in_order(self) -> None:
        files = {p.stem for p in (PACKAGE / "passes").glob("*.py")} - {"__init__"}
        assert {pass_name(p) for p in ORDER} == files

    def test_every_pass_has_a_test_file(self) -> None:
        with_rules = {c.rule.pass_name for c in load_rules(Settings()).rules}
        tests = {p.stem.removeprefix("test_") for p in (ROOT / "tests" / "passes").glob("test_*.py")}
        assert with_rules - tests == set()

    def test_every_rules_file_is_named_after_a_pass(self) -> None:
        passes = {pass_name(p) for p in ORDER}
        for pack in Settings().packs:
            heads = {p.name.removesuffix(".yaml") for p in (ROOT / "rules" / pack).iterdir()}
            assert heads <= passes

    def test_code_holds_no_word_lists(self) -> None:
        """A long run of words in the code of a pass belongs into rules/."""
        found = []
        for path in FILES:
            if top_module(path) in ("english", "literals"):
                continue  # facts of the alphabet of the engine, each with its reason there
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    words = re.findall(r"(?<=\|)[A-Za-z]{3,}(?=\|)", node.value)
                    if len(words) > 40:
                        found.append((path.name, node.lineno))
        assert found == []
