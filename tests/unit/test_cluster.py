"""kg.cluster without a cluster; `tests/integration/test_cluster.py` runs one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg import __version__, cluster
from kg.cluster import Annotator, _Actor, _Run
from kg.core.errors import ClusterError, DataError, MissingDependency
from kg.core.shards import Slice, read_told
from kg.engines import Resources
from kg.recipe import Recipe
from kg.staging import Storage, stage
from tests.unit.test_staging import papers


def test_an_annotator_makes_the_shard_of_a_staged_slice(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path / "storage"))
    part = Slice(tmp_path / "shard", 2, iter(papers(5)))
    stage(part.batches(), tmp_path / "staged")
    storage.put(tmp_path / "staged", "one")
    annotator = Annotator(Recipe(), (__version__, Recipe().hash()), storage.place, "")
    annotator.begin()
    told = annotator.annotate("one", {"number": 2, "read": 5, "skipped": [], "last": True})
    storage.get("one.shard", tmp_path / "back")
    assert read_told(tmp_path / "back") == told
    assert (told.slice, told.read, told.rows, told.last) == (2, 5, 5, True)


def test_a_node_with_other_files_refuses(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not those of the run"):
        Annotator(Recipe(), (__version__, "0" * 64), str(tmp_path), "").begin()


def test_a_node_with_another_version_refuses(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=rf"has immunokg {__version__}, and the run 0\.0\.1"):
        Annotator(Recipe(), ("0.0.1", Recipe().hash()), str(tmp_path), "").begin()


def test_without_ray_it_is_said_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingDependency, match=r"immunokg\[ray\]"):
        list(cluster.annotate([Slice(tmp_path / "one", 0, iter(papers(1)))], Recipe(), Resources()))


def test_nothing_to_do_needs_no_cluster() -> None:
    assert list(cluster.annotate([], Recipe(), Resources())) == []


def test_actors_that_never_become_ready_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Run, "_start", lambda _: _Actor(None, None))
    begun, never = _Actor(None, None, ready=True), _Actor(None, None)
    run = _Run(Recipe(), 2, Storage(str(tmp_path)), None, [begun, never], made=1)
    while len(run.actors) > 1:
        run._lost(run.actors[-1], "killed")
    assert run.stillborn == cluster.STILLBORN * 2 + 1
    run._lost(begun, "killed")  # one that had begun has another chance
    with pytest.raises(ClusterError, match="no actor can begin: killed; 1 shard of this run stands"):
        run._lost(run.actors[0], "killed")
