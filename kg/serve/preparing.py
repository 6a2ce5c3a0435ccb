"""A graph folder -> its store, built in a process of its own, so that a server goes on meanwhile and can end it."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.store.build import ensure_store

_TIDYING = 5.0  # seconds to remove what is half written


async def prepare(folder: Path) -> None:
    """Build a store in a process of its own; it ends with whoever waits for it.

    Raises:
        GraphFolderError: it cannot be built; the process has said why on standard error.
    """
    command = (sys.executable, "-m", "kg.serve.preparing", str(folder))
    process = await asyncio.create_subprocess_exec(*command, start_new_session=True)
    try:
        if await process.wait():
            raise GraphFolderError(folder, "its store cannot be built")
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        try:
            await asyncio.wait_for(process.wait(), _TIDYING)
        except TimeoutError:
            process.kill()


def main(root: str) -> int:
    """Build the store; return the exit status."""
    try:
        ensure_store(GraphFolder(Path(root)))
    except GraphFolderError as error:
        sys.stderr.write(f"kg: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
