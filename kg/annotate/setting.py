"""a Doc -> what is looked at around a relation: its sentences, cues, names and conditions, by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.context import context_of
from kg.annotate.doses import doses
from kg.annotate.doubt import Doubts, doubtful
from kg.annotate.relations import of_its_concept
from kg.annotate.rows import CueRow, MentionRow, RelationRow, text_of
from kg.annotate.words import sentence_numbers
from kg.core.features import Word, cover
from kg.core.lexicon import Concept
from kg.core.pairs import KINDS, Named, kind_of

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Setting:
    """A document as the network of pairs meets it.

    Attributes:
        spans: its words.
        sentence: the number of each word's sentence, int32 [words].
        passages: the sentences' offsets, without white space around them.
        title: words of the title; `title_end` is the offset behind it.
        rows, cues: what was found in it; `dosed` is the dose class by mention.
        names: the mentions that the network sees; `index` says which row each is.
        doubtful: the numbers of sentences in which only rules are trusted.
    """

    spans: Sequence[Word]
    sentence: NDArray[np.int32]
    passages: Sequence[Span]
    title: int
    title_end: int
    rows: Sequence[MentionRow]
    cues: Sequence[CueRow]
    dosed: Mapping[int, str]
    names: Sequence[Named]
    index: Sequence[int]
    doubtful: frozenset[int] = frozenset()

    def around(self, names: tuple[int, int]) -> tuple[Span, ...]:
        """Return the passages that two names stand in, in order."""
        return tuple(self.passages[one] for one in sorted({int(self.sentence[self.names[n].first]) for n in names}))

    def doubted(self, names: tuple[int, int]) -> bool:
        """Tell whether one of the sentences that two names stand in is doubtful."""
        return not self.doubtful.isdisjoint(int(self.sentence[self.names[name].first]) for name in names)

    def reached(self, kind: str, word: int) -> bool:
        """Tell whether a cue of a kind reaches a word."""
        start = self.spans[word].start
        return any(cue.kind == kind and cue.scope_start <= start < cue.scope_end for cue in self.cues)

    def placed(self, relations: Sequence[RelationRow]) -> Iterator[RelationRow]:
        """Yield relations with their conditions: what their sentence names, and no relation of it is about."""
        spoken: defaultdict[int, set[int]] = defaultdict(set)
        for one in relations:
            spoken[one.sentences[-1][1]] |= {one.subject, one.object}
        for one in relations:
            whole, ends = (one.sentences[0][0], one.sentences[-1][1]), (one.subject, one.object)
            around = frozenset(spoken[whole[1]])
            yield one._replace(context=context_of(self.rows, whole, self.title_end, ends, around, self.dosed))


def setting_of(
    doc: Doc, spans: Sequence[Word], concepts: Mapping[str, Concept], doubts: Doubts | None = None
) -> Setting:
    """Return the setting of a Doc whose mentions and cues are found.

    Args:
        doubts: tell which sentences are doubtful; without them none is.
    """
    text, rows = text_of(doc), [of_its_concept(row, concepts) if row.concepts else row for row in doc._.kg_mentions]
    title_end = text.find("\n") if "\n" in text else len(text)
    index, names = _names(rows, spans)
    passages = _passages(doc, text)
    return Setting(
        spans=spans,
        sentence=sentence_numbers(doc, spans),
        passages=passages,
        title=sum(word.start < title_end for word in spans),
        title_end=title_end,
        rows=rows,
        cues=doc._.kg_cues,
        dosed=doses(text, rows),
        names=names,
        index=index,
        doubtful=doubtful(text, spans, passages, doc._.kg_cues, doubts) if doubts else frozenset(),
    )


def _names(rows: Sequence[MentionRow], spans: Sequence[Word]) -> tuple[list[int], list[Named]]:
    index, names = [], []
    for number, row in enumerate(rows):
        kind = kind_of(row.category)
        first, last = cover(spans, row.start, row.end)
        if kind in KINDS and first < last and row.concepts:
            index.append(number)
            sure = row.score * max(part[0][1] for part in row.parts if part)
            names.append(Named(first, last, kind, row.concepts, sure))
    return index, names


def _passages(doc: Doc, text: str) -> list[Span]:
    found = []
    for sentence in doc.sents:
        said = text[sentence.start_char : sentence.end_char]
        start = sentence.start_char + len(said) - len(said.lstrip())
        found.append((start, max(start, sentence.start_char + len(said.rstrip()))))
    return found
