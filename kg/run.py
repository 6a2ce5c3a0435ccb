"""The route: composes the arrows, inputs -> extractions -> graph folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.core.errors import GraphFolderError, OptionError
from kg.core.prefixes import BASE, checked_base
from kg.core.report import Report
from kg.core.writing import writing
from kg.engines import ALONE, Resources
from kg.extracting import EXAMPLE, Extracting, Pace, Progress, Tell
from kg.recipe import Recipe, load_annotator

if TYPE_CHECKING:
    from kg.core.curations import Curations
    from kg.core.folder import GraphFolder

__all__ = ["EXAMPLE", "annotate", "annotate_file", "assemble", "build", "curations_of", "explain"]


def _silent(*_: object) -> None:
    """Tell nobody."""


def annotate(
    inputs: Sequence[str],
    out: Path,
    recipe: Recipe,
    *,
    reader: str | None = None,
    add: bool = False,
    engine: str = "local",
    resources: Resources = ALONE,
    progress: Progress = _silent,
    tell: Tell = _silent,
) -> Report:
    """Make `out/extractions` the extractions of exactly these inputs; what stands there already is not made again.

    Args:
        reader: the reader for every file; chosen by content if None.
        add: keep what is there and add these inputs.
        engine: what annotates, and where: a name of kg.engines.ENGINES.
        resources: what it may use for that.
        progress: called with how many documents are done, and about how many there are (None where it is unknown).
        tell: called with a line on why what had been read is read again.

    Raises:
        GraphFolderError: something else stands at `out`; another process writes there; or it cannot be written.
        InputError: an input named does not exist, or changes while it is read; or no document could be read.
        DataError: the pipeline or an ontology is not what it should be.
    """
    with writing(out) as folder:
        return Extracting(folder, recipe, reader, add, tell, pace=Pace(progress)).run(inputs, engine, resources)


def assemble(
    out: Path,
    overrides: Path | None = None,
    curations: Path | None = None,
    base: str | None = None,
    memory: int | None = None,
    advance: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """Write the graph of a folder's extractions; return its manifest.

    Args:
        overrides: a table of what names and concepts mean in this graph (docs/overrides.md); the extractions stay as
            they are, so that without it the graph is again what it was.
        curations: a curator's verdicts (docs/curation.md) in place of the folder's own.
        base: the base IRI of the graph's own names; that of the graph that stands there if None.
        memory, advance: as kg.assemble.assemble has them.

    Raises:
        GraphFolderError: the folder holds no extractions, the disk is full, or memory does not suffice.
        OptionError: the base is no IRI that names may follow on.
        InputError, DataError: the overrides or curations are missing, or any row of them cannot be used.
    """
    from kg.assemble.assemble import assemble as write_graph
    from kg.core.folder import GraphFolder
    from kg.core.overrides import read_overrides
    from kg.index.load import load_lexicon

    folder = GraphFolder(out)
    if not folder.extracted():
        raise folder.missing("extractions", "kg annotate INPUT --out DIR", "them")
    with writing(out):
        about = folder.extracted()
        lexicon = load_lexicon(about["recipe"]["ontologies"])
        given = read_overrides(overrides, lexicon.concepts) if overrides else None
        judged = curations_of(out, curations)
        base = checked_base(base or folder.base)
        about = {key: value for key, value in about.items() if key != "portions"}
        about |= {"version": __version__, "base": base, "assembled_of": _assembled_of(folder, base, overrides, judged)}
        return write_graph(folder, lexicon, about, given, judged, memory, advance)


def _assembled_of(folder: GraphFolder, base: str, overrides: Path | None, judged: Curations | None) -> str:
    """Return a hash of all that a graph follows from: where it is the same, so is the graph."""
    told = [__version__, base, hashlib.sha256(folder.extracted_path.read_bytes()).hexdigest()]
    if overrides:
        told += [overrides.name, hashlib.sha256(overrides.read_bytes()).hexdigest()]
    if judged:
        told += ["curations", str(judged.path.resolve() != folder.curations.resolve()), judged.path.name, judged.sha256]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _is_assembled(folder: GraphFolder, base: str, overrides: Path | None, judged: Curations | None) -> bool:
    """Tell whether the graph that stands in a folder is the one that assembling it would give."""
    try:
        manifest = folder.manifest()
    except GraphFolderError:
        return False
    whole = all(folder.table(name).is_file() for name in manifest["counts"])
    return whole and manifest.get("assembled_of") == _assembled_of(folder, base, overrides, judged)


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
    add: bool = False,
    engine: str = "local",
    resources: Resources = ALONE,
    overrides: Path | None = None,
    curations: Path | None = None,
    base: str | None = None,
    memory: int | None = None,
    progress: Progress = _silent,
    tell: Tell = _silent,
    stage: Tell = _silent,
) -> Report:
    """Make `out` the graph of exactly these inputs, or with `add` of those before too.

    What stands there already and would come out the same is not made again: neither extractions nor the graph.

    Args:
        base: what the graph's own names begin with: the usual one if None, with `add` that of the graph before.
        stage: called with each stage of assembling when it begins.

    Raises:
        OptionError: the base is no IRI that names may follow on.
        KGError: as `annotate`; also where any row of the overrides or curations cannot be used, which is found out
            before anything is read.
    """
    from kg.assemble.assemble import STAGES
    from kg.core.folder import GraphFolder

    base = checked_base(base or (GraphFolder(out).base if add else BASE))
    judged = curations_of(out, curations)
    if overrides:
        from kg.core.overrides import read_overrides
        from kg.index.load import load_lexicon

        read_overrides(overrides, load_lexicon(recipe.ontologies).concepts)
    with writing(out) as folder:
        report = annotate(
            inputs,
            out,
            recipe,
            reader=reader,
            add=add,
            engine=engine,
            resources=resources,
            progress=progress,
            tell=tell,
        )
        report.unchanged = _is_assembled(folder, base, overrides, judged)
        if report.unchanged:
            manifest = folder.manifest()
        else:
            stages = iter((*STAGES, ""))
            stage(next(stages))
            manifest = assemble(out, overrides, curations, base, memory, lambda: stage(next(stages)))
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
    engine: str = "local",
    resources: Resources = ALONE,
    progress: Progress = _silent,
) -> Report:
    """Write what is found as one standoff file.

    Raises:
        UnknownName: no such annotation format.
        KGError: as `annotate`.
    """
    from kg.core.folder import GraphFolder
    from kg.core.tables import atomic, read_extractions
    from kg.export import STANDOFF

    write = STANDOFF[form]
    with TemporaryDirectory(prefix="kg-") as scratch:
        place = Path(scratch) / "found"
        report = annotate(inputs, place, recipe, reader=reader, engine=engine, resources=resources, progress=progress)
        found = (one for shard in GraphFolder(place).shards() for one in read_extractions(shard))
        with atomic(out) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
            write(found, file)
    return report


def explain(text: str, recipe: Recipe) -> dict[str, Any]:
    """Return why a text gives the relations it gives (see kg.annotate.explain).

    Args:
        text: read as a file that holds it would be: its first line may be a title.

    Raises:
        OptionError: it is nothing but space.
    """
    from kg.annotate.explain import explain as explained
    from kg.read.text import parse

    document = parse(text)
    if document is None:
        raise OptionError("there is no text to explain")
    return explained(load_annotator(recipe), document)
