"""kg.commands.training: `kg train mentions`."""

from __future__ import annotations

from pathlib import Path

from tests.door import Kg


def test_what_is_missing_is_one_line(kg: Kg, tmp_path: Path) -> None:
    done = kg("train", "mentions", "--data", tmp_path, "--work", tmp_path / "work")
    assert done.code == 1
    assert done.err.startswith("kg: ")
    assert "no such file; --data names the folder" in done.err


def test_help_is_given_without_a_command(kg: Kg) -> None:
    assert "mentions" in kg("train").out
