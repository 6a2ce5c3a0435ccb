from __future__ import annotations

from pathlib import Path

import kg
from kg.core.paths import shipped_queries
from kg.graph import Graph
from kg.serve.examples import examples
from tests.fixtures_graph import write_graph


def rows(graph: Graph, name: str, told: dict[str, str]) -> int:
    return len(list(graph.query(shipped_queries()[name].read_text(encoding="utf-8"), told)))


def test_what_needs_no_value_stands_first(tmp_path: Path) -> None:
    with kg.open(write_graph(tmp_path / "g").root) as graph:
        told = examples(graph)
        assert sorted(one.name for one in told) == sorted(shipped_queries())
        assert [bool(one.parameters) for one in told] == sorted(bool(one.parameters) for one in told)
        assert told[0].name == "best_supported"
        assert rows(graph, "best_supported", {}) > 0


def test_a_value_is_of_this_graph(tmp_path: Path) -> None:
    with kg.open(write_graph(tmp_path / "g").root) as graph:
        known = {one.name: one for one in examples(graph)}
        for name in ("below", "kinds"):
            # The shipped value is no concept of this graph; this is the one that most is asserted of
            assert known[name].parameters == {"concept": "regulatory T cell"}
            assert rows(graph, name, known[name].parameters) > 0
        assert known["kinds"].title == "The kinds of a concept that texts mention, itself included"
        assert known["kinds"].sparql.startswith(f"# {known['kinds'].title}\nPREFIX")
