"""Work whose process dies of some documents: what a bug in native code, or the system's killer, does to it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.core.errors import DataError
from kg.core.shards import Answer, answer_of
from kg.core.text import Document, Extraction


def work() -> Callable[[Sequence[Document], Callable[[int], None]], Answer]:
    """Return work that takes a document's title as what happens to its process."""

    def answer(documents: Sequence[Document], begin: Callable[[int], None]) -> Answer:
        return answer_of(_found(documents, begin))

    answer_of([Extraction(Document("PMID:0", "T"))])  # loads what Arrow needs, so that no document's time holds it
    return answer


def _found(documents: Sequence[Document], begin: Callable[[int], None]) -> Iterator[Extraction]:
    for number, document in enumerate(documents):
        begin(number)
        what, _, marker = document.title.partition(" ")
        if what == "kill" or (what == "kill-once" and not Path(marker).exists()):
            if marker:
                Path(marker).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "exit":
            os._exit(3)
        if what == "threads":
            document = replace(document, id=f"{what}:{os.environ['OMP_NUM_THREADS']}")
        if what == "sleep":
            time.sleep(60)
        yield Extraction(document)


def refuses() -> None:
    """Fail to start as a bad pipeline does."""
    raise DataError("config.cfg", 3, "names no component")


def dies() -> None:
    """Die at the start."""
    os._exit(7)
