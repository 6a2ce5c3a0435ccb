"""MeSH's tree and classes, told as categories and parents."""

from __future__ import annotations

import pytest

from kg.core.vocabulary import categories
from kg.index.mesh import (
    RECORD,
    TREE_NUMBER,
    Trees,
    category_of_class,
    category_of_trees,
    category_of_types,
)


@pytest.mark.parametrize(
    ("numbers", "category"),
    [
        (["C05.550"], "disease"),
        (["F03.625"], "disease"),
        (["F01.145"], ""),
        (["C10.597.617.470", "C23.888.592.612.441"], "phenotype"),
        (["C23.550.291.937"], ""),
        (["C23.550.470"], "disease"),
        (["A02.835"], "anatomy"),
        (["A11.118.637"], "cell_type"),
        (["A11.251.476"], "cell_type"),
        (["A11.251.210.190.400"], "cell_line"),
        (["A11.284.430"], ""),
        (["B01.050"], "species"),
        (["D02.886"], "chemical"),
        (["D12.644.276", "D12.776.467", "D23.529.374"], "gene"),
        (["D08.811.277"], "gene"),
        (["D08.211.720"], "chemical"),
        (["D23.050.301.264"], "gene"),
        (["D12.776.124.486.485.114.224.060.250", "D12.776.377.715.548.114.224.200.250"], "drug"),
        (["D12.776.124.486.485.114.323.204"], "antibody"),
        (["G04.146"], "process"),
        (["E05.200"], ""),
        (["E05.200", "D02.886"], "chemical"),
        ([], ""),
    ],
)
def test_the_longest_branch_tells_the_category(numbers: list[str], category: str) -> None:
    assert category_of_trees(numbers) == category
    assert category in {"", *categories()}


def test_supplementary_records() -> None:
    assert category_of_class("1", "glimmerine") == "chemical"
    assert category_of_class("1", "GLIM1 protein, mouse") == "gene"
    assert category_of_class("1", "glimmer receptor, human") == "gene"
    assert category_of_class("3", "Glimmer fever") == "disease"
    assert category_of_class("2", "GLIM protocol") == ""
    assert category_of_class("4", "Glimmer virus") == "species"


def test_semantic_types() -> None:
    assert category_of_types(["T109", "T121"]) == "chemical"
    assert category_of_types(["T121", "T116"]) == "gene"
    assert category_of_types(["T047"]) == "disease"
    assert category_of_types(["T184"]) == "phenotype"
    assert category_of_types(["T005"]) == "species"
    assert category_of_types([]) == category_of_types(["T999"]) == ""


def test_the_tree_tells_parents() -> None:
    trees = Trees()
    for heading, number in [
        ("D1", "C01"),
        ("D2", "C01.100"),
        ("D2", "C02.500"),
        ("D3", "C01.100.200"),
        ("D3", "C02.500.1"),
    ]:
        trees.add(heading, number)
    assert [(piece.id, piece.parents) for piece in trees.parents()] == [
        ("MESH:D2", ("MESH:D1",)),
        ("MESH:D3", ("MESH:D2",)),
    ]


def test_what_ids_and_numbers_look_like() -> None:
    assert all(map(RECORD.fullmatch, ("D000001", "C000002", "D000067397")))
    assert not any(map(RECORD.fullmatch, ("Q000031", "D1", "D0000011", "")))
    assert TREE_NUMBER.fullmatch("C05.550.114")
    assert not TREE_NUMBER.fullmatch("C05.55")
