from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from kg import cli, run
from kg.core.folder import GraphFolder
from tests.fixtures_graph import TREG, write_graph

ROOT = Path(__file__).resolve().parents[2]
GROUP = typer.main.get_command(cli.app)
COMMANDS = sorted(GROUP.commands)  # type: ignore[attr-defined]
HEAVY = ("spacy", "duckdb", "pyarrow", "pyoxigraph", "rdflib", "networkx", "pyvis", "lxml", "fastapi", "kg.run")


@dataclass
class Done:
    code: int
    out: str
    err: str


Kg = Callable[..., Done]


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kg:
    def call(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, arguments)])
        capsys.readouterr()
        code: object = 0
        try:
            cli.main()
        except SystemExit as left:
            code = left.code
        return Done(code if isinstance(code, int) else 0, *capsys.readouterr())

    return call


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return write_graph(tmp_path / "graph").root


def told(done: Done) -> object:
    """Return the JSON that is all there is on standard output, in one line."""
    assert done.code == 0, done.err
    assert done.out.endswith("\n")
    assert done.out.count("\n") == 1
    return json.loads(done.out)


def test_the_commands_that_scripts_rely_on() -> None:
    assert set(COMMANDS) >= {"build", "annotate", "assemble", "query", "export", "explore", "show", "evaluate", "list"}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_of_every_command(kg: Kg, command: str) -> None:
    done = kg(command, "--help")
    assert done.code == 0
    assert (
        f"Example: kg {command} " in done.out or f"Example: kg {command}\n" in done.out or f"kg {command} " in done.out
    )
    assert "Example: kg " in done.out


def test_help_without_a_command_says_where_to_begin(kg: Kg) -> None:
    assert "kg build example --out my-graph" in kg("--help").out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_json(command: str) -> None:
    options = [name for parameter in GROUP.commands[command].params for name in parameter.opts]  # type: ignore[attr-defined]
    assert "--json" in options


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "nowhere", "IL-2"], "nowhere: holds no graph; `kg build INPUT --out DIR` makes one"),
        (["assemble", "nowhere"], "holds no extractions"),
        (["build", "--out", "out"], "name an INPUT"),
        (["build", "nowhere.xml", "--out", "out"], "nowhere.xml"),
        (["build", "example", "--out", "out", "--pipeline", "imunology"], "did you mean 'immunology'?"),
        (["build", "example", "--out", "out", "--reader", "jsnl"], "no reader is called 'jsnl'; did you mean 'jsonl'?"),
        (["build", "example", "--out", "out", "--ontology", "gene.tsv"], "gene.tsv: no such concept table"),
        (["annotate", "example"], "annotate needs --out"),
        (["query", "nowhere"], "give either a query or --file"),
        (["query", "nowhere", "--file", "no.rq"], "no.rq: No such file"),
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


def test_errors_about_a_graph(kg: Kg, graph: Path) -> None:
    done = kg("show", graph, "interlekin-2")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "did you mean" in done.err
    done = kg("query", graph, "SELCT")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert done.err.startswith("kg: query: ")


def test_our_own_bugs_show_their_traceback(kg: Kg, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(run, "assemble", fail)
    with pytest.raises(ZeroDivisionError):
        kg("assemble", tmp_path)


def test_build_show_query_and_explore(kg: Kg, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text('{"pmid": "1", "title": "T", "abstract": "IL-2 expands Tregs."}\n{broken\n', encoding="utf-8")
    done = kg("build", source, "--out", out)
    assert done.code == 0
    assert "read 1 document, skipped 1" in done.out
    assert f"{source}, record 2" in done.out
    assert f"kg show {out} " in done.out
    done = kg("show", out, "Tregs")
    assert "IL2 increases regulatory T cell (abundance)" in done.out
    assert "“IL-2 expands Tregs.”  PMID:1" in done.out
    done = kg("query", out, f"SELECT ?s WHERE {{ ?s biolink:affects {TREG} }}", "--format", "csv")
    assert done.out.splitlines() == ["s", "http://identifiers.org/hgnc/6001"]
    done = kg("explore", out, "--focus", "IL-2", "--out", tmp_path / "p.html")
    assert done.out.startswith(f"{tmp_path / 'p.html'}: 2 of ")
    assert (tmp_path / "p.html").is_file()


def test_json_is_one_line_and_strict_exits_1(kg: Kg, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text('{"pmid": "1", "title": "T", "abstract": "IL-2 expands Tregs."}\n{broken\n', encoding="utf-8")
    report = told(kg("build", source, "--out", out, "--json"))
    assert isinstance(report, dict)
    assert (report["read"], len(report["skipped"]), report["out"]) == (1, 1, str(out))
    assert report["counts"] == GraphFolder(out).manifest()["counts"]
    done = kg("build", source, "--out", out, "--json", "--strict")
    assert done.code == 1
    assert json.loads(done.out)["read"] == 1
    source.write_text('{"pmid": "1", "title": "T", "abstract": "IL-2 expands Tregs."}\n', encoding="utf-8")
    assert kg("build", source, "--out", out, "--strict").code == 0
    assert isinstance(told(kg("annotate", source, "--out", out, "--json")), dict)
    assert told(kg("assemble", out, "--json")) == report["counts"]


def test_json_of_a_concept_and_of_what_there_is(kg: Kg, graph: Path) -> None:
    known = told(kg("show", graph, "IL-2", "--context", "SLE", "--json"))
    assert isinstance(known, dict)
    assert known["concept"]["id"] == "HGNC:6001"
    assert known["edges"][0]["sentence"]
    assert known["given_as"]["name"] == "aldesleukin"
    listed = told(kg("list", "--json"))
    assert isinstance(listed, dict)
    assert "pubmed" in listed["readers"]
    assert "affects" in listed["predicates"]
    assert kg("list").out.splitlines()[0].startswith("readers:")
    counts = told(kg("export", graph, "--format", "kgx-jsonl", "--out", graph / "kgx", "--json"))
    assert isinstance(counts, dict)


def test_a_query_from_a_file(kg: Kg, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?s biolink:affects CL:0000815 }", encoding="utf-8")
    done = kg("query", graph, "--file", tmp_path / "q.rq", "--format", "json")
    assert json.loads(done.out)["boolean"] is True


def test_a_text_is_explained(kg: Kg) -> None:
    done = kg("annotate", "--text", "Blockade of IL-6 may expand Tregs. The sky fell.")
    assert "→ IL6 decreases regulatory T cell (abundance)  [rule:expand/active, 'expand', speculated" in done.out
    assert "no relation: it names no concept" in done.out
    explained = told(kg("annotate", "--json", "--text", "IL-2 expands Tregs."))
    assert isinstance(explained, dict)
    assert set(explained) == {"mentions", "sentences"}


def test_a_standoff_file(kg: Kg, tmp_path: Path) -> None:
    source = tmp_path / "in.pubtator"
    source.write_text("7|t|IL-2 expands Tregs.\n7|a|It rained.\n\n", encoding="utf-8")
    out = tmp_path / "out.pubtator"
    assert kg("annotate", source, "--format", "pubtator", "--out", out).code == 0
    assert "7\t0\t4\tIL-2\tGene\t" in out.read_text(encoding="utf-8")


def test_importing_the_door_loads_nothing_heavy() -> None:
    code = f"import sys, kg.cli, kg; print(sorted({set(HEAVY)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"


def test_the_door_as_a_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "show", str(tmp_path), "IL-2"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"kg: {tmp_path}: holds no graph; `kg build INPUT --out DIR` makes one\n"
