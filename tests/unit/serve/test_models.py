from __future__ import annotations

from pathlib import Path

import kg
from kg.serve import tables
from kg.serve.models import Assertion, Evidence
from tests.fixtures_graph import IL2, LUPUS_NEPHRITIS, SLE, write_graph


def test_rows_become_plain_objects(tmp_path: Path) -> None:
    judged = {"IL-2 did not cause lupus nephritis.": ("wrong", "polarity", "it did", "M. Kern")}
    with kg.open(write_graph(tmp_path / "g", judged).root) as graph:
        rows = list(graph.sql(tables.ASSERTIONS, limit=100, offset=0))
        (denied,) = (
            one for one in map(Assertion.of, rows) if one.object.id == LUPUS_NEPHRITIS and one.subject.id == IL2
        )
        assert (denied.subject.name, denied.verb, denied.negated, denied.rejected) == ("IL2", "causes", True, True)
        (row,) = graph.sql(tables.EVIDENCE, id=denied.id)
    evidence = Evidence.of(row)
    assert evidence.text == "IL-2 did not cause lupus nephritis."
    assert evidence.place.end - evidence.place.start == len(evidence.text)
    assert evidence.context.disease == [SLE]
    assert evidence.curation
    assert evidence.curation.note == "it did"
