"""Tables without a header, told by the shape of their rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import InputError
from kg.index import mappings
from kg.index.mappings import shape_of
from tests.unit.index.reading import names, read

PAIRS = "MESH\tD900001\tGlimmerine\tCHEBI\tCHEBI:1\tglimmerine(2+)\nMESH\tC900001\tβ\tHGNC\t7\tGLIM1\n"


@pytest.mark.parametrize("name", ["mesh_mappings.tsv", "mesh_mappings.tsv.gz"])
def test_pairs_are_the_same_thing(tmp_path: Path, name: str) -> None:
    concepts, problems = read(mappings, tmp_path / name, "\ufeff" + PAIRS.replace("\n", "\r\n"))
    assert problems == []
    assert [(concept.id, concept.name, concept.category, concept.xrefs) for concept in concepts] == [
        ("MESH:D900001", "Glimmerine", "", ("CHEBI:1",)),
        ("CHEBI:1", "glimmerine(2+)", "chemical", ("MESH:D900001",)),
        ("MESH:C900001", "β", "", ("HGNC:7",)),
        ("HGNC:7", "GLIM1", "gene", ("MESH:C900001",)),
    ]


def test_of_ambiguous_pairs_only_the_names_are_read(tmp_path: Path) -> None:
    concepts, _ = read(mappings, tmp_path / "mesh_ambig_mappings.tsv", PAIRS)
    assert [concept.xrefs for concept in concepts] == [()] * 4


def test_groundings_take_the_first_id_of_our_map(tmp_path: Path) -> None:
    content = (
        'glim,CHEBI,CHEBI:1,,,,\n"Glim, β",PUBCHEM,7,CHEBI,CHEBI:2,,\nGLIM1,HGNC,GLIM1,UP,P99999,,\n'
        "SHN1,HGNC,SHN1,,,,\nnothing,,,,,,\nwide,PUBCHEM,8,,,,\n"
    )
    concepts, problems = read(mappings, tmp_path / "grounding_map.csv", content * 3 + "broken,CHEBI\n")
    assert [(concept.id, concept.synonyms, concept.xrefs) for concept in concepts[:4]] == [
        ("CHEBI:1", ("glim",), ()),
        ("CHEBI:2", ("Glim, β",), ()),
        ("UniProtKB:P99999", ("GLIM1",), ()),
        ("PUBCHEM.COMPOUND:8", ("wide",), ()),
    ]
    assert problems == [
        "record 19: line 19: 2 fields that are no grounding",
        "3 rows name a gene by its symbol, which is no id: left out",
    ]


def test_famplex_relations(tmp_path: Path) -> None:
    content = (
        "HGNC,GLIM1,isa,FPLX,Glim_family\nFPLX,Glim_A,isa,FPLX,Glim\nFPLX,Glim_B,partof,FPLX,Glim\n"
        "UP,P99999,isa,FPLX,Glim\n"
    )
    concepts, problems = read(mappings, tmp_path / "relations.csv", content)
    assert [(concept.id, concept.parents) for concept in concepts] == [
        ("FPLX:Glim_A", ("FPLX:Glim",)),
        ("UniProtKB:P99999", ("FPLX:Glim",)),
    ]
    assert problems == ["1 rows name a gene by its symbol, which is no id: left out"]


def test_the_other_tables_of_famplex(tmp_path: Path) -> None:
    concepts, problems = read(mappings, tmp_path / "entities.csv", "Glim_A\nGLIM\nGlim_family\n")
    assert [(concept.id, concept.name, concept.category) for concept in concepts] == [
        ("FPLX:Glim_A", "Glim A", "gene"),
        ("FPLX:GLIM", "GLIM", "gene"),
        ("FPLX:Glim_family", "Glim family", "gene"),
    ]
    concepts, _ = read(mappings, tmp_path / "equivalences.csv", "BEL,Glim Family,Glim_A\nMESH,D900001,Glim_A\n")
    assert [concept.xrefs for concept in concepts] == [(), ("MESH:D900001",)]
    concepts, _ = read(mappings, tmp_path / "descriptions.csv", "Glim_A,mesh:D900001,It glimmers.\nGlim_B,,Shining\n")
    assert [(concept.id, concept.xrefs) for concept in concepts] == [("FPLX:Glim_A", ()), ("FPLX:Glim_B", ())]
    concepts, _ = read(mappings, tmp_path / "groundings.tsv", "glim a\tGlim_A\tfplx\tFamily\nglim\tCHEBI:1\tchebi\tx\n")
    assert [(concept.id, *names(concept)) for concept in concepts] == [
        ("FPLX:Glim_A", "", ("glim a",), ()),
        ("CHEBI:1", "", ("glim",), ()),
    ]
    assert problems == []


def test_bad_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    content = (
        PAIRS.encode() * 10
        + b"MESH\tNeoplasms\ta\tCHEBI\tCHEBI:1\tb\nMESH\tD1\nMESH\tD900001\t\xff\tCHEBI\tCHEBI:1\tb\n"
    )
    concepts, problems = read(mappings, tmp_path / "a.tsv", content)
    assert len(concepts) == 40
    assert problems == [
        "record 21: line 21: MESH:Neoplasms is no id",
        "record 22: line 22: 2 fields that are no pair",
        "record 23: line 23: holds bytes that are not UTF-8 text",
    ]


def test_wrong_groundings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "misgrounding_map.csv"
    path.write_text("glim,HGNC,7\n", encoding="utf-8")
    with pytest.raises(InputError, match="wrong groundings"):
        list(mappings.read(path))
    words = tmp_path / "words.txt"
    words.write_text("the\nof\n", encoding="utf-8")
    with pytest.raises(InputError, match="no shape known"):
        list(mappings.read(words))


@pytest.mark.parametrize(
    ("head", "shape"),
    [
        (PAIRS, "pairs"),
        ("a,CHEBI,CHEBI:1\n", "groundings"),
        ("FPLX,A,isa,FPLX,B\n", "relations"),
        ("BEL,A Family,A\n", "equivalences"),
        ("Glim_A\nGlim_B\nShine\n", "list"),
        ("the\nof\nand\n", ""),
        ("a,b\nc,d\n", ""),
        ("Pattern,Category,Notes\nx,y z,\n", ""),
        ("", ""),
    ],
)
def test_shape_of(head: str, shape: str) -> None:
    assert shape_of(head) == shape
