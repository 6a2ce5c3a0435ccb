"""The web application without a server: requests go to it in this process."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from kg.serve.app import make_app
from kg.serve.pool import Pool
from kg.serve.settings import Settings

ADDRESS = "http://localhost:8000"


def asked(folder: Path, *paths: str, settings: Settings | None = None, **more: Any) -> list[httpx.Response]:
    """Send GET requests to the application of a graph; its workers do not run."""

    async def send() -> list[httpx.Response]:
        app = make_app(settings or Settings(folder), Pool(folder, 1))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            return [await client.get(path, **more) for path in paths]

    return asyncio.run(send())
