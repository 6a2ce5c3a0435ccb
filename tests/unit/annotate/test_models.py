from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from subprocess import run

import pytest

from kg.annotate.models import Model, find_model, versions
from kg.core.errors import DataError, MissingDependency
from kg.core.paths import data_folder
from tests.foreign_model import SHIPPED, copy_pipeline


def test_a_package_is_found_by_its_name() -> None:
    assert find_model("spacy", SHIPPED) == Model("spacy", None, metadata.version("spacy"))


def test_a_model_of_scispacy_that_is_missing_says_where_its_archive_lies() -> None:
    with pytest.raises(MissingDependency) as caught:
        find_model("en_ner_jnlpba_md", SHIPPED)
    assert str(caught.value) == (
        "the pipeline scispacy needs en_ner_jnlpba_md, which is not installed: pip install --no-deps https://s3-us-west-2"
        ".amazonaws.com/ai2-s2-scispacy/releases/v0.5.4/en_ner_jnlpba_md-0.5.4.tar.gz (kg downloads no model itself)"
    )


def test_for_another_package_no_address_is_made_up() -> None:
    with pytest.raises(MissingDependency) as caught:
        find_model("my_own_model", SHIPPED)
    assert "http" not in str(caught.value)
    assert "pip install my_own_model" not in str(caught.value)


def test_a_folder_is_one_that_the_config_names(
    foreign_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_model(str(foreign_model), tmp_path) == Model("tiny_ner", foreign_model, "0.0.1")
    assert find_model("ner/../", foreign_model).version == "0.0.1"  # from the config's folder on
    monkeypatch.chdir(foreign_model.parent)
    with pytest.raises(MissingDependency):  # what lies in the working folder is not a package of that name
        find_model("tiny_ner", tmp_path)
    with pytest.raises(DataError, match=r"nowhere holds no spaCy model"):
        find_model("./nowhere", tmp_path)
    with pytest.raises(DataError, match="is no package"):
        find_model("my model", tmp_path)


def test_versions_tell_one_model_from_another(foreign_model: Path, tmp_path: Path) -> None:
    assert list(versions(data_folder("pipelines") / "immunology")) == []
    one = copy_pipeline(tmp_path / "one", ["spacy"])
    assert list(versions(one)) == [f"spacy {metadata.version('spacy')}"]
    two = copy_pipeline(tmp_path / "two", ["spacy", str(foreign_model)], {"linker_name": "mesh"})
    told = list(versions(two))
    assert told[1] == "tiny_ner 0.0.1"
    assert any(line.startswith("ner/model ") for line in told)
    assert told[-1] == f"scispacy {metadata.version('scispacy')}"
    with pytest.raises(MissingDependency):
        list(versions(SHIPPED))


def test_finding_a_model_loads_neither_it_nor_spacy() -> None:
    code = (
        "import sys; from pathlib import Path; from kg.annotate.models import find_model, versions\n"
        f"find_model('spacy', Path({str(SHIPPED)!r})); list(versions(Path({str(SHIPPED.parent / 'immunology')!r})))\n"
        "print('spacy' in sys.modules)"
    )
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
