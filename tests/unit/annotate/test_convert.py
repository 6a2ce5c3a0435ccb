from __future__ import annotations

from kg.annotate.convert import extraction_of
from kg.annotate.pipeline import Annotator
from kg.core.text import Metadata, Span, lay_out, make_document
from tests.gold_sentences import check_offsets

PARAGRAPHS = [
    ("abstract", "BACKGROUND", "Tregs are few. They suppress inflammation in “lupus” (SLE)."),
    ("abstract", "", "Low-dose IL-2 did not deplete Tregs; TNF-α might. 😀 IL-6 promotes Th17 cells."),
]


def test_everything_found_slices_to_its_text(annotator: Annotator) -> None:
    document = make_document("IL-2 and Tregs", lay_out("IL-2 and Tregs", PARAGRAPHS), Metadata(pmid="1"))
    extraction = extraction_of(annotator.nlp(document.text), document)
    assert extraction.document is document
    check_offsets(extraction)
    diseases = [one.text for one in extraction.mentions if one.category == "disease"]
    assert [name for name in diseases if name != "inflammation"] == ["lupus", "SLE"]  # which to some is one
    for mention in extraction.mentions:
        assert mention.score >= mention.parts[0][0].score or "tagger" in mention.found_by


def test_a_relation_carries_what_the_rules_found(annotator: Annotator) -> None:
    document = make_document("", lay_out("", [("abstract", "", "Low-dose IL-2 may expand Tregs in SLE.")]), Metadata())
    extraction = annotator.annotate(document)
    (one,) = extraction.relations
    text = document.text
    assert text[one.trigger.start : one.trigger.end] == "expand"
    assert one.sentences == (Span(1, len(text)),)
    assert extraction.mentions[one.subject.mention].text == "IL-2"
    assert extraction.mentions[one.object.mention].text == "Tregs"
    assert (one.predicate, one.direction, one.aspect, one.via) == ("affects", "increased", "abundance", "direct")
    assert (one.negated, one.speculated) == (False, True)
    assert one.context.disease == ("MONDO:0007915",)
    assert one.context.dose == "low-dose"
    assert one.extractor == "rule:expand/active"
    assert 0 < one.score < 1


def test_an_empty_document_is_an_empty_extraction(annotator: Annotator) -> None:
    document = make_document("", (), Metadata())
    assert annotator.annotate(document).mentions == ()
