"""The door: parses, calls one function, prints."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.core.errors import OptionError
from kg.options import AsJson, Folder, Inputs, Ontologies, Pipeline, Reader, Strict, Version, Workers
from kg.printing import complaint, emit, explanation_lines, known_lines, progress, put, report_lines

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _recipe(pipeline: str, ontologies: list[str] | None) -> Any:
    from kg.run import Recipe

    return Recipe(pipeline, tuple(ontologies or ()))


def _finish(report: Any, where: Path, strict: bool, as_json: bool) -> None:
    told = {**asdict(report), "out": str(where)}
    emit(told, report_lines(told), as_json)
    if not as_json and report.counts:
        put(f"look at it: kg show {where} NAME   kg explore {where}   kg query {where} SPARQL\n")
    if strict and report.skipped:
        raise typer.Exit(1)


@app.callback()
def common(
    version: Version = False,
) -> None:
    """Read biomedical abstracts into an evidence-backed knowledge graph.

    kg build example --out my-graph        the shipped example abstracts

    kg show my-graph IL-2                  what the graph knows, with sentences
    """


@app.command()
def build(
    inputs: Inputs = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the graph is written.")] = ...,  # type: ignore[assignment]
    reader: Reader = None,
    pipeline: Pipeline = "immunology",
    ontologies: Ontologies = None,
    workers: Workers = 1,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Read documents, find what they say, and make DIR the graph of exactly these inputs.

    Example: kg build abstracts/ more.jsonl.gz --out my-graph --workers 2
    """
    from kg import run

    with progress("reading") as advance:
        report = run.build(
            inputs or [],
            out,
            _recipe(pipeline, ontologies),
            reader=reader,
            workers=workers,
            progress=advance,
        )
    _finish(report, out, strict, as_json)


@app.command()
def annotate(
    inputs: Inputs = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR|FILE", help="Folder of shards, or with --format a file.")
    ] = None,
    form: Annotated[str | None, typer.Option("--format", help="pubtator, bioc-json or jsonl: write one file.")] = None,
    text: Annotated[str | None, typer.Option(help="Explain this text: mentions, candidates, rules.")] = None,
    reader: Reader = None,
    pipeline: Pipeline = "immunology",
    ontologies: Ontologies = None,
    workers: Workers = 1,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Find mentions and relations: into shards for `kg assemble`, into a standoff file, or explained.

    Example: kg annotate --text 'Low-dose IL-2 expands regulatory T cells in lupus.'

    Example: kg annotate papers.pubtator --format pubtator --out found.pubtator
    """
    from kg import run

    recipe = _recipe(pipeline, ontologies)
    if text is not None:
        if inputs or out or form:
            raise OptionError("--text goes without INPUT, --out and --format: it only prints")
        explained, names = run.explain(text, recipe)
        emit(explained, explanation_lines(explained, names), as_json)
        return
    if out is None:
        raise OptionError("annotate needs --out (a folder; with --format a file), or --text")
    with progress("reading") as advance:
        if form is None:
            report = run.annotate(inputs or [], out, recipe, reader=reader, workers=workers, progress=advance)
        else:
            report = run.annotate_file(
                inputs or [], out, form, recipe, reader=reader, workers=workers, progress=advance
            )
    _finish(report, out, strict, as_json)


@app.command()
def assemble(folder: Folder, as_json: AsJson = False) -> None:
    """Make the graph of the extractions in DIR (after `kg annotate --out DIR`).

    Example: kg annotate abstracts/ --out my-graph && kg assemble my-graph
    """
    from kg import run

    counts = run.assemble(folder)["counts"]
    emit(counts, (f"{count:>10,}  {name}" for name, count in counts.items()), as_json)


@app.command()
def query(
    folder: Folder,
    sparql: Annotated[
        str | None, typer.Argument(metavar="SPARQL", help="The query; known prefixes need no lines.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="Read the query from a file, or name a shipped one.")] = None,
    form: Annotated[
        str, typer.Option("--format", help="table, json, csv or tsv; CONSTRUCT answers in Turtle.")
    ] = "table",
    as_json: AsJson = False,
) -> None:
    """Ask DIR a SPARQL query.

    Example: kg query my-graph 'SELECT ?drug WHERE { ?drug biolink:ameliorates_condition MONDO:0007915 }'
    """
    import kg
    from kg.store.answer import render

    if (sparql is None) == (file is None):
        raise OptionError("give either a query or --file")
    if file is not None:
        sparql = _read_query(file)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    with kg.open(folder) as graph:
        told = render(graph.query(sparql or ""), "json" if as_json else form, width)
    put(told if told.endswith("\n") else f"{told}\n")


def _read_query(file: Path) -> str:
    """Return a query file's text; a name alone is that of a shipped query."""
    from kg.core.paths import shipped_queries

    shipped = shipped_queries().get(file.name.removesuffix(".rq"))
    try:
        return (shipped if shipped and not file.exists() else file).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise OptionError(f"{file}: {error}") from error


