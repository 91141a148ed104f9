"""What every test may use: external tools, and a home that stays clean."""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from cleanup.cli import main
from cleanup.engines import local
from cleanup.passes import ORDER, pass_name

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from cleanup.ingest.snapshot import Snapshot

_HOW = {
    "patch": "GNU patch: apt-get install patch",
    "chromium": "Debian's browser: apt-get install chromium",
    "soffice": "LibreOffice: apt-get install libreoffice-writer-nogui",
    "uno": "LibreOffice's Python: apt-get install python3-uno",
    "initdb": "a PostgreSQL server: apt-get install postgresql",
    "java": "a Java runtime: apt-get install default-jre-headless",
}


if os.environ.get("CLEANUP_REQUIRE_ALL"):  # CI: the same cases each time, so that chance refuses nothing;
    hypothesis.settings.load_profile("ci")  # `make test` goes on looking for others


def pytest_configure(config: pytest.Config) -> None:
    """Keep compiled rules in pytest's own cache: quick in the next run, nothing in the home folder."""
    if config.cache is not None:
        os.environ["XDG_CACHE_HOME"] = str(config.cache.mkdir("xdg"))
    config.stash[_ours_to_stop] = not hasattr(config, "workerinput") and not local.pid_file().exists()


_ours_to_stop = pytest.StashKey[bool]()
"""Whether a LanguageTool server that runs in the end is one that the tests started."""


def pytest_unconfigure(config: pytest.Config) -> None:
    if config.stash.get(_ours_to_stop, False) and local.pid_file().exists():
        local.stop()


def _uno() -> str | None:
    """Debian's own Python, if it can speak to LibreOffice."""
    python = shutil.which("python3", path="/usr/bin")
    if python is None:
        return None
    asked = subprocess.run([python, "-c", "import uno"], check=False, capture_output=True)
    return None if asked.returncode else python


def _search_path() -> str:
    """Debian keeps a server's programs out of PATH, by version."""
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, servers)])


@pytest.fixture(scope="session")
def require() -> Callable[[str], str]:
    """The path of a tool; the test is skipped without it, but fails under CLEANUP_REQUIRE_ALL=1."""

    def find(tool: str) -> str:
        path = _uno() if tool == "uno" else shutil.which(tool, path=_search_path())
        if path is None:
            reason = f"{tool} is not there ({_HOW.get(tool, 'install it')})"
            if os.environ.get("CLEANUP_REQUIRE_ALL") == "1":
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find


