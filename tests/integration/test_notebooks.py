"""Notebooks run from top to bottom, from any folder, and show what they promise; git holds no outputs of theirs."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
ALLOWED = frozenset(("IPython", "json", "kg", "networkx", "pandas", "pathlib", "shutil", "tempfile"))
PICTURE = "image/svg+xml"

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KernelManager]:
    """One kernel for all of them, in an empty folder: what a notebook imports is loaded once."""
    place = tmp_path_factory.mktemp("empty")
    manager = KernelManager(kernel_name="python3")
    assert manager.kernel_spec
    manager.kernel_spec.argv[0] = sys.executable
    manager.start_kernel(cwd=str(place), env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(place)})
    yield manager
    manager.shutdown_kernel(now=True)
    left = sorted(one.name for one in place.iterdir() if not one.name.startswith("tmp"))
    assert not left, "notebooks write into the folder that they run in"


@each
def test_a_notebook_runs(path: Path, kernel: KernelManager) -> None:
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    client = NotebookClient(notebook, km=kernel, timeout=300, startup_timeout=120)
    client.execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    silent = [cell.id for cell in cells if not cell.outputs]
    assert not silent
    assert any(PICTURE in output.get("data", {}) for cell in cells for output in cell.outputs)


@each
def test_git_holds_text_and_code_alone(path: Path) -> None:
    notebook = read(path)
    assert (notebook["nbformat"], notebook["nbformat_minor"], notebook["metadata"]) == (4, 5, METADATA)
    for number, cell in enumerate(notebook["cells"]):
        kept = {"cell_type": cell["cell_type"], "id": f"cell-{number}", "metadata": {}, "source": cell["source"]}
        assert cell == kept | ({"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else {})


@each
def test_a_notebook_tells_a_story(path: Path) -> None:
    cells = read(path)["cells"]
    kinds = [cell["cell_type"] for cell in cells]
    assert source(cells[0]).startswith("# ")
    assert "## Where to go on" in source(cells[-1])
    assert kinds == ["markdown", "code"] * (len(kinds) // 2) + ["markdown"]  # each cell is followed by what one sees


@each
def test_a_notebook_imports_only_what_it_may(path: Path) -> None:
    code = "\n".join(source(cell) for cell in read(path)["cells"] if cell["cell_type"] == "code")
    assert set(re.findall(r"^\s*(?:from|import) (\w+)", code, re.MULTILINE)) <= ALLOWED
    assert not re.search(r"^\s*[!%]|\.\./shared", code, re.MULTILINE)


@each
def test_links_lead_to_files(path: Path) -> None:
    text = "\n".join(source(cell) for cell in read(path)["cells"] if cell["cell_type"] == "markdown")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_notebooks_are_those_that_the_docs_list() -> None:
    page = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\(\.\./notebooks/(\w+\.ipynb)\)", page) == [path.name for path in NOTEBOOKS]
