"""Refuses what the pages of other servers ask, in the browser of somebody who may ask this one.

A browser that shows a page from anywhere can reach this machine and its network, so that a page may ask on behalf of
whoever looks at it. Without CORS it cannot read answers, but it could run them as scripts and keep the workers busy.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.problem import Problem

_OTHERS = frozenset(["cross-site", "same-site"])  # of Sec-Fetch-Site; another port is the same site


class OwnPagesOnly:
    """ASGI middleware: 403 for requests that browsers say another server's page has sent.

    Following a link to a page is no such request. Programs other than browsers send nothing of the kind, and may ask.

    Args:
        app: what is asked.
        allowed: origins whose pages may ask, as `https://example.org`.
    """

    def __init__(self, app: ASGIApp, allowed: Sequence[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        if self._is_foreign(scope, Headers(scope=scope)):
            told = "pages of other servers may not ask this one; --allow-origin lets some"
            return await Problem(403, told).response()(scope, receive, send)

        async def kept(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("Cross-Origin-Resource-Policy", "same-origin")
            await send(message)

        return await self._app(scope, receive, kept)

    def _is_foreign(self, scope: Scope, headers: Headers) -> bool:
        origin = headers.get("origin", "")
        if origin in self._allowed:
            return False
        site, mode = headers.get("sec-fetch-site", ""), headers.get("sec-fetch-mode", "")
        if site:
            followed = mode == "navigate" and headers.get("sec-fetch-dest") == "document" and scope["method"] == "GET"
            return site in _OTHERS and not followed
        # Browsers of before 2023 name the origin alone
        return bool(origin) and origin.partition("://")[2] != headers.get("host", "")
