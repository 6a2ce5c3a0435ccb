"""Negation and speculation on the half of BioScope's abstracts that no cue was learned from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.annotate.qualifiers import NEGATION, SPECULATION
from tests.benchmarks.qualifiers import ABSTRACTS, Sentence, ours, read, score


@pytest.fixture(scope="module")
def sentences(shared: Path) -> list[Sentence]:
    if not (shared / ABSTRACTS).is_file():
        pytest.skip("the shared data folder has no BioScope")
    return [one for one in read(shared / ABSTRACTS) if one.odd]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("kind", "floors"),
    [
        (NEGATION, {"sentence": 0.95, "cue": 0.94, "scope": 0.80}),
        (SPECULATION, {"sentence": 0.92, "cue": 0.89, "scope": 0.85}),
    ],
)
def test_f1_stays_above_its_floors(sentences: list[Sentence], kind: str, floors: dict[str, float]) -> None:
    find = ours()
    reached = score(sentences, (find(one.text) for one in sentences), kind)
    below = {name: reached[name].f1 for name, floor in floors.items() if reached[name].f1 < floor}
    assert not below
    assert reached["sentence"].gold > 700  # all of them were read
