"""the command line -> a graph that is kept up to date with files or a query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.core.errors import OptionError
from kg.options import AsJson, Base, Curations, Inputs, Memory, Ontologies, Overrides, Pipeline, Reader, Workers, sized
from kg.printing import emit, note, plain, report_lines

if TYPE_CHECKING:
    from kg.core.report import Report
    from kg.watching import Asked, Round, Watch

_STDIN = "-"


def watch(
    inputs: Inputs = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The graph.")] = ...,  # type: ignore[assignment]
    query: Annotated[
        str, typer.Option(metavar="QUERY", help="Fetch the papers that this finds, and later what is new or revised.")
    ] = "",
    source: Annotated[str, typer.Option(help="With --query: pubmed or europepmc.")] = "pubmed",
    papers: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="With --query: where they are kept; else DIR-papers.")
    ] = None,
    mirror: Annotated[str, typer.Option(metavar="URL", help="With --query: ask this server.")] = "",
    every: Annotated[
        float | None,
        typer.Option(min=0.1, metavar="SECONDS", help="From one look to the next; 10, with --query a day."),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Look once and stop, for a scheduler of the system.")] = False,
    reader: Reader = None,
    pipeline: Pipeline = "immunology",
    ontologies: Ontologies = None,
    overrides: Overrides = None,
    curations: Curations = None,
    base: Base = None,
    workers: Workers = None,
    memory: Memory = None,
    as_json: AsJson = False,
) -> None:
    """Build DIR, and again whenever the inputs change; what is there already is not read again. Ctrl-C ends it.

    Example: kg watch papers/ --out my-graph

    Example: kg watch --query 'low-dose interleukin-2 AND lupus' --out my-graph --once
    """
    from kg import run
    from kg.engines import Resources
    from kg.recipe import Recipe
    from kg.watching import Watch

    if _STDIN in (inputs or ()):
        raise OptionError("standard input cannot be watched: it is read once")
    room = sized(memory)
    asked = _asked(query, papers or _beside(out), source, mirror) if query else None
    given = [*(inputs or ()), *([str(asked.folder)] if asked else [])]
    if not given:
        raise OptionError("kg watch needs INPUT or --query")

    def build() -> Report:
        return run.build(
            watching.present(), out, Recipe(pipeline, tuple(ontologies or ())),
            reader=reader, resources=Resources(workers or 0), overrides=overrides, curations=curations, base=base,
            memory=room,
        )  # fmt: skip

    beside = [file for file in (overrides, curations or out / "curations.tsv") if file]
    watching = Watch(given, build, beside, asked)
    try:
        _watch(watching, once, every or (86_400.0 if query else 10.0), as_json)
    except KeyboardInterrupt:
        note("kg: stopped watching")
        raise typer.Exit(130) from None


def _beside(out: Path) -> Path:
    """Return DIR-papers, also where DIR is `.` or `..`."""
    named = out if out.name not in ("", "..") else out.resolve()
    return named.parent / f"{named.name}-papers"


def _asked(query: str, folder: Path, source: str, mirror: str) -> Asked:
    from kg.fetch.source import Way
    from kg.watching import Asked

    folder.mkdir(parents=True, exist_ok=True)
    return Asked(query, folder, Way(source, "last", mirror=mirror))


def _watch(watching: Watch, once: bool, every: float, as_json: bool) -> None:
    from kg.watching import Round

    if not once and not as_json:
        note(f"watching {', '.join(map(plain, watching.inputs))}, every {every:,g} seconds; Ctrl-C ends it")
    for done in map(Round, watching.once()) if once else watching.rounds(every):
        _tell(done, as_json)


def _tell(done: Round, as_json: bool) -> None:
    told: dict[str, Any] = {"time": datetime.now().astimezone().isoformat(timespec="seconds"), "problem": done.problem}
    if done.report:
        told |= asdict(done.report)
    emit(told, _lines(done, told), as_json)


def _lines(done: Round, told: dict[str, Any]) -> Iterator[str]:
    when = told["time"][11:19]
    if done.problem:
        yield f"{when} to be tried again: {done.problem}"
    if done.report:
        first, *rest = report_lines(told)
        yield f"{when} {first}"
        yield from rest
