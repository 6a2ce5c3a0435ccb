"""NCBI's gene_info, on genes of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import InputError
from kg.index import gene_info
from tests.unit.index.reading import names, read

COLUMNS = (
    "#tax_id\tGeneID\tSymbol\tLocusTag\tSynonyms\tdbXrefs\tchromosome\tmap_location\tdescription\ttype_of_gene\t"
    "Symbol_from_nomenclature_authority\tFull_name_from_nomenclature_authority\tNomenclature_status\t"
    "Other_designations\tModification_date\tFeature_type\n"
)


def row(taxon: str, gene: str, symbol: str, kind: str = "protein-coding") -> str:
    return (
        f"{taxon}\t{gene}\t{symbol}\t-\tGL-1|β1\tMIM:900001|HGNC:HGNC:990001|Ensembl:ENSG1\t4\t4q\tglimmer 1\t{kind}\t"
        f"{symbol}\tglimmer one\tO\tglimmering drug|glimmer 1\t20220101\t-\n"
    )


@pytest.mark.parametrize("name", ["All.gene_info", "All.gene_info.gz"])
def test_human_genes_of_the_whole_file(tmp_path: Path, name: str) -> None:
    content = (
        COLUMNS + row("10090", "8", "Glim1") + row("9606", "9", "GLIM1") + row("9606", "10", "x", "biological-region")
    )
    (gene,), problems = read(gene_info, tmp_path / name, content.replace("\n", "\r\n") + row("9606", "11", "NEWENTRY"))
    assert problems == []
    assert (gene.id, gene.category, gene.xrefs) == ("NCBIGene:9", "gene", ("OMIM:900001", "HGNC:990001"))
    assert names(gene) == ("GLIM1", ("glimmer one", "glimmer 1", "GL-1", "β1"), ("glimmering drug",))


def test_the_only_species_of_a_file_is_read(tmp_path: Path) -> None:
    (gene,), _ = read(gene_info, tmp_path / "Mus.gene_info", COLUMNS + row("10090", "8", "Glim1"))
    assert gene.id == "NCBIGene:8"


def test_several_species_without_ours_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text(COLUMNS + row("10090", "8", "Glim1") + row("10116", "9", "Glim1"), encoding="utf-8")
    with pytest.raises(InputError, match="2 species, none of them human"):
        list(gene_info.read(path))


def test_a_file_with_fewer_columns_and_bad_rows(tmp_path: Path) -> None:
    content = (
        b"GeneID\tSymbol\tSynonyms\tdbXrefs\n9\tGLIM1\t-\t-\nx\tGLIM2\t-\t-\n10\t-\t-\t-\n11\n"
        b"12\t\xff\t-\t-\n13\tGLIM3\t-\t-\n"
    )
    concepts, problems = read(gene_info, tmp_path / "a.tsv", content)
    assert [names(concept) for concept in concepts] == [("GLIM1", (), ()), ("GLIM3", (), ())]
    assert problems == [
        "record 2: line 3: 'x' is no GeneID, or the symbol is missing",
        "record 3: line 4: '10' is no GeneID, or the symbol is missing",
        "record 4: line 5: 1 fields where the header has 4",
        "record 5: line 6: holds bytes that are not UTF-8 text",
    ]


def test_another_table_is_refused(tmp_path: Path) -> None:
    assert not gene_info.recognises("GeneID\tSymbol\n")
    path = tmp_path / "a"
    path.write_text("GeneID\tSymbol\n", encoding="utf-8")
    with pytest.raises(InputError, match="dbXrefs"):
        list(gene_info.read(path))
