"""MEDIC's bars."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.index import medic
from tests.unit.index.reading import read


@pytest.mark.parametrize("name", ["medic.txt", "medic.txt.gz"])
def test_diseases_and_bad_lines(tmp_path: Path, name: str) -> None:
    content = (
        "D900001|900001|C900001||Glimmer Fever|Fever, Glimmer| \nC||Diseases\n900002||GLIMMER, β|GLM\n\n"
        "x1||Wrong\nD900003|Wrong too\nD900004||\n"
    )
    concepts, problems = read(medic, tmp_path / name, "\ufeff" + content.replace("\n", "\r\n"))
    assert [(concept.id, concept.name, concept.synonyms, concept.xrefs) for concept in concepts] == [
        ("MESH:D900001", "Glimmer Fever", ("Fever, Glimmer",), ("OMIM:900001", "MESH:C900001")),
        ("OMIM:900002", "GLIMMER, β", ("GLM",), ()),
    ]
    assert {concept.category for concept in concepts} == {"disease"}
    assert problems == [
        "record 3: line 5: 'x1||Wrong' is no 'id|id||name|synonym'",
        "record 4: line 6: 'D900003|Wrong too' is no 'id|id||name|synonym'",
        "record 5: line 7: D900004 has no name",
    ]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    concepts, problems = read(medic, tmp_path / "m", b"D900001||Glimmer\nD900002||\xff\n")
    assert ([concept.name for concept in concepts], problems) == (
        ["Glimmer"],
        ["record 2: line 2: holds bytes that are not UTF-8 text"],
    )


@pytest.mark.parametrize(
    ("head", "answer"),
    [("D000001||x", True), ("C000001|600001||x|y", True), ("a||b", False), ("D1|x", False), ("", False)],
)
def test_recognises(head: str, answer: bool) -> None:
    assert medic.recognises(head) is answer
