from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kg.explore.article import contexts, highlighted, ids, marked_together
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


def stated(context: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["line"]["object"]: one for sentence in context["sentences"] for one in sentence["statements"]}


def test_every_statement_stands_below_its_sentence_and_says_what_is_new(shelf: Shelf) -> None:
    context = told(shelf, "PMID:1")
    (sentence,) = [one for one in context["sentences"] if one["statements"][0]["line"]["object"] == TREG]
    assert "".join(text for text, _ in sentence["pieces"]) == "IL-2 expands regulatory T cells in patients."
    assert ("IL-2", "subject") in sentence["pieces"]
    said = stated(context)
    assert said[TREG]["news"] == "the first of 2 papers here"
    assert said["MONDO:0005556"]["news"] == "only here"
    assert context["said"] == len(said)
    assert context["all_fresh"] == len(context["fresh"]) == 2
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
