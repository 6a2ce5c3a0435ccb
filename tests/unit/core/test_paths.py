from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import UnknownName
from kg.core.paths import data_folder, pipeline_folder, shipped_pipelines


def test_declarations_are_found() -> None:
    assert (data_folder("ontologies") / "predicates.tsv").is_file()
    with pytest.raises(FileNotFoundError, match="nonsense is missing"):
        data_folder("nonsense")


def test_a_pipeline_is_a_shipped_name_or_a_folder(tmp_path: Path) -> None:
    assert "immunology" in shipped_pipelines()
    assert pipeline_folder("immunology") == data_folder("pipelines") / "immunology"
    (tmp_path / "config.cfg").touch()
    assert pipeline_folder(str(tmp_path)) == tmp_path


def test_a_folder_without_a_config_is_no_pipeline(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        pipeline_folder(str(tmp_path))
    with pytest.raises(UnknownName, match="did you mean 'immunology'"):
        pipeline_folder("imunology")
