"""the command line -> graphs made and scored: build, annotate, assemble, evaluate."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import typer

from kg.commands.curating import curation_lines
from kg.core.errors import OptionError
from kg.options import (
    Add,
    Address,
    AsJson,
    Base,
    Curations,
    Engine,
    Folder,
    Inputs,
    Memory,
    Ontologies,
    Overrides,
    Pipeline,
    Reader,
    Storage,
    Strict,
    Workers,
    sized,
)
from kg.printing import emit, explanation_lines, note, number, progress, put, report_lines, resumable, stages

UNMET_SHOWN = 5  # ids


def _recipe(pipeline: str, ontologies: list[str] | None) -> Any:
    from kg.recipe import Recipe

    return Recipe(pipeline, tuple(ontologies or ()))


def _resources(engine: str, workers: int | None, address: str, storage: str) -> Any:
    from kg.engines import Resources

    if engine == "local" and (address or storage):
        raise OptionError(f"{'--address' if address else '--storage'} goes with --engine ray: this machine needs none")
    return Resources(workers or 0, address, storage)


def _finish(
    report: Any, where: Path, strict: bool, as_json: bool, manifest: Mapping[str, Any] = MappingProxyType({})
) -> None:
    told = {**asdict(report), "out": str(where)}
    applied, lines = _applied(manifest)
    emit({**told, **applied}, [*report_lines(told), *lines], as_json)
    if not as_json and report.counts and not report.counts["assertions"]:
        put("nothing is asserted in it: kg annotate --text 'A SENTENCE' tells why of a sentence\n")
    elif not as_json and report.counts:
        put(f"look at it: kg show {where} NAME   kg explore {where}   kg query {where} SPARQL\n")
    if strict and report.skipped:
        raise typer.Exit(1)


def _tell_what_is_left_out(out: Path, overrides: Path | None) -> None:
    """Say that the graph which stands there had overrides and the new one has none."""
    from kg.core.errors import GraphFolderError
    from kg.core.folder import GraphFolder

    try:
        before = GraphFolder(out).manifest()
    except GraphFolderError:  # none there
        return
    if overrides is None and "overrides" in before:
        note(f"the overrides of {before['overrides']['file']} are not applied this time; --overrides names them")


def _applied(manifest: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what a manifest says of overrides and curations, where there were any; and the same in lines."""
    applied = {name: manifest[name] for name in ("overrides", "curations") if name in manifest}
    lines = [*_override_lines(applied["overrides"])] if "overrides" in applied else []
    return applied, lines + ([*curation_lines(applied["curations"])] if "curations" in applied else [])


def _override_lines(overrides: Mapping[str, Any]) -> Iterator[str]:
    """Tell row by row what overrides changed; a row that changed nothing is told too."""
    yield f"overrides: {number(len(overrides['rows']), 'row')} of {overrides['file']}"
    for row in overrides["rows"]:
        done = "dropped" if row["kind"] == "drop" else "changed"
        counted = (
            (row["mentions"], number(row["mentions"], "mention") + f" {done}"),
            (row["relations"], number(row["relations"], "relation") + " changed"),
            (row["relations_dropped"], number(row["relations_dropped"], "relation") + " dropped"),
            (row["contexts"], number(row["contexts"], "context") + " changed"),
        )
        changes = ", ".join(words for count, words in counted if count)
        yield f"  line {row['line']}, {row['row']}: {changes or 'changed nothing'}"


