"""One dataset in four engines: our store, rdflib, Oxigraph's own server and Apache Jena count and answer alike.

All see the union of the default graph and the named ones, as `kg query` does (docs/rdf-stores.md).
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest
import rdflib

from kg.core.folder import GraphFolder
from kg.core.paths import shipped_queries
from kg.core.prefixes import expand
from kg.export import EXPORTERS
from kg.recipe import Recipe
from kg.run import build
from kg.store.answer import render
from kg.store.build import ensure_store
from kg.store.query import query
from tests.jena import Jena
from tests.oxigraph_server import OxigraphServer, serving_oxigraph

CONCEPT = "MONDO:0000589"  # autoimmune disorder of musculoskeletal system
QUERIES: Mapping[str, str] = {
    name: path.read_text(encoding="utf-8").replace("$concept", f"<{expand(CONCEPT)}>")
    for name, path in shipped_queries().items()
} | {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT ?class (COUNT(DISTINCT ?one) AS ?n) { ?one a ?class } GROUP BY ?class",
    "graphs": "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "datatypes": "SELECT ?type (COUNT(*) AS ?n) { ?s ?p ?o FILTER(isLiteral(?o)) } GROUP BY (DATATYPE(?o) AS ?type)",
}  # fmt: skip
# Jena's union graph leaves out the default graph, so that both are named; in front of the query's own pattern
_JENA_UNION = "FROM <urn:x-arq:DefaultGraph> FROM <urn:x-arq:UnionGraph>\n"
SLICE = 30  # abstracts

Rows = list[tuple[str, ...]]


def rows_of(answer: str) -> Rows:
    """Return the header and the sorted rows of an answer in CSV."""
    header, *rows = [tuple(row) for row in csv.reader(answer.splitlines())]
    return [header, *sorted(rows)]


def in_our_store(folder: GraphFolder, sparql: str) -> Rows:
    return rows_of(render(query(folder, sparql), "csv"))


def in_rdflib(dataset: rdflib.Dataset, sparql: str) -> Rows:
    found = rows_of((dataset.query(sparql).serialize(format="csv") or b"").decode())
    # rdflib 7 gives one empty group where GROUP BY has nothing to group
    return [row for row in found if any(row)]


def in_jena(jena: Jena, location: Path, sparql: str) -> Rows:
    if "GRAPH" not in sparql:
        sparql = re.sub(r"(?=\{|WHERE\b)", _JENA_UNION, sparql, count=1)
    return rows_of(jena.run("tdb2.tdbquery", "--loc", location, "--results", "csv", sparql))


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Jena:
    return Jena(tmp_path_factory.mktemp("jena"))


@pytest.fixture(scope="module")
def folder(example_graph: Path) -> GraphFolder:
    return GraphFolder(example_graph)


@pytest.fixture(scope="module")
def files(folder: GraphFolder, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The example graph as N-Quads and TriG."""
    place = tmp_path_factory.mktemp("files")
    return exported(folder, place)


def exported(folder: GraphFolder, place: Path) -> dict[str, Path]:
    made = {"nquads": place / "graph.nq", "trig": place / "graph.trig"}
    for form, path in made.items():
        EXPORTERS[form](folder, path)
    return made


@pytest.fixture(scope="module")
def server(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[OxigraphServer]:
    with serving_oxigraph(files["trig"], tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


@pytest.fixture(scope="module")
def expected(folder: GraphFolder) -> dict[str, Rows]:
    """What our store answers."""
    found = {name: in_our_store(folder, sparql) for name, sparql in QUERIES.items()}
    assert all(len(rows) > 1 for rows in found.values())
    return found


def compared(expected: Mapping[str, Rows], ask: Callable[[str], Rows]) -> None:
    for name, sparql in QUERIES.items():
        assert ask(sparql) == expected[name], name


@pytest.mark.parametrize("form", ["nquads", "trig"])
def test_rdflib_answers_alike(
    files: dict[str, Path], folder: GraphFolder, expected: dict[str, Rows], form: str
) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(files[form], format=form)
    assert len(list(dataset.quads())) == len(ensure_store(folder))
    compared(expected, lambda sparql: in_rdflib(dataset, sparql))


def test_oxigraphs_server_answers_alike(server: OxigraphServer, expected: dict[str, Rows]) -> None:
    compared(expected, lambda sparql: rows_of(server.ask(sparql)))


def test_jena_reads_without_a_warning_and_answers_alike(
    jena: Jena, files: dict[str, Path], folder: GraphFolder, expected: dict[str, Rows], tmp_path: Path
) -> None:
    for path in files.values():
        assert f"Quads = {len(ensure_store(folder)):,}" in jena.run("riotcmd.riot", "--count", path)
        assert jena.run("riotcmd.riot", "--validate", path) == ""
    jena.run("tdb2.tdbloader", "--loc", tmp_path, files["nquads"])
    compared(expected, lambda sparql: in_jena(jena, tmp_path, sparql))


@pytest.mark.shared
def test_all_answer_alike_of_real_abstracts(shared: Path, tmp_path: Path) -> None:
    source = shared / "inputs" / "abstracts" / "immunology_subset.jsonl.gz"
    with gzip.open(source, "rt", encoding="utf-8") as read:
        (tmp_path / "slice.jsonl").write_text("".join(islice(read, SLICE)), encoding="utf-8")
    assert build([str(tmp_path / "slice.jsonl")], tmp_path / "graph", Recipe()).read == SLICE
    folder = GraphFolder(tmp_path / "graph")
    made = exported(folder, tmp_path)
    wanted = {name: in_our_store(folder, sparql) for name, sparql in QUERIES.items()}
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(made["nquads"], format="nquads")
    compared(wanted, lambda sparql: in_rdflib(dataset, sparql))
    with serving_oxigraph(made["nquads"], tmp_path / "oxigraph") as running:
        compared(wanted, lambda sparql: rows_of(running.ask(sparql)))
    jena = Jena(tmp_path)
    jena.run("tdb2.tdbloader", "--loc", tmp_path / "tdb", made["trig"])
    compared(wanted, lambda sparql: in_jena(jena, tmp_path / "tdb", sparql))
