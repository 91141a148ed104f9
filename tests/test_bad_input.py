"""Bad input: a clear error or the correct result, and nothing lost. Real processes, real files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Project

NEWS = "In the dry residue, we lost.\n"
CLEANED = "On balance, we lost.\n"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        (b"", b""),
        (b"\n", b"\n"),
        (b"\xef\xbb\xbf" + NEWS.encode(), b"\xef\xbb\xbf" + CLEANED.encode()),
        (b"\xff\x80 " + NEWS.encode(), b"\xff\x80 " + CLEANED.encode()),
        (NEWS.encode("utf-16"), CLEANED.encode()),
        (("ёж “𝒳”\n" + NEWS).encode("utf-16-be"), ("ёж “𝒳”\n" + CLEANED).encode()),
        (b"a\x00b " + NEWS.encode(), b"a\x00b " + CLEANED.encode()),
        (NEWS.replace("\n", "\r\n").encode() * 2 + b"\r", CLEANED.replace("\n", "\r\n").encode() * 2 + b"\r"),
        (
            "{{}} {0} %s \\1 \\g<0> <script>\u202e\n".encode(),
            "{{}} {0} %s \\1 \\g<0> <script>\u202e\n".encode(),
        ),
    ],
    ids=["empty", "one-line-end", "BOM", "no-UTF-8", "UTF-16", "UTF-16-BE", "NUL", "CRLF", "templates"],
)
def test_text_of_any_kind_is_cleaned(project: Project, raw: bytes, cleaned: bytes) -> None:
    path = project.write("a.txt", raw)
    assert project.run("run")[0] == 0
    assert project.results()["a.txt"] == cleaned
    assert path.read_bytes() == raw


def test_a_single_line_of_50_megabytes(project: Project) -> None:
    words = b"The ministry said on Monday that nothing had changed in the port. "
    project.write("a.txt", words * (50_000_000 // len(words)) + NEWS.encode())
    code, _, err = project.run("run")
    assert (code, err) == (0, "")
    assert (project.cleaned / "a.txt").read_bytes().endswith(b"port. " + CLEANED.encode())
    assert (project.cleaned / "a.diff").stat().st_size > 99_000_000


def test_names_of_any_kind(project: Project) -> None:
    broken = b"\xff\xfe".decode("utf-8", "surrogateescape")
    names = ["two words", "ёж и 北京", "-dash", "a'b\"c", "new\nline", "%s{}", broken]
    for name in names:
        project.write(f"{name}.txt", NEWS)
    code, _, err = project.run("run")
    assert (code, err) == (0, "")
    assert {project.results()[f"{name}.txt"].decode() for name in names} == {CLEANED}
    assert project.run("check", "--format", "sarif", "raw")[0] == 1
    assert project.run("diff", "--", *names)[0] == 0
    assert project.run("run")[1].startswith(b"7 articles: 0 cleaned, 7 up to date")


def test_a_link_that_leaves_the_folder(project: Project) -> None:
    (project.root / "secret.txt").write_text(NEWS)
    (project.raw / "a.txt").symlink_to(project.root / "secret.txt")
    code, _, err = project.run("run")
    assert code == 1
    assert err == "cleanup: raw/a.txt: a symbolic link that leaves its folder; copy the file there instead\n"
    assert project.results() == {}


def test_an_unreadable_file(project: Project) -> None:
    (project.raw / "a.txt").symlink_to("gone.txt")  # for root every file that is there can be read
    project.write("b.txt", NEWS)
    code, _, err = project.run("run")
    assert (code, err) == (1, "cleanup: raw/a.txt: cannot be read: No such file or directory\n")
    assert "b.txt" in project.results()


def test_too_large(project: Project) -> None:
    settings = project.root / "cleanup.toml"
    settings.write_text(settings.read_text("utf-8") + "max_bytes = 10\n", "utf-8")
    project.write("a.txt", NEWS)
    code, _, err = project.run("run")
    assert (code, err) == (1, "cleanup: raw/a.txt: larger than 10 bytes; raise max_bytes in cleanup.toml\n")


@pytest.mark.parametrize("out", ["file", "file/below", "/proc/nothing"])
def test_an_output_folder_that_cannot_be_written(project: Project, out: str) -> None:
    project.write("a.txt", NEWS)
    (project.root / "file").write_text("in the way")
    code, stdout, err = project.run("run", "--out", out)
    assert (code, stdout, "cannot be written" in err) == (2, b"", True)


@pytest.mark.parametrize("out", ["raw", "raw/../raw", "link"])
def test_results_never_fall_among_raw_articles(project: Project, out: str) -> None:
    path = project.write("a.txt", NEWS)
    (project.root / "link").symlink_to("raw")
    code, _, err = project.run("run", "--out", out)
    assert (code, "which are never written" in err) == (2, True)
    assert [p.name for p in project.raw.iterdir()] == ["a.txt"]
    assert path.read_text() == NEWS


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("tier: auto", "tier: always"), "wording.yaml:2: Invalid enum value 'always'"),
        (("find: in the dry", "fond: in the dry"), "contains unknown field `fond`"),
        (("replace: stress", "replace: [stress"), "wording.yaml:14: not YAML"),
    ],
)
def test_a_bad_rules_file(project: Project, change: tuple[str, str], said: str) -> None:
    pack = project.root / "packs" / "small" / "wording.yaml"
    pack.write_text(pack.read_text("utf-8").replace(*change), "utf-8")
    project.write("a.txt", NEWS)
    code, out, err = project.run("run")
    assert (code, out) == (2, b"")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["text", "stream", "check raw", "rules list"])
def test_a_bad_rules_file_ends_every_command(project: Project, command: str) -> None:
    (project.root / "packs" / "small" / "wording.yaml").write_text("rules: 1", "utf-8")
    project.write("a.txt", NEWS)
    code, out, err = project.run(*command.split(), stdin=b"x")
    assert (code, out, "Traceback" in err) == (2, b"", False)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["run", "--frob"], "No such option '--frob'"),
        (["run", "--jobs", "0"], "'--jobs'"),
        (["run", "--settings", "nope.toml"], "nope.toml: cannot read the settings"),
        (["run", "nope"], "nope: no such file or folder"),
        (["check"], "Missing argument"),
        (["check", "--format", "xml", "raw"], "'xml' is not one of"),
        (["frob"], "No such command 'frob'"),
        (["run", "x" * 300], "cannot be read: File name too long"),
        (["diff", "x" * 300], "cannot be read: File name too long"),
        (["run", "--languagetool", "nowhere"], "'nowhere' is no address of a LanguageTool server"),
        (["learn", "boilerplate", "nope.jsonl"], "nope.jsonl: no such file or folder"),
        (["learn", "boilerplate", "--by", "("], "--by (: bad pattern"),
        (["learn", "boilerplate", "--by", "a"], "--by a: put what names the source into a group"),
        (["learn", "boilerplate", "--take", "1,b"], "give numbers"),
        (["learn", "rules", "--take", "²"], "give numbers"),
        (["review", "import", "nope.jsonl"], "nope.jsonl: cannot be read"),
        (["review", "import", "raw/a.txt"], "raw/a.txt: not a Word document"),
        (["review", "import", "--article", "b", "a.docx"], "article 'b' is not here"),
    ],
)
def test_wrong_use(project: Project, args: list[str], said: str) -> None:
    project.write("a.txt", NEWS)
    if "a.docx" in args:
        (project.root / "a.docx").write_bytes(project.call("review", "export", "a")[1])
    code, out, err = project.run(*args)
    assert (code, out) == (2, b"")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('passes_off = ["nmaes"]', "passes that do not exist: nmaes. There are: encoding, spacing"),
        ("max_bytes = 0", "cleanup.toml: Expected `int` >= 1 - at `$.max_bytes`"),
        ("rule_seconds = 0.0", "cleanup.toml: Expected `float` > 0.0 - at `$.rule_seconds`"),
    ],
)
def test_settings_that_make_no_sense(project: Project, setting: str, said: str) -> None:
    (project.root / "cleanup.toml").write_text(setting, "utf-8")
    project.write("a.txt", NEWS)
    code, out, err = project.run("run")
    assert (code, out) == (2, b"")
    assert said in err


def test_no_terminal_to_read_keys_from(project: Project) -> None:
    project.write("a.txt", "They make an accent on speed.\n")
    command = [sys.executable, "-m", "cleanup", "review", "--terminal"]
    done = subprocess.run(
        command,
        check=False,
        cwd=project.root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
    )
    assert (done.returncode, b"there is no terminal here" in done.stderr) == (2, True)


def test_a_damaged_store_of_decisions(project: Project) -> None:
    project.write("a.txt", NEWS)
    project.cleaned.mkdir()
    (project.cleaned / "decisions.sqlite").write_bytes(b"noise " * 400)
    code, _, err = project.run("run")
    assert (code, "the decisions cannot be used: file is not a database" in err) == (2, True)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_whole_files_only(project: Project, jobs: str) -> None:
    big = NEWS * 5_000
    for n in range(12):
        project.write(f"{n:02}.txt", big)
    process = project.start("run", "--jobs", jobs)
    while not (project.cleaned / "00.edits.json").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err.decode()) == (130, False)
    results = project.results()
    assert 0 < len(results) < 36
    assert not [name for name in results if name.endswith(".tmp")]
    cleaned = (CLEANED * 5_000).encode()
    assert {data == cleaned for name, data in results.items() if name.endswith(".txt")} == {True}
    for path in project.raw.iterdir():  # the next run goes on where this one was stopped
        if path.stem > "02":
            path.unlink()
    assert project.run("run")[0] == 0
    assert project.results()["02.txt"] == cleaned


@pytest.mark.parametrize("command", ["text", "stream", "rules list", "check raw", "diff raw"])
def test_a_broken_pipe_is_quiet(project: Project, command: str) -> None:
    project.write("a.txt", NEWS * 5_000)
    row = b'{"id": 1, "text": "%s"}\n' % (b"word " * 50_000)
    process = project.start(*command.split())
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(row if command == "stream" else NEWS.encode() * 50_000, timeout=60)
    assert (process.returncode, err) == (141, b"")


def test_a_worker_that_dies_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        project.write(f"{n}.txt", NEWS)
    # the two workers kill themselves when they look for the cache folder
    hook = project.root / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import multiprocessing, os\n"
        "if multiprocessing.parent_process() is not None or '--multiprocessing-fork' in os.sys.orig_argv:\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(hook), prepend=os.pathsep)
    code, out, err = project.run("run", "--jobs", "2")
    assert code == 1
    assert err.count("a process died before this article was done") == 3
    assert Path(project.cleaned).is_dir()
    assert out.decode().startswith("3 articles: 0 cleaned, 0 up to date, 3 failed\n")
