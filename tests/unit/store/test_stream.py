from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import QuerySolutions, Store, parse_query_results

from kg.core.errors import QueryError, TooManyRows, UnknownName
from kg.store.build import ensure_store
from kg.store.query import ask
from kg.store.stream import GRAPHS, RESULTS, write
from tests.fixtures_graph import write_graph

# What the separators of every format look like, as values, at the beginning and at the end
TRICKY = """SELECT * { VALUES (?a ?b ?é) {
  ("},{" "}},{\\"x" UNDEF) (UNDEF "a,\\"b\\"\\r\\n\\n,\\"" UNDEF) ("<result>" "</result>\\n<result>" "},{}")
  (UNDEF UNDEF UNDEF)
  ("\\\\" "\\\\\\"},{\\"é" ",") ("" "\\"" "\\n") (UNDEF UNDEF UNDEF) (UNDEF UNDEF UNDEF) (1 2 3)
} }"""
ROWS = 9


class _Taken:
    def __init__(self) -> None:
        self.taken = b""

    def write(self, data: bytes) -> int:
        self.taken += data
        return len(data)

    def flush(self) -> None:
        pass


def written(store: Store, sparql: str, form: str, most: int | None = None) -> bytes:
    into = _Taken()
    write(ask(store, sparql), form, into, most)
    return into.taken


@pytest.mark.parametrize("form", RESULTS)
def test_solutions_are_written_whole_or_refused(form: str) -> None:
    whole = written(Store(), TRICKY, form)
    solutions = ask(Store(), TRICKY).result
    assert isinstance(solutions, QuerySolutions)
    assert whole == solutions.serialize(format=RESULTS[form])
    # a value that reads like a row without values may be taken for one, in JSON alone
    fitting = ROWS + (form == "json")
    assert written(Store(), TRICKY, form, fitting) == whole
    with pytest.raises(TooManyRows):
        written(Store(), TRICKY, form, ROWS - 1)


@pytest.mark.parametrize("form", RESULTS)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 13, 64])
def test_rows_are_counted_wherever_pieces_end(form: str, size: int) -> None:
    from kg.store.stream import _Counted

    whole = written(Store(), TRICKY, form)

    def passed(most: int) -> bytes:
        into = _Taken()
        counted = _Counted(into, form, most)
        for at in range(0, len(whole), size):
            counted.write(whole[at : at + size])
        return into.taken

    assert passed(ROWS + (form == "json")) == whole
    with pytest.raises(TooManyRows):
        passed(ROWS - 1)


@pytest.mark.parametrize("form", RESULTS)
def test_many_rows(form: str) -> None:
    numbers = " ".join(map(str, range(3000)))
    sparql = f"SELECT ?a ?b {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ 'x' UNDEF }} }}"
    whole = written(Store(), sparql, form, 6000)
    if form != "csv":
        read = parse_query_results(whole, format=RESULTS[form])
        assert isinstance(read, QuerySolutions)
        assert len(list(read)) == 6000
    with pytest.raises(TooManyRows, match="more than 5,999 rows"):
        written(Store(), sparql, form, 5999)


def test_truth_has_no_rows() -> None:
    assert json.loads(written(Store(), "ASK {}", "json", 0))["boolean"] is True


@pytest.mark.parametrize("form", GRAPHS)
def test_triples(tmp_path: Path, form: str) -> None:
    store = ensure_store(write_graph(tmp_path / "g"))
    sparql = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    whole = written(store, sparql, form)
    name = {"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}.get(form, form)
    triples = rdflib.Graph().parse(data=whole, format=name)
    count = len(set(ask(store, sparql).result))  # type: ignore[arg-type]
    assert len(triples) == count
    assert written(store, sparql, form, count) == whole
    with pytest.raises(TooManyRows):
        written(store, sparql, form, count - 1)


def test_turtle_declares_the_prefixes_it_uses(tmp_path: Path) -> None:
    store = ensure_store(write_graph(tmp_path / "g"))
    whole = written(store, "CONSTRUCT { HGNC:6001 rdfs:label ?o } { HGNC:6001 rdfs:label ?o }", "turtle").decode()
    assert 'HGNC:6001 rdfs:label "IL2"' in whole
    assert whole.count("@prefix") == 2


def test_a_format_of_the_other_kind_is_unknown() -> None:
    with pytest.raises(UnknownName):
        written(Store(), "ASK {}", "turtle")
    with pytest.raises(UnknownName):
        written(Store(), "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "csv")


def test_what_fails_on_the_way_is_a_query_error() -> None:
    with pytest.raises(QueryError, match="not supported"):
        written(Store(), "SELECT (<urn:f>(1) AS ?x) {}", "json")


def test_xml_holds_what_xml_can_hold() -> None:
    from kg.store.stream import _Xml

    sparql = 'SELECT ("a\x01b\x0bc\ufffed\ufffde\uffff\t" AS ?x) {}'
    whole = written(Store(), sparql, "xml").decode()
    assert "<literal>a\ufffdb\ufffdc\ufffdd\ufffde\ufffd&#9;</literal>" in whole
    into = _Taken()
    bytewise = _Xml(into)
    for byte in "a\x01\ufffe\ufffd\uffff\uff01ï¿é".encode():
        bytewise.write(bytes([byte]))
    assert into.taken.decode() == "a\ufffd\ufffd\ufffd\ufffd\uff01ï¿é"
