"""kg.evaluate.labels: corpora's labels and ours meet in kinds."""

from __future__ import annotations

import pytest

from kg.core.vocabulary import categories
from kg.evaluate.labels import KINDS, categories_of, home, kind_of, satisfies


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("GeneOrGeneProduct", "gene"),
        ("Gene_or_gene_product", "gene"),
        ("GeneProtein", "gene"),
        ("protein", "gene"),
        ("DNA", "gene"),
        ("RNA", "gene"),
        ("GENE-N", "gene"),
        ("Gene/protein/RNA", "gene"),
        ("Protein_family_or_group", "gene"),
        ("Intervention", "chemical"),
        ("Outcome", "disease"),
        ("PR", "gene"),
        ("DiseaseOrPhenotypicFeature", "disease"),
        ("CompositeMention", "disease"),
        ("phenotype", "disease"),
        ("Cancer", "disease"),
        ("ChemicalEntity", "chemical"),
        ("CHEMICAL", "chemical"),
        ("Simple_chemical", "chemical"),
        ("Amino_acid", "chemical"),
        ("drug", "chemical"),
        ("SequenceVariant", "variant"),
        ("OrganismTaxon", "species"),
        ("Organism", "species"),
        ("CellLine", "cell_line"),
        ("cell_line", "cell_line"),
        ("Cell line", "cell_line"),
        ("cell_type", "cell_type"),
        ("CL", "cell_type"),
        ("Cell", "cell"),
        ("Tissue", "tissue"),
        ("Multi-tissue_structure", "anatomy"),
        ("Organ", "anatomy"),
        ("Organism_substance", "anatomy"),
        ("UBERON", "anatomy"),
        ("GO_BP", "process"),
    ],
)
def test_labels_of_corpora(label: str, kind: str) -> None:
    assert kind_of(label) == kind


@pytest.mark.parametrize(
    "label",
    [
        "ChromosomeLocation",
        "DomainMotif",
        "GO_CC",
        "Cellular_component",
        "CL+ext",
        "Pathological_formation",
        "TFBS",
        "",
    ],
)
def test_what_is_not_known_is_not_guessed(label: str) -> None:
    assert kind_of(label) == ""


def test_every_category_of_ours_has_a_kind_that_a_corpus_may_take_in() -> None:
    assert {kind_of(name) for name in categories()} == set(KINDS) - {"cell", "tissue"}
    assert {kind_of(one.pubtator) for one in categories().values()} <= set(KINDS)


def test_a_broad_label_is_satisfied_by_any_kind_it_takes_in() -> None:
    assert [satisfies(kind, "cell") for kind in ("cell_type", "cell_line", "cell", "anatomy")] == [True] * 3 + [False]
    assert satisfies("gene", "gene")
    assert not satisfies("cell", "cell_type")


def test_what_is_found_is_counted_under_the_narrowest_kind_the_gold_marks() -> None:
    assert home("cell_type", {"cell_type", "cell"}) == "cell_type"
    assert home("cell_line", {"cell_type", "cell", "tissue"}) == "cell"
    assert home("cell_line", {"tissue"}) == "tissue"
    assert home("gene", {"tissue"}) == ""


def test_the_categories_a_kind_may_be() -> None:
    assert categories_of("chemical", categories()) == ("drug", "chemical")
    assert categories_of("cell", categories()) == ("cell_type", "cell_line")
    assert categories_of("antibody", categories()) == ("antibody",)
