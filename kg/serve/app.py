"""A graph folder and limits -> the whole web application."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from threading import Thread

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.routing import Route

import kg
from kg.core.errors import GraphFolderError, KGError, UnknownConcept, UnknownDocument, UnknownEvidence
from kg.explore.site import Site
from kg.graph import Graph
from kg.serve.api import Reading, router
from kg.serve.guard import Guard
from kg.serve.hosts import OwnHostOnly
from kg.serve.origins import OwnPagesOnly
from kg.serve.pages import BESIDE, routes
from kg.serve.pool import Pool
from kg.serve.settings import Settings
from kg.serve.sparql import Endpoint
from kg.serve.turns import Turns
from kg.serve.values import Values

_LOG = logging.getLogger(__name__)
_ABOUT = """What an immunokg graph knows, as JSON. The same graph answers SPARQL 1.1 queries at `/sparql`."""
_GZIP_LEVEL = 5  # a third of the time that 9 takes, for a few per cent more bytes


def make_app(settings: Settings, pool: Pool, *, own_host_only: bool = True) -> FastAPI:
    """Return the application; its lifespan starts and ends the workers.

    Args:
        settings: the graph and its limits.
        pool: workers, not yet started.
        own_host_only: whether requests must name this machine as their host.

    Raises:
        GraphFolderError: there is no graph.
    """
    with ExitStack() as opening:
        graph = opening.enter_context(Graph(settings.folder))
        site = opening.enter_context(Site(graph.folder, BESIDE))
        app = _made(settings, pool, graph, site, own_host_only)
        opening.pop_all()  # from here on the lifespan closes them
    return app


def _lifespan(pool: Pool, graph: Graph, site: Site) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await pool.start()
            Thread(target=_draw, args=(site,), daemon=True).start()  # whoever opens the map first need not wait for it
            yield
        finally:
            await pool.close()
            site.close()
            graph.close()

    return lifespan


def _made(settings: Settings, pool: Pool, graph: Graph, site: Site, own_host_only: bool) -> FastAPI:
    app = FastAPI(
        title="immunokg",
        description=_ABOUT,
        version=kg.__version__,
        docs_url=None,  # FastAPI's pages load their script from elsewhere; ours is at /docs
        redoc_url=None,
        lifespan=_lifespan(pool, graph, site),
        generate_unique_id_function=_operation,
    )
    app.state.reading = Reading(graph)
    app.include_router(router)
    app.router.routes.append(Route("/sparql", Endpoint(settings, pool, Values(graph))))
    app.router.routes.extend(routes(site))
    app.add_exception_handler(KGError, _reason)
    app.add_middleware(GZipMiddleware, compresslevel=_GZIP_LEVEL)
    app.add_middleware(Turns, patience=settings.timeout)
    if "*" not in settings.origins:
        app.add_middleware(OwnPagesOnly, allowed=settings.origins)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=settings.origins, allow_methods=["GET", "HEAD", "POST"], allow_headers=["*"]
        )
    if own_host_only:
        app.add_middleware(OwnHostOnly)
    app.add_middleware(Guard)
    return app


def _draw(site: Site) -> None:
    try:
        site.draw()
    except Exception as error:  # noqa: BLE001  (the graph was closed meanwhile; if not, the map's page meets it again)
        _LOG.info("the map was not drawn: %r", error)


def _operation(route: APIRoute) -> str:
    return route.name


def _reason(_: Request, error: Exception) -> JSONResponse:
    """Answer what the graph does not know with 404, a graph that is gone with 503, other mistakes with 400."""
    if isinstance(error, GraphFolderError):  # where the folder lies is no client's business
        _LOG.error("%s", error)
        return JSONResponse({"detail": "the graph cannot be read now; whoever runs this server is told why"}, 503)
    unknown = isinstance(error, UnknownConcept | UnknownDocument | UnknownEvidence)
    return JSONResponse({"detail": str(error)}, 404 if unknown else 400)
