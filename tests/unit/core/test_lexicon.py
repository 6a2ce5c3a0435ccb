from __future__ import annotations

import pytest

from kg.core.lexicon import Concept, Lexicon, local_id, make_lexicon
from kg.core.names import units

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
LEXICON = make_lexicon(CONCEPTS)


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


def test_the_first_concept_of_an_id_counts() -> None:
    mine, shipped = Concept("X:1", "mine", "gene"), Concept("X:1", "shipped", "gene")
    lexicon = make_lexicon([mine, shipped, Concept("X:2", "other", "gene")])
    assert [lexicon.concepts[one].name for one in ("X:1", "X:2")] == ["mine", "other"]
    assert lexicon.lookup("shipped") == ()


def test_a_name_nobody_would_repeat_is_left_out() -> None:
    lexicon = make_lexicon([Concept("X:1", "very " * 40 + "long", "gene", ("-", "short"))])
    assert [one.text for one in lexicon.table.names(0)] == ["short"]
    assert len(lexicon.table.texts) == 1


def test_spellings_of_one_name_are_one_name_but_for_capitals_that_tell() -> None:
    lexicon = make_lexicon(
        [Concept("X:1", "zeta cell", "gene", ("Zeta-cells", "ZETA", "zeta")), Concept("X:2", "zeta", "drug")]
    )
    assert sorted(lexicon.table.texts) == ["ZETA", "zeta", "zeta", "zeta cell"]


def test_an_ambiguous_name_does_not_hide_a_shorter_safe_one() -> None:
    lexicon = make_lexicon(
        [
            Concept("X:1", "osteoclast", "cell_type"),
            Concept("X:2", "long one", "process", (), (), (), ("osteoclast growth",)),
        ]
    )
    (match,) = lexicon.matches("osteoclast growth", units("osteoclast growth"))
    assert (match.end, [name.concept_id for name in match.names]) == (10, ["X:1"])
    (match,) = make_lexicon([lexicon.concepts["X:2"]]).matches("osteoclast growth", units("osteoclast growth"))
    assert match.end == 17


def test_a_bracket_that_a_name_opens_is_its_own() -> None:
    lexicon = make_lexicon([Concept("X:1", "PGE2", "chemical"), Concept("X:2", "T cell", "cell_type")])
    text = "(PGE(2)), PGE2) and (T(cells) too"
    assert [text[match.start : match.end] for match in lexicon.matches(text, units(text))] == [
        "PGE(2)",
        "PGE2",
        "T(cells)",
    ]


def test_further_names_are_asked_for_and_not_searched_for() -> None:
    known = make_lexicon([Concept("D:1", "gout", "disease")])
    more = make_lexicon([Concept("D:2", "milk fever", "disease")])
    both = Lexicon({**known.concepts, **more.concepts}, known.table, more.table)
    text = "Milk fever and gout"
    assert [match.names[0].concept_id for match in both.matches(text, units(text))] == ["D:1"]
    assert both.lookup("milk fever") == ()
    assert [name.concept_id for name in both.further_alike("Milk fevers")] == ["D:2"]
    assert list(known.further_alike("gout")) == []
