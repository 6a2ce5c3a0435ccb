from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.lexicon import Concept, Lexicon, local_id, merge, normal_form, units

NAMES = st.text(st.sampled_from("aBtcIL26αγ+-( )/s'"), max_size=14)


@pytest.mark.parametrize(
    ("normal", "names"),
    [
        ("tnf alpha", ["TNF-α", "TNFα", "TNF alpha", "TNFalpha", "tnf-Alpha", "TNF‑α"]),
        ("ifn gamma", ["IFN-γ", "IFNγ", "IFNgamma", "IFN gamma"]),
        ("nf kappa b", ["NF-κB", "NFκB", "NFkappaB", "NF-kappa B"]),
        ("il 2", ["IL-2", "IL2", "IL 2", "il-2"]),
        ("cd 4 + t cell", ["CD4+ T cells", "CD4(+) T-cell", "CD4⁺ T cell", "CD4+ T CELLS"]),
        ("t reg cell", ["T-reg cells", "T(reg) cell"]),
        ("tumor necrosi factor", ["tumour necrosi factors"]),
        ("leukocyte", ["leucocytes", "Leukocyte"]),
        ("anemia", ["anaemia"]),
        ("celiac disease", ["coeliac diseases", "celiac disease"]),
        ("antibody", ["antibodies", "Antibody"]),
        ("virus", ["virus", "viruses"]),
        ("arthritis", ["arthritis"]),
        ("", ["", " - ", "()"]),
    ],
)
def test_spellings_of_one_name(normal: str, names: list[str]) -> None:
    assert {normal_form(name) for name in names} == {normal}


@pytest.mark.parametrize(
    ("one", "other"),
    [("IL-2", "IL-21"), ("CD4+", "CD4"), ("TNF-α", "TNF"), ("cGAS", "cGA"), ("AIDS", "AID"), ("IgG", "IgG1")],
)
def test_names_that_differ(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@given(NAMES)
def test_units_slice_in_order(text: str) -> None:
    found = units(text)
    ends = [offset for unit in found for offset in (unit.start, unit.end)]
    assert ends == sorted(ends)
    assert all(unit.norm and unit.start < unit.end <= len(text) for unit in found)


CONCEPTS = (
    Concept("CL:1", "regulatory T cell", "cell_type", ("Treg", "T-reg"), parents=("CL:2",)),
    Concept("CL:2", "T cell", "cell_type", ("T lymphocyte",), parents=("CL:3", "CL:4")),
    Concept("CL:3", "lymphocyte", "cell_type", parents=("CL:5",)),
    Concept("CL:4", "cell", "cell_type", parents=("CL:5", "CL:2")),
    Concept("HGNC:1", "IL2", "gene", ("IL-2",)),
    Concept("HGNC:2", "A20", "gene"),
    Concept("MESH:1", "antinuclear antibody", "antibody", ("ANA",)),
    Concept("MONDO:1", "polymyositis", "disease", ambiguous=("PM",)),
    Concept("CL:9", "CD4+ T cell", "cell_type"),
)
LEXICON = Lexicon(CONCEPTS)


def found(text: str) -> list[str]:
    return [text[match.start : match.end] for match in LEXICON.matches(text, units(text))]


def test_lookup_is_by_normal_form_and_case() -> None:
    assert [name.concept_id for name in LEXICON.lookup("Regulatory T-Cells")] == ["CL:1"]
    assert [name.concept_id for name in LEXICON.lookup("ANAs")] == ["MESH:1"]
    assert LEXICON.lookup("ana") == LEXICON.lookup("regulatory") == LEXICON.lookup("") == ()
    (name,) = LEXICON.lookup("PM")
    assert name.ambiguous
    assert not name.preferred
    assert LEXICON.lookup("polymyositis")[0].preferred


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.id)
def test_every_name_is_found_in_a_sentence(concept: Concept) -> None:
    for name in (concept.name, *concept.synonyms, *concept.ambiguous):
        text = f"The {name}, so ({name})."
        assert found(text).count(name) == 2


def test_the_longest_match_at_each_unit() -> None:
    assert found("regulatory T cells") == ["regulatory T cells", "T cells", "cells"]
    assert found("CD4+CD25+ T cells") == ["T cells", "cells"]
    assert found("CD8+CD4+ T cells") == ["CD4+ T cells", "T cells", "cells"]


def test_names_begin_and_end_with_words() -> None:
    assert found("XIL-2 IL2b IL-2,IL-2") == ["IL-2", "IL-2"]


def test_a_letter_with_a_number_stands_together() -> None:
    assert found("A 20-year-old with A20 and A-20") == ["A20", "A-20"]


def test_a_gap_may_be_a_bracket_but_not_a_sentence() -> None:
    text = "T (small) cells"
    outside = [unit for unit in units(text) if unit.norm != "small"]
    assert [(match.start, match.end) for match in LEXICON.matches(text, outside)] == [(0, 15), (10, 15)]
    assert found("T. Cells; T, cells") == ["Cells", "cells"]


def test_ancestors_come_nearest_first_once_and_survive_a_cycle() -> None:
    assert list(LEXICON.ancestors("CL:1")) == ["CL:2", "CL:3", "CL:4", "CL:5"]
    assert list(LEXICON.ancestors("CL:2")) == ["CL:3", "CL:4", "CL:5"]
    assert list(LEXICON.ancestors("nobody")) == []


def test_an_ungrounded_concept_has_an_id_of_ours_by_its_normal_form() -> None:
    assert local_id("gene", "Some-Factors") == local_id("gene", "some factor")
    assert local_id("gene", "a").startswith("text:gene/")
    assert local_id("gene", "a") != local_id("drug", "a")


def test_the_first_table_wins_a_merge() -> None:
    mine, shipped = Concept("X:1", "mine", "gene"), Concept("X:1", "shipped", "gene")
    other = Concept("X:2", "other", "gene")
    assert merge([{"X:1": mine}, {"X:1": shipped, "X:2": other}]) == {"X:1": mine, "X:2": other}
    assert len(Lexicon(merge([{"X:1": mine}]).values())) == 1
