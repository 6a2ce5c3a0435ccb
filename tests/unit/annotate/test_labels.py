from __future__ import annotations

from pathlib import Path

import pytest

from kg.annotate.labels import OPEN, load_labels, same_kind
from kg.core.errors import DataError
from tests.foreign_model import SHIPPED

LABELS = load_labels(SHIPPED / "labels.toml")


@pytest.mark.parametrize(
    ("given", "curie"),
    [
        ("C0003873", "UMLS:C0003873"),
        ("D008727", "MESH:D008727"),
        ("D000074403", "MESH:D000074403"),
        ("C535999", "MESH:C535999"),
        ("C000598574", "MESH:C000598574"),
        ("CL:0000815", "CL:0000815"),
        ("mesh:D008727", "MESH:D008727"),
        ("D00872", ""),
        ("LOCAL-7", ""),
        ("nobody:7", ""),
        ("", ""),
    ],
)
def test_an_id_becomes_a_curie_by_its_form_and_no_other_is_one(given: str, curie: str) -> None:
    assert LABELS.curie(given) == curie


@pytest.mark.parametrize(
    ("label", "curie", "types", "category"),
    [
        ("disease", "UMLS:C1", ("T047",), "disease"),
        ("disease", "UMLS:C1", ("T184",), "phenotype"),
        ("disease", "UMLS:C1", ("T170",), ""),  # a publication
        ("disease", "UMLS:C1", ("T028",), ""),
        ("chemical", "UMLS:C1", ("T109", "T121"), "drug"),
        ("gene", "UMLS:C1", ("T116", "T121"), "gene"),
        ("disease", "MESH:D1", (), "disease"),
        ("disease", "CL:1", (), ""),
        (OPEN, "UMLS:C1", ("T025",), "cell_type"),
        (OPEN, "UMLS:C1", ("T116", "T129"), "gene"),
        (OPEN, "UMLS:C1", ("T116", "T121"), ""),  # an antibody, or a protein that is given
        (OPEN, "UMLS:C1", ("T170",), ""),
        (OPEN, "CL:1", (), "cell_type"),
        (OPEN, "MESH:D1", (), ""),
    ],
)
def test_a_concept_agrees_with_the_label_or_is_none(
    label: str, curie: str, types: tuple[str, ...], category: str
) -> None:
    assert LABELS.category(label, curie, types) == category


def test_kinds_are_those_that_corpora_tell_apart() -> None:
    assert same_kind("drug", "chemical")
    assert same_kind("phenotype", "disease")
    assert not same_kind("cell_type", "cell_line")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("score = 0.8", "", "'score' is missing"),
        ("score = 0.8", "score = [", "labels.toml"),
        ("score = 0.8", 'score = "high"', "could not convert"),
        ('DISEASE = "disease"', 'DISEASE = "planet"', "DISEASE = 'planet': no such category"),
        ('T047 = "disease"', 'T047 = "open"', "T047 = 'open': no such category"),
        ('prefix = "UMLS"', 'prefix = "CUI"', "'CUI' is no prefix"),
        (r"form = 'C\d{7}'", "form = '('", "labels.toml"),
    ],
)
def test_a_file_that_is_not_right_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = (SHIPPED / "labels.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "labels.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_labels(tmp_path / "labels.toml")
    assert reason in str(caught.value)
    with pytest.raises(DataError, match="needs this file"):
        load_labels(tmp_path / "none.toml")
