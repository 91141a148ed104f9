"""What the documentation says is so: the files and commands it names are there, its examples work."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cleanup
from cleanup.cli import app
from cleanup.pipeline import Cleaner

ROOT = Path(__file__).parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("rules/*.md")])
TOP = {p.name for p in ROOT.iterdir()}
CODE = re.compile(r"```.*?```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")
PLACEHOLDER = re.compile(r"[<>*…{}$ ]|\b(?:my|your)-|\bNAME\b|\bID\b")


def named_files(doc: Path) -> list[str]:
    """Paths in single backticks that start in the top folder, and the targets of links."""
    text = doc.read_text("utf-8")
    spans = [m[1] for m in CODE.finditer(text) if m[1]]
    paths = [s for s in spans if not PLACEHOLDER.search(s) and s.partition("/")[0] in TOP]
    links = [str((doc.parent / m[1]).resolve().relative_to(ROOT)) for m in LINK.finditer(text)]
    return paths + links


def test_there_is_documentation() -> None:
    names = {str(d.relative_to(ROOT)) for d in DOCS}
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "rules/README.md"} <= names
    assert sum(len(named_files(d)) for d in DOCS) > 20


@pytest.mark.parametrize("doc", DOCS, ids=lambda d: str(d.relative_to(ROOT)))
def test_named_files_exist(doc: Path) -> None:
    assert [name for name in named_files(doc) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda d: str(d.relative_to(ROOT)))
def test_named_commands_exist(doc: Path) -> None:
    code = "\n".join(m[0] for m in CODE.finditer(doc.read_text("utf-8")))
    commands = set(re.findall(r"(?<![\w/.=-])(?:\.venv/bin/)?cleanup ([a-z]+)(?![\w.])", code)) - {"import"}
    assert commands - set(app.commands) == set()
    targets = set(re.findall(r"^\s*make ([a-z]+)$|`make ([a-z]+)`", code, re.MULTILINE))
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {a or b for a, b in targets} - known == set()


def test_decisions_are_numbered() -> None:
    numbers = [p.name[:3] for p in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == [f"{n:03}" for n in range(1, len(numbers) + 1)]


def blocks(language: str) -> list[str]:
    """The README's code blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


def test_the_before_and_after_of_the_readme_are_real() -> None:
    [before, after] = blocks("text")
    assert Cleaner().clean(before).text == after


def test_the_python_of_the_readme_runs() -> None:
    for code in blocks("python"):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
        assert done.stdout.strip()


MODULES = [m.name for m in pkgutil.walk_packages(cleanup.__path__, "cleanup.") if "__main__" not in m.name]


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0
