from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import DataError, InputError
from kg.core.vocabulary import categories
from kg.index.concepts import load_lexicon, load_therapeutics, read_concepts

HEADER = "id\tname\tsynonyms\tambiguous\tparents\txrefs\n"


def table(folder: Path, text: str, name: str = "gene.tsv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_is_a_concept_of_the_tables_category(tmp_path: Path) -> None:
    rows = "X:1\tIL2\tIL-2|interleukin 2\tTC\tX:2|X:3\tNCBIGene:1\n# a comment\nX:2\tcytokine\t\t\t\t\n"
    concepts = read_concepts(table(tmp_path, HEADER + rows))
    assert list(concepts) == ["X:1", "X:2"]
    one = concepts["X:1"]
    assert (one.name, one.category, one.grounded) == ("IL2", "gene", True)
    assert one.synonyms == ("IL-2", "interleukin 2")
    assert (one.ambiguous, one.parents, one.xrefs) == (("TC",), ("X:2", "X:3"), ("NCBIGene:1",))
    assert concepts["X:2"].synonyms == ()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (HEADER + "X:1\tIL2\n", 2, "2 fields where the header has 6"),
        (HEADER + "X:1\ta\t\t\t\t\nnothing\tb\t\t\t\t\n", 3, "needs a CURIE as id, and a name"),
        (HEADER + "# one\nX:1\t\t\t\t\t\n", 3, "needs a CURIE as id, and a name"),
        ("id\tname\nX:1\tIL2\n", 1, "the column 'synonyms' is missing"),
    ],
)
def test_a_bad_table_is_named_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = table(tmp_path, text)
    with pytest.raises(DataError, match=reason) as caught:
        read_concepts(path)
    assert (caught.value.path, caught.value.line) == (path, line)


def test_a_table_is_named_after_a_category(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"named after a category \(gene, "):
        read_concepts(table(tmp_path, HEADER, "genes.tsv"))
    assert read_concepts(table(tmp_path, HEADER, "gene.mine.tsv")) == {}


def test_the_shipped_vocabulary() -> None:
    lexicon = load_lexicon()
    assert len(lexicon) > 300
    assert {concept.category for concept in lexicon.concepts.values()} <= set(categories())
    assert lexicon.concepts["CL:0000815"].name == "regulatory T cell"
    assert "CL:0000084" in set(lexicon.ancestors("CL:0000815"))
    assert [name.concept_id for name in lexicon.lookup("interleukin-2")] == ["HGNC:6001"]


def test_a_users_row_replaces_the_shipped_one_and_adds_others(tmp_path: Path) -> None:
    mine = table(tmp_path, HEADER + "HGNC:6001\tmy IL-2\t\t\t\t\nX:1\tFactor Zeta\t\t\t\t\n")
    for given in (str(mine), str(tmp_path)):
        lexicon = load_lexicon([given])
        assert lexicon.concepts["HGNC:6001"].name == "my IL-2"
        assert lexicon.lookup("interleukin-2") == ()
        assert [name.concept_id for name in lexicon.lookup("factor zeta")] == ["X:1"]
        assert len(lexicon) == len(load_lexicon()) + 1


def test_the_first_of_several_tables_wins(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        table(tmp_path / folder, f"{HEADER}X:1\t{folder}\t\t\t\t\n")
    assert load_lexicon([str(tmp_path / "b"), str(tmp_path / "a")]).concepts["X:1"].name == "b"


def test_a_table_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such concept table"):
        load_lexicon([str(tmp_path / "gene.tsv")])


def test_therapeutics_are_genes_and_drugs_of_the_vocabulary() -> None:
    concepts = load_lexicon().concepts
    assert load_therapeutics()["HGNC:6001"] == "DRUGBANK:DB00041"
    for gene, drug in load_therapeutics().items():
        assert concepts[gene].category == "gene"
        assert concepts[drug].category == "drug"
