from __future__ import annotations

from pathlib import Path

import pytest

from kg.compare.sides import beside
from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.core.select import Filter
from tests.unit.compare.worlds import IL2, OTHER, SLE, TREG, UP, both, paper


def test_each_side_has_its_schema_and_names_are_those_of_both(tmp_path: Path) -> None:
    old, new = both(tmp_path, [paper(UP, pmid="1")], [paper(OTHER, pmid="2")])
    with beside(old, new) as connection:

        def asked(query: str) -> set[str]:
            return {one for (one,) in connection.execute(query).fetchall()}

        assert asked("SELECT id FROM old.documents") == {"PMID:1"}
        assert asked("SELECT id FROM new.documents") == {"PMID:2"}
        assert asked("SELECT id FROM documents") == {"PMID:1", "PMID:2"}
        assert {IL2, TREG, SLE} <= asked("SELECT id FROM concepts")


def test_each_side_is_seen_through_its_filter(tmp_path: Path) -> None:
    old, new = both(tmp_path, [paper(UP, OTHER, pmid="1")], [paper(UP, OTHER, pmid="1")])
    with beside(GraphFolder(old.root, Filter(about=(IL2,))), GraphFolder(new.root, Filter(about=(SLE,)))) as connection:
        for side, subject in (("old", IL2), ("new", TREG)):
            assert connection.execute(f"SELECT subject FROM {side}.assertions").fetchall() == [(subject,)]


def test_both_must_be_graphs(tmp_path: Path) -> None:
    old, _ = both(tmp_path, [paper(UP, pmid="1")], [paper(UP, pmid="1")])
    with pytest.raises(GraphFolderError), beside(old, GraphFolder(tmp_path)):
        pass
