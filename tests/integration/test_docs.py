"""What the documentation says is true: commands, shell lines, queries, files linked to."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kg.core.paths import data_folder
from kg.core.tables import GRAPH_SCHEMAS
from tests import cli_docs
from tests.door import Kg
from tests.snippets import Runner, blocks

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "pipelines").glob("*/README.md")),
]


def called(page: Path) -> str:
    """A page by its place in the checkout."""
    return page.relative_to(ROOT).as_posix()


def test_every_command_and_option_stands_in_the_docs() -> None:
    assert cli_docs.PAGE.read_text(encoding="utf-8") == cli_docs.page(), "run python -m tests.cli_docs"


@pytest.mark.parametrize("path", PAGES, ids=called)
def test_links_lead_to_files(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_links_to_elsewhere_are_addresses() -> None:
    """No network here: their form is looked at, not whether anybody answers."""
    for path in PAGES:
        for target in re.findall(r"\]\(([a-z]+:[^)]*)\)", path.read_text(encoding="utf-8")):
            address = urlsplit(target)
            assert address.scheme in ("https", "http"), f"{path.name}: {target}"
            assert "." in address.netloc, f"{path.name}: {target}"
            assert not re.search(r"\s", target), f"{path.name}: {target}"


def test_every_column_stands_in_the_docs() -> None:
    told = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|^```)", told, re.DOTALL | re.MULTILINE))
    assert set(sections) == set(GRAPH_SCHEMAS)
    for table, schema in GRAPH_SCHEMAS.items():
        assert set(re.findall(r"`(\w+)`", sections[table])) >= set(schema.names), table


def test_every_shipped_query_stands_in_the_docs() -> None:
    model = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    for query in sorted((data_folder("ontologies") / "queries").glob("*.rq")):
        assert query.read_text(encoding="utf-8").strip() in model, query.name


def test_every_extra_has_its_reason() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra in project["optional-dependencies"]:
        assert f"`.[{extra}]`" in told or extra == "pandas", extra


def test_every_page_stands_in_the_navigation() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    trees = re.findall(r"```{toctree}\n(?::[^\n]*\n)*\n(.*?)```", index, re.DOTALL)
    named = {name.rstrip("*") for tree in trees for name in tree.split()}
    for page in (ROOT / "docs").glob("*.md"):
        assert page.stem in named | {"index"}, page.name
    assert {"../notebooks/", "../pipelines/"} <= {name.partition("*")[0] for tree in trees for name in tree.split()}


# What the pages show and nobody runs here; each block says the same above it
NOT_RUN = {
    ("README.md", "in an environment of its own: .ci/run does it"): 1,
    ("docs/fetching.md", "needs the network"): 3,
    ("docs/model.md", "minutes; a test runs pySHACL on other graphs"): 1,
    ("docs/neo4j.md", "needs Neo4j"): 1,
    ("docs/notebooks.md", "it installs"): 1,
    ("docs/rdf-stores.md", "a server runs until it is stopped; a test of its own asks it"): 1,
    ("docs/rdf-stores.md", "needs GraphDB"): 1,
    ("docs/rdf-stores.md", "needs Jena; a test of its own asks it"): 1,
    ("docs/rdf-stores.md", "needs QLever"): 1,
    ("docs/releasing.md", "needs Docker"): 1,
    ("docs/scaling.md", "it goes on until it is stopped"): 1,
    ("docs/scaling.md", "needs a cluster"): 1,
    ("docs/training.md", "two hours, and the corpora"): 2,
    ("docs/tutorial.md", "it installs the package"): 1,
    ("docs/vocabulary.md", "needs the network"): 1,
    ("pipelines/scispacy/README.md", "needs one of scispaCy's models"): 1,
    ("pipelines/scispacy/README.md", "needs the network, and one of scispaCy's models"): 1,
}


def test_what_is_not_run_is_known() -> None:
    found = Counter(
        (called(page), block.note.removeprefix("not run: "))
        for page in PAGES
        for block in blocks(page)
        if block.note.startswith("not run")
    )
    assert dict(found) == NOT_RUN


def test_no_command_hides() -> None:
    """Commands stand in blocks called sh and python, which are run: in none of another kind, nor indented."""
    command = r"^{}(?:\$ )?(?:kg|pip|python|import|from) .*"
    for path in PAGES:
        if path != cli_docs.PAGE:
            assert not re.findall(command.format("    "), path.read_text(encoding="utf-8"), re.MULTILINE), path.name
        for block in blocks(path):
            assert block.kind not in ("", "bash", "shell", "console", "py", "pycon"), path.name
            if block.kind not in ("sh", "python"):
                assert not re.findall(command.format(""), block.text, re.MULTILINE), path.name


RUN = [page for page in PAGES if any(block.runs for block in blocks(page))]


@pytest.fixture(scope="session")
def prepared(example_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pages take for granted: a graph, one of fewer papers, a folder of texts, a table of overrides."""
    from kg.recipe import Recipe
    from kg.run import build

    folder = tmp_path_factory.mktemp("prepared")
    texts = folder / "abstracts"
    texts.mkdir()
    examples = (data_folder("pipelines") / "immunology" / "examples.jsonl").read_text(encoding="utf-8")
    (texts / "examples.jsonl").write_text(examples, encoding="utf-8")
    (texts / "lupus.txt").write_text(
        "Low-dose IL-2 in lupus\n\nLow-dose IL-2 expanded regulatory T cells in patients with lupus.", encoding="utf-8"
    )
    overrides = "subject_label\tpredicate_id\tobject_id\nGC\tskos:exactMatch\tsssom:NoTermFound\n"
    (folder / "mine.sssom.tsv").write_text(overrides, encoding="utf-8")
    shutil.copytree(example_graph, folder / "my-graph")
    build([str(texts / "lupus.txt")], folder / "last-month", Recipe())
    return folder


@pytest.mark.parametrize("page", RUN, ids=called)
def test_the_snippets_of_a_page_run(
    page: Path, prepared: Path, kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    shutil.copytree(prepared, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path / "home"))
    with ExitStack() as running:
        runner = Runner(kg, folder, running)
        for block in blocks(page):
            runner.run(block)
