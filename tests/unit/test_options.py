from __future__ import annotations

from typing import Any

import typer
from typer.testing import CliRunner

from kg import options
from kg.cli import app
from kg.naming import Wanted
from kg.options import _NARROWING, narrowing, narrowing_without


def test_commands_that_share_an_option_say_the_same_of_it() -> None:
    group: Any = typer.main.get_command(app)
    helps: dict[str, set[str]] = {}
    for command in group.commands.values():
        for parameter in command.params:
            helps.setdefault(parameter.name, set()).add(parameter.help or "")
    for name in ("pipeline", "ontologies", "strict", "reader", "folder", "inputs", "as_json"):
        assert len(helps[name]) == 1, name
        assert all(helps[name])


def test_every_shared_option_has_its_help() -> None:
    shared = [value for name, value in vars(options).items() if name[0].isupper() and hasattr(value, "__metadata__")]
    assert len(shared) == 17
    assert all(one.__metadata__[0].help for one in shared)


def test_options_that_narrow_reach_a_command_as_one_argument() -> None:
    asked: dict[str, Any] = {}

    @narrowing
    def command(name: str, *, wanted: dict[str, Any]) -> None:
        asked.update(wanted, name=name)

    app = typer.Typer()
    app.command()(command)
    given = ["mine", "--about", "IL-2", "--about", "SLE", "--below", "--no-negated", "--since", "1999"]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 0, result.output
    assert asked == {
        "name": "mine",
        "about": ["IL-2", "SLE"],
        "below": True,
        "min_belief": 0.0,
        "since": 1999,
        "negated": False,
        "asserted_only": False,
        "grounded_only": False,
    }


def test_options_that_narrow_are_those_that_names_understand() -> None:
    assert {name for name, _, _ in _NARROWING} == set(Wanted.__annotations__)


def test_a_command_may_go_without_some_of_them() -> None:
    @narrowing_without("about", "negated")
    def command(name: str, about: str = "", *, wanted: dict[str, Any]) -> None:
        asked.update(wanted, name=name, own=about)

    asked: dict[str, Any] = {}
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, ["mine", "--about", "its own", "--grounded-only"])
    assert result.exit_code == 0, result.output
    assert asked == {
        "name": "mine",
        "own": "its own",
        "below": False,
        "min_belief": 0.0,
        "asserted_only": False,
        "grounded_only": True,
    }
    assert CliRunner().invoke(app, ["mine", "--no-negated"]).exit_code == 2
