"""text, abbreviations -> mentions: what the dictionary names, and what the trained tagger reads as names."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.abbreviations import Definition
from kg.annotate.consistency import consistent
from kg.annotate.hybrid import merge
from kg.annotate.marks import marks_of
from kg.annotate.mentions import find_names
from kg.annotate.patterns import Pattern
from kg.annotate.rows import MentionRow, text_of
from kg.annotate.tagger import Tagger
from kg.core.features import Mark, encode
from kg.core.lexicon import make_lexicon


class MentionFinder:
    """The component: sets `doc._.kg_mentions` (rows).

    Attributes:
        lexicon: what names are looked up in; set by whoever loads the pipeline.
        patterns: shapes of names the lexicon lacks; set likewise.
        tagger: reads names that no list holds; None where the pipeline has none.
    """

    def __init__(self) -> None:
        self.lexicon = make_lexicon(())
        self.patterns: tuple[Pattern, ...] = ()
        self.tagger: Tagger | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions of a Doc."""
        found = [Definition(*row) for row in doc._.kg_abbreviations]
        doc._.kg_mentions = tuple(self.find(text_of(doc), found))
        return doc

    def find(self, text: str, found: list[Definition]) -> list[MentionRow]:
        """Return the mentions of a text, in order, none overlapping."""
        names = find_names(text, found, self.lexicon, self.patterns)
        if self.tagger is None:
            return names.rows
        marks = marks_of(names.rows, names.matches, found, self.lexicon.concepts)
        tagged = consistent(text, self.tagger.find(encode(text, marks)), found)
        return merge(text, names.rows, tagged)

    def marks(self, text: str, found: list[Definition]) -> list[Mark]:
        """Return the marks that a tagger reads beside a text: what it is trained on."""
        names = find_names(text, found, self.lexicon, self.patterns)
        return list(marks_of(names.rows, names.matches, found, self.lexicon.concepts))


@Language.factory("kg_mentions", requires=["doc._.kg_abbreviations"], assigns=["doc._.kg_mentions"])
def make_mentions(nlp: Language, name: str) -> MentionFinder:
    """Return the component; its lexicon is empty until one is set."""
    if not Doc.has_extension("kg_mentions"):
        Doc.set_extension("kg_mentions", default=())
    return MentionFinder()
