from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.explore.payload import assertion_details, concept_details
from kg.explore.select import Selection, select
from kg.explore.shelf import grouped
from tests.fixtures_graph import IL2, NOBODY, TREG, Judged, write_graph


def _told(root: Path, judged: Judged = NOBODY) -> tuple[Selection, dict[str, Any]]:
    selection = select(write_graph(root, judged), None, 300)
    evidence = grouped(selection.evidence, "assertion_id")
    documents = {row["id"]: row for row in selection.documents}
    return selection, assertion_details(selection.assertions, evidence, documents, selection.names, in_site=True)


def _of(selection: Selection, told: dict[str, Any], subject: str, direction: str) -> dict[str, Any]:
    at = next(
        at
        for at, row in enumerate(selection.assertions)
        if (row["subject"], row["direction"], row["negated"]) == (subject, direction, False)
    )
    found: dict[str, Any] = told["assertions"][at]
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> tuple[Selection, dict[str, Any]]:
    return _told(tmp_path_factory.mktemp("graph"))


def test_what_a_card_says(data: tuple[Selection, dict[str, Any]]) -> None:
    expands = _of(*data, IL2, "increased")
    assert len(expands["evidence"]) == 2
    first = expands["evidence"][0]
    assert first["context"] == ["systemic lupus erythematosus", "human", "low-dose"]
    paper = data[1]["documents"][first["document"]]
    assert (paper["year"], paper["page"]) == (2019, "article/PMID_1.html")


def test_verdicts_are_told(tmp_path: Path) -> None:
    judged = {"IL-2 expanded Tregs.": ("wrong", "wrong_relation", "no", "K")}
    expands = _of(*_told(tmp_path, judged), IL2, "increased")
    assert [one["verdict"] for one in expands["evidence"]] == ["", "wrong"]  # what counts comes first
    wrong = expands["evidence"][1]
    assert (wrong["error"], wrong["note"], wrong["curator"], len(wrong["id"])) == ("wrong relation", "no", "K", 20)


def test_retraction_is_told(data: tuple[Selection, dict[str, Any]]) -> None:
    assert [document["retracted"] for document in data[1]["documents"].values()].count(True) == 1


def test_pages_are_named_in_a_site_only(data: tuple[Selection, dict[str, Any]]) -> None:
    concepts = data[0].concepts
    assert {one["page"] for one in concept_details(concepts, in_site=False)["concepts"]} == {""}
    told = concept_details(concepts, in_site=True)["concepts"][[row["id"] for row in concepts].index(TREG)]
    assert told["page"] == "concept/CL_0000815.html"
    assert told["link"].endswith("CL_0000815")
    assert "Treg" in told["synonyms"]
