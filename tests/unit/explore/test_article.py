from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kg.core.folder import GraphFolder
from kg.core.tables import GRAPH_SCHEMAS, write_rows
from kg.explore.article import contexts, highlighted, ids, marked_together
from kg.explore.shelf import Shelf
from kg.explore.site import write_site
from kg.explore.slugs import article_page
from tests.fixtures_graph import ALDESLEUKIN, IL2, IL6, TREG, write_graph
from tests.unit.assemble.said import assembled, paper
from tests.unit.discover.made import said, write


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with Shelf(write_graph(tmp_path_factory.mktemp("graph"))) as opened:
        yield opened


def told(shelf: Shelf, document_id: str) -> dict[str, Any]:
    ((_, context),) = contexts(shelf, [document_id])
    return context


def test_the_text_is_all_there_below_its_title(shelf: Shelf) -> None:
    context = told(shelf, "PMID:1")
    paragraphs = ["".join(text for text, _ in section["pieces"]) for section in context["sections"]]
    assert paragraphs == ["IL-2 expands regulatory T cells in patients.", "IL-2 did not cause lupus nephritis."]
    named = {concept["id"] for section in context["sections"] for _, concept in section["pieces"] if concept}
    assert {IL2, TREG} <= named


def stated(context: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["line"]["object"]: one for sentence in context["sentences"] for one in sentence["statements"]}


def test_every_statement_stands_below_its_sentence_and_says_what_is_new(shelf: Shelf) -> None:
    context = told(shelf, "PMID:1")
    (sentence,) = [one for one in context["sentences"] if one["statements"][0]["line"]["object"] == TREG]
    assert "".join(text for text, _ in sentence["pieces"]) == "IL-2 expands regulatory T cells in patients."
    assert ("IL-2", "subject") in sentence["pieces"]
    found = stated(context)
    assert found[TREG]["news"] == "the first of 2 papers here"
    assert found["MONDO:0005556"]["news"] == ""  # it is denied
    assert context["said"] == len(found)
    assert context["all_fresh"] == len(context["fresh"]) == 1
    assert stated(told(shelf, "DOI:10.1000/xyz<2>"))[TREG]["news"] in {"", "only here"}


def test_a_sentence_that_says_several_things_shows_the_parts_of_all() -> None:
    first = [["IL-2", "subject"], [" induces ", "trigger"], ["TNF and IL-6", "object"]]
    second = [["IL-2 induces ", ""], ["TNF", "subject"], [" and IL-6", ""]]
    assert marked_together([first, second]) == [
        ("IL-2", "subject"), (" induces ", "trigger"), ("TNF", "both"), (" and IL-6", "object")
    ]  # fmt: skip


def test_related_papers_say_why(shelf: Shelf) -> None:
    (first, *_) = told(shelf, "PMID:1")["related"]
    assert first["paper"]["id"] == "DOI:10.1000/xyz<2>"
    assert first["shared"] == ["IL2 increases regulatory T cell"]


def test_all_papers_have_a_dashboard_with_keywords(shelf: Shelf) -> None:
    contexts_by_id = dict(contexts(shelf, ids(shelf)))
    assert len(contexts_by_id) == 3
    assert {one["id"] for one in contexts_by_id["DOI:10.1000/xyz<2>"]["keywords"]} >= {IL6, TREG}
    assert contexts_by_id["DOI:10.1000/xyz<2>"]["paper"]["retracted"]


def mention(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "concept_id": "X:1", "name": "x", "category": "gene", "grounded": True}


def test_of_mentions_that_overlap_the_first_and_longest_stands() -> None:
    cut = highlighted("abcdefgh", 0, 7, [mention(1, 4), mention(1, 2), mention(3, 5), mention(6, 8)])
    assert [(text, concept is not None) for text, concept in cut] == [("a", False), ("bcd", True), ("efg", False)]


EXPANDS = "IL-2 expands regulatory T cells in patients."
WRONG = ("wrong", "polarity", "it falls", "M. Kern")


def test_a_passage_judged_wrong_is_shown_as_that_and_is_no_news(tmp_path: Path) -> None:
    judged = {EXPANDS: WRONG, "Aldesleukin treats SLE.": WRONG}
    folder = write_graph(tmp_path / "graph", judged)
    with Shelf(folder) as shelf:
        first, second = told(shelf, "PMID:1"), told(shelf, "DOI:10.1000/xyz<2>")
        third = told(shelf, "sha1:00ff")
    one = stated(first)[TREG]
    assert (one["wrong"], one["passage"]["verdict"], one["news"]) == (True, "wrong", "")
    assert [row["wrong"] for row in first["sentences"]] == [True, False]
    assert (first["said"], first["fresh"]) == (1, [])  # the other is denied
    assert all(not row["shared"] for row in first["related"])  # and says nothing that another says too
    assert "IL2" in [row["subject_name"] for row in second["fresh"] if row["object"] == TREG]  # as nobody else says so
    assert ALDESLEUKIN not in {row["subject"] for row in third["fresh"]}
    write_site(folder, tmp_path / "site")
    page = (tmp_path / "site" / article_page("PMID:1")).read_text(encoding="utf-8")
    assert "<strong>✗ judged wrong</strong> (polarity) by <bdi>M. Kern</bdi>: <bdi>it falls</bdi>" in page
    assert '<div class="sentence wrong">' in page


def test_of_several_passages_the_one_that_nobody_judged_wrong_stands(tmp_path: Path) -> None:
    papers = [paper((IL2, "increased", TREG), (IL2, "increased", TREG), pmid="1")]
    assembled(tmp_path, papers)
    rows = sorted(pq.read_table(GraphFolder(tmp_path).table("evidence")).to_pylist(), key=lambda row: row["start"])
    rows[0] |= {"verdict": "wrong", "score": 1.0}
    write_rows(GraphFolder(tmp_path).table("evidence"), GRAPH_SCHEMAS["evidence"], rows)
    with Shelf(GraphFolder(tmp_path)) as shelf:
        (one,) = stated(told(shelf, "PMID:1")).values()
    assert (one["passage"]["id"], one["wrong"]) == (rows[1]["id"], False)


def test_what_is_denied_speculated_about_or_withdrawn_is_no_news(tmp_path: Path) -> None:
    papers = [
        said("A+B", pmid="1"), said("A+B", pmid="2", speculated=True), said("C+D", pmid="3", retracted=True),
        said("C+D", pmid="4", retracted=True), said("E+F", pmid="5", speculated=True),
    ]  # fmt: skip
    with Shelf(GraphFolder(write(tmp_path, *papers))) as shelf:
        found = dict(contexts(shelf, ids(shelf)))
    assert {one: len(context["fresh"]) for one, context in found.items()} == {
        "PMID:1": 0, "PMID:2": 0, "PMID:3": 0, "PMID:4": 0, "PMID:5": 0
    }  # fmt: skip
    shared = {one: [row["shared"] for row in context["related"] if row["shared"]] for one, context in found.items()}
    assert shared["PMID:1"] == [["a increases b (only speculated about)"]]
    assert shared["PMID:2"] == [["a increases b"]]
    assert shared["PMID:3"] == [["c increases d (withdrawn: only retracted papers say so)"]]
    (one,) = stated(found["PMID:2"]).values()
    assert one["passage"]["speculated"]
