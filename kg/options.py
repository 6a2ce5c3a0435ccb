"""Options and arguments that several commands share, each with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import __version__
from kg.printing import put

Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT...", help="Files, folders, globs, '-' for standard input, or 'example'."),
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A graph folder (what `kg build --out` wrote).")]
Reader = Annotated[str | None, typer.Option(help="Read every input so, instead of looking at the content.")]
Pipeline = Annotated[str, typer.Option(help="Name of a shipped pipeline, or a folder with a config.cfg.")]
Ontologies = Annotated[
    list[str] | None,
    typer.Option(
        "--ontology",
        help="Further ontology: an installed one's name, a file or folder, or a concept table; repeatable.",
    ),
]
Overrides = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="SSSOM table of what names and concepts mean in this graph (docs/overrides.md)."),
]
Curations = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A curator's verdicts, in place of DIR/curations.tsv (docs/curation.md)."),
]
Workers = Annotated[int, typer.Option(min=1, help="Processes that annotate; the result is the same for any number.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 where anything was skipped.")]
AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON on standard output.")]


def _print_version(asked: bool) -> None:
    if asked:
        put(f"immunokg {__version__}\n")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
]
