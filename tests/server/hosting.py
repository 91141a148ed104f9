"""`cleanup serve` in a project, as a process, and plain HTTP to speak to it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from conftest import Project


class Server:
    """A server and its address."""

    def __init__(self, root: Path, *args: str) -> None:
        self.root = root
        self._log = (root / "serve.log").open("w+b")
        command = [sys.executable, "-m", "cleanup", "serve", "--port", "0", "--jobs", "1", *args]
        self.process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=self._log)
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://\S+", line)
        assert found, line + self.log()
        self.url = found[0]
        self.port = int(self.url.rpartition(":")[2])

    def log(self) -> str:
        """What it has told so far."""
        self._log.flush()
        return (self.root / "serve.log").read_text("utf-8")

    def get(self, path: str, **more: Any) -> requests.Response:
        return requests.get(self.url + path, timeout=20, **more)

    def post(self, path: str, value: Any, **more: Any) -> requests.Response:
        """Send a value as JSON."""
        return requests.post(self.url + path, json=value, timeout=20, **more)

    def check(self, text: str, **more: str) -> requests.Response:
        """Ask as LanguageTool's clients do."""
        form = {"language": "en-US", "text": text, **more}
        return requests.post(f"{self.url}/v2/check", data=form, timeout=20)

    def lines(self, *rows: Any) -> list[Any]:
        """Send JSON lines; bytes go as they are."""
        body = b"".join((r if isinstance(r, bytes) else json.dumps(r).encode()) + b"\n" for r in rows)
        headers = {"content-type": "application/x-ndjson"}
        answer = requests.post(f"{self.url}/v1/clean", body, headers=headers, timeout=60)
        assert answer.headers["content-type"] == "application/x-ndjson"
        return [json.loads(line) for line in answer.content.splitlines()]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it; returns the exit code."""
        self.process.send_signal(how)
        assert self.process.stdout is not None
        self.process.stdout.close()
        code = self.process.wait(20)
        self._log.close()
        return code


Serve = Callable[..., Server]


@pytest.fixture
def serve(project: Project) -> Iterator[Serve]:
    """Starts servers in the project, and stops them after the test."""
    running: list[Server] = []

    def start(*args: str) -> Server:
        running.append(Server(project.root, *args))
        return running[-1]

    yield start
    for server in running:
        if server.process.poll() is None:
            server.stop(signal.SIGKILL)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests of a file that decide nothing."""
    project = Project(tmp_path_factory.mktemp("serve"))
    found = Server(project.root, "--max-bytes", "200000", "--seconds", "2")
    yield found
    assert found.stop() == 0


def problem(answer: requests.Response, status: int) -> str:
    """The detail of a problem document, after a look at its form."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    value = answer.json()
    assert value["type"] == "about:blank"
    assert value["status"] == status
    assert value["title"]
    return str(value["detail"])
