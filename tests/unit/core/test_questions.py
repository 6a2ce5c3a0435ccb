from __future__ import annotations

from pathlib import Path

import pytest

from kg.core import questions
from tests.fixtures_graph import IL2, write_graph

VALUES = {
    "BEGINNING": {"begins": "a"},
    "BELOW": {"concept": IL2},
    "DOCUMENT": {"name": "PMID:1"},
    "EDGES_OF": {"wanted": [IL2], "context": None, "concepts": []},
    "KINDS": {"below": [IL2], "concept": IL2},
    "MAPPED": {"id": "NCBIGene:3558"},
    "NAMES": {},
    "PASSAGES_OF": {"id": "x"},
}


NAMES = sorted(name for name, value in vars(questions).items() if name.isupper() and "SELECT" in value)


@pytest.mark.parametrize("name", NAMES)
def test_every_question_can_be_asked(name: str, tmp_path: Path) -> None:
    with write_graph(tmp_path).connect() as connection:
        connection.execute(getattr(questions, name), VALUES[name] or None).fetchall()
