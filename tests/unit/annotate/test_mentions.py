from __future__ import annotations

import pytest

from kg.annotate.abbreviations import definitions
from kg.annotate.mentions import find_mentions
from kg.annotate.pipeline import Annotator
from kg.annotate.rows import MentionRow
from kg.core.lexicon import Concept, make_lexicon
from kg.index.compile import compile_lexicon
from tests.gold_sentences import read

SMALL = make_lexicon(
    [
        Concept("CL:1", "regulatory T cell", "cell_type", ("Treg", "T regulatory cell"), ambiguous=("TR",)),
        Concept("CL:2", "T cell", "cell_type", ("T lymphocyte",)),
        Concept("HGNC:1", "IL2RA", "gene", ("CD25",)),
        Concept("HGNC:2", "IL17A", "gene", ("IL-17",)),
        Concept("MONDO:1", "polymyositis", "disease", ambiguous=("PM",)),
        Concept("MESH:1", "air pollution", "chemical", ("particulate matter",)),
        Concept("MESH:2", "antinuclear antibody", "antibody", ("ANA",)),
        Concept("HGNC:3", "TNF", "gene", ("TNF-alpha", "cachectin")),
        Concept("HGNC:4", "LTA", "gene", ("cachectin",)),
    ]
)


HUMAN = "NCBITaxon:9606"


def rows(text: str) -> list[MentionRow]:
    return find_mentions(text, definitions(text), SMALL)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[row.start : row.end], row.concepts[0]) for row in rows(text)]


@pytest.mark.parametrize(
    "marked",
    [
        "Most [regulatory T (T-reg) cells|CL:0000815] express [CTLA-4|HGNC:2505].",
        "[T(reg) cells|CL:0000815], [T-reg cells|CL:0000815], [Treg cells|CL:0000815] and [Tregs|CL:0000815] are one.",
        "[CD4+CD25+FoxP3+ regulatory T cells|CL:0000815] rose.",
        "[CD4+ T cells|CL:0000624], [CD4(+) T-cells|CL:0000624] and [CD4⁺ T lymphocytes|CL:0000624] are one.",
        "[TNF-α|HGNC:11892], [TNFα|HGNC:11892], [TNF alpha|HGNC:11892], [tumour necrosis factor alpha|HGNC:11892].",
        "[interleukin-2|HGNC:6001], [Interleukin 2|HGNC:6001], [IL2|HGNC:6001] and [il-2|HGNC:6001].",
        "The [TNF receptor|FPLX:TNFRSF] is no [TNF|HGNC:11892].",
        "Soluble [IL-2R|FPLX:IL2R] and [sIL-2R|HGNC:6008] rose.",
        "[Tregs|CL:0000815] ([regulatory T cells|CL:0000815]) grew.",
        "“[Tregs|CL:0000815]”, said ([IL-2|HGNC:6001]) the [mice|NCBITaxon:10090].",
    ],
)
def test_marked_names_are_found_at_their_offsets_and_no_others(annotator: Annotator, marked: str) -> None:
    result = read(annotator, marked)
    assert len(result.extraction.mentions) == len(result.marks)


@pytest.mark.parametrize(
    ("marked", "never"),
    [
        # autoantibodies, immunoglobulins and particles are no genes
        ("High [ANA|MESH:D000974] titers and [IgM|MESH:D007075], no IGM, were found.", {"HGNC:1125", "HGNC:11935"}),
        ("Antibodies to RNP were seen in [SLE|MONDO:0007915].", {"HGNC:18666"}),
        # gastric cancer, not gonorrhoea; a cell line, not ageing
        ("[Gastric cancer|MONDO:0001056] (GC) is common and GC patients are many.", {"MONDO:0004277"}),
        ("We grew [AGS cells|CVCL:0139] with GLU and ALA for a day.", {"HGNC:321", "HGNC:6188"}),
        ("The MAX dose was mild, so CAT and REST were SET aside.", None),
        ("A 20-year-old man of 5 PM was well.", None),
    ],
)  # fmt: skip
def test_poisoned_names(annotator: Annotator, marked: str, never: set[str] | None) -> None:
    result = read(annotator, marked)
    best = {part[0].concept_id for one in result.extraction.mentions for part in one.parts if part}
    meant = {one for one in best if not one.startswith("text:")} - {HUMAN}  # a man is a man
    assert not meant & never if never else not meant


@pytest.mark.parametrize(
    "text",
    [
        "CD25+ cells", "CD25(+) cells", "CD25hi cells", "CD25-high cells", "CD25 negative cells", "CD25-positive cells",
        "IL-17-like activity", "non-Treg cells", "the CD25-R", "sle", "ana", "XIL-17A", "IL-17AB",
    ],
)  # fmt: skip
def test_names_that_only_describe_are_no_mentions(text: str) -> None:
    assert found(text) == []


def test_short_capital_names_stand_as_they_are() -> None:
    assert found("ANA, ANAs, Ana, ana") == [("ANA", "MESH:2"), ("ANAs", "MESH:2")]


