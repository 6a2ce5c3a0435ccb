"""OBO Graphs JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.index import obographs
from tests.unit.index.reading import names, read

OBO = "http://purl.obolibrary.org/obo/"
GLIMMER: dict[str, Any] = {
    "id": f"{OBO}CL_9900001",
    "lbl": "glimmer cell",
    "type": "CLASS",
    "meta": {
        "definition": {"val": "A cell that glimmers."},
        "synonyms": [
            {"pred": "hasExactSynonym", "val": "glim cell"},
            {"pred": "hasRelatedSynonym", "val": "GC"},
            {"pred": "hasBroadSynonym", "val": "cell"},
            {"pred": "hasNarrowSynonym", "val": "blue glimmer cell"},
        ],
        "xrefs": [{"val": "mesh:D009000001"}, {"val": "FMA:7"}],
    },
}


def graph(nodes: list[Any], edges: list[Any]) -> str:
    return json.dumps({"graphs": [{"nodes": nodes, "edges": edges, "id": "x"}]}, indent=1, ensure_ascii=False)


def test_nodes_then_what_edges_say(tmp_path: Path) -> None:
    edges = [
        {"sub": f"{OBO}CL_9900001", "pred": "is_a", "obj": f"{OBO}CL_0000000"},
        {"sub": f"{OBO}CL_9900001", "pred": "is_a", "obj": f"{OBO}CL_0000003"},
        {"sub": f"{OBO}CL_9900001", "pred": f"{OBO}BFO_0000050", "obj": f"{OBO}UBERON_1"},
    ]
    (cell, piece), problems = read(obographs, tmp_path / "a.json", graph([GLIMMER], edges))
    assert problems == []
    assert (cell.id, cell.category, cell.xrefs) == ("CL:9900001", "cell_type", ("MESH:D009000001",))
    assert names(cell) == ("glimmer cell", ("glim cell",), ("GC",))
    assert (piece.id, piece.name, piece.parents) == ("CL:9900001", "", ("CL:0000000", "CL:0000003"))


def test_deprecated_nodes_relations_and_namespaces(tmp_path: Path) -> None:
    said = {"pred": "http://www.geneontology.org/formats/oboInOwl#hasOBONamespace", "val": "biological_process"}
    same = {"pred": "http://www.w3.org/2004/02/skos/core#exactMatch", "val": "http://identifiers.org/umls/C0000001"}
    nodes = [
        {
            "id": f"{OBO}GO_1",
            "lbl": "glimmering",
            "meta": {"basicPropertyValues": [said, same], "xrefs": [{"val": "NCIT:C1"}]},
        },
        {"id": f"{OBO}GO_2", "lbl": "gone", "meta": {"deprecated": True}},
        {"id": f"{OBO}RO_1", "lbl": "glimmers in", "type": "PROPERTY"},
        {"id": f"{OBO}so#part_of", "lbl": "part of", "type": "PROPERTY"},
        {"id": f"{OBO}CL_3", "lbl": "one", "type": "INDIVIDUAL"},
        {"id": f"{OBO}CL_4"},
    ]
    concepts, problems = read(obographs, tmp_path / "a.json.gz", graph(nodes, []))
    assert problems == []
    assert [(concept.id, concept.category, concept.xrefs) for concept in concepts] == [
        ("GO:1", "process", ("UMLS:C0000001",)),
        ("RO:1", "", ()),
    ]


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        ("a text", "is no object"),
        ({"lbl": "no id"}, "a node without an id"),
        ({"id": 7}, "its 'id' is no text"),
        ({"id": "CL:1", "lbl": ["x"]}, "its 'lbl' is no text"),
        ({"id": "CL:1", "meta": []}, None),
        ({"id": "CL:1", "meta": "x"}, "its 'meta' is no object"),
        ({"id": "CL:1", "meta": {"synonyms": {"val": "x"}}}, "its 'synonyms' is no list of objects"),
        ({"id": "CL:1", "meta": {"xrefs": ["x"]}}, "its 'xrefs' is no list of objects"),
        ({"sub": "CL:1", "obj": 1}, "its 'obj' is no text"),
    ],
)
def test_a_bad_node_is_named_by_its_line(tmp_path: Path, node: Any, reason: str | None) -> None:
    good = {"id": "CL:9", "lbl": "β-glimmer"}
    text = '\ufeff{"graphs": [{"nodes": [\n' + json.dumps(node) + ",\n" + json.dumps(good, ensure_ascii=False) + "]}]}"
    concepts, problems = read(obographs, tmp_path / "a.json", text)
    assert [concept.name for concept in concepts] == ["β-glimmer"]
    assert problems == ([f"record 1: line 2: {reason}"] if reason else [])


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    content = b'{"graphs": [{"nodes": [{"id": "CL:1", "lbl": "\xff"}, {"id": "CL:2", "lbl": "two"}]}]}'
    concepts, problems = read(obographs, tmp_path / "a.json", content)
    assert [concept.name for concept in concepts] == ["two"]
    assert problems == ["record 1: line 1: its 'lbl' is no text"]


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        ('{"graphs": [', True),
        ('\n{ "nodes" : [ { "id": "x", "lbl": "y"', True),
        ('{"nodes": [{"id": 1}]}', False),
        ('["graphs"]', False),
        ('{"syst": {"bel": 0.1}}', False),
        ("", False),
    ],
)
def test_recognises(head: str, answer: bool) -> None:
    assert obographs.recognises(head) is answer
