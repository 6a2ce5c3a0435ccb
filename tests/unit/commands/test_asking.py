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


def test_a_query_with_parameters(kg: Kg, graph: Path, tmp_path: Path) -> None:
    kinds = ["name,mentions,papers,kind", "lupus nephritis,2,1,", "systemic lupus erythematosus,2,1,"]
    for value in ("SLE", "MONDO:0007915", "DOID:9074"):
        done = kg("query", graph, "--file", "kinds", "--bind", f"concept={value}", "--format", "csv")
        assert [line.split("http")[0] for line in done.out.splitlines()] == kinds, value
    below = kg("query", graph, "--file", "below", "--bind", "concept=cytokine", "--format", "csv").out.splitlines()
    assert len(below) == 6
    assert below[1].startswith("IL2,https://w3id.org/biolink/vocab/affects,regulatory T cell,increased,abundance,")
    (tmp_path / "q.rq").write_text("ASK { ?s biolink:affects $what }", encoding="utf-8")
    own = [kg("query", graph, "--file", tmp_path / "q.rq", *given).out for given in ((), ("--bind", "$what=Tregs"))]
    assert own == ["yes\n", "yes\n"]


def test_parameters_that_cannot_be_given(kg: Kg, graph: Path) -> None:
    for arguments, reason in (
        ((), "the query below needs --bind concept=VALUE"),
        (("--bind", "concept"), "--bind takes NAME=VALUE, not 'concept'"),
        (("--bind", "concept=lupsu"), "no concept of this graph is called 'lupsu'; did you mean"),
        (("--bind", "concept=SLE", "--bind", "x=1"), "there is no parameter $x in it; it has $concept"),
    ):
        done = kg("query", graph, "--file", "below", *arguments)
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
        assert reason in done.err


def test_a_query_that_finds_nothing_tells_which_names_are_nowhere(kg: Kg, graph: Path) -> None:
    done = kg("query", graph, "SELECT ?s { ?s biolink:afects CL:0000815 }")
    assert (done.code, done.out) == (0, "s\n─\n")
    assert done.err == "kg: biolink:afects is nowhere in this graph; did you mean biolink:affects?\n"
    done = kg("query", graph, "ASK { ?s biolink:affects MONDO:0000001 }")
    assert (done.out, done.err) == ("no\n", "kg: MONDO:0000001 is nowhere in this graph\n")
    found = kg("query", graph, "SELECT * { ?s biolink:affects CL:0000815 OPTIONAL { ?s biolink:afects ?o } }")
    assert (found.err, "HGNC:6001" in found.out) == ("", True)


def test_what_is_said_of_the_kinds_of_a_concept(kg: Kg, graph: Path) -> None:
    done = kg("show", graph, "cytokine")
    assert "3 kinds of it mentioned too: --below shows what is said of them" in done.out
    assert "no statement about it was read" in done.out
    done = kg("show", graph, "cytokine", "--below")
    assert "with 3 kinds of it: TNF (2), IL2 (2), IL6 (2)" in done.out
    assert "IL2 increases regulatory T cell (abundance)" in done.out
    assert "TNF contributes to rheumatoid arthritis" in done.out
    known = told(kg("show", graph, "cytokine", "--below", "--json"))
    assert isinstance(known, dict)
    assert [one["name"] for one in known["kinds"]] == ["TNF", "IL2", "IL6"]
    assert "kind" not in kg("show", graph, "Tregs", "--below").out


def test_a_part_of_a_graph_is_exported_and_drawn(kg: Kg, graph: Path, tmp_path: Path) -> None:
    narrowed = ("--about", "lupus nephritis", "--no-negated", "--min-belief", "0.5")
    done = kg("export", graph, "--format", "kgx-jsonl", "--out", tmp_path / "kgx", *narrowed)
    assert done.out.endswith("2 nodes, 1 edges\n"), done.err
    (edge,) = map(json.loads, (tmp_path / "kgx" / "edges.jsonl").read_text(encoding="utf-8").splitlines())
    assert (edge["subject"], edge["object"]) == ("HGNC:6018", "MONDO:0005556")
    done = kg("explore", graph, "--out", tmp_path / "p.html", *narrowed)
    assert done.out.endswith("2 of 2 concepts, 1 of 1 assertions\n"), done.err
    done = kg("export", graph, "--format", "kgx-jsonl", "--out", tmp_path / "no", "--predicate", "treat")
    assert (done.code, done.err) == (1, "kg: no predicate is called 'treat'; did you mean 'treats'?\n")
    assert not (tmp_path / "no").exists()
