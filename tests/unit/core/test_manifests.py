from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.core import manifests
from kg.core.errors import GraphFolderError
from kg.core.manifests import EXTRACTED, GRAPH, read_manifest

TOLD: dict[str, Any] = {
    "format": 2,
    "version": "1",
    "recipe": {"pipeline": "p", "ontologies": ["a"], "point": "precise"},
    "recipe_files": [["a.toml of p", "0f"]],
    "portions": [
        {"files": [["a.txt", "0f", 3]], "places": ["9e"], "reader": None, "shards": [{"file": "x.parquet", "rows": 1}]}
    ],
    "counts": {"documents": 1},
    "more": [1, {}],
}


def test_what_is_told_is_returned_whole(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(TOLD), encoding="utf-8")
    assert read_manifest(path, EXTRACTED) == read_manifest(path, GRAPH) == TOLD
    path.write_text("{}", encoding="utf-8")
    assert read_manifest(path, EXTRACTED) == {}
    with pytest.raises(FileNotFoundError):
        read_manifest(tmp_path / "other.json", GRAPH)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "null", "3", '"x"', "{", '{"a": "\udcff"}', "[" * 100_000, '{"a": ' + "9" * 5000 + "}", "\0"],
    ids=lambda content: content[:12],
)
def test_what_is_none_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(GraphFolderError, match=r"manifest\.json: is not a manifest .*build it again"):
        read_manifest(path, GRAPH)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"recipe": 3}, "recipe"),
        ({"recipe": {"pipeline": "p"}}, "recipe"),
        ({"recipe": {"pipeline": "p", "ontologies": [3]}}, "recipe.ontologies"),
        ({"recipe_files": [["a"]]}, "recipe_files"),
        ({"portions": 7}, "portions"),
        ({"portions": [{}]}, "portions"),
        ({"portions": [{"files": [["a", "b", "c"]], "places": [], "reader": None, "shards": []}]}, "portions.files"),
        ({"portions": [{"files": [], "places": [], "reader": None, "shards": [{"file": 1}]}]}, "portions.shards.file"),
        ({"read": True}, "read"),
    ],
)
def test_what_is_of_another_kind_is_named(tmp_path: Path, changed: dict[str, Any], name: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({**TOLD, **changed}), encoding="utf-8")
    with pytest.raises(GraphFolderError, match=rf"is not a manifest \({name} is not what it should be\)"):
        read_manifest(path, EXTRACTED)


def test_a_graphs_own(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    wrong: tuple[dict[str, Any], ...] = ({"counts": []}, {"counts": {"documents": "x"}}, {"base": 3}, {"overrides": {}})
    for changed in wrong:
        path.write_text(json.dumps({**TOLD, **changed}), encoding="utf-8")
        with pytest.raises(GraphFolderError, match=f"{next(iter(changed))}.* is not what it should be"):
            read_manifest(path, GRAPH)


def test_one_that_is_too_large_or_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(GraphFolderError, match="Is a directory"):
        read_manifest(tmp_path / "manifest.json", GRAPH)
    monkeypatch.setattr(manifests, "LARGEST", 1)
    (tmp_path / "m.json").write_text("{}", encoding="utf-8")
    with pytest.raises(GraphFolderError, match="more than 1 bytes"):
        read_manifest(tmp_path / "m.json", GRAPH)
