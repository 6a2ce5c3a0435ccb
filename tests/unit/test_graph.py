from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.core.errors import GraphFolderError, OptionError, QueryError, UnknownConcept, UnknownName
from kg.core.lexicon import Concept, make_lexicon
from kg.graph import Graph
from tests.fixtures_graph import (
    ALDESLEUKIN,
    CYTOKINE,
    FACTOR,
    IL2,
    IL6,
    LUPUS_NEPHRITIS,
    SLE,
    TNF,
    TREG,
    write_graph,
)  # fmt: skip
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
    lexicon = make_lexicon(Concept(one, name, "gene", synonyms) for one, name, synonyms in named)
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


def test_a_concept_is_found_by_another_ontologys_id(graph: Graph) -> None:
    for curie in ("DOID:9074", "MESH:D008180", "mesh:D008180", "mondo:0007915"):
        assert graph.concept(curie)["id"] == SLE
    with pytest.raises(UnknownConcept):
        graph.concept("DOID:1")


def test_of_concepts_that_share_an_id_elsewhere_the_one_mentioned_most_is_meant(tmp_path: Path) -> None:
    lexicon = make_lexicon(Concept(f"X:{n}", f"factor {n}", "gene", xrefs=("Y:1",)) for n in (1, 2, 3))
    assembled(tmp_path, [paper(("X:1", "", "X:2"), ("X:3", "", "X:2"), pmid="1")], lexicon=lexicon)
    with kg.open(tmp_path) as graph:
        assert graph.concept("Y:1")["id"] == "X:2"


def test_below_is_everything_that_is_a_kind_of_it(graph: Graph) -> None:
    assert graph.below(SLE) == graph.below("systemic lupus erythematosus") == sorted([SLE, LUPUS_NEPHRITIS])
    assert graph.below(TREG) == [TREG]
    assert graph.below("cytokine") == sorted([IL2, IL6, TNF, CYTOKINE])  # itself nobody mentions
    with pytest.raises(UnknownConcept):
        graph.below("cytokin")


def test_kinds_of_kinds_are_below_too_once_each_and_a_circle_ends(tmp_path: Path) -> None:
    parents = {
        "X:1": (),
        "X:2": ("X:1",),
        "X:3": ("X:1", "X:2"),
        "X:4": ("X:3", "X:2"),
        "X:5": ("X:6",),
        "X:6": ("X:5",),
    }
    lexicon = make_lexicon(Concept(one, one, "gene", parents=above) for one, above in parents.items())
    assembled(tmp_path, [paper(("X:4", "", "X:5"), pmid="1")], lexicon=lexicon)
    with kg.open(tmp_path) as graph:
        assert graph.below("X:1") == ["X:1", "X:2", "X:3", "X:4"]
        assert graph.below("X:5") == ["X:5", "X:6"]
        assert [edge["object"] for edge in graph.edges_of("X:1", below=True)] == ["X:5"]


def test_edges_of_everything_below(graph: Graph) -> None:
    assert graph.edges_of("cytokine") == []
    below = graph.edges_of("cytokine", below=True)
    own = [edge["id"] for one in (IL2, IL6, TNF) for edge in graph.edges_of(one)]
    assert {edge["id"] for edge in below} == set(own)
    assert len(below) == len(set(own)) < len(own)  # IL-6 and TNF: both ends are below, the edge comes once
    order = [(not edge["asserted"], -edge["belief"]) for edge in below]
    assert order == sorted(order)
    assert {edge["object"] for edge in graph.edges_of("SLE", below=True)} == {SLE, LUPUS_NEPHRITIS}
    in_context = graph.edges_of("cytokine", "low-dose", below=True)
    assert {edge["document_id"] for edge in in_context} == {"PMID:1"}


def test_a_query_is_given_values_for_its_parameters(graph: Graph) -> None:
    sparql = "SELECT ?name { ?kind rdfs:subClassOf+ $top ; rdfs:label ?name } ORDER BY ?name"
    for value in ("MESH:D016207", "<http://id.nlm.nih.gov/mesh/D016207>", "cytokines"):
        assert [row["name"].value for row in graph.query(sparql, {"top": value})] == ["IL2", "IL6", "TNF"]  # type: ignore[union-attr]
    assert len(list(graph.query(sparql))) == 5  # without a value a parameter is a variable
    with pytest.raises(UnknownConcept, match="did you mean"):
        graph.query(sparql, {"top": "citokine"})
    with pytest.raises(QueryError, match=r"no parameter \$bottom"):
        graph.query(sparql, {"bottom": "cytokine"})


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
    assert known["kinds"] == []
    above = graph.about("cytokine")
    assert [one["name"] for one in above["kinds"]] == ["TNF", "IL2", "IL6"]
    assert above["edges"] == []
    assert graph.about("cytokine", below=True)["edges"] == graph.edges_of("cytokine", below=True)
    assert graph.about("IL2", "high-dose")["edges"] == []


