from __future__ import annotations

from pathlib import Path

import kg
from kg.serve import tables
from tests.fixtures_graph import IL2, TREG, write_graph


def test_a_page_of_assertions_is_in_one_order(tmp_path: Path) -> None:
    with kg.open(write_graph(tmp_path / "g").root) as graph:
        whole = list(graph.sql(tables.ASSERTIONS, limit=100, offset=0))
        pieces = [row for at in range(0, 12, 4) for row in graph.sql(tables.ASSERTIONS, limit=4, offset=at)]
        assert whole == pieces
        assert len(whole) == next(graph.sql(tables.COUNT))["total"]
        keys = [(not row["asserted"], -row["belief"], row["id"]) for row in whole]
        assert keys == sorted(keys)


def test_the_best_passage_stands_first(tmp_path: Path) -> None:
    judged = {"IL-2 expands regulatory T cells in patients.": ("wrong", "polarity", "", "")}
    with kg.open(write_graph(tmp_path / "g", judged).root) as graph:
        rows = list(graph.sql(tables.ASSERTIONS, limit=100, offset=0))
        (row,) = (one for one in rows if (one["subject"], one["object"], one["direction"]) == (IL2, TREG, "increased"))
        assert row["sentence"] == "IL-2 expanded Tregs."
        assert row["documents"] == ["DOI:10.1000/xyz<2>", "PMID:1"]
        passages = list(graph.sql(tables.EVIDENCE, id=row["id"]))
        assert [one["verdict"] for one in passages] == ["", "wrong"]
        assert next(graph.sql(tables.EVIDENCE, id=passages[1]["id"]))["text"] == passages[1]["text"]
        assert [one["id"] for one in graph.sql(tables.ASSERTION, id=row["id"])] == [row["id"]]
        assert row["id"] in [one["id"] for one in graph.sql(tables.OF_DOCUMENT, id="PMID:1")]
