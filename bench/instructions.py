"""How many instructions do the pipeline and ftfy need for the same texts? Start reading at `ratios`.

Valgrind's cachegrind counts them: nearly the same number each time, where seconds vary by half on a
busy machine. It takes forty times as long as the work does, so one process (a file of this folder, with
`COUNT` as its argument and little imported that it does not count) makes all ready, does the work once, for
patterns are compiled when first needed, and then forks for each figure: what a child counts beyond one
that does nothing is what its work took.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

import ftfy

from cleanup import Cleaner

Texts = dict[str, list[str]]
"""By kind: news, pages."""
COUNT = "--count-instructions"
NOTHING = "nothing"


def ratios(first: Texts, then: Texts) -> dict[str, float]:
    """Instructions of ftfy for one of the pipeline, for each kind; empty without valgrind.

    `first` are the texts that make ready for those that are counted.
    """
    counted = counts(__file__, [first, then])
    return {k: counted[f"ftfy {k}"] / counted[f"cleanup {k}"] for k in then} if counted else {}


def counts(script: str, given: object = None) -> dict[str, int]:
    """Instructions of each work that a script hands to `count_each`, by its label; empty without valgrind.

    The script is called with `COUNT` and finds `given` as JSON in its standard input.
    """
    if shutil.which("valgrind") is None:
        return {}
    work = [sys.executable, script, COUNT]
    with tempfile.TemporaryDirectory() as name:
        tool = ["valgrind", "-q", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={name}/%p"]
        # first without valgrind, under which it takes minutes to make what is kept on disk (rules, scanners)
        for command in (work, [*tool, *work]):
            done = subprocess.run(
                command,
                input=json.dumps(given),
                env={**os.environ, "PYTHONHASHSEED": "0"},
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
        children = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
        counted = {label: _total(Path(name) / child) for child, label in children}
    ready = counted.pop(NOTHING)
    return {label: count - ready for label, count in counted.items()}


def count_each(works: Mapping[str, Callable[[], object]]) -> None:
    """Do each work in a child of its own and print which child it was."""
    for label, work in {NOTHING: lambda: None, **works}.items():
        child = os.fork()
        if child == 0:
            work()
            os._exit(0)
        os.waitpid(child, 0)
        print(child, label, flush=True)


def _total(path: Path) -> int:
    found = re.search(r"^summary: (\d+)", path.read_text("utf-8"), re.MULTILINE)
    assert found is not None
    return int(found[1])


def _count_reading(first: Texts, then: Texts) -> None:
    systems: dict[str, Callable[[str], object]] = {"ftfy": ftfy.fix_text, "cleanup": Cleaner().clean}
    for work in systems.values():
        for texts in first.values():
            _read(work, texts)
    count_each(
        {
            f"{name} {k}": partial(_read, work, texts)
            for k, texts in then.items()
            for name, work in systems.items()
        }
    )


def _read(work: Callable[[str], object], texts: Iterable[str]) -> None:
    for text in texts:
        work(text)


if __name__ == "__main__" and sys.argv[1:] == [COUNT]:
    _count_reading(*json.load(sys.stdin))
