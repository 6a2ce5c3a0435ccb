"""What `import kg` offers: the same names in every version, each of them a function, and nothing heavy behind them."""

from __future__ import annotations

import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.core.errors import OptionError, UnknownName

NAMES = ["__version__", "build", "curate", "explain", "open", "reassemble"]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "python.md"


def test_these_are_the_names() -> None:
    assert kg.__all__ == NAMES
    assert kg.__doc__
    assert all(getattr(kg, name).__doc__ for name in NAMES[1:])


def test_no_room_of_the_house_takes_the_place_of_a_function() -> None:
    """`import kg.assemble` puts a module where a function of that name would be."""
    assert not {module.name for module in pkgutil.iter_modules(kg.__path__)} & set(NAMES)


def test_each_stands_on_the_page_about_python() -> None:
    told = PAGE.read_text(encoding="utf-8")
    for name in NAMES[1:]:
        assert re.search(rf"\bkg\.{name}\(", told), name


def test_importing_it_loads_nothing_heavy() -> None:
    code = "import sys, kg; print(sorted({'spacy', 'duckdb', 'networkx', 'typer', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of two papers, built as a user does."""
    folder = tmp_path_factory.mktemp("own")
    papers = [{"pmid": "1", "abstract": "IL-2 expands Tregs."}, {"pmid": "2", "abstract": "TNF reduces Tregs."}]
    for number, paper in enumerate(papers):
        (folder / f"{number}.json").write_text(json.dumps([paper]), encoding="utf-8")
    report = kg.build([folder / "0.json", str(folder / "1.json")], folder / "graph", ontologies=[])
    assert (report.read, report.skipped, report.counts["assertions"]) == (2, [], 2)
    return folder


def test_one_input_need_not_be_a_list(built: Path, tmp_path: Path) -> None:
    assert kg.build(built / "0.json", str(tmp_path / "one")).read == 1
    with pytest.raises(UnknownName, match="no reader is called 'jsnl'"):
        kg.build(built / "0.json", tmp_path / "two", reader="jsnl")


def test_a_graph_is_curated_and_assembled_anew(built: Path) -> None:
    graph, overrides = built / "graph", built / "mine.tsv"
    overrides.write_text(
        "subject_label\tpredicate_id\tobject_id\nTNF\tskos:exactMatch\tsssom:NoTermFound\n", encoding="utf-8"
    )
    assert kg.reassemble(graph, overrides=overrides)["counts"]["assertions"] == 1
    with kg.open(graph) as opened:
        (edge,) = opened.edges_of("IL-2")
    with pytest.raises(OptionError, match=r"was assembled with mine\.tsv"):
        kg.curate(graph, edge["id"], "wrong")
    done = kg.curate(graph, edge["id"][:10], "wrong:polarity", note="it falls", curator="K", overrides=overrides)
    assert [(one["verdict"], one["error"], one["note"], one["curator"]) for one in done.after] == [
        ("wrong", "polarity", "it falls", "K")
    ]
    with kg.open(graph) as opened:
        assert opened.edges_of("IL-2")[0]["rejected"]
    assert kg.reassemble(graph)["counts"]["assertions"] == 2


def test_a_text_is_explained() -> None:
    (sentence,) = kg.explain("IL-2 expands Tregs.")["sentences"]
    assert [one["trigger"] for one in sentence["relations"]] == ["expands"]
