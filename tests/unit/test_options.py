from __future__ import annotations

from typing import Any

import typer

from kg import options
from kg.cli import app


def test_commands_that_share_an_option_say_the_same_of_it() -> None:
    group: Any = typer.main.get_command(app)
    helps: dict[str, set[str]] = {}
    for command in group.commands.values():
        for parameter in command.params:
            helps.setdefault(parameter.name, set()).add(parameter.help or "")
    for name in ("pipeline", "ontologies", "workers", "strict", "reader", "folder", "inputs", "as_json"):
        assert len(helps[name]) == 1, name
        assert all(helps[name])


def test_every_shared_option_has_its_help() -> None:
    shared = [value for name, value in vars(options).items() if name[0].isupper() and hasattr(value, "__metadata__")]
    assert len(shared) == 11
    assert all(one.__metadata__[0].help for one in shared)
