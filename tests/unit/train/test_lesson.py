"""kg.train.lesson: the stages of a training; the whole of it is tested in tests/unit/test_training.py."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch

from kg.core.paths import pipeline_folder
from kg.train.declaration import read_declaration
from tests.unit.train.parts import network

if TYPE_CHECKING:
    from kg.train.network import Network

DECLARATION = read_declaration(pipeline_folder("immunology") / "train.toml")


def test_a_finished_stage_is_not_gone_through_again(tmp_path: Path) -> None:
    from kg.train.lesson import Lesson

    said: list[str] = []
    lesson = Lesson(DECLARATION, tmp_path, 1, said.append)
    first = network()
    lesson._stage("one", first, lambda: first)
    again = network()
    with torch.no_grad():
        again.head.bias += 1
    kept = lesson._stage("one", again, never)
    assert torch.equal(kept.head.bias, first.head.bias)
    assert said == [f"one: taken from {tmp_path / 'one.pt'}"]


def never() -> Network:
    raise AssertionError("the stage was gone through again")
