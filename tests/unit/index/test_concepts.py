from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import DataError
from kg.core.vocabulary import categories, therapeutics
from kg.index.concepts import read_concepts, read_tables, shipped_tables, tables_in

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


def test_the_tables_of_a_place_are_those_called_as_categories(tmp_path: Path) -> None:
    mine = table(tmp_path, HEADER)
    (tmp_path / "notes.tsv").write_text("a\tb\n", encoding="utf-8")
    (tmp_path / "gene.obo").write_text("", encoding="utf-8")
    assert tables_in(tmp_path) == tables_in(mine) == [mine]
    assert tables_in(tmp_path / "notes.tsv") == []


def test_the_first_of_several_tables_wins(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        table(tmp_path / folder, f"{HEADER}X:1\t{folder}\t\t\t\t\n")
    order = [tmp_path / "b" / "gene.tsv", tmp_path / "a" / "gene.tsv"]
    assert read_tables(order)["X:1"].name == "b"


def test_the_shipped_tables_are_one_per_category() -> None:
    names = [path.stem for path in shipped_tables()]
    assert set(names) <= set(categories())
    assert {"gene", "cell_type", "disease", "drug"} <= set(names)


def test_therapeutics_are_genes_and_drugs_of_the_vocabulary() -> None:
    concepts = read_tables(shipped_tables())
    assert therapeutics()["HGNC:6001"] == "DRUGBANK:DB00041"
    for gene, drug in therapeutics().items():
        assert concepts[gene].category == "gene"
        assert concepts[drug].category == "drug"
