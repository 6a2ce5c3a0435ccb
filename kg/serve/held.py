"""The beginning of an answer, held back until it is known to be whole, or to be long."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from tempfile import SpooledTemporaryFile

# Bytes that are held back, and how many of them in memory; the rest waits on disk
MOST = 64 << 20
_IN_MEMORY = 1 << 20
_PIECE = 1 << 18


class Held:
    """Pieces of an answer, in a temporary file that is gone when it is closed.

    While all of an answer is here, a query that takes too long or gives too much can still be answered with a status
    that says so. What is longer is sent while it is found.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile[bytes](max_size=_IN_MEMORY)
        self.size = 0

    async def fill(self, pieces: AsyncIterator[bytes]) -> bool:
        """Take pieces; return whether these were all there are."""
        async for piece in pieces:
            self._file.write(piece)
            self.size += len(piece)
            if self.size > MOST:
                return False
        return True

    def pieces(self) -> Iterator[bytes]:
        """Yield what is held."""
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def close(self) -> None:
        """Forget it."""
        self._file.close()
