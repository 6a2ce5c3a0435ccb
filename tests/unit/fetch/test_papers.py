from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kg.core.errors import DownloadError, OptionError
from kg.core.text import Document
from kg.fetch import shelf as shelf_module
from kg.fetch.papers import Fetched, count, fetch
from kg.fetch.records import pack
from kg.fetch.source import Way
from kg.read.sniff import read_documents
from tests.eutils_server import EuropePMC, EUtils, Passing, Server, as_xml, made_up, revised, serving

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2024, 5, 6)
TODAY = date(2026, 1, 1)


@pytest.fixture
def server() -> Iterator[EUtils]:
    with serving(EUtils) as told:
        yield told


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "BATCH", 10)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NCBI_API_KEY", "IMMUNOKG_EMAIL"):
        monkeypatch.delenv(name, raising=False)


def fetched(server: Server, folder: Path, way: Way | None = None, today: date = TODAY, query: str = "lupus") -> Fetched:
    way = replace(way or Way(), mirror=server.url)
    return fetch(query, folder, way, today=today, clock=Passing())


def sums(folder: Path) -> dict[str, str]:
    """Return a digest of each file that `kg build` would read."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def texts(folder: Path) -> dict[str, str]:
    """Return the text of each paper as our readers read it, later files over earlier ones."""
    documents = list(read_documents([str(folder)]))
    assert all(isinstance(one, Document) for one in documents)
    return {one.id: one.sections[-1].text for one in documents if isinstance(one, Document)}


def test_papers_lie_in_files_that_our_reader_reads(server: EUtils, tmp_path: Path, small: None) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 26)), made_up(99, DAY, topic="asthma"))
    got = fetched(server, tmp_path)
    assert (got.found, got.listed, got.fetched, got.here, got.missing) == (25, 25, 25, 0, ())
    assert got.files == tuple(f"pubmed-0001-0000{number}.xml.gz" for number in (1, 2, 3))
    assert sorted(sums(tmp_path)) == list(got.files)
    assert set(texts(tmp_path)) == {f"PMID:{number}" for number in range(1, 26)}


def test_what_is_there_is_not_fetched_again(server: EUtils, tmp_path: Path, small: None) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 26)))
    fetched(server, tmp_path)
    before, asked = sums(tmp_path), server.count("efetch.fcgi")
    got = fetched(server, tmp_path)
    assert (got.fetched, got.here, got.files) == (0, 25, ())
    assert server.count("efetch.fcgi") == asked
    server.add(made_up(26, TODAY))
    server.lose(7)
    got = fetched(server, tmp_path)
    assert (got.fetched, got.here, got.gone, got.files) == (1, 24, 1, ("pubmed-0002-00001.xml.gz",))
    assert {name: sums(tmp_path)[name] for name in before} == before


def test_later_only_what_is_new_or_revised(server: EUtils, tmp_path: Path, small: None) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 26)))
    last = Way(since="last")
    assert fetched(server, tmp_path, last).fetched == 25  # nothing was searched before
    before = sums(tmp_path)
    later = TODAY + timedelta(days=9)
    server.add(revised(server.papers[3], later), replace(server.papers[4], modified=later), made_up(200, later))
    got = fetched(server, tmp_path, last, later)
    assert (got.since, got.found, got.fetched, got.unchanged) == ("2025-12-29", 3, 2, 1)
    assert "at dose 1" in texts(tmp_path)["PMID:3"]
    assert {name: sums(tmp_path)[name] for name in before} == before
    got = fetched(server, tmp_path, last, later)
    assert (got.since, got.fetched, got.unchanged, got.files) == ("2026-01-07", 0, 3, ())
    server.add(revised(server.papers[3], later))
    got = fetched(server, tmp_path, Way(since="2026/1/9"), later)
    assert got.files == ("pubmed-0003-00001.xml.gz",)
    assert "at dose 2" in texts(tmp_path)["PMID:3"]


def test_what_is_not_given_is_asked_for_twice_and_told(server: EUtils, tmp_path: Path, small: None) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 26)))
    server.withheld, server.late = {3, *range(21, 26)}, {5, 11}
    got = fetched(server, tmp_path)
    assert (got.fetched, got.missing) == (19, ("3", "21", "22", "23", "24", "25"))
    assert got.files == ("pubmed-0001-00001.xml.gz", "pubmed-0001-00002.xml.gz")
    server.withheld = set()
    got = fetched(server, tmp_path)
    assert (got.fetched, got.here, got.missing) == (6, 19, ())
    assert len(texts(tmp_path)) == 25


def test_what_was_not_given_is_asked_for_again_since_the_last_search(server: EUtils, tmp_path: Path) -> None:
    last = Way(since="last")
    server.add(*(made_up(number, DAY) for number in (1, 2, 3)))
    server.withheld = {2}
    assert fetched(server, tmp_path, last).missing == ("2",)
    server.add(revised(server.papers[1], TODAY + timedelta(days=8)))
    server.withheld = {1, 2}
    for days in (8, 12):  # the second writes nothing, and leaves no run
        got = fetched(server, tmp_path, last, TODAY + timedelta(days=days))
        assert (got.fetched, got.missing) == (0, ("1", "2"))
    server.withheld = set()
    got = fetched(server, tmp_path, last, TODAY + timedelta(days=16))
    assert (got.found, got.fetched, got.missing) == (0, 2, ())
    assert "at dose 1" in texts(tmp_path)["PMID:1"]
    assert fetched(server, tmp_path, last, TODAY + timedelta(days=24)).unchanged == 0


def test_a_limit_takes_the_newest(server: EUtils, tmp_path: Path, small: None) -> None:
    server.add(*(made_up(number, DAY + timedelta(days=number)) for number in range(1, 26)))
    got = fetched(server, tmp_path, Way(limit=12))
    assert (got.found, got.listed, got.unlisted, got.fetched) == (25, 12, 0, 12)
    assert set(texts(tmp_path)) == {f"PMID:{number}" for number in range(14, 26)}


@pytest.mark.parametrize("part", [Way(limit=12), Way(since="2024-05-20"), Way(since="last", limit=12)])
def test_what_a_partial_search_leaves_out_the_next_one_fetches(part: Way, server: EUtils, tmp_path: Path) -> None:
    server.add(*(made_up(number, DAY + timedelta(days=number)) for number in range(1, 26)))
    assert fetched(server, tmp_path, part).fetched == 12
    got = fetched(server, tmp_path, Way(since="last"))
    assert (got.since, got.fetched) == ("", 13)
    assert fetched(server, tmp_path, replace(part, since="2025-12-29"), TODAY + timedelta(days=9)).since == "2025-12-29"
    again = fetched(server, tmp_path, Way(since="last"), TODAY + timedelta(days=9))
    assert again.since == "2026-01-07"  # nothing was cut, and it began where the last search ended


def test_a_day_that_is_listed_only_in_part_is_told(
    server: EUtils, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("kg.fetch.eutils", "tests.eutils_server"):
        monkeypatch.setattr(f"{module}.LISTED", 8)
    server.add(*(made_up(number, DAY) for number in range(1, 13)), made_up(20, DAY + timedelta(days=1)))
    got = fetched(server, tmp_path)
    assert (got.found, got.listed, got.fetched, got.unlisted) == (13, 9, 9, 4)
    assert got.cut == ("2024-05-06: 8 of 12",)


def test_nothing_found_is_no_error(server: EUtils, tmp_path: Path) -> None:
    got = fetched(server, tmp_path, query="unheard")
    assert (got.found, got.fetched, got.files) == (0, 0, ())


def test_breaking_off_says_what_is_kept(server: EUtils, tmp_path: Path, small: None) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 26)))
    server.faults["efetch.fcgi"] = ["", "", *["500"] * 7]
    with pytest.raises(DownloadError, match=r"20 papers are kept in .*, the same command goes on from there"):
        fetched(server, tmp_path)
    kept, asked = sums(tmp_path), server.count("esearch.fcgi")
    assert len(kept) == 2
    got = fetched(server, tmp_path)
    assert (got.fetched, got.here, got.files) == (5, 20, ("pubmed-0001-00003.xml.gz",))
    assert server.count("esearch.fcgi") == asked  # the ids are known
    assert {name: sums(tmp_path)[name] for name in kept} == kept


def test_another_command_first_finishes_what_broke_off(server: EUtils, tmp_path: Path, small: None) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 26)))
    server.faults["efetch.fcgi"] = ["", *["500"] * 7]
    with pytest.raises(DownloadError):
        fetched(server, tmp_path)
    server.add(made_up(300, TODAY))
    got = fetched(server, tmp_path, Way(since="last"))
    assert (got.since, got.found, got.fetched) == ("2025-12-29", 1, 16)
    assert got.files[-1] == "pubmed-0002-00001.xml.gz"
    assert len(texts(tmp_path)) == 26


def everything_wrong(server: Server, search: str, records: str) -> None:
    """Let a server fail in all its ways, without ever failing so often that it is given up."""
    server.repeats = True
    server.faults[search] = ["", "429", "truncated", "", "error", "cut", "gzip", "503 1"] * 3
    server.faults[records] = ["cut", "truncated", "", "error", "429 2", "", "500", "gzip"] * 7


def test_25_000_papers_over_slices_broken_off_and_gone_on_with(server: EUtils, tmp_path: Path) -> None:
    """14,400 papers by day, and 10,600 that came in one day; twice the search fails for good, once the fetching."""
    server.add(*(made_up(1000 + n, date(2020, 1, 1) + timedelta(days=n % 1500)) for n in range(14_400)))
    bulk, first = date(2010, 5, 5), date(1990, 1, 1)
    server.add(*(made_up(90_000 + n, bulk, published=first + timedelta(days=n % 3000)) for n in range(10_600)))
    everything_wrong(server, "esearch.fcgi", "efetch.fcgi")
    for at in (30, 20):
        server.faults["esearch.fcgi"][at:at] = ["500"] * 7
    server.faults["efetch.fcgi"][15:15] = ["500"] * 7
    for files in (0, 0, 5):
        with pytest.raises(DownloadError, match="given up after 7 attempts"):
            fetched(server, tmp_path)
        assert files <= len(sums(tmp_path)) < 50
    last = fetched(server, tmp_path)
    assert (last.found, last.listed, last.cut, last.unlisted) == (25_000, 25_000, (), 0)
    assert last.fetched + last.here == 25_000
    assert last.retries > 20
    pmids = sorted(server.papers)
    for number in range(50):
        records = {str(one): as_xml(server.papers[one]).strip().encode() for one in pmids[500 * number :][:500]}
        assert (tmp_path / f"pubmed-0001-{number + 1:05d}.xml.gz").read_bytes() == pack(records, "xml")
    searches = [form["term"] for name, form in server.asked if name == "esearch.fcgi"]
    assert len(set(searches)) < len(searches) < 2 * len(set(searches))  # again where they failed, and only there


def test_europe_pmc_broken_off_and_gone_on_with(tmp_path: Path, small: None) -> None:
    with serving(EuropePMC) as server:
        server.add(*(made_up(number, DAY - timedelta(days=number % 9)) for number in range(1, 60)))
        dates = {"firstIndexDate": "2024-01-01", "_updated": "2024-01-01"}
        server.preprints = [
            {
                "id": "PPR81",
                "source": "PPR",
                "title": "A lupus preprint",
                "abstractText": "It is made up.",
                "doi": "10.1234/x",
                **dates,
            }
        ]
        way = Way("europepmc")
        got = fetched(server, tmp_path / "whole", way)
        assert (got.found, got.fetched, got.files[-1]) == (60, 60, "europepmc-0001-00007.jsonl.gz")
        server.faults["searchPOST"] = ["", "", "error", "", "429 2", "", "", *["cut"] * 7]
        with pytest.raises(DownloadError, match="papers are kept"):
            fetched(server, tmp_path / "broken", way)
        got = fetched(server, tmp_path / "broken", way)
        assert 0 < got.fetched < 60
        assert sums(tmp_path / "broken") == sums(tmp_path / "whole")
        later = TODAY + timedelta(days=9)
        server.add(revised(server.papers[3], later), made_up(200, later))
        got = fetched(server, tmp_path / "whole", replace(way, since="last"), later)
        assert (got.fetched, got.unchanged) == (2, 0)
    assert {"PMID:200", "PMID:59", "DOI:10.1234/x"} <= set(texts(tmp_path / "whole"))


def test_killed_at_any_moment_it_leaves_whole_files_and_goes_on(
    server: EUtils, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 2_001)))
    code = (
        "import sys; from datetime import date; from pathlib import Path; from kg.fetch.papers import fetch;"
        "from kg.fetch.source import Way;"
        "from kg.fetch import shelf; from tests.eutils_server import Passing; shelf.BATCH = 50;"
        "fetch('lupus', Path(sys.argv[1]), Way(mirror=sys.argv[2]), today=date(2026, 1, 1), clock=Passing())"
    )
    for enough in (5, 15):
        with subprocess.Popen([sys.executable, "-c", code, str(tmp_path), server.url], cwd=ROOT) as process:
            end = time.monotonic() + 60
            while len(list(tmp_path.glob("*.gz"))) < enough and time.monotonic() < end:
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        assert enough <= len(sums(tmp_path)) < 40
        assert texts(tmp_path)
    subprocess.run([sys.executable, "-c", code, str(tmp_path), server.url], check=True, cwd=ROOT)
    assert len(texts(tmp_path)) == 2_000
    monkeypatch.setattr(shelf_module, "BATCH", 50)
    fetched(server, tmp_path / "whole")
    assert sums(tmp_path) == sums(tmp_path / "whole")


@pytest.mark.parametrize(("key", "seconds"), [("", 7.0), ("k" * 36, 2.1)])
def test_three_requests_a_second_ten_with_a_key(
    key: str, seconds: float, server: EUtils, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: None
) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 200)))
    monkeypatch.setenv("NCBI_API_KEY", key)
    clock = Passing()
    got = fetch("lupus", tmp_path, Way(mirror=server.url), today=TODAY, clock=clock)
    assert got.requests == 22
    assert clock.time == pytest.approx(seconds, rel=0.05)


def test_counting_fetches_nothing(server: EUtils) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 26)), made_up(26, TODAY))
    assert count("lupus", Way(mirror=server.url), clock=Passing()).count == 26
    assert count("lupus", Way(mirror=server.url, since="2025-12-31"), clock=Passing()).count == 1
    assert server.count("efetch.fcgi") == 0


def test_progress_is_told(server: EUtils, tmp_path: Path, small: None) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 26)))
    steps: list[tuple[str, int, int]] = []
    fetch("lupus", tmp_path, Way(mirror=server.url), progress=lambda *step: steps.append(step), clock=Passing())
    assert steps == [("listing", 25, 25), *(("fetching", done, 25) for done in (10, 20, 25))]


@pytest.mark.parametrize(
    ("since", "words"),
    [("yesterday", "--since takes a day like 2025-01-31, or last"), ("2025-02-31", "--since takes a day")],
)
def test_a_day_that_is_none_is_told(since: str, words: str, server: EUtils, tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(OptionError, match=words):
            fetched(server, tmp_path, Way(since=since))
    assert server.asked == []
