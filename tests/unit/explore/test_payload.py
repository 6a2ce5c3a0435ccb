from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.explore.draw import draw
from kg.explore.payload import payload
from kg.explore.select import select
from tests.fixtures_graph import ALDESLEUKIN, IL2, TREG, write_graph


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    selection = select(write_graph(tmp_path_factory.mktemp("graph")), None, 300)
    return payload(selection, draw(selection), "A graph")


def test_what_a_card_says(data: dict[str, Any]) -> None:
    expands = next(
        a for a in data["assertions"] if (a["subject"], a["object"], a["direction"]) == (IL2, TREG, "increased")
    )
    assert (expands["verb"], expands["aspect"], expands["papers"]) == ("increases", "abundance", 2)
    assert len(expands["evidence"]) == 2
    first = expands["evidence"][0]
    assert first["context"] == ["systemic lupus erythematosus", "human", "low-dose"]
    assert data["documents"][first["document"]]["year"] == 2019
    (other,) = expands["opposed"]
    assert next(a for a in data["assertions"] if a["id"] == other)["direction"] == "decreased"


def test_verdicts_are_told(tmp_path: Path) -> None:
    judged = {
        "IL-2 expanded Tregs.": ("wrong", "wrong_relation", "no", "K"),
        "Aldesleukin treats SLE.": ("wrong", "", "", ""),
    }
    selection = select(write_graph(tmp_path, judged), None, 300)
    found = payload(selection, draw(selection), "A graph")["assertions"]
    assert [a["subject"] for a in found if a["rejected"]] == [ALDESLEUKIN]
    (expands,) = [a for a in found if (a["subject"], a["object"], a["direction"]) == (IL2, TREG, "increased")]
    assert [one["verdict"] for one in expands["evidence"]] == ["", "wrong"]  # what counts comes first
    wrong = expands["evidence"][1]
    assert (wrong["error"], wrong["note"], wrong["curator"], len(wrong["id"])) == ("wrong relation", "no", "K", 20)


def test_retraction_is_told(data: dict[str, Any]) -> None:
    assert [document["retracted"] for document in data["documents"].values()].count(True) == 1


def test_categories_are_those_present(data: dict[str, Any]) -> None:
    assert [category["name"] for category in data["categories"]] == ["gene", "cell_type", "disease", "drug"]
    assert all(category["colour"].startswith("#") for category in data["categories"])
