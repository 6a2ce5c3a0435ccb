"""MeSH XML, on records of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.index import mesh_xml
from tests.unit.index.reading import names, read


def concept(ui: str, preferred: bool, texts: list[str], relations: str = "") -> str:
    given = "".join(f"<Term><TermUI>T</TermUI><String>{text}</String></Term>" for text in texts)
    related = f"<ConceptRelationList>{relations}</ConceptRelationList>" if relations else ""
    flag = "Y" if preferred else "N"
    return (
        f'<Concept PreferredConceptYN="{flag}"><ConceptUI>{ui}</ConceptUI><ConceptName><String>x</String></ConceptName>'
        f"{related}<TermList>{given}</TermList></Concept>\n"
    )


def relation(name: str, other: str) -> str:
    return (
        f'<ConceptRelation RelationName="{name}"><Concept1UI>M1</Concept1UI><Concept2UI>{other}</Concept2UI>'
        "</ConceptRelation>"
    )


DESCRIPTOR = (
    "<DescriptorRecord><DescriptorUI>D900001</DescriptorUI>\n<DescriptorName><String>Glimmer Fever</String>"
    "</DescriptorName><TreeNumberList><TreeNumber>C01.100</TreeNumber></TreeNumberList><ConceptList>"
    + concept(
        "M1",
        True,
        ["Glimmer Fever", "Fever, Glimmer"],
        "".join(map(relation, ("NRW", "BRD", "REL"), ("M2", "M3", "M4"))),
    )
    + concept("M2", False, ["Blue Glimmer Fever"])
    + concept("M3", False, ["Fevers"])
    + concept("M4", False, ["GF"])
    + "</ConceptList></DescriptorRecord>"
)
ABOVE = (
    "<DescriptorRecord><DescriptorUI>D900002</DescriptorUI><DescriptorName><String>Glimmer Diseases</String>"
    "</DescriptorName><TreeNumberList><TreeNumber>C01</TreeNumber></TreeNumberList></DescriptorRecord>\n"
)
BAD = "<DescriptorRecord><DescriptorName><String>No id</String></DescriptorName></DescriptorRecord>\n"
SUPPLEMENTARY = (
    '<SupplementalRecord SCRClass="{}"><SupplementalRecordUI>C90000{}</SupplementalRecordUI><SupplementalRecordName>'
    "<String>{}</String></SupplementalRecordName><ConceptList>{}</ConceptList></SupplementalRecord>"
)


def document(kind: str, *records: str) -> str:
    return (
        f'<?xml version="1.0"?>\n<!DOCTYPE {kind} SYSTEM "https://example.org/never-fetched.dtd">\n<{kind}>\n'
        + "".join(records)
        + f"</{kind}>"
    )


@pytest.mark.parametrize("name", ["desc.xml", "desc.xml.gz"])
def test_descriptors_and_their_tree(tmp_path: Path, name: str) -> None:
    concepts, problems = read(mesh_xml, tmp_path / name, document("DescriptorRecordSet", DESCRIPTOR, BAD, ABOVE))
    fever, diseases, piece = concepts
    assert (fever.id, fever.category, diseases.category) == ("MESH:D900001", "disease", "disease")
    assert names(fever) == ("Glimmer Fever", ("Fever, Glimmer",), ("GF",))
    assert (piece.id, piece.name, piece.parents) == ("MESH:D900001", "", ("MESH:D900002",))
    assert [problem.partition("line ")[2] for problem in problems] == [
        "9: a record without a UI of MeSH, or without a name"
    ]


def test_supplementary_records(tmp_path: Path) -> None:
    records = [
        SUPPLEMENTARY.format(1, 1, "glimmerine", concept("M1", True, ["glimmerine", "glimérine"])),
        SUPPLEMENTARY.format(1, 2, "GLIM1 protein, human", ""),
        SUPPLEMENTARY.format(3, 3, "Glimmer cough", ""),
    ]
    concepts, problems = read(mesh_xml, tmp_path / "supp.xml", document("SupplementalRecordSet", *records))
    assert problems == []
    assert [(found.id, found.category, found.synonyms) for found in concepts] == [
        ("MESH:C900001", "chemical", ("glimérine",)),
        ("MESH:C900002", "gene", ()),
        ("MESH:C900003", "disease", ()),
    ]


def test_xml_that_breaks_off(tmp_path: Path) -> None:
    concepts, problems = read(mesh_xml, tmp_path / "a.xml", document("DescriptorRecordSet", ABOVE, DESCRIPTOR)[:-60])
    assert [found.name for found in concepts] == ["Glimmer Diseases"]
    assert len(problems) == 1
    assert "broken XML" in problems[0]


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        ("<DescriptorRecordSet>", True),
        ('<?xml version="1.0"?><SupplementalRecordSet x="y">', True),
        ("<rdf:RDF>", False),
    ],
)
def test_recognises(head: str, answer: bool) -> None:
    assert mesh_xml.recognises(head) is answer
