"""docs/cli.md from the commands themselves: `python -m tests.cli_docs` writes it, a test compares."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from kg.cli import app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"


def _argument(parameter: Any) -> str:
    name = str(parameter.metavar or parameter.name.upper())
    return (name if parameter.required else f"[{name}]") + ("..." if parameter.nargs == -1 else "")


def _option(parameter: Any) -> str:
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    default = parameter.default
    stated = isinstance(default, str | int) and not isinstance(default, bool) and default != ""
    told = f" Default: `{default}`." if stated else ""
    return f"| {names} | {parameter.help or ''}{told} |"


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    metavars = " ".join(map(_argument, arguments))
    yield f"## kg {name}"
    yield ""
    yield f"    kg {name} {metavars}".rstrip()
    yield ""
    yield inspect.cleandoc(command.help or "").replace("Example: ", "\nExample: ").replace("\n\n\n", "\n\n")
    yield ""
    if not arguments and all("--help" in one.opts for one in options):
        return
    yield "| | |"
    yield "|---|---|"
    for one in arguments:
        yield f"| {one.metavar or one.name.upper()} | {one.help or ''} |"
    for one in options:
        if "--help" not in one.opts:
            yield _option(one)
    yield ""


def commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (name, command) of a group, a group of its own before its commands: "list", "ontology", "ontology list"."""
    for name, command in group.commands.items():
        yield f"{above}{name}", command
        if hasattr(command, "commands"):
            yield from commands(command, f"{above}{name} ")


def page() -> str:
    """Return the page that the commands as they are would make."""
    lines = ["# Every command and option", "", "Written by `python -m tests.cli_docs`; a test keeps it true.", ""]
    for name, command in commands(typer.main.get_command(app)):
        lines += _command(name, command)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
