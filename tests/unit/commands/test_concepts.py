from __future__ import annotations

from pathlib import Path

import pytest

from tests.door import Kg, told


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path / "home"))


def test_search_prints_one_concept_a_line(kg: Kg) -> None:
    done = kg("ontology", "search", "Tregs", "--limit", "3")
    assert done.code == 0
    lines = done.out.splitlines()
    assert len(lines) == 3
    assert lines[0] == "CL:0000815  regulatory T cell  as 'Treg'  cell type  [immunology]"
    similar = kg("ontology", "search", "systemic lupus erythematosis", "--limit", "1").out
    assert similar.endswith(" (similar)  disease  [immunology]\n") or "(similar)" in similar


def test_search_as_json_and_for_nothing(kg: Kg) -> None:
    hits = told(kg("ontology", "search", "SLE", "--category", "disease", "--limit", "1", "--json"))
    assert hits == [
        {
            "id": "MONDO:0007915",
            "name": "systemic lupus erythematosus",
            "category": "disease",
            "match": "SLE",
            "how": "synonym",
            "ontology": "immunology",
        }
    ]
    done = kg("ontology", "search", "qqqqqqqqqq")
    assert (done.code, done.out) == (0, "nothing is called 'qqqqqqqqqq', or nearly so\n")
    wrong = kg("ontology", "search", "x", "--category", "diseases")
    assert (wrong.code, wrong.err.count("\n")) == (1, 1)


def test_show_prints_names_kinds_and_cross_references(kg: Kg) -> None:
    out = kg("ontology", "show", "regulatory T cells").out
    lines = out.splitlines()
    assert lines[0] == "regulatory T cell  CL:0000815  cell type  [immunology]"
    assert lines[1] == "  http://purl.obolibrary.org/obo/CL_0000815"
    assert lines[2].startswith("  also called: ")
    begin = lines.index("  is a kind of")
    assert lines[begin + 1].startswith("    ")
    assert lines[begin + 2].startswith("      ")
    assert any(line.strip() == "MESH:D050378  http://id.nlm.nih.gov/mesh/D050378" for line in lines)
    assert "    Tr1 cell  CL:0000901" in lines


def test_show_as_json_and_of_nothing(kg: Kg) -> None:
    known = told(kg("ontology", "show", "CL:0000815", "--json"))
    assert isinstance(known, dict)
    assert known["parents"][0]["depth"] == 1
    done = kg("ontology", "show", "regulatry T cell")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("kg: no concept of the shipped vocabulary is called 'regulatry T cell'; did you mean ")
    assert done.err.count("\n") == 1
