from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.core.folder import GraphFolder
from kg.graph import Graph
from kg.serve.api import Reading
from kg.store.build import ensure_store
from tests.fixtures_graph import ALDESLEUKIN, FACTOR, IL2, SLE, TREG, write_graph
from tests.unit.serve.asking import asked


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_graph(tmp_path / "g").root


def told(folder: Path, path: str) -> Any:
    (response,) = asked(folder, path)
    assert response.status_code == 200, response.text
    return response.json()


def test_search(folder: Path) -> None:
    first, *_ = told(folder, "/api/search?q=interlekin+2")
    assert (first["id"], first["name"], first["matched"]) == (IL2, "IL2", "interleukin-2")
    assert {one["category"] for one in told(folder, "/api/search?q=lupus&category=disease")} == {"disease"}
    assert told(folder, "/api/search?q=lupus&category=gene&limit=1") == []


@pytest.mark.parametrize("name", [TREG, "Tregs", "CL:0000815", quote(TREG, safe=""), "cl:0000815"])
def test_a_concept_by_id_or_name(folder: Path, name: str) -> None:
    if name == "Tregs":
        name = "Treg"
    assert told(folder, f"/api/concepts/{name}")["id"] == TREG


def test_ids_with_slashes_and_colons(folder: Path) -> None:
    assert "/" in FACTOR
    for name in (FACTOR, quote(FACTOR, safe="")):
        concept = told(folder, f"/api/concepts/{name}")
        assert (concept["id"], concept["grounded"]) == (FACTOR, False)
        page = told(folder, f"/api/concepts/{name}/assertions")
        assert (page["total"], page["items"][0]["subject"]["id"]) == (1, FACTOR)
    document = told(folder, f"/api/documents/{quote('DOI:10.1000/xyz<2>', safe='')}")
    assert document["retracted"] is True


def test_a_concept_with_its_kinds(folder: Path) -> None:
    concept = told(folder, "/api/concepts/DOID:9074")
    assert (concept["id"], [one["name"] for one in concept["kinds"]]) == (SLE, ["lupus nephritis"])
    assert told(folder, f"/api/concepts/{IL2}")["given_as"] == ALDESLEUKIN
    assert told(folder, f"/api/concepts/{SLE}/assertions")["total"] == 1
    assert told(folder, f"/api/concepts/{SLE}/assertions?below=true")["total"] == 3


def test_pages_of_assertions(folder: Path) -> None:
    whole = told(folder, "/api/assertions")
    assert whole["total"] == len(whole["items"]) == 9
    pieces = [told(folder, f"/api/assertions?limit=4&offset={at}") for at in (0, 4, 8, 12)]
    assert [len(one["items"]) for one in pieces] == [4, 4, 1, 0]
    assert [item for one in pieces for item in one["items"]] == whole["items"]


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ("about=IL-2&about=IL-6", 6),
        ("about=cytokine&below=true", 7),
        ("context=low-dose", 2),
        ("context=SLE", 4),
        ("category=gene", 1),
        ("predicate=contributes_to", 2),
        ("min_belief=0.8", 3),
        ("since=2019&until=2019", 2),
        ("document=1", 2),
        ("document=10.1000/xyz<2>&negated=false", 5),
        ("negated=false", 8),
        ("asserted_only=true", 7),
        ("grounded_only=true", 8),
    ],
)
def test_filters(folder: Path, filters: str, total: int) -> None:
    page = told(folder, f"/api/assertions?limit=1&{filters}")
    assert (page["total"], len(page["items"])) == (total, 1)


def test_an_assertion_with_its_evidence(folder: Path) -> None:
    item = told(folder, f"/api/concepts/{IL2}/assertions?limit=1")["items"][0]
    assertion = told(folder, f"/api/assertions/{item['id']}")
    assert {key: assertion[key] for key in item} == item
    best = assertion["evidence"][0]
    assert best["text"] == item["sentence"]
    assert told(folder, f"/api/evidence/{best['id']}") == best
    document = told(folder, f"/api/documents/{best['document_id']}")
    assert document["text"][best["place"]["start"] : best["place"]["end"]] == best["text"]
    assert item["id"] in [one["id"] for one in document["assertions"]]
    for mention in document["mentions"]:
        assert document["text"][mention["start"] : mention["end"]] == mention["text"]


def test_what_is_not_there_and_what_cannot_be(folder: Path) -> None:
    for path, status, reason in (
        ("/api/concepts/interlekin", 404, "did you mean"),
        ("/api/assertions/ff", 404, "ff"),
        ("/api/evidence/ff", 404, "ff"),
        ("/api/documents/PMID:7", 404, "PMID:7"),
        ("/api/assertions?about=nobody", 404, "no concept"),
        ("/api/assertions?predicate=afects", 400, "affects"),
        ("/api/search?q=x&category=gen", 400, "gene"),
        ("/api/assertions?below=true", 400, "kinds of what"),
        ("/api/assertions?limit=1001", 422, "1000"),
        ("/api/assertions?context=", 422, "1 character"),
        ("/api/assertions?abuot=IL-2", 400, "no parameter is called 'abuot'; did you mean 'about'?"),
        ("/api/concepts/IL-2/assertions?about=IL-6", 400, "no parameter is called 'about'"),
        ("/api/dataset?x=1", 400, "no parameter is called 'x'"),
        (f"/api/search?q={'x' * 201}", 422, "200"),
        ("/api/nothing", 404, "Not Found"),
    ):
        (response,) = asked(folder, path)
        assert response.status_code == status, path
        assert reason in str(response.json()["detail"])
    (assertion,) = (told(folder, "/api/assertions?limit=1")["items"],)
    (response,) = asked(folder, f"/api/evidence/{assertion[0]['id']}")
    assert response.status_code == 404


def test_the_dataset(folder: Path) -> None:
    dataset = told(folder, "/api/dataset")
    assert dataset["counts"]["assertions"] == 9
    assert (dataset["iri"], dataset["run"][:4]) == ("urn:immunokg:dataset", "run:")
    assert told(folder, "/api/prefixes")["HGNC"] == "http://identifiers.org/hgnc/"
    queries = {one["name"]: one for one in told(folder, "/api/queries")}
    assert queries["kinds"]["parameters"] == {"concept": "regulatory T cell"}
    assert queries["kinds"]["title"] == "The kinds of a concept that texts mention, itself included"
    assert queries["opposing_evidence"]["parameters"] == {}


def test_names_of_a_query_that_are_nowhere(folder: Path) -> None:
    ensure_store(GraphFolder(folder))
    query = "SELECT * { HGNC:6001 biolink:afects ?o ; a HGNC:1 }"
    assert told(folder, f"/api/absent?query={quote(query)}") == [
        {"name": "biolink:afects", "meant": "biolink:affects"},
        {"name": "HGNC:1", "meant": ""},
    ]
    assert told(folder, "/api/absent?query=") == []
    assert told(folder, f"/api/absent?query={quote('😀' * 4000)}") == []
    (response,) = asked(folder, f"/api/absent?query={'x' * 4001}")
    assert response.status_code == 422


def test_many_threads_read_one_graph(folder: Path) -> None:
    with Graph(folder) as graph:
        reading = Reading(graph)

        def read(_: int) -> tuple[object, ...]:
            with reading.graph.another() as mine:
                rows = list(mine.sql("SELECT id FROM assertions ORDER BY id"))
                return tuple(row["id"] for row in rows), mine.concept("IL-2")["id"], reading.names()

        with ThreadPoolExecutor(8) as threads:
            assert len(set(threads.map(read, range(64)))) == 1
