"""Files of many articles through `cleanup run`: formats, what a second run does, what a kill costs."""

from __future__ import annotations

import csv
import gzip
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from articles import CLEANED, ODD_CLEANED, TEXT, expected, lines, parts, rows
from conftest import Project

from cleanup.article import Article
from cleanup.decisions import DecisionStore, Place
from cleanup.edits import Decision, decision_key
from cleanup.ingest.arrow import SCHEMA, table_of
from cleanup.ingest.jsonlines import pack
from cleanup.ingest.snapshot import Snapshot
from cleanup.pipeline import Cleaner, Result


def run(project: Project, *args: str, code: int = 0) -> dict[str, Any]:
    """The summary of a run as JSON."""
    got, out, err = project.call("run", "--json", *args)
    assert (got, bool(err)) == (code, bool(code)), err
    found: dict[str, Any] = json.loads(out)
    assert found["exit_code"] == got
    return found


def counts(project: Project, *args: str) -> tuple[int, int, int]:
    found = run(project, *args)
    return found["cleaned"], found["up_to_date"], found["failed"]


def write_jsonl(path: Path) -> None:
    path.write_text(lines(rows(5)), "utf-8")


def write_gz(path: Path) -> None:
    data = lines(rows(5)).encode()
    path.write_bytes(gzip.compress(data[:99]) + gzip.compress(data[99:]))  # as `cat a.gz b.gz` makes it


def write_zst(path: Path) -> None:
    data, codec = lines(rows(5)).encode(), pa.Codec("zstd")
    path.write_bytes(codec.compress(data[:99], asbytes=True) + codec.compress(data[99:], asbytes=True))


def write_parquet(path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(rows(5)), path, row_group_size=2)


def write_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, ["topic", "text", "id"], delimiter=";")
        table.writeheader()
        table.writerows(rows(5))


WRITERS = {
    ".jsonl": write_jsonl, ".jsonl.gz": write_gz, ".jsonl.zst": write_zst,
    ".parquet": write_parquet, ".csv": write_csv,
}  # fmt: skip


def part_of(project: Project, name: str) -> bytes:
    return (project.cleaned / name / f"part-000000{name[1:]}").read_bytes()


