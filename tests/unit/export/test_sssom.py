from __future__ import annotations

from pathlib import Path

from kg.export.sssom import COLUMNS, write
from tests.fixtures_graph import IL2, SLE, write_graph


def test_mappings(tmp_path: Path) -> None:
    path = tmp_path / "x.sssom.tsv"
    assert write(write_graph(tmp_path / "g"), path) == {"mappings": 3}
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [line for line in lines if line.startswith("#")]
    assert '#  MONDO: "http://purl.obolibrary.org/obo/MONDO_"' in header
    assert '#  semapv: "https://w3id.org/semapv/vocab/"' in header
    columns, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert tuple(columns) == COLUMNS
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (IL2, "skos:exactMatch", "NCBIGene:3558"),
        (SLE, "skos:exactMatch", "DOID:9074"),
        (SLE, "skos:exactMatch", "MESH:D008180"),
    ]
