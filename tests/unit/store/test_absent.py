from __future__ import annotations

from pathlib import Path

from kg.store.absent import absent
from tests.fixtures_graph import write_graph


def test_names_that_no_statement_has(tmp_path: Path) -> None:
    folder = write_graph(tmp_path)
    asked = "SELECT * { HGNC:6001 biolink:afects ?o ; a biolink:Geen ; rdfs:label 'x' ; xsd:int HGNC:1 ; strange:x ?y }"
    assert absent(folder, asked) == {"biolink:afects": "biolink:affects", "biolink:Geen": "biolink:Gene", "HGNC:1": ""}
    assert absent(folder, "SELECT * { ?s biolink:affects CL:0000815 }") == {}
