from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import UnknownName
from kg.core.paths import (
    data_folder,
    graphs_near,
    installed_folder,
    pipeline_file,
    pipeline_folder,
    put_in_place,
    shipped_pipelines,
)


def test_declarations_are_found() -> None:
    assert (data_folder("ontologies") / "predicates.tsv").is_file()
    with pytest.raises(FileNotFoundError, match="nonsense is missing"):
        data_folder("nonsense")


def test_a_pipeline_is_a_shipped_name_or_a_folder(tmp_path: Path) -> None:
    assert {"immunology", "scispacy"} <= set(shipped_pipelines())
    assert pipeline_folder("immunology") == data_folder("pipelines") / "immunology"
    (tmp_path / "config.cfg").touch()
    assert pipeline_folder(str(tmp_path)) == tmp_path


def test_a_file_that_a_pipeline_lacks_is_the_default_ones(tmp_path: Path) -> None:
    shipped = data_folder("pipelines") / "immunology"
    assert pipeline_file(tmp_path, "relations.toml") == shipped / "relations.toml"
    (tmp_path / "relations.toml").touch()
    assert pipeline_file(tmp_path, "relations.toml") == tmp_path / "relations.toml"


def test_a_folder_without_a_config_is_no_pipeline(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        pipeline_folder(str(tmp_path))
    with pytest.raises(UnknownName, match="did you mean 'immunology'"):
        pipeline_folder("imunology")


def test_installed_ontologies_lie_in_a_folder_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path / "home"))
    assert installed_folder() == tmp_path / "home" / "ontologies"
    assert not installed_folder().exists()
    monkeypatch.setenv("IMMUNOKG_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert tmp_path in installed_folder().parents
    assert installed_folder().name == "ontologies"
    assert "immunokg" in installed_folder().parts


def test_put_in_place(tmp_path: Path) -> None:
    for name in ("fresh", "place"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    put_in_place(tmp_path / "fresh", tmp_path / "place")
    assert [path.name for path in tmp_path.iterdir()] == ["place"]
    assert [path.name for path in (tmp_path / "place").iterdir()] == ["fresh"]


def test_graphs_that_a_path_may_mean(tmp_path: Path) -> None:
    for name in ("my-graph", "my-graph2", "papers", "sub/deep"):
        (tmp_path / name).mkdir(parents=True)
        if name != "papers":
            (tmp_path / name / "graph").mkdir()
            (tmp_path / name / "graph" / "manifest.json").touch()
    assert graphs_near(tmp_path / "my-grpah") == [tmp_path / "my-graph", tmp_path / "my-graph2"]
    assert graphs_near(tmp_path / "paper") == graphs_near(tmp_path / "no" / "such") == []
    assert graphs_near(tmp_path / "sub") == [tmp_path / "sub" / "deep"]
    assert graphs_near(tmp_path / "my-graph" / "graph") == [tmp_path / "my-graph"]
