"""ASCII MeSH, on records of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.index import mesh_ascii
from tests.unit.index.reading import names, read

DESCRIPTORS = """*NEWRECORD
RECTYPE = D
MH = Glimmer Fever
AQ = BL CF
ENTRY = Fever, Glimmer
PRINT ENTRY = Glimmering Disease|T047|NON|EQV|NLM (2000)|000101|abcdef
ENTRY = Blue Glimmer Fever|T047|T033|NON|NRW|NLM (2000)|000101|abbcdef
ENTRY = Fevers|T047|NON|BRD|abcd
ENTRY = GF|T047|ABB|REL|abcd
MN = C01.100
MN = C02.500.200
ST = T047
UI = D900001

*NEWRECORD
RECTYPE = D
MH = Glimmer Diseases
MN = C01
UI = D900002
"""
SUPPLEMENTARY = """*NEWRECORD
RECTYPE = C
NM = glimmerine
RN = 0
SY = glimérine|T109|NON|EQV|UNK (19XX)|000101|abcdef
HM = *Glimmer Fever
ST = T109
UI = C900001

*NEWRECORD
NM = GLIM1 protein, human
ST = T116
ST = T121
UI = C900002
"""


@pytest.mark.parametrize("name", ["d2022.bin", "d2022.bin.gz"])
def test_descriptors_and_their_tree(tmp_path: Path, name: str) -> None:
    concepts, problems = read(mesh_ascii, tmp_path / name, "\ufeff" + DESCRIPTORS.replace("\n", "\r\n"))
    assert problems == []
    fever, diseases, piece = concepts
    assert (fever.id, fever.category, diseases.category) == ("MESH:D900001", "disease", "disease")
    assert names(fever) == ("Glimmer Fever", ("Fever, Glimmer", "Glimmering Disease"), ("GF",))
    assert (piece.id, piece.name, piece.parents) == ("MESH:D900001", "", ("MESH:D900002",))


def test_supplementary_records(tmp_path: Path) -> None:
    concepts, problems = read(mesh_ascii, tmp_path / "c2022.bin", SUPPLEMENTARY)
    assert problems == []
    assert [(concept.id, concept.category, concept.synonyms) for concept in concepts] == [
        ("MESH:C900001", "chemical", ("glimérine",)),
        ("MESH:C900002", "gene", ()),
    ]


def test_bad_records_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    content = (
        b"*NEWRECORD\nMH = No id\n\n*NEWRECORD\nUI = D900003\n\n*NEWRECORD\nMH = Wrong\nUI = X1\n\n"
        b"*NEWRECORD\nMH = Glimmer\njust words\nENTRY = \xff\nMN = C1\nUI = D900004\n\n"
        b"*NEWRECORD\nSH = glimmers\nUI = Q900001\n\n*NEWRECORD\nMH = Last\nUI = D900005\n"
    )
    concepts, problems = read(mesh_ascii, tmp_path / "d.bin", content)
    assert [concept.name for concept in concepts] == ["Glimmer", "Last"]
    assert [problem.partition(": ")[2] for problem in problems] == [
        "line 1: no UI of MeSH ('')",
        "line 4: a record without MH or NM",
        "line 7: no UI of MeSH ('X1')",
        "line 13: 'just words' is no 'ELEMENT = value'",
        "line 14: bytes that are not UTF-8",
        "line 15: 'C1' is no tree number",
    ]


@pytest.mark.parametrize(
    ("head", "answer"), [("*NEWRECORD\n", True), ("\n*NEWRECORD", True), ("MH = x", False), ("", False)]
)
def test_recognises(head: str, answer: bool) -> None:
    assert mesh_ascii.recognises(head) is answer
