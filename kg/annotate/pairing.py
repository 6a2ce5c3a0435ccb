"""Words and pairs -> what is said of each pair: the network of `kg.train.pairing`, computed with NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.annotate.layers import Array, about, block, layer_norm, load_arrays
from kg.core.errors import DataError
from kg.core.pairs import WITHIN, Pairs, network_name, regions

FORMAT = 1  # of the model's files
AT_ONCE = 1 << 22  # mentions × words that are looked at at once; each takes four bytes for each head
DIGITS = 2  # of a score; further ones depend on the processor


@dataclass(frozen=True, slots=True)
class PairReader:
    """The network.

    Attributes:
        questions: what is asked of a pair, with the answers; all are names that training gave them.
        weights: the network's arrays, by the names PyTorch gives them; float32.
        dilations, heads: see `kg.train.pairing.PairShape`.
        reading: `nearest` and `widest`, see `kg.core.pairs`.
        kinds: the kinds that may make a pair of concepts.
        fits: (predicate, kind of subject, kind of object) that training saw.
        calibration: of a corpus's own question: logit p = slope · logit + offset is how often it holds (Platt, 1999).
    """

    questions: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, Array]
    dilations: tuple[int, ...]
    heads: int
    reading: Mapping[str, int]
    kinds: frozenset[frozenset[str]]
    fits: frozenset[tuple[str, str, str]]
    calibration: Mapping[str, tuple[float, float]]

    def read(self, states: Array, kinds: NDArray[np.int32]) -> Read:
        """Return what each word has come to.

        Args:
            states: what is known of each word, float32 [words, ·].
            kinds: what it names, see `kg.core.pairs.Pairs`.
        """
        w = self.weights
        x = layer_norm(w, "enter_norm", self._linear("enter", states) + w["kind.weight"][kinds])
        for number, dilation in enumerate(self.dilations):
            x += block(w, f"blocks.{number}", x, dilation, 2)
        x = layer_norm(w, "leave_norm", x)
        return Read(x, self._linear("key", x), self._linear("value", x))

    def pairs(self, read: Read, pairs: Pairs) -> Seen:
        """Return what the pairs of a document have come to."""
        w = self.weights
        mentions = _means(read.x, pairs)
        context, triggers = self._context(read, mentions, pairs)
        each = self._both(mentions, context, pairs)
        first = np.flatnonzero(np.diff(pairs.of, prepend=-1))
        most = np.maximum.reduceat(each, first, axis=0)
        weight = np.exp(np.clip(self._linear("weigh", each)[:, 0], -20, 20))
        total = np.add.reduceat(weight, first)
        mean = np.add.reduceat(each * weight[:, None], first, axis=0) / total[:, None]
        ends = _ends(mentions, pairs)
        one, other = ends[0::2], ends[1::2]
        whole = _largest(self._linear("whole", np.concatenate([one, other, one * other], axis=1)))
        told = self._linear("told", pairs.told)
        r = layer_norm(w, "norm", np.concatenate([most, mean, whole, told], axis=1))
        return Seen(_largest(self._linear("middle", r)), weight, triggers)

    def answer(self, question: str, seen: Array) -> Array:
        """Return the probability of each answer, float32 [pairs, answers]."""
        scores = self._linear(f"answer.{question}", seen)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Array = odds / odds.sum(axis=1, keepdims=True)
        return chances

    def said(self, question: str, seen: Array) -> Array:
        """Return the calibrated probability that anything but the first answer holds, float32 [pairs]."""
        chance = 1 - self.answer(question, seen)[:, 0]
        slope, offset = self.calibration.get(question, (1.0, 0.0))
        bounded = np.clip(chance, 1e-6, 1 - 1e-6)
        calibrated: Array = 1 / (1 + np.exp(-(slope * np.log(bounded / (1 - bounded)) + offset)))
        return calibrated

    def best(self, question: str, seen: Array) -> str:
        """Return the likeliest answer about one pair."""
        return self.questions[question][int(self.answer(question, seen)[0].argmax())]

    def _linear(self, name: str, x: Array) -> Array:
        result: Array = x @ self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return result

    def _both(self, mentions: Array, context: Array, pairs: Pairs) -> Array:
        """Return each pair of mentions; what one name adds to the sum is worked out once for all its pairs."""
        w, width = self.weights, mentions.shape[1]
        table = w["both.weight"]
        firsts, seconds = mentions @ table[:width], mentions @ table[width : 2 * width]
        product = mentions[pairs.one] * mentions[pairs.other]
        summed = firsts[pairs.one] + seconds[pairs.other] + w["both.bias"]
        summed += np.concatenate([context, product], axis=1) @ table[2 * width : 4 * width]
        size, at = w["gap.weight"].shape[1], 4 * width
        for name in ("gap", "apart", "sorts", "turned"):
            summed += (w[f"{name}.weight"] @ table[at : at + size])[getattr(pairs, name)]
            at += size
        return _largest(summed)

    def _context(self, read: Read, mentions: Array, pairs: Pairs) -> tuple[Array, NDArray[np.int32]]:
        """Return what each pair of mentions turns to, and the word outside of names that it turns to most."""
        width, heads = read.x.shape[1], self.heads
        size = width // heads
        query, key, value = (
            given.reshape(-1, heads, size).transpose(1, 0, 2)
            for given in (self._linear("query", mentions), read.keys, read.values)
        )
        by = np.float32(np.sqrt(size))
        # [heads, m, n]; of a long text this is too much at once, and each region has its own part
        turned = query @ key.transpose(0, 2, 1) / by if len(mentions) * len(read.x) <= AT_ONCE else None
        moved = self.weights["region.weight"].T
        context = np.zeros((len(pairs.one), width), np.float32)
        triggers = np.zeros(len(pairs.one), np.int32)
        for members, inside, seen in regions(pairs):
            ends = np.stack([pairs.one[members], pairs.other[members]])
            if turned is None:
                used, ends = np.unique(ends, return_inverse=True)
                one, other = ends.reshape(2, -1)
                here = query[:, used] @ key[:, inside].transpose(0, 2, 1) / by
            else:
                (one, other), here = ends, turned[:, :, inside]
            scores = here[:, one] + here[:, other] + moved[:, seen]
            scores = np.exp(scores - scores.max(axis=2, keepdims=True))
            scores /= scores.sum(axis=2, keepdims=True)
            context[members] = (scores @ value[:, inside]).transpose(1, 0, 2).reshape(len(members), width)
            triggers[members] = inside[np.where(seen == WITHIN, -1.0, scores.mean(axis=0)).argmax(axis=1)]
        return context, triggers


class Read(NamedTuple):
    """What the words of a text have come to, float32 [words, width] each: themselves, and what attention goes by."""

    x: Array
    keys: Array
    values: Array

    def cut(self, first: int, last: int) -> Read:
        """Return a part of them."""
        return Read(*(one[first:last] for one in self))


@dataclass(frozen=True, slots=True)
class Seen:
    """What pairs have come to.

    Attributes:
        pairs: float32 [pairs, ·]; what `PairReader.answer` is asked of.
        weight: of each pair of mentions: how much its pair goes by it, float32 [pairs of mentions].
        triggers: of each pair of mentions, the word that says it, int32 [pairs of mentions].
    """

    pairs: Array
    weight: Array
    triggers: NDArray[np.int32]


def _largest(x: Array) -> Array:
    half = x.shape[1] // 2
    return np.maximum(x[:, :half], x[:, half:])


def _means(x: Array, pairs: Pairs) -> Array:
    sums = np.concatenate([np.zeros((1, x.shape[1]), np.float64), x.cumsum(axis=0, dtype=np.float64)])
    return ((sums[pairs.last] - sums[pairs.first]) / (pairs.last - pairs.first)[:, None]).astype(np.float32)


def _ends(mentions: Array, pairs: Pairs) -> Array:
    order = np.argsort(pairs.groups[:, 1], kind="stable")
    mention, end = pairs.groups[order].T
    first = np.flatnonzero(np.diff(end, prepend=-1))
    counts = np.diff(np.append(first, len(end))).astype(np.float32)
    ends: Array = np.add.reduceat(mentions[mention], first, axis=0) / counts[:, None]
    return ends


def load_pairs(folder: Path, name: str = network_name(1)) -> PairReader | None:
    """Return a trained network of a pipeline's `model` folder; None where the pipeline has none of that name.

    Raises:
        DataError: a file is missing, of another format, or not the one that was trained (by its SHA-256).
    """
    about_path = folder / f"{name}.json"
    try:
        told = about(about_path, FORMAT)
        if told is None:
            return None
        return PairReader(
            {name: tuple(answers) for name, answers in told["questions"].items()},
            load_arrays(folder / f"{name}.npz", told["sha256"][f"{name}.npz"]),
            tuple(told["shape"]["dilations"]),
            told["shape"]["heads"],
            told["reading"],
            frozenset(frozenset(one) for one in told["kinds"]),
            frozenset((one[0], one[1], one[2]) for one in told["fits"]),
            {name: (pair[0], pair[1]) for name, pair in told["calibration"].items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise DataError(about_path, 0, f"not a trained network of pairs: {error}") from error
