"""Servers on this machine that behave like E-utilities and like Europe PMC, with papers made up by template.

Ids come in another order each time. Limits are the real ones: ESearch lists 9,999 PMIDs of a search and answers 200
with an error within beyond that. Faults are taken one by one, by the name of the question.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from threading import Thread
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from kg.fetch.service import Clock
from tests.file_server import Quiet

LISTED = 9_999
_DOCTYPE = (
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">'
)
_TOKEN = re.compile(r"\(|\)|\[[^]]+\]|[^\s()\[\]]+(?:\[\w+\])?")
_FIELDS = MappingProxyType({"edat": "entered", "pdat": "published", "crdt": "created", "mdat": "modified"})
_RANGE = re.compile(r"([\d/]+):([\d/]+)\[(\w+)\]")


@dataclass(frozen=True)
class Paper:
    pmid: int
    entered: date
    published: date
    created: date
    modified: date
    topic: str = "lupus"
    revision: int = 0


def made_up(number: int, entered: date, *, topic: str = "lupus", published: date | None = None) -> Paper:
    return Paper(number, entered, published or entered, entered, entered, topic)


def revised(paper: Paper, day: date) -> Paper:
    return replace(paper, modified=day, revision=paper.revision + 1)


def abstract(paper: Paper) -> tuple[str, str]:
    """Return the title and the one sentence of a paper."""
    cytokine = ("IL-2", "IL-6", "IL-10", "IL-17A")[paper.pmid % 4]
    dose = f" at dose {paper.revision}" if paper.revision else ""
    return (
        f"Made-up trial {paper.pmid} of {cytokine} in {paper.topic}",
        f"In arm {paper.pmid}{dose}, {cytokine} increased regulatory T cells & p < 0.05.",
    )


def as_xml(paper: Paper) -> str:
    title, text = map(escape, abstract(paper))
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{paper.pmid}</PMID><Article>'
        f"<Journal><JournalIssue><PubDate><Year>{paper.published.year}</Year></PubDate></JournalIssue>"
        f"<Title>Made-up Journal</Title></Journal><ArticleTitle>{title}</ArticleTitle>"
        f"<Abstract><AbstractText>{text}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>\n"
    )


class Server:
    """What a server knows, was asked, and does wrong.

    Attributes:
        asked: (question, form) of each request.
        faults: by question, what it does in place of the next answers; see `_Call`.
        withheld: PMIDs that it lists and does not give; `late`: those that it gives only when asked again.
        repeats: it lists some ids twice.
    """

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self.papers: dict[int, Paper] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.faults: dict[str, list[str]] = {}
        self.withheld: set[int] = set()
        self.late: set[int] = set()
        self.repeats = False
        self.notes: dict[str, Any] = {}
        self.chance = random.Random(11)
        self._index: _Index | None = None

    def add(self, *papers: Paper) -> None:
        self.papers.update((paper.pmid, paper) for paper in papers)
        self._index = None

    def lose(self, pmid: int) -> None:
        del self.papers[pmid]
        self._index = None

    def count(self, question: str) -> int:
        return sum(name == question for name, _ in self.asked)

    def shuffled(self, found: Iterable[Any]) -> list[Any]:
        rows = list(found)
        self.chance.shuffle(rows)
        return rows + rows[:3] if self.repeats else rows

    def answer(self, question: str, form: dict[str, str]) -> bytes:
        raise NotImplementedError


class EUtils(Server):
    """ESearch and EFetch of PubMed."""

    def answer(self, question: str, form: dict[str, str]) -> bytes:
        return self._search(form) if question == "esearch.fcgi" else self._fetch(form)

    def _search(self, form: dict[str, str]) -> bytes:
        most, start = int(form["retmax"]), int(form.get("retstart", "0"))
        if start + most > LISTED:
            return _json(esearchresult={"ERROR": f"Search Backend failed: only the first {LISTED:,} can be retrieved"})
        self._index = self._index or _Index(self.papers.values())
        found = self.shuffled(self._index.find(form["term"]))
        count = len(set(found))
        ids = [str(pmid) for pmid in found[start : start + most]]
        return _json(esearchresult={"count": str(count), "retmax": str(most), "idlist": ids, **self.notes})

    def _fetch(self, form: dict[str, str]) -> bytes:
        asked = [int(pmid) for pmid in form["id"].split(",")]
        known = [pmid for pmid in asked if pmid in self.papers and pmid not in self.withheld | self.late]
        self.late -= set(asked)
        if not known:
            return b"<eFetchResult><ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR></eFetchResult>"
        rows = "".join(as_xml(self.papers[pmid]) for pmid in self.shuffled(known))
        return f'<?xml version="1.0" ?>\n{_DOCTYPE}\n<PubmedArticleSet>{rows}</PubmedArticleSet>'.encode()


class EuropePMC(Server):
    """The search module; a cursor names the last paper of its page, so that pages do not depend on the order within."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.preprints: list[dict[str, Any]] = []

    def answer(self, question: str, form: dict[str, str]) -> bytes:
        size = int(form["pageSize"])
        if question != "searchPOST" or size > 1000:
            return _json(version="6.9", errCode=404, errMsg="there is no such page")
        found = [row for row in self._rows() if self._fits(form["query"], row)]
        last = form["cursorMark"]
        begin = next((at + 1 for at, row in enumerate(found) if row["id"] == last), 0)
        page = found[begin : begin + size]
        rows = self.shuffled(page)
        if form["resultType"] == "idlist":
            rows = [{"id": row["id"], "source": row["source"]} for row in rows]
        after = page[-1]["id"] if page else last
        return _json(version="6.9", hitCount=len(found), nextCursorMark=after, resultList={"result": rows})

    def _rows(self) -> Iterator[dict[str, Any]]:
        for paper in sorted(self.papers.values(), key=lambda paper: (paper.published, paper.pmid), reverse=True):
            if paper.pmid not in self.withheld:
                yield as_core(paper)
        yield from self.preprints

    def _fits(self, query: str, row: dict[str, Any]) -> bool:
        if "EXT_ID:" in query:
            groups = re.findall(r"SRC:(\w+) AND \(([^)]*)\)", query)
            return any(row["source"] == source and f'EXT_ID:"{row["id"]}"' in ids for source, ids in groups)
        topic = query.lstrip("(").split(")")[0]
        days = dict(re.findall(r"(\w+_I?DATE):\[(\S+) TO", query))
        new = row["firstIndexDate"] >= days.get("FIRST_IDATE", ""), row["_updated"] >= days.get("UPDATE_DATE", "")
        return topic in row["title"] and any(new)


