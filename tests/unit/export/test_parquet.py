from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq

from kg.core.folder import GraphFolder
from kg.core.select import Filter
from kg.export.parquet import write
from tests.fixtures_graph import SLE, TREG, write_graph


def test_tables_and_edges(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    counts = write(folder, tmp_path / "p")
    assert counts == {
        "documents": 3,
        "mentions": 20,
        "concepts": 12,
        "assertions": 9,
        "evidence": 10,
        "edges": 9,
    }
    assert (tmp_path / "p" / "concepts.parquet").read_bytes() == folder.table("concepts").read_bytes()
    edges = pq.read_table(tmp_path / "p" / "edges.parquet").to_pylist()
    assert {edge["object_name"] for edge in edges if edge["object"] == TREG} == {"regulatory T cell"}
    first = (tmp_path / "p" / "edges.parquet").read_bytes()
    write(folder, tmp_path / "p")
    assert (tmp_path / "p" / "edges.parquet").read_bytes() == first


def test_of_a_part_its_rows(tmp_path: Path) -> None:
    folder = GraphFolder(write_graph(tmp_path / "g").root, Filter(about=(SLE,)))
    counts = write(folder, tmp_path / "p")
    assert counts == {"documents": 1, "mentions": 6, "concepts": 7, "assertions": 1, "evidence": 1, "edges": 1}
    schema = pq.read_schema(tmp_path / "p" / "assertions.parquet")
    assert schema.equals(pq.read_schema(folder.table("assertions")))
    told = json.loads((tmp_path / "p" / "manifest.json").read_text())
    assert told["selection"] == {"about": [SLE]}
    assert told["counts"]["assertions"] == 1
