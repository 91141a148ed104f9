"""What every test may use: external tools, and a home that stays clean."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import pytest

_HOW = {
    "patch": "GNU patch: apt-get install patch",
    "java": "a Java runtime: apt-get install default-jre-headless",
}


def pytest_configure(config: pytest.Config) -> None:
    """Keep compiled rules in pytest's own cache: quick in the next run, nothing in the home folder."""
    if config.cache is not None:
        os.environ["XDG_CACHE_HOME"] = str(config.cache.mkdir("xdg"))


@pytest.fixture(scope="session")
def require() -> Callable[[str], str]:
    """The path of a tool; the test is skipped without it, but fails under CLEANUP_REQUIRE_ALL=1."""

    def find(tool: str) -> str:
        path = shutil.which(tool)
        if path is None:
            reason = f"{tool} is not there ({_HOW.get(tool, 'install it')})"
            if os.environ.get("CLEANUP_REQUIRE_ALL") == "1":
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find
