"""the command line -> a server of a graph."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.options import Folder
from kg.printing import note, put


def serve(
    folder: Folder,
    host: Annotated[str, typer.Option(help="Name or address to be asked at; 127.0.0.1 is this machine alone.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 8000,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=86_400, help="Seconds that one query may take; 30 if not given.")
    ] = 30.0,
    max_rows: Annotated[int, typer.Option(min=1, help="Rows or triples that one answer may have.")] = 100_000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer queries.")] = 2,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN",
            help="A server whose pages may ask this one in somebody's browser, as https://example.org; repeatable; "
            "'*' is any.",
        ),
    ] = None,
) -> None:
    """Serve DIR over HTTP: a SPARQL endpoint, a JSON API, and a page to ask from.

    Example: kg serve my-graph --port 8080
    """
    from kg.serve.hosts import is_loopback
    from kg.serve.server import serve as run
    from kg.serve.settings import Settings

    def ready(address: str) -> None:
        places = (("explorer", ""), ("queries", "query"), ("SPARQL", "sparql"), ("JSON API", "docs"))
        put("".join(f"{what:<12}{address}{path}\n" for what, path in places) + "Ctrl-C stops it\n")

    if not is_loopback(host):
        note(f"{host}: whoever reaches this machine can ask the graph; there is no password, and nothing is encrypted")
    run(Settings(folder, timeout, max_rows, workers, tuple(allow_origin or ())), host, port, ready)
