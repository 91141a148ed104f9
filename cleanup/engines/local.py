"""How does a LanguageTool server come to run on this machine? Start reading at `address`.

language-tool-python knows the command and, where a machine may fetch from anywhere, gets the
program itself. `make languagetool` gets it from Maven Central and lays it where `folder` says,
in the shape that language-tool-python looks for.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import time
import zipfile
from functools import cache
from pathlib import Path

import urllib3

from cleanup.engines import EngineError

PORT = 8081
"""LanguageTool's own; a server found there is taken."""
_MEMORY = "-Xmx1g"
_START_SECONDS = 60.0
"""A JVM on a busy machine takes 10 s."""


def folder() -> Path:
    """Where `make languagetool` puts the program: in the virtual environment."""
    return Path(sys.prefix) / "languagetool"


def installed() -> Path | None:
    """The newest LanguageTool that `make languagetool` has fetched."""
    jars = sorted(folder().glob("LanguageTool-*/languagetool-server.jar"))
    return jars[-1] if jars else None


def link(home: Path) -> None:
    """Write the jar that language-tool-python starts: it names the fetched ones in `home`/libs."""
    names = " ".join(f"libs/{p.name}" for p in sorted((home / "libs").glob("*.jar")))
    head, line = "Manifest-Version: 1.0\r\n", f"Class-Path: {names}"
    # a line of a manifest has 72 bytes; a space at its start goes on with the one before
    folded = "\r\n ".join([line[:70], *(line[i : i + 69] for i in range(70, len(line), 69))])
    with zipfile.ZipFile(home / "languagetool-server.jar", "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", f"{head}{folded}\r\n")


def answers(url: str) -> bool:
    """Whether a LanguageTool server is there."""
    try:
        return urllib3.request("GET", f"{url}/v2/healthcheck", timeout=2.0, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def address() -> str:
    """The address of a server here: one that runs already, or a new one that ends with this process."""
    running = f"http://127.0.0.1:{PORT}"
    return running if answers(running) else _own()


@cache
def _own() -> str:
    """A server that language-tool-python starts. Raises EngineError if it cannot."""
    import language_tool_python  # it imports psutil and requests: 0.2 s

    os.environ.setdefault("JAVA_TOOL_OPTIONS", _MEMORY)
    if installed():
        os.environ.setdefault("LTP_PATH", str(folder()))
    try:
        tool = language_tool_python.LanguageTool("en-US", host="127.0.0.1")
    except Exception as err:  # no Java, an old one, no network: each raises something else
        raise EngineError(f"LanguageTool does not start: {err}; `make languagetool` fetches it") from err
    atexit.register(tool.close)
    url = f"http://{tool.host}:{tool.port}"
    _warm_up(url)
    return url


def start(port: int = PORT) -> str:
    """A server that outlives this process, on loopback; one that runs already is kept."""
    import fcntl  # what `make` runs needs no Windows

    url = f"http://127.0.0.1:{port}"
    jar = installed()
    if jar is None:
        raise EngineError("LanguageTool is not here: `make languagetool` fetches it")
    with (folder() / f"server-{port}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two that start it, one waits and finds it running
        if not answers(url):
            _launch(jar, port, url)
    return url


def pid_file(port: int = PORT) -> Path:
    """Where the number of the started process is kept, for whoever wants to end it."""
    return folder() / f"server-{port}.pid"


def stop(port: int = PORT) -> None:
    """End the server that `start` left running there, if any."""
    path = pid_file(port)
    if path.exists() and answers(f"http://127.0.0.1:{port}"):  # else the number may be another's by now
        os.kill(int(path.read_text("ascii")), signal.SIGTERM)
    path.unlink(missing_ok=True)


def _launch(jar: Path, port: int, url: str) -> None:
    command = ["java", _MEMORY, "-cp", str(jar), "org.languagetool.server.HTTPServer", "-p", str(port)]
    path = folder() / f"server-{port}.log"
    with path.open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - our own command
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    pid_file(port).write_text(f"{server.pid}\n", "ascii")
    until = time.monotonic() + _START_SECONDS
    while not answers(url):
        if server.poll() is not None or time.monotonic() > until:
            server.kill()
            raise EngineError(f"LanguageTool does not start; see {path}")
        time.sleep(0.2)
    _warm_up(url)


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
