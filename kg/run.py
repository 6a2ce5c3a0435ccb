"""The route: composes the arrows, inputs -> extractions -> graph folder."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, replace
from itertools import chain, count, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.core.errors import GraphFolderError, InputError, KGError, OptionError, RecordError
from kg.core.paths import data_folder, put_in_place
from kg.core.prefixes import BASE, checked_base
from kg.core.report import Report
from kg.core.text import Document, Extraction, Section
from kg.recipe import Recipe, load_annotator

if TYPE_CHECKING:
    from kg.core.curations import Curations

BATCH = 64  # documents a worker takes at a time, and one row group of a shard
EXAMPLE = "example"  # the input that stands for the shipped abstracts
SHARD = 16  # batches in a shard
# What libraries of linear algebra take their number of threads from: one process a core needs one each
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


Progress = Callable[[int], None]


_worker_annotator: Any = None  # one per worker process, set when the process starts


def _start_worker(recipe: Recipe) -> None:
    global _worker_annotator
    for name in _THREADS:  # before NumPy is loaded
        os.environ.setdefault(name, "1")
    try:
        _worker_annotator = load_annotator(recipe)
    except KGError as error:  # raised here it would break the pool, and the reason would be lost
        _worker_annotator = error


def _annotate_batch(documents: list[Document]) -> list[Extraction | RecordError]:
    if isinstance(_worker_annotator, KGError):
        raise _worker_annotator
    return list(_worker_annotator.stream(documents))


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    source = iter(documents)
    while batch := list(islice(source, BATCH)):
        yield batch


def annotate_stream(
    documents: Iterable[Document], recipe: Recipe, workers: int = 1
) -> Iterator[Extraction | RecordError]:
    """Yield extractions in the order of the documents, whatever the number of worker processes.

    A document that fails gives a RecordError in its place.
    """
    if workers <= 1:
        yield from load_annotator(recipe).stream(documents)
        return
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(recipe,)
    ) as pool:
        waiting: list[Future[list[Extraction | RecordError]]] = []
        for batch in _batches(documents):
            waiting.append(pool.submit(_annotate_batch, batch))
            if len(waiting) > 2 * workers:  # enough to keep all busy, few enough to keep memory flat
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def read_inputs(inputs: Sequence[str], reader: str | None, report: Report) -> Iterator[Document]:
    """Yield the documents of the inputs; what cannot be read is noted in the report, and the rest goes on.

    `example` stands for the shipped abstracts, unless a file is called so.

    Raises:
        OptionError: there are no inputs.
        InputError: an input named does not exist.
    """
    from kg.read.sniff import read_documents

    if not inputs:
        raise OptionError(f"name an INPUT: files, folders, '-', or '{EXAMPLE}' for the shipped abstracts")
    shipped = str(data_folder("pipelines") / "immunology" / "examples.jsonl")
    named = [shipped if name == EXAMPLE and not Path(name).exists() else name for name in inputs]
    for found in read_documents(named, reader):
        if not isinstance(found, Document):
            report.note(found)
            continue
        report.read += 1
        example = found.metadata.source == shipped  # where it is installed is no part of the graph
        yield replace(found, metadata=replace(found.metadata, source=EXAMPLE)) if example else found


def extractions(
    inputs: Sequence[str], recipe: Recipe, report: Report, *, reader: str | None, workers: int, progress: Progress
) -> Iterator[Extraction]:
    """Yield the extractions of the inputs in order; what failed is noted in the report."""
    for done, found in enumerate(annotate_stream(read_inputs(inputs, reader, report), recipe, workers), 1):
        if isinstance(found, Extraction):
            yield found
        else:
            report.read -= 1
            report.note(found)
        if done % BATCH == 0:
            progress(done)


def annotate(
    inputs: Sequence[str],
    out: Path,
    recipe: Recipe,
    *,
    reader: str | None = None,
    workers: int = 1,
    progress: Progress = lambda _: None,
) -> Report:
    """Write the extractions of the inputs as shards under `out/extractions`.

    Raises:
        GraphFolderError: something else stands at `out`.
        InputError: an input named does not exist.
        DataError: the pipeline or an ontology is not what it should be.
    """
    from kg.core.folder import GraphFolder
    from kg.core.tables import EXTRACTION, extraction_row, write_json, write_rows

    GraphFolder(out).claim()
    report, began = Report(), not out.exists()
    fresh = out / ".extractions.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        stream = extractions(inputs, recipe, report, reader=reader, workers=workers, progress=progress)
        for number in count():
            rows = map(extraction_row, islice(stream, BATCH * SHARD))
            first = next(rows, None)
            if first is None:
                break
            write_rows(fresh / f"part-{number:05d}.parquet", EXTRACTION, chain([first], rows), BATCH)
        _refuse_nothing(inputs, report)
        about = {"pipeline": recipe.pipeline, "recipe": asdict(recipe), "recipe_hash": recipe.hash()}
        told = {"inputs": list(inputs), "read": report.read, "skipped": report.skipped}
        write_json(fresh / "manifest.json", {**about, **told})
        put_in_place(fresh, out / "extractions")
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if began and not any(out.iterdir()):
            out.rmdir()
    return report


def _refuse_nothing(inputs: Sequence[str], report: Report) -> None:
    """Raise where no document could be read: what stood in the folder before stays."""
    if not report.read:
        reason = report.skipped[0]["reason"] if report.skipped else "the inputs are empty"
        raise InputError(", ".join(map(str, inputs)), f"no document could be read: {reason}")


def assemble(
    out: Path, overrides: Path | None = None, curations: Path | None = None, base: str | None = None
) -> dict[str, Any]:
    """Write the graph of a folder's extractions; return its manifest.

    Args:
        overrides: a table of what names and concepts mean in this graph (docs/overrides.md); the extractions stay as
            they are, so that without it the graph is again what it was.
        curations: a curator's verdicts (docs/curation.md) in place of the folder's own.
        base: the base IRI of the graph's own names; that of the graph that stands there if None.

    Raises:
        GraphFolderError: the folder holds no extractions.
        OptionError: the base is no IRI that names may follow on.
        InputError, DataError: the overrides or curations are missing, or any row of them cannot be used.
    """
    from kg.assemble.assemble import assemble as write_graph
    from kg.core.folder import GraphFolder
    from kg.core.overrides import read_overrides
    from kg.index.load import load_lexicon

    folder = GraphFolder(out)
    try:
        about = json.loads((folder.extractions / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GraphFolderError(out, "holds no extractions; `kg annotate INPUT --out DIR` makes them") from None
    lexicon = load_lexicon(about["recipe"]["ontologies"])
    given = read_overrides(overrides, lexicon.concepts) if overrides else None
    judged = curations_of(out, curations)
    about |= {"version": __version__, "base": checked_base(base or folder.base)}
    return write_graph(folder, lexicon, about, given, judged)


def curations_of(out: Path, elsewhere: Path | None = None) -> Curations | None:
    """Return a graph folder's curations, or those kept elsewhere; None where it has none.

    Raises:
        InputError, DataError: the file elsewhere is missing, or any row cannot be used.
    """
    from kg.core.curations import read_curations
    from kg.core.folder import GraphFolder

    path = elsewhere or GraphFolder(out).curations
    return read_curations(path) if elsewhere or path.exists() else None


def build(
    inputs: Sequence[str],
    out: Path,
    recipe: Recipe,
    *,
    reader: str | None = None,
    workers: int = 1,
    overrides: Path | None = None,
    curations: Path | None = None,
    base: str = BASE,
    progress: Progress = lambda _: None,
) -> Report:
    """Make `out` the graph of exactly these inputs, its own names below the base IRI.

    Raises:
        OptionError: the base is no IRI that names may follow on.
        InputError, DataError: as `annotate`; also where no document at all could be read, or any row of the
            overrides or curations cannot be used, which is found out before anything is read.
    """
    checked_base(base)
    curations_of(out, curations)
    if overrides:
        from kg.core.overrides import read_overrides
        from kg.index.load import load_lexicon

        read_overrides(overrides, load_lexicon(recipe.ontologies).concepts)
    report = annotate(inputs, out, recipe, reader=reader, workers=workers, progress=progress)
    manifest = assemble(out, overrides, curations, base)
    report.counts = manifest["counts"]
    report.ambiguous, report.ungrounded = manifest["ambiguous"], manifest["ungrounded"]
    report.contradicted = manifest["contradicted"]
    return report


def annotate_file(
    inputs: Sequence[str],
    out: Path,
    form: str,
    recipe: Recipe,
    *,
    reader: str | None = None,
    workers: int = 1,
    progress: Progress = lambda _: None,
) -> Report:
    """Write what is found as one standoff file.

    Raises:
        UnknownName: no such annotation format.
        InputError, DataError: as `annotate`.
    """
    from kg.core.tables import atomic
    from kg.export import STANDOFF

    write = STANDOFF[form]
    report = Report()

    stream = extractions(inputs, recipe, report, reader=reader, workers=workers, progress=progress)
    with atomic(out) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        write(stream, file)
        _refuse_nothing(inputs, report)
    return report


def explain(text: str, recipe: Recipe) -> tuple[dict[str, Any], Callable[[str], str]]:
    """Return why a text gives the relations it gives (see kg.annotate.explain), and what names a concept's id."""
    from kg.annotate.explain import explain as explained

    annotator = load_annotator(recipe)
    document = Document("text", "", (Section("abstract", "", 0, " ".join(text.split())),))
    concepts = annotator.nlp.get_pipe("kg_mentions").lexicon.concepts

    def name_of(concept_id: str) -> str:
        return concepts[concept_id].name if concept_id in concepts else ""

    return explained(annotator, document), name_of
