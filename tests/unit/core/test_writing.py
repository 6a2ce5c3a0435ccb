from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.core.paths import put_in_place
from kg.core.writing import LOCK, writing
from tests.fixtures_graph import write_graph

OTHER = """
import sys
from pathlib import Path
from kg.core.writing import writing
try:
    with writing(Path(sys.argv[1])):
        print("written")
except Exception as error:
    print(error)
"""


def other(root: Path) -> str:
    done = subprocess.run([sys.executable, "-c", OTHER, str(root)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_one_process_writes_at_a_time_and_may_take_the_lock_again(tmp_path: Path) -> None:
    root = tmp_path / "out"
    with writing(root), writing(root) as folder:
        assert folder.root == root
        (root / "extractions").mkdir()
        (root / "extractions" / f"{'a' * 40}.parquet").touch()
        assert other(root) == f"{root}: is being written by process {os.getpid()}; wait until it is done"
    assert other(root) == "written"
    assert sorted(path.name for path in root.iterdir()) == [LOCK, "extractions"]


def test_a_folder_that_nothing_came_to_lie_in_goes_again(tmp_path: Path) -> None:
    with writing(tmp_path / "out"):
        pass
    assert not (tmp_path / "out").exists()


def test_what_a_killed_writer_left_is_cleared_and_shards_stay(tmp_path: Path) -> None:
    root = write_graph(tmp_path / "g").root
    shard = root / "extractions" / f"{'a' * 40}.parquet"
    left = (".graph.old/manifest.json", ".assemble-x1/scratch.duckdb", "extractions/.staged-1/documents",
            "extractions/.b.parquet.12.tmp", ".curations.tsv.9.tmp")  # fmt: skip
    store = root / ".store.7.tmp" / "CURRENT"  # of somebody who is building one
    for path in (shard, store, *(root / name for name in left)):
        path.parent.mkdir(exist_ok=True, parents=True)
        path.touch()
    with writing(root):
        assert shard.exists()
        assert store.exists()
        assert not [name for name in left if (root / name).exists()]
    GraphFolder(root).manifest()


def test_a_kill_between_two_renames_leaves_the_old_graph(tmp_path: Path) -> None:
    root = write_graph(tmp_path / "g").root
    before = GraphFolder(root).manifest()
    (root / "graph").rename(root / ".graph.old")
    assert GraphFolder(root).manifest() == before
    (root / "graph").rename(root / ".graph.old")
    with writing(root) as folder:
        assert folder.manifest() == before
    assert not (root / ".graph.old").exists()


def test_a_reader_that_mends_between_the_renames_stops_no_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_graph(tmp_path / "g").root
    fresh = write_graph(tmp_path / "other").graph.rename(root / ".graph.new")
    (fresh / "new").touch()
    real = Path.rename

    def rename(path: Path, target: Path) -> Path:
        done = real(path, target)
        if path.name == "graph":
            monkeypatch.undo()
            GraphFolder(root).manifest()
        return done

    monkeypatch.setattr(Path, "rename", rename)
    put_in_place(fresh, root / "graph")
    assert (root / "graph" / "new").exists()
    assert not (root / ".graph.old").exists()


def test_an_interrupt_between_the_renames_loses_neither_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_graph(tmp_path / "g").root
    before = GraphFolder(root).manifest()
    fresh = write_graph(tmp_path / "other").graph.rename(root / ".assemble-1")
    real = Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path == fresh:
            raise KeyboardInterrupt
        return real(path, target)

    def write() -> None:
        with writing(root):
            monkeypatch.setattr(Path, "rename", rename)
            put_in_place(fresh, root / "graph")

    with pytest.raises(KeyboardInterrupt):
        write()
    assert GraphFolder(root).manifest() == before


def test_what_the_system_refuses_is_one_line(tmp_path: Path) -> None:
    root = tmp_path / "out"
    with pytest.raises(GraphFolderError) as caught, writing(root):
        raise OSError(errno.ENOSPC, "whatever")
    assert str(caught.value) == (
        f"{root}: cannot be written: No space left on device; "
        "what is finished is kept, and the same command goes on from there"
    )
    (tmp_path / "file").touch()
    with pytest.raises(GraphFolderError, match="is a file"), writing(tmp_path / "file"):
        pass


def test_what_cannot_be_read_elsewhere_is_no_matter_of_writing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), writing(tmp_path / "g"):
        (tmp_path / "pattern.toml").read_text(encoding="utf-8")
