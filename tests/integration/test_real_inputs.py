"""Real pages and real PubMed records: what they must give, and what must never be in a graph."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.query import ResultRow

import kg
from kg.core.paths import data_folder
from kg.export import EXPORTERS
from kg.graph import Graph
from kg.recipe import Recipe
from kg.run import build

TREG, TEFF, IL2 = "CL:0000815", "CL:0000911", "HGNC:6001"
POLYMYOSITIS, DERMATOMYOSITIS, AUTOIMMUNE_DISEASE = "MONDO:0019127", "MONDO:0016367", "MONDO:0007179"
INFLAMMATION = "GO:0006954"
FURNITURE = (
    "期刊", "卷 17", "出版社", "关键词", "作者", "评分", "评论", "推荐", "暂无数据", "Sign Up", "LAUSR", "Photo from",
    "Click to show", "Keywords:", "Journal Title", "Year Published", "Share on", "Related content", "full text",
    "More Information", "recommendations",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("pages") / "graph"
    report = build([str(shared / "inputs" / "pages")], folder, Recipe())
    assert (report.read, report.skipped) == (2, [])
    return kg.open(folder)


@pytest.fixture(scope="module")
def records(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("pubmed") / "graph"
    report = build([str(shared / "inputs" / "formats" / "genia_2000_efetch.xml.xz")], folder, Recipe())
    assert (report.read, report.skipped) == (1999, [])
    return kg.open(folder)


@pytest.mark.shared
def test_the_pages_are_two_papers_without_their_furniture(pages: Graph) -> None:
    first, second = pages.sql("SELECT * FROM documents ORDER BY id")
    assert first["title"] == "Interleukin-2 and regulatory T cells in rheumatic diseases"
    assert (first["doi"], first["journal"], first["year"]) == (
        "10.1038/s41584-021-00707-x",
        "NATURE REVIEWS RHEUMATOLOGY",
        None,
    )
    assert [section["name"] for section in first["sections"]] == ["abstract", "summary"]
    assert "absolutelydecreased in dermatomyositis/polymyositispatients" in second["title"]
    assert (second["journal"], second["year"]) == ("Annals of the Rheumatic Diseases", 2019)
    for document in (first, second):
        assert not [word for word in FURNITURE if word in document["text"]]
    assert second["text"].count("In this issue") == 1
    assert first["text"].count("immune responses leads") == 1


@pytest.mark.shared
@pytest.mark.parametrize(
    ("subject", "predicate", "target", "direction", "said"),
    [
        (IL2, "affects", TREG, "increased", "expansion"),
        (IL2, "affects", TREG, "increased", "driving"),
        (TREG, "affects", INFLAMMATION, "decreased", "They control"),
        (TREG, "affects", TEFF, "decreased", "They control"),
        ("DRUGBANK:DB00041", "ameliorates_condition", POLYMYOSITIS, "", "improved patients"),
        ("DRUGBANK:DB00041", "ameliorates_condition", DERMATOMYOSITIS, "", "improved patients"),
        (AUTOIMMUNE_DISEASE, "negatively_correlated_with", TREG, "decreased", "Decreased numbers"),
        (TREG, "affects", TEFF, "decreased", "Their depletion"),
    ],
)
def test_the_pages_give_their_facts(
    pages: Graph, subject: str, predicate: str, target: str, direction: str, said: str
) -> None:
    found = pages.sql(
        "SELECT v.text FROM evidence v JOIN assertions a ON a.id = v.assertion_id WHERE asserted AND subject = $subject"
        " AND predicate = $predicate AND object = $target AND direction = $direction",
        subject=subject,
        predicate=predicate,
        target=target,
        direction=direction,
    )
    assert any(said in row["text"] for row in found)


@pytest.mark.shared
def test_pronouns_carry_the_sentence_that_names_them(pages: Graph) -> None:
    rows = list(pages.sql("SELECT text, sentences FROM evidence WHERE len(sentences) > 1"))
    assert rows
    assert all(row["text"].startswith("Tregs are key") for row in rows)


@pytest.mark.shared
def test_what_does_not_imply_asserts_nothing(pages: Graph) -> None:
    assert not list(pages.sql("SELECT id FROM evidence WHERE contains(text, 'does not imply')"))


@pytest.mark.shared
def test_every_evidence_slices_to_its_text(records: Graph) -> None:
    wrong = records.sql(
        """SELECT v.id FROM evidence v JOIN documents d ON d.id = v.document_id
        WHERE substr(d.text, v.start + 1, v."end" - v.start) <> v.text OR contains(v.text, chr(10))
        OR v.start > least(subject_start, object_start, trigger_start)
        OR v."end" < greatest(subject_end, object_end, trigger_end)"""
    )
    assert list(wrong) == []
    assert records.counts["evidence"] > 500
    mentions = records.sql(
        """SELECT m.mention FROM mentions m JOIN documents d ON d.id = m.document_id
        WHERE substr(d.text, m.start + 1, m."end" - m.start) <> m.text"""
    )
    assert list(mentions) == []


@pytest.mark.shared
def test_nothing_negated_or_only_speculated_is_asserted(records: Graph) -> None:
    assert list(records.sql("SELECT id FROM assertions WHERE asserted AND (negated OR speculated)")) == []
    assert list(records.sql("SELECT id FROM assertions WHERE negated"))
    assert list(records.sql("SELECT id FROM assertions WHERE speculated"))


def _rows(graph: rdflib.Graph, query: str) -> list[ResultRow]:
    return [row for row in graph.query(query) if isinstance(row, ResultRow)]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["pages", "records"])
def test_shipped_queries_answer_alike_in_the_store_and_in_rdflib(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    graph: Graph = request.getfixturevalue(name)
    EXPORTERS["turtle"](graph.folder, tmp_path / "graph.ttl")
    turtle = rdflib.Graph().parse(tmp_path / "graph.ttl")
    answered = 0
    for file in sorted((data_folder("ontologies") / "queries").glob("*.rq")):
        query = file.read_text(encoding="utf-8")
        ours = sorted(
            str([None if value is None else value.value for value in row.values()]) for row in graph.query(query).rows()
        )
        theirs = sorted(str([None if value is None else str(value) for value in row]) for row in _rows(turtle, query))
        assert ours == theirs, file.name
        answered += bool(ours)
    assert answered
