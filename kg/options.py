"""Options and arguments that several commands share, each with its help."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import typer

from kg import __version__
from kg.printing import put

Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT", help="Files, folders, globs, '-' for standard input, or 'example'."),
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
Base = Annotated[
    str | None,
    typer.Option(
        metavar="IRI", help="What the graph's own names begin with in RDF, kept with it; urn:immunokg: if new."
    ),
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes that work side by side; the result is the same for any number.")
]
Engine = Annotated[
    str, typer.Option(metavar="NAME", help="What annotates, and where (docs/scaling.md); `kg list` names them.")
]
Address = Annotated[
    str, typer.Option(metavar="HOST:PORT", help="With --engine ray: the cluster; else RAY_ADDRESS, or this machine.")
]
Storage = Annotated[
    str,
    typer.Option(metavar="URL", help="With --engine ray: a folder that all nodes reach; else DIR itself must be one."),
]
Add = Annotated[bool, typer.Option("--add", help="Keep what DIR holds and add these inputs.")]
Memory = Annotated[
    str | None,
    typer.Option(
        metavar="SIZE",
        help="What assembling may take of memory, like 2GB; a quarter of what there is if nothing is said, and no less "
        "than 512MB. The graph is the same for any.",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 where anything was skipped.")]
AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON on standard output.")]


def _print_version(asked: bool) -> None:
    if asked:
        put(f"immunokg {__version__}\n")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
]

# What narrows a graph, as `kg.naming.Wanted` has it
_NARROWING: tuple[tuple[str, Any, Any], ...] = (
    ("about", list[str] | None, typer.Option(metavar="NAME", help="Only what has this concept at an end; repeatable.")),
    ("below", bool, typer.Option("--below", help="With --about: its kinds count too.")),
    (
        "context",
        list[str] | None,
        typer.Option(metavar="NAME", help="Only evidence from this disease, species, tissue or dose; repeatable."),
    ),
    ("category", list[str] | None, typer.Option(help="Only between concepts of these categories; repeatable.")),
    ("predicate", list[str] | None, typer.Option(help="Only with one of these predicates; repeatable.")),
    ("min_belief", float, typer.Option(min=0.0, max=1.0, help="Only what is believed so much.")),
    ("since", int | None, typer.Option(metavar="YEAR", help="Only evidence from papers of this year or later.")),
    ("until", int | None, typer.Option(metavar="YEAR", help="Only evidence from papers of this year or before.")),
    ("document", list[str] | None, typer.Option(metavar="ID", help="Only evidence from this paper; repeatable.")),
    ("negated", bool, typer.Option("--negated/--no-negated", help="With or without what is denied.")),
    ("asserted_only", bool, typer.Option("--asserted-only", help="Nothing denied, only speculated about or rejected.")),
    ("grounded_only", bool, typer.Option("--grounded-only", help="Only between concepts that an ontology names.")),
)
_UNSET: Mapping[Any, Any] = MappingProxyType({bool: False, float: 0.0})


def sized(memory: str | None) -> int | None:
    """Return the bytes that `--memory` means.

    Raises:
        OptionError: it is no size, or too small a one.
    """
    from kg.core.memory import parse_size

    return parse_size(memory) if memory else None


Command = Callable[..., None]


def narrowing(command: Command) -> Command:
    """Give a command the options that narrow a graph: they reach it as one argument, `wanted`."""
    return narrowing_without()(command)


def narrowing_without(*unused: str) -> Callable[[Command], Command]:
    """Do as `narrowing`, but for options that a command has no use for, or has with a meaning of its own."""
    fitting = [one for one in _NARROWING if one[0] not in unused]
    options = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=name == "negated" or _UNSET.get(kind),
            annotation=Annotated[kind, option],
        )
        for name, kind, option in fitting
    ]

    def narrow(command: Command) -> Command:
        own = [one for one in inspect.signature(command).parameters.values() if one.name != "wanted"]

        @wraps(command)
        def narrowed(**given: Any) -> None:
            wanted = {name: given.pop(name) for name, _, _ in fitting}
            command(**given, wanted={name: value for name, value in wanted.items() if value is not None})

        resolved = inspect.get_annotations(command, eval_str=True)
        parameters = [one.replace(annotation=resolved[one.name], kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
        narrowed.__signature__ = inspect.Signature(parameters + options)  # type: ignore[attr-defined]
        narrowed.__annotations__ = {one.name: one.annotation for one in (*parameters, *options)}
        return narrowed

    return narrow
