from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.door import Kg, told
from tests.unit.check.damage import Tables, damaged, whole


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return whole(tmp_path / "whole")


def test_a_whole_graph_is_told_line_by_line(kg: Kg, root: Path) -> None:
    done = kg("check", root)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].startswith("files ")
    assert all(line.endswith(" s  ok") for line in lines[:-2])
    assert lines[-2:] == ["", "all checks hold"]


def test_problems_are_told_with_examples_and_how_many_more(kg: Kg, root: Path, tmp_path: Path) -> None:
    def change(tables: Tables) -> None:
        for row in tables["mentions"]:
            row["text"] = "\x1b[31m" + "long " * 40

    broken = damaged(root, tmp_path / "broken", change)
    done = kg("check", broken, "--examples", "2")
    assert done.code == 1
    assert "\x1b" not in done.out
    lines = done.out.splitlines()
    at = lines.index("places: a mention is the text at its offsets  (14)")
    assert lines[at + 1].startswith("    mentions PMID:1 0  20–22:  [31mlong long")
    assert lines[at + 1].endswith(" ≠ it")
    assert max(map(len, lines)) < 160
    assert lines[at + 3] == "    and 12 more"
    assert lines[-1] == "broken: places"
    assert next(line for line in lines if line.startswith("places ")).endswith("14 problems")


def test_as_json(kg: Kg, root: Path, tmp_path: Path) -> None:
    whole = told(kg("check", root, "--json"))
    assert isinstance(whole, dict)
    assert whole["ok"] is True
    assert {"check", "what", "looked_at", "seconds", "kinds", "skipped", "broken"} == set(whole["checks"][0])

    def change(tables: Tables) -> None:
        tables["evidence"][0]["start"] = 0

    done = kg("check", damaged(root, tmp_path / "broken", change), "--json")
    assert done.code == 1
    found = json.loads(done.out)
    assert found["ok"] is False
    assert [one["check"] for one in found["checks"] if one["broken"]] == ["places", "shapes"]


def test_a_table_that_is_gone(kg: Kg, root: Path) -> None:
    (root / "graph" / "evidence.parquet").unlink()
    done = kg("check", root)
    assert (done.code, done.err) == (1, "")
    assert "    evidence.parquet  is missing; `kg assemble DIR` writes it again" in done.out.splitlines()
    assert "could not be made: " in done.out


def test_no_graph(kg: Kg, tmp_path: Path) -> None:
    done = kg("check", tmp_path)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "holds no graph" in done.err
