from __future__ import annotations

import pytest

from kg.annotate.pipeline import Annotator
from kg.annotate.variants import find_variants, normal_form, variant_id
from kg.core.prefixes import compress, expand


@pytest.mark.parametrize(
    ("surface", "form"),
    [
        ("rs2476601", "rs2476601"),
        ("V600E", "p|SUB|V|600|E"),
        ("p.V600E", "p|SUB|V|600|E"),
        ("p.(Val600Glu)", "p|SUB|V|600|E"),
        ("Val600Glu", "p|SUB|V|600|E"),
        ("Cys 23 Ser", "p|SUB|C|23|S"),
        ("R34X", "p|SUB|R|34|X"),
        ("p.Arg34*", "p|SUB|R|34|X"),
        ("Y329fs", "p|FS|Y|329||"),
        ("p.Leu1007fsX1008", "p|FS|L|1007||1008"),
        ("c.920T>G", "c|SUB|T|920|G"),
        ("1555A>G", "c|SUB|A|1555|G"),
        ("-308 G/A", "c|SUB|G|-308|A"),
        ("A1555G", "c|SUB|A|1555|G"),
        ("G-395A", "c|SUB|G|-395|A"),
        ("m.A3243G", "m|SUB|A|3243|G"),
        ("IVS3 + 18C > T", "c|SUB|C|IVS3+18|T"),
        ("c.1052delA", "c|DEL|1052|A"),
        ("3020insC", "c|INS|3020|C"),
        ("c.609+28_610-16del", "c|DEL|609+28_610-16|"),
        ("a deletion of many bases", ""),
        ("IL-2", ""),
    ],
)
def test_normal_forms(surface: str, form: str) -> None:
    assert normal_form(surface) == form


def found(text: str) -> list[tuple[str, str]]:
    return [(text[row.start : row.end], row.parts[0][0][0]) for row in find_variants(text)]


def test_variants_in_text() -> None:
    assert found("The mutation V600E (p.V600E) and IVS10+4A>G were seen.") == [
        ("V600E", "text:variant/p:SUB:V:600:E"),
        ("p.V600E", "text:variant/p:SUB:V:600:E"),
        ("IVS10+4A>G", "text:variant/c:SUB:A:IVS10+4:G"),
    ]


def test_an_rs_number_given_for_a_form_is_meant_wherever_it_stands() -> None:
    text = "Polymorphisms A1626G (rs1058881) and others (rs2066853; Arg554Lys); A1626G was rare."
    assert [concept for _, concept in found(text)] == [
        "dbSNP:rs1058881",
        "dbSNP:rs1058881",
        "dbSNP:rs2066853",
        "dbSNP:rs2066853",
        "dbSNP:rs1058881",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Figure S12A and well B12C were dry.",  # nothing speaks of variants
        "S100A8 and C57BL/6 mice with a mutation",
        "T47D cells with a mutation",
        "The mutation rate was 3.5A>10 and H3K27me3 rose.",
        "RS504393, an antagonist",
        "CD4+CD25+ T cells of 12-year-old carriers",
    ],
)
def test_what_is_only_written_alike(text: str) -> None:
    assert found(text) == []


def test_a_form_survives_the_way_to_an_iri_and_back() -> None:
    for form in ("p|SUB|V|600|E", "p|FS|Y|329||", "c|DEL|609+28_610-16|", "rs12"):
        assert compress(expand(variant_id(form))) == variant_id(form)


def test_the_shipped_pipeline_finds_variants(annotator: Annotator) -> None:
    doc = annotator.nlp("Carriers of the PTPN22 variant R620W have arthritis.")
    assert ("variant", ("text:variant/p:SUB:R:620:W",)) in [(row.category, row.concepts) for row in doc._.kg_mentions]
