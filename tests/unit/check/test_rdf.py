from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.check.rdf import shown
from kg.core.prefixes import expand
from tests.unit.check.damage import LOCAL, Tables, damaged, outcomes, problems

CONCEPT = expand("CL:0000815")


def in_store(root: Path, update: str) -> Path:
    """Change a graph's store behind the back of its tables."""
    problems(root)
    store = Store(str(root / "store" / "oxigraph"))
    store.update(update)
    store.flush()
    return root


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def test_a_store_that_lacks_a_quad_or_has_more_is_found(root: Path) -> None:
    missing = ("store", "every quad that the tables give is in the store")
    more = ("store", "the store holds no other quads than the tables give")
    assert problems(in_store(root, f"DELETE DATA {{ <{CONCEPT}> <urn:immunokg:schema#grounded> true }}")) >= {
        missing,
        more,
    }
    shutil.rmtree(root / "store")
    assert problems(in_store(root, f"INSERT DATA {{ <{CONCEPT}> <urn:more> 1 }}")) == {more}


def test_a_plain_triple_of_what_is_only_speculated_about_is_found(root: Path) -> None:
    affects = expand("biolink:affects")
    found = problems(in_store(root, f"INSERT DATA {{ <{expand(LOCAL)}> <{affects}> <{CONCEPT}> }}"))
    assert ("shapes", "no plain triple stands for what is not asserted") in found


def test_tables_changed_behind_the_store_are_found(whole: Path, root: Path, tmp_path: Path) -> None:
    def rename(tables: Tables) -> None:
        tables["concepts"][0]["name"] = "another"

    problems(root)
    changed = damaged(whole, tmp_path / "changed", rename)
    manifest = (root / "graph" / "manifest.json").read_bytes()
    shutil.copy(changed / "graph" / "concepts.parquet", root / "graph" / "concepts.parquet")
    assert (root / "graph" / "manifest.json").read_bytes() == manifest
    assert {check for check, _ in problems(root)} == {"files", "store"}


def test_a_store_that_is_damaged_is_told(root: Path) -> None:
    problems(root)
    for file in (root / "store" / "oxigraph").glob("*.sst"):
        content = bytearray(file.read_bytes())
        content[: len(content) // 2] = bytes(len(content) // 2)
        file.write_bytes(content)
    assert {check for check, rule in problems(root) if rule.startswith("skipped: ")} >= {"store", "shapes"}


def test_shapes_name_the_node_the_constraint_and_the_value(whole: Path, tmp_path: Path) -> None:
    root = damaged(whole, tmp_path / "damaged", lambda tables: tables["assertions"][0].update(belief=1.5))
    (outcome,) = (one for one in outcomes(root) if one.check == "shapes")
    (kind,) = outcome.kinds
    assert kind.rule == "the confidence score is a decimal from 0 to 1"
    (example,) = kind.examples
    assert example["where"].startswith("assertion:")
    assert example["found"] == "MaxInclusive: 1.5"
    assert outcome.looked_at > 200


def test_a_graph_under_another_base_is_as_whole(root: Path) -> None:
    path = root / "graph" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "base": "https://example.org/kg/"}), encoding="utf-8")
    assert problems(root) == set()


def test_a_query_that_cannot_be_answered_is_named(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "wrong.rq").write_text("SELECT ?x WHERE { ?x a }", encoding="utf-8")
    (tmp_path / "queries" / "right.rq").write_text("SELECT ?x WHERE { ?x a ?y }", encoding="utf-8")
    monkeypatch.setattr("kg.core.paths.data_folder", lambda _: tmp_path)
    monkeypatch.setattr("kg.check.rdf.data_folder", lambda name: Path(__file__).parents[3] / name)
    (outcome,) = (one for one in outcomes(root) if one.check == "queries")
    (kind,) = outcome.kinds
    assert (outcome.looked_at, kind.count, kind.examples[0]["where"]) == (2, 1, "wrong.rq")
    assert "it cannot end here" in kind.examples[0]["found"]


def test_nodes_as_people_read_them() -> None:
    assert shown(NamedNode(CONCEPT)) == "CL:0000815"
    assert shown(NamedNode("urn:x")) == "<urn:x>"
    assert shown(Literal("a")) == "a"
    assert shown(None) == ""
