"""documents, labelled and not -> a trained network, stage by stage: vectors, reading, learning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch

from kg.core.features import Features, Mark, encode
from kg.core.text import Extraction
from kg.train.batches import Example, Vocabulary, example
from kg.train.declaration import Corpus, Declaration, is_auxiliary
from kg.train.loop import Progress, Training, fit
from kg.train.network import Network, Shape
from kg.train.pretrain import pretrain
from kg.train.targets import targets_of
from kg.train.teach import with_votes
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
        torch.set_num_threads(threads)

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

    def learn(self, letters: Letters, texts: Iterable[str], marks: Marks) -> Network:
        """Return the trained network: one that has read the texts and learned the gold.

        Where the declaration names a teacher, that one has, and a small one has learned from its votes on both.

        Args:
            texts: the unlabelled texts.
            marks: what the dictionary tells of a text.
        """
        self.say("encoding the texts")
        unlabelled = [self._unlabelled(text, marks) for text in texts]
        table = torch.from_numpy(letters.of(self.vocabulary.numbers))
        network = self._network(self.declaration.teacher or self.declaration.network, table, self.declaration.heads)
        network = self._stage("learner", network, lambda: self._learned(network, unlabelled, table))
        if not self.declaration.teacher:
            return network
        kinds = [head for head in self.declaration.heads if not is_auxiliary(head)]
        self.say("voting")
        taught = list(with_votes(network, [*self.labelled, *unlabelled], table, len(kinds)))
        student = self._network(self.declaration.network, table, kinds)
        student = self._stage("student", student, lambda: self._fit(student, taught, table, "teaching"))
        if not self.declaration.finishing:
            return student
        return self._fit(student, taught[: len(self.labelled)], table, "finishing")

    def _fit(self, network: Network, examples: list[Example], table: torch.Tensor, stage: str) -> Network:
        training = self._training(**getattr(self.declaration, stage))
        return fit(network, examples, table, training, self._progress(stage))

    def _unlabelled(self, text: str, marks: Marks) -> Example:
        features = encode(text, marks(text))
        return example(features, np.zeros((len(features), 0), np.int8), 1.0, self.vocabulary)

    def _network(self, sizes: Mapping[str, Any], table: torch.Tensor, heads: Sequence[str]) -> Network:
        torch.manual_seed(self.declaration.training["seed"])  # whatever stage came before, or was kept
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in sizes.items()
        }
        return Network(Shape(vectors=table.shape[1], **given), heads)

    def _learned(self, network: Network, unlabelled: list[Example], table: torch.Tensor) -> Network:
        reading = self.declaration.reading
        if reading:
            with_reading = self._training(**reading)
            network = self._stage(
                "reader",
                network,
                lambda: pretrain(
                    network, [*unlabelled, *self.labelled], table, with_reading, self._progress("reading")
                ),
            )
        return self._fit(network, self.labelled, table, "training")

    def _stage(self, name: str, network: Network, run: Callable[[], Network]) -> Network:
        """Return what a stage makes of a network; from the work folder, where it has been through it."""
        kept = self.work / f"{name}.pt"
        if kept.exists():
            self.say(f"{name}: taken from {kept}")
            network.load_state_dict(torch.load(kept, weights_only=True))
            return network.eval()
        done = run()
        torch.save(done.state_dict(), kept)
        return done

    def _training(self, **given: float) -> Training:
        return Training(threads=self.threads, **given)  # type: ignore[arg-type]

    def _progress(self, stage: str) -> Progress:
        started = perf_counter()

        def told(step: int, steps: int, loss: float) -> None:
            left = (perf_counter() - started) / step * (steps - step)
            self.say(f"{stage}: {step:,} of {steps:,} steps, loss {loss:.3f}, {left / 60:.0f} min left")

        return told
