"""Tables with a header."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.core.errors import InputError
from kg.index import columns
from kg.index.columns import header_of, key
from tests.unit.index.reading import names, read


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("ID [IRI]", "id"),
        ("?term_label", "term label"),
        ('"Common name"', "common name"),
        ("Gene names  (primary )", "gene names"),
        ("\ufeffid", "id"),
        ("# ChemicalName", "chemicalname"),
        ("is-a", "is a"),
    ],
)
def test_key(column: str, expected: str) -> None:
    assert key(column) == expected


@pytest.mark.parametrize("name", ["a.tsv", "a.tsv.gz"])
def test_columns_by_name(tmp_path: Path, name: str) -> None:
    content = (
        "# a comment\nid\tlabel\tsynonyms\tparents\txrefs\tobsolete\n"
        "CL:1\tglimmer cell\texact=glim cell|related=GC|broad=cell|narrow=blue one|plain\tCL:0|CL_3\t"
        "mesh:D900001\tfalse\n"
        'CL:2\t"β ""glimmer"" cell"\t\t\tMEDGEN:1\t\nCL:3\tgone\t\t\t\ttrue\nCL:4\tobsolete thing\t\t\t\t\n'
    )
    (one, two), problems = read(columns, tmp_path / name, "\ufeff" + content.replace("\n", "\r\n"))
    assert problems == []
    assert names(one) == ("glimmer cell", ("glim cell", "plain"), ("GC",))
    assert (one.category, one.parents, one.xrefs) == ("cell_type", ("CL:0", "CL:3"), ("MESH:D900001",))
    assert (two.name, two.xrefs) == ('β "glimmer" cell', ())


def test_rows_of_one_id_make_one_concept(tmp_path: Path) -> None:
    content = (
        "DescriptorUI\tDescriptorName\tTermName\nD900001\tGlimmer\tGlimmer\nD900001\tGlimmer\tGlimmers\n"
        "D900002\tShine\tShine\n"
    )
    concepts, _ = read(columns, tmp_path / "a.tsv", content)
    assert [(concept.id, concept.name, concept.synonyms) for concept in concepts] == [
        ("MESH:D900001", "Glimmer", ("Glimmers",)),
        ("MESH:D900002", "Shine", ()),
    ]


@pytest.mark.parametrize(
    ("name", "content", "curie", "category"),
    [
        ("a.csv", "EntrezGene,Symbol\n7,GLIM1\n", "NCBIGene:7", "gene"),
        ("a.csv", 'DrugBank ID,Common name,UNII,Synonyms\nDB1,Glimmerine,ABC,"A, b | B"\n', "DRUGBANK:DB1", "drug"),
        ("a.tsv", "Entry\tGene names  (primary )\nP1\tGLIM1\n", "UniProtKB:P1", "gene"),
        ("drugcentral.tsv", "identifier\tname\n12\tglimmerine\n", "drugcentral:12", "drug"),
        ("a.tsv", '?term\t?term_label\n<http://purl.obolibrary.org/obo/HP_1>\t"Glimmer"\n', "HP:1", "phenotype"),
        (
            "a.csv",
            "Class ID,Preferred Label,Obsolete\nhttp://purl.obolibrary.org/obo/CL_1,x,false\n",
            "CL:1",
            "cell_type",
        ),
        ("ctd.csv", "# a\n# DiseaseName,DiseaseID,Synonyms\n#\nGlim,MESH:D900001,GF\n", "MESH:D900001", "disease"),
        ("antibody.tsv", "id\tname\nMESH:D900001\tanti-glimmer\n", "MESH:D900001", "antibody"),
        ("a.tsv", "id\tname\tcategory\nMESH:D900001\tglimmer\tdisease\n", "MESH:D900001", "disease"),
        ("a.tsv", "id\tname\tnamespace\nGO:1\tglimmering\tbiological_process\n", "GO:1", "process"),
        ("a.tsv", "id\tname\nGO:1\tglimmering\n", "GO:1", ""),
        ("a.tsv", "id\ttext\nCL:1\tglimmer cell\n", "CL:1", "cell_type"),
        ("a.tsv", "id\tname\nhttp://example.org/1\tglimmer\n", "http://example.org/1", ""),
    ],
)
def test_ids_and_categories(tmp_path: Path, name: str, content: str, curie: str, category: str) -> None:
    (concept,), problems = read(columns, tmp_path / name, content)
    assert problems == []
    assert (concept.id, concept.category) == (curie, category)
    assert concept.name


def test_values_are_parted_and_prefixed(tmp_path: Path) -> None:
    content = 'DrugBank ID,Common name,UNII,Synonyms\nDB1,Glimmerine,AB1,"Glim, blue | Glimmerin"\n'
    (drug,), _ = read(columns, tmp_path / "a.csv", content)
    assert (drug.synonyms, drug.xrefs) == (("Glim, blue", "Glimmerin"), ("UNII:AB1",))


def test_a_predicate_states_the_scope_of_a_text(tmp_path: Path) -> None:
    content = (
        "text\tcurie\tname\tpredicate\nglimmerine\tCHEBI:1\tglimmerine\trdfs:label\n"
        "glim\tCHEBI:1\tglimmerine\toboInOwl:hasRelatedSynonym\nglimmerin\tCHEBI:1\tglimmerine\toboInOwl:hasExactSynonym\n"
        "stuff\tCHEBI:1\tglimmerine\toboInOwl:hasBroadSynonym\n"
    )
    (concept,), _ = read(columns, tmp_path / "a.tsv", content)
    assert names(concept) == ("glimmerine", ("glimmerin",), ("glim",))


def test_parents_may_be_given_by_label(tmp_path: Path) -> None:
    content = "id\tlabel\tsubClassOf\nDOID:1\tglimmer fever\tglimmer disease\nDOID:2\tglimmer disease\tdisease\n"
    concepts, problems = read(columns, tmp_path / "a.tsv", content)
    assert problems == []
    assert [concept.parents for concept in concepts] == [("DOID:2",), ()]


def test_atc_codes_nest(tmp_path: Path) -> None:
    content = "atc_code,atc_name,note\nL,Glimmers,NA\nL04,Shines,NA\nL04A,x,NA\nL04AB,y,NA\nL04AB01,z,a\nL04AB01,z,b\n"
    concepts, _ = read(columns, tmp_path / "a.csv", content)
    assert [(concept.id, concept.parents) for concept in concepts] == [
        ("ATC:L", ()),
        ("ATC:L04", ("ATC:L",)),
        ("ATC:L04A", ("ATC:L04",)),
        ("ATC:L04AB", ("ATC:L04A",)),
        ("ATC:L04AB01", ("ATC:L04AB",)),
    ]


def test_bad_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    content = b"id\tname\nCL:1\tone\nCL:2\n\n7\tseven\nCL:3\t\xff\n\ttwo\nCL:4\tfour\tmore\nCL:5\tfive"
    concepts, problems = read(columns, tmp_path / "a.tsv", content)
    assert [concept.name for concept in concepts] == ["one", "five"]
    assert problems == [
        "record 2: line 3: 1 fields where the header has 2",
        "record 3: line 5: '7' is no id with a prefix",
        "record 4: line 6: holds bytes that are not UTF-8 text",
        "record 5: line 7: '' is no id with a prefix",
        "record 6: line 8: 3 fields where the header has 2",
    ]


def test_a_header_without_ids_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Pattern,Category\nx,y\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column of ids"):
        list(columns.read(path))


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        ("id\tname\nCL:1\tx\n", True),
        ("id,name", True),
        ("id;label\nCL:1;x", True),
        ("id\tnote\nCL:1\tx\n", False),
        ("name\tsynonyms\n", False),
        ("The id, name and more stand here.\nAnother line\n", False),
        ("", False),
    ],
)
def test_recognises(head: str, answer: bool) -> None:
    assert columns.recognises(head) is answer


def test_header_of_names_its_line_and_delimiter() -> None:
    found = header_of(enumerate(["#tax_id\tGeneID", "9606\t1"], 1), ("geneid",))
    assert found is not None
    assert (found.line, found.delimiter, found.keys) == (1, "\t", ("tax id", "geneid"))
    assert header_of(enumerate(["a\tb"], 1), ("geneid",)) is None


def test_a_column_of_brackets_takes_no_time() -> None:
    started = time.process_time()
    key("(" * 200_000)
    key("a" + " " * 200_000 + "b")
    assert time.process_time() - started < 5
