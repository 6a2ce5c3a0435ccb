"""OBO, as it should be and as it comes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.index import obo
from tests.unit.index.reading import names, read

HEADER = 'format-version: 1.2\ndefault-namespace: cell\nsynonymtypedef: SHORT "short form" EXACT\n\n'
GLIMMER = r"""[Term]
id: CL:9900001
name:glimmer cell {source="X"}
alt_id: CL:9900099
def: "A cell that glimmers." []
synonym: "glim \"bright\" cell" EXACT [GOC:x "note"]
synonym: "glimmer unit" RELATED []
synonym: "GLC" SHORT []
synonym: "unscoped name" []
synonym: "cell" BROAD []
synonym: "blue glimmer cell" NARROW []
synonym: "never say so" EXACT EXCLUDE []
exact_synonym: "old style name" []
is_a: CL:0000000 {is_inferred="true"} ! cell
relationship: part_of UBERON:1 ! part
xref: mesh:D009000001 "Glimmer"
xref: FMA:7
xref: search-url: "http://x"
! a comment
[Typedef]
id: part_of
name: part of
xref: BFO:0000050

[Typedef]
id: only_here
name: only here

[Instance]
id: CL:9900005
name: one glimmer cell
"""


def test_a_stanza_with_everything(tmp_path: Path) -> None:
    (cell, relation), problems = read(obo, tmp_path / "a.obo", HEADER + GLIMMER)
    assert problems == []
    assert cell.id == "CL:9900001"
    assert cell.category == "cell_type"
    assert names(cell) == (
        "glimmer cell",
        ('glim "bright" cell', "GLC", "old style name"),
        ("glimmer unit", "unscoped name"),
    )
    assert (cell.parents, cell.xrefs) == (("CL:0000000",), ("MESH:D009000001",))
    assert (relation.id, relation.name, relation.category) == ("BFO:0000050", "part of", "")


@pytest.mark.parametrize("name", ["a.obo", "a.obo.gz"])
def test_windows_lines_marks_and_compression(tmp_path: Path, name: str) -> None:
    content = (
        b"\xef\xbb\xbf" + (HEADER + GLIMMER + "[Term]\nid: CL:9900002\nname: β-glimmer").replace("\n", "\r\n").encode()
    )
    concepts, problems = read(obo, tmp_path / name, content)
    assert problems == []
    assert [concept.name for concept in concepts] == ["glimmer cell", "part of", "β-glimmer"]


def test_bad_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    content = (
        b'format-version: 1.2\n\n[Term]\nid: CL:1\nname: one\nsynonym: "open EXACT []\nsynonym: "uno" EXACT []\n'
        b"just words\nid: CL:7\n\n[Term]\nname: no id\n\n[Term]\nid: noprefix\nname: two\n\n[Term\nid: CL:3\n\n"
        b'[Term]\nid: CL:4\nname: \xff\nsynonym: "quatre" EXACT []\n\n[Term]\nid: CL:5\nname: five\n'
    )
    concepts, problems = read(obo, tmp_path / "a.obo", content)
    assert [(concept.id, concept.name, concept.synonyms) for concept in concepts] == [
        ("CL:1", "one", ("uno",)),
        ("CL:4", "", ("quatre",)),
        ("CL:5", "five", ()),
    ]
    assert problems == [
        "record 1: line 6: the synonym's quotes do not close",
        "record 1: line 8: 'just words' is no 'tag: value'",
        "record 1: line 9: a second id in the stanza of CL:1",
        "record 2: line 11: a stanza without an id",
        "record 3: line 14: the id 'noprefix' is no CURIE",
        "record 4: line 18: '[Term' opens no stanza; it is left out",
        "record 5: line 23: holds bytes that are not UTF-8 text",
    ]


def test_obsolete_and_anonymous_stanzas_are_left_out(tmp_path: Path) -> None:
    content = HEADER + "".join(
        f"[Term]\nid: CL:{number}\nname: {name}\n{line}\n\n"
        for number, (name, line) in enumerate(
            [
                ("a", "is_obsolete: true"),
                ("b", "is_anonymous: true ! so"),
                ("obsolete c", ""),
                ("d", "is_obsolete: false"),
            ]
        )
    )
    concepts, problems = read(obo, tmp_path / "a.obo", content)
    assert ([concept.name for concept in concepts], problems) == (["d"], [])


def test_of_go_only_processes_have_a_category(tmp_path: Path) -> None:
    stanzas = [
        "id: GO:1\nname: glimmering\nnamespace: biological_process",
        "id: GO:2\nname: glimmer body\nnamespace: cellular_component",
        "id: GO:3\nname: by default",
    ]
    content = "format-version: 1.2\ndefault-namespace: biological_process\n\n[Term]\n" + "\n\n[Term]\n".join(stanzas)
    concepts, _ = read(obo, tmp_path / "a.obo", content)
    assert [concept.category for concept in concepts] == ["process", "", "process"]


def test_only_what_is_called_the_same_is_a_cross_reference(tmp_path: Path) -> None:
    content = (
        "format-version: 1.4\n\n[Term]\nid: MONDO:1\nname: glimmer fever\n"
        'xref: DOID:1 {source="MONDO:equivalentTo"}\nxref: NCIT:C1 {source="MONDO:relatedTo"}\n'
        "property_value: skos:exactMatch MESH:D009000001\n"
        'property_value: exactMatch http://identifiers.org/umls/C0000001 {a="b"}\n'
        "property_value: skos:broadMatch MESH:D009000002\nequivalent_to: EFO:1\n\n"
        '[Term]\nid: MONDO:2\nname: glimmer cough\nxref: NCIT:C2 {source="MONDO:relatedTo"}\nxref: DOID:2\n'
    )
    concepts, _ = read(obo, tmp_path / "a.obo", content)
    assert [concept.xrefs for concept in concepts] == [
        ("DOID:1", "MESH:D009000001", "UMLS:C0000001", "EFO:1"),
        ("DOID:2",),
    ]


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        ("format-version: 1.2\n", True),
        ("! comment\n\nformat-version: 1.4\n", True),
        ("ontology: x\n\n[Term]\nid: X:1\n", True),
        ("[Term]", True),
        ("id\tname\n", False),
        ("a text about [Term] and more", False),
        ("", False),
    ],
)
def test_recognises(head: str, answer: bool) -> None:
    assert obo.recognises(head) is answer


@pytest.mark.parametrize(
    "name", ["a" + " " * 100_000 + "b", "a {a=" + "b" * 100_000, "{a" * 50_000, "a" + " !" * 50_000]
)
def test_no_name_takes_long(tmp_path: Path, name: str) -> None:
    started = time.process_time()
    (one,), problems = read(obo, tmp_path / "a.obo", f"format-version: 1.2\n\n[Term]\nid: CL:1\nname: {name}\n")
    assert one.id == "CL:1"
    assert problems == []
    assert not obo.recognises(" " * 60_000 + "x")
    assert time.process_time() - started < 5
