from __future__ import annotations

import pickle

from spacy.tokens import Doc

from kg.annotate.pipeline import Annotator


def test_a_doc_keeps_its_rows_when_it_travels_between_processes(annotator: Annotator) -> None:
    doc = annotator.nlp("Low-dose IL-2 may expand Tregs in SLE.")
    assert doc._.kg_mentions
    assert doc._.kg_cues
    assert doc._.kg_relations
    travelled: Doc = pickle.loads(pickle.dumps(doc))
    for name in ("kg_mentions", "kg_cues", "kg_relations", "kg_abbreviations"):
        assert getattr(travelled._, name) == getattr(doc._, name)
