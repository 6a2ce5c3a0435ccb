"""The door: parses, calls one function, prints."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.core.errors import KGError, OptionError

app = typer.Typer(
    help="Read biomedical abstracts into an evidence-backed knowledge graph.\n\n"
    "    kg build example --out my-graph        the shipped example abstracts\n\n"
    "    kg show my-graph IL-2                  what the graph knows, with sentences",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)

Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT...", help="Files, folders, globs, '-' for standard input, or 'example'."),
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A graph folder (what `kg build --out` wrote).")]
Reader = Annotated[str | None, typer.Option(help="Read every input so, instead of looking at the content.")]
Pipeline = Annotated[str, typer.Option(help="Name of a shipped pipeline, or a folder with a config.cfg.")]
Ontologies = Annotated[
    list[str] | None,
    typer.Option("--ontology", help="Further concept table (TSV) or folder of them; repeatable."),
]
Workers = Annotated[
    int, typer.Option(min=1, help="Processes that annotate; the result is the same for any number.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 where anything was skipped.")]
AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON on standard output.")]


def say(line: str) -> None:
    """Print for people; with --json, standard output holds the JSON alone."""
    print(line, file=sys.stderr)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int], None]]:
    """Show a running count on a terminal; say nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[pace]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, pace="")

        def advance(count: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            pace = f"{count:,} documents, {count / elapsed:,.0f} per second" if elapsed else ""
            bar.update(task, completed=count, pace=pace)

        yield advance


def _recipe(pipeline: str, ontologies: list[str] | None) -> Any:
    from kg.run import Recipe

    return Recipe(pipeline, tuple(ontologies or ()))


def _finish(report: Any, where: str, strict: bool, as_json: bool) -> None:
    from kg.printing import report_lines

    told = {"read": report.read, "skipped": report.skipped, "counts": report.counts, "out": where}
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for line in report_lines(told):
            print(line)
    if strict and report.skipped:
        raise typer.Exit(1)


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

    with _progress("reading") as advance:
        report = run.build(
            run.expand_example(inputs or []),
            out,
            _recipe(pipeline, ontologies),
            reader=reader,
            workers=workers,
            progress=advance,
        )
    _finish(report, str(out), strict=False, as_json=as_json)
    if not as_json:
        print(f"look at it: kg show {out} IL-2   kg explore {out}   kg query {out} --file QUERY.rq")
    if strict and report.skipped:
        raise typer.Exit(1)


@app.command()
def annotate(
    inputs: Inputs = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR|FILE", help="Folder of shards, or with --format a file.")
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", help="pubtator, bioc-json or jsonl: write one file.")
    ] = None,
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
        _explain(text, recipe, as_json)
        return
    if out is None:
        raise OptionError("annotate needs --out (a folder; with --format a file), or --text")
    given = run.expand_example(inputs or [])
    with _progress("reading") as advance:
        if form is None:
            report = run.annotate(given, out, recipe, reader=reader, workers=workers, progress=advance)
        else:
            report = run.annotate_file(
                given, out, form, recipe, reader=reader, workers=workers, progress=advance
            )
    _finish(report, str(out), strict, as_json)


def _explain(text: str, recipe: Any, as_json: bool) -> None:
    from kg import run
    from kg.printing import explanation_lines

    explained, names = run.explain(text, recipe)
    if as_json:
        print(json.dumps(explained, ensure_ascii=False))
    else:
        for line in explanation_lines(explained, names):
            print(line)


@app.command()
def assemble(folder: Folder, as_json: AsJson = False) -> None:
    """Make the graph of the extractions in DIR (after `kg annotate --out DIR`).

    Example: kg annotate abstracts/ --out my-graph && kg assemble my-graph
    """
    from kg import run

    counts = run.assemble(folder)
    if as_json:
        print(json.dumps(counts))
    else:
        for name, count in counts.items():
            print(f"{count:>10,}  {name}")


@app.command()
def query(
    folder: Folder,
    sparql: Annotated[
        str | None, typer.Argument(metavar="SPARQL", help="The query; known prefixes need no lines.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="Read the query from a file.")] = None,
    form: Annotated[
        str, typer.Option("--format", help="table, json, csv or tsv; CONSTRUCT answers in Turtle.")
    ] = "table",
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
        sys.stdout.write(render(graph.query(sparql or ""), form, width))


def _read_query(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"{file}: {error.strerror if isinstance(error, OSError) else error}") from error


@app.command()
def export(
    folder: Folder,
    form: Annotated[str, typer.Option("--format", help="One of the formats that `kg list` names.")],
    out: Annotated[
        Path, typer.Option(metavar="PATH", help="The file; a folder for formats of several files.")
    ],
    as_json: AsJson = False,
) -> None:
    """Write DIR in another format.

    Example: kg export my-graph --format kgx-jsonl --out kgx/
    """
    from kg.core.folder import GraphFolder
    from kg.export import EXPORTERS

    write = EXPORTERS[form]
    counts = write(GraphFolder(folder), out)
    if as_json:
        print(json.dumps(dict(counts)))
    else:
        print(f"{out}: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()))


@app.command()
def explore(
    folder: Folder,
    focus: Annotated[
        str | None, typer.Option(help="Show this concept (name or CURIE) and its neighbours.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="A .html file or a folder; DIR/site by default.")
    ] = None,
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
    print(
        f"{page}: {counts.nodes:,} of {counts.nodes_in_all:,} concepts, {counts.edges:,} of {counts.edges_in_all:,} assertions"
    )


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
    from kg.printing import concept_line, edge_lines

    with kg.open(folder) as graph:
        concept = graph.concept(name)
        edges = graph.edges_of(concept["id"], context)
        medicine = graph.medicine_of(concept["id"])
        given = graph.concept(medicine) if medicine else None
        edges_given = graph.edges_of(medicine, context) if medicine else []
    if as_json:
        print(
            json.dumps(
                {"concept": concept, "edges": edges, "given_as": given, "edges_given": edges_given},
                ensure_ascii=False,
            )
        )
        return
    print(concept_line(concept))
    for line in edge_lines(edges):
        print(line)
    if given and edges_given:
        print(f"\ngiven as a medicine: {concept_line(given)}")
        for line in edge_lines(edges_given):
            print(line)
    if not edges and not edges_given:
        print("  nothing is said about it" + (f" in the context {context!r}" if context else ""))


@app.command()
def evaluate(
    task: Annotated[str, typer.Argument(help="mentions, links or relations.")],
    gold: Annotated[list[Path], typer.Option(help="Gold annotations (PubTator or BioC); repeatable.")],
    more: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="More gold files.")] = None,
    pipeline: Pipeline = "immunology",
    as_json: AsJson = False,
) -> None:
    """Score a pipeline against gold annotations.

    Example: kg evaluate mentions --gold dev.pubtator
    """
    from kg import run

    scores, skipped = run.evaluate(task, [*gold, *(more or [])], _recipe(pipeline, None))
    for problem in skipped:
        say(f"skipped: {problem}")
    if as_json:
        print(json.dumps(scores.as_json()))
    else:
        for line in scores.lines():
            print(line)


@app.command(name="list")
def list_(as_json: AsJson = False) -> None:
    """Name the readers, formats, pipelines and predicates at hand.

    Example: kg list
    """
    from kg.core.paths import shipped_pipelines
    from kg.core.vocabulary import categories, predicates
    from kg.export import EXPORTERS, STANDOFF
    from kg.read import READERS

    known = {
        "readers": list(READERS),
        "export formats": list(EXPORTERS),
        "annotation formats": list(STANDOFF),
        "pipelines": list(shipped_pipelines()),
        "categories": list(categories()),
        "predicates": list(predicates()),
    }
    if as_json:
        print(json.dumps(known))
    else:
        for name, values in known.items():
            print(f"{name + ':':<20}{' '.join(values)}")


def main() -> None:
    """Run the command line; a KGError is one line and exit 1, anything else is our bug and shows its traceback."""
    try:
        app()
    except KGError as error:
        print(f"kg: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe (head, less) went away: not an error
        sys.exit(0)


if __name__ == "__main__":
    main()
