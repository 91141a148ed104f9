"""How does a LanguageTool server come to run on this machine? Start reading at `address`.

The program is what `make languagetool` has fetched from Maven Central; on a machine without it
and with an open network, language-tool-python fetches the release. language-tool-python's own
start is not used: it gives a server 15 s, and then starts another on the next port beside it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import urllib3

from cleanup.engines import EngineError

PORT = 8081
"""LanguageTool's own; a server found there is taken."""
_MEMORY = "-Xmx1g"
_START_SECONDS = 60.0
"""A JVM takes 5 s, on a busy machine 20."""

_LEFT_RUNNING: list[subprocess.Popen[bytes]] = []
"""Held on to, since Python warns of a process that is forgotten while it runs."""


def folder() -> Path:
    """Where `make languagetool` puts the program: in the virtual environment."""
    return Path(sys.prefix) / "languagetool"


def installed() -> Path | None:
    """The folder of the newest LanguageTool that `make languagetool` has fetched."""
    done = max(folder().glob("LanguageTool-*/fetched"), key=lambda p: p.stat().st_mtime, default=None)
    return done.parent if done else None


def answers(url: str) -> bool:
    """Whether a LanguageTool server is there."""
    try:
        return urllib3.request("GET", f"{url}/v2/healthcheck", timeout=2.0, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def address() -> str:
    """The address of a server here: one that runs already, or a new one that ends with this process.

    Raises EngineError if there is none and none starts.
    """
    running = f"http://127.0.0.1:{PORT}"
    return running if answers(running) else _own()


@cache
def _own() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = _launch(port, subprocess.DEVNULL, "")
    atexit.register(server.kill)
    return f"http://127.0.0.1:{port}"


def start(port: int = PORT) -> str:
    """A server that outlives this process, on loopback; one that runs already is kept."""
    import fcntl  # what `make` runs needs no Windows

    url = f"http://127.0.0.1:{port}"
    if installed() is None:
        raise EngineError("LanguageTool is not here: `make languagetool` fetches it")
    with (folder() / f"server-{port}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two that start it, one waits and finds it running
        if not answers(url):
            path = folder() / f"server-{port}.log"
            with path.open("wb") as log:
                server = _launch(port, log.fileno(), f"; see {path}")
            pid_file(port).write_text(f"{server.pid}\n", "ascii")
            _LEFT_RUNNING.append(server)
    return url


def stop(port: int = PORT) -> None:
    """End the server that `start` left running there, if any."""
    path = pid_file(port)
    if path.exists() and answers(f"http://127.0.0.1:{port}"):  # else the number may be another's by now
        os.kill(int(path.read_text("ascii")), signal.SIGTERM)
    path.unlink(missing_ok=True)


def pid_file(port: int = PORT) -> Path:
    """Where the number of the started process is kept, for whoever wants to end it."""
    return folder() / f"server-{port}.pid"


def _launch(port: int, output: int, hint: str) -> subprocess.Popen[bytes]:
    """A new server, once it answers."""
    java = shutil.which("java")
    if java is None:
        raise EngineError("LanguageTool needs Java 17: apt-get install default-jre-headless")
    home = installed()
    jars = f"{home}/libs/*" if home else _fetched()
    command = [java, _MEMORY, "-cp", jars, "org.languagetool.server.HTTPServer", "-p", str(port)]
    server = subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
    )
    until = time.monotonic() + _START_SECONDS
    while not answers(f"http://127.0.0.1:{port}"):
        if server.poll() is not None or time.monotonic() > until:
            server.kill()
            raise EngineError(f"LanguageTool does not start{hint}")
        time.sleep(0.2)
    _warm_up(f"http://127.0.0.1:{port}")
    return server


def _fetched() -> str:
    """The program as language-tool-python fetches it, unless it is there already."""
    from language_tool_python.download_lt import (  # it imports requests: 0.2 s
        LTP_DOWNLOAD_VERSION,
        LocalLanguageTool,
    )

    try:
        program = LocalLanguageTool.from_version_name(LTP_DOWNLOAD_VERSION)
        program.download()
        return str(program.get_jar_path())
    except Exception as err:  # an old Java, no network, a full disk: each raises something else
        raise EngineError(f"LanguageTool cannot be fetched ({err}); `make languagetool` may") from err


def _warm_up(url: str) -> None:
    """Have the rules loaded: the first check takes 5 s, on a busy machine 30."""
    with contextlib.suppress(urllib3.exceptions.HTTPError):  # whoever asks next is told
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        urllib3.request(
            "POST",
            f"{url}/v2/check",
            body="language=en-US&text=It+is.",
            headers=form,
            timeout=_START_SECONDS,
            retries=False,
        )
