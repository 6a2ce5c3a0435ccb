"""What an immunologist would ask the example graph, in SPARQL and in Python: both give the known answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.core.paths import shipped_queries
from kg.graph import Graph

IL2, IL2RA, TNF = "HGNC:6001", "HGNC:6008", "HGNC:11892"
TREG, TH17, MEMORY_B = "CL:0000815", "CL:0000899", "CL:0000787"
SLE, CROHN, MULTIPLE_SCLEROSIS = "MONDO:0007915", "MONDO:0005011", "MONDO:0005301"
ARTHRITIS, RETINOIC_ACID = "MONDO:0008383", "CHEBI:26536"
SECUKINUMAB, BELIMUMAB, TNF_INHIBITORS = "DRUGBANK:DB09029", "DRUGBANK:DB08879", "MESH:D000079424"

Rows = set[tuple[str, ...]]


@pytest.fixture(scope="module")
def graph(example_graph: Path) -> Iterator[Graph]:
    with kg.open(example_graph) as opened:
        yield opened


def asked(graph: Graph, sparql: str) -> Rows:
    """Return a SELECT's rows as texts, "" where a variable is unbound."""
    answer = graph.query(sparql)
    return {tuple(str(getattr(row[name], "value", "")) for name in answer.variables) for row in answer.rows()}


def holds(graph: Graph, subject: str, predicate: str, target: str) -> bool:
    """Say whether the graph asserts a plain triple."""
    return bool(graph.query(f"ASK {{ {subject} biolink:{predicate} {target} }}").result)


def test_what_increases_regulatory_t_cells(graph: Graph) -> None:
    in_sparql = asked(
        graph,
        f"""SELECT DISTINCT ?name {{
          ?a biolink:object {TREG} ; biolink:predicate biolink:affects ; kg:asserted true ;
             biolink:object_direction_qualifier "increased" ; biolink:subject/rdfs:label ?name }}""",
    )
    in_python = {
        (edge["subject_name"],)
        for edge in graph.edges_of(TREG)
        if edge["object"] == TREG and edge["predicate"] == "affects"
        if edge["asserted"] and edge["direction"] == "increased"
    }
    assert in_sparql == in_python
    # CD25 and CTLA-4 by what their loss does
    expected = {"IL2", "sirolimus", "TGF-β", "glucocorticoids", "IL2RA", "CTLA4"}
    assert {(name,) for name in expected} <= in_sparql
    assert ("IL6",) not in in_sparql


def test_what_improves_lupus(graph: Graph) -> None:
    in_sparql = asked(graph, f"SELECT ?name {{ ?drug biolink:ameliorates_condition {SLE} ; rdfs:label ?name }}")
    in_python = {
        (edge["subject_name"],)
        for edge in graph.edges_of(SLE)
        if edge["predicate"] == "ameliorates_condition" and edge["asserted"]
    }
    assert in_sparql == in_python
    assert ("anifrolumab",) in in_sparql
    assert in_sparql <= {("anifrolumab",), ("aldesleukin",)}


def test_which_statements_the_papers_disagree_on(graph: Graph) -> None:
    in_sparql = asked(
        graph,
        """SELECT DISTINCT ?subject ?object {
          ?a kg:contradicts ?b ; biolink:subject/rdfs:label ?subject ; biolink:object/rdfs:label ?object }""",
    )
    edges = {edge["id"]: edge for edge in graph.sql("SELECT * FROM edges")}
    disputed = [edge for edge in edges.values() if edge["opposed_by"]]
    assert in_sparql == {(edge["subject_name"], edge["object_name"]) for edge in disputed}
    assert in_sparql == {
        ("TNF", "regulatory T cell"),
        ("systemic lupus erythematosus", "regulatory T cell"),
    }
    for edge in disputed:
        for other in edge["opposed_by"]:
            assert edge["id"] in edges[other]["opposed_by"]
            assert not set(edge["publications"]) & set(edges[other]["publications"])


