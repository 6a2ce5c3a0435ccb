from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from kg.core.prefixes import expand
from kg.export.nanopub import write
from tests.fixtures_graph import IL2, TREG, write_graph

ASKED = """
PREFIX np: <http://www.nanopub.org/nschema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?np ?a {
  GRAPH ?h { ?np a np:Nanopublication ; np:hasAssertion ?a ; np:hasProvenance ?p ; np:hasPublicationInfo ?i }
  GRAPH ?p { ?a prov:wasDerivedFrom ?paper }
  GRAPH ?i { ?np ?q ?x }
}
"""


def test_each_asserted_statement_has_its_four_graphs(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    assert write(write_graph(tmp_path / "g"), path) == {"nanopublications": 7}
    store = Store()
    store.load(path=str(path), format=RdfFormat.TRIG)
    rows = store.query(ASKED)
    assert isinstance(rows, QuerySolutions)
    found = [(row["np"], row["a"]) for row in rows]
    assert len({publication for publication, _ in found}) == 7
    plain = (NamedNode(expand(IL2)), NamedNode(expand("biolink:affects")), NamedNode(expand(TREG)))
    graphs = [quad.graph_name for quad in store.quads_for_pattern(*plain)]
    assert len(graphs) == 2
    assert set(graphs) <= {graph for _, graph in found}


def test_what_is_judged_wrong_is_neither_asserted_nor_provenance(tmp_path: Path) -> None:
    wrong = dict.fromkeys(("IL-2 expanded Tregs.", "Aldesleukin treats SLE."), ("wrong", "", "", ""))
    assert write(write_graph(tmp_path / "g", wrong), tmp_path / "x.trig") == {"nanopublications": 6}
    text = (tmp_path / "x.trig").read_text(encoding="utf-8")
    assert "IL-2 expands regulatory T cells in patients." in text
    assert not [one for one in wrong if one in text]


def test_negated_and_speculated_have_none(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    write(write_graph(tmp_path / "g"), path)
    text = path.read_text(encoding="utf-8")
    assert "biolink:negated true" not in text
    assert "kg:speculated true" not in text
