from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg.check.check import CHECKS
from kg.core.errors import GraphFolderError
from tests.unit.check.damage import Tables, damaged, outcomes, problems


def test_a_whole_graph_has_no_problems(whole: Path) -> None:
    found = list(outcomes(whole))
    assert [one.check for one in found] == [one.name for one in CHECKS]
    assert [one.check for one in found if one.broken or one.kinds] == []
    looked_at = {one.check: one.looked_at for one in found}
    assert looked_at["places"] == 14 + 7
    assert looked_at["stated"] == 7
    assert all(looked_at.values())


def test_no_graph_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="holds no graph"):
        list(outcomes(tmp_path))


def test_a_manifest_that_cannot_be_read_is_an_error(whole: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(whole, tmp_path / "copy"))
    path = root / "graph" / "manifest.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(GraphFolderError, match="is not a manifest"):
        list(outcomes(root))
    path.write_text(json.dumps({"format": 2}), encoding="utf-8")
    assert {check for check, _ in problems(root)} >= {"files", "shapes"}


def test_rows_that_no_rdf_can_be_made_of_are_named_and_nothing_fails(whole: Path, tmp_path: Path) -> None:
    def change(tables: Tables) -> None:
        tables["assertions"][0]["predicate"] = "cures"

    found = problems(damaged(whole, tmp_path / "damaged", change))
    assert ("words", "predicate of assertions is a word of the vocabulary") in found
    assert {check for check, rule in found if rule == "skipped: KeyError: 'cures'"} >= {"store", "shapes"}


def test_our_own_errors_are_not_told_as_problems(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.check.rules._BATCH", "no number")
    with pytest.raises(TypeError):
        problems(whole)
