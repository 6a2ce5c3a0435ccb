"""Fixtures that all tests share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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
    from kg.run import Recipe, load_annotator

    return load_annotator(Recipe())


@pytest.fixture(scope="session")
def example_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph folder of the shipped example abstracts, built once; read it, do not write to it."""
    from kg.run import EXAMPLE, Recipe, build

    folder = tmp_path_factory.mktemp("example") / "graph"
    build([EXAMPLE], folder, Recipe())
    return folder
