"""kg.staging: what is put into a storage comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core import shards
from kg.core.errors import ClusterError
from kg.core.shards import Slice
from kg.core.text import Document, Metadata, Section
from kg.staging import Storage, stage, staged


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


@pytest.mark.parametrize("options", ["", "/", "?x=y"])
def test_a_folder_in_a_storage_is_one_also_where_the_url_has_options(tmp_path: Path, options: str) -> None:
    (tmp_path / "mine").touch()
    (tmp_path / "file").write_bytes(b"bytes")
    storage = Storage(tmp_path.as_uri() + options, ".staged")
    assert storage.root == f"{tmp_path.as_posix()}/.staged"
    storage.put(tmp_path / "file", "name")
    assert (tmp_path / ".staged" / "name").exists()
    storage.clear()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "mine"]


@pytest.mark.parametrize("rest", ["b/x?nonsense=1", "b /x", "b@c d/x"])
def test_keys_in_a_url_are_not_told(rest: str) -> None:
    with pytest.raises(ClusterError) as raised:
        Storage(f"s3://KEY:SEC/RET@{rest}", "name")
    assert "RET" not in str(raised.value)
    assert "KEY" not in str(raised.value)
