"""documents, labelled and not -> a trained network, stage by stage: vectors, reading, learning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch

from kg.core.features import Features, Mark, encode
from kg.core.text import Extraction
from kg.train.batches import Example, Vocabulary, example
from kg.train.declaration import Corpus, Declaration
from kg.train.loop import Progress, Training, fit
from kg.train.network import Network, Shape
from kg.train.pretrain import pretrain
from kg.train.targets import targets_of
from kg.train.vectors import Letters, load_letters, save_letters, train_letters

Say = Callable[[str], None]
Marks = Callable[[str], Iterable[Mark]]


class Lesson:
    """One training: what is learned from is added, then learned.

    Args:
        work: a folder that keeps each finished stage, so that an interrupted training goes on.
    """

    def __init__(self, declaration: Declaration, work: Path, threads: int, say: Say) -> None:
        self.declaration, self.work, self.threads, self.say = declaration, work, threads, say
        self.vocabulary = Vocabulary()
        self.labelled: list[Example] = []
        self.unlabelled: list[Example] = []
        torch.set_num_threads(threads)
        torch.manual_seed(declaration.training["seed"])

    def add(self, gold: Extraction, corpus: Corpus, features: Features) -> None:
        """Take a gold document to learn from."""
        targets = targets_of(gold, corpus, features, self.declaration.heads)
        self.labelled.append(example(features, targets, corpus.weight, self.vocabulary))

    def letters(self, texts: Iterable[str]) -> Letters:
        """Return the vectors, trained on texts where the work folder has none."""
        kept = self.work / "letters.npz"
        if not kept.exists():
            self.say("vectors: training")
            save_letters(kept, train_letters(texts, self.declaration.vectors, self.threads))
        return load_letters(kept)

    def learn(self, letters: Letters, texts: Callable[[], Iterator[str]], marks: Marks) -> Network:
        """Return the trained network.

        Args:
            texts: gives the unlabelled texts.
            marks: what the dictionary tells of a text.
        """
        shape = Shape(vectors=letters.table.shape[1], **_sizes(self.declaration))
        network = Network(shape, self.declaration.heads)
        kept = self.work / "reader.pt"
        reading = self.declaration.reading
        if reading and not kept.exists():
            self.say("reading: encoding the texts")
            nothing = np.zeros((0, 0), np.int8)
            for text in texts():
                features = encode(text, marks(text))
                targets = np.zeros((len(features), 0), np.int8) if len(features) else nothing
                self.unlabelled.append(example(features, targets, 1.0, self.vocabulary))
            table = torch.from_numpy(letters.of(self.vocabulary.numbers))
            pretrain(network, self.unlabelled, table, self._training(**reading), self._progress("reading"))
            torch.save(network.state_dict(), kept)
        if reading:
            state = torch.load(kept, weights_only=True)
            network.load_state_dict(
                {name: value for name, value in state.items() if not name.startswith("head.")}, strict=False
            )
        table = torch.from_numpy(letters.of(self.vocabulary.numbers))
        return fit(
            network, self.labelled, table, self._training(**self.declaration.training), self._progress("learning")
        )

    def _training(self, **given: float) -> Training:
        return Training(threads=self.threads, **given)  # type: ignore[arg-type]

    def _progress(self, stage: str) -> Progress:
        started = perf_counter()

        def told(step: int, steps: int, loss: float) -> None:
            left = (perf_counter() - started) / step * (steps - step)
            self.say(f"{stage}: {step:,} of {steps:,} steps, loss {loss:.3f}, {left / 60:.0f} min left")

        return told


def _sizes(declaration: Declaration) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in declaration.network.items()}
