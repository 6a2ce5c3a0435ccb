"""Refuses requests that name another host than this machine, where only this machine may ask.

A page on the web can let its own host's name lead to 127.0.0.1 and then ask what runs there (DNS rebinding); the Host
header still says that name.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.serve.problem import Problem


def is_loopback(host: str) -> bool:
    """Tell whether a host's name or address is this machine's own."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class OwnHostOnly:
    """ASGI middleware: 421 for a Host header that is not this machine's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and not is_loopback(_name(Headers(scope=scope).get("host", ""))):
            problem = Problem(421, "this server answers on this machine only; --host lets others ask it")
            await problem.response()(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
