"""The route of training: gold files and texts -> a network -> the files of a pipeline's model."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.core.errors import InputError, MissingDependency, RecordError
from kg.core.features import encode
from kg.core.paths import pipeline_folder
from kg.core.text import Document, Extraction
from kg.recipe import Recipe, load_annotator

if TYPE_CHECKING:
    from kg.train.declaration import Corpus, Declaration

Say = Callable[[str], None]


@dataclass(slots=True)
class Seen:
    """What a model was trained on: counted by corpus, and kept beside it.

    Attributes:
        skipped: records that could not be read.
    """

    documents: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    held_out: Counter[str] = field(default_factory=Counter)
    skipped: list[RecordError] = field(default_factory=list)


def train_mentions(pipeline: str, data: Path, out: Path | None, work: Path, threads: int, say: Say) -> Path:
    """Train the tagger that a pipeline's `train.toml` declares; return the folder of the model.

    Args:
        data: the folder that the declaration's paths are relative to.
        out: where the model is written; the pipeline's own `model` folder by default.
        work: keeps finished stages, so that an interrupted training goes on.
        say: is told what is going on, a line at a time.

    Raises:
        MissingDependency: PyTorch or floret is not installed.
        DataError, InputError: the declaration, or a file it names, is missing or malformed.
    """
    from kg.train.declaration import read_declaration

    folder = pipeline_folder(pipeline)
    declaration = read_declaration(folder / "train.toml")
    refuse_missing(data, declaration.files())
    try:
        from kg.train.lesson import Lesson
        from kg.train.weights import write_model
    except ImportError as error:
        raise MissingDependency("immunokg[train]", f"training needs {error.name}") from error
    held_out = set().union(*(set(_pmids(data, corpus)) for corpus in declaration.held_out))
    say(f"{len(held_out):,} documents are held out")
    annotator, seen = load_annotator(Recipe(pipeline)), Seen()
    lesson = Lesson(declaration, work, threads, say)
    for corpus in declaration.corpora:
        for gold in _gold(data, corpus, held_out, seen):
            lesson.add(gold, corpus, encode(gold.document.text, annotator.marks(gold.document.text)))
        say(f"{corpus.name}: {seen.documents[corpus.name]:,} documents, {seen.mentions[corpus.name]:,} mentions")
    letters = lesson.letters(_texts(data, declaration, held_out))
    network = lesson.learn(letters, _texts(data, declaration, held_out), annotator.marks)
    where = out or folder / "model"
    write_model(where, network, letters, _recipe(data, declaration, seen))
    return where


def refuse_missing(data: Path, names: Iterable[str]) -> None:
    """Check that all files that a declaration names are there.

    Raises:
        InputError: one is not.
    """
    for name in names:
        path = data / name.partition("!")[0]
        if not path.exists():
            raise InputError(path, "no such file; --data names the folder that a declaration's paths are relative to")


def hashes(places: Mapping[str, Path]) -> dict[str, str]:
    """Return the SHA-256 of files, by the names they go by; of an archive's folder that of the archive."""
    files = {}
    for name, place in places.items():
        with Path(str(place).partition("!")[0]).open("rb") as content:
            files[name] = hashlib.file_digest(content, "sha256").hexdigest()
    return files


def _documents(data: Path, corpus: Corpus, skipped: list[RecordError]) -> Iterator[tuple[str, Extraction]]:
    """Yield (PMID or the corpus's own id, gold) of the documents of a corpus's part."""
    from kg.read.gold import read

    given = _id_map(data / corpus.pmids) if corpus.pmids else {}
    for found in read(data / corpus.file):
        if isinstance(found, RecordError):
            skipped.append(found)
            continue
        own = found.document.metadata.source_id or found.document.id
        pmid = given.get(own, found.document.metadata.pmid or own)
        tenth = int(hashlib.sha1(pmid.encode(), usedforsecurity=False).hexdigest(), 16) % 10
        if corpus.tenth in (-1, tenth) and (not corpus.only or pmid in corpus.only):
            yield pmid, found


def _id_map(path: Path) -> dict[str, str]:
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1] for row in rows if len(row) > 1}


def _pmids(data: Path, corpus: Corpus) -> Iterator[str]:
    skipped: list[RecordError] = []
    yield from (pmid for pmid, _ in _documents(data, corpus, skipped))
    if skipped:
        raise skipped[0]  # a document that is not recognised as held out would be trained on


def _gold(data: Path, corpus: Corpus, held_out: set[str], seen: Seen) -> Iterator[Extraction]:
    chance = random.Random(corpus.name)
    for pmid, gold in _documents(data, corpus, seen.skipped):
        if pmid in held_out:
            seen.held_out[corpus.name] += 1
        elif gold.mentions or chance.random() < corpus.empty:
            seen.documents[corpus.name] += 1
            seen.mentions[corpus.name] += len(gold.mentions)
            yield gold


def _texts(data: Path, declaration: Declaration, held_out: set[str]) -> Iterator[str]:
    from kg.read.sniff import read_documents

    known: set[str] = set()
    for found in read_documents([str(data / name) for name in declaration.texts], None):
        if isinstance(found, Document) and found.metadata.pmid not in held_out and found.id not in known:
            known.add(found.id)
            yield found.text


def _recipe(data: Path, declaration: Declaration, seen: Seen) -> dict[str, Any]:
    """Return what is kept beside the weights: the data with their hashes, and how many documents each gave."""
    files = hashes({name: data / name for name in declaration.files()})
    corpora = {
        corpus.name: {
            "file": corpus.file,
            "documents": seen.documents[corpus.name],
            "mentions": seen.mentions[corpus.name],
            "held_out": seen.held_out[corpus.name],
        }
        for corpus in declaration.corpora
    }
    settings = {
        name: dict(getattr(declaration, name))
        for name in ("network", "teacher", "reading", "training", "teaching", "finishing", "vectors")
    }
    return {"files": files, "corpora": corpora, "skipped_records": len(seen.skipped), **settings}
