"""kg.read.drugprot: two tables that lie side by side."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.core.errors import InputError, RecordError
from kg.core.text import Extraction
from kg.read import drugprot

ABSTRACTS = "7\tAspirin\tIt blocks COX-1.\n8\t\tAspirin\tIt acts.\n9\t\tAspirin acts.\nx\n"
ENTITIES = (
    "7\tT1\tCHEMICAL\t0\t7\tAspirin\n7\tT2\tGENE-Y\t18\t23\tCOX-1\n9\tT1\tCHEMICAL\t0\t7\tAspirin\n"
    "8\tT1\tCHEMICAL\t0\t7\tAspirin\n99\tT1\tCHEMICAL\t0\t7\tAspirin\n"
)


def _tables(folder: Path, abstracts: str, entities: str) -> Path:
    (folder / abstracts).write_text(ABSTRACTS, encoding="utf-8")
    (folder / entities).write_bytes(gzip.compress(ENTITIES.encode()) if entities.endswith("gz") else ENTITIES.encode())
    return folder / abstracts


def test_recognises() -> None:
    assert drugprot.recognises(ABSTRACTS)
    assert not drugprot.recognises(ENTITIES)
    assert not drugprot.recognises("pmid\ttitle\tabstract\n")


@pytest.mark.parametrize(
    ("abstracts", "entities"),
    [
        ("x_dev_abstracts.tsv", "x_dev_entities.tsv"),
        ("x_train_abstracts_partial.tsv", "x_train_entities.tsv.gz"),
        ("abstracts.tsv", "entities.tsv.gz"),
    ],
)
def test_what_is_marked_stands_beside_the_texts(tmp_path: Path, abstracts: str, entities: str) -> None:
    found = list(drugprot.gold(_tables(tmp_path, abstracts, entities)))
    seven, eight, nine, bad = found
    assert isinstance(seven, Extraction)
    assert isinstance(eight, Extraction)
    assert isinstance(nine, Extraction)
    assert (seven.document.id, seven.document.title) == ("PMID:7", "Aspirin")
    assert [(one.text, one.category) for one in seven.mentions] == [("Aspirin", "CHEMICAL"), ("COX-1", "GENE-Y")]
    assert (eight.document.text, nine.document.text) == ("Aspirin\nIt acts.", "Aspirin acts.")
    assert len(eight.mentions) == len(nine.mentions) == 1
    assert isinstance(bad, RecordError)
    assert bad.record == 4


def test_without_its_other_half_nothing_can_be_read(tmp_path: Path) -> None:
    file = _tables(tmp_path, "x_abstracts.tsv", "y_entities.tsv")
    with pytest.raises(
        InputError, match=r"x_abstracts\.tsv: beside it should stand what is marked: a table with `entities`"
    ):
        list(drugprot.gold(file))
    with pytest.raises(InputError, match="should hold `abstracts`"):
        list(drugprot.gold(file.rename(tmp_path / "texts.tsv")))
    file = _tables(tmp_path, "x_abstracts.tsv", "x_entities.tsv")
    (tmp_path / "x_entities.tsv").write_text("7\tT1\tCHEMICAL\tzero\t7\tAspirin\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x_entities\.tsv: line 1"):
        list(drugprot.gold(file))


RELATIONS = (
    "7\tINHIBITOR\tArg1:T1\tArg2:T2\n7\tSUBSTRATE\tArg1:T2\tArg2:T1\n7\tAGONIST\tArg1:T1\tArg2:T9\n"
    "99\tAGONIST\tArg1:T1\tArg2:T2\n"
)
CHEMPROT = "7\tCPR:4\tY \tINHIBITOR\tArg1:T1\tArg2:T2\n7\tCPR:9\tN \tSUBSTRATE \tArg1:T2\tArg2:T1\n"


@pytest.mark.parametrize("table", [RELATIONS, CHEMPROT])
@pytest.mark.parametrize("name", ["x_dev_relations.tsv", "x_relations.tsv.gz"])
def test_relations_stand_in_a_third_table(tmp_path: Path, table: str, name: str) -> None:
    partial = "_partial" if name.startswith("x_relations") else ""
    stem = "x" if partial else "x_dev"
    file = _tables(tmp_path, f"{stem}_abstracts{partial}.tsv", f"{stem}_entities.tsv")
    (tmp_path / name).write_bytes(gzip.compress(table.encode()) if name.endswith("gz") else table.encode())
    found = [one for one in drugprot.gold(file) if isinstance(one, Extraction)]
    said = [(one.predicate, one.subject.mention, one.object.mention) for one in found[0].relations]
    assert said == [("INHIBITOR", 0, 1), ("SUBSTRATE", 1, 0)]  # what names no mention, or is of no text, says nothing
    assert not any(one.relations for one in found[1:])


@pytest.mark.parametrize("line", ["7\tINHIBITOR\tArg1:T1\n", "7\tINHIBITOR\tT1\tT2\n", "7 INHIBITOR Arg1:T1 Arg2:T2\n"])
def test_a_bad_line_of_relations_is_named(tmp_path: Path, line: str) -> None:
    file = _tables(tmp_path, "x_abstracts.tsv", "x_entities.tsv")
    (tmp_path / "x_relations.tsv").write_text(RELATIONS + line, encoding="utf-8")
    with pytest.raises(InputError, match=r"x_relations\.tsv: line 5 is not"):
        list(drugprot.gold(file))
