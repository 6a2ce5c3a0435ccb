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

AGAIN = 900.0  # seconds from a problem to the next look, at most
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
        report: of the build; None where it failed, or there was nothing to build.
        problem: what failed, asking or building or both, in one line; the next round tries again.
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
            every: seconds from the end of one round to the beginning of the next; `AGAIN` after a problem, if sooner.
        """
        while not self.stop.is_set():
            done = self.round()
            if done is not None:
                yield done
            self.stop.wait(min(every, AGAIN) if self.told else every)

    def once(self) -> Iterator[Report]:
        """Yield the report of one build, whatever has changed and even where nobody answers the query.

        Raises:
            KGError: asking or building failed; where both did, the first.
        """
        away = self._fetch()
        try:
            report = self.build()
        except KGError as error:
            if away:
                raise away from error
            raise
        yield report
        if away:
            raise away

    def round(self) -> Round | None:
        """Do one round; None where nothing has changed, or nothing but what was told before is wrong."""
        report, problems = None, [self._fetch()]
        try:
            seen = self._settled()
            if seen != self.built:
                report, self.built = self.build(), seen
        except KGError as error:  # a file that is being replaced, say: the next round may do better
            problems.append(error)
        known, self.told = self.told, "; ".join(str(error) for error in problems if error)
        return Round(report, self.told) if report or self.told not in ("", known) else None

    def present(self) -> list[str]:
        """Return the inputs, without the folder of what is asked for where nothing is in it yet, but for others."""
        folder = self.asked.folder if self.asked else None
        others = [one for one in self.inputs if one != str(folder)]
        return others if others and folder and not any(folder.glob("[!.]*")) else list(self.inputs)

    def _fetch(self) -> KGError | None:
        """Ask; return why there is no answer, or none that is whole: what is there can be built all the same."""
        if self.asked:
            from kg.fetch.papers import fetch

            try:
                fetch(self.asked.query, self.asked.folder, self.asked.way)
            except KGError as error:
                return error
        return None

    def _settled(self) -> Seen:
        """Return the files as they are, once they have stayed so for a moment."""
        seen = self._seen()
        while seen != self.built and not self.stop.wait(SETTLES) and (now := self._seen()) != seen:
            seen = now
        return seen

    def _seen(self) -> Seen:
        files = [file for of in listed(self.present()).values() for file in of]
        return frozenset(told for file in (*files, *self.beside) if (told := _stamp(file)))


def _stamp(file: Path) -> tuple[str, int, int] | None:
    try:
        status = file.stat()
    except OSError:  # it has gone meanwhile
        return None
    return str(file), status.st_size, status.st_mtime_ns