def as_core(paper: Paper) -> dict[str, Any]:
    title, text = abstract(paper)
    return {
        "id": str(paper.pmid),
        "source": "MED",
        "pmid": str(paper.pmid),
        "title": escape(title),
        "abstractText": f"<h4>Results</h4>{escape(text)}",
        "pubYear": str(paper.published.year),
        "dateOfRevision": paper.modified.isoformat(),
        "firstIndexDate": paper.created.isoformat(),
        "_updated": paper.modified.isoformat(),
    }


class _Index:
    """PMIDs by word and by day; finds those that fit a query, as far as PubMed's language is needed here."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._papers = list(papers)
        self._days: dict[str, list[tuple[date, int]]] = {}
        self._tokens: list[str] = []

    def find(self, term: str) -> set[int]:
        self._tokens = _TOKEN.findall(term)
        found = self._any()
        assert not self._tokens, f"{term!r} is no query"
        return found

    def _any(self) -> set[int]:
        found = self._all()
        while self._tokens[:1] == ["OR"]:
            self._tokens.pop(0)
            found = found | self._all()
        return found

    def _all(self) -> set[int]:
        found = self._one()
        while self._tokens[:1] == ["AND"]:
            self._tokens.pop(0)
            found = found & self._one()
        return found

    def _one(self) -> set[int]:
        token = self._tokens.pop(0)
        if token == "(":
            inner = self._any()
            assert self._tokens.pop(0) == ")"
            return inner
        if days := _RANGE.fullmatch(token):
            return self._between(_FIELDS[days[3]], _day(days[1]), _day(days[2]))
        return {paper.pmid for paper in self._papers if token in paper.topic}

    def _between(self, field: str, first: date, last: date) -> set[int]:
        if field not in self._days:
            self._days[field] = sorted((getattr(paper, field), paper.pmid) for paper in self._papers)
        days = self._days[field]
        begin, end = bisect_left(days, (first, 0)), bisect_left(days, (last + timedelta(days=1), 0))
        return {pmid for _, pmid in days[begin:end]}


def _day(text: str) -> date:
    return date.fromisoformat(text.replace("/", "-")) if "/" in text else date(int(text), 1, 1)


def _json(**told: Any) -> bytes:
    return json.dumps(told).encode()


class _Call(BaseHTTPRequestHandler):
    """One request, and what goes wrong with it.

    Faults: a status ("500"), one with Retry-After ("429 2"), "cut" (the connection, in the middle), "truncated" (an
    answer that ends early and says nothing of it), "error" (200 with an error within), "gzip" (packed; no fault),
    "to URL" (a redirect), "=TEXT" (that body).
    """

    protocol_version = "HTTP/1.1"
    server_of: Server

    def do_POST(self) -> None:
        question = self.path.rpartition("/")[2]
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.server_of.asked.append((question, form))
        faults = self.server_of.faults.get(question)
        fault = faults.pop(0) if faults else ""
        if fault[:1].isdigit():
            status, _, wait = fault.partition(" ")
            body = _json(error="API rate limit exceeded", **{"api-key": form.get("api_key", "")})
            return self._send(int(status), body, "Retry-After", wait)
        if fault.startswith("to "):
            return self._send(307, b"", "Location", fault.removeprefix("to "))
        body = self.server_of.answer(question, form)
        if fault == "error":
            body = (
                _json(error="try later")
                if body[:1] == b"{"
                else b"<eFetchResult><ERROR>try later</ERROR></eFetchResult>"
            )
        body = fault[1:].encode() if fault.startswith("=") else body
        if fault == "gzip":
            assert "gzip" in self.headers["Accept-Encoding"]
            return self._send(200, gzip.compress(body), "Content-Encoding", "gzip")
        return self._send(200, body[: len(body) // 2] if fault == "truncated" else body, cut=fault == "cut")

    def _send(self, status: int, body: bytes, header: str = "", value: str = "", cut: bool = False) -> None:
        self.send_response(status)
        if value:
            self.send_header(header, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = cut

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


@contextmanager
def serving(kind: Callable[[int], Any]) -> Iterator[Any]:
    """Run a server in a thread of its own."""
    server = Quiet(("127.0.0.1", 0), _Call)
    told = kind(server.server_address[1])
    server.RequestHandlerClass = type("Told", (_Call,), {"server_of": told})
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Passing(Clock):
    """A clock whose time passes when somebody sleeps, and a little with each look at it."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        self.time += 0.001
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
