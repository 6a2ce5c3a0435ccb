"""kg.evaluate.ids: one thing has one key, however it is spelled."""

from __future__ import annotations

import pytest

from kg.core.lexicon import local_id
from kg.evaluate.ids import key_of, keys_of, own_name, settle
from tests.unit.evaluate.marked import CONCEPTS


@pytest.mark.parametrize(
    ("given", "kind", "key"),
    [
        ("D012345", "disease", "MESH:D012345"),
        ("MESH:D012345", "disease", "MESH:D012345"),
        ("mesh:d012345", "chemical", "MESH:D012345"),
        (" C564766 ", "disease", "MESH:C564766"),
        ("3558", "gene", "NCBIGene:3558"),
        ("NCBI Gene:3558", "gene", "NCBIGene:3558"),
        ("EntrezGene:3558", "gene", "NCBIGene:3558"),
        ("22339(Tax:10090)", "gene", "NCBIGene:22339"),
        ("9606", "species", "NCBITaxon:9606"),
        ("Taxonomy:9606", "species", "NCBITaxon:9606"),
        ("9606", "disease", "9606"),
        ("OMIM:604370", "disease", "OMIM:604370"),
        ("MIM:604370", "disease", "OMIM:604370"),
        ("CL_0000084", "cell_type", "CL:0000084"),
        ("CVCL_0224", "cell_line", "CVCL:0224"),
        ("D010051+D001943", "disease", "MESH:D001943+MESH:D010051"),
        ("rs62514952", "variant", "dbSNP:rs62514952"),
        ("RS#:62514952", "variant", "dbSNP:rs62514952"),
        ("dbSNP:rs62514952", "variant", "dbSNP:rs62514952"),
        ("DBSNP:rs62514952", "variant", "dbSNP:rs62514952"),
        ("DOID:9074", "disease", "DOID:9074"),
        ("HGNC:6001", "gene", "HGNC:6001"),
        ("c|SUB|G|2554+1|T", "variant", "c|SUB|G|2554+1|T"),
        ("Nowhere:7", "disease", "Nowhere:7"),
        ("-1", "chemical", ""),
        ("-", "gene", ""),
    ],
)
def test_key_of(given: str, kind: str, key: str) -> None:
    assert key_of(given, kind) == key


def test_a_concept_goes_by_its_id_and_its_cross_references() -> None:
    assert keys_of("HGNC:6001", "gene", CONCEPTS) == {"HGNC:6001", "NCBIGene:3558", "UniProtKB:P60568"}
    assert keys_of("HGNC:6001", "gene", CONCEPTS, "NCBITaxon:9606") == keys_of("HGNC:6001", "gene", CONCEPTS)
    assert keys_of("D008180", "disease", CONCEPTS) == {"MESH:D008180"}
    assert keys_of(local_id("gene", "factor Q"), "gene", CONCEPTS) == frozenset()


def test_settle_speaks_the_golds_vocabulary() -> None:
    keys = keys_of("MONDO:0007915", "disease", CONCEPTS)
    assert settle(keys, {"MESH:D008180", "MESH:D000001"}) == {"MESH:D008180"}
    assert settle(keys, {"MESH:D000001"}) == {"DOID:9074"}
    assert settle((), {"MESH:D000001"}) == frozenset()


def test_a_prediction_has_one_name() -> None:
    keys = keys_of("MONDO:0007915", "disease", CONCEPTS)
    assert own_name(keys, {"MESH:D008180"}, {"DOID:9074"}) == "MESH:D008180"
    assert own_name(keys, set(), {"MESH:D008180", "MONDO:0007915"}) == "MESH:D008180"
    assert own_name(keys, set(), {"MESH:D000001"}) == "DOID:9074"
    assert own_name((), {"MESH:D000001"}) == ""


def test_a_gene_of_another_species_has_that_species_id() -> None:
    assert keys_of("HGNC:5962", "gene", CONCEPTS, "NCBITaxon:10090") == {"NCBIGene:16153"}
    assert keys_of("HGNC:5962", "gene", CONCEPTS, "NCBITaxon:1") == frozenset()  # nobody told us its id
    assert keys_of("FPLX:IL2", "gene", CONCEPTS, "NCBITaxon:10090") == {"FPLX:IL2"}


def test_a_variant_is_compared_by_its_form() -> None:
    assert keys_of("text:variant/p:SUB:V:600:E", "variant", CONCEPTS) == {"p|SUB|V|600|E"}
    assert keys_of("dbSNP:rs12", "variant", CONCEPTS) == {key_of("rs12", "variant")}
    assert keys_of(local_id("variant", "a deletion"), "variant", CONCEPTS) == frozenset()


def test_a_family_goes_by_the_gene_that_is_marked_for_it_of_the_species_too() -> None:
    assert "HGNC:391" in keys_of("FPLX:AKT", "gene", CONCEPTS)
    assert {"FPLX:AKT", "NCBIGene:11651"} == keys_of("FPLX:AKT", "gene", CONCEPTS, "NCBITaxon:10090")


def test_a_manifestation_goes_by_the_heading_it_is_filed_under() -> None:
    assert keys_of("HP:0002071", "disease", CONCEPTS) == {"HP:0002071", "MESH:D001480"}
