"""The pages that people look at, and their files: nothing is loaded from anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from fastapi import Request, Response
from starlette.routing import Route

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src data:",
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
# Path, package and file, media type; the explorer's look comes first, what these pages add to it second
_FILES = (
    ("/", "kg.serve", "pages/query.html", "text/html"),
    ("/docs", "kg.serve", "pages/docs.html", "text/html"),
    ("/static/explorer.css", "kg.explore", "page.css", "text/css"),
    ("/static/page.css", "kg.serve", "pages/page.css", "text/css"),
    ("/static/dom.js", "kg.serve", "pages/dom.js", "text/javascript"),
    ("/static/terms.js", "kg.serve", "pages/terms.js", "text/javascript"),
    ("/static/editor.js", "kg.serve", "pages/editor.js", "text/javascript"),
    ("/static/query.js", "kg.serve", "pages/query.js", "text/javascript"),
    ("/static/docs.js", "kg.serve", "pages/docs.js", "text/javascript"),
)


def _route(path: str, package: str, name: str, media: str) -> Route:
    async def page(_: Request) -> Response:
        content = files(package).joinpath(name).read_text(encoding="utf-8")
        return Response(content, media_type=media, headers=dict(_HEADERS))

    return Route(path, page, methods=["GET"], include_in_schema=False)


def routes() -> list[Route]:
    """Return a route for each page and each file of one."""
    return [_route(*one) for one in _FILES]
