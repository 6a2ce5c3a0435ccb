from __future__ import annotations

from kg.annotate.pipeline import Annotator


def test_candidates_stand_on_the_doc_as_scispacy_has_them(annotator: Annotator) -> None:
    doc = annotator.nlp("IL-2 expands Tregs.")
    span = doc.char_span(0, 4, label="gene")
    assert span._.kb_ents == [("HGNC:6001", 0.95)]
