from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.core.errors import QueryError, QueryRefused
from kg.core.folder import GraphFolder
from kg.core.rdf import Node
from kg.store.build import ensure_store
from kg.store.query import ask, form_of, names, parameters, query, read_value
from tests.fixtures_graph import write_graph


@pytest.fixture
def folder(tmp_path: Path) -> GraphFolder:
    return write_graph(tmp_path / "g")


def test_rows_over_the_union_of_all_graphs(folder: GraphFolder) -> None:
    answer = query(
        folder,
        """SELECT ?name ?nothing { HGNC:6001 rdfs:label ?name .
        ?r biolink:supporting_text 'IL-2 expanded Tregs.' }""",
    )
    assert answer.variables == ("name", "nothing")
    assert list(answer.rows()) == [{"name": Literal("IL2"), "nothing": None}]


def test_prefix_lines_are_allowed_and_synonyms_known(folder: GraphFolder) -> None:
    assert list(query(folder, "PREFIX x: <http://identifiers.org/hgnc/> SELECT ?n { x:6001 rdfs:label ?n }").rows())
    assert list(query(folder, "SELECT ?n { hgnc:6001 rdfs:label ?n }").rows())


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX x: <urn:x> DELETE WHERE { ?s ?p ?o }",
        "# SELECT\nLOAD <http://example.org/x>",
        "clear all",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(folder: GraphFolder, sparql: str) -> None:
    with pytest.raises(QueryRefused, match="read-only"):
        query(folder, sparql)
    assert not folder.store.exists()


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://example.org/> { ?a ?b ?c } }",
        "SELECT * { service silent ?x { ?a ?b ?c } }",
        "SELECT * { ?a ?b 'it''s' . SERVICE<http://example.org/>{ ?a ?b ?c } }",
        "SELECT * { SERVICESILENT<http://example.org/>{ ?a ?b ?c } }",
        "PREFIX : <http://example.org/> SELECT * { SERVICE: { ?a ?b ?c } }",
        "SELECT * { FILTER(1<2)SERVICE#>\n<http://example.org/>{ ?a ?b ?c } }",
        "SELECT * { FILTER(1<kg:b#>'''\n)SERVICE<http://example.org/>{ ?a ?b ?c } #'''\n}",
        "SELECT * { ?a ?b 1SERVICE<http://example.org/>{ ?a ?b ?c } }",
        "SELECT * { ?a ?b kg:.SERVICE<http://example.org/>{ ?a ?b ?c } }",
        "SELECT * { SERVIC\\u0045 <http://example.org/> { ?a ?b ?c } }",
        "SELECT * { \\U00000053ERVICE <http://example.org/> { ?a ?b ?c } }",
    ],
)
def test_other_servers_are_refused(folder: GraphFolder, sparql: str) -> None:
    with pytest.raises(QueryRefused, match="another server"):
        query(folder, sparql)


def test_the_words_are_free_elsewhere(folder: GraphFolder) -> None:
    sparql = """# LOAD and INSERT
    SELECT ?service { ?service rdfs:label "DROP # LOAD" .
    FILTER(?service != <urn:SERVICE>) ?service kg:service <http://www.w3.org/ns/sparql-service-description#Service> }"""
    assert list(query(folder, sparql).rows()) == []


def test_a_syntax_error_names_its_place(folder: GraphFolder) -> None:
    with pytest.raises(QueryError, match=r"line 3, column 5: it cannot end here .*\?y ⟨here⟩"):
        query(folder, "SELECT ?x\nWHERE { ?x \n ?y ")
    with pytest.raises(QueryError, match=r"line 2, column 4: this prefix is not declared: \?x ⟨here⟩nope:a \?y"):
        query(folder, "PREFIX x: <urn:x> SELECT ?x WHERE { _:x x:a HGNC:1 .\n?x nope:a ?y }")
    with pytest.raises(QueryError, match="line 1, column 16: cannot be read"):
        query(folder, "SELECT ?x SELECT ?y { ?x nope:a ?y }")
    with pytest.raises(QueryError, match="line 1"):
        query(folder, "")
    with pytest.raises(QueryError, match=r"neither grouped by nor bound: .*⟨here⟩"):
        query(folder, "SELECT ?x { ?x a ?z } GROUP BY ?z")


def test_a_failure_while_answering_is_a_query_error(folder: GraphFolder) -> None:
    with pytest.raises(QueryError, match="not supported"):
        list(query(folder, "SELECT (<urn:f>(?a) AS ?x) { ?a ?b ?c }").rows())


COUNT = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?g) AS ?graphs) %s { { ?s ?p ?o } UNION { GRAPH ?g { ?a ?b ?c } } }"
ONE, TWO = "urn:immunokg:evidence/PMID:1", "urn:immunokg:evidence/sha1:00ff"


