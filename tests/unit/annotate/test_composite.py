from __future__ import annotations

import pytest

from kg.annotate.composite import composites, expansions, parts_of
from kg.annotate.rows import MentionRow
from kg.core.lexicon import Concept, make_lexicon

LEXICON = make_lexicon(
    [
        Concept("D:1", "breast cancer", "disease"),
        Concept("D:2", "ovarian cancer", "disease"),
        Concept("D:3", "lung cancer", "disease"),
        Concept("D:4", "cleft lip", "disease"),
        Concept("D:5", "cleft palate", "disease"),
        Concept("G:1", "TNF", "gene"),
        Concept("G:2", "IL2", "gene", ("interleukin 2",)),
        Concept("G:4", "IL4", "gene", ("interleukin 4",)),
        Concept("G:15", "IL15", "gene", ("interleukin 15",)),
        Concept("G:5", "TNF receptor", "gene"),
        Concept("G:6", "IL-2 receptor", "gene"),
        Concept("C:1", "Th1 cell", "cell_type", ("Th1",)),
        Concept("C:2", "Th17 cell", "cell_type", ("Th17",)),
        Concept("C:3", "CD4+ T cell", "cell_type"),
        Concept("C:4", "CD8+ T cell", "cell_type"),
    ]
)


def known(surface: str, category: str) -> tuple[tuple[str, float], ...]:
    names = LEXICON.lookup(surface)
    return tuple((one.concept_id, 0.9) for one in names if LEXICON.concepts[one.concept_id].category == category)


@pytest.mark.parametrize(
    ("surface", "category", "concepts"),
    [
        ("breast and ovarian cancer", "disease", ["D:1", "D:2"]),
        ("breast and/or ovarian cancers", "disease", ["D:1", "D:2"]),
        ("breast, ovarian and lung cancer", "disease", ["D:1", "D:2", "D:3"]),
        ("cleft lip and/or palate", "disease", ["D:4", "D:5"]),
        ("IL-2 and -15", "gene", ["G:2", "G:15"]),
        ("IL-2, -4 and -15", "gene", ["G:2", "G:4", "G:15"]),
        ("IL-2/15", "gene", ["G:2", "G:15"]),
        ("interleukins 2 and 15", "gene", ["G:2", "G:15"]),
        ("Th1/Th17 cells", "cell_type", ["C:1", "C:2"]),
        ("CD4+ and CD8+ T cells", "cell_type", ["C:3", "C:4"]),
        ("IL-2 and IL-15", "gene", []),  # a list, not a composite
        ("IL-2 and -99", "gene", []),  # nobody knows IL-99
        ("TNF and IL-2 receptor", "gene", []),  # TNF may be meant
        ("breast cancer", "disease", []),
        ("and cancer", "disease", []),
    ],
)
def test_the_names_a_surface_stands_for(surface: str, category: str, concepts: list[str]) -> None:
    assert [part[0][0] for part in parts_of(surface, category, known)] == concepts


def test_readings_share_the_most_first() -> None:
    read = list(expansions("renal and hepatic vein disease"))
    assert read[0] == ("renal vein disease", "hepatic vein disease")


def joined(text: str, *found: str) -> list[tuple[str, tuple[str, ...]]]:
    rows = []
    for name in found:
        start = text.index(name)
        category = LEXICON.concepts[LEXICON.lookup(name)[0].concept_id].category
        rows.append(MentionRow(start, start + len(name), category, (known(name, category),), "lexicon", 0.9))
    return [(text[row.start : row.end], row.concepts) for row in composites(text, rows, known)]


def test_a_known_name_reaches_out_to_what_shares_its_end_or_beginning() -> None:
    assert joined("Both breast and ovarian cancer grew.", "ovarian cancer") == [
        ("breast and ovarian cancer", ("D:1", "D:2"))
    ]
    assert joined("Lung, breast and ovarian cancer", "ovarian cancer") == [
        ("Lung, breast and ovarian cancer", ("D:3", "D:1", "D:2"))
    ]
    assert joined("IL-2 and -15 and TNF", "IL-2", "TNF") == [("IL-2 and -15", ("G:2", "G:15")), ("TNF", ("G:1",))]
    assert joined("Th1/Th17 cells", "Th1", "Th17 cells") == [("Th1/Th17 cells", ("C:1", "C:2"))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IL-2 and 15 mice", ["IL-2"]),
        ("IL-2 and IL-15", ["IL-2", "IL-15"]),
        ("Th1 and Th17 cells", ["Th1", "Th17 cells"]),
        ("IL-2/15%", ["IL-2"]),
        ("TNF and ovarian cancer", ["TNF", "ovarian cancer"]),
    ],
)
def test_lists_and_numbers_stay_apart(text: str, found: list[str]) -> None:
    assert [name for name, _ in joined(text, *found)] == found


def test_a_name_within_a_composite_stays_if_names_may_stand_within_such_names() -> None:
    text = "breast and ovarian cancer and TNF"
    rows = [
        MentionRow(0, 6, "anatomy", ((("A:1", 0.9),),), "tagger", 0.9),
        MentionRow(0, 6, "gene", ((("G:1", 0.9),),), "tagger", 0.9),
        MentionRow(11, 18, "anatomy", ((("A:2", 0.9),),), "tagger", 0.9),
        MentionRow(11, 25, "disease", ((("D:2", 0.9),),), "lexicon", 0.9),
    ]
    kept = [(row.start, row.end, row.category) for row in composites(text, rows, known)]
    assert kept == [(0, 6, "anatomy"), (0, 25, "disease"), (11, 18, "anatomy")]
