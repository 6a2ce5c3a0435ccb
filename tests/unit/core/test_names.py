from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.names import fits, joins, normal_form, units, upright

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
        ("ischemic diarrhea", ["ischaemic diarrhoea"]),
        ("type 2 collagen", ["type II collagen", "Type 2 collagens"]),
        ("mhc class 1", ["MHC class I", "MHC-class I"]),
        ("factor viii", ["factor VIII"]),
        ("interferon 1", ["interferon 1"]),
        ("", ["", " - ", "()"]),
    ],
)
def test_spellings_of_one_name(normal: str, names: list[str]) -> None:
    assert {normal_form(name) for name in names} == {normal}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IL-2", "IL-21"),
        ("CD4+", "CD4"),
        ("TNF-α", "TNF"),
        ("cGAS", "cGA"),
        ("AIDS", "AID"),
        ("IgG", "IgG1"),
        ("vitamin K", "vitamin"),
        ("X linked", "10 linked"),
        ("Krüppel-like factor 9", "Krüppel-like factor IX"),
        ("IVI", "41"),
    ],
)
def test_names_that_differ(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@given(NAMES)
def test_units_slice_in_order(text: str) -> None:
    found = units(text)
    ends = [offset for unit in found for offset in (unit.start, unit.end)]
    assert ends == sorted(ends)
    assert all(unit.norm and unit.start < unit.end <= len(text) for unit in found)


@pytest.mark.parametrize(
    ("inverted", "spoken"),
    [
        ("Lupus Erythematosus, Systemic", "Systemic Lupus Erythematosus"),
        ("Diabetes Mellitus, Type 2", "Type 2 Diabetes Mellitus"),
        ("Arthritis, Juvenile, Idiopathic", "Idiopathic Juvenile Arthritis"),
        ("1,25-dihydroxyvitamin D", "1,25-dihydroxyvitamin D"),
        ("skin, hair and nails", "skin, hair and nails"),
        ("lupus", "lupus"),
    ],
)
def test_an_inverted_name_is_set_upright(inverted: str, spoken: str) -> None:
    assert upright(inverted) == spoken


@pytest.mark.parametrize(
    ("name", "surface", "may"),
    [
        ("ANA", "ANAs", True),
        ("ANA", "Ana", False),
        ("A20", "A-20", True),
        ("A20", "A 20", False),
        ("CCL4", "CCl4", False),
        ("interleukin 2", "Interleukin-2", True),
        ("p38 MAPK", "p38 MAPK", True),
        ("C5a receptor", "C 5a receptor", False),
        ("SAMe", "same", False),
        ("SAMe", "SAMe", True),
        ("IgM", "IGM", False),
        ("IgM", "IgMs", True),
        ("Egfr", "eGFR", False),
        ("Egfr", "EGFR", True),
        ("Fas", "FAs", False),
        ("CARD4", "card 4", False),
        ("CARD4", "card4", True),
        ("CO2", "Co(II)", False),
        ("AT1", "at 1", False),
        ("AT1", "AT 1", True),
        ("cDC2", "cDC2s", True),
        ("cDC2", "Cdc2", False),
    ],
)
def test_how_a_name_may_be_written(name: str, surface: str, may: bool) -> None:
    assert fits(name, surface) is may


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("interleukin-2", True),
        ("interleukin 2", True),
        ("CD(21)", True),
        ("CD (21 patients)", False),
        ("Cd) 6 h", False),
        ("CD)26", False),
        ("T. cells", False),
        ("T, cells", False),
        ("1,25-dihydroxyvitamin", True),
        ("MHC (class", True),
    ],
)
def test_what_may_stand_between_the_units_of_a_name(text: str, may: bool) -> None:
    assert joins(text, *units(text)[:2]) is may


def test_a_name_may_go_on_behind_a_bracket() -> None:
    text = "interleukin (IL)-6"
    first, _, last = units(text)
    assert joins(text, first, last)
