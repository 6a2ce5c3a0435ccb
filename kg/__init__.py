"""immunokg reads biomedical abstracts and answers with an evidence-backed knowledge graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.core.report import Report
    from kg.curating import Curated
    from kg.graph import Graph

__all__ = ["__version__", "build", "curate", "explain", "open", "reassemble"]

__version__ = "0.1.0"

# Each imports what it needs when it is called: `import kg` and `kg --help` load neither spaCy nor DuckDB
File = str | Path


def open(folder: File) -> Graph:  # noqa: A001  (kg.open reads as zipfile.open does)
    """Open a built graph folder.

    Args:
        folder: what `kg build --out` wrote.

    Raises:
        GraphFolderError: the folder holds no graph, or one of another format version.
    """
    from kg.graph import Graph

    return Graph(Path(folder))


def build(
    inputs: File | Sequence[File],
    out: File,
    *,
    pipeline: File = "immunology",
    ontologies: Sequence[File] = (),
    overrides: File | None = None,
    curations: File | None = None,
    reader: str | None = None,
    workers: int = 1,
) -> Report:
    """Read documents, find what they say, and make `out` the graph of exactly these inputs, as `kg build` does.

    Args:
        inputs: files, folders and globs; "example" stands for the shipped abstracts.
        out: the graph folder; `kg.open` opens it.
        pipeline: a shipped one's name, or a folder with a `config.cfg`.
        ontologies: further ones: installed ones by name, files, folders, concept tables.
        overrides: a table of what names and concepts mean in this graph (docs/overrides.md).
        curations: a curator's verdicts (docs/curation.md) in place of the folder's own.
        reader: read every input so, instead of looking at the content.
        workers: processes that work side by side. A script (not a notebook) that asks for more than one calls this
            under `if __name__ == "__main__":`.

    Returns:
        What was read, what was not and why, and the rows of each table.

    Raises:
        GraphFolderError: something else stands at `out`.
        InputError, DataError: an input is missing, no document could be read, or a table cannot be used.
        UnknownName: no pipeline, ontology or reader is called so.
    """
    from kg import run
    from kg.engines import Resources
    from kg.recipe import Recipe

    return run.build(
        [str(one) for one in ([inputs] if isinstance(inputs, File) else inputs)],
        Path(out),
        Recipe(str(pipeline), tuple(map(str, ontologies))),
        reader=reader,
        resources=Resources(workers),
        overrides=_path(overrides),
        curations=_path(curations),
    )


def reassemble(folder: File, *, overrides: File | None = None, curations: File | None = None) -> dict[str, Any]:
    """Make the graph of what was read before anew, as `kg assemble` does; no text is read.

    Args:
        folder: a graph folder.
        overrides, curations: as `build` takes them; without them the graph is again what it was.

    Returns:
        The graph's manifest: `counts`, and what every row of `overrides` and `curations` did.

    Raises:
        GraphFolderError: the folder holds no extractions.
        InputError, DataError: a table is missing or cannot be used; the graph stays as it was.
    """
    from kg import run

    return run.assemble(Path(folder), _path(overrides), _path(curations))


def curate(
    folder: File,
    ids: str | Sequence[str],
    verdict: str,
    *,
    note: str = "",
    curator: str = "",
    overrides: File | None = None,
) -> Curated:
    """Say that what a graph states is right or wrong; the graph follows, as with `kg curate`.

    Args:
        folder: a graph folder; open it again to see what became of it.
        ids: of evidence, or of assertions with all their evidence; the beginning of one that no other id has will do.
        verdict: "right", "wrong", or "wrong:polarity" and other kinds of error (docs/curation.md).
        overrides: the table that the graph was assembled with, where there was one.

    Returns:
        The sentences before and after.

    Raises:
        UnknownEvidence: an id that names none, or several.
        OptionError: no such verdict, or the graph was assembled with a table that is not named.
    """
    from kg.curating import Place, judge
    from kg.printing import edge_phrase

    place = Place(Path(folder), overrides=_path(overrides))
    wanted = [ids] if isinstance(ids, str) else list(ids)
    return judge(place, wanted, verdict, edge_phrase, note=note, curator=curator)


def explain(text: str, *, pipeline: File = "immunology", ontologies: Sequence[File] = ()) -> dict[str, Any]:
    """Return why a text gives the relations it gives, or none, as `kg annotate --text --json` does.

    Returns:
        `mentions` with their candidates, and `sentences`, each with its `relations` (by which `rule`, on which
        `trigger`) and `why_none`; see `kg.annotate.explain`.

    Raises:
        UnknownName, DataError: no such pipeline or ontology, or one that cannot be used.
    """
    from kg import run
    from kg.recipe import Recipe

    return run.explain(text, Recipe(str(pipeline), tuple(map(str, ontologies))))


def _path(file: File | None) -> Path | None:
    return None if file is None else Path(file)
