from __future__ import annotations

from kg.annotate.abbreviations import definitions
from kg.annotate.grounding import Linker
from kg.annotate.pipeline import Annotator
from kg.annotate.rows import MentionRow
from kg.annotate.wording import load_wording
from kg.core.lexicon import Concept, local_id, make_lexicon
from kg.core.paths import pipeline_folder

LINKER = Linker(
    make_lexicon(
        [
            Concept("D:1", "myotonic dystrophy", "disease", ambiguous=("DM",)),
            Concept("D:2", "dermatomyositis", "disease", ambiguous=("DM",)),
            Concept("D:3", "adrenoleukodystrophy", "disease"),
            Concept("P:1", "hypotension", "phenotype"),
            Concept("G:1", "MDM2", "gene", ("murine double minute oncogene",)),
            Concept("G:2", "LTA", "gene", ("cachectin",)),
            Concept("G:3", "TNF", "gene", ("cachectin",)),
            Concept("D:4", "breast cancer", "disease"),
            Concept("D:5", "ovarian cancer", "disease"),
        ]
    ),
    load_wording(pipeline_folder("immunology") / "links.toml"),
)


def ground(text: str, *found: tuple[str, str]) -> list[MentionRow]:
    rows, at = [], 0
    for name, category in found:
        at = text.index(name, at)
        rows.append(MentionRow(at, at + len(name), category, (), "tagger", 0.9))
        at += len(name)
    return LINKER.ground(text, rows, definitions(text))


def named(text: str, *found: tuple[str, str]) -> list[str]:
    return [row.concepts[0] for row in ground(text, *found)]


def test_a_mention_without_candidates_gets_those_of_its_text() -> None:
    (row,) = ground("Severe hypotension was seen.", ("Severe hypotension", "disease"))
    assert (row.concepts, row.category, row.score) == (("P:1",), "disease", 0.9)


def test_a_short_form_means_what_the_paper_says() -> None:
    disease = "disease"
    assert (
        named("Myotonic dystrophy (DM): DM", ("Myotonic dystrophy", disease), ("DM", disease), ("DM", disease))
        == ["D:1"] * 3
    )
    assert named("Dermatomyositis (DM)", ("Dermatomyositis", disease), ("DM", disease)) == ["D:2", "D:2"]
    text = "Adrenoleukodystrophy (ALD) and cerebral ALD"
    assert named(text, ("ALD", disease), ("ALD", disease)) == ["D:3", "D:3"]


def test_a_short_form_of_something_unknown_stands_for_the_long_form() -> None:
    text = "Diffuse madness (DM) was seen; DM is new."
    long, short, again = ground(text, ("Diffuse madness", "disease"), ("DM", "disease"), ("DM", "disease"))
    assert long.concepts == short.concepts == again.concepts == (local_id("disease", "Diffuse madness"),)


def test_a_short_form_may_agree_with_the_end_of_its_long_form() -> None:
    text = "Amyopathic dermatomyositis (DM) was seen; DM is new."
    assert LINKER.ground(text, [MentionRow(28, 30, "disease", (), "tagger", 0.9)], definitions(text))[0].concepts == (
        "D:2",
    )


def test_an_unknown_long_form_of_a_known_symbol() -> None:
    text = "Murine double minute 2 (MDM2) binds."
    assert named(text, ("Murine double minute 2", "gene"), ("MDM2", "gene")) == ["G:1", "G:1"]


def test_what_is_like_nothing_stays_ungrounded() -> None:
    (row,) = ground("Xyzzy was seen.", ("Xyzzy", "disease"))
    assert row.parts == (((local_id("disease", "Xyzzy"), 0.9),),)


def test_equals_are_settled_by_what_the_document_names_elsewhere() -> None:
    (alone,) = ground("cachectin rose", ("cachectin", "gene"))
    assert alone.concepts[0].startswith("text:gene/")
    assert named("cachectin and TNF rose", ("cachectin", "gene"), ("TNF", "gene")) == ["G:3", "G:3"]


def test_a_composite_has_a_part_for_each() -> None:
    (row,) = ground("breast and ovarian cancer", ("breast and ovarian cancer", "disease"))
    assert row.concepts == ("D:4", "D:5")


def test_the_shipped_pipeline_joins_composites_and_relates_each_part(annotator: Annotator) -> None:
    doc = annotator.nlp("IL-2 and -15 expand Th1/Th17 cells in mice.")
    assert [(doc.text[row.start : row.end], row.concepts) for row in doc._.kg_mentions][:2] == [
        ("IL-2 and -15", ("HGNC:6001", "HGNC:5977")),
        ("Th1/Th17 cells", ("CL:0000545", "CL:0000899")),
    ]
    assert {(row.subject_concept, row.object_concept) for row in doc._.kg_relations} == {
        (gene, cell) for gene in ("HGNC:6001", "HGNC:5977") for cell in ("CL:0000545", "CL:0000899")
    }
    assert [span.text for span in doc.spans["mentions"]][:2] == ["IL-2 and -15", "Th1/Th17 cells"]


def test_a_known_symbol_of_something_that_is_called_otherwise_is_not_what_it_names_elsewhere() -> None:
    text = "Monthly data manager 2 (MDM2) rose; MDM2 fell."
    assert named(text, ("MDM2", "gene"), ("MDM2", "gene")) == [local_id("gene", "Monthly data manager 2")] * 2
