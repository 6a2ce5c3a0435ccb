from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.commands.comparing import SHOWN, diff_lines
from kg.core.errors import OptionError
from tests.door import Kg, told
from tests.unit.compare.worlds import DOWN, OTHER, SLE, TREG, UP, both, differing, paper


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    old, new = both(tmp_path, [paper(UP, pmid="1")], [paper(UP, pmid="1"), paper(DOWN, OTHER, pmid="2", title="Two")])
    return old.root, new.root


def test_what_changed_its_mind_comes_first_then_papers_and_concepts(kg: Kg, pair: tuple[Path, Path]) -> None:
    done = kg("diff", *pair)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == f"{pair[0]} → {pair[1]}: 3 assertions, 1 paper, 1 concept differ"
    assert lines[1] == "  1 paper, 1 assertion, 3 concepts → 2 papers, 3 assertions, 4 concepts"
    first = lines.index("1 assertion contradicted now")
    assert lines[first + 1].startswith("  IL2 increases regulatory T cell (abundance)  [")
    assert lines[first + 2] == "    belief 0.76 → 0.38 · 1 paper"
    assert lines[first + 3].startswith("    now against it: IL2 decreases regulatory T cell (abundance)  [")
    assert lines[first + 4] == "    by PMID:2 (gained, against it)"
    assert "2 assertions gained" in lines
    assert "  gained: PMID:2 Two · 3 assertions" in lines
    assert f"  gained: systemic lupus erythematosus {SLE} · 1 mention" in lines


def test_equal_graphs_and_exit_codes(kg: Kg, pair: tuple[Path, Path]) -> None:
    done = kg("diff", pair[0], pair[0], "--exit-code")
    assert (done.code, done.out.splitlines()[0]) == (0, f"{pair[0]} → {pair[0]}: the two graphs are equal")
    assert kg("diff", *pair).code == 0
    assert kg("diff", *pair, "--exit-code").code == 1
    assert kg("diff", pair[0], pair[0] / "nothing", "--exit-code").code == 1


def test_json_has_all_of_it(kg: Kg, pair: tuple[Path, Path]) -> None:
    found = told(kg("diff", *pair, "--json"))
    assert isinstance(found, dict)
    assert found["counts"]["assertions"] == {"contradicted": 2, "gained": 2, "weaker": 1}
    assert len(found["assertions"]) == 3


def test_a_page(kg: Kg, pair: tuple[Path, Path], tmp_path: Path) -> None:
    done = kg("diff", *pair, "--out", tmp_path / "page.html")
    assert done.out == f"{tmp_path}/page.html: 3 assertions, 1 paper, 1 concept differ\n"
    assert "What changed" in (tmp_path / "page.html").read_text(encoding="utf-8")
    done = kg("diff", *pair, "--out", tmp_path / "page.tsv")
    assert (done.code, "ends in .html" in done.err) == (1, True)


def test_a_part_by_a_name_that_one_of_them_knows(kg: Kg, pair: tuple[Path, Path]) -> None:
    for old, new in (pair, pair[::-1]):
        found = told(kg("diff", old, new, "--about", "systemic lupus erythematosus", "--json"))
        assert isinstance(found, dict)
        assert [(one["new"] or one["old"])["subject"] for one in found["assertions"]] == [TREG]
        assert found["selection"] == {"about": [SLE]}
    done = kg("diff", *pair, "--about", "nobody")
    assert (done.code, "called 'nobody'" in done.err) == (1, True)
    assert kg("diff", *pair, "--document", "PMID:2").code == 0


def test_parts_are_compared_as_they_were_chosen(pair: tuple[Path, Path]) -> None:
    import kg

    with kg.open(pair[0]) as old, kg.open(pair[1]) as new:
        part = new.select(about="IL2")
        assert [change.group for change in old.select(about="IL2").diff(part).assertions] == ["contradicted", "gained"]
        with pytest.raises(OptionError, match="part of a graph already"):
            old.diff(part, about="IL2")


def test_only_so_many_of_a_kind_unless_all(kg: Kg, tmp_path: Path) -> None:
    gained = [paper((TREG, "", f"text:gene/{n}"), pmid=str(n + 2)) for n in range(SHOWN + 3)]
    diff = differing(tmp_path, [paper(UP, pmid="1")], [paper(UP, pmid="1"), *gained])
    few, every = list(diff_lines(diff, SHOWN)), list(diff_lines(diff))
    assert few.count("  and 3 more: --all prints them") == 3
    assert sum("affects" in line for line in few) == SHOWN
    assert sum("affects" in line for line in every) == SHOWN + 3
    assert list(diff_lines(diff)) == kg("diff", tmp_path / "old", tmp_path / "new", "--all").out.splitlines()


def test_how_they_were_made_and_bytes_that_nobody_compares(kg: Kg, example_graph: Path, tmp_path: Path) -> None:
    shutil.copytree(example_graph, tmp_path / "two")
    assert kg("assemble", tmp_path / "two", "--base", "https://example.org/").code == 0
    lines = kg("diff", example_graph, tmp_path / "two").out.splitlines()
    assert lines[0].endswith("the two graphs are equal")
    assert lines[2] == "  not made alike: base: urn:immunokg: → https://example.org/"
    differing(tmp_path / "x", [paper(UP, pmid="1", source="a")], [paper(UP, pmid="1", source="b")])
    lines = kg("diff", tmp_path / "x" / "old", tmp_path / "x" / "new").out.splitlines()
    assert lines[2] == "  (not byte by byte: documents differ in what is not compared)"
