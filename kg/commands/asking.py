"""the command line -> what a graph knows: query, show, explore, export; and what there is to choose from: list."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.core.errors import OptionError, QueryError, UnknownName
from kg.options import AsJson, Folder, narrowing
from kg.printing import emit, known_lines, note, number, progress, put

KINDS_SHOWN = 8  # names


def query(
    folder: Folder,
    sparql: Annotated[
        str | None, typer.Argument(metavar="SPARQL", help="The query; known prefixes need no lines.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="Read the query from a file, or name a shipped one (`kg list`).")
    ] = None,
    bind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="Value of the query's $NAME: CURIE, <IRI>, \"text\", number, or a concept's name; repeatable.",
        ),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", help="table, json, csv or tsv; CONSTRUCT answers in Turtle.")
    ] = "table",
    as_json: AsJson = False,
) -> None:
    """Ask DIR a SPARQL query.

    Example: kg query my-graph 'SELECT ?drug WHERE { ?drug biolink:ameliorates_condition MONDO:0007915 }'

    Example: kg query my-graph --file below --bind concept='autoimmune disease'
    """
    import kg
    from kg.store.absent import absent
    from kg.store.answer import render

    if (sparql is None) == (file is None):
        raise OptionError("give either a query or --file")
    values = dict(_binding(one) for one in bind or ())
    sparql = _read_query(file, values) if file is not None else _checked(sparql or "")
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    with kg.open(folder) as graph:
        told = render(graph.query(sparql, values), "json" if as_json else form, width)
        unmet = absent(graph.folder, sparql)
        unmet = unmet if unmet and graph.query(sparql, values).found_nothing() else {}
    put(told if told.endswith("\n") else f"{told}\n")
    for name, meant in unmet.items():
        note(f"kg: {name} is nowhere in this graph" + (f"; did you mean {meant}?" if meant else ""))


def _checked(sparql: str) -> str:
    """Return a query as it is; a single word is none, but somebody may mean one that --file takes."""
    from kg.core.paths import shipped_queries

    if len(sparql.split()) != 1 or "{" in sparql:
        return sparql
    known = shipped_queries()
    if sparql in known or Path(sparql).is_file():
        raise QueryError(f"{sparql!r} is no SPARQL; --file {sparql} asks what it names")
    raise QueryError(f"{sparql!r} is no SPARQL; --file takes a file or a shipped query: {', '.join(known)}")


def _binding(text: str) -> tuple[str, str]:
    name, given, value = text.partition("=")
    if not given or not name.lstrip("$?") or not value:
        raise OptionError(f"--bind takes NAME=VALUE, not {text!r}")
    return name.lstrip("$?"), value


def _read_query(file: Path, values: Mapping[str, str]) -> str:
    """Return a query file's text; a name alone is that of a shipped query, whose parameters all need a value."""
    from kg.core.paths import shipped_queries
    from kg.store.query import parameters

    known = shipped_queries()
    shipped = None if file.exists() else known.get(file.name.removesuffix(".rq"))
    if not shipped and not file.exists() and file.name == str(file):
        raise UnknownName("file or shipped query", file.name, tuple(known))
    try:
        sparql = (shipped or file).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise OptionError(f"{file}: {error}") from error
    missing = [name for name in parameters(sparql) if name not in values] if shipped else []
    if missing:
        raise OptionError(f"the query {file} needs {' '.join(f'--bind {name}=VALUE' for name in missing)}")
    return sparql


@narrowing
def export(
    folder: Folder,
    form: Annotated[str, typer.Option("--format", help="One of the formats that `kg list` names.")],
    out: Annotated[Path, typer.Option(metavar="PATH", help="The file; a folder for formats of several files.")],
    as_json: AsJson = False,
    *,
    wanted: Mapping[str, Any],
) -> None:
    """Write DIR, or the part of it that the options leave, in another format.

    Example: kg export my-graph --format kgx-jsonl --out kgx/

    Example: kg export my-graph --format graphml --out lupus.graphml --about lupus --below --min-belief 0.6

    Example: kg export my-graph --format svg --out treg.svg --about 'regulatory T cells'
    """
    import kg
    from kg.export import EXPORTERS

    write = EXPORTERS[form]
    with kg.open(folder) as graph, graph.select(**wanted) as part:
        counts = dict(write(part.folder, out))
    emit(counts, [f"{out}: " + ", ".join(f"{count:,} {name}" for name, count in counts.items())], as_json)


