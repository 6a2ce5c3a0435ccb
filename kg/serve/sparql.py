"""`/sparql`: a request by the SPARQL 1.1 Protocol -> the answer, from a worker, as it is found."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from types import MappingProxyType

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from kg.serve.description import describe
from kg.serve.frames import Job
from kg.serve.held import Held
from kg.serve.negotiate import GRAPH_TYPES, RESULT_TYPES, Format, best, choose, ranges
from kg.serve.pool import Busy, Failed, Pool
from kg.serve.problem import Problem
from kg.serve.protocol import METHODS, Asked, read_request
from kg.serve.settings import Settings
from kg.serve.turns import gone
from kg.serve.values import Values
from kg.store.query import form_of

_LOG = logging.getLogger(__name__)
_STATUS: Mapping[str, int] = MappingProxyType({"query": 400, "refused": 403, "rows": 422, "died": 503})
_LATER: Mapping[str, str] = MappingProxyType({"Retry-After": "10"})
_RDF = frozenset(media for media, _ in GRAPH_TYPES[:5])


class _Broken(Exception):
    """An answer that ends in the middle: the connection is cut, so that nobody takes a part of it for the whole."""


class Endpoint:
    """The ASGI application behind `/sparql`.

    Args:
        settings: what a query may take.
        pool: who answers.
        values: what the values of parameters mean.
    """

    def __init__(self, settings: Settings, pool: Pool, values: Values) -> None:
        self._settings = settings
        self._pool = pool
        self._values = values

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            if request.method == "OPTIONS":
                response: Response = Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
            else:
                asked = await read_request(request)
                if asked.sparql is not None:
                    return await self._answer(asked, asked.sparql, receive, send)
                response = self._unasked(request, asked)
        except Problem as problem:
            response = problem.response()
        except ClientDisconnect:  # with half a query sent: there is nobody to answer
            return None
        await response(scope, receive, send)
        return None

    def _unasked(self, request: Request, asked: Asked) -> Response:
        """Answer a request without a query: the service's description, or the page to ask from."""
        wanted = [media for media, weight in ranges(asked.accept) if weight > 0]
        chosen = best(asked.accept, GRAPH_TYPES[:5])
        if chosen and _RDF.intersection(wanted):
            return describe(str(request.url.replace(query="")), self._settings, chosen)
        if "text/html" in wanted:
            return RedirectResponse("./", 303, {"Vary": "Accept"})
        raise Problem(400, "no query was sent: give `query`, or ask for RDF to get the service's description")

    async def _answer(self, asked: Asked, sparql: str, receive: Receive, send: Send) -> None:
        """Answer a query until it is done or the client has gone, whose wish ends with it."""
        chosen = choose(form_of(sparql), asked.accept, asked.form)
        if not chosen:
            raise Problem(406, f"nothing that Accept names can be written here; there is {_offered(sparql)}")
        values = await self._values.read(asked.values)
        job = Job(sparql, chosen.name, self._settings.max_rows, asked.graphs, asked.named, values)
        work = asyncio.create_task(self._work(job, chosen, send))
        leaving = asyncio.create_task(gone(receive))
        try:
            await asyncio.wait((work, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended = work.done()
            for task in (work, leaving):
                task.cancel()
            await asyncio.gather(work, leaving, return_exceptions=True)
        if ended:
            work.result()

    async def _work(self, job: Job, chosen: Format, send: Send) -> None:
        held = Held()
        try:
            if await self._find(job, held, chosen, send):
                # whole, and the worker is free again, however slowly the client takes it
                await send(_start(chosen, held.size))
                for piece in held.pieces():
                    await _body(send, piece)
                await _body(send, b"", more=False)
        except _Broken:
            pass  # a response without an end: the server cuts the connection
        finally:
            held.close()

    async def _find(self, job: Job, held: Held, chosen: Format, send: Send) -> bool:
        """Let a worker answer; return whether all of the answer is held, else it is sent to its end.

        Raises:
            Problem: there is no answer.
            _Broken: there is none, and its beginning is sent already.
        """
        limit, begun = self._settings.timeout, False
        try:
            async with self._pool.worker(limit) as worker, asyncio.timeout(limit):
                pieces = worker.answer(job)
                if await held.fill(pieces):
                    return True
                begun = True
                await self._stream(held, pieces, chosen, send)
                return False
        except Busy as busy:
            problem = Problem(503, str(busy), _LATER)
        except TimeoutError:
            problem = Problem(503, f"the query was stopped after {limit:g} seconds, the most that one may take here")
        except Failed as failed:
            problem = Problem(_STATUS[failed.kind], failed.reason)
        if begun:
            _LOG.warning("an answer was cut off: %r", problem.reason)  # a query's words may stand in it
            raise _Broken
        raise problem

    async def _stream(self, held: Held, pieces: AsyncIterator[bytes], chosen: Format, send: Send) -> None:
        await send(_start(chosen))
        for piece in held.pieces():
            await _body(send, piece)
        async for piece in pieces:
            await _body(send, piece)
        await _body(send, b"", more=False)


def _offered(sparql: str) -> str:
    types = GRAPH_TYPES[:4] if form_of(sparql) in {"CONSTRUCT", "DESCRIBE"} else RESULT_TYPES[:4]
    return ", ".join(media for media, _ in types)


def _start(chosen: Format, size: int | None = None) -> dict[str, object]:
    headers = {"content-type": chosen.content_type, "vary": "Accept", "x-content-type-options": "nosniff"}
    if size is not None:
        headers["content-length"] = str(size)
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http.response.start", "status": 200, "headers": told}


async def _body(send: Send, piece: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": more})
