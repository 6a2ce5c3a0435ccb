"""Fixtures that all tests share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.door import Done, Kg
from tests.file_server import FileServer, serving
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


@pytest.fixture(scope="session")
def foreign_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model of chemicals and diseases that stands for scispaCy's, trained once."""
    from tests.foreign_model import train_model

    return train_model(tmp_path_factory.mktemp("models") / "tiny_ner")


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


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    """A scripted HTTP server; nothing of this machine's proxies, and no waiting between attempts."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("kg.fetch.download.sleep", lambda seconds: None)
    with serving() as scripted:
        yield scripted


@pytest.fixture
def publish_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Let other ontologies than the real ones be installable: name=(version, url, sha256)."""
    from kg.core.sources import sources

    folder = tmp_path / "published"
    folder.mkdir()
    monkeypatch.setattr("kg.core.sources.data_folder", lambda _: folder)

    def publish(**known: tuple[str, str, str]) -> None:
        tables = [
            f'[install.{name}]\ntitle = "{name.upper()}"\nversion = "{version}"\nlicence = "CC0"\nprefix = "CL"\n'
            f'categories = ["cell_type"]\nchecksum = ""\nfiles = [{{ url = "{url}", sha256 = "{stated}" }}]\n'
            for name, (version, url, stated) in known.items()
        ]
        (folder / "sources.toml").write_text("\n".join(tables), encoding="utf-8")
        sources.cache_clear()

    yield publish
    sources.cache_clear()
