"""Europe PMC: a query -> ids; ids -> their records, those with a PMID as PubMed XML, others as JSON Lines.

The search module of its RESTful web service (https://europepmc.org/RestfulWebService): pages by `cursorMark`,
`resultType=idlist` for ids and `core` for records. A long query goes by POST to `searchPOST`, and so do all here. Its
dates: FIRST_IDATE (first indexed) and UPDATE_DATE (last changed).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from kg.fetch import as_pubmed
from kg.fetch.records import is_pmid
from kg.fetch.service import Service
from kg.fetch.slices import Found, Once, Slice
from kg.fetch.web import BrokeOff

URL = "https://www.ebi.ac.uk/europepmc/webservices/rest/"
RATE = 5.0  # requests a second; no limit is stated
_PAGE = 1_000  # ids of a page, the most there may be
_MEDLINE = "MED"  # the source whose ids are PMIDs
_SOURCE, _OWN = re.compile("[A-Z]{2,8}"), re.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
_BY_ID = 'EXT_ID:"{}"'
_NEWEST = "P_PDATE_D desc"


class EuropePMC:
    """Europe PMC; see `kg.fetch.source.Source`. An id is a PMID, else the source and its id: `PPR:PPR81`."""

    name = "europepmc"
    each = 100  # ids of one question

    def __init__(self, service: Service) -> None:
        self.service = service

    def term(self, query: str, since: date | None) -> str:
        """Return the query, narrowed to what is new or revised since a day."""
        if since is None:
            return query
        days = f"[{since.isoformat()} TO 3000-12-31]"
        return f"({query}) AND (FIRST_IDATE:{days} OR UPDATE_DATE:{days})"

    def _ask(self, form: Mapping[str, str]) -> tuple[Found, list[dict[str, Any]]]:
        return self.service.ask("searchPOST", {"format": "json", **form}, _results)

    def _page(self, term: str, cursor: str, size: int = _PAGE) -> Found:
        form = {"query": term, "resultType": "idlist", "pageSize": str(size), "cursorMark": cursor, "sort": _NEWEST}
        found, rows = self._ask(form)
        return Found(found.count, tuple(filter(None, map(_id, rows))), found.after)

    def count(self, term: str) -> Found:
        """Return how many records a search finds."""
        return self._page(term, "*", 1)

    def listing(self, term: str, today: date, once: Once) -> Iterator[Slice]:
        """Yield the ids of a search page by page, those published last first."""
        cursor, seen = "*", {"*"}
        while cursor:
            found = once(cursor, partial(self._page, term, cursor))
            yield Slice((), len(found.ids), found.ids)
            cursor = found.after if found.ids and found.after not in seen else ""
            seen.add(cursor)

    def records(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Return the records of ids, without those that the server does not give."""
        by_source: dict[str, list[str]] = {}
        for identity in ids:
            source, _, own = identity.rpartition(":")
            by_source.setdefault(source or _MEDLINE, []).append(own)
        groups = [
            f"(SRC:{source} AND ({' OR '.join(map(_BY_ID.format, group))}))" for source, group in by_source.items()
        ]
        form = {"query": " OR ".join(groups), "resultType": "core", "pageSize": str(_PAGE), "cursorMark": "*"}
        _, rows = self._ask(form)
        wanted = set(ids)
        found: dict[str, bytes] = {}
        for row in rows:
            if (identity := _id(row)) in wanted and (record := as_pubmed.record(identity, row)):
                found[identity] = max(record, found.get(identity, b""))
        return found


def _id(row: Mapping[str, Any]) -> str:
    """Return a row's id; "" where it has none that could be asked for."""
    source, own = str(row.get("source", "")), str(row.get("id", ""))
    if source == _MEDLINE:
        return own if is_pmid(own) else ""
    return f"{source}:{own}" if _SOURCE.fullmatch(source) and _OWN.fullmatch(own) else ""


def _results(content: bytes) -> tuple[Found, list[dict[str, Any]]]:
    """Read a page of results; an error within is one, whatever the status said."""
    try:
        told = json.loads(content, strict=False)
        if "hitCount" not in told:
            raise BrokeOff(f"the server says: {str(told.get('errMsg', 'nothing of use'))[:200]}")
        rows = told["resultList"]["result"] if told["hitCount"] else []
        found = Found(int(told["hitCount"]), after=str(told.get("nextCursorMark", "")))
        return found, [dict(row) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BrokeOff("the answer is no whole JSON") from error
