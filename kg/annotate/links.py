"""mentions -> mentions with ranked candidates: the component, whose work is done by a Linker."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotate.abbreviations import Definition
from kg.annotate.grounding import Linker
from kg.annotate.rows import text_of
from kg.annotate.wording import Wording
from kg.core.lexicon import make_lexicon


class Links:
    """The component: sets the candidates in `doc._.kg_mentions`, and shows them as scispaCy does.

    Attributes:
        linker: what grounds the mentions; set by whoever loads the pipeline.
    """

    def __init__(self) -> None:
        self.linker = Linker(make_lexicon(()), Wording())

    def __call__(self, doc: Doc) -> Doc:
        """Ground the mentions of a Doc; `span._.kb_ents` holds the candidates, best first, part after part."""
        found = [Definition(*row) for row in doc._.kg_abbreviations]
        doc._.kg_mentions = tuple(self.linker.ground(text_of(doc), doc._.kg_mentions, found))
        spans = []
        for row in doc._.kg_mentions:
            span = doc.char_span(row.start, row.end, label=row.category, alignment_mode="expand")
            if isinstance(span, Span):
                span._.kb_ents = [candidate for part in row.parts for candidate in part]
                spans.append(span)
        doc.spans["mentions"] = spans
        return doc


@Language.factory(
    "kg_links",
    requires=["doc._.kg_mentions", "doc._.kg_abbreviations"],
    assigns=["doc._.kg_mentions", "doc.spans", "span._.kb_ents"],
)
def make_links(nlp: Language, name: str) -> Links:
    """Return the component; its lexicon is empty until a linker is set."""
    if not Span.has_extension("kb_ents"):
        Span.set_extension("kb_ents", default=())
    return Links()
