from __future__ import annotations

import json
from pathlib import Path

from tests.door import Kg, told


def test_errors_about_a_graph(kg: Kg, graph: Path) -> None:
    done = kg("show", graph, "interlekin-2")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "did you mean" in done.err
    done = kg("query", graph, "SELCT")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err.startswith("kg: query: ")


def test_json_of_a_concept_and_of_what_there_is(kg: Kg, graph: Path) -> None:
    known = told(kg("show", graph, "IL-2", "--context", "SLE", "--json"))
    assert isinstance(known, dict)
    assert known["concept"]["id"] == "HGNC:6001"
    assert known["edges"][0]["sentence"]
    assert known["given_as"]["name"] == "aldesleukin"
    listed = told(kg("list", "--json"))
    assert isinstance(listed, dict)
    assert "pubmed" in listed["readers"]
    assert "affects" in listed["predicates"]
    assert kg("list").out.splitlines()[0].startswith("readers:")
    counts = told(kg("export", graph, "--format", "kgx-jsonl", "--out", graph / "kgx", "--json"))
    assert isinstance(counts, dict)


def test_a_query_from_a_file(kg: Kg, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?s biolink:affects CL:0000815 }", encoding="utf-8")
    done = kg("query", graph, "--file", tmp_path / "q.rq", "--format", "json")
    assert json.loads(done.out)["boolean"] is True
