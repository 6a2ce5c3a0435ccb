"""What the documentation says is true: commands, shell lines, queries, files linked to."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from kg.core.paths import data_folder
from tests.cli_docs import PAGE, page

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_command_and_option_stands_in_the_docs() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.cli_docs"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_every_shipped_query_stands_in_the_docs() -> None:
    model = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    for query in sorted((data_folder("ontologies") / "queries").glob("*.rq")):
        assert query.read_text(encoding="utf-8").strip() in model, query.name


def readme_lines() -> list[str]:
    """The README's shell lines on one's own papers, without the comments behind them."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return [line.split("    #")[0].split("  #")[0].strip() for line in blocks[1].splitlines() if line.strip()]


def test_the_readme_shell_lines_run(tmp_path: Path) -> None:
    (tmp_path / "abstracts").mkdir()
    text = "Low-dose IL-2 in lupus\n\nLow-dose IL-2 expanded regulatory T cells in patients with lupus."
    (tmp_path / "abstracts" / "one.txt").write_text(text, encoding="utf-8")
    overrides = "subject_label\tpredicate_id\tobject_id\nlupus\tskos:exactMatch\tsssom:NoTermFound\n"
    (tmp_path / "mine.sssom.tsv").write_text(overrides, encoding="utf-8")
    for line in readme_lines():
        words = shlex.split(line)
        assert words[0] == "kg"
        command = [sys.executable, "-m", "kg.cli", *words[1:]]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=_environment())
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert done.stdout.strip(), line


def test_the_readme_python_runs(example_graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    exec(found[1].replace('"my-graph"', repr(str(example_graph))), {})
    assert "increased" in capsys.readouterr().out


def snippets(page: str) -> list[str]:
    """The Python of a page, in order."""
    return re.findall(r"```python\n(.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.DOTALL)


def test_the_python_page_runs(
    example_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    missing = [package for package in ("pandas", "polars") if not find_spec(package)]
    for snippet in snippets("python.md"):
        if not any(f"to_{package}" in snippet for package in missing):
            exec(snippet.replace('"my-graph"', repr(str(example_graph))), names)
    printed = capsys.readouterr().out
    assert "IL2 – regulatory T cell – systemic lupus erythematosus" in printed
    assert "tofacitinib" in printed


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT)}
