from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from kg.serve import held
from kg.serve.held import Held


async def _pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def test_what_is_short_is_held_whole() -> None:
    one = Held()
    assert asyncio.run(one.fill(_pieces(b"ab", b"", b"c")))
    assert (one.size, b"".join(one.pieces())) == (3, b"abc")
    one.close()


def test_what_is_long_is_held_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST", 4)

    async def take() -> tuple[bool, bytes, list[bytes]]:
        one, pieces = Held(), _pieces(b"abc", b"de", b"f", b"g")
        whole = await one.fill(pieces)
        return whole, b"".join(one.pieces()), [piece async for piece in pieces]

    assert asyncio.run(take()) == (False, b"abcde", [b"f", b"g"])