class TestFormats:
    @pytest.mark.parametrize("suffix", WRITERS)
    def test_all_give_the_same_results(self, project: Project, snapshot: Snapshot, suffix: str) -> None:
        records = expected(rows(5), snapshot)
        WRITERS[suffix](project.root / f"a{suffix}")
        for to in ("jsonl", "parquet"):
            assert counts(project, f"a{suffix}", "--to", to, "--part-rows", "2", "--out", to) == (5, 0, 0)
        folder = project.root / "jsonl" / f"a{suffix}"
        files = [f"part-00000{n}.jsonl" for n in range(3)]
        assert b"".join((folder / f).read_bytes() for f in files) == pack(records, ".jsonl")
        assert pq.read_table(project.root / "parquet" / f"a{suffix}") == table_of(records)

    @pytest.mark.parametrize("suffix", WRITERS)
    def test_a_table_becomes_one_of_its_own_kind(self, project: Project, suffix: str) -> None:
        WRITERS[suffix](project.root / f"a{suffix}")
        assert counts(project, f"a{suffix}") == (5, 0, 0)
        found = parts(project.cleaned / f"a{suffix}")
        assert list(found) == ["_errors.jsonl", "_manifest/000000.json", f"part-000000{suffix}"]
        assert counts(project, f"a{suffix}") == (0, 5, 0)
        assert parts(project.cleaned / f"a{suffix}") == found

    def test_a_csv_file_holds_every_sign(self, project: Project) -> None:
        write_csv(project.root / "a.csv")
        run(project, "a.csv")
        with (project.cleaned / "a.csv" / "part-000000.csv").open(encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        assert [row["id"] for row in table] == ["a0", "a1", "a2", "a3", "a4"]
        assert table[2]["text"] == ODD_CLEANED
        assert json.loads(table[0]["edits"])[0]["before"] == "In the dry residue"

    def test_names_of_columns(self, project: Project) -> None:
        table = [{"url": r["id"], "body": r["text"]} for r in rows(3)]
        pq.write_table(pa.Table.from_pylist(table), project.root / "a.parquet")
        assert counts(project, "a.parquet", "--column", "body", "--id-column", "url") == (3, 0, 0)
        got = pq.read_table(project.cleaned / "a.parquet").to_pylist()
        assert [(r["id"], r["text"][-len(CLEANED) :]) for r in got[:2]] == [("a0", CLEANED), ("a1", CLEANED)]

    def test_numbers_of_rows_where_there_are_no_ids(self, project: Project) -> None:
        pq.write_table(pa.table({"text": [TEXT, TEXT]}), project.root / "a.parquet")
        run(project, "a.parquet")
        assert pq.read_table(project.cleaned / "a.parquet")["id"].to_pylist() == ["0", "1"]

    def test_an_empty_table(self, project: Project) -> None:
        (project.root / "a.jsonl").write_bytes(b"")
        assert counts(project, "a.jsonl") == (0, 0, 0)
        assert list(parts(project.cleaned / "a.jsonl")) == ["_errors.jsonl"]


class TestWhatFails:
    def test_rows_stay_in_their_place_with_the_reason_beside(self, project: Project) -> None:
        good = lines(rows(2))
        (project.root / "a.jsonl").write_text(good + '{"id": 7}\n{\n' + good, "utf-8")
        found = run(project, "a.jsonl", "--to", "parquet", code=1)
        assert (found["cleaned"], found["failed"], found["errors"]) == (4, 2, [])
        table = pq.read_table(project.cleaned / "a.jsonl")
        assert table.schema.equals(SCHEMA)
        assert [(r["id"], r["error"] is None) for r in table.to_pylist()] == [
            ("a0", True), ("a1", True), ("7", False), (None, False), ("a0", True), ("a1", True),
        ]  # fmt: skip
        told = [json.loads(x) for x in (project.cleaned / "a.jsonl/_errors.jsonl").read_text().splitlines()]
        assert [(t["row"], t["id"]) for t in told] == [(2, "7"), (3, None)]
        assert told[0]["error"] == "not a row {id, text}: neither `text` nor `html`"
        assert run(project, "a.jsonl", "--to", "parquet", code=1)["failed"] == 2

    @pytest.mark.parametrize(
        ("name", "write", "reason"),
        [
            (
                "a.jsonl.gz",
                lambda p: p.write_bytes(gzip.compress(lines(rows(9)).encode())[:-9]),
                "cannot be read to its end",
            ),
            ("a.parquet", lambda p: p.write_bytes(b"PAR1 no"), "cannot be read to its end"),
            (
                "a.parquet",
                lambda p: pq.write_table(pa.table({"body": ["x"]}), p),
                "no column 'text'; name it",
            ),
            ("a.csv", lambda p: p.write_text("id,body\n1,x\n"), "no column 'text'; name it"),
            ("a.csv", lambda p: p.write_text('id,text\n1,"x" y\n'), "cannot be read to its end"),
        ],
    )
    def test_a_damaged_table_is_told_and_the_others_go_on(
        self, project: Project, name: str, write: Callable[[Path], None], reason: str
    ) -> None:
        write(project.root / name)
        write_jsonl(project.root / "b.jsonl")
        found = run(project, name, "b.jsonl", code=1)
        assert found["cleaned"] >= 5
        [error] = found["errors"]
        assert error["id"] == name
        assert reason in error["error"]

    def test_what_can_be_read_of_a_damaged_table_is_cleaned(self, project: Project) -> None:
        packed = gzip.compress(lines(rows(3)).encode()) + gzip.compress(lines(rows(9)).encode())[:-9]
        (project.root / "a.jsonl.gz").write_bytes(packed)
        found = run(project, "a.jsonl.gz", code=1)
        assert (found["cleaned"] >= 3, len(found["errors"])) == (True, 1)
        assert found["cleaned"] == len(gzip.decompress(part_of(project, "a.jsonl.gz")).splitlines())

    def test_a_row_of_csv_with_a_field_too_many(self, project: Project) -> None:
        (project.root / "a.csv").write_text("id,text\n1,x\n2,y,z\n3\n4,w\n", "utf-8")
        assert run(project, "a.csv", code=1)["failed"] == 2

    def test_results_do_not_replace_a_table(self, project: Project) -> None:
        write_jsonl(project.root / "a.jsonl")
        code, _, err = project.call("run", "a.jsonl", "--out", ".")
        assert (code, err) == (
            2,
            "cleanup: .: holds raw articles, which are never written; give another --out\n",
        )

    def test_one_name_in_two_folders(self, project: Project) -> None:
        for folder in ("x", "y"):
            (project.root / folder).mkdir()
            write_jsonl(project.root / folder / "a.jsonl")
        found = run(project, "x", "y", code=1)
        assert (found["articles"], found["failed"], found["tables"]) == (1, 1, {})


def test_a_part_of_large_articles_ends_early(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleanup.ingest.tables._LARGE", 250)
    (project.root / "a.jsonl").write_text(lines([*rows(2), {"id": 3}, *rows(2)]), "utf-8")  # a text has 100
    assert run(project, "a.jsonl", code=1)["cleaned"] == 4
    assert sum(name.startswith("part") for name in parts(project.cleaned / "a.jsonl")) == 2
    told = [json.loads(x) for x in (project.cleaned / "a.jsonl/_errors.jsonl").read_text().splitlines()]
    assert [t["row"] for t in told] == [2]


class TestAgain:
    @pytest.fixture
    def table(self, project: Project) -> Path:
        path = project.root / "a.jsonl"
        path.write_text(lines(rows(10)), "utf-8")
        assert counts(project, "a.jsonl", "--part-rows", "4") == (10, 0, 0)
        return path

    def again(self, project: Project, *args: str) -> tuple[int, int, int]:
        return counts(project, "a.jsonl", "--part-rows", "4", *args)

    @pytest.mark.usefixtures("table")
    def test_nothing_new(self, project: Project) -> None:
        assert self.again(project) == (0, 10, 0)

    def test_rows_added(self, project: Project, table: Path) -> None:
        table.write_text(lines(rows(13)), "utf-8")
        assert self.again(project) == (3, 10, 0)

    def test_a_row_changed_and_one_put_in(self, project: Project, table: Path) -> None:
        some = rows(10)
        some[5]["text"] = "Another."
        some.insert(1, {"id": "new", "text": "New."})
        table.write_text(lines(some), "utf-8")
        made, kept, _ = self.again(project)
        assert made + kept == 11
        assert made <= 2 + 2  # those, and one that moved over the edge of each of two parts

    def test_rows_taken_away(self, project: Project, table: Path) -> None:
        table.write_text(lines(rows(3)), "utf-8")
        assert self.again(project) == (0, 3, 0)
        assert "part-000001.jsonl" not in parts(project.cleaned / "a.jsonl")

    @pytest.mark.usefixtures("table")
    def test_another_kind_of_file(self, project: Project) -> None:
        self.again(project, "--to", "csv")
        names = [n for n in parts(project.cleaned / "a.jsonl") if n.startswith("part")]
        assert names == ["part-000000.csv", "part-000001.csv", "part-000002.csv"]

    @pytest.mark.usefixtures("table")
    def test_a_rule_changed(self, project: Project) -> None:
        pack_file = project.root / "packs" / "small" / "wording.yaml"
        pack_file.write_text(pack_file.read_text("utf-8").replace("«в сухом остатке»", "changed"), "utf-8")
        assert self.again(project) == (10, 0, 0)

    @pytest.mark.usefixtures("table")
    def test_a_decision_taken(self, project: Project) -> None:
        key = decision_key("wording.dry-residue", rows(1)[0]["text"], 10, 28)
        with DecisionStore(project.cleaned / "decisions.sqlite") as store:
            store.record(Place(key=key), Decision(verdict="reject"), who="Ann")
        assert self.again(project) == (10, 0, 0)
        first = json.loads((project.cleaned / "a.jsonl/part-000000.jsonl").read_text("utf-8").splitlines()[0])
        assert first["text"] == rows(1)[0]["text"]

    @pytest.mark.usefixtures("table")
    @pytest.mark.parametrize("name", ["part-000001.jsonl", "_manifest/000001.json"])
    @pytest.mark.parametrize("data", [None, b"{}\n"])
    def test_a_result_damaged_or_lost(self, project: Project, name: str, data: bytes | None) -> None:
        before = parts(project.cleaned / "a.jsonl")
        path = project.cleaned / "a.jsonl" / name
        path.unlink() if data is None else path.write_bytes(data)
        assert self.again(project) == (4, 6, 0)
        assert parts(project.cleaned / "a.jsonl") == before

    @pytest.mark.usefixtures("table")
    def test_what_did_not_work_is_tried_again(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def clean(cleaner: Cleaner, article: Article) -> Result:
            result = was(cleaner, article)
            ill = article.id == "a5" and away
            return msgspec.structs.replace(result, problems=("the engine is away",)) if ill else result

        was, away = Cleaner.clean, True
        monkeypatch.setattr(Cleaner, "clean", clean)
        assert self.again(project, "--force") == (10, 0, 0)
        assert self.again(project) == (1, 9, 0)
        _, out, _ = project.call("run", "a.jsonl", "--part-rows", "4")
        assert "Note: a.jsonl: in 1 something did not work; their `problems` say what" in out.decode()
        away = False
        assert self.again(project) == (1, 9, 0)
        assert self.again(project) == (0, 10, 0)

    @pytest.mark.usefixtures("table")
    def test_force(self, project: Project) -> None:
        assert self.again(project, "--force") == (10, 0, 0)


SLOW = """
import time, sys
from cleanup.pipeline import Cleaner
was = Cleaner.clean
def clean(self, article):
    time.sleep(0.02)
    return was(self, article)
Cleaner.clean = clean
from cleanup.cli import main
sys.exit(main(sys.argv[1:]))
"""


class TestKilled:
    """`kill -9` in the middle: what was done is not done again, and the result is as if nothing had been."""

    @pytest.mark.parametrize("part_rows", ["1000", "7"])
    def test_goes_on_behind_the_last_row(self, project: Project, part_rows: str) -> None:
        number = 300
        (project.root / "a.jsonl").write_text(lines(rows(number)), "utf-8")
        args = ("a.jsonl", "--part-rows", part_rows)
        assert counts(project, *args, "--out", "calm") == (number, 0, 0)
        done = self.killed(project, *args)
        made, kept, failed = counts(project, *args)
        assert (made + kept, failed) == (number, 0)
        assert 50 <= done <= number - made + 1 < number  # what was being written when the signal came
        assert made - (number - done) <= 0.02 * number
        assert parts(project.cleaned / "a.jsonl") == parts(project.root / "calm" / "a.jsonl")

    def test_its_workers_end_too(self, project: Project) -> None:
        (project.root / "a.jsonl").write_text(lines(rows(300)), "utf-8")
        command = [sys.executable, "-m", "cleanup", "run", "a.jsonl", "--jobs", "2"]
        process = subprocess.Popen(command, cwd=project.root, stdout=subprocess.DEVNULL)
        workers, until = list[psutil.Process](), time.monotonic() + 60
        while not list(project.cleaned.glob("a.jsonl/.part-*.journal")) and time.monotonic() < until:
            time.sleep(0.05)
            workers = psutil.Process(process.pid).children()
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert len(workers) >= 2
        assert not psutil.wait_procs(workers, timeout=10)[1]

    def killed(self, project: Project, *args: str) -> int:
        """How many rows were done when it was killed."""
        script = project.root / "slow.py"
        script.write_text(SLOW, "utf-8")
        command = [sys.executable, str(script), "run", *args]
        process = subprocess.Popen(command, cwd=project.root, stdout=subprocess.DEVNULL)
        folder, done, until = project.cleaned / "a.jsonl", 0, time.monotonic() + 60
        while done < 60 and time.monotonic() < until:
            time.sleep(0.05)
            whole = [json.loads(p.read_bytes()) for p in sorted(folder.glob("_manifest/*.json"))]
            there = [p.read_bytes().count(b"\t") for p in folder.glob(".part-*.journal")]
            done = sum(len(entry["rows"]) for entry in whole) + sum(there)
        process.send_signal(signal.SIGKILL)
        process.wait()
        return done

    def test_half_a_line_in_the_journal(self, project: Project) -> None:
        (project.root / "a.jsonl").write_text(lines(rows(3)), "utf-8")
        run(project, "a.jsonl", "--out", "calm")
        folder = project.cleaned / "a.jsonl"
        folder.mkdir(parents=True)
        entry = json.loads((project.root / "calm/a.jsonl/_manifest/000000.json").read_bytes())
        results = (project.root / "calm/a.jsonl/part-000000.jsonl").read_bytes().splitlines()
        kept = b"\n%s\t%s\n%s\t%s" % (
            entry["rows"][0].encode(),
            results[0],
            entry["rows"][1].encode(),
            results[1][:40],
        )
        (folder / ".part-000000.journal").write_bytes(kept)
        assert counts(project, "a.jsonl") == (2, 1, 0)
        assert parts(folder) == parts(project.root / "calm" / "a.jsonl")


def test_any_number_of_jobs_gives_the_same_bytes(project: Project) -> None:
    for name in ("a", "b"):
        (project.root / f"{name}.jsonl").write_text(lines(rows(50)) + "{\n", "utf-8")
    for jobs in ("1", "2"):
        run(project, "a.jsonl", "b.jsonl", "--part-rows", "7", "--jobs", jobs, "--out", jobs, code=1)
    assert parts(project.root / "1") == parts(project.root / "2")
    assert len(parts(project.root / "1")) == 2 * (8 + 8 + 1)


def test_memory_does_not_grow_with_the_table(project: Project) -> None:
    """A hundred times the rows take no more, but for what the allocator is slow to hand back."""
    peaks = []
    for name, number in (("few", 300), ("many", 30_000)):
        with (project.root / f"{name}.jsonl").open("w") as file:
            for n in range(number):
                file.write('{"id": %d, "text": "%s"}\n' % (n, "In short, so it is. " * 10))  # noqa: UP031
        command = [sys.executable, "-c", PEAK, "run", f"{name}.jsonl", "--to", "parquet"]
        done = subprocess.run(command, cwd=project.root, check=True, capture_output=True, text=True)
        peaks.append(int(done.stderr.split()[-1]) / 1024)
    assert peaks[1] < peaks[0] + 25, peaks


PEAK = """
import resource, sys
from cleanup.cli import main
main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""
