from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.core.errors import DataError
from kg.core.vocabulary import (
    DECREASED,
    INCREASED,
    NOT_ASSERTED,
    OPPOSITE,
    categories,
    category_of,
    predicates,
    read_tsv,
    reasons,
    standing,
)


def test_read_tsv_gives_rows_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text('# a comment\nid\tname\n\na:1\t"quoted" α\n# another\na:2\t\n', encoding="utf-8")
    assert list(read_tsv(path)) == [(4, {"id": "a:1", "name": '"quoted" α'}), (6, {"id": "a:2", "name": ""})]


@pytest.mark.parametrize("row", ["a:1", "a:1\tname\tmore"])
def test_a_row_of_another_width_is_named_with_its_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "t.tsv"
    path.write_text(f"id\tname\na:0\tfine\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match="fields where the header has 2") as caught:
        list(read_tsv(path))
    assert caught.value.line == 3


def test_categories_have_what_others_call_them() -> None:
    assert categories()["cell_type"].biolink == "Cell"
    assert categories()["gene"].pubtator == "Gene"
    for name, category in categories().items():
        assert category.name == name
        assert re.fullmatch(r"#[0-9a-f]{6}", category.colour)
        assert category.label


def test_each_category_has_its_colour() -> None:
    assert len({category.colour for category in categories().values()}) == len(categories())


@pytest.mark.parametrize(
    ("curie", "category"),
    [
        ("HGNC:6001", "gene"),
        ("FPLX:IL12", "gene"),
        ("CL:0000815", "cell_type"),
        ("MONDO:0007915", "disease"),
        ("HP:0000093", "phenotype"),
        ("DRUGBANK:DB00041", "drug"),
        ("ATC:L03AC01", "drug"),
        ("CHEBI:9168", "chemical"),
        ("GO:0042110", "process"),
        ("UBERON:0002106", "anatomy"),
        ("NCBITaxon:10090", "species"),
        ("ncbitaxon:10090", "species"),
        ("dbSNP:rs2476601", "variant"),
        ("MESH:D008180", ""),
        ("NCIT:C3201", ""),
        ("text:gene/0a1b", ""),
        ("CL", ""),
        ("", ""),
    ],
)
def test_a_prefix_tells_the_category_where_it_can(curie: str, category: str) -> None:
    assert category_of(curie) == category


def test_a_prefix_stands_for_one_category() -> None:
    prefixes = [prefix.casefold() for category in categories().values() for prefix in category.prefixes]
    assert len(prefixes) == len(set(prefixes)) > 12


def test_predicates_read_well_in_every_direction() -> None:
    affects = predicates()["affects"]
    assert [affects.verb(direction) for direction in (INCREASED, DECREASED, "")] == [
        "increases",
        "decreases",
        "affects",
    ]
    assert predicates()["treats"].verb(INCREASED) == "treats"  # where a predicate has no verb of its own for it
    assert all(predicate.plain for predicate in predicates().values())


def test_what_opposes_is_a_predicate() -> None:
    for predicate in predicates().values():
        assert not predicate.opposes or predicate.opposes in predicates()
    assert predicates()["ameliorates_condition"].opposes == "exacerbates_condition"
    assert all(OPPOSITE[OPPOSITE[direction]] == direction for direction in OPPOSITE)


@pytest.mark.parametrize(
    ("true", "word", "flags"),
    [
        ({"asserted"}, "asserted", []),
        ({"negated"}, "denied", ["negated"]),
        ({"negated", "speculated"}, "denied, speculated", ["negated", "speculated"]),
        ({"speculated"}, "speculated", ["speculated"]),
        ({"speculated", "rejected"}, "rejected", ["speculated", "rejected"]),
        (set(), "withdrawn", ["withdrawn"]),
    ],
)
def test_what_is_not_asserted_says_why(true: set[str], word: str, flags: list[str]) -> None:
    row = {name: name in true for name in ("asserted", "negated", "speculated", "rejected")}
    assert standing(row) == word
    assert reasons(row) == [NOT_ASSERTED[flag] for flag in flags]