@narrowing
def explore(
    folder: Folder,
    focus: Annotated[str | None, typer.Option(help="Show this concept (name or CURIE) and its neighbours.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="A .html file or a folder; DIR/site by default.")
    ] = None,
    as_json: AsJson = False,
    *,
    wanted: Mapping[str, Any],
) -> None:
    """Write pages to look at: a site with a page for everything, or one page with the graph alone.

    Both work without a network. A path that ends in .html is one self-contained file; anything else a folder.

    Example: kg explore my-graph --out site

    Example: kg explore my-graph --focus IL-2 --out il2.html

    Example: kg explore my-graph --context lupus --min-belief 0.6 --out lupus.html
    """
    import kg
    from kg.explore.page import write_page
    from kg.explore.site import write_site

    place = out or folder / "site"
    if focus and place.suffix != ".html":
        raise OptionError("--focus draws one concept and its neighbours on one page: name a file, --out il2.html")
    with kg.open(folder) as graph, graph.select(**wanted) as part:
        if place.suffix != ".html":
            with progress("writing", "pages") as advance:
                written = write_site(part.folder, place, advance)
            size = f"{written['pages']:,} pages, {written['bytes'] / 1e6:,.1f} MB"
            emit({"site": str(place), **written}, [f"{place / 'index.html'}: {size}"], as_json)
            return
        centre = part.concept(focus)["id"] if focus else None
        counts = write_page(part.folder, place, focus=centre)
    shown = f"{counts.nodes:,} of {counts.nodes_all:,} concepts, {counts.edges:,} of {counts.edges_all:,} assertions"
    emit({"page": str(place), **asdict(counts)}, [f"{place}: {shown}"], as_json)


def show(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="NAME_OR_CURIE", help="A concept, by name, synonym or id.")],
    context: Annotated[
        str | None, typer.Option(help="Only evidence from this disease, species, tissue or dose.")
    ] = None,
    below: Annotated[
        bool, typer.Option("--below", help="Also what is said of everything that is a kind of it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print what DIR knows about a concept, edge by edge, with the best sentence of each.

    Example: kg show my-graph 'regulatory T cells' --context lupus

    Example: kg show my-graph 'autoimmune disease' --below
    """
    import kg

    with kg.open(folder) as graph:
        known = graph.about(name, context, below=below)
    emit(known, _with_kinds(known, known_lines(known, context), below), as_json)


def _with_kinds(known: Mapping[str, Any], lines: Iterator[str], below: bool) -> Iterator[str]:
    """Name behind a concept's line the kinds of it that texts mention, or how to see what is said of them."""
    yield next(lines)
    kinds = [f"{one['name']} ({one['mention_count']:,})" for one in known["kinds"] if one["mention_count"]]
    if kinds and below:
        more = f" and {len(kinds) - KINDS_SHOWN:,} more" if len(kinds) > KINDS_SHOWN else ""
        yield f"  with {number(len(kinds), 'kind')} of it: {', '.join(kinds[:KINDS_SHOWN])}{more}"
    elif kinds:
        yield f"  {number(len(kinds), 'kind')} of it mentioned too: --below shows what is said of them"
    yield from lines


def list_(as_json: AsJson = False) -> None:
    """Name the readers, formats, pipelines, predicates and kinds of error at hand.

    Example: kg list
    """
    from kg.core.curations import ERRORS
    from kg.core.paths import shipped_pipelines, shipped_queries
    from kg.core.vocabulary import categories, predicates
    from kg.engines import ENGINES
    from kg.export import EXPORTERS, STANDOFF
    from kg.index import READERS as ONTOLOGY_READERS
    from kg.read import READERS

    known = {
        "readers": list(READERS),
        "ontology readers": list(ONTOLOGY_READERS),
        "export formats": list(EXPORTERS),
        "annotation formats": list(STANDOFF),
        "pipelines": list(shipped_pipelines()),
        "engines": list(ENGINES),
        "queries": list(shipped_queries()),
        "categories": list(categories()),
        "predicates": list(predicates()),
        "kinds of error": list(ERRORS),
    }
    emit(known, (f"{name + ':':<20}{' '.join(values)}" for name, values in known.items()), as_json)