def test_ambiguous_names_count_only_where_the_paper_defines_them() -> None:
    assert found("At 5 PM it ended.") == []
    assert found("In polymyositis (PM) it began. PM is rare.") == [
        ("polymyositis", "MONDO:1"),
        ("PM", "MONDO:1"),
        ("PM", "MONDO:1"),
    ]


def test_the_papers_own_definition_overrides_the_lexicon() -> None:
    assert found("Particulate matter (PM) harms. PM rose.") == [
        ("Particulate matter", "MESH:1"),
        ("PM", "MESH:1"),
        ("PM", "MESH:1"),
    ]
    # a short form of something unknown is nothing, wherever it stands
    assert found("ANA rose. Adult nerve axons (ANA) grew; ANAs fell.") == []


def test_defined_plurals_are_found_as_singulars_too() -> None:
    text = "T regulatory cells (TRs) are few. A TR is small."
    assert ("TRs", "CL:1") in found(text)
    assert ("TR", "CL:1") in found(text)
    assert [row.found_by for row in rows(text)] == ["lexicon", "abbreviation", "abbreviation"]


def test_the_longest_name_wins_and_none_overlap() -> None:
    text = "regulatory T cells and T cells and T regulatory cells"
    assert [concept for _, concept in found(text)] == ["CL:1", "CL:2", "CL:1"]
    ends = [offset for row in rows(text) for offset in (row.start, row.end)]
    assert ends == sorted(ends)


def test_a_preferred_name_goes_before_a_synonym_and_ties_before_nothing_but_ids() -> None:
    (row,) = rows("cachectin")
    assert row.parts[0] == (("HGNC:3", 0.9), ("HGNC:4", 0.9))
    (row,) = rows("TNF")
    assert row.parts[0] == (("HGNC:3", 0.95),)
    assert row.category == "gene"


def test_the_component_leaves_a_span_group(annotator: Annotator) -> None:
    doc = annotator.nlp("Many IL-2-dependent Tregs grew.")
    assert [(span.text, span.label_) for span in doc.spans["mentions"]] == [("IL-2", "gene"), ("Tregs", "cell_type")]


def test_a_name_that_goes_on_is_the_beginning_of_another() -> None:
    text = "Cachectin-99, cachectin-λ and cachectin-beta are not CD25-1 nor cachectin-producing."
    assert [surface for surface, _ in found(text)] == ["CD25", "cachectin"]


def test_what_acts_on_a_molecule_is_another_molecule() -> None:
    text = "Cachectin receptors, cachectin-binding protein and cachectin, with T cell receptors and IL 17-year wine."
    assert [surface for surface, _ in found(text)] == ["cachectin", "T cell"]


@pytest.mark.parametrize(
    "text",
    [
        "Polymyositis toxin, polymyositis vaccination and the polymyositis virus.",
        "CD 25 mg, CD 25 %, CD25.4 and CD 25 patients.",
    ],
)
def test_what_follows_makes_it_something_else(text: str) -> None:
    assert found(text) == []


def test_a_number_that_belongs_to_its_name_counts_nothing(annotator: Annotator) -> None:
    text = "[COVID-19|MONDO:0100096] patients had [arthritis|HP:0001369] work, but no stroke volume or stroke work."
    assert found("CD25 % and IL-17 patients, CD-25 mg.") == [
        ("CD25", "HGNC:1"),
        ("IL-17", "HGNC:2"),
        ("CD-25", "HGNC:1"),
    ]
    result = read(annotator, text)
    assert len([one for one in result.extraction.mentions if one.category != "species"]) == len(result.marks)


def test_what_is_against_a_disease_is_no_disease() -> None:
    assert found("Anti-polymyositis serum, anti-CD25 and non-T cells.") == [("CD25", "HGNC:1")]


def test_a_process_gives_way_to_what_it_only_partly_covers() -> None:
    concepts = [
        Concept("CL:2", "T cell", "cell_type"),
        Concept("GO:1", "cell proliferation", "process"),
        Concept("GO:2", "T cell tolerance", "process"),
        Concept("GO:3", "tolerance", "process"),
    ]
    lexicon = make_lexicon(concepts)
    text = "T cell proliferation, cell proliferation and T cell tolerance."
    rows = find_mentions(text, (), lexicon)
    assert [(text[row.start : row.end], row.concepts[0]) for row in rows] == [
        ("T cell", "CL:2"),
        ("cell proliferation", "GO:1"),
        ("T cell tolerance", "GO:2"),
    ]


def test_a_name_that_nobody_reviewed_is_less_sure() -> None:
    known, further = Concept("X:1", "zeta factor", "gene"), Concept("X:2", "eta factor", "gene", ("zeta factor",))
    lexicon, _ = compile_lexicon({"X:1": known}, [further], ())
    (row,) = find_mentions("zeta factor", (), lexicon)
    assert row.parts[0] == (("X:1", 0.95), ("X:2", 0.8))
