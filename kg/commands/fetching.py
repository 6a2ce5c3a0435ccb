"""the command line -> papers fetched from PubMed or Europe PMC."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.core.errors import OptionError
from kg.options import AsJson
from kg.printing import emit, note, number, plain, progress

if TYPE_CHECKING:
    from kg.fetch.papers import Fetched, Progress
    from kg.fetch.service import Tell

_SHOWN = 5  # ids


def fetch(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="As one would type it at PubMed or Europe PMC.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the papers are kept, for `kg build FOLDER`.")
    ] = None,
    source: Annotated[str, typer.Option(help="pubmed or europepmc.")] = "pubmed",
    since: Annotated[
        str,
        typer.Option(metavar="DAY|last", help="Only what is new or revised since 2025-01-31, or the last search here."),
    ] = "",
    limit: Annotated[int, typer.Option(min=0, help="No more papers than these, the newest; 0 for all.")] = 0,
    count: Annotated[bool, typer.Option("--count", help="Only tell how many there are.")] = False,
    email: Annotated[str, typer.Option(help="Told to NCBI, as it asks; else what IMMUNOKG_EMAIL says.")] = "",
    mirror: Annotated[str, typer.Option(metavar="URL", help="Ask this server, which answers as the source does.")] = "",
    proxy: Annotated[str, typer.Option(metavar="URL", help="Fetch through this proxy; else as HTTPS_PROXY says.")] = "",
    as_json: AsJson = False,
) -> None:
    """Fetch the papers that a query finds, so that `kg build` can read them.

    What breaks off is gone on with when the same command is given again; what is there is not fetched again, and no
    file is ever changed. PubMed takes three requests a second, ten with a key in the environment's NCBI_API_KEY.

    Example: kg fetch 'low-dose interleukin-2 AND lupus' --out papers && kg build papers --out my-graph

    Example: kg fetch 'low-dose interleukin-2 AND lupus' --out papers --since last
    """
    from kg.fetch import papers
    from kg.fetch.source import Way

    way = Way(source, since, limit, mirror, proxy, email)
    tell = note if sys.stderr.isatty() else _first(note)
    if count:
        found = papers.count(query, way, tell=tell)
        told = {"source": source, "query": query, "found": found.count, "notes": found.notes}
        emit(told, [number(found.count, "paper"), *map(_noted, found.notes)], as_json)
        return
    if out is None:
        raise OptionError("kg fetch needs --out FOLDER, or --count")
    try:
        with _phases() as advance:
            fetched = papers.fetch(query, out, way, progress=advance, tell=tell)
    except KeyboardInterrupt:
        note("kg: stopped; the same command goes on from there")
        raise typer.Exit(130) from None
    emit(asdict(fetched), _lines(fetched), as_json)


def _first(tell: Tell) -> Tell:
    """Return what tells the first line, so that a log says why it takes so long, and no other."""
    said: list[str] = []

    def once(line: str) -> None:
        if not said:
            tell(f"{line} (further attempts are not told)")
        said.append(line)

    return once


def _noted(said: str) -> str:
    return f"  {plain(said)}"


@contextmanager
def _phases() -> Iterator[Progress]:
    """Show how many papers are listed, then how many are fetched."""
    with ExitStack() as stack:
        shown: dict[str, Any] = {}

        def advance(phase: str, done: int, total: int) -> None:
            if phase not in shown:
                stack.close()
                shown[phase] = stack.enter_context(progress(phase, "papers"))
            shown[phase](done, total or None)

        yield advance


def _lines(fetched: Fetched) -> Iterator[str]:
    since = f" new or revised since {fetched.since}" if fetched.since else ""
    yield f"{fetched.source} finds {number(fetched.found, 'paper')}{since}"
    yield from map(_noted, fetched.notes)
    counts = (
        (fetched.fetched, f"fetched, {number(len(fetched.files), 'file')}"),
        (fetched.here, "there already"),
        (fetched.unchanged, "there already, and as they were"),
        (fetched.gone, "here that are no longer found"),
        (len(fetched.missing), f"listed, but not given: {_named(fetched.missing)}"),
        (fetched.unlisted, "counted, but not listed"),
    )
    yield from (f"  {count:,} {words}" for count, words in counts if count)
    yield from (f"  of one day the server lists only a part: {cut}" for cut in fetched.cut)
    retries = f", {number(fetched.retries, 'retry', 'retries')}" if fetched.retries else ""
    yield f"  {number(fetched.requests, 'request')}{retries}"
    yield f"read them: kg build {fetched.folder} --out DIR"


def _named(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:_SHOWN]) + (" …" if len(ids) > _SHOWN else "")
