from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from kg.assemble.assemble import assemble
from kg.assemble.scratch import batches, connect, scratch
from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.core.tables import write_json
from tests.fixtures_graph import spoil, write_graph
from tests.unit.assemble.said import IL2, LEXICON, TREG, assembled, paper

UP, DOWN = (IL2, "increased", TREG), (IL2, "decreased", TREG)


def test_what_a_killed_run_left_goes(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = [tmp_path / f".assemble-{ended.pid}", tmp_path / f".spilled-{ended.pid}", tmp_path / ".assemble-x7e"]
    others = tmp_path / f".assemble-{os.getppid()}"  # at work
    for place in (*left, others):
        place.mkdir()
        (place / "file").touch()
    with scratch(GraphFolder(tmp_path)) as place:
        assert sorted(tmp_path.iterdir()) == sorted([place, others])
    assert list(tmp_path.iterdir()) == [others]


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError("[Errno 28] Error writing bytes to file. Detail: [errno 28] No space left on device"),
        duckdb.IOException("IO Error: Could not write file: No space left on device"),
    ],
)
def test_a_full_disk_is_told_in_one_line(tmp_path: Path, error: Exception) -> None:
    def fill() -> None:
        with scratch(GraphFolder(tmp_path)) as place:
            (place / "half.parquet").touch()
            raise error

    with pytest.raises(GraphFolderError, match="the disk is full") as told:
        fill()
    assert "\n" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_too_little_memory_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="--memory gives it"), scratch(GraphFolder(tmp_path)):
        raise duckdb.OutOfMemoryException("Out of Memory Error: failed to pin block\nmore")


def test_other_errors_stay_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="denied"), scratch(GraphFolder(tmp_path)):
        raise OSError(errno.EACCES, "denied")


def test_rows_have_their_position_in_all_shards(tmp_path: Path) -> None:
    papers = [paper(UP, pmid=str(n)) for n in range(5)]
    assembled(tmp_path, papers[:2], papers[2:])
    connection = connect(GraphFolder(tmp_path).shards(), tmp_path)
    found = [row for batch in batches(connection, "SELECT id FROM shards ORDER BY position", 2) for row in batch["id"]]
    assert [str(one) for one in found] == [f"PMID:{n}" for n in range(5)]


def test_memory_and_threads_change_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [paper(UP, DOWN, pmid=str(n), doi=f"10.1/{n // 2}") for n in range(40)]
    assembled(tmp_path, papers[:25], papers[25:])
    folder = GraphFolder(tmp_path)
    hashes = folder.manifest()["hashes"]
    for processors, memory in ((1, 512_000_000), (7, 3_000_000_000)):
        monkeypatch.setattr(os, "cpu_count", lambda given=processors: given)
        assert assemble(folder, LEXICON, {}, memory=memory)["hashes"] == hashes


def test_a_damaged_shard_is_named_and_the_graph_stays_as_it_was(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    (shard,) = folder.shards()
    stated = [{"file": shard.name, "rows": pq.read_metadata(shard).num_rows}]
    told = {"files": [], "places": [], "reader": None, "shards": stated}
    write_json(folder.extracted_path, {"portions": [told]})
    before = {path.name: path.read_bytes() for path in folder.graph.iterdir()}
    whole = shard.read_bytes()
    for damaged in ("rows", "shorter", "cut", "gone"):
        shard.write_bytes(whole)
        if damaged == "rows":
            spoil(shard)
        elif damaged == "shorter":
            pq.write_table(pq.read_table(shard).slice(1), shard)
        elif damaged == "cut":
            shard.write_bytes(whole[:-9])
        else:
            shard.unlink()
        with pytest.raises(GraphFolderError, match=rf"{shard.name}: .*`kg build`"):
            assemble(folder, LEXICON, {})
        assert {path.name: path.read_bytes() for path in folder.graph.iterdir()} == before
    assert not list(folder.root.glob(".assemble-*"))
