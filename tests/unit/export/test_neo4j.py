from __future__ import annotations

import csv
from pathlib import Path

from kg.export.neo4j import EDGE_HEADER, NODE_HEADER, write
from tests.fixtures_graph import FACTOR, IL2, write_graph


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, strict=True))


def test_headers_and_rows(tmp_path: Path) -> None:
    assert write(write_graph(tmp_path / "g"), tmp_path / "n") == {"nodes": 9, "relationships": 9}
    nodes, edges = _rows(tmp_path / "n" / "nodes.csv"), _rows(tmp_path / "n" / "relationships.csv")
    assert (tuple(nodes[0]), tuple(edges[0])) == (NODE_HEADER, EDGE_HEADER)
    assert {len(row) for row in nodes} == {len(NODE_HEADER)}
    assert {len(row) for row in edges} == {len(EDGE_HEADER)}
    ids = {row[0] for row in nodes[1:]}
    assert {end for row in edges[1:] for end in row[:2]} == ids
    by_id = {row[0]: row for row in nodes}
    assert by_id[IL2][-1] == "Concept;Gene"
    assert by_id[IL2][4] == "interleukin-2;IL-2"
    assert by_id[FACTOR][3] == "false"
    assert by_id[FACTOR][4].split(";")[:2] == ["a|b", "c,d"]


def test_every_record_is_one_line(tmp_path: Path) -> None:
    write(write_graph(tmp_path / "g"), tmp_path / "n")
    for name in ("nodes.csv", "relationships.csv"):
        assert len((tmp_path / "n" / name).read_text(encoding="utf-8").splitlines()) == 10
