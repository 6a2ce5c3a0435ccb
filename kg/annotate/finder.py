"""text, abbreviations -> mentions: what the dictionary names, and what the trained tagger reads as names."""

from __future__ import annotations

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.abbreviations import Definition
from kg.annotate.consistency import consistent
from kg.annotate.hybrid import merge
from kg.annotate.layers import Array
from kg.annotate.marks import marks_of
from kg.annotate.mentions import find_names
from kg.annotate.patterns import Pattern
from kg.annotate.rows import MentionRow, text_of
from kg.annotate.tagger import Tagger
from kg.core.features import Mark, encode
from kg.core.lexicon import make_lexicon


class MentionFinder:
    """The component: sets `doc._.kg_mentions` (rows), and `doc.tensor` where there is a tagger (`kg.annotate.words`).

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
        text = text_of(doc)
        rows, states = self.read(text, found)
        doc._.kg_mentions = tuple(rows)
        if states is not None:
            doc.tensor = states
        return doc

    def read(self, text: str, found: list[Definition]) -> tuple[list[MentionRow], Array | None]:
        """Return the mentions of a text, in order, none overlapping; and what is known of each word.

        Returns:
            The latter as `kg.annotate.words.states_of` gives it, for those who read on; None without a tagger.
        """
        names = find_names(text, found, self.lexicon, self.patterns)
        if self.tagger is None or not text.strip():
            return names.rows, None
        features = encode(text, marks_of(names.rows, names.matches, found, self.lexicon.concepts))
        states = self.tagger.read(features)
        tagged = consistent(text, self.tagger.find(features, states), found)
        spelled = self.tagger.spelled(features)
        return merge(text, names.rows, tagged), np.concatenate([states, spelled], axis=1)

    def marks(self, text: str, found: list[Definition]) -> list[Mark]:
        """Return the marks that a tagger reads beside a text: what it is trained on."""
        names = find_names(text, found, self.lexicon, self.patterns)
        return list(marks_of(names.rows, names.matches, found, self.lexicon.concepts))


@Language.factory("kg_mentions", requires=["doc._.kg_abbreviations"], assigns=["doc._.kg_mentions", "doc.tensor"])
def make_mentions(nlp: Language, name: str) -> MentionFinder:
    """Return the component; its lexicon is empty until one is set."""
    if not Doc.has_extension("kg_mentions"):
        Doc.set_extension("kg_mentions", default=())
    return MentionFinder()
