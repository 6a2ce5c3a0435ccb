from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kg.core.errors import DataError
from kg.core.paths import installed_folder
from kg.core.prefixes import converter
from kg.core.sources import MANIFEST, Source, installed, read_installed, sources
from kg.core.vocabulary import categories

HEX = re.compile("[0-9a-f]{64}")
ROW = {
    "name": "mine",
    "title": "Mine",
    "version": "",
    "licence": "",
    "prefix": "",
    "categories": ["gene"],
    "fetched": "2026-01-02",
    "files": [{"name": "gene.tsv", "origin": "gene.tsv", "sha256": "ab", "size": 7, "pinned": False}],
    "concepts": 1,
    "names": 2,
    "skipped": 0,
}


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path))


def write(name: str, text: str) -> None:
    (installed_folder() / name).mkdir(parents=True)
    (installed_folder() / name / MANIFEST).write_text(text, encoding="utf-8")


def test_the_ontologies_that_users_ask_for_can_be_installed() -> None:
    wanted = {
        "mondo",
        "cl",
        "hp",
        "go",
        "uberon",
        "chebi",
        "doid",
        "hgnc",
        "ncbigene",
        "mesh",
        "cellosaurus",
        "ncbitaxon",
    }
    assert wanted <= set(sources())


@pytest.mark.parametrize("source", sources().values(), ids=lambda source: source.name)
def test_a_source_states_what_it_is_and_how_its_checksum_is_known(source: Source) -> None:
    assert source.title
    assert source.version
    assert source.licence
    assert source.prefix in converter().prefix_map
    assert source.categories
    assert set(source.categories) <= set(categories())
    assert source.files
    assert source.checksum in {"copy", "stated", ""}
    for file in source.files:
        assert urlsplit(file.url).scheme == "https"
        assert file.name
        assert bool(file.sha256) == bool(source.checksum)
        assert not file.sha256 or HEX.fullmatch(file.sha256)


def test_a_file_is_called_as_the_url_ends() -> None:
    assert sources()["mondo"].files[0].name == "mondo.json"


def test_what_is_installed_is_read_from_its_manifest(tmp_path: Path) -> None:
    assert installed() == {}
    assert read_installed("mine") is None
    write("mine", json.dumps(ROW))
    write(".other.new", json.dumps(ROW))
    (installed_folder() / "no-manifest").mkdir()
    one = installed()["mine"]
    assert list(installed()) == ["mine"]
    assert one == read_installed("mine")
    assert one.paths == (tmp_path / "ontologies" / "mine" / "gene.tsv",)
    assert (one.categories, one.files[0].size, one.concepts) == (("gene",), 7, 1)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"files": [{"nam": 1}]}', json.dumps({**ROW, "more": 1})])
def test_a_broken_manifest_is_named(text: str) -> None:
    write("mine", text)
    with pytest.raises(DataError, match=r"source.json: no manifest .* install mine again with --force"):
        installed()
