"""the network's answers about two concepts of a document -> relations, with the passage that tells best."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.annotate.committee import Reader
from kg.annotate.pairing import DIGITS, Seen
from kg.annotate.qualifiers import NEGATION, SPECULATION
from kg.annotate.rows import RelationRow
from kg.annotate.setting import Setting
from kg.core.pairs import Named, Pairs, concept_pairs
from kg.core.text import Context
from kg.core.vocabulary import DIRECT

BIORED, CID = "biored", "cid"
LONGEST = 700  # words that are taken for one document; a longer one is read in parts of whole sentences
# What is said of two concepts of a document -> our predicate; what is left out has none
_SAYS: Mapping[str, str] = MappingProxyType(
    {
        "Association": "associated_with",
        "Positive_Correlation": "positively_correlated_with",
        "Negative_Correlation": "negatively_correlated_with",
        "Bind": "directly_physically_interacts_with",
        "Drug_Interaction": "interacts_with",
        "induced": "causes",
    }
)
_INDUCING = frozenset({"chemical", "disease"})


class Related:
    """The answers about the pairs of concepts of a document, or of a part of one."""

    def __init__(self, reader: Reader, read: Any, pairs: Pairs, setting: Setting, asked: Collection[str]) -> None:
        self.reader, self.pairs, self.setting = reader, pairs, setting
        self.seen: Seen = reader.pairs(read, pairs)
        self.chance = {question: reader.said(question, self.seen.pairs) for question in asked}

    def rows(self, question: str, least: float, across: bool) -> Iterator[RelationRow]:
        """Yield the relations that are likely enough.

        Args:
            least: probability, 0 to 1.
            across: also those that no single sentence holds.
        """
        answers = self.reader.answer(question, self.seen.pairs)[:, 1:].argmax(axis=1) + 1
        for at in np.flatnonzero(self.chance[question] >= least).tolist():
            predicate = _SAYS.get(self.reader.questions[question][int(answers[at])], "")
            if predicate and (question != CID or self._kinds(at) == _INDUCING):
                row = self._row(at, predicate, question, across)
                if row is not None:
                    yield row

    def _members(self, at: int) -> NDArray[np.intp]:
        return np.flatnonzero(self.pairs.of == at)

    def _kinds(self, at: int) -> set[str]:
        first = self._members(at)[0]
        return {self.setting.names[mention].kind for mention in (self.pairs.one[first], self.pairs.other[first])}

    def _row(self, at: int, predicate: str, question: str, across: bool) -> RelationRow | None:
        members = self._members(at)
        together = members[self.pairs.apart[members] == 0]
        if not len(together) and not across:
            return None
        near = together if len(together) else members
        best = int(near[self.seen.weight[near].argmax()])
        names = (int(self.pairs.one[best]), int(self.pairs.other[best]))
        concepts, trigger = self.pairs.ends[at].concepts, int(self.seen.triggers[best])
        if (self.setting.reached(NEGATION, trigger) and not across) or self.setting.doubted(names):
            return None  # somebody denies something, and it is not clear what; or the sentence is doubtful
        if question == CID:  # the chemical acts, and comes second by the order of kinds
            names, concepts = names[::-1], concepts[::-1]
        passages, word = self.setting.around(names), self.setting.spans[trigger]
        ends = (self.setting.index[names[0]], self.setting.index[names[1]])
        return RelationRow(
            subject=ends[0],
            subject_concept=concepts[0],
            predicate=predicate,
            object=ends[1],
            object_concept=concepts[1],
            aspect="",
            direction="",
            via=DIRECT,
            sentences=passages,
            trigger=(word.start, word.end),
            negated=False,
            speculated=self.setting.reached(SPECULATION, trigger),
            context=Context(),
            score=round(float(self.chance[question][at]), DIGITS),
            extractor=f"model:{question}",
            novelty=self.reader.best("novelty", self.seen.pairs[at : at + 1]),
        )


def related_of(reader: Reader, read: Any, setting: Setting, asked: Collection[str]) -> Iterator[Related]:
    """Yield the answers about pairs of concepts, part by part where a document is long.

    Args:
        asked: the questions.
    """
    allowed = reader.kinds if BIORED in asked else frozenset({_INDUCING}) if asked else frozenset()
    for first, last in _parts(setting):
        names = [one._replace(first=one.first - first, last=one.last - first) for one in setting.names]
        inside = [at for at, one in enumerate(setting.names) if first <= one.first < last]
        here = [names[at] for at in inside]
        pairs = concept_pairs(
            here, setting.sentence[first:last], max(0, setting.title - first), allowed, reader.reading["nearest"]
        )
        if pairs is not None:
            yield Related(reader, read.cut(first, last), pairs, _cut(setting, first, last, here, inside), asked)


def _cut(setting: Setting, first: int, last: int, names: Sequence[Named], inside: Sequence[int]) -> Setting:
    index = [setting.index[at] for at in inside]
    return replace(
        setting, spans=setting.spans[first:last], sentence=setting.sentence[first:last], names=names, index=index
    )


def _parts(setting: Setting) -> Iterator[tuple[int, int]]:
    """Yield (first word, behind last) of the parts of at most LONGEST words, each of whole sentences."""
    start, count = 0, len(setting.spans)
    while start < count:
        end = min(count, start + LONGEST)
        if end < count:
            begin = int(np.searchsorted(setting.sentence, setting.sentence[end]))
            end = begin if begin > start else end
        yield start, end
        start = end
