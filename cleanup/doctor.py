"""Is everything here that cleanup needs or can use? Start reading at `examine`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Literal

import msgspec

from cleanup import cache
from cleanup.engines import local
from cleanup.engines.languagetool import base_url
from cleanup.errors import CleanupError
from cleanup.rules import load_rules
from cleanup.settings import Settings

OLDEST_PYTHON = (3, 11)


class Finding(msgspec.Struct, frozen=True):
    """One thing looked for. Only `missing` keeps cleanup from working; `absent` is optional."""

    name: str
    state: Literal["there", "absent", "missing"]
    detail: str


def examine(settings: Settings) -> Iterator[Finding]:
    """What is needed, then what is optional, each with its version or the way to get it."""
    yield _python()
    yield from _packages()
    yield _rules(settings)
    yield _cache()
    yield _program("Java", ("java",), "optional, runs LanguageTool: apt-get install default-jre-headless")
    yield from _engines(settings)
    yield _module(
        "pymorphy3", "pymorphy3", "optional, reads the source text: pip install 'mt-cleanup[source]'"
    )
    yield _module(
        "Parquet", "pyarrow", "optional, .parquet and .zst files: pip install 'mt-cleanup[parquet]'"
    )
    yield _module("trafilatura", "trafilatura", "optional, .html files: pip install 'mt-cleanup[html]'")
    yield _module(
        "psycopg", "psycopg", "optional, decisions in PostgreSQL: pip install 'mt-cleanup[postgresql]'"
    )
    yield _module("watchfiles", "watchfiles", "optional, run --watch: pip install 'mt-cleanup[watch]'")
    yield _module("Ray", "ray", "optional, many machines: pip install 'mt-cleanup[ray]'")
    yield _program(
        "Chromium",
        ("chromium", "chromium-browser", "google-chrome"),
        "optional, runs tests of the review page: apt-get install chromium",
    )


def _python() -> Finding:
    found = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        return Finding("Python", "missing", f"{found} is too old; 3.11 or later is needed")
    return Finding("Python", "there", f"{found} ({sys.executable})")


def _packages() -> Iterator[Finding]:
    """The packages that our own distribution says it requires."""
    try:
        required = importlib.metadata.requires("mt-cleanup") or []
    except importlib.metadata.PackageNotFoundError:
        yield Finding("mt-cleanup", "missing", "not installed here: pip install -e .")
        return
    for requirement in required:
        if "extra ==" in requirement:
            continue
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            yield Finding(name, "there", importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, "missing", f"pip install '{requirement}'")


def _rules(settings: Settings) -> Finding:
    try:
        book = load_rules(settings)
    except CleanupError as err:
        return Finding("rules", "missing", str(err))
    passes = Counter(c.rule.pass_name for c in book.rules)
    each = ", ".join(f"{name} {n}" for name, n in sorted(passes.items()))
    return Finding("rules", "there", f"{len(book.rules)} from {', '.join(settings.packs)}: {each}")


def _cache() -> Finding:
    folder = cache.folder()
    nearest = next(p for p in [folder, *folder.parents] if os.path.exists(p))
    if os.access(nearest, os.W_OK):
        return Finding("cache", "there", str(folder))
    return Finding("cache", "absent", f"{folder} cannot be written; each start compiles the rules again")


def _program(name: str, commands: tuple[str, ...], how: str) -> Finding:
    path = next((p for c in commands if (p := shutil.which(c))), None)
    return Finding(name, "there", path) if path else Finding(name, "absent", how)


def _engines(settings: Settings) -> Iterator[Finding]:
    """The grammar engines that can be had, and the one in use."""
    home = local.installed()
    how = "optional grammar engine: `make languagetool` in a checkout, or --languagetool URL"
    yield Finding("LanguageTool", "there", str(home)) if home else Finding("LanguageTool", "absent", how)
    url = base_url(settings.languagetool) if settings.languagetool else f"http://127.0.0.1:{local.PORT}"
    if local.answers(url):
        yield Finding("LanguageTool server", "there", f"answers at {url}")
    else:
        yield Finding("LanguageTool server", "absent", f"none answers at {url}")
    yield _module(
        "LingoTweaker",
        "lt_py",
        "optional, LanguageTool's rules without Java: pip install 'mt-cleanup[grammar]'",
    )
    in_use = "off; --grammar embedded or languagetool, or `grammar` in cleanup.toml, puts one in use"
    yield Finding("grammar engine", "there", in_use if settings.grammar == "off" else settings.grammar)


def _module(name: str, module: str, how: str) -> Finding:
    if importlib.util.find_spec(module) is None:
        return Finding(name, "absent", how)
    return Finding(name, "there", f"Python module {module}")
