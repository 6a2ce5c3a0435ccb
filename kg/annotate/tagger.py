"""a text's Features -> stretches that name something: the network of `kg.train.network`, computed with NumPy.

A document is read by itself, never beside others, so that what is found in it depends on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.annotate.layers import Array, about, block, layer_norm, load_arrays, norm
from kg.annotate.vectors import WordVectors
from kg.core.errors import DataError
from kg.core.features import Features

FORMAT = 1  # of the model's files
WINDOW = 1200  # words read at once; a longer document is cut where a sentence begins
_SURE = 0.985  # a word outside of names with this probability ends every name before it
_TAGS = 5
_OUT, _BEGIN, _INSIDE, _LAST, _UNIT = range(_TAGS)
# Which tag may follow which
_NEXT = ((0, 1, 4), (2, 3), (2, 3), (0, 1, 4), (0, 1, 4))
_BEFORE = tuple(tuple(tag for tag in range(_TAGS) if after in _NEXT[tag]) for after in range(_TAGS))


class Tagged(NamedTuple):
    """A stretch of text that names something of a kind, and how sure that is (0 to 1)."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Tagger:
    """The network and the word vectors it reads.

    Attributes:
        kinds: what each head finds.
        weights: the network's arrays, by the names PyTorch gives them; float32.
        dilations, pool_after, pieces: see `kg.train.network.Shape`.
    """

    kinds: tuple[str, ...]
    weights: Mapping[str, Array]
    vectors: WordVectors
    dilations: tuple[int, ...]
    pool_after: int
    pieces: int

    def find(self, features: Features, states: Array | None = None) -> list[Tagged]:
        """Return what is named, in the order of kinds and then of the text; names of different kinds may overlap.

        Args:
            states: what `read` returned for them, where that is known already.
        """
        found: list[Tagged] = []
        logs = _log_softmax(self.scores(self.read(features) if states is None else states))
        for start, end in _windows(features):
            lines = features.flags[start:end, 3] > 0  # a name ends where its line does
            for number, kind in enumerate(self.kinds):
                found += (
                    Tagged(features.spans[start + first].start, features.spans[start + last].end, kind, score)
                    for first, last, score in _decode(logs[start:end, number], lines)
                )
        return found

    def scores(self, states: Array) -> Array:
        """Return the scores of the tags, float32 [words, kinds, 5]."""
        w = self.weights
        return (states @ w["head.weight"] + w["head.bias"]).reshape(len(states), len(self.kinds), _TAGS)

    def read(self, features: Features) -> Array:
        """Return what each word has come to, float32 [words, width]; a long text is read window by window."""
        parts = [self._read(features.cut(start, end)) for start, end in _windows(features)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.weights["leave_norm.bias"])), np.float32)

    def spelled(self, features: Features) -> Array:
        """Return what each word is by its letters alone: its vector, prefix and suffix, float32 [words, ·]."""
        tables = (self.weights["prefix.weight"][features.prefixes], self.weights["suffix.weight"][features.suffixes])
        return np.concatenate([self.vectors.rows(features.lowered), *tables], axis=1)

    def _read(self, features: Features) -> Array:
        w = self.weights
        tables = (
            w["prefix.weight"][features.prefixes],
            w["suffix.weight"][features.suffixes],
            w["look.weight"][features.shapes],
        )
        x = np.concatenate([self.vectors.rows(features.lowered), *tables, features.flags], axis=1)
        x = layer_norm(w, "enter_norm", x @ w["enter.weight"] + w["enter.bias"])
        for number, dilation in enumerate(self.dilations):
            x += block(w, f"blocks.{number}", x, dilation, self.pieces)
            if number + 1 == self.pool_after:
                x += _alike(x, features.groups) @ w["pool.weight"] + w["pool.bias"]
        return layer_norm(w, "leave_norm", x)


