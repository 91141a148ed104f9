"""How many instructions do the pipeline and ftfy need for the same texts? Start reading at `ratios`.

Valgrind's cachegrind counts them: nearly the same number each time, where seconds vary by half on a
busy machine. It takes forty times as long as the texts do, so one process (this file, with nothing
imported that it does not count) makes all ready, reads the texts once, for patterns are compiled when
first needed, and then forks for each figure: a child reads the texts as they are with other digits and
names, and what it counts beyond a child that does nothing is what they took.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import ftfy

from cleanup import Cleaner

Texts = dict[str, list[str]]
"""By kind: news, pages."""


def ratios(first: Texts, then: Texts) -> dict[str, float]:
    """Instructions of ftfy for one of the pipeline, for each kind; empty without valgrind.

    `first` are the texts that make ready for those that are counted.
    """
    if shutil.which("valgrind") is None:
        return {}
    cleaner = Cleaner()
    for texts in first.values():  # so that what is kept on disk is there: rules take minutes under valgrind
        _read(cleaner.clean, texts)
    with tempfile.TemporaryDirectory() as name:
        tool = ["--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={name}/%p"]
        done = subprocess.run(
            ["valgrind", *tool, sys.executable, __file__],
            input=json.dumps([first, then]),
            env={**os.environ, "PYTHONHASHSEED": "0"},
            check=True,
            capture_output=True,
            text=True,
        )
        children = [line.split() for line in done.stdout.splitlines()]
        counted = {(system, kind): _total(Path(name) / child) for system, kind, child in children}
    ready = counted["nothing", "none"]
    return {k: (counted["ftfy", k] - ready) / (counted["cleanup", k] - ready) for k in then}


def _total(path: Path) -> int:
    found = re.search(r"^summary: (\d+)", path.read_text("utf-8"), re.MULTILINE)
    assert found is not None
    return int(found[1])


def _under_valgrind(first: Texts, then: Texts) -> None:
    """Make all ready, then print for each figure which child counted it."""
    systems: dict[str, Callable[[str], object]] = {"ftfy": ftfy.fix_text, "cleanup": Cleaner().clean}
    for work in systems.values():
        for texts in first.values():
            _read(work, texts)
    _in_child("nothing none", ftfy.fix_text, [])
    for kind, texts in then.items():
        for name, work in systems.items():
            _in_child(f"{name} {kind}", work, texts)


def _in_child(label: str, work: Callable[[str], object], texts: list[str]) -> None:
    child = os.fork()
    if child == 0:
        _read(work, texts)
        os._exit(0)
    os.waitpid(child, 0)
    print(label, child, flush=True)


def _read(work: Callable[[str], object], texts: Iterable[str]) -> None:
    for text in texts:
        work(text)


if __name__ == "__main__":
    _under_valgrind(*json.load(sys.stdin))
