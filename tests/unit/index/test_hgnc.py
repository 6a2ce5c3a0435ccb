"""HGNC's table, on genes of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import InputError
from kg.index import hgnc
from tests.unit.index.reading import read

HEADER = (
    "hgnc_id\tsymbol\tname\tstatus\talias_symbol\talias_name\tprev_symbol\tprev_name\tgene_group_id\tentrez_id\t"
    "uniprot_ids\tomim_id\n"
)
GLIM = 'HGNC:990001\tGLIM1\tglimmer 1\tApproved\t"GLIM|G-1"\tβ glimmer\tSHN1\t\t"7|8"\t9900\tP99999|Q99999\t900001\n'


@pytest.mark.parametrize("name", ["hgnc.txt", "hgnc.txt.gz"])
def test_an_approved_gene(tmp_path: Path, name: str) -> None:
    withdrawn = "HGNC:990002\tGLIM2\tx\tEntry Withdrawn" + "\t" * 8 + "\n"
    (gene,), problems = read(hgnc, tmp_path / name, "\ufeff" + (HEADER + GLIM + withdrawn).replace("\n", "\r\n"))
    assert problems == []
    assert (gene.id, gene.name, gene.category) == ("HGNC:990001", "GLIM1", "gene")
    assert gene.synonyms == ("glimmer 1", "GLIM", "G-1", "β glimmer", "SHN1")
    assert gene.xrefs == ("NCBIGene:9900", "UniProtKB:P99999", "UniProtKB:Q99999", "OMIM:900001")
    assert gene.parents == ("hgnc.genegroup:7", "hgnc.genegroup:8")


def test_bad_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    bad = GLIM.replace("HGNC:990001", "HGNC:x") + "HGNC:1\tshort\n" + GLIM.replace("GLIM1\t", "\t", 1)
    concepts, problems = read(hgnc, tmp_path / "h.txt", HEADER + bad + GLIM)
    assert [concept.name for concept in concepts] == ["GLIM1"]
    assert problems == [
        "record 1: line 2: 'HGNC:x' is no HGNC id, or the symbol is missing",
        "record 2: line 3: 2 fields where the header has 12",
        "record 3: line 4: 'HGNC:990001' is no HGNC id, or the symbol is missing",
    ]


def test_another_table_is_refused(tmp_path: Path) -> None:
    assert not hgnc.recognises("hgnc_id\tname\n")
    assert not hgnc.recognises("")
    path = tmp_path / "t.tsv"
    path.write_text("id\tname\n", encoding="utf-8")
    with pytest.raises(InputError, match="no hgnc_id"):
        list(hgnc.read(path))
