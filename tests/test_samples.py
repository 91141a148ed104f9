"""The articles of raw/ and their results in cleaned/ fit together. After a change: `make samples`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cleanup.batch import clean_all, plan
from cleanup.files import Record, cleaned_ids, find_articles, read_record
from cleanup.passes import ORDER, pass_name
from cleanup.settings import Settings

ROOT = Path(__file__).parent.parent
RAW, CLEANED = ROOT / "raw", ROOT / "cleaned"
SAMPLES = [file.id for file in find_articles([RAW]).articles]
CONTROL = "control-lighthouse-keeper"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all samples cleaned now."""
    out = tmp_path_factory.mktemp("cleaned")
    assert [o.error for o in clean_all(plan([RAW], out, Settings())) if o.error or o.problems] == []
    return out


def without_hash(data: bytes) -> bytes:
    """The record without `made_from`, which changes with each line of the program."""
    return b"\n".join(line for line in data.split(b"\n") if not line.startswith(b' "made_from": '))


@pytest.mark.parametrize("kind", [".txt", ".diff", ".edits.json"])
@pytest.mark.parametrize("name", SAMPLES)
def test_is_up_to_date(made: Path, name: str, kind: str) -> None:
    now, kept = (without_hash((folder / (name + kind)).read_bytes()) for folder in (made, CLEANED))
    assert now == kept, "cleaned/ is not what raw/ gives now: read the change, then `make samples`"


def test_nothing_else_is_kept() -> None:
    assert cleaned_ids(CLEANED) == SAMPLES


def test_the_human_article_stays_as_it_is() -> None:
    assert (CLEANED / f"{CONTROL}.txt").read_bytes() == (RAW / f"{CONTROL}.txt").read_bytes()
    assert (CLEANED / f"{CONTROL}.diff").read_bytes() == b""


def record(name: str) -> Record:
    found = read_record(CLEANED, name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", [n for n in SAMPLES if n != CONTROL])
def test_the_others_get_better(name: str) -> None:
    score = record(name).score
    assert score.after < score.before


def test_every_pass_has_something_to_show() -> None:
    shown = {edit.rule.partition(".")[0] for name in SAMPLES for edit in record(name).edits}
    # the grammar pass asks engines that are optional
    assert {pass_name(p) for p in ORDER} - {"grammar"} <= shown


@pytest.mark.parametrize("name", SAMPLES)
def test_patch_applies_the_diff(require: Callable[[str], str], tmp_path: Path, name: str) -> None:
    raw, out = RAW / f"{name}.txt", tmp_path / "out"
    out.write_bytes(raw.read_bytes())  # patch writes nothing for an empty diff
    command = [require("patch"), "--silent", "--output", out, raw, CLEANED / f"{name}.diff"]
    subprocess.run(command, check=True)
    assert out.read_bytes() == (CLEANED / f"{name}.txt").read_bytes()
