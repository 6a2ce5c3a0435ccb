"""a gold Extraction -> what each head should say of each word, as far as its corpus knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.core.features import Features, Word, cover
from kg.core.text import Extraction
from kg.train.declaration import Corpus

UNKNOWN = -1
OUT, BEGIN, INSIDE, LAST, UNIT = range(5)

Stretch = tuple[int, int]


def targets_of(gold: Extraction, corpus: Corpus, features: Features, heads: Sequence[str]) -> NDArray[np.int8]:
    """Return the tag of each word for each head, int8 [words, heads]; -1 where the corpus does not tell.

    A name that begins or ends inside a word cannot be learned: its words are unknown.
    """
    targets = np.full((len(features), len(heads)), UNKNOWN, np.int8)
    named, unknown = _sort(gold, corpus)
    for head in corpus.heads:
        column = targets[:, heads.index(head)]
        column[:] = OUT
        left = [*unknown.get(head, ()), *_write(column, features.spans, named.get(head, ()))]
        for start, end in left:
            first, last = cover(features.spans, start, end)
            here = column[first:last]
            here[here == OUT] = UNKNOWN
    return targets


def _sort(gold: Extraction, corpus: Corpus) -> tuple[dict[str, list[Stretch]], dict[str, list[Stretch]]]:
    """Return the names of each head, and the stretches where it is not told."""
    named: dict[str, list[Stretch]] = {}
    unknown: dict[str, list[Stretch]] = {}
    for mention in gold.mentions:
        span, label = (mention.start, mention.end), mention.category
        doubtful = [rule for rule in corpus.unknown if rule.label == label]
        if any(rule.words is None or rule.words.fullmatch(mention.text) for rule in doubtful):
            for rule in doubtful:
                unknown.setdefault(rule.head, []).append(span)
            continue
        if label in corpus.labels:
            named.setdefault(corpus.labels[label], []).append(span)
        if label in corpus.also:
            head, words = corpus.also[label]
            (named if words.search(mention.text) else unknown).setdefault(head, []).append(span)
    text = gold.document.text
    for rule in corpus.unknown:
        if not rule.label and rule.words is not None:
            unknown.setdefault(rule.head, []).extend(found.span() for found in rule.words.finditer(text))
    return named, unknown


def _write(column: NDArray[np.int8], words: Sequence[Word], names: Iterable[Stretch]) -> list[Stretch]:
    """Write the tags of names, longer ones first; return those that no words make up."""
    left = []
    for start, end in sorted(names, key=lambda name: (name[0] - name[1], name)):
        first, last = cover(words, start, end)
        if first == last or words[first].start != start or words[last - 1].end != end:
            left.append((start, end))
        elif not column[first:last].any():
            column[first:last] = INSIDE
            column[first], column[last - 1] = BEGIN, LAST
            if last - first == 1:
                column[first] = UNIT
    return left
