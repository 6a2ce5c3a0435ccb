"""the command line -> ontologies: list, install, verify, remove; `concepts` holds search and show."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.commands import concepts
from kg.core.errors import OptionError
from kg.options import AsJson
from kg.printing import emit, number, put

if TYPE_CHECKING:
    from kg.ontology import Offer, Progress, Report

app = typer.Typer(rich_markup_mode=None)
_MEGABYTE = 1_000_000

Names = Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Installed ontologies; all by default.")]


@app.callback(invoke_without_command=True)
def common(context: typer.Context) -> None:
    """Install, verify and search ontologies beside the shipped vocabulary.

    Example: kg ontology install mondo && kg ontology search lupus --ontology mondo
    """
    if context.invoked_subcommand is None:
        put(f"{context.get_help()}\n")


@app.command(name="list")
def list_(as_json: AsJson = False) -> None:
    """Name the ontologies that can be installed, and those that are.

    Example: kg ontology list
    """
    from kg.core.paths import installed_folder
    from kg.ontology import available

    offers = available()
    rows = [_row(offer) for offer in offers]
    emit(rows, [*_offer_lines(offers), "", f"installed ones lie in {installed_folder()}"], as_json)


def _row(offer: Offer) -> dict[str, Any]:
    source = asdict(offer.source) if offer.source else None
    here = offer.installed and {**asdict(offer.installed), "folder": str(offer.installed.folder)}
    return {"name": offer.name, "source": source, "installed": here}


def _offer_lines(offers: Sequence[Offer]) -> Iterator[str]:
    table = [_cells(offer) for offer in offers]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()


def _cells(offer: Offer) -> tuple[str, ...]:
    """Return the columns: a tick where installed, name, version, size, what its concepts are, licence, title."""
    known = offer.installed or offer.source
    assert known is not None
    version = known.version or "your own"
    if offer.installed and offer.source and offer.source.version != known.version:
        version += f" (now {offer.source.version})"
    kinds = ", ".join(known.categories).replace("_", " ")
    title = known.title if offer.source is None or offer.source.checksum else f"{known.title} (no checksum known)"
    size = _size(sum(file.size for file in known.files))
    return ("✓" if offer.installed else " ", offer.name, version, size, kinds, known.licence.split(" (")[0], title)


def _size(count: int) -> str:
    """Return "12.3 MB", "4.5 kB"; "" where it is not known."""
    if count >= _MEGABYTE // 10:
        return f"{count / _MEGABYTE:,.1f} MB"
    return f"{count / 1000:,.1f} kB" if count else ""


@app.command()
def install(
    names: Annotated[list[str], typer.Argument(metavar="NAME", help="As `kg ontology list` names them.")],
    place: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE|FOLDER", help="Take it from here; then NAME may be one of your own."),
    ] = None,
    mirror: Annotated[str, typer.Option(metavar="URL", help="Fetch the files, by their names, from this folder.")] = "",
    proxy: Annotated[str, typer.Option(metavar="URL", help="Fetch through this proxy; else as HTTPS_PROXY says.")] = "",
    sha256: Annotated[str, typer.Option(metavar="HEX", help="What the file must have, in place of what we know.")] = "",
    unpinned: Annotated[
        bool, typer.Option("--unpinned", help="Take what is there; take its checksum down and hold to it from now on.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace what is installed.")] = False,
    max_mb: Annotated[int, typer.Option(min=1, help="Refuse a download larger than this, in megabytes.")] = 4000,
    as_json: AsJson = False,
) -> None:
    """Fetch ontologies, verify their checksums, see that they can be read, and keep them for --ontology NAME.

    What breaks off is gone on with when the same command is given again. Of some ontologies no checksum is known, as
    their url holds another file every day: they need --unpinned, or --sha256. A file of one's own needs neither.

    Example: kg ontology install mondo hp

    Example: kg ontology install our-markers --from markers.obo
    """
    from kg import ontology

    if len(names) > 1 and (sha256 or (place and not place.is_dir())):
        raise OptionError("--sha256 and --from FILE are of one ontology: name one")
    reports = []
    for name in names:
        with _progress(name) as progress:
            try:
                report = ontology.install(
                    name,
                    place=place,
                    mirror=mirror,
                    proxy=proxy,
                    sha256=sha256,
                    unpinned=unpinned,
                    force=force,
                    most=max_mb * _MEGABYTE,
                    progress=progress,
                    tell=_tell if sys.stderr.isatty() else None,
                )
            except KeyboardInterrupt:
                print("kg: stopped; the same command goes on from there", file=sys.stderr)
                raise typer.Exit(130) from None
        reports.append(report)
        if not as_json:
            emit(None, _report_lines(report), as_json)
    if as_json:
        emit([_report_row(report) for report in reports], (), as_json)


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


def _report_row(report: Report) -> dict[str, Any]:
    one = report.ontology
    return {**asdict(one), "folder": str(one.folder), "new": report.new, "problems": list(report.problems)}


def _report_lines(report: Report) -> Iterator[str]:
    one = report.ontology
    called = f"{one.name} {one.version}".rstrip()
    if not report.new:
        yield f"{called} is installed already, from {one.files[0].origin} on {one.fetched}; --force replaces it"
        return
    about = [one.title] if one.title != one.name else []
    yield f"{called}: {', '.join(filter(None, [*about, _size(sum(file.size for file in one.files)), one.licence]))}"
    skipped = f"; {number(one.skipped, 'record')} skipped, the first:" if one.skipped else ""
    yield f"  {number(one.concepts, 'concept')}, {number(one.names, 'name')}{skipped}"
    yield from (f"    {problem}" for problem in report.problems)
    if not all(file.pinned for file in one.files):
        yield "  nothing was known to check it by; `kg ontology verify` holds it to what it is now:"
        yield from (f"    sha256 {file.sha256}  {file.name}" for file in one.files)
    yield f"  use it: kg build INPUT --out DIR --ontology {one.name}"


@app.command()
def verify(names: Names = None, as_json: AsJson = False) -> None:
    """See that installed ontologies are as they were when installed; exit 1 where one is not.

    Example: kg ontology verify
    """
    from kg import ontology

    found = ontology.verify(names or [])
    emit(found, _verdict_lines(found), as_json)
    if any(found.values()):
        raise typer.Exit(1)


def _verdict_lines(found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, wrong in found.items():
        yield (
            f"{name}: {'; '.join(wrong)}; kg ontology install {name} --force mends it"
            if wrong
            else f"{name}: as installed"
        )
    if not found:
        yield "nothing is installed: kg ontology list names what can be"


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="NAME", help="Installed ontologies.")],
    as_json: AsJson = False,
) -> None:
    """Take installed ontologies away.

    Example: kg ontology remove mondo
    """
    from kg import ontology

    gone = [ontology.remove(name).name for name in names]
    emit(gone, (f"{name} is no longer installed" for name in gone), as_json)


@contextmanager
def _progress(name: str) -> Iterator[Progress]:
    """Show bytes, speed and the time left on a terminal while fetching, then a count; say nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    fetching = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Bar(*fetching, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)

        def advance(phase: str, done: int, total: int) -> None:
            if phase == "reading":
                bar.update(task, description=f"{name}: read {done:,} concepts")
            else:
                bar.update(task, completed=done, total=total or None)

        yield advance


for _command in (concepts.search, concepts.show):
    app.command()(_command)
