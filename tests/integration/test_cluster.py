"""The engine `ray` on a real cluster of several nodes on this machine: equal shards, also when a node is killed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import engines
from kg.core.errors import ClusterError, UnknownName
from kg.core.folder import GraphFolder
from kg.core.shards import Slice, read_told
from kg.core.text import Document, Metadata
from kg.engines import Resources
from kg.recipe import Recipe
from kg.run import annotate

pytest.importorskip("ray", reason="Ray is not installed (the extra `ray`)")

MEMORY = 100 * 2**20  # bytes of a node's object store, which holds nothing of ours
SLICES, DOCUMENTS = 4, 70


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head without processors, and nothing else."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    from ray.cluster_utils import Cluster

    made = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 0, "object_store_memory": MEMORY, "include_dashboard": False},
    )
    yield made
    made.shutdown()


@pytest.fixture
def nodes(cluster: Any) -> Iterator[list[Any]]:
    """Two nodes of one processor each; those that still stand go afterwards."""
    made = [cluster.add_node(num_cpus=1, object_store_memory=MEMORY) for _ in range(2)]
    yield made
    for node in cluster.worker_nodes.copy():
        cluster.remove_node(node, allow_graceful=False)


def slices(folder: Path) -> Iterator[Slice]:
    for number in range(SLICES):
        yield Slice(folder / f"{number}.parquet", number, iter([paper(number, one) for one in range(DOCUMENTS)]))


def paper(number: int, one: int) -> Document:
    title = f"IL-2 expands regulatory T cells in group {one} of trial {number}."
    return Document(f"PMID:{number}{one:03}", title, (), Metadata(source="in", record=one + 1))


def shards(folder: Path) -> list[bytes]:
    return [(folder / f"{number}.parquet").read_bytes() for number in range(SLICES)]


def test_the_same_shards_as_here_also_when_a_node_is_killed(cluster: Any, nodes: list[Any], tmp_path: Path) -> None:
    here = list(engines.local(slices(tmp_path / "here"), Recipe(), engines.ALONE))
    there, killed = [], 0.0
    run = engines.ENGINES["ray"](slices(tmp_path / "there"), Recipe(), Resources(0, cluster.address))
    for told in run:
        there.append(told)
        if len(there) == 1:  # both have begun, and each is at a slice
            cluster.remove_node(nodes[0], allow_graceful=False)
            killed = time.monotonic()
    assert killed
    assert len(there) == SLICES > 1
    assert there == here == [read_told(tmp_path / "there" / f"{number}.parquet") for number in range(SLICES)]
    assert shards(tmp_path / "there") == shards(tmp_path / "here")
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == [f"{n}.parquet" for n in range(SLICES)]


def test_through_a_storage_of_its_own_by_url(cluster: Any, nodes: list[Any], tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    for number in range(3):
        (tmp_path / "papers" / f"{number}.txt").write_text("IL-2 expands Tregs.\n\nIt did.", encoding="utf-8")
    storage = f"{(tmp_path / 'storage').as_uri()}?with=options"
    given = [str(tmp_path / "papers")]
    for name, engine, resources in (
        ("here", "local", engines.ALONE),
        ("there", "ray", Resources(1, cluster.address, storage)),
    ):
        assert annotate(given, tmp_path / name, Recipe(), engine=engine, resources=resources).read == 3
    one, other = (GraphFolder(tmp_path / name) for name in ("here", "there"))
    assert [path.read_bytes() for path in one.shards()] == [path.read_bytes() for path in other.shards()]
    assert not list((tmp_path / "storage").iterdir())


def test_what_is_wrong_on_a_node_is_said_here(cluster: Any, nodes: list[Any], tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no pipeline is called 'imunology'"):
        list(engines.ENGINES["ray"](slices(tmp_path), Recipe("imunology"), Resources(1, cluster.address)))


def test_a_cluster_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=r"127\.0\.0\.1:9"):
        list(engines.ENGINES["ray"](slices(tmp_path), Recipe(), Resources(1, "127.0.0.1:9")))


def test_a_slice_that_takes_an_actor_too_long_is_done_here_and_a_cluster_without_nodes_is_given_up(
    cluster: Any, nodes: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.remove_node(nodes[1], allow_graceful=False)
    run = engines.ENGINES["ray"](slices(tmp_path), Recipe(), Resources(1, cluster.address))
    assert next(run).rows == DOCUMENTS
    with monkeypatch.context() as patch:
        patch.setattr("kg.cluster.LIMIT", 0.0)
        patch.setattr("kg.cluster.SLOW", 0.0)
        assert next(run).rows == DOCUMENTS
        assert read_told(tmp_path / "1.parquet")
    cluster.remove_node(nodes[0], allow_graceful=False)
    monkeypatch.setattr("kg.cluster.PATIENCE", 2.0)
    with pytest.raises(
        ClusterError, match="within 2 seconds; 2 shards of this run stand, and the same command goes on"
    ):
        next(run)
