from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kg.graph import Graph
from kg.serve.problem import Problem
from kg.serve.values import Values
from tests.fixtures_graph import write_graph


def test_values_are_written_as_sparql_writes_them(tmp_path: Path) -> None:
    with Graph(write_graph(tmp_path / "g").root) as graph:
        values = Values(graph)
        given = {"a": "HGNC:6001", "b": '"x y"', "c": "3", "d": "Tregs", "e": "<urn:x>", "f": "Nasty factor"}
        with pytest.raises(Problem, match="no concept") as unknown:
            asyncio.run(values.read(given))
        assert unknown.value.status == 400
        del given["f"]
        assert asyncio.run(values.read(given)) == {**given, "d": "<http://purl.obolibrary.org/obo/CL_0000815>"}
