"""The route of watching: files, or a query asked again and again -> a graph that is kept up to date."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.core.errors import KGError
from kg.core.report import Report
from kg.read.inputs import listed

if TYPE_CHECKING:
    from kg.fetch.source import Way

SETTLES = 2.0  # seconds that files must stay as they are before they are read: somebody may be writing them

# path, bytes, and when it was changed last (nanoseconds), of each file
Seen = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that is asked before each round.

    Attributes:
        folder: where its papers are kept; one of the inputs.
    """

    query: str
    folder: Path
    way: Way


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round.

    Attributes:
        report: of the build; None where it failed.
        problem: why it failed, in one line; the next round tries again.
    """

    report: Report | None = None
    problem: str = ""


@dataclass(slots=True)
class Watch:
    """What is watched, and what is done when it changes.

    Args:
        inputs: files, folders and globs, as `kg build` takes them.
        build: makes the graph of them.
        beside: other files that the graph follows from; they may be missing.
        asked: what is fetched before.
        stop: set from elsewhere, it ends the watching when what is under way is done.
    """

    inputs: Sequence[str]
    build: Callable[[], Report]
    beside: Sequence[Path] = ()
    asked: Asked | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    built: Seen | None = None  # the files that the graph is of
    told: str = ""  # the last problem

    def rounds(self, every: float) -> Iterator[Round]:
        """Yield what came of each round in which something had changed, without end until stopped.

        The first round always builds, so that the graph holds what changed while nobody watched. A problem that stays
        the same is told once.

        Args:
            every: seconds from the end of one round to the beginning of the next.
        """
        while not self.stop.is_set():
            done = self.round()
            if done is not None:
                yield done
            self.stop.wait(every)

    def once(self) -> Report:
        """Do what a round does, whatever has changed.

        Raises:
            KGError: it cannot be done.
        """
        self._fetch()
        return self.build()

    def round(self) -> Round | None:
        """Do one round; None where nothing has changed, or nothing but what was told before is wrong."""
        try:
            self._fetch()
            seen = self._settled()
            if seen == self.built:
                return None
            report = self.build()
        except KGError as error:  # a server that is away, a file that is being replaced: the next round may do better
            known, self.told = self.told, str(error)
            return Round(problem=self.told) if self.told != known else None
        self.built, self.told = seen, ""
        return Round(report)

    def _fetch(self) -> None:
        if self.asked:
            from kg.fetch.papers import fetch

            fetch(self.asked.query, self.asked.folder, self.asked.way)

    def _settled(self) -> Seen:
        """Return the files as they are, once they have stayed so for a moment."""
        seen = self._seen()
        while seen != self.built and not self.stop.wait(SETTLES) and (now := self._seen()) != seen:
            seen = now
        return seen

    def _seen(self) -> Seen:
        files = [file for of in listed(self.inputs).values() for file in of]
        return frozenset(told for file in (*files, *self.beside) if (told := _stamp(file)))


def _stamp(file: Path) -> tuple[str, int, int] | None:
    try:
        status = file.stat()
    except OSError:  # it has gone meanwhile
        return None
    return str(file), status.st_size, status.st_mtime_ns
