"""texts -> vectors of letters (floret), that give words their vectors, known ones and unknown ones alike."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.core.features import words
from kg.core.tables import atomic

LENGTH = 4.0  # mean length of a vector as the network reads it


@dataclass(frozen=True, slots=True)
class Letters:
    """What floret has learned.

    Attributes:
        table: float32 [buckets, dimensions].
        settings: `minn`, `maxn`, `hash_count`, `hash_seed` and the `scale` that the rows are multiplied by.
    """

    table: NDArray[np.float32]
    settings: Mapping[str, Any]

    def of(self, listed: Iterable[str]) -> NDArray[np.float32]:
        """Return the vectors of words, float32 [words, dimensions], computed as the pipeline computes them."""
        from spacy.vectors import Vectors

        about = {name: value for name, value in self.settings.items() if name != "scale"}
        vectors = Vectors(
            data=self.table * np.float32(self.settings["scale"]), mode="floret", bow="<", eow=">", **about
        )
        return np.asarray(vectors.get_batch(list(listed)), np.float32)


def save_letters(path: Path, letters: Letters) -> None:
    """Write vectors to a file, 16-bit as they ship."""
    settings = {f"setting_{name}": np.array(value) for name, value in letters.settings.items()}
    with atomic(path) as temporary, temporary.open("wb") as out:
        np.savez(out, table=letters.table.astype(np.float16), **settings)


def load_letters(path: Path) -> Letters:
    """Read what `save_letters` has written."""
    with np.load(path, allow_pickle=False) as kept:
        settings = {name.removeprefix("setting_"): kept[name].item() for name in kept.files if name != "table"}
        return Letters(kept["table"].astype(np.float32), settings)


def train_letters(texts: Iterable[str], settings: Mapping[str, Any], threads: int) -> Letters:
    """Return vectors trained on the words of texts, in lower case, by the continuous bag of words (Mikolov 2013)."""
    import floret

    with tempfile.TemporaryDirectory() as folder:
        corpus, kept = Path(folder) / "texts", Path(folder) / "vectors"
        with corpus.open("w", encoding="utf-8") as out:
            for text in texts:
                lowered = text.lower()
                out.write(" ".join(lowered[start:end] for start, end in words(lowered)) + "\n")
        model = floret.train_unsupervised(
            str(corpus), model="cbow", mode="floret", thread=threads, verbose=0, **settings
        )
        model.save_floret_vectors(str(kept))
        with kept.open(encoding="utf-8") as lines:
            head = lines.readline().split()
            table = np.array([line.split()[1:] for line in lines if line.strip()], np.float32)
        common = model.get_words()[:20_000]
    about = {"minn": int(head[2]), "maxn": int(head[3]), "hash_count": int(head[4]), "hash_seed": int(head[5])}
    unscaled = Letters(table, {**about, "scale": 1.0})
    mean = float(np.linalg.norm(unscaled.of(common), axis=1).mean())
    # As they ship: 16-bit numbers, well within range
    rounded = (table / np.float32(mean)).astype(np.float16).astype(np.float32)
    return Letters(rounded, {**about, "scale": LENGTH})
