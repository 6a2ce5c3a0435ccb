from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from kg.core.prefixes import expand
from kg.export.nanopub import write
from tests.fixtures_graph import IL2, TREG, write_graph

NP = "PREFIX np: <http://www.nanopub.org/nschema#> "


def test_each_asserted_statement_has_its_four_graphs(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    assert write(write_graph(tmp_path / "g"), path) == {"nanopublications": 7}
    store = Store()
    store.load(path=str(path), format=RdfFormat.TRIG)
    rows = list(
        store.query(
            NP
            + "SELECT ?np ?a { GRAPH ?h { ?np a np:Nanopublication ; np:hasAssertion ?a ; np:hasProvenance ?p ; "
            "np:hasPublicationInfo ?i } GRAPH ?p { ?a <http://www.w3.org/ns/prov#wasDerivedFrom> ?paper } "
            "GRAPH ?i { ?np ?q ?x } }"
        )
    )
    assert len({row["np"] for row in rows}) == 7
    plain = [
        Quad(NamedNode(expand(IL2)), NamedNode(expand("biolink:affects")), NamedNode(expand(TREG)), row["a"])
        for row in rows
    ]
    assert len({quad.graph_name for quad in plain if quad in store}) == 2


def test_negated_and_speculated_have_none(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    write(write_graph(tmp_path / "g"), path)
    text = path.read_text(encoding="utf-8")
    assert "biolink:negated true" not in text
    assert "kg:speculated true" not in text
