"""tests.floors: the table is sound, and what falls below fails."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests import floors
from tests.floors import Floor


def test_the_table_names_lists_that_exist_and_scores_that_can_be() -> None:
    held = floors.floors()
    assert held
    for floor in held:
        assert 0 < floor.f1 < 1
        assert "test" not in Path(floor.gold).name.lower()
        assert not floor.only or (floors.HERE / floor.only).is_file()
    assert len({str(floor) for floor in held}) == len(held)


def test_which_score_a_floor_speaks_of() -> None:
    overlap = {"f1": 0.3, "per_type": {"cell": {"f1": 0.4}}}
    scores = {"f1": 0.1, "per_type": {"cell": {"f1": 0.2}}, "overlap": overlap}
    found = [
        floors.score_of(Floor("mentions", "g", 0.5, kind=kind, count=count), scores)
        for count in ("", "overlap")
        for kind in ("", "cell")
    ]
    assert found == [0.1, 0.2, 0.3, 0.4]


def test_a_score_below_its_floor_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gold").write_text(
        "1|t|IL-2, foobarin\n1\t0\t4\tIL-2\tGene\t\n1\t6\t14\tfoobarin\tGene\t\n", encoding="utf-8"
    )
    monkeypatch.setattr(floors, "SHARED", tmp_path)
    wanted = [Floor("mentions", "gold", 0.6), Floor("mentions", "gold", 0.7, kind="gene"), Floor("links", "none", 0.1)]
    monkeypatch.setattr(floors, "floors", lambda: wanted)
    assert floors.main([]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "ok       0.6667 (floor 0.6000)  mentions gold"
    assert told[1].startswith("BELOW    0.6667 (floor 0.7000)")
    assert told[2].startswith("skipped  links none: none is not in the shared data folder")
    assert floors.main(["links"]) == 0
    monkeypatch.setattr(floors, "SHARED", tmp_path / "nowhere")
    assert floors.main([]) == 0
    assert "not checked" in capsys.readouterr().out


@pytest.mark.shared
def test_the_held_out_part_of_jnlpba_is_what_its_rule_says(shared: Path) -> None:
    lines = (shared / "corpora" / "jnlpba" / "MUID-PMID-map.txt").read_text(encoding="utf-8").splitlines()
    pmid_of = dict(line.split() for line in lines if len(line.split()) == 2)
    held = (floors.HERE / "subsets" / "jnlpba_held_out.txt").read_text(encoding="utf-8").splitlines()[1:]
    for line in held:
        uid, pmid = line.split()
        assert pmid_of[uid] == pmid
        assert int(hashlib.sha1(pmid.encode(), usedforsecurity=False).hexdigest(), 16) % 10 == 0