def test_negated_and_speculated_statements_are_not_asserted(graph: Graph) -> None:
    withheld = asked(
        graph,
        """SELECT ?s ?o { ?a biolink:subject ?s ; biolink:object ?o ; kg:asserted false ;
                             biolink:negated ?negated ; kg:speculated ?speculated
                          FILTER(?negated || ?speculated) }""",
    )
    in_python = list(graph.sql("SELECT * FROM assertions WHERE negated OR speculated"))
    assert len(withheld) == len(in_python) >= 5
    assert not any(row["asserted"] for row in in_python)
    said = {(row["subject"], row["object"], row["negated"]) for row in in_python}
    assert {(SECUKINUMAB, CROHN, True), (BELIMUMAB, MEMORY_B, True), (IL2, TH17, True)} <= said
    assert (TNF_INHIBITORS, MULTIPLE_SCLEROSIS, False) in said
    assert not holds(graph, SECUKINUMAB, "ameliorates_condition", CROHN)
    assert not holds(graph, BELIMUMAB, "affects", MEMORY_B)
    assert not holds(graph, IL2, "affects", TH17)
    assert not holds(graph, TNF_INHIBITORS, "exacerbates_condition", MULTIPLE_SCLEROSIS)


def test_every_sentence_stands_where_the_evidence_says(graph: Graph) -> None:
    in_sparql = asked(
        graph,
        """SELECT ?title ?start ?end ?text {
          ?e biolink:supporting_text ?text ; prov:wasDerivedFrom/dcterms:title ?title ; oa:hasSelector ?place .
          ?place oa:start ?start ; oa:end ?end }""",
    )
    texts = {row["title"]: row["text"] for row in graph.sql("SELECT title, text FROM documents")}
    for title, start, end, text in in_sparql:
        assert texts[title][int(start) : int(end)] == text
    found = list(
        graph.sql("SELECT e.*, d.title, d.text AS whole FROM evidence e JOIN documents d ON d.id = document_id")
    )
    assert in_sparql == {(row["title"], str(row["start"]), str(row["end"]), row["text"]) for row in found}
    for row in found:
        assert row["whole"][row["start"] : row["end"]] == row["text"]
        for role in ("subject", "object"):
            assert row["start"] <= row[f"{role}_start"] < row[f"{role}_end"] <= row["end"]


def test_what_low_dose_interleukin_2_does_in_lupus(graph: Graph) -> None:
    in_sparql = asked(
        graph,
        f"""SELECT DISTINCT ?name ?direction ?aspect {{
          ?disease rdfs:subClassOf* {SLE} .
          ?e biolink:disease_context_qualifier ?disease ; kg:dose "low-dose" .
          ?a biolink:has_supporting_studies/biolink:has_study_results ?e ; kg:asserted true ;
             biolink:subject {IL2} ; biolink:object/rdfs:label ?name ;
             biolink:object_direction_qualifier ?direction ; biolink:object_aspect_qualifier ?aspect }}""",
    )
    in_python = {
        (edge["object_name"], edge["direction"], edge["aspect"])
        for edge in graph.edges_of(IL2, "lupus")
        if edge["subject"] == IL2 and edge["asserted"] and edge["context_dose"] == "low-dose"
    }
    assert in_sparql == in_python
    assert ("regulatory T cell", "increased", "abundance") in in_sparql
    assert {name for name, _, _ in in_sparql} == {"regulatory T cell", "IL2RA"}


def test_what_th17_cells_produce(graph: Graph) -> None:
    in_sparql = asked(graph, f"SELECT ?name {{ {TH17} biolink:produces/rdfs:label ?name }}")
    network = graph.to_networkx()
    in_python = {
        (network.nodes[target]["name"],)
        for _, target, data in network.out_edges(TH17, data=True)
        if data["predicate"].endswith("produces")
    }
    assert in_sparql == in_python == {("IL17A",), ("IL22",)}


def test_what_is_known_from_loss_or_blockade(graph: Graph) -> None:
    in_sparql = asked(
        graph,
        """SELECT DISTINCT ?subject ?direction ?object {
          ?e kg:via ?via FILTER(?via IN ("loss", "blockade"))
          ?a biolink:has_supporting_studies/biolink:has_study_results ?e ; kg:asserted true ;
             biolink:subject/rdfs:label ?subject ; biolink:object/rdfs:label ?object ;
             biolink:object_direction_qualifier ?direction }""",
    )
    in_python = {
        tuple(row.values())
        for row in graph.sql(
            """SELECT DISTINCT subject_name, direction, object_name FROM edges e JOIN evidence v
               ON v.assertion_id = e.id WHERE v.via <> 'direct' AND asserted AND direction <> ''"""
        )
    }
    assert in_sparql == in_python
    assert {
        ("IL2RA", "increased", "regulatory T cell"),
        ("regulatory T cell", "decreased", "effector T cell"),
        ("regulatory T cell", "decreased", "autoimmune disease"),
        ("regulatory T cell", "decreased", "graft versus host disease"),
    } <= in_sparql
    # Complexes of IL-2 and its antibody give IL-2; they block nothing
    assert ("IL2", "decreased", "regulatory T cell") not in in_sparql


