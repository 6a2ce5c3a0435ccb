from __future__ import annotations

import json
from pathlib import Path

from kg.compare.diff import KINDS
from tests.unit.compare.worlds import DOWN, OTHER, UP, differing, paper


def test_groups_come_in_the_order_of_the_kinds_and_hold_every_change_once(tmp_path: Path) -> None:
    diff = differing(tmp_path, [paper(UP, OTHER, pmid="1")], [paper(UP, pmid="1"), paper(DOWN, pmid="2")])
    groups = list(diff.groups())
    assert [kind for kind, _ in groups] == ["contradicted", "gained", "lost"]
    assert [change for _, found in groups for change in found] == list(diff.assertions)
    assert all(list(change.kinds) == [kind for kind in KINDS if kind in change.kinds] for change in diff.assertions)


def test_all_of_it_as_plain_data(tmp_path: Path) -> None:
    diff = differing(tmp_path, [paper(UP, pmid="1")], [paper(UP, pmid="1"), paper(OTHER, pmid="2")])
    told = json.loads(json.dumps(diff.told()))
    assert told["equal"] is False
    assert told["counts"] == {"assertions": {"gained": 1}, "concepts": {"gained": 1}, "documents": {"gained": 1}}
    assert told["old"] == {"folder": str(tmp_path / "old"), "counts": dict(diff.old.counts)}
    (assertion,) = told["assertions"]
    assert (assertion["old"], assertion["new"]["standing"]) == (None, "asserted")
    assert assertion["causes"] == [{"document": "PMID:2", "how": "gained", "opposing": False}]
    assert assertion["passages"][0]["text"] == "it does it."
    assert told["tables"] == ["assertions", "concepts", "documents", "evidence", "mentions"]
