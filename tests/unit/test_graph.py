from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.core.errors import GraphFolderError, QueryError, UnknownConcept
from kg.core.lexicon import Concept, Lexicon
from kg.graph import Graph
from tests.fixtures_graph import ALDESLEUKIN, FACTOR, IL2, IL6, LUPUS_NEPHRITIS, SLE, TNF, TREG, write_graph
from tests.unit.assemble.said import assembled, paper


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with kg.open(write_graph(tmp_path_factory.mktemp("graph")).root) as opened:
        yield opened


def test_open_takes_a_path_or_its_name(tmp_path: Path) -> None:
    write_graph(tmp_path)
    for name in (tmp_path, str(tmp_path)):
        with kg.open(name) as graph:
            assert graph.counts["documents"] == 3


def test_what_is_no_graph_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="holds no graph"):
        kg.open(tmp_path)


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        (IL2, IL2),
        ("IL2", IL2),
        ("interleukin-2", IL2),
        ("Interleukin 2", IL2),
        ("TNFα", TNF),
        ("regulatory t-cells", TREG),
        ("treg", TREG),
        ("LN", LUPUS_NEPHRITIS),
        (FACTOR, FACTOR),
    ],
)
def test_a_concept_is_found_by_id_name_or_synonym(graph: Graph, name: str, concept: str) -> None:
    assert graph.concept(name)["id"] == concept


def test_a_preferred_name_goes_before_a_synonym_and_then_the_one_mentioned_most(tmp_path: Path) -> None:
    named = [("X:1", "zeta", ("shared",)), ("X:2", "eta", ("zeta", "shared")), ("X:3", "theta", ())]
    lexicon = Lexicon(Concept(one, name, "gene", synonyms) for one, name, synonyms in named)
    assembled(tmp_path, [paper(("X:1", "", "X:2"), ("X:3", "", "X:2"), pmid="1")], lexicon=lexicon)
    with kg.open(tmp_path) as graph:
        assert graph.concept("Zeta")["id"] == "X:1"
        assert graph.concept("shared")["id"] == "X:2"


def test_an_unknown_name_is_answered_with_the_closest(graph: Graph) -> None:
    with pytest.raises(UnknownConcept, match=r"did you mean .*'interleukin-2'"):
        graph.concept("interlekin-2")
    with pytest.raises(UnknownConcept) as caught:
        graph.concept("qqqqqq")
    assert caught.value.suggestions == ()


def test_edges_come_asserted_and_most_believed_first_each_with_its_best_sentence(graph: Graph) -> None:
    edges = graph.edges_of(TREG)
    assert {TREG} <= {edge["subject"] for edge in edges} | {edge["object"] for edge in edges}
    order = [(not edge["asserted"], -edge["belief"]) for edge in edges]
    assert order == sorted(order)
    assert len({edge["id"] for edge in edges}) == len(edges)
    (best,) = (edge for edge in edges if (edge["subject"], edge["direction"]) == (IL2, "increased"))
    assert best["sentence"] == "IL-2 expands regulatory T cells in patients."
    assert (best["document_id"], best["year"]) == ("PMID:1", 2019)
    assert best["publications"] == ["DOI:10.1000/xyz<2>", "PMID:1"]


def test_below_is_everything_that_is_a_kind_of_it(graph: Graph) -> None:
    assert graph.below(SLE) == sorted([SLE, LUPUS_NEPHRITIS])
    assert graph.below(TREG) == [TREG]


def test_a_context_leaves_the_evidence_from_there(graph: Graph) -> None:
    whole = {edge["id"] for edge in graph.edges_of(IL2)}
    for context in ("low-dose", "SLE", SLE, "human"):
        edges = graph.edges_of(IL2, context)
        assert {edge["document_id"] for edge in edges} == {"PMID:1"}
        assert {edge["id"] for edge in edges} < whole
    assert graph.edges_of(IL2, "high-dose") == []
    with pytest.raises(UnknownConcept):
        graph.edges_of(IL2, "lupsu")


def test_a_context_may_be_what_an_assertion_speaks_of(graph: Graph) -> None:
    edges = graph.edges_of(IL6, "SLE")  # lupus nephritis is a kind of it
    assert {edge["object"] for edge in edges} == {LUPUS_NEPHRITIS}


def test_a_gene_that_is_given_as_a_medicine(graph: Graph) -> None:
    assert graph.medicine_of(IL2) == ALDESLEUKIN
    assert graph.medicine_of(TREG) == graph.medicine_of("HGNC:6000") == ""


def test_about_is_a_concept_its_edges_and_its_medicine(graph: Graph) -> None:
    known = graph.about("interleukin 2")
    assert known["concept"]["id"] == IL2
    assert known["edges"] == graph.edges_of(IL2)
    assert known["given_as"]["id"] == ALDESLEUKIN
    assert [edge["object"] for edge in known["edges_given"]] == [SLE]
    assert graph.about("Treg")["given_as"] is None
    assert graph.about("IL2", "high-dose")["edges"] == []


def test_views_of_the_same_graph_have_the_same_counts(graph: Graph) -> None:
    network = graph.to_networkx()
    assert network.number_of_edges() == graph.counts["assertions"] == graph.table("assertions").num_rows
    (row,) = graph.sql("SELECT count(*) AS n FROM edges WHERE subject = $one", one=IL2)
    assert row["n"] == network.out_degree(IL2)


def test_sparql_and_rdflib(tmp_path: Path) -> None:
    write_graph(tmp_path)
    with kg.open(tmp_path) as graph:
        asked = f"SELECT ?s WHERE {{ ?s biolink:affects {TREG} }}"
        assert len(list(graph.to_rdflib().query(asked))) == 3
        with pytest.raises(QueryError):
            graph.query("SELCT")
