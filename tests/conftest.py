"""Fixtures that all tests share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.door import Done, Kg
from tests.fixtures_graph import write_graph

if TYPE_CHECKING:
    from kg.annotate.pipeline import Annotator


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden files anew from what the code gives now (the commit says why)",
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The project's shared data folder, beside the checkout."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "inputs").is_dir():
        pytest.skip("the shared data folder does not stand beside this checkout")
    return folder


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """The shipped pipeline with the shipped vocabulary, loaded once."""
    from kg.recipe import Recipe, load_annotator

    return load_annotator(Recipe())


@pytest.fixture(scope="session")
def example_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph folder of the shipped example abstracts, built once; read it, do not write to it."""
    from kg.recipe import Recipe
    from kg.run import EXAMPLE, build

    folder = tmp_path_factory.mktemp("example") / "graph"
    build([EXAMPLE], folder, Recipe())
    return folder


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kg:
    """The command line, run in this process."""
    from kg import cli

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
    """A small graph folder of one's own."""
    return write_graph(tmp_path / "graph").root