def test_a_papers_own_abbreviation_decides(graph: Graph) -> None:
    """RA is retinoic acid where a paper defines it so, and rheumatoid arthritis elsewhere."""
    in_sparql = asked(
        graph,
        f"""SELECT DISTINCT ?direction ?name {{
          ?a biolink:subject {RETINOIC_ACID} ; kg:asserted true ;
             biolink:object_direction_qualifier ?direction ; biolink:object/rdfs:label ?name }}""",
    )
    in_python = {
        (edge["direction"], edge["object_name"])
        for edge in graph.edges_of(graph.concept("retinoic acid")["id"])
        if edge["subject"] == RETINOIC_ACID and edge["asserted"]
    }
    assert in_sparql == in_python
    assert {("decreased", "T-helper 17 cell"), ("increased", "CCR9")} <= in_sparql
    mentions = graph.sql(
        "SELECT DISTINCT title, concept_id FROM mentions JOIN documents ON id = document_id WHERE mentions.text = 'RA'"
    )
    meant = {row["title"]: row["concept_id"] for row in mentions}
    assert meant.pop("Retinoic acid links vitamin A to mucosal tolerance") == RETINOIC_ACID
    assert set(meant.values()) == {ARTHRITIS}


def test_what_improves_any_autoimmune_disease_of_the_musculoskeletal_system(graph: Graph) -> None:
    """Nobody writes of the group; what is said of its kinds is found under DOID's id and under MONDO's."""
    in_sparql = asked(
        graph,
        """SELECT DISTINCT ?drug ?disease {
          ?kind rdfs:subClassOf*/skos:exactMatch DOID:0060032 ; rdfs:label ?disease .
          ?cause biolink:ameliorates_condition ?kind ; rdfs:label ?drug }""",
    )
    for name in ("DOID:0060032", "MONDO:0000589", "autoimmune disorder of musculoskeletal system"):
        assert graph.edges_of(name) == []
        in_python = {
            (edge["subject_name"], edge["object_name"])
            for edge in graph.edges_of(name, below=True)
            if edge["predicate"] == "ameliorates_condition" and edge["asserted"]
        }
        assert in_sparql == in_python
        shipped = graph.query(shipped_queries()["below"].read_text(encoding="utf-8"), {"concept": name})
        assert in_sparql == {
            (getattr(row["subject"], "value", ""), getattr(row["object"], "value", ""))
            for row in shipped
            if str(row["predicate"]).endswith("ameliorates_condition>")
        }
    lupus, arthritis = "systemic lupus erythematosus", "rheumatoid arthritis"
    known = {
        ("anifrolumab", lupus),
        ("tofacitinib", arthritis),
        ("tocilizumab", arthritis),
        ("aldesleukin", "polymyositis"),
    }
    assert known <= in_sparql
    assert not {disease for _, disease in in_sparql} & {"psoriasis", "multiple sclerosis", "Crohn disease"}


def test_which_cytokines_do_what_to_t_cells_of_any_kind(graph: Graph) -> None:
    cytokine, t_cell = "MESH:D016207", "CL:0000084"
    in_sparql = asked(
        graph,
        f"""SELECT DISTINCT ?name ?direction ?cell {{
          ?a biolink:subject ?s ; biolink:object ?o ; kg:asserted true ; biolink:object_direction_qualifier ?direction .
          ?s rdfs:subClassOf* {cytokine} ; rdfs:label ?name . ?o rdfs:subClassOf* {t_cell} ; rdfs:label ?cell }}""",
    )
    cytokines, cells = set(graph.below("cytokines")), set(graph.below("T cells"))
    in_python = {
        (edge["subject_name"], edge["direction"], edge["object_name"])
        for edge in graph.edges_of("cytokine", below=True)
        if edge["subject"] in cytokines and edge["object"] in cells and edge["asserted"] and edge["direction"]
    }
    assert in_sparql == in_python
    assert {("IL6", "increased", "T-helper 17 cell"), ("IL2", "increased", "regulatory T cell")} <= in_sparql


def test_every_concept_above_another_has_a_name(graph: Graph) -> None:
    nameless = asked(
        graph, "SELECT ?above { ?kind rdfs:subClassOf ?above FILTER NOT EXISTS { ?above rdfs:label ?name } }"
    )
    assert nameless == set()
    steps = asked(graph, "SELECT DISTINCT ?above { MONDO:0005556 rdfs:subClassOf+ ?above }")
    assert len(steps) >= 4  # lupus nephritis, lupus, the group, autoimmune disease, disease
