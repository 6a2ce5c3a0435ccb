"""PubMed by E-utilities: a query -> its PMIDs; PMIDs -> their records.

ESearch and EFetch as NCBI describes them: "A General Introduction to the E-utilities" (NBK25497: three requests a
second, ten with a key; `tool` and `email`) and "The E-utilities In-Depth" (NBK25499: parameters; of PubMed, ESearch
gives the first 9,999 PMIDs of a search and no more). PMIDs go to EFetch by name, not by ESearch's history: that lasts
hours, and a fetch can be gone on with much later. Dates: EDAT (entered), PDAT (published), CRDT (created), MDAT
(modified).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kg.fetch import records
from kg.fetch.service import Service
from kg.fetch.slices import Days, Found, Once, Slice, slices
from kg.fetch.web import BrokeOff

URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
RATE, RATE_WITH_KEY = 3.0, 10.0  # requests a second
LISTED = 9_999  # PMIDs that ESearch gives of one search
_EARLIEST = date(1700, 1, 1)
_AHEAD = timedelta(days=3 * 366)  # papers are dated by the issue they will stand in
_NONE_OF_THEM = "ID list is empty"  # what EFetch says where it knows none of the PMIDs


class PubMed:
    """PubMed; see `kg.fetch.source.Source`."""

    name = "pubmed"
    each = 500  # PMIDs of one EFetch

    def __init__(self, service: Service) -> None:
        self.service = service

    def term(self, query: str, since: date | None) -> str:
        """Return the query, narrowed to what is new or revised since a day."""
        if since is None:
            return query
        return f"({query}) AND ({since:%Y/%m/%d}:3000[crdt] OR {since:%Y/%m/%d}:3000[mdat])"

    def search(self, term: str, days: Sequence[Days] = (), most: int | None = None) -> Found:
        """Return how many PMIDs a search finds, and those it lists."""
        ranges = (f"{one.first:%Y/%m/%d}:{one.last:%Y/%m/%d}[{one.field}]" for one in days)
        whole = " AND ".join((f"({term})" if days else term, *ranges))
        form = {
            "db": "pubmed",
            "term": whole,
            "retmode": "json",
            "retstart": "0",
            "retmax": str(LISTED if most is None else most),
        }
        return self.service.ask("esearch.fcgi", form, _found)

    def count(self, term: str) -> Found:
        """Return how many PMIDs a search finds."""
        return self.search(term, most=0)

    def listing(self, term: str, today: date, once: Once) -> Iterator[Slice]:
        """Yield all PMIDs of a search, those entered last first."""

        def search(days: Sequence[Days]) -> Found:
            key = " ".join(f"{one.field} {one.first} {one.last}" for one in days)
            return once(key, lambda: self.search(term, days))

        ahead = today + _AHEAD
        yield from slices(search, (Days("edat", _EARLIEST, ahead), Days("pdat", _EARLIEST, ahead)), LISTED)

    def records(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Return the records of PMIDs, without those that the server does not give."""
        form = {"db": "pubmed", "id": ",".join(ids), "retmode": "xml"}
        return self.service.ask("efetch.fcgi", form, _records)


def _records(content: bytes) -> dict[str, bytes]:
    try:
        return records.split(content)
    except BrokeOff as broken:
        if _NONE_OF_THEM in broken.reason:
            return {}
        raise


def _found(content: bytes) -> Found:
    """Read ESearch's JSON; an error within is one, whatever the status said."""
    try:
        told = json.loads(content, strict=False)
        result = told.get("esearchresult", told)
        if said := result.get("ERROR") or result.get("error") or told.get("error"):
            raise BrokeOff(f"the server says: {str(said)[:200]}")
        ids = tuple(str(one) for one in result["idlist"])
        if not all(map(records.is_pmid, ids)):
            raise BrokeOff("the server lists what is no PMID")
        return Found(int(result["count"]), ids, notes=tuple(_notes(result)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BrokeOff("the answer is no whole JSON") from error


def _notes(result: Mapping[str, Any]) -> Iterator[str]:
    """Yield what PubMed says of the query: it leaves out of a search what it does not know."""
    for group in ("errorlist", "warninglist"):
        for kind, said in (result.get(group) or {}).items():
            for one in [said] if isinstance(said, str) else said:
                yield f"{kind}: {one}"
    if understood := result.get("querytranslation"):
        yield f"read as: {understood}"
