from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.core.tables import EXTRACTION, extraction_row, write_rows
from kg.core.text import Extraction, Section
from kg.export.found import best_ids, extractions, source_id
from tests import fixtures_graph


def test_each_document_comes_once_as_the_graph_holds_it(tmp_path: Path) -> None:
    folder = fixtures_graph.write_graph(tmp_path)
    first = fixtures_graph.extractions()[0]
    older = Extraction(replace(first.document, sections=(Section("abstract", "", 99, "An older version."),)))
    for number, shard in enumerate(([older], fixtures_graph.extractions(), [first])):
        write_rows(folder.extractions / f"part-0000{number}.parquet", EXTRACTION, map(extraction_row, shard))
    assert list(extractions(folder)) == fixtures_graph.extractions()


def test_ids() -> None:
    first, _, third = fixtures_graph.extractions()
    assert source_id(first) == "1"
    assert source_id(third) == "sha1:00ff"
    named = replace(first.document, metadata=replace(first.document.metadata, source_id="doc-7"))
    assert source_id(Extraction(named)) == "doc-7"
    assert best_ids(first.mentions[0]) == [fixtures_graph.IL2]
    assert best_ids(replace(first.mentions[0], parts=((),))) == []
