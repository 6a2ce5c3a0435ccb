from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kg.explore.article import contexts, highlighted, ids
from kg.explore.shelf import Shelf
from tests.fixtures_graph import IL2, IL6, TREG, write_graph


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


def test_every_statement_has_its_sentence_and_says_what_is_new(shelf: Shelf) -> None:
    said = {one["line"]["object"]: one for one in told(shelf, "PMID:1")["said"]}
    assert said[TREG]["passage"]["text"] == "IL-2 expands regulatory T cells in patients."
    assert said[TREG]["news"] == "The first of 2 papers of this graph that say so."
    assert said["MONDO:0005556"]["news"] == "No other paper of this graph says so."
    undated = {one["line"]["object"]: one for one in told(shelf, "DOI:10.1000/xyz<2>")["said"]}
    assert undated[TREG]["news"] in {"", "No other paper of this graph says so."}


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
