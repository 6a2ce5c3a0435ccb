"""The store, the exported Turtle and the exported graphs say the same."""

from __future__ import annotations

import csv
from pathlib import Path

import networkx as nx
import pytest
import rdflib

from kg.core.folder import GraphFolder
from kg.export import EXPORTERS
from kg.export.network import network
from kg.store.build import as_rdflib
from kg.store.query import query
from tests import fixtures_graph
from tests.fixtures_graph import NASTY, RA, SLE, write_graph

QUERIES = sorted((Path(__file__).resolve().parents[2] / "ontologies" / "queries").glob("*.rq"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> GraphFolder:
    return write_graph(tmp_path_factory.mktemp("graph") / "g")


@pytest.fixture(scope="module")
def turtle(folder: GraphFolder) -> rdflib.Graph:
    EXPORTERS["turtle"](folder, folder.root / "graph.ttl")
    return rdflib.Graph().parse(folder.root / "graph.ttl")


def _rows(result: rdflib.query.Result) -> list[tuple[str | None, ...]]:
    return [tuple(None if term is None else str(term) for term in row) for row in result]  # type: ignore[union-attr]


def test_counts_agree(folder: GraphFolder, tmp_path: Path) -> None:
    for name in ("graphml", "kgx-tsv"):
        EXPORTERS[name](folder, tmp_path / name)
    graph = network(folder)
    wanted = graph.number_of_nodes(), graph.number_of_edges()
    read = nx.read_graphml(tmp_path / "graphml", force_multigraph=True)
    assert (read.number_of_nodes(), read.number_of_edges()) == wanted
    lines = [(tmp_path / "kgx-tsv" / f"{name}.tsv").read_text(encoding="utf-8") for name in ("nodes", "edges")]
    tables = [list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)) for text in lines]
    assert tuple(len(table) - 1 for table in tables) == wanted
    asked = "SELECT (COUNT(*) AS ?n) { ?a a biolink:Association }"
    (row,) = query(folder, asked).rows()
    assert row["n"] is not None
    assert int(row["n"].value) == wanted[1]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_shipped_queries_answer_alike_everywhere(folder: GraphFolder, turtle: rdflib.Graph, path: Path) -> None:
    sparql = path.read_text(encoding="utf-8")
    assert sparql.startswith("# ")
    answer = query(folder, sparql)
    names = answer.variables
    ours = [tuple(term.value if (term := row[name]) else None for name in names) for row in answer.rows()]
    assert ours
    assert sorted(ours, key=str) == sorted(_rows(turtle.query(sparql)), key=str)
    assert sorted(map(sorted, _texts(ours))) == sorted(map(sorted, _texts(_rows(as_rdflib(folder).query(sparql)))))


def _texts(rows: list[tuple[str | None, ...]]) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in rows]


def test_the_answers_are_right(folder: GraphFolder) -> None:
    answers = {path.stem: list(query(folder, path.read_text(encoding="utf-8")).rows()) for path in QUERIES}
    texts = {
        stem: [{name: term.value if term else "" for name, term in row.items()} for row in rows]
        for stem, rows in answers.items()
    }
    increases = texts["increases_regulatory_t_cells"]
    assert [row["sentence"] for row in increases] == [
        "IL-2 expands regulatory T cells in patients.",
        "IL-2 expanded Tregs.",
        NASTY,
    ]
    near = [(row["name"], row["steps"], row["between"]) for row in texts["cytokines_near_lupus"]]
    assert near == [("IL6", "1", "")]
    opposing = [(row["direction"], row["sentence"]) for row in texts["opposing_evidence"]]
    assert {direction for direction, _ in opposing} == {"increased", "decreased"}
    assert ("decreased", "IL-2 decreases regulatory T cells.") in opposing


def test_two_steps_to_lupus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = (
        1,
        RA,
        "coexists_with",
        SLE,
        "",
        "",
        False,
        False,
        0.7,
        "TNF contributes to rheumatoid arthritis.",
    )
    monkeypatch.setattr(fixtures_graph, "_STATEMENTS", (*fixtures_graph._STATEMENTS, step))
    sparql = (QUERIES[0].parent / "cytokines_near_lupus.rq").read_text(encoding="utf-8")
    rows = [
        tuple(term.value if (term := row[name]) else "" for name in ("name", "steps", "between"))
        for row in query(write_graph(tmp_path), sparql).rows()
    ]
    assert rows == [("IL6", "1", ""), ("TNF", "2", "rheumatoid arthritis")]
