from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import rdflib

from kg.core.errors import UnknownName
from kg.core.folder import GraphFolder
from kg.store.answer import render
from kg.store.query import query
from tests.fixtures_graph import NASTY, write_graph

NAMES = "SELECT ?c ?name ?none { ?c a biolink:Cell ; rdfs:label ?name } ORDER BY ?name"


@pytest.fixture
def folder(tmp_path: Path) -> GraphFolder:
    return write_graph(tmp_path / "g")


def test_table(folder: GraphFolder) -> None:
    assert render(query(folder, NAMES)).splitlines() == [
        "c           name               none",
        "──────────  ─────────────────  ────",
        "CL:0000084  T cell",
        "CL:0000815  regulatory T cell",
    ]


def test_a_table_fits_the_terminal_and_cannot_steer_it(folder: GraphFolder) -> None:
    sparql = "SELECT ?r ?text { ?r biolink:supporting_text ?text }"
    text = render(query(folder, sparql), width=60)
    assert max(map(len, text.splitlines())) <= 60
    assert not [char for char in text.replace("\n", "") if not char.isprintable()]
    assert "evidence:" in text


def test_json_csv_tsv(folder: GraphFolder) -> None:
    found = json.loads(render(query(folder, NAMES), "json"))
    assert found["head"]["vars"] == ["c", "name", "none"]
    assert [row["name"]["value"] for row in found["results"]["bindings"]] == ["T cell", "regulatory T cell"]
    assert render(query(folder, NAMES), "tsv").splitlines()[0] == "?c\t?name\t?none"
    text = render(query(folder, "SELECT ?t { ?r biolink:supporting_text ?t FILTER(STRSTARTS(?t, '<script')) }"), "csv")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["t"], [NASTY]]


def test_ask(folder: GraphFolder) -> None:
    assert render(query(folder, "ASK { HGNC:6001 biolink:affects CL:0000815 }")) == "yes\n"
    assert render(query(folder, "ASK { HGNC:6001 biolink:causes ?x }")) == "no\n"
    assert json.loads(render(query(folder, "ASK {}"), "json"))["boolean"] is True


def test_construct_answers_in_turtle_whatever_the_format(folder: GraphFolder) -> None:
    sparql = "CONSTRUCT { ?c rdfs:label ?n } WHERE { ?c a kg:Concept ; rdfs:label ?n }"
    for style in ("table", "json"):
        text = render(query(folder, sparql), style)
        assert len(rdflib.Graph().parse(data=text, format="turtle")) == 12
    assert "@prefix CL:" in text
    assert "@prefix prov:" not in text


def test_describe_and_nothing(folder: GraphFolder) -> None:
    assert "regulatory T cell" in render(query(folder, "DESCRIBE CL:0000815"))
    assert render(query(folder, "SELECT ?x { ?x a <urn:none> }")) == "x\n─\n"


def test_unknown_format(folder: GraphFolder) -> None:
    with pytest.raises(UnknownName, match="did you mean 'json'"):
        render(query(folder, NAMES), "jsn")
