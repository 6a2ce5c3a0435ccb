"""kg.commands.training: `kg train mentions` and `kg train relations`."""

from __future__ import annotations

from pathlib import Path

from tests.door import Kg


def test_what_is_missing_is_one_line(kg: Kg, tmp_path: Path) -> None:
    done = kg("train", "mentions", "--data", tmp_path, "--work", tmp_path / "work")
    assert done.code == 1
    assert done.err.startswith("kg: ")
    assert "no such file; --data names the folder" in done.err


def test_what_relations_are_learned_from_is_one_line_where_it_is_missing(kg: Kg, tmp_path: Path) -> None:
    done = kg("train", "relations", "--data", tmp_path)
    assert done.code == 1
    assert done.err.startswith("kg: ")
    assert len(done.err.splitlines()) <= 2
    assert "no such file; --data names the folder" in done.err
    assert kg("train", "relations").code != 0
    pipeline = tmp_path / "pipeline"
    pipeline.mkdir()
    done = kg("train", "relations", "--data", tmp_path, "--pipeline", pipeline)
    assert done.code == 1
    assert "kg: " in done.err


def test_help_is_given_without_a_command(kg: Kg) -> None:
    told = kg("train").out
    assert "mentions" in told
    assert "relations" in told