@pytest.fixture(scope="session")
def languagetool(require: Callable[[str], str]) -> str:
    """The address of a real LanguageTool server; one for all processes of a test run."""
    require("java")
    if local.installed() is None:
        reason = "LanguageTool is not there (make languagetool)"
        if os.environ.get("CLEANUP_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return local.start()


@pytest.fixture(scope="session")
def postgres(require: Callable[[str], str]) -> Iterator[str]:
    """The URL of a database of a PostgreSQL server of our own, reached through a socket in its folder."""
    bin_ = Path(require("initdb")).resolve().parent
    with tempfile.TemporaryDirectory() as folder:
        user: dict[str, Any] = {}
        if os.getuid() == 0:  # the server refuses to run as root; Debian's package makes this user
            user = {"user": "postgres", "group": "postgres", "extra_groups": ()}
            shutil.chown(folder, "postgres", "postgres")
        data, quiet = Path(folder, "data"), {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
        init = [bin_ / "initdb", "-D", data, "-U", "cleanup", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(init, check=True, **quiet, **user)
        start = [bin_ / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
        with subprocess.Popen(start, **quiet, **user) as server:
            try:
                while subprocess.run([bin_ / "pg_isready", "-h", folder], check=False, **quiet).returncode:
                    assert server.poll() is None, "PostgreSQL did not start"
                    time.sleep(0.1)
                yield f"postgresql://cleanup@/postgres?host={folder}"
            finally:
                server.send_signal(signal.SIGINT)  # does not wait for those who forgot to leave


class LibreOffice:
    """It without its windows, with a profile of its own."""

    def __init__(self, require: Callable[[str], str], profile: Path) -> None:
        self._require = require
        self.command = [
            require("soffice"), "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"
        ]  # fmt: skip

    def ask(self, script: str, *args: str) -> bytes:
        """What a script in office/ prints, run by its Python while it listens on a port."""
        python = self._require("uno")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        server = subprocess.Popen([*self.command, f"--accept=socket,host=127.0.0.1,port={port};urp"])
        try:
            command = [python, str(Path(__file__).parent / "office" / script), port, *args]
            return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="module")
def libreoffice(require: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    return LibreOffice(require, tmp_path_factory.mktemp("profile"))


CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser(require: Callable[[str], str]) -> Iterator[Browser]:
    """Debian's Chromium with a profile of its own; one for all tests of a process."""
    from playwright.sync_api import sync_playwright  # only the tests of the page pay for it

    path = require("chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield found
        found.close()


PACK = """\
rules:
  - id: wording.dry-residue
    find: in the dry residue
    replace: [on balance, in the end]
    tier: auto
    category: accuracy/mistranslation
    severity: minor
    why: «в сухом остатке»
    change: [{before: In the dry residue it works., after: On balance it works.}]
    keep: [The residue was dry.]
  - id: wording.accent
    find: make an accent on
    replace: stress
    tier: suggest
    category: accuracy/mistranslation
    severity: major
    why: «сделать акцент»
    change: [{before: They make an accent on speed., after: They stress speed.}]
    keep: [She has an accent.]
  - id: wording.question-price
    find: question of price
    tier: flag
    note: is the price asked about, or is it «цена вопроса», what a thing costs?
    category: accuracy/mistranslation
    severity: minor
    why: «цена вопроса»
    change: [{before: It is a question of price.}]
    keep: [He asked about the price.]
"""
SETTINGS = """\
packs = ["small"]
rule_folders = ["packs"]
passes_off = [{others}]
"""


class Project:
    """A folder with raw/, a pack of three rules, and the command line run in it for real."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.raw = root / "raw"
        self.cleaned = root / "cleaned"
        self.raw.mkdir()
        (root / "packs" / "small").mkdir(parents=True)
        (root / "packs" / "small" / "wording.yaml").write_text(PACK, "utf-8")
        others = ", ".join(f'"{n}"' for p in ORDER if (n := pass_name(p)) != "wording")
        (root / "cleanup.toml").write_text(SETTINGS.format(others=others), "utf-8")

    def write(self, name: str, data: str | bytes) -> Path:
        """A raw article."""
        path = self.raw / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def start(self, *args: str | bytes | Path) -> subprocess.Popen[bytes]:
        """`cleanup args…`, running."""
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "cleanup", *args]
        return subprocess.Popen(command, cwd=self.root, stdin=pipe, stdout=pipe, stderr=pipe)

    def run(self, *args: str | bytes | Path, stdin: bytes = b"") -> tuple[int, bytes, str]:
        """Exit code, stdout and stderr of `cleanup args…`."""
        process = self.start(*args)
        out, err = process.communicate(stdin, timeout=60)
        return process.returncode, out, err.decode()

    def call(self, *args: str, stdin: bytes = b"") -> tuple[int, bytes, str]:
        """The same within this process, which is ten times quicker."""
        streams = [io.TextIOWrapper(io.BytesIO(data), "utf-8") for data in (stdin, b"", b"")]
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.root)
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            code = main(list(args))
        out, err = streams[1:]
        for stream in (out, err):
            stream.flush()
        return code, out.buffer.getvalue(), err.buffer.getvalue().decode()  # type: ignore[attr-defined]

    def results(self) -> dict[str, bytes]:
        """Every file of cleaned/ by name, hidden ones too."""
        return {p.name: p.read_bytes() for p in sorted(self.cleaned.iterdir())}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def snapshot(project: Project, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """Of a project, in whose folder the test then runs."""
    from cleanup.ingest.snapshot import Snapshot

    monkeypatch.chdir(project.root)
    return Snapshot.take()
