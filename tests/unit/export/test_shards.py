from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.core.rdf import quads
from kg.export import EXPORTERS
from kg.export.shards import write
from tests.fixtures_graph import write_graph


def test_shards_hold_every_quad_once_and_no_more_than_they_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, place = write_graph(tmp_path / "g"), tmp_path / "shards"
    monkeypatch.setattr("kg.export.shards.SHARD", 100)
    every = list(quads(folder))
    assert EXPORTERS["nquads-shards"](folder, place) == {"quads": len(every), "files": len(every) // 100 + 1}
    files = sorted(place.glob("*.nq.gz"))
    assert files[0].name == "part-00000.nq.gz"
    found = [list(parse(gzip.decompress(file.read_bytes()), format=RdfFormat.N_QUADS)) for file in files]
    assert {len(shard) for shard in found[:-1]} == {100}
    assert [quad for shard in found for quad in shard] == every
    first = [file.read_bytes() for file in files]
    write(folder, place)
    assert [file.read_bytes() for file in files] == first


def test_a_file_that_would_end_full_has_no_empty_one_behind_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_graph(tmp_path / "g")
    count = len(list(quads(folder)))
    monkeypatch.setattr("kg.export.shards.SHARD", count)
    assert write(folder, tmp_path / "shards") == {"quads": count, "files": 1}