@app.command()
def export(
    folder: Folder,
    form: Annotated[str, typer.Option("--format", help="One of the formats that `kg list` names.")],
    out: Annotated[Path, typer.Option(metavar="PATH", help="The file; a folder for formats of several files.")],
    as_json: AsJson = False,
) -> None:
    """Write DIR in another format.

    Example: kg export my-graph --format kgx-jsonl --out kgx/
    """
    from kg.core.folder import GraphFolder
    from kg.export import EXPORTERS

    counts = dict(EXPORTERS[form](GraphFolder(folder), out))
    emit(counts, [f"{out}: " + ", ".join(f"{count:,} {name}" for name, count in counts.items())], as_json)


@app.command()
def explore(
    folder: Folder,
    focus: Annotated[str | None, typer.Option(help="Show this concept (name or CURIE) and its neighbours.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="A .html file or a folder; DIR/site by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a page to look at: one self-contained HTML file that works without a network.

    Example: kg explore my-graph --focus IL-2 --out il2.html
    """
    import kg
    from kg.explore.page import write_page

    place = out or folder / "site"
    with kg.open(folder) as graph:
        centre = graph.concept(focus)["id"] if focus else None
        counts = write_page(graph.folder, place, focus=centre)
    page = place if place.suffix == ".html" else place / "index.html"
    shown = f"{counts.nodes:,} of {counts.nodes_all:,} concepts, {counts.edges:,} of {counts.edges_all:,} assertions"
    emit({"page": str(page), **asdict(counts)}, [f"{page}: {shown}"], as_json)


@app.command()
def show(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="NAME_OR_CURIE", help="A concept, by name, synonym or id.")],
    context: Annotated[
        str | None, typer.Option(help="Only evidence from this disease, species, tissue or dose.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print what DIR knows about a concept, edge by edge, with the best sentence of each.

    Example: kg show my-graph 'regulatory T cells' --context lupus
    """
    import kg

    with kg.open(folder) as graph:
        known = graph.about(name, context)
    emit(known, known_lines(known, context), as_json)


@app.command()
def evaluate(
    task: Annotated[str, typer.Argument(help="mentions, links or relations.")],
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Gold files.")] = None,
    gold: Annotated[list[Path] | None, typer.Option(help="Gold file (PubTator or BioC); repeatable.")] = None,
    pipeline: Pipeline = "immunology",
    as_json: AsJson = False,
) -> None:
    """Score a pipeline against gold annotations.

    Example: kg evaluate mentions --gold dev.pubtator
    """
    from kg import run

    given = [*(gold or []), *(files or [])]
    if not given:
        raise OptionError("name a gold file: kg evaluate mentions --gold FILE")
    scores, skipped = run.evaluate(task, given, _recipe(pipeline, None))
    for problem in skipped:
        print(f"skipped: {problem}", file=sys.stderr)
    emit(scores.as_json(), scores.lines(), as_json)


@app.command(name="list")
def list_(as_json: AsJson = False) -> None:
    """Name the readers, formats, pipelines and predicates at hand.

    Example: kg list
    """
    from kg.core.paths import shipped_pipelines, shipped_queries
    from kg.core.vocabulary import categories, predicates
    from kg.export import EXPORTERS, STANDOFF
    from kg.read import READERS

    known = {
        "readers": list(READERS),
        "export formats": list(EXPORTERS),
        "annotation formats": list(STANDOFF),
        "pipelines": list(shipped_pipelines()),
        "queries": list(shipped_queries()),
        "categories": list(categories()),
        "predicates": list(predicates()),
    }
    emit(known, (f"{name + ':':<20}{' '.join(values)}" for name, values in known.items()), as_json)


def main() -> None:
    """Run the command line: what the user can mend is one line, exit 1 (2 for wrong usage).

    Anything else is our bug and shows its traceback.
    """
    try:
        sys.exit(app(sys.argv[1:] or ["--help"], standalone_mode=False) or 0)
    except Exception as error:
        told, code = complaint(error)
        if not told:
            raise
        print(f"kg: {told}", file=sys.stderr)
        sys.exit(code)


if __name__ == "__main__":
    main()
