from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kg.export.kgx import EDGE_COLUMNS, NODE_COLUMNS, write_jsonl, write_tsv
from tests.fixtures_graph import CYTOKINE, FACTOR, IL2, NASTY, SLE, T_CELL, TREG, write_graph


def _tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def _jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


@pytest.fixture
def tsv(tmp_path: Path) -> Path:
    assert write_tsv(write_graph(tmp_path / "g"), tmp_path / "kgx") == {"nodes": 9, "edges": 9}
    return tmp_path / "kgx"


def test_tsv_columns_and_rows(tsv: Path) -> None:
    nodes, edges = _tsv(tsv / "nodes.tsv"), _tsv(tsv / "edges.tsv")
    assert tuple(nodes[0]) == NODE_COLUMNS
    assert tuple(edges[0]) == EDGE_COLUMNS
    assert len(nodes) == len(edges) == 9
    assert {edge[end] for edge in edges for end in ("subject", "object")} == {node["id"] for node in nodes}
    assert not {CYTOKINE, T_CELL} & {node["id"] for node in nodes}  # ancestors in no edge
    assert None not in edges[0].values()


def test_tsv_values(tsv: Path) -> None:
    nodes = {node["id"]: node for node in _tsv(tsv / "nodes.tsv")}
    assert nodes[IL2]["synonym"] == "interleukin-2|IL-2"
    assert nodes[IL2]["category"] == "biolink:Gene"
    assert nodes[IL2]["iri"] == "http://identifiers.org/hgnc/6001"
    assert nodes[SLE]["xref"] == "DOID:9074|MESH:D008180"
    assert nodes[FACTOR]["synonym"].split("|")[0] == "a¦b"
    negated = [edge for edge in _tsv(tsv / "edges.tsv") if edge["negated"] == "true"]
    assert [(edge["subject"], edge["predicate"]) for edge in negated] == [(IL2, "biolink:causes")]
    assert {edge["speculated"] for edge in _tsv(tsv / "edges.tsv")} == {"true", "false"}
    assert {edge["rejected"] for edge in _tsv(tsv / "edges.tsv")} == {"false"}


def test_a_sentence_judged_wrong_supports_nothing(tmp_path: Path) -> None:
    wrong = dict.fromkeys(("IL-2 expanded Tregs.", "Aldesleukin treats SLE."), ("wrong", "", "", ""))
    write_jsonl(write_graph(tmp_path / "g", wrong), tmp_path / "kgx")
    edges = _jsonl(tmp_path / "kgx" / "edges.jsonl")
    (rejected,) = [edge for edge in edges if edge["rejected"]]
    assert rejected["supporting_text"] == ["Aldesleukin treats SLE."]  # still shown, as nothing else is said
    (up,) = [edge for edge in edges if edge["subject"] == IL2 and edge.get("object_direction_qualifier") == "increased"]
    assert up["supporting_text"] == ["IL-2 expands regulatory T cells in patients."]
    assert up["publications"] == ["PMID:1"]


def test_jsonl_says_the_same_unharmed(tmp_path: Path) -> None:
    write_jsonl(write_graph(tmp_path / "g"), tmp_path / "kgx")
    nodes, edges = _jsonl(tmp_path / "kgx" / "nodes.jsonl"), _jsonl(tmp_path / "kgx" / "edges.jsonl")
    assert len(nodes) == len(edges) == 9
    assert all({"id", "category", "name"} <= set(node) for node in nodes)
    assert [edge["supporting_text"] for edge in edges if edge["subject"] == FACTOR] == [[NASTY]]
    (up,) = [edge for edge in edges if edge.get("object_direction_qualifier") == "increased" and edge["subject"] == IL2]
    assert up["object"] == TREG
    assert up["qualified_predicate"] == "biolink:causes"
    assert up["publications"] == ["DOI:10.1000/xyz<2>", "PMID:1"]
    assert up["supporting_text"][0] == "IL-2 expands regulatory T cells in patients."
    assert up["knowledge_level"] == "not_provided"
    assert up["agent_type"] == "text_mining_agent"