def test_which_graphs_a_query_sees(folder: GraphFolder) -> None:
    store = ensure_store(folder)

    def seen(clause: str = "", graphs: Sequence[str] = (), named: Sequence[str] = ()) -> tuple[int, int]:
        row = next(iter(ask(store, COUNT % clause, graphs=graphs, named=named)))
        return tuple(int(str(one.value)) for one in row.values() if one)  # type: ignore[return-value]

    one, two = (sum(1 for _ in store.quads_for_pattern(None, None, None, NamedNode(graph))) for graph in (ONE, TWO))
    assert seen()[0] > len(store)
    assert seen(f"FROM <{ONE}>") == seen(graphs=[ONE]) == (one, 0)
    assert seen(f"FROM <{ONE}> FROM <{TWO}>") == (one + two, 0)
    assert seen(f"FROM NAMED <{ONE}>") == seen(named=[ONE]) == (one, 1)
    assert seen(f"FROM <{ONE}>", graphs=[TWO], named=[ONE, TWO]) == (two + one + two, 2)
    assert seen("FROM <http://example.org/not-fetched>") == (0, 0)
    with pytest.raises(QueryError, match="IRI"):
        seen(graphs=["no IRI"])


def test_the_form_of_a_query() -> None:
    assert form_of("# ASK\nPREFIX ask: <urn:ASK> describe ask:x") == "DESCRIBE"
    assert form_of("INSERT DATA {}") == form_of("") == ""


def test_parameters_are_the_variables_with_a_dollar() -> None:
    sparql = """# $none
    SELECT ?a { ?a <urn:x$none> $one ; rdfs:label "$none" ; kg:x $two . FILTER(?b<$one) } # $none"""
    assert parameters(sparql) == ("one", "two")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("HGNC:6001", NamedNode("http://identifiers.org/hgnc/6001")),
        ("<urn:x>", NamedNode("urn:x")),
        ('"a \\"b\\""', Literal('a "b"')),
        ('"Lupus"@en', Literal("Lupus", language="en")),
        ('"2019"^^xsd:gYear', Literal("2019", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear"))),
        ("3", Literal(3)),
        ("-0.5", Literal("-0.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))),
        ("true", Literal(True)),
        ("lupus nephritis", None),
        ("IL-2", None),
        ("CD4+", None),
        ("text:gene/0123", None),
        ("nope:1", None),
        ('"open', None),
        ("1 AS ?x) { SERVICE <http://example.org/> { ?a ?b ?c } } #", None),
        ("", None),
    ],
)
def test_a_value_as_sparql_writes_it(text: str, value: object) -> None:
    assert read_value(text) == value


def test_values_take_the_place_of_parameters(folder: GraphFolder) -> None:
    sparql = "SELECT ?n { $who rdfs:label ?n . FILTER(?n != '$who' && STRLEN(?n) > $length) } # $who"
    bind: dict[str, Node] = {"who": NamedNode("http://identifiers.org/hgnc/6001"), "length": Literal(2)}
    assert [row["n"] for row in query(folder, sparql, bind=bind)] == [Literal("IL2")]
    assert list(query(folder, sparql, bind={**bind, "length": Literal(3)})) == []
    tricky = Literal('a" . ?x ?y "\n')
    assert list(query(folder, "SELECT ?x { ?x rdfs:label $text }", bind={"text": tricky})) == []
    with pytest.raises(QueryError, match=r"no parameter \$n in it; it has \$who, \$length"):
        query(folder, sparql, bind={"n": Literal(1)})
    with pytest.raises(QueryError, match="it has none"):
        query(folder, "ASK {}", bind={"n": Literal(1)})


@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        ("SELECT ((" + "(" * 20_000 + "1" + ")" * 20_000 + ") AS ?x) {}", "brackets in brackets"),
        ("SELECT * " + "{" * 20_000 + "}" * 20_000, "brackets in brackets"),
        ("SELECT (" + "!" * 20_000 + "1 AS ?x) {}", "operators"),
        ("SELECT (1" + "+1" * 20_000 + " AS ?x) {}", "operators"),
        ("SELECT * {" + "{} UNION " * 20_000 + "{}}", "clauses"),
        ("ASK {}" + " " * 2_000_000, "characters"),
    ],
)
def test_what_would_end_the_process_is_refused(folder: GraphFolder, sparql: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        query(folder, sparql)


@pytest.mark.parametrize(
    "sparql", ['"' + '\\"' * 100_000, "1" * 100_000, "?service " * 50_000, "é" * 100_000, '"""' * 50_000]
)
def test_no_query_takes_long_to_refuse(sparql: str) -> None:
    started = time.process_time()
    with pytest.raises(QueryError):
        ask(Store(), sparql)
    assert time.process_time() - started < 10


def test_what_people_ask_is_not_too_much(folder: GraphFolder) -> None:
    values = " ".join(f"HGNC:{number}" for number in range(2000, 7000))
    assert len(list(query(folder, f"SELECT ?n {{ VALUES ?g {{ {values} }} ?g rdfs:label ?n }}").rows())) > 0


def test_the_names_of_a_query() -> None:
    asked = """PREFIX own: <urn:x:> # skos:no
        SELECT ?s { ?s rdfs:label "a:b", <urn:c:d> ; own:e CL:1 . FILTER(xsd:integer(?n) > 1) } ORDER BY rdfs:label"""
    assert names(asked) == ("rdfs:label", "CL:1")


def test_what_found_nothing(folder: GraphFolder) -> None:
    for form in ("SELECT * {{ {} ?p ?o }}", "ASK {{ {} ?p ?o }}", "CONSTRUCT {{ ?o ?p ?o }} WHERE {{ {} ?p ?o }}"):
        told = [query(folder, form.format(name)).found_nothing() for name in ("HGNC:6001", "HGNC:1")]
        assert told == [False, True]
