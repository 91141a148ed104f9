"""Ray: a cluster of two nodes on this machine, one of which is killed in the middle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import ray
from articles import expected, lines, parts, rows
from conftest import Project
from ray.cluster_utils import Cluster

from cleanup.batch import PartDone, plan
from cleanup.ingest.arrow import table_of
from cleanup.ingest.ray import clean_dataset, on_cluster
from cleanup.ingest.records import Columns
from cleanup.ingest.snapshot import Snapshot
from cleanup.ingest.tables import TableRead, clean_tables, in_processes, tables_of
from cleanup.settings import Settings

# Ray Data copies its settings one by one, those that it deprecates too
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ray.data.context")
MEMORY = 100 * 2**20
DEAD_SOON = {
    "health_check_period_ms": 500,
    "health_check_timeout_ms": 500,
    "health_check_failure_threshold": 2,
}


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    node = {"num_cpus": 1, "object_store_memory": MEMORY}
    patch = pytest.MonkeyPatch()
    patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    made = Cluster(initialize_head=True, head_node_args={**node, "_system_config": DEAD_SOON})
    made.add_node(**node)
    ray.init(address=made.address, log_to_driver=False)
    yield made
    ray.shutdown()
    made.shutdown()
    patch.undo()


def test_ray(
    cluster: Cluster,
    snapshot: Snapshot,
    project: Project,
    tmp_path_factory: pytest.TempPathFactory,
    subtests: pytest.Subtests,
) -> None:
    """One test, since processes of pytest would each start a cluster."""
    with subtests.test("a dataset"):
        cleans_a_dataset(snapshot)
    with subtests.test("a run"):
        runs_on_a_cluster(cluster, project)
    with subtests.test("a node killed in the middle"):
        survives_a_kill(cluster, tmp_path_factory.mktemp("kill"))


def cleans_a_dataset(snapshot: Snapshot) -> None:
    some = [{"url": r["id"], "body": r["text"]} for r in rows(40)] + [{"url": "bad", "body": None}]
    dataset = ray.data.from_arrow(pa.Table.from_pylist(some)).repartition(4)
    found = clean_dataset(dataset, columns=Columns(id="url", text="body"), snapshot=snapshot)
    table = pa.concat_tables(ray.get(found.to_arrow_refs()))
    assert table.slice(0, 40) == table_of(expected(rows(40), snapshot))
    assert table["error"].to_pylist()[40] == "not a row {url, body}: neither `body` nor `html`"


def runs_on_a_cluster(cluster: Cluster, project: Project) -> None:
    """Through the command line, from two files of two kinds; what is done already is left."""
    (project.root / "a.jsonl").write_text(lines(rows(30)) + "{\n", "utf-8")
    pq.write_table(pa.Table.from_pylist(rows(20)), project.root / "b.parquet")
    given = ("run", "a.jsonl", "b.parquet", "--to", "parquet", "--part-rows", "7", "--json")
    alone, _, _ = project.call(*given, "--out", "alone")
    code, out, _ = project.run(*given, "--engine", "ray", "--address", cluster.address)
    found = json.loads(out)
    assert (code, alone) == (1, 1)
    assert (found["cleaned"], found["failed"]) == (50, 1)
    assert parts(project.cleaned) == parts(project.root / "alone")
    _, out, _ = project.call(*given, "--engine", "ray")
    assert json.loads(out)["up_to_date"] == 50


def survives_a_kill(cluster: Cluster, tmp_path: Path) -> None:
    """With all rules, so that it takes a while. Comes last: the cluster is smaller afterwards."""
    number, rows_a_part = 400, 10
    (tmp_path / "a.jsonl").write_text(lines(rows(number)), "utf-8")

    def cleaned(name: str) -> Iterator[PartDone | TableRead]:
        todo = plan([tmp_path / "a.jsonl"], tmp_path / name, Settings(), tables=True)
        tables = tables_of(todo.found.tables, tmp_path / name, rows=rows_a_part, suffix="parquet")
        engine = on_cluster() if name == "cluster" else in_processes(1)
        yield from clean_tables(tables, todo.job, engine)

    steps = cleaned("cluster")
    done = [next(steps)]
    cluster.remove_node(cluster.worker_nodes.copy().pop(), allow_graceful=False)
    done += steps
    assert sum(node["Alive"] for node in ray.nodes()) == 1
    assert [type(d) for d in done] == [PartDone] * (number // rows_a_part) + [TableRead]
    assert [d.error for d in done] == [None] * len(done)
    made = sum(d.made for d in done if isinstance(d, PartDone))
    assert number - 2 * rows_a_part <= made <= number  # a part that was written unseen is not made again
    list(cleaned("alone"))
    assert parts(tmp_path / "cluster") == parts(tmp_path / "alone")
