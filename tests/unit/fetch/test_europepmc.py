from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from kg.core.errors import DownloadError
from kg.fetch.europepmc import EuropePMC
from kg.fetch.service import Service
from kg.fetch.slices import Found
from tests.eutils_server import EuropePMC as Server
from tests.eutils_server import Passing, made_up, revised, serving

DAY = date(2024, 5, 6)
TODAY = date(2026, 1, 1)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Server) as told:
        yield told


@pytest.fixture
def source(server: Server) -> EuropePMC:
    return EuropePMC(Service(server.url, rate=5, clock=Passing()))


def preprint(number: int, **more: Any) -> dict[str, Any]:
    dates = {"firstIndexDate": "2024-01-01", "_updated": "2024-01-01"}
    return {"id": f"PPR{number}", "source": "PPR", "title": f"A lupus preprint {number}", **dates, **more}


def listed(source: EuropePMC, term: str) -> list[str]:
    def once(key: str, search: Any) -> Found:
        return search()

    return [one for piece in source.listing(term, TODAY, once) for one in piece.ids]


def test_ids_come_page_by_page(server: Server, source: EuropePMC) -> None:
    server.add(*(made_up(number, DAY - timedelta(days=number % 50)) for number in range(1, 2_301)))
    server.preprints = [preprint(81)]
    server.repeats = True
    ids = listed(source, "lupus")
    assert set(ids) == {*map(str, range(1, 2_301)), "PPR:PPR81"}
    assert source.count("lupus").count == 2_301
    assert server.count("searchPOST") == 5  # three pages, one that is empty, one to count


def test_new_or_revised_since_a_day(server: Server, source: EuropePMC) -> None:
    server.add(made_up(1, DAY), revised(made_up(2, DAY), TODAY), made_up(3, TODAY), made_up(4, TODAY, topic="asthma"))
    term = source.term("lupus", TODAY)
    days = "[2026-01-01 TO 3000-12-31]"
    assert term == f"(lupus) AND (FIRST_IDATE:{days} OR UPDATE_DATE:{days})"
    assert sorted(listed(source, term)) == ["2", "3"]


def test_records_come_by_source_and_id(server: Server, source: EuropePMC) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 6)))
    server.preprints = [preprint(81), preprint(82, title="", firstIndexDate="2024-01-01")]
    found = source.records(["5", "PPR:PPR81", "77", "1", "PPR:PPR82"])
    assert sorted(found) == ["1", "5", "PPR:PPR81"]
    assert found["5"].startswith(b"<PubmedArticle>")
    told = {"id": "PPR:PPR81", "title": "A lupus preprint 81", "revised": "2024-01-01"}
    assert json.loads(found["PPR:PPR81"]) == told
    form = server.asked[-1][1]
    assert form["query"] == (
        '(SRC:MED AND (EXT_ID:"5" OR EXT_ID:"77" OR EXT_ID:"1")) OR (SRC:PPR AND (EXT_ID:"PPR81" OR EXT_ID:"PPR82"))'
    )


def test_ids_that_could_not_be_asked_for_are_left_out(server: Server, source: EuropePMC) -> None:
    server.preprints = [preprint(81), preprint(82, id='PPR" OR "'), preprint(83, source="ppr)"), preprint(84, id="")]
    server.preprints += [preprint(85, id="PMC12", source="MED")]
    assert listed(source, "lupus") == ["PPR:PPR81"]


def test_nothing_found_is_no_error(server: Server, source: EuropePMC) -> None:
    assert listed(source, "lupus") == []
    server.faults["searchPOST"] = ['={"hitCount": 0}']
    assert source.count("lupus").count == 0


@pytest.mark.parametrize(
    "fault", ["error", "truncated", "=", "=[1]", '={"errMsg": "try later"}', '={"hitCount": 3, "resultList": {}}']
)
def test_a_page_that_is_none_is_asked_for_again(fault: str, server: Server, source: EuropePMC) -> None:
    server.add(made_up(1, DAY))
    server.faults["searchPOST"] = [fault]
    assert listed(source, "lupus") == ["1"]
    assert source.service.retries == 1


def test_what_the_server_says_is_told(server: Server, source: EuropePMC) -> None:
    server.faults["searchPOST"] = ['={"errMsg": "Invalid query"}'] * 9
    with pytest.raises(DownloadError, match="the server says: Invalid query; given up"):
        source.count("lupus")
