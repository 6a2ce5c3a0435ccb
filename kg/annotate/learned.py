"""mentions, relations that rules read -> relations as a trained network sees them beside the rules.

The network is asked twice: of two mentions in one sentence, what is stated of them; and of two concepts of a document,
whether the document relates them. What a rule found and the network thinks unlikely is dropped, what it alone finds is
added where it is sure enough. How sure that is, is an operating point: `precise` for graphs that people rely on,
`balanced` where as much as possible is wanted for the errors it costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.committee import Reader
from kg.annotate.doubt import Doubts
from kg.annotate.layers import Array
from kg.annotate.related import BIORED, CID, related_of
from kg.annotate.rows import RelationRow, text_of
from kg.annotate.senses import senses_of
from kg.annotate.setting import setting_of
from kg.annotate.stated import Stated, stated_of
from kg.core.features import words
from kg.core.lexicon import Concept

PRECISE, BALANCED = "precise", "balanced"


@dataclass(frozen=True, slots=True)
class Point:
    """An operating point: least probabilities, from 0 to 1.

    Attributes:
        stated: of a statement in one sentence, and who acts.
        besides: the same, of kinds whose document is asked about too.
        sign: of the sign of such a statement; below it, it is written without one.
        related: that a document relates two concepts.
        induced: that a chemical brings a disease about.
        rule: that anything is stated where a rule found something.
        across: relations that no single sentence holds are written too.
        trusting: and such as doubtful sentences tell (`kg.annotate.doubt`).
        together: all networks of the pipeline are asked, which takes longer, not the first alone.
    """

    stated: float
    besides: float
    sign: float
    related: float
    induced: float
    rule: float
    across: bool
    trusting: bool = True
    together: bool = False


class Learned:
    """The component: changes `doc._.kg_relations`.

    Attributes:
        reader: the network or networks; None where the pipeline has none. Set by whoever loads the pipeline, like
            `concepts` and what the rules give: `doubts`, and `known`, the senses of words (`kg.annotate.senses`).
        point: which of the points counts.
    """

    def __init__(self, points: Mapping[str, Mapping[str, Any]]) -> None:
        self.points = {name: Point(**point) for name, point in points.items()}
        self.point = PRECISE
        self.reader: Reader | None = None
        self.concepts: Mapping[str, Concept] = {}
        self.doubts: Doubts | None = None
        self.known: Callable[[str], Array] | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Read the relations of a Doc."""
        text = text_of(doc)
        spans = words(text)
        if self.reader and self.known and len(doc._.kg_mentions) > 1 and len(doc.tensor) == len(spans):
            point = self.points[self.point]
            setting = setting_of(doc, spans, self.concepts, None if point.trusting else self.doubts)
            senses = senses_of([text[start:end].lower() for start, end in spans], self.known)
            states = np.concatenate([doc.tensor, senses], axis=1)
            asked = {name: least for name, least in ((BIORED, point.related), (CID, point.induced)) if least < 1}
            read, stated = stated_of(self.reader, states, setting, bool(asked))
            rows = list(_in_sentences(doc._.kg_relations, stated, point))
            told = {_concepts(row) for row in rows}
            for related in related_of(self.reader, read, setting, asked) if read else ():
                for question, least in asked.items():
                    found = related.rows(question, least, point.across)
                    # Whether a chemical brings a disease about is another question than the others'
                    free = point.trusting and question == CID
                    rows += [row for row in found if free or _concepts(row) not in told]
            doc._.kg_relations = tuple(sorted(setting.placed(rows), key=_place))
        return doc


def _in_sentences(ruled: Sequence[RelationRow], stated: Stated | None, point: Point) -> Iterator[RelationRow]:
    """Yield what rules found and the network lets stand, and what it finds where rules found nothing."""
    if stated is None:
        yield from ruled
        return
    spoken = set()
    for row in ruled:
        pair = frozenset((row.subject, row.object))
        at = stated.place.get(pair)
        # It has no say about pairs that it does not see: over two sentences, in doubt, or of kinds it does not know
        if at is None or stated.chance[at] >= point.rule:
            spoken.add(pair)
            yield row
    seen = {at: pair for pair, at in stated.place.items()}
    for at in np.flatnonzero(stated.chance >= min(point.stated, point.besides)).tolist():
        if seen[at] not in spoken:
            said = stated.said(at)
            least = point.besides if stated.kinds(at) in stated.reader.kinds else point.stated
            if said.score >= least:
                yield from stated.rows(at, said, point.sign)


def _concepts(row: RelationRow) -> frozenset[str]:
    return frozenset((row.subject_concept, row.object_concept))


def _place(row: RelationRow) -> tuple[object, ...]:
    """Return what puts relations in order: by the text, and then by what they say."""
    said = (row.subject_concept, row.object_concept, row.predicate, row.aspect, row.direction)
    return row.sentences, row.trigger, row.subject, row.object, said, row.extractor


@Language.factory(
    "kg_pairs",
    requires=["doc._.kg_mentions", "doc._.kg_relations", "doc._.kg_cues", "token.is_sent_start"],
    assigns=["doc._.kg_relations"],
)
def make_pairs(nlp: Language, name: str, points: dict[str, dict[str, Any]]) -> Learned:
    """Return the component; without a network it changes nothing."""
    return Learned(points)
