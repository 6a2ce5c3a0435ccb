"""The route of training to read relations: gold files and a pipeline's tagger -> the files of its network of pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from kg.core.errors import DataError, MissingDependency, RecordError
from kg.core.paths import pipeline_folder
from kg.core.text import Candidate, Extraction, Mention
from kg.recipe import Recipe, load_annotator
from kg.training import Say, hashes, refuse_missing

if TYPE_CHECKING:
    from kg.train.answers import Exercise
    from kg.train.loop import Progress
    from kg.train.pair_declaration import PairCorpus, PairDeclaration

DECLARATION = "train-relations.toml"
OWN = "annotations/"  # begins the paths of a pipeline's own annotations


@dataclass(slots=True)
class Counted:
    """What a network was trained on, by corpus.

    Attributes:
        skipped: records that could not be read.
    """

    documents: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    held_out: Counter[str] = field(default_factory=Counter)
    skipped: list[RecordError] = field(default_factory=list)


def train_relations(pipeline: str, data: Path, out: Path | None, threads: int, say: Say, member: int = 1) -> Path:
    """Train the network of pairs that a pipeline's `train-relations.toml` declares; return the folder of the model.

    Args:
        data: the folder that the declaration's paths are relative to; those that begin with `annotations/` are
            relative to the pipeline.
        out: where the model is written; the pipeline's own `model` folder by default.
        say: is told what is going on, a line at a time.
        member: which of the networks that are asked together, from 1; each begins from other random numbers.

    Raises:
        MissingDependency: PyTorch is not installed.
        DataError, InputError: the declaration, or a file it names, is missing or malformed, or holds no pair; or the
            pipeline has no tagger, on which the network is built.
    """
    from kg.train.pair_declaration import read_pair_declaration

    folder = pipeline_folder(pipeline)
    declaration = read_pair_declaration(folder / DECLARATION)
    refuse_missing(data, [name for name in declaration.files() if not name.startswith(OWN)])
    try:
        from kg.train.answers import questions
        from kg.train.calibration import calibrated
        from kg.train.pair_weights import write_pair_model
    except ImportError as error:
        raise MissingDependency("immunokg[train]", f"training needs {error.name}") from error
    counted, asked = Counted(), questions(declaration)
    taught = list(_exercises(pipeline, data, declaration, counted, say))
    kept = {corpus.name for corpus in declaration.calibration}
    exercises = [one for corpus, one in taught if corpus.name not in kept]
    if not exercises:
        raise DataError(folder / DECLARATION, 0, "no document of its corpora holds a pair to learn from")
    network = _train(exercises, declaration, threads, say, member)
    held_back = [one for corpus, one in taught if corpus.name in kept]
    calibration = calibrated(network, held_back, declaration.answers)
    where = out or folder / "model"
    own = [one for corpus, one in taught if corpus.ours and corpus.name not in kept]
    recipe = _recipe(folder, data, declaration, counted)
    write_pair_model(where, network, declaration, own, asked, calibration, recipe, member)
    return where


def _train(exercises: list[Exercise], declaration: PairDeclaration, threads: int, say: Say, member: int) -> Any:
    import torch

    from kg.train.answers import questions
    from kg.train.pairing import PairNetwork, PairShape
    from kg.train.practice import Practice, practise

    practice = Practice(threads=threads, **declaration.training)
    practice = replace(practice, seed=practice.seed + member - 1)
    torch.manual_seed(practice.seed)
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in declaration.network.items()
    }
    shape = PairShape(states=exercises[0].states.shape[1], **given)
    network = PairNetwork(shape, {name: len(answers) for name, answers in questions(declaration).items()})
    return practise(network, exercises, practice, _progress(say))


def _progress(say: Say) -> Progress:
    started = perf_counter()

    def told(step: int, steps: int, loss: float) -> None:
        left = (perf_counter() - started) / step * (steps - step)
        say(f"{step:,} of {steps:,} steps, loss {loss:.3f}, {left / 60:.0f} min left")

    return told


def _exercises(
    pipeline: str, data: Path, declaration: PairDeclaration, counted: Counted, say: Say
) -> Iterator[tuple[PairCorpus, Exercise]]:
    """Yield what each document of each corpus teaches."""
    from kg.train.answers import exercise

    folder = pipeline_folder(pipeline)
    annotator = load_annotator(Recipe(pipeline))
    if annotator.nlp.has_pipe("kg_pairs"):
        annotator.nlp.get_pipe("kg_pairs").reader = None  # the one there may be of another shape
    apart = [*declaration.held_out, *declaration.calibration]
    held_out = {name for corpus in apart for name, _ in _documents(folder, data, corpus, counted)}
    say(f"{len(held_out):,} documents are held out")
    for corpus in [*declaration.corpora, *declaration.calibration]:
        known = set() if corpus in declaration.calibration else held_out
        known = known | {name for file in corpus.skip for name in _names(folder, data, file, counted)}
        for name, gold in _documents(folder, data, corpus, counted):
            if name in known:
                counted.held_out[corpus.name] += 1
                continue
            words = annotator.words(gold.document.text)
            given = _as_found(gold, annotator) if corpus.found else gold
            one = exercise(given, corpus, words.features, words.sentence, words.states, declaration)
            counted.documents[corpus.name] += 1
            counted.relations[corpus.name] += len(gold.relations)
            if one is not None:
                yield corpus, one
        say(
            f"{corpus.name}: {counted.documents[corpus.name]:,} documents, {counted.relations[corpus.name]:,} relations"
        )


def _as_found(gold: Extraction, annotator: Any) -> Extraction:
    """Return a gold document with the mentions that the pipeline finds; what is marked too goes by the same id."""
    from kg.evaluate.ids import key_of, keys_of, own_name
    from kg.evaluate.labels import kind_of

    concepts = annotator.nlp.get_pipe("kg_mentions").lexicon.concepts
    kinds = {c.concept_id: kind_of(one.category) for one in gold.mentions for part in one.parts for c in part}
    keys = {key_of(name, kind): name for name, kind in kinds.items()}
    found = annotator.annotate(gold.document)

    def renamed(mention: Mention) -> Mention:
        parts = []
        for part in mention.parts:
            kind = kind_of(mention.category)
            names = keys_of(part[0].concept_id, kind, concepts, mention.taxon) if part else frozenset()
            key = own_name(names, set(keys))
            parts.append((Candidate(keys.get(key, part[0].concept_id), part[0].score),) if part else part)
        return replace(mention, parts=tuple(parts))

    return Extraction(gold.document, tuple(renamed(one) for one in found.mentions), gold.relations)


def _names(folder: Path, data: Path, file: str, counted: Counted) -> Iterator[str]:
    from kg.train.pair_declaration import CONCEPTS, PairCorpus

    yield from (name for name, _ in _documents(folder, data, PairCorpus(file, file, CONCEPTS, ""), counted))


def _documents(folder: Path, data: Path, corpus: PairCorpus, counted: Counted) -> Iterator[tuple[str, Extraction]]:
    """Yield (PMID or the corpus's own id, gold) of a corpus's documents."""
    from kg.read.gold import read

    file = (folder if corpus.file.startswith(OWN) else data) / corpus.file
    for found in read(file, [data / name for name in corpus.texts]):
        if isinstance(found, RecordError):
            counted.skipped.append(found)
        elif found.document.text.strip():
            yield found.document.metadata.pmid or found.document.id, found


def _recipe(folder: Path, data: Path, declaration: PairDeclaration, counted: Counted) -> dict[str, Any]:
    """Return what is kept beside the weights: the data with their hashes, and how much each gave."""
    places = {name: (folder if name.startswith(OWN) else data) / name for name in declaration.files()}
    corpora = {
        corpus.name: {
            "file": corpus.file,
            "documents": counted.documents[corpus.name],
            "relations": counted.relations[corpus.name],
            "held_out": counted.held_out[corpus.name],
        }
        for corpus in declaration.corpora
    }
    return {
        "files": hashes(places),
        "corpora": corpora,
        "skipped_records": len(counted.skipped),
        "network": dict(declaration.network),
        "training": dict(declaration.training),
    }
