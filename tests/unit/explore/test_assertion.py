from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.explore.assertion import contexts, ids, told_passage
from kg.explore.shelf import Shelf
from tests.fixtures_graph import IL2, IL6, TREG, write_graph


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with Shelf(write_graph(tmp_path_factory.mktemp("graph"))) as opened:
        yield opened


def test_every_assertion_has_a_page_with_sentences(shelf: Shelf) -> None:
    told = dict(contexts(shelf, ids(shelf)))
    assert len(told) == 9
    for context in told.values():
        assert context["passages"]
        assert context["hidden"] == 0
        for passage in context["passages"]:
            assert "".join(text for text, _ in passage["pieces"]) == passage["text"]
            assert passage["document_id"] in context["documents"]


def test_what_contradicts_stands_against_it_and_the_rest_beside(shelf: Shelf) -> None:
    told = {
        (context["line"]["subject"], context["line"]["object"], context["line"]["direction"]): context
        for _, context in contexts(shelf, ids(shelf))
    }
    expands = told[IL2, TREG, "increased"]
    (against,) = expands["against"]
    assert against["line"]["direction"] == "decreased"
    assert [passage["text"] for passage in against["passages"]] == ["IL-2 decreases regulatory T cells."]
    assert expands["also"] == []
    assert expands["papers_by_year"]["told"] == "1 paper for, 1 paper against, 2019 to 2024"
    assert told[IL6, TREG, "decreased"]["against"] == []


def test_conditions_are_told_by_name(shelf: Shelf) -> None:
    line = next(one for one in shelf.lines_of([IL2])[IL2] if one["direction"] == "increased")
    passage = shelf.passages([line["id"]])[line["id"]][0]
    names = shelf.names(["MONDO:0007915"])
    assert told_passage(passage, names)["chips"] == ["systemic lupus erythematosus", "NCBITaxon:9606", "low-dose"]
