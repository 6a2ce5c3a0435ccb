from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from kg import cli, run
from tests.cli_docs import commands
from tests.door import Kg
from tests.fixtures_graph import write_graph

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = dict(commands(typer.main.get_command(cli.app)))
HEAVY = (
    "spacy",
    "duckdb",
    "pyarrow",
    "pyoxigraph",
    "rdflib",
    "networkx",
    "pyvis",
    "lxml",
    "fastapi",
    "httpx",
    "kg.run",
)


def test_the_commands_that_scripts_rely_on() -> None:
    assert set(COMMANDS) >= {"build", "annotate", "assemble", "query", "export", "explore", "show", "evaluate", "list"}
    ontology = {"list", "install", "verify", "remove", "search", "show"}
    assert set(COMMANDS) >= {f"ontology {name}" for name in ontology}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_of_every_command(kg: Kg, command: str) -> None:
    done = kg(*command.split(), "--help")
    assert done.code == 0
    assert (
        f"Example: kg {command} " in done.out or f"Example: kg {command}\n" in done.out or f"kg {command} " in done.out
    )
    assert "Example: kg " in done.out


def test_help_without_a_command_says_where_to_begin(kg: Kg) -> None:
    assert "kg build example --out my-graph" in kg("--help").out


@pytest.mark.parametrize("command", [name for name, command in COMMANDS.items() if not hasattr(command, "commands")])
def test_every_command_that_comes_to_an_end_has_json(command: str) -> None:
    options = [name for parameter in COMMANDS[command].params for name in parameter.opts]
    assert ("--json" in options) == (command != "serve")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "nowhere", "IL-2"], "nowhere: there is no such folder; `kg build INPUT --out DIR` makes one"),
        (["assemble", "nowhere"], "there is no such folder; `kg annotate INPUT --out DIR` makes one"),
        (["assemble", "."], "holds no extractions; `kg annotate INPUT --out DIR` makes them"),
        (["build", "--out", "out"], "name an INPUT"),
        (["build", "nowhere.xml", "--out", "out"], "nowhere.xml"),
        (["build", "example", "--out", "out", "--pipeline", "imunology"], "did you mean 'immunology'?"),
        (["build", "example", "--out", "out", "--reader", "jsnl"], "no reader is called 'jsnl'; did you mean 'jsonl'?"),
        (["build", "example", "--out", "out", "--ontology", "gene.tsv"], "gene.tsv: no such file or folder"),
        (["annotate", "example"], "annotate needs --out"),
        (["query", "nowhere"], "give either a query or --file"),
        (["query", "nowhere", "--file", "no/no.rq"], "no/no.rq: No such file"),
        (["query", "nowhere", "--file", "belw"], "no file or shipped query is called 'belw'; did you mean 'below'?"),
        (
            ["query", "nowhere", "--file", "treg.rq"],
            "'treg.rq'; known: below, best_supported, cytokines_near_lupus",
        ),
        (["query", "nowhere", "below"], "query: 'below' is no SPARQL; --file below asks what it names"),
        (["query", "nowhere", "treg"], "query: 'treg' is no SPARQL; --file takes a file or a shipped query: below, "),
        (["export", "nowhere", "--format", "turtel", "--out", "x"], "did you mean 'turtle'?"),
    ],
)
def test_an_error_is_one_line_on_standard_error(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kg(*arguments)
    assert done.code == 1
    assert done.out == ""
    assert done.err.startswith("kg: ")
    assert done.err.count("\n") == 1
    assert says in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "my-grpah", "IL-2"],
        ["query", "my-grpah", "ASK {}"],
        ["export", "my-grpah", "--format", "turtle", "--out", "x"],
        ["explore", "my-grpah"],
        ["paths", "my-grpah", "IL-2", "lupus"],
        ["discover", "my-grpah", "IL-2"],
        ["analyse", "hubs", "my-grpah"],
        ["diff", "my-grpah", "my-grpah"],
        ["serve", "my-grpah", "--port", "0"],
        ["check", "my-grpah"],
        ["curate", "my-grpah", "--list"],
        ["curate", "my-grpah", "ab", "--verdict", "right"],
        ["assemble", "my-grpah"],
    ],
)
def test_a_misspelt_graph_folder_is_told_by_every_command_alike(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_graph(Path("my-graph"))
    done = kg(*arguments)
    assert (done.code, done.out) == (1, "")
    assert done.err == "kg: my-grpah: there is no such folder; did you mean my-graph?\n"
    assert not Path("my-grpah").exists()


def test_wrong_usage_names_the_help_that_tells_more(kg: Kg) -> None:
    for arguments, says in (
        (["export", "g"], "Missing option '--format'. (kg export --help tells more)"),
        (["analyse", "hubs"], "Missing argument 'DIR'. (kg analyse hubs --help tells more)"),
        (["frobnicate"], "No such command 'frobnicate'. (kg --help tells more)"),
    ):
        done = kg(*arguments)
        assert (done.code, done.out, done.err) == (2, "", f"kg: {says}\n")


def test_our_own_bugs_show_their_traceback(kg: Kg, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(run, "assemble", fail)
    with pytest.raises(ZeroDivisionError):
        kg("assemble", tmp_path)


def test_importing_the_door_loads_nothing_heavy() -> None:
    code = f"import sys, kg.cli, kg; print(sorted({set(HEAVY)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"


def test_the_door_as_a_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "show", str(tmp_path), "IL-2"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"kg: {tmp_path}: holds no graph; `kg build INPUT --out DIR` makes one\n"
