"""words -> vectors: the sum of the rows that a word's letters hash to (floret), each word computed once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.vectors import Vectors

KEPT = 1 << 14  # words whose vectors are kept; 13 MB at most


class WordVectors:
    """Vectors of words by their letters, known words and unknown ones alike.

    Args:
        table: float [buckets, dimensions]; multiplied by `scale`.
        minn, maxn, hash_count, hash_seed: as floret was trained (https://github.com/explosion/floret).
    """

    def __init__(
        self, table: NDArray[np.float32], *, minn: int, maxn: int, hash_count: int, hash_seed: int, scale: float
    ) -> None:
        data = (table * np.float32(scale)).astype(np.float32)
        self._vectors = Vectors(
            data=data, mode="floret", minn=minn, maxn=maxn, hash_count=hash_count, hash_seed=hash_seed, bow="<", eow=">"
        )
        self._rows: dict[str, NDArray[np.float32]] = {}

    def rows(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the words' vectors, float32 [words, dimensions]."""
        missing = sorted({word for word in words if word not in self._rows})
        if missing:
            if len(self._rows) > KEPT:
                self._rows.clear()
            self._rows.update(zip(missing, self._vectors.get_batch(missing), strict=True))
            return self.rows(words)
        return np.stack([self._rows[word] for word in words])
