"""A project with articles, its review server as a process of its own, and Debian's Chromium."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Project
from playwright.sync_api import Browser, BrowserContext, Page

NEWS = (
    "In the dry residue, we lost the first game.\nThey make an accent on speed in spring. "
    "It is a question of price for many.\n\nWe make an accent on work in autumn. Nobody else was there.\n"
)
HOSTILE = (
    'A headline <script>document.title = "run"</script> here\n\n'
    '"><img src=x onerror="document.title = \'run\'"> They make an accent on <b>speed</b> {{ 7 * 7 }} '
    "{% raw %} \u202elaog a\u202c with \x00 and \u200b and \ud7ff.\n"
)


class Server:
    """`cleanup review` in a project, as a process."""

    def __init__(self, root: Path, *args: str) -> None:
        self.root = root
        command = [sys.executable, "-m", "cleanup", "review", "--no-browser", "--as", "Ann", *args]
        self._process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert self._process.stdout is not None
        line = self._process.stdout.readline().decode()
        found = re.search(r"http://\S+", line)
        assert found, line + self._process.stdout.read().decode()
        self.link = found[0]
        self.origin = self.link.partition("/?")[0]

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """End it; returns the exit code."""
        self._process.send_signal(how)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return self._process.wait(20)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers, and stops them after the test."""
    running: list[Server] = []

    def start(project: Project, *args: str) -> Server:
        running.append(Server(project.root, *args))
        return running[-1]

    yield start
    for server in running:
        if server._process.poll() is None:
            server.stop(signal.SIGKILL)


@pytest.fixture
def news(project: Project) -> Project:
    """A project with three articles."""
    return with_news(project)


def with_news(project: Project) -> Project:
    project.write("a.txt", NEWS)
    project.write("b.txt", NEWS.replace("speed", "strength").replace("dry residue", "wet residue"))
    project.write("hostile.txt", HOSTILE.encode("utf-8", "surrogatepass"))
    return project


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A page, and where its server is, for tests that decide nothing: starting one takes a second."""
    server = Server(with_news(Project(tmp_path_factory.mktemp("reading"))).root)
    context, page = opened(browser, server)
    yield page, server.origin
    context.close()
    server.stop()


def opened(browser: Browser, server: Server) -> tuple[BrowserContext, Page]:
    """A window of its own (cookies too) with the queue open."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(server.link)
    page.wait_for_selector("#list")
    page.wait_for_load_state("load")  # so that scripts are there for the first key
    return context, page


def saved(page: Page) -> None:
    """Wait until the server has everything."""
    page.wait_for_selector('#article[data-pending="0"]')