def build(
    inputs: Inputs = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the graph is written.")] = ...,  # type: ignore[assignment]
    reader: Reader = None,
    pipeline: Pipeline = "immunology",
    ontologies: Ontologies = None,
    overrides: Overrides = None,
    curations: Curations = None,
    base: Base = None,
    add: Add = False,
    engine: Engine = "local",
    workers: Workers = None,
    address: Address = "",
    storage: Storage = "",
    memory: Memory = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Read documents, find what they say, and make DIR the graph of exactly these inputs.

    What DIR holds of them already is not read again, also where a run before was stopped.

    Example: kg build abstracts/ more.jsonl.gz --out my-graph --workers 2

    Example: kg build update.xml.gz --add --out my-graph
    """
    from kg import run
    from kg.core.folder import GraphFolder

    room = sized(memory)
    resources = _resources(engine, workers, address, storage)
    _tell_what_is_left_out(out, overrides)
    with resumable(), progress("reading") as advance:
        report = run.build(
            inputs or [],
            out,
            _recipe(pipeline, ontologies),
            reader=reader,
            add=add,
            engine=engine,
            resources=resources,
            overrides=overrides,
            curations=curations,
            base=base,
            memory=room,
            progress=advance,
            tell=note,
            stage=lambda name: advance(now=f"assembling {name}"),
        )
    _finish(report, out, strict, as_json, GraphFolder(out).manifest())


def annotate(
    inputs: Inputs = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR|FILE", help="Folder of shards, or with --format a file.")
    ] = None,
    form: Annotated[str | None, typer.Option("--format", help="pubtator, bioc-json or jsonl: write one file.")] = None,
    text: Annotated[
        str | None, typer.Option(help="Explain this text, read as a file of it: mentions, candidates, rules.")
    ] = None,
    reader: Reader = None,
    pipeline: Pipeline = "immunology",
    ontologies: Ontologies = None,
    add: Add = False,
    engine: Engine = "local",
    workers: Workers = None,
    address: Address = "",
    storage: Storage = "",
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
        explained = run.explain(text, recipe)
        emit(explained, explanation_lines(explained), as_json)
        return
    if out is None:
        raise OptionError(
            'annotate needs --out (a folder; with --format a file); --text "$(cat FILE)" explains how a text is read'
        )
    if add and form:
        raise OptionError("--add goes without --format: a file is written anew")
    if form and engine == "ray" and not storage:
        raise OptionError("--format with --engine ray needs --storage: a folder that all nodes reach")
    resources = _resources(engine, workers, address, storage)
    given: dict[str, Any] = {"reader": reader, "engine": engine, "resources": resources}
    with progress("reading") as advance:
        if form is None:
            report = run.annotate(inputs or [], out, recipe, add=add, **given, progress=advance, tell=note)
        else:
            report = run.annotate_file(inputs or [], out, form, recipe, **given, progress=advance)
    _finish(report, out, strict, as_json)


def assemble(
    folder: Folder,
    overrides: Overrides = None,
    curations: Curations = None,
    base: Base = None,
    memory: Memory = None,
    as_json: AsJson = False,
) -> None:
    """Make the graph of the extractions in DIR (after `kg annotate --out DIR`), the texts are not read again.

    Example: kg annotate abstracts/ --out my-graph && kg assemble my-graph

    Example: kg assemble my-graph --overrides mine.sssom.tsv
    """
    from kg import run
    from kg.assemble.assemble import STAGES

    room = sized(memory)
    _tell_what_is_left_out(folder, overrides)
    with stages("assembling", STAGES) as advance:
        manifest = run.assemble(folder, overrides, curations, base, room, advance)
    applied, lines = _applied(manifest)
    counts = [f"{count:>10,}  {name}" for name, count in manifest["counts"].items()]
    emit({**manifest["counts"], **applied}, [*counts, *lines], as_json)


def evaluate(
    task: Annotated[str, typer.Argument(metavar="TASK", help="mentions, links or relations.")],
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE", help="Gold files.")] = None,
    gold: Annotated[
        list[Path] | None,
        typer.Option(
            help="Gold: PubTator, BioC, CoNLL, JSON Lines, ChemProt's tables, PPI's XML, Evidence Inference's lists; "
            "or brat's files in a folder, a .zip, or a folder of one (corpus.zip!devel/); for relations also "
            "DIR/curations.tsv; repeatable."
        ),
    ] = None,
    pipeline: Pipeline = "immunology",
    ontologies: Ontologies = None,
    mentions: Annotated[
        str,
        typer.Option(
            help="predicted; or gold: for links, find the concepts of the marked spans; for relations, read what is "
            "said of the marked mentions."
        ),
    ] = "predicted",
    texts: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Files that hold the documents, where the gold has no texts; repeatable."),
    ] = None,
    point: Annotated[
        str, typer.Option(help="Operating point of what is learned: balanced, or precise as `kg build` has it.")
    ] = "balanced",
    only: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep to these documents: a line for each, with any of its ids.")
    ] = None,
    errors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write each miss and false alarm, with its kind and context (TSV)."),
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the predictions (JSON Lines).")] = None,
    compare: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Predictions saved before: count what was gained and lost.")
    ] = None,
    changes: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --compare: write what was gained and lost (TSV).")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Put the scores into the pipeline's scores.json.")] = False,
    as_json: AsJson = False,
) -> None:
    """Score a pipeline against gold annotations.

    Example: kg evaluate mentions --gold dev.pubtator

    Example: kg evaluate links --gold dev.pubtator --errors errors.tsv --save now.jsonl --compare before.jsonl
    """
    from kg.scoring import Asked
    from kg.scoring import evaluate as score

    given = (*(gold or []), *(files or []))
    if not given:
        raise OptionError("name a gold file: kg evaluate mentions --gold FILE")
    asked = Asked(task, given, mentions, tuple(texts or ()), only, errors, save, compare, changes, point, write)
    evaluated = score(asked, _recipe(pipeline, ontologies))
    for problem in evaluated.skipped:
        print(f"skipped: {problem}", file=sys.stderr)
    if evaluated.unmet:
        told = ", ".join(evaluated.unmet[:UNMET_SHOWN])
        more = " …" if len(evaluated.unmet) > UNMET_SHOWN else ""
        print(f"--only: {number(len(evaluated.unmet), 'document')} in no gold file: {told}{more}", file=sys.stderr)
    emit(evaluated.as_json(), evaluated.lines(), as_json)
