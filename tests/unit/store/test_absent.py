from __future__ import annotations

from pathlib import Path

from kg.store.absent import absent, absent_from
from kg.store.build import ensure_store
from tests.fixtures_graph import write_graph


def test_names_that_no_statement_has(tmp_path: Path) -> None:
    folder = write_graph(tmp_path)
    asked = "SELECT * { HGNC:6001 biolink:afects ?o ; a biolink:Geen ; rdfs:label 'x' ; xsd:int HGNC:1 ; strange:x ?y }"
    assert absent(folder, asked) == {"biolink:afects": "biolink:affects", "biolink:Geen": "biolink:Gene", "HGNC:1": ""}
    assert absent(folder, "SELECT * { ?s biolink:affects CL:0000815 }") == {}


def test_texts_that_are_no_query(tmp_path: Path) -> None:
    store = ensure_store(write_graph(tmp_path))
    for text in ("", "}{ ?", "<" * 4000, "'" * 4000, "\x00\ud800:\udfff"):
        assert absent_from(store, text) == {}
    assert absent_from(store, f"biolink:{'x' * 4000} HGNC:%zz HGNC:\\\\ biolink:É") == {
        "HGNC:%zz": "", "HGNC:\\\\": "", "biolink:É": "",
    }  # fmt: skip
