"""kg.cluster without a cluster: what is staged, and where; `tests/integration/test_cluster.py` runs one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg import cluster
from kg.cluster import Annotator, Storage, stage, staged
from kg.core import shards
from kg.core.errors import ClusterError, DataError, MissingDependency
from kg.core.shards import Slice, read_told
from kg.core.text import Document, Metadata, Section
from kg.engines import Resources
from kg.recipe import Recipe


def papers(count: int) -> list[Document]:
    section = Section("abstract", "AIMS", 21, "IL-2 expands Tregs.")
    return [
        Document(
            f"PMID:{one}", "On IL-2 and T cells.", (section,), Metadata(pmid=str(one), year=2001, authors=("A B",))
        )
        for one in range(count)
    ]


def test_documents_come_back_as_they_were_in_the_same_batches(tmp_path: Path) -> None:
    part = Slice(tmp_path / "shard", 0, iter(papers(shards.BATCH + 3)))
    stage(part.batches(), tmp_path / "staged")
    batches = list(staged(tmp_path / "staged"))
    assert [len(batch) for batch in batches] == [shards.BATCH, 3]
    assert [one for batch in batches for one in batch] == papers(shards.BATCH + 3)


@pytest.mark.parametrize("form", [str, Path.as_uri])
def test_a_storage_gives_back_what_was_put_there(tmp_path: Path, form: object) -> None:
    place = tmp_path / "a folder"
    storage = Storage(str(place) if form is str else place.as_uri())
    (tmp_path / "file").write_bytes(b"bytes")
    storage.put(tmp_path / "file", "name")
    storage.get("name", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == b"bytes"
    storage.drop("name", "nothing")
    assert not list(place.iterdir())
    storage.clear()
    assert not place.exists()


@pytest.mark.parametrize("place", ["relative/folder", "nofs://bucket/x"])
def test_a_storage_that_cannot_be_is_named(place: str) -> None:
    with pytest.raises(ClusterError, match=place):
        Storage(place)


def test_an_annotator_makes_the_shard_of_a_staged_slice(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path / "storage"))
    part = Slice(tmp_path / "shard", 2, iter(papers(5)))
    stage(part.batches(), tmp_path / "staged")
    storage.put(tmp_path / "staged", "one")
    annotator = Annotator(Recipe(), Recipe().hash(), storage.place)
    annotator.begin()
    told = annotator.annotate("one", {"number": 2, "read": 5, "skipped": [], "last": True})
    storage.get("one.shard", tmp_path / "back")
    assert read_told(tmp_path / "back") == told
    assert (told.slice, told.read, told.rows, told.last) == (2, 5, 5, True)


def test_a_node_with_other_files_refuses(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not those of the run"):
        Annotator(Recipe(), "0" * 64, str(tmp_path)).begin()


def test_without_ray_it_is_said_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingDependency, match=r"immunokg\[ray\]"):
        list(cluster.annotate([Slice(tmp_path / "one", 0, iter(papers(1)))], Recipe(), Resources()))


def test_nothing_to_do_needs_no_cluster() -> None:
    assert list(cluster.annotate([], Recipe(), Resources())) == []
