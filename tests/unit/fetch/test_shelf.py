from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.core.errors import DataError, OptionError
from kg.fetch import shelf as module
from kg.fetch.shelf import Run, Shelf, locked
from kg.fetch.slices import Found


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 2)


def record(number: int, text: str = "x") -> bytes:
    return f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID>{text}</MedlineCitation></PubmedArticle>".encode()


def begun(folder: Path, *ids: str, number: int = 1) -> tuple[Shelf, Run]:
    shelf = Shelf(folder, "pubmed", "lupus")
    run = Run(number, "", " 0", "2026-01-01")
    shelf.runs.append(run)
    shelf.set_ids(run, ids)
    return shelf, run


def filled(shelf: Shelf, run: Run, text: str = "x") -> None:
    for number, ids in shelf.batches(run):
        shelf.put(run, number, ids, {one: record(int(one), text) for one in ids}, ())
    shelf.finish(run)


def test_ids_are_cut_into_batches_of_one_format(tmp_path: Path) -> None:
    shelf, run = begun(tmp_path, "PPR:PPR1", "30", "4", "5")
    assert list(shelf.batches(run)) == [(1, ["4", "5"]), (2, ["30"]), (3, ["PPR:PPR1"])]
    names = [shelf.file(run, number, ids).name for number, ids in shelf.batches(run)]
    assert names == ["pubmed-0001-00001.xml.gz", "pubmed-0001-00002.xml.gz", "pubmed-0001-00003.jsonl.gz"]


def test_what_is_kept_is_known_the_next_time(tmp_path: Path) -> None:
    shelf, run = begun(tmp_path, "1", "2", "3")
    shelf.put(run, 1, ["1", "2"], {"1": record(1)}, ["2"])
    again = Shelf(tmp_path, "pubmed", "lupus")
    assert again.runs == [run]
    assert again.runs[0].missing == ["2"]
    assert again.is_listed(run)
    assert again.held() == set()  # the run is not whole
    shelf.put(run, 2, ["3"], {"3": record(3)}, ())
    shelf.finish(run)
    assert Shelf(tmp_path, "pubmed", "lupus").held() == {"1", "3"}
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "pubmed-0001-00001.xml.gz",
        "pubmed-0001-00002.xml.gz",
    ]


def test_a_file_that_was_taken_away_is_no_longer_held(tmp_path: Path) -> None:
    shelf, run = begun(tmp_path, "1", "2", "3")
    filled(shelf, run)
    (tmp_path / "pubmed-0001-00001.xml.gz").unlink()
    assert shelf.held() == {"3"}


def test_a_run_that_wrote_nothing_leaves_only_its_date(tmp_path: Path) -> None:
    shelf, run = begun(tmp_path, "1")
    shelf.put(run, 1, ["1"], {}, ["1"])
    assert run.unwritten == [1]
    shelf.finish(run)
    again = Shelf(tmp_path, "pubmed", "lupus")
    assert (again.runs, again.searched) == ([], "2026-01-01")
    assert sorted(path.name for path in (tmp_path / ".fetch").iterdir()) == ["state.json"]


def test_a_record_is_the_last_one_written_before(tmp_path: Path) -> None:
    shelf, first = begun(tmp_path, "1", "2", "3")
    filled(shelf, first)
    second, third = Run(2, "", " 0", "2026-01-02"), Run(3, "", " 0", "2026-01-03")
    shelf.runs.append(second)
    shelf.set_ids(second, ["2", "3"])
    shelf.put(second, 1, ["2", "3"], {"2": record(2, "y")}, ())
    shelf.runs.append(third)
    assert [shelf.record(one, third) for one in ("2", "3", "9")] == [record(2, "y"), record(3), b""]
    assert shelf.record("2", second) == record(2)
    assert shelf.record("2", first) == b""


def test_a_search_is_asked_once_even_over_two_processes(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "pubmed", "lupus")
    run = Run(1, "", " 0", "2026-01-01")
    found = Found(2, ("1", "2"), "next", ("a note",))
    assert shelf.once(run)("all", lambda: found) == found
    path = tmp_path / ".fetch" / "0001.answers.jsonl"
    with path.open("a") as out:
        out.write('\n["edat", 3, ["1"')  # the process was killed
    again = shelf.once(run)
    assert again("all", lambda: pytest.fail("asked again")) == found
    assert again("edat", lambda: Found(1)) == Found(1)
    assert shelf.once(run)("edat", lambda: pytest.fail("asked again")) == Found(1)
    shelf.set_ids(run, ["2", "1"])
    assert not path.exists()
    assert shelf.ids(run) == ["1", "2"]


def test_a_folder_belongs_to_one_query(tmp_path: Path) -> None:
    begun(tmp_path, "1")
    for source, query in (("pubmed", "asthma"), ("europepmc", "lupus")):
        with pytest.raises(OptionError, match="holds what pubmed finds for 'lupus'"):
            Shelf(tmp_path, source, query)


@pytest.mark.parametrize(
    "content", ["", "[]", '{"source": "pubmed"}', '{"source":1,"query":1,"searched":"","runs":[{}]}']
)
def test_a_damaged_state_is_told(tmp_path: Path, content: str) -> None:
    begun(tmp_path, "1")
    (tmp_path / ".fetch" / "state.json").write_text(content)
    with pytest.raises(DataError, match=r"state\.json: is damaged"):
        Shelf(tmp_path, "pubmed", "lupus")


def test_a_state_of_a_later_version_can_be_read(tmp_path: Path) -> None:
    _, run = begun(tmp_path, "1")
    path = tmp_path / ".fetch" / "state.json"
    told = json.loads(path.read_text())
    told["runs"][0]["novelty"] = 1
    path.write_text(json.dumps(told))
    assert Shelf(tmp_path, "pubmed", "lupus").runs == [run]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, run = begun(tmp_path, "1")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        shelf.put(run, 1, ["1"], {"1": record(1)}, ())
    assert [path.name for path in tmp_path.rglob("*.part")] == []
    assert not (tmp_path / "pubmed-0001-00001.xml.gz").exists()


def test_only_one_fetches_into_a_folder(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "new"),
        pytest.raises(OptionError, match="another kg fetch is at work"),
        locked(tmp_path / "new"),
    ):
        pass
    with locked(tmp_path / "new"):
        pass