def _windows(features: Features) -> Iterator[tuple[int, int]]:
    """Yield (first, behind last) of the stretches a document is read in."""
    start, begins = 0, features.flags[:, 4]  # where a sentence begins
    while len(features) - start > WINDOW:
        cuts = np.flatnonzero(begins[start + 1 : start + WINDOW + 1])
        end = start + 1 + int(cuts[-1]) if len(cuts) else start + WINDOW
        yield start, end
        start = end
    if start < len(features):
        yield start, len(features)


def _alike(x: Array, groups: NDArray[np.int32]) -> Array:
    """Return, for each word, the mean over the words spelled like it, and the mean over all."""
    h = norm(x)
    order = np.argsort(groups, kind="stable")
    first = np.flatnonzero(np.diff(groups[order], prepend=-1))
    sums = np.add.reduceat(h[order], first, axis=0)
    counts = np.diff(np.append(first, len(groups)))
    whole = np.broadcast_to(h.mean(axis=0), h.shape)
    return np.concatenate([(sums / counts[:, None].astype(np.float32))[groups], whole], axis=1)


def _log_softmax(scores: Array) -> Array:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _decode(logs: Array, begins: NDArray[np.bool_]) -> Iterator[tuple[int, int, float]]:
    """Yield (first word, last word, score) of each name of a kind: the likeliest path of tags that fit one another.

    Args:
        logs: log-probabilities, [words, 5].
        begins: words that no name goes on into, [words].
    """
    open_words = np.flatnonzero(logs[:, _OUT] < np.log(_SURE))
    if not len(open_words):
        return
    breaks = (np.diff(open_words) > 1) | begins[open_words[1:]]
    for run in np.split(open_words, np.flatnonzero(breaks) + 1):
        start = int(run[0])
        rows = logs[start : int(run[-1]) + 1].tolist()
        tags = _best_path(rows)
        first = 0
        for at, tag in enumerate(tags):
            if tag in (_BEGIN, _UNIT):
                first = at
            if tag in (_LAST, _UNIT):
                total = sum(rows[word][tags[word]] for word in range(first, at + 1))
                yield start + first, start + at, float(np.exp(total / (at + 1 - first)))


def _best_path(rows: Sequence[Sequence[float]]) -> list[int]:
    """Return the tags of a stretch between two words that are outside (Viterbi, 1967)."""
    never = -1e9
    best = [rows[0][tag] if tag in (_OUT, _BEGIN, _UNIT) else never for tag in range(_TAGS)]
    back: list[list[int]] = []
    for row in rows[1:]:
        came = [max(before, key=best.__getitem__) for before in _BEFORE]
        best = [best[came[tag]] + row[tag] for tag in range(_TAGS)]
        back.append(came)
    tag = max((_OUT, _LAST, _UNIT), key=best.__getitem__)
    tags = [tag]
    for came in reversed(back):
        tag = came[tag]
        tags.append(tag)
    return tags[::-1]


def load_tagger(folder: Path) -> Tagger | None:
    """Return the trained tagger of a pipeline's `model` folder; None where the pipeline has none.

    Raises:
        DataError: a file is missing, of another format, or not the one that was trained (by its SHA-256).
    """
    about_path = folder / "tagger.json"
    try:
        told = about(about_path, FORMAT)
        if told is None:
            return None
        weights = load_arrays(folder / "tagger.npz", told["sha256"]["tagger.npz"])
        table = load_arrays(folder / "vectors.npz", told["sha256"]["vectors.npz"])["vectors"]
        return _tagger(told, weights, table)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(about_path, 0, f"not a trained tagger: {error}") from error


def _tagger(about: Mapping[str, Any], weights: Mapping[str, Array], table: Array) -> Tagger:
    shape = about["shape"]
    return Tagger(
        tuple(about["kinds"]),
        weights,
        WordVectors(table, **about["vectors"]),
        tuple(shape["dilations"]),
        shape["pool_after"],
        shape["pieces"],
    )
