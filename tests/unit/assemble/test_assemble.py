from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.assemble.assemble import assemble
from kg.core.errors import GraphFolderError
from kg.core.folder import FORMAT_VERSION, GraphFolder
from kg.core.lexicon import Concept, make_lexicon
from kg.core.tables import GRAPH_SCHEMAS
from tests.unit.assemble.said import IL2, LEXICON, TREG, assembled, paper

UP = (IL2, "increased", TREG)


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "graph").iterdir()}


def test_the_manifest_tells_what_there_is(tmp_path: Path) -> None:
    assembled(tmp_path, [paper(UP, pmid="1")])
    folder = GraphFolder(tmp_path)
    manifest = folder.manifest()
    assert (manifest["format"], manifest["inputs"]) == (FORMAT_VERSION, ["made up"])
    assert manifest["counts"]["evidence"] == 1
    assert set(manifest["counts"]) == set(GRAPH_SCHEMAS)
    for name, digest in manifest["hashes"].items():
        assert hashlib.sha256(folder.table(name).read_bytes()).hexdigest() == digest


def test_the_same_shards_give_the_same_bytes_however_they_are_cut(tmp_path: Path) -> None:
    papers = [paper(UP, (TREG, "decreased", IL2), pmid=str(n)) for n in range(9)]
    assembled(tmp_path / "1", papers)
    assembled(tmp_path / "2", papers)
    assembled(tmp_path / "3", papers[:4], papers[4:])
    assert contents(tmp_path / "1") == contents(tmp_path / "2") == contents(tmp_path / "3")


def test_a_new_graph_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    assembled(tmp_path, [paper(UP, pmid="1"), paper(UP, pmid="2")])
    assembled(tmp_path, [paper(UP, pmid="3")])
    assert GraphFolder(tmp_path).manifest()["counts"]["documents"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["extractions", "graph"]


def test_a_failure_leaves_the_old_graph_whole(tmp_path: Path) -> None:
    assembled(tmp_path, [paper(UP, pmid="1")])
    before = contents(tmp_path)
    shard = next((tmp_path / "extractions").iterdir())
    shard.write_bytes(shard.read_bytes()[:-30])
    with pytest.raises(Exception):  # noqa: B017  (whatever DuckDB makes of it)
        assemble(GraphFolder(tmp_path), LEXICON, {})
    assert contents(tmp_path) == before


def test_there_must_be_extractions(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="holds no extractions"):
        assemble(GraphFolder(tmp_path), LEXICON, {})


def test_a_paper_that_says_nothing_is_a_document(tmp_path: Path) -> None:
    tables = assembled(tmp_path, [paper(pmid="1")])
    assert len(tables["documents"]) == 1
    assert tables["assertions"] == tables["concepts"] == tables["mentions"] == []


def test_the_hierarchy_reaches_to_the_top_and_leads_nowhere_else(tmp_path: Path) -> None:
    above = {"X:1": ("X:2", "X:9"), "X:2": ("X:3",), "X:3": (), "X:4": ("X:3",)}  # there is no X:9
    lexicon = make_lexicon(Concept(one, f"factor {one}", "gene", parents=parents) for one, parents in above.items())
    tables = assembled(tmp_path, [paper(("X:1", "increased", "X:1"), pmid="1")], lexicon=lexicon)
    assert {row["id"]: row["parents"] for row in tables["concepts"]} == {"X:1": ["X:2"], "X:2": ["X:3"], "X:3": []}
    assert [row["mention_count"] for row in tables["concepts"]] == [2, 0, 0]
