from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx

from kg.export.network import network, write_cytoscape, write_gexf, write_graphml
from tests.fixtures_graph import FACTOR, IL2, IL6, LUPUS_NEPHRITIS, SLE, TNF, TREG, write_graph


def test_network(tmp_path: Path) -> None:
    graph = network(write_graph(tmp_path))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (9, 9)
    assert graph.nodes[SLE]["xrefs"] == ["DOID:9074", "MESH:D008180"]
    assert graph.nodes[FACTOR]["grounded"] is False
    assert {data["direction"] for data in graph[IL2][TREG].values()} == {"increased", "decreased"}
    (denied,) = graph[IL2][LUPUS_NEPHRITIS].values()
    assert (denied["negated"], denied["asserted"]) == (True, False)
    (maybe,) = graph[IL6][TNF].values()
    assert (maybe["speculated"], maybe["label"]) == (True, "increases")


def _check(read: Any, graph: nx.MultiDiGraph[str]) -> None:
    assert set(read) == set(graph)
    assert sorted(read.edges(keys=True)) == sorted(graph.edges(keys=True))
    for subject, target, key, data in graph.edges(keys=True, data=True):
        got = read.edges[subject, target, key]
        assert {name: got[name] for name in ("negated", "belief", "predicate")} == {
            name: data[name] for name in ("negated", "belief", "predicate")
        }
        assert "|".join(data["publications"]) == got["publications"]


def test_graphml_reads_back(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    assert write_graphml(folder, tmp_path / "x.graphml") == {"nodes": 9, "edges": 9}
    _check(nx.read_graphml(tmp_path / "x.graphml", force_multigraph=True), network(folder))


def test_gexf_reads_back_and_has_no_date(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    assert write_gexf(folder, tmp_path / "x.gexf") == {"nodes": 9, "edges": 9}
    assert b"lastmodified" not in (tmp_path / "x.gexf").read_bytes()
    read = nx.read_gexf(tmp_path / "x.gexf", version="1.2draft")
    again: Any = nx.MultiDiGraph()
    again.add_nodes_from(read)
    again.add_edges_from((a, b, data["id"], data) for a, b, data in read.edges(data=True))
    _check(again, network(folder))


def test_cytoscape_reads_back(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    assert write_cytoscape(folder, tmp_path / "x.cyjs") == {"nodes": 9, "edges": 9}
    data = json.loads((tmp_path / "x.cyjs").read_text(encoding="utf-8"))
    ids = [element["data"]["id"] for kind in data["elements"].values() for element in kind]
    assert len(ids) == len(set(ids)) == 18
    _check(nx.cytoscape_graph(data), network(folder))
