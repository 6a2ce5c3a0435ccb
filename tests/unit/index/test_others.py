"""What lies beside ontologies and holds no concepts."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.index.others import what_is


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("model.yaml", "id: https://x\nclasses:\n  glimmer:\n", "a data model in YAML (LinkML)"),
        ("map.yml", "maps:\n  - a: b\n", "YAML that is no ontology"),
        ("map", "---\na: b\n", "YAML that is no ontology"),
        ("beliefs.json", '{"a": {"b": 0.5, "c": 1}}', "JSON of numbers"),
        ("x.json", '{"a": "b"}', "JSON that is no OBO Graphs"),
        ("x.json", '[{"a": 1', "JSON that is no OBO Graphs"),
        ("stop.txt", "a\nthe\nand\nprotein levels\n-I\n", "a list of 5 words or phrases without ids"),
        ("p.csv", "Pattern,Category,Notes\n" + "x,y,\n" * 9, "a table with the columns Pattern, Category, Notes"),
        ("SOURCE.md", "words", "a text for people"),
        ("about", "# Glimmers\n\nThey glimmer.\n", "a text for people"),
        ("random", "\x00\x01\x02", ""),
        ("prose", "They glimmer in the dark. They shine.\n" * 9, ""),
    ],
)
def test_it_is_said_in_one_line(tmp_path: Path, name: str, content: str, said: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    found = what_is(path, content)
    assert found.startswith(said) if said else found == ""
    assert "\n" not in found


def test_no_beginning_takes_long(tmp_path: Path) -> None:
    started = time.process_time()
    what_is(tmp_path / "x", "---\n" + "\n" * 30_000 + "!")
    what_is(tmp_path / "x", "-" * 60_000)
    assert time.process_time() - started < 5
