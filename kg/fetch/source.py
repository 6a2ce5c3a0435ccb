"""a source's name -> who is asked for papers: PubMed or Europe PMC, with what goes along with each question."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Protocol

from kg.core.errors import OptionError, UnknownName
from kg.fetch import europepmc, eutils
from kg.fetch.europepmc import EuropePMC
from kg.fetch.eutils import PubMed
from kg.fetch.service import Clock, Service, Tell, is_safe
from kg.fetch.slices import Found, Once, Slice

KEY, EMAIL = "NCBI_API_KEY", "IMMUNOKG_EMAIL"  # environment variables


class Source(Protocol):
    """Who is asked. `each`: ids of one question for records."""

    name: str
    each: int
    service: Service

    def term(self, query: str, since: date | None) -> str:
        """Return the query, narrowed to what is new or revised since a day."""

    def count(self, term: str) -> Found:
        """Return how many papers a search finds."""

    def listing(self, term: str, today: date, once: Once) -> Iterator[Slice]:
        """Yield the ids that a search finds, the newest papers first; each search goes through `once`."""

    def records(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Return records by id, without those that the server does not give."""


@dataclass(frozen=True, slots=True)
class Way:
    """How papers are fetched.

    Attributes:
        source: "pubmed" or "europepmc".
        since: "" for everything; a day (2025-01-31); or "last": since this folder's last search, or everything
            where there was none.
        limit: no more papers than these, the newest; 0 for all.
        mirror: url of another server that answers as the source does.
        proxy: url of a proxy.
        email: told to NCBI, as it asks; else the environment's IMMUNOKG_EMAIL.
    """

    source: str = PubMed.name
    since: str = ""
    limit: int = 0
    mirror: str = ""
    proxy: str = ""
    email: str = ""


def _pubmed(way: Way, tell: Tell | None, clock: Clock | None) -> PubMed:
    base = way.mirror or eutils.URL
    key = os.environ.get(KEY, "").strip() if is_safe(base) else ""
    always = {"tool": "immunokg"}
    if email := way.email or os.environ.get(EMAIL, ""):
        always["email"] = email
    service = Service(
        base,
        rate=eutils.RATE_WITH_KEY if key else eutils.RATE,
        always=always,
        secret=("api_key", key),
        proxy=way.proxy,
        tell=tell,
        clock=clock,
    )
    return PubMed(service)


def _europepmc(way: Way, tell: Tell | None, clock: Clock | None) -> EuropePMC:
    base = way.mirror or europepmc.URL
    return EuropePMC(Service(base, rate=europepmc.RATE, proxy=way.proxy, tell=tell, clock=clock))


SOURCES: Mapping[str, Callable[[Way, Tell | None, Clock | None], Source]] = MappingProxyType(
    {PubMed.name: _pubmed, EuropePMC.name: _europepmc}
)


@contextmanager
def asking(query: str, way: Way, tell: Tell | None, clock: Clock | None) -> Iterator[Source]:
    """Open the connection to a source, and end it.

    Raises:
        OptionError, UnknownName: a way or query of no use.
        DownloadError: a mirror that is no url.
    """
    if not query.strip():
        raise OptionError("the query is empty")
    if way.source not in SOURCES:
        raise UnknownName("source", way.source, tuple(SOURCES))
    source = SOURCES[way.source](way, tell, clock)
    try:
        yield source
    finally:
        source.service.close()
