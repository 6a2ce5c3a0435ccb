"""Doc -> Extraction: where spaCy ends."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.annotate.rows import text_of
from kg.core.text import Argument, Candidate, Document, Extraction, Mention, Relation, Span


def extraction_of(doc: Doc, document: Document) -> Extraction:
    """Return what the components found in a Doc as an Extraction of the document it was made from."""
    text = text_of(doc)
    mentions = tuple(
        Mention(
            id=number,
            start=row.start,
            end=row.end,
            text=text[row.start : row.end],
            category=row.category,
            parts=tuple(tuple(Candidate(concept, score) for concept, score in part) for part in row.parts),
            found_by=row.found_by,
            score=row.score,
            taxon=row.taxon,
        )
        for number, row in enumerate(doc._.kg_mentions)
    )
    relations = tuple(
        Relation(
            subject=Argument(row.subject, row.subject_concept),
            predicate=row.predicate,
            object=Argument(row.object, row.object_concept),
            aspect=row.aspect,
            direction=row.direction,
            via=row.via,
            sentences=tuple(Span(*span) for span in row.sentences),
            trigger=Span(*row.trigger),
            negated=row.negated,
            speculated=row.speculated,
            context=row.context,
            score=row.score,
            extractor=row.extractor,
            novelty=row.novelty,
        )
        for row in doc._.kg_relations
    )
    return Extraction(document, mentions, relations)
