"""kg.evaluate.labels: corpora's labels and ours meet in kinds."""

from __future__ import annotations

import pytest

from kg.core.vocabulary import categories
from kg.evaluate.labels import KINDS, kind_of


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("GeneOrGeneProduct", "gene"),
        ("protein", "gene"),
        ("GENE-N", "gene"),
        ("DiseaseOrPhenotypicFeature", "disease"),
        ("CompositeMention", "disease"),
        ("phenotype", "disease"),
        ("ChemicalEntity", "chemical"),
        ("drug", "chemical"),
        ("SequenceVariant", "variant"),
        ("OrganismTaxon", "species"),
        ("CellLine", "cell_line"),
        ("cell_line", "cell_line"),
        ("Cell line", "cell_line"),
        ("CL", "cell_type"),
        ("UBERON", "anatomy"),
        ("GO_BP", "process"),
    ],
)
def test_labels_of_corpora(label: str, kind: str) -> None:
    assert kind_of(label) == kind


@pytest.mark.parametrize("label", ["ChromosomeLocation", "DomainMotif", "GO_CC", "Cancer", ""])
def test_what_is_not_known_is_not_guessed(label: str) -> None:
    assert kind_of(label) == ""


def test_every_category_of_ours_has_a_kind() -> None:
    assert {kind_of(name) for name in categories()} == set(KINDS)
    assert {kind_of(one.pubtator) for one in categories().values()} <= set(KINDS)