def test_a_figure_and_files_of_a_part(graph: Graph, tmp_path: Path) -> None:
    svg = graph.to_svg(about="IL-6", asserted_only=True)
    assert svg.startswith("<?xml")
    assert "IL6" in svg
    assert graph.export("svg", tmp_path / "part.svg", about="IL-6", asserted_only=True)["concepts"] > 1
    assert (tmp_path / "part.svg").read_text(encoding="utf-8") == svg
    with pytest.raises(UnknownName, match="no export format is called 'svgg'"):
        graph.export("svgg", tmp_path / "other")


def test_views_of_the_same_graph_have_the_same_counts(graph: Graph) -> None:
    network = graph.to_networkx()
    assert network.number_of_edges() == graph.counts["assertions"] == graph.to_arrow("assertions").num_rows
    (row,) = graph.sql("SELECT count(*) AS n FROM edges WHERE subject = $one", one=IL2)
    assert row["n"] == network.out_degree(IL2)


def test_sparql_and_rdflib(tmp_path: Path) -> None:
    write_graph(tmp_path)
    with kg.open(tmp_path) as graph:
        asked = f"SELECT ?s WHERE {{ ?s biolink:affects {TREG} }}"
        assert len(list(graph.to_rdflib().query(asked))) == 3
        with pytest.raises(QueryError):
            graph.query("SELCT")


def test_another_reads_the_same_graph(graph: Graph) -> None:
    rows = graph.sql("SELECT id FROM assertions ORDER BY id")
    first = next(rows)
    with graph.another() as other:
        assert next(other.sql("SELECT id FROM assertions ORDER BY id")) == first
        assert other.concept("IL-2")["id"] == IL2
    # what the one is at is not lost with the other
    assert len(list(rows)) == graph.counts["assertions"] - 1


def test_tables_as_frames(graph: Graph) -> None:
    pl = pytest.importorskip("polars")
    assert graph.to_arrow().num_rows == graph.to_polars("assertions").height == 9
    assert graph.to_polars(min_belief=0.7, asserted_only=True).filter(pl.col("belief") < 0.7).is_empty()
    assert graph.to_arrow("evidence", document="PMID:1").num_rows == 2
    with pytest.raises(UnknownName, match="did you mean 'edges'"):
        graph.to_arrow("edge")


def test_pandas_frames(graph: Graph) -> None:
    pytest.importorskip("pandas")
    assert {TNF, IL6, CYTOKINE} <= set(graph.to_pandas("concepts", about="TNF").id)


def test_views_of_a_part(graph: Graph) -> None:
    part = graph.to_networkx(about="IL-6", asserted_only=True)
    assert set(part.edges()) == {(IL6, LUPUS_NEPHRITIS), (IL6, TREG)}
    assert [row["concept"]["id"] for row in graph.neighbours("Tregs", since=2020)] == [IL2, FACTOR]
    assert [row["concept"]["id"] for row in graph.neighbours("IL-6", "out", limit=1)] == [LUPUS_NEPHRITIS]
    with graph.select(document="PMID:1") as one, pytest.raises(OptionError, match="part of a graph already"):
        one.neighbours("Tregs", since=2020)


def test_paths_of_a_part(graph: Graph) -> None:
    (path,) = graph.paths("IL-2", "LN", either_way=True)
    assert [concept["id"] for concept in path["concepts"]] == [IL2, TREG, IL6, LUPUS_NEPHRITIS]
    assert path["hops"][0]["sentence"] == "IL-2 expands regulatory T cells in patients."
    assert (path["sign"], path["backwards"]) == (-1, True)
    assert graph.paths("IL-2", "LN", either_way=True, predicate="affects") == []
    assert graph.paths("IL-2", "LN") == []


def test_hypotheses_in_people_s_words(graph: Graph) -> None:
    told = graph.discover("IL-2")
    assert {one["concept"]["id"] for one in told["hypotheses"]} == {IL6, FACTOR}
    assert [one["concept"]["id"] for one in graph.discover("Tregs", category="disease")["hypotheses"]] == []
    assert graph.discover("aldesleukin", through="gene")["hypotheses"] == []
    closed = graph.discover("IL-6", "IL-2")
    assert (closed["target"]["id"], closed["direct"]) == (IL2, [])
    assert closed["hypotheses"][0]["ways"][0]["concept"]["id"] == TREG
    with pytest.raises(UnknownName, match="did you mean 'gene'"):
        graph.discover("IL-2", through="genes")


def test_analyses_of_a_part(graph: Graph) -> None:
    assert graph.hubs(limit=1)[0]["id"] == TREG
    assert {row["category"] for row in graph.hubs(of="disease")} == {"disease"}
    assert graph.hubs(since=2024)[0]["neighbours"] == 2
    assert [part["size"] for part in graph.communities()] == [3]
    assert graph.communities(about="TNF") == []
    assert [row["year"] for row in graph.by_year(about="IL-2")["years"]] == [2019, 2024]
