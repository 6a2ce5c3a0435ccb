from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.core.rdf import quads
from kg.core.select import Filter
from kg.core.tables import write_json
from kg.store import build
from kg.store.build import as_rdflib, build_store, ensure_store, is_fresh
from tests.fixtures_graph import SLE, write_graph


def test_the_store_holds_the_quads_and_is_kept(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    store = ensure_store(folder)
    assert set(store) == set(quads(folder))
    marker = folder.store / "built-from"
    os.utime(marker, (1, 1))
    ensure_store(folder)
    assert marker.stat().st_mtime == 1


def test_small_batches_give_the_same_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_BATCH", 7)
    folder = write_graph(tmp_path / "g")
    assert set(ensure_store(folder)) == set(quads(folder))


def test_a_changed_graph_is_loaded_again_while_the_old_store_is_open(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    old = ensure_store(folder)
    before = len(old)
    manifest = folder.manifest_path.read_text(encoding="utf-8")
    folder.manifest_path.write_text(manifest.replace("immunology", "scispacy"), encoding="utf-8")
    assert not is_fresh(folder)
    new = ensure_store(folder)
    assert is_fresh(folder)
    assert len(new) == len(old) == before
    assert set(new) != set(old)
    assert sorted(place.name for place in folder.root.iterdir()) == ["extractions", "graph", "store"]


def test_another_base_is_another_store(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    ensure_store(folder)
    assert is_fresh(folder)
    write_json(folder.manifest_path, {**folder.manifest(), "base": "https://example.org/kg/"})
    assert not is_fresh(folder)


def test_a_part_of_a_graph_has_its_store_in_memory(tmp_path: Path) -> None:
    folder = GraphFolder(write_graph(tmp_path).root, Filter(about=(SLE,)))
    assert set(ensure_store(folder)) == set(quads(folder))
    assert not folder.store.exists()


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    folder.table("evidence").unlink()
    with pytest.raises(GraphFolderError, match="is missing"):
        build_store(folder)
    assert sorted(place.name for place in folder.root.iterdir()) == ["extractions", "graph"]


def test_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="holds no graph"):
        ensure_store(GraphFolder(tmp_path))


def test_rdflib_sees_the_union_and_knows_the_prefixes(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    dataset = as_rdflib(folder)
    asked = """SELECT ?t { ?a biolink:has_supporting_studies/biolink:has_study_results ?r .
    ?r biolink:supporting_text ?t }"""
    assert len(list(dataset.query(asked))) == 10


def test_whatever_stands_in_the_stores_place_gives_way(tmp_path: Path) -> None:
    folder = write_graph(tmp_path)
    folder.store.write_text("no store", encoding="utf-8")
    count = len(ensure_store(folder))
    (folder.store / "built-from").write_bytes(b"\xff")
    assert not is_fresh(folder)
    assert len(ensure_store(folder)) == count
    assert not list(tmp_path.glob(".store*"))
