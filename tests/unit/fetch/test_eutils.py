from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from kg.core.errors import DownloadError
from kg.fetch.eutils import LISTED, PubMed
from kg.fetch.service import Service
from kg.fetch.slices import Found
from tests.eutils_server import EUtils, Passing, made_up, revised, serving

DAY = date(2024, 5, 6)
TODAY = date(2026, 1, 1)


@pytest.fixture
def server() -> Iterator[EUtils]:
    with serving(EUtils) as told:
        yield told


@pytest.fixture
def pubmed(server: EUtils) -> PubMed:
    return PubMed(Service(server.url, rate=3, clock=Passing()))


def once(key: str, search: object) -> Found:
    assert callable(search)
    return search()


def test_a_search_counts_and_lists(server: EUtils, pubmed: PubMed) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 6)), made_up(9, DAY, topic="asthma"))
    found = pubmed.search("lupus")
    assert (found.count, sorted(found.ids)) == (5, ["1", "2", "3", "4", "5"])
    assert pubmed.count("lupus OR asthma") == Found(6)


def test_what_pubmed_says_of_the_query_is_told(server: EUtils, pubmed: PubMed) -> None:
    server.notes = {
        "querytranslation": '"lupus"[All Fields]',
        "errorlist": {"phrasesnotfound": ["lupuss"], "fieldsnotfound": []},
        "warninglist": {"outputmessages": "No items found."},
    }
    assert pubmed.count("lupuss").notes == (
        "phrasesnotfound: lupuss",
        "outputmessages: No items found.",
        'read as: "lupus"[All Fields]',
    )


def test_more_than_it_lists_comes_in_slices(server: EUtils, pubmed: PubMed) -> None:
    """Days of 1961 to 2024, and one into which 10,400 were put at once."""
    server.add(*(made_up(number, DAY - timedelta(days=2 * number)) for number in range(1, 11_500)))
    bulk = date(1999, 1, 4)
    server.add(*(made_up(20_000 + n, bulk, published=date(1980, 1, 1) + timedelta(days=n)) for n in range(10_400)))
    server.repeats = True
    slices = list(pubmed.listing("lupus", TODAY, once))
    assert {one for piece in slices for one in piece.ids} == {str(pmid) for pmid in server.papers}
    assert all(len(piece.ids) <= LISTED for piece in slices)
    assert all(int(form["retmax"]) + int(form["retstart"]) <= LISTED for _, form in server.asked)
    assert any("pdat" in form["term"] for _, form in server.asked)


def test_new_or_revised_since_a_day(server: EUtils, pubmed: PubMed) -> None:
    old = made_up(1, DAY)
    added_late = made_up(3, DAY)  # entered by the day it was published, created later
    server.add(old, revised(made_up(2, DAY), TODAY), made_up(4, TODAY, topic="asthma"))
    server.add(type(added_late)(3, DAY, DAY, created=TODAY, modified=TODAY))
    term = pubmed.term("lupus", TODAY)
    assert term == "(lupus) AND (2026/01/01:3000[crdt] OR 2026/01/01:3000[mdat])"
    assert sorted(pubmed.search(term).ids) == ["2", "3"]
    assert pubmed.term("lupus", None) == "lupus"


def test_records_come_by_pmid_and_what_is_not_given_is_not_there(server: EUtils, pubmed: PubMed) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 6)))
    server.withheld = {2}
    found = pubmed.records(["5", "2", "1", "77"])
    assert sorted(found) == ["1", "5"]
    assert b"Made-up trial 5" in found["5"]
    assert pubmed.records(["2", "77"]) == {}  # PubMed calls that an error


@pytest.mark.parametrize(
    "fault", ["error", "truncated", "cut", "=", '={"esearchresult": {}}', "=[1]", "=" + "[" * 9000]
)
def test_a_list_that_is_none_is_asked_for_again(fault: str, server: EUtils, pubmed: PubMed) -> None:
    server.add(*(made_up(number, DAY) for number in range(1, 6)))
    server.faults["esearch.fcgi"] = [fault]
    assert pubmed.search("lupus").count == 5
    assert pubmed.service.retries == 1


@pytest.mark.parametrize("fault", ["error", "truncated", "cut", "=<html/>"])
def test_records_that_are_none_are_asked_for_again(fault: str, server: EUtils, pubmed: PubMed) -> None:
    server.add(made_up(1, DAY))
    server.faults["efetch.fcgi"] = [fault]
    assert list(pubmed.records(["1"])) == ["1"]
    assert pubmed.service.retries == 1


def test_what_is_no_pmid_is_refused(server: EUtils, pubmed: PubMed) -> None:
    odd = '={"esearchresult": {"count": "1", "idlist": ["../1"]}}'
    server.faults["esearch.fcgi"] = [odd] * 9
    with pytest.raises(DownloadError, match="lists what is no PMID"):
        pubmed.search("lupus")


def test_beyond_what_it_lists_the_server_answers_with_an_error(server: EUtils, pubmed: PubMed) -> None:
    with pytest.raises(DownloadError, match="only the first 9,999"):
        pubmed.search("lupus", most=LISTED + 1)
