"""A folder of fetched papers: whole files that never change, and beside them, hidden, how far it has come.

FOLDER/
  pubmed-0001-00001.xml.gz …     run and batch; later runs hold what is new or revised, and sort behind
  .fetch/state.json              source, query, what is missing, and each run: since when, date of its search, counts
  .fetch/0001.ids                the run's papers, sorted, a line each; batches are cut from it in that order
  .fetch/0001.answers.jsonl      while the run still searches: each answer, so that none is asked for again
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from pathlib import Path

from filelock import FileLock, Timeout

from kg.core.errors import DataError, OptionError
from kg.fetch.records import form_of, order, pack, unpack
from kg.fetch.slices import Found

BATCH = 500  # papers of a file
_OPEN_FILES = 8  # of earlier runs, held while what is revised is told from what is not


@dataclass(slots=True)
class Run:
    """One search and what was fetched for it.

    Attributes:
        number: from 1.
        since: first day of what is new or revised, ISO; "" for everything.
        asked: `since` and `limit` as the user gave them, by which the same command is told.
        searched: day of the search, ISO, UTC.
        limit: no more papers than these; 0 for all.
        found: how many the server counts; `listed`: how many different ones it listed; `unlisted`: how many it did not.
        here: those of them that earlier runs have.
        gone: those of earlier runs that a search for everything no longer finds.
        cut: days of which the server lists only a part.
        notes: what the server says of the query.
        missing: ids that it listed and does not give.
        unwritten: batches of which nothing is new.
        finished: everything is fetched.
    """

    number: int
    since: str
    asked: str
    searched: str
    limit: int = 0
    found: int = 0
    listed: int = 0
    unlisted: int = 0
    here: int = 0
    gone: int = 0
    cut: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unwritten: list[int] = field(default_factory=list)
    finished: bool = False


class Shelf:
    """The folder; make it under `locked`.

    Raises:
        DataError: its state is damaged.
        OptionError: it holds the papers of another query.
    """

    def __init__(self, folder: Path, source: str, query: str) -> None:
        self.folder, self.source, self.query = folder, source, query
        self._hidden = folder / ".fetch"
        self._state = self._hidden / "state.json"
        self.runs: list[Run] = []
        self.searched = ""  # day of the last whole search, ISO
        self.missing: list[str] = []  # what runs that are done listed, and no later one was given
        self._hidden.mkdir(parents=True, exist_ok=True)
        if self._state.is_file():
            self._read()
        self._unpacked = lru_cache(_OPEN_FILES)(unpack)
        self._known_places: dict[int, dict[str, Path]] = {}

    def _read(self) -> None:
        try:
            told = json.loads(self._state.read_text(encoding="utf-8"))
            here, self.searched = (told["source"], told["query"]), told["searched"]
            known = {one.name for one in fields(Run)}
            self.runs = [Run(**{name: row[name] for name in row if name in known}) for row in told["runs"]]
            each = {one for run in self.runs for one in run.missing}  # earlier versions kept it of each run alone
            self.missing = sorted(told.get("missing", each), key=order)
        except (ValueError, TypeError, KeyError) as error:
            raise DataError(self._state, 0, f"is damaged ({error}); fetch into another folder") from error
        if here != (self.source, self.query):
            raise OptionError(f"{self.folder} holds what {here[0]} finds for {here[1]!r}: fetch into another folder")

    def save(self) -> None:
        """Write how far it has come."""
        runs = [asdict(run) for run in self.runs]
        kept = {"searched": self.searched, "missing": self.missing, "runs": runs}
        told = {"source": self.source, "query": self.query, **kept}
        self._write(self._state, f"{json.dumps(told, indent=1, ensure_ascii=False)}\n".encode())

    def _write(self, path: Path, content: bytes) -> None:
        part = self._hidden / f"{path.name}.part"
        try:
            with part.open("wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def _ids_file(self, run: Run) -> Path:
        return self._hidden / f"{run.number:04d}.ids"

    def _answers_file(self, run: Run) -> Path:
        return self._hidden / f"{run.number:04d}.answers.jsonl"

    def ids(self, run: Run) -> list[str]:
        """Return the papers that a run fetches, sorted."""
        return self._ids_file(run).read_text(encoding="ascii").split()

    def is_listed(self, run: Run) -> bool:
        """Tell whether a run has searched all there is."""
        return self._ids_file(run).is_file()

    def set_ids(self, run: Run, ids: Iterable[str]) -> None:
        """Keep what a run is to fetch, and what is known of it: it has searched all there is."""
        self.save()
        self._write(self._ids_file(run), "".join(f"{one}\n" for one in sorted(ids, key=order)).encode("ascii"))
        self._answers_file(run).unlink(missing_ok=True)

    def held(self) -> set[str]:
        """Return the papers that finished runs have fetched and whose files are there."""
        return {
            one
            for run in self.runs
            if run.finished
            for number, ids in self.batches(run)
            if self.file(run, number, ids).is_file()
            for one in set(ids).difference(run.missing)
        }

    def finish(self, run: Run, *, whole: bool = True) -> None:
        """Note that a run is done; of one that wrote nothing only the date of its search, and what is missing, stay.

        Args:
            whole: whether nothing that there was to fetch is left out, so that a later run may begin with this search.
        """
        run.finished, self.searched = True, run.searched if whole else self.searched
        unasked = set(self.missing).difference(self.ids(run)) if run.since or not whole else ()  # else: no longer found
        self.missing = sorted({*unasked, *run.missing}, key=order)
        if not any(self.file(run, number, ids).is_file() for number, ids in self.batches(run)):
            self.runs.remove(run)
            self.save()
            self._ids_file(run).unlink()
        else:
            self.save()

    def once(self, run: Run) -> Callable[[str, Callable[[], Found]], Found]:
        """Return what asks a search only where its answer is not at hand from when the run was broken off."""
        path = self._answers_file(run)
        known = dict(_answers(path))

        def ask(key: str, search: Callable[[], Found]) -> Found:
            if key not in known:
                known[key] = found = search()
                with path.open("a", encoding="utf-8") as out:
                    out.write(f"\n{json.dumps([key, found.count, found.ids, found.after, found.notes])}")
            return known[key]

        return ask

    def batches(self, run: Run) -> Iterator[tuple[int, list[str]]]:
        """Yield (number, papers) of a run's files: at most BATCH papers, all of one format."""
        groups: dict[str, list[str]] = {}
        for one in self.ids(run):
            groups.setdefault(form_of(one), []).append(one)
        cuts = (group[at : at + BATCH] for group in groups.values() for at in range(0, len(group), BATCH))
        yield from enumerate(cuts, 1)

    def file(self, run: Run, number: int, ids: list[str]) -> Path:
        """Return where a batch lies, or will."""
        return self.folder / f"{self.source}-{run.number:04d}-{number:05d}.{form_of(ids[0])}.gz"

    def put(self, run: Run, number: int, ids: list[str], records: Mapping[str, bytes], missing: Iterable[str]) -> None:
        """Keep a batch: what is missing from it first, so that a file is the sign of a batch that is done."""
        run.missing = sorted({*run.missing, *missing}, key=order)
        if not records:
            run.unwritten = sorted({*run.unwritten, number})
        self.save()
        if records:
            self._write(self.file(run, number, ids), pack(records, form_of(ids[0])))

    def record(self, identity: str, run: Run) -> bytes:
        """Return a paper's record as the last run before `run` has written it; b"" where none has."""
        for one in reversed(self.runs[: run.number - 1]):
            path = self._places(one).get(identity)
            if path and path.is_file() and (found := self._unpacked(path).get(identity)):
                return found
        return b""

    def _places(self, run: Run) -> dict[str, Path]:
        if run.number not in self._known_places:
            places = {one: self.file(run, number, ids) for number, ids in self.batches(run) for one in ids}
            self._known_places[run.number] = places
        return self._known_places[run.number]


def _answers(path: Path) -> Iterator[tuple[str, Found]]:
    """Yield the answers kept so far; a last line that was cut off is none."""
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            key, count, ids, after, notes = json.loads(line)
        except ValueError:
            continue
        yield key, Found(count, tuple(ids), after, tuple(notes))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from fetching into a folder at the same time.

    Raises:
        OptionError: one does.
    """
    (folder / ".fetch").mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".fetch" / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise OptionError(f"another kg fetch is at work in {folder}") from error
    try:
        yield
    finally:
        lock.release()
