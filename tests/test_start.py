"""The start of a command: what it imports, and where it looks for what was compiled before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

import cleanup
from cleanup import cache


def test_the_command_line_alone_imports_no_pipeline() -> None:
    code = "import cleanup.cli, sys; print(sorted({'msgspec', 'regex', 'hyperscan'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", cleanup.__all__)
def test_what_the_package_offers_is_there(name: str) -> None:
    assert getattr(cleanup, name).__name__ == name


def test_it_offers_nothing_else() -> None:
    with pytest.raises(AttributeError, match="module 'cleanup' has no attribute 'Claner'"):
        cleanup.Claner  # noqa: B018


@pytest.mark.parametrize("xdg", [None, "", "relative", "/var/cache/own", "/with space/"])
def test_the_cache_is_where_platformdirs_says(monkeypatch: pytest.MonkeyPatch, xdg: str | None) -> None:
    if xdg is None:
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", xdg)
    assert cache.folder() == Path(platformdirs.user_cache_dir("mt-cleanup"))
