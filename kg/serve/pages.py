"""The pages that people look at, and their files: nothing is loaded from anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import PurePosixPath
from types import MappingProxyType

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.routing import Route

from kg.explore.page import graph_style
from kg.explore.site import Site, category_colours, search_scripts

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }
)
# Where a page or one of its files stands, and what it is made of; the look of the explorer's graph comes before ours
_FILES: Mapping[str, str] = MappingProxyType(
    {
        "/query": "query.html",
        "/docs": "docs.html",
        "/static/page.css": "page.css",
        "/static/dom.js": "dom.js",
        "/static/terms.js": "terms.js",
        "/static/editor.js": "editor.js",
        "/static/query.js": "query.js",
        "/static/docs.js": "docs.js",
    }
)
_BAR = "<!-- the site's bar -->"  # where it stands in a page of ours
_KEPT = 64  # pages made last, which are kept: what every page loads is among them
# The pages of the site that a server has beside those of a folder
BESIDE = (("Query", "query"), ("API", "docs"))


def _media(path: str) -> str:
    """Return the media type of a page by its ending."""
    kinds = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    return kinds.get(PurePosixPath(path).suffix, "text/html")


def _answer(content: str | bytes, path: str) -> Response:
    return Response(content, media_type=_media(path), headers=dict(_HEADERS))


def _own(path: str, name: str, bar: str) -> Route:
    async def page(_: Request) -> Response:
        content = files("kg.serve").joinpath("pages", name).read_text(encoding="utf-8")
        return _answer(content.replace(_BAR, bar), name)

    return Route(path, page, methods=["GET"], include_in_schema=False)


def routes(site: Site) -> list[Route]:
    """Return a route for each page of ours and each file of one, and last one for the pages of the explorer's site."""

    page_of = lru_cache(_KEPT)(site.page)  # the graph of a site does not change

    def explored(request: Request) -> Response:
        path = request.path_params["path"] or "index.html"
        if path.startswith("api/"):  # programs are told so as the API tells everything
            raise HTTPException(404)
        page = page_of(path)
        if page is None:
            return PlainTextResponse("There is no such page.\n", 404, headers=dict(_HEADERS))
        return _answer(page, path)

    async def look(_: Request) -> Response:
        return _answer(graph_style() + category_colours(), "explorer.css")

    async def search(_: Request) -> Response:
        return _answer(search_scripts(), "search.js")

    return [
        *(_own(path, name, site.bar(path.lstrip("/"))) for path, name in _FILES.items()),
        Route("/static/explorer.css", look, methods=["GET"], include_in_schema=False),
        Route("/static/search.js", search, methods=["GET"], include_in_schema=False),
        Route("/{path:path}", explored, methods=["GET"], include_in_schema=False),
    ]
