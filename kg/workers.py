"""Processes that work side by side on batches: answers in order, none lost by the death of a process.

Each process has a pipe of its own and shares no lock with any other, so that one that is killed, at whatever moment,
leaves nothing locked; it gets a batch only when it waits for one, so that neither end ever writes to an end that does
not read. (Pebble and `concurrent.futures` let the processes of a pool share a pipe and its locks.)
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count, pairwise
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

from kg.core.errors import RecordError, WorkerError
from kg.core.shards import Answer, joined
from kg.core.text import Document
from kg.core.threads import THREADS

LIMIT = 300.0  # seconds that one document may take: an abstract takes a fiftieth of one, the longest articles some
DEATHS = 2  # that a batch of several documents may cause before it is cut
DEATHS_ALONE = 3  # that one document alone may cause: others, and the system, kill processes too
STILLBORN = 3  # processes in a row, for each worker, that may end before they are ready
AHEAD = 4  # batches for each worker that may be answered or under way before the first of them is

# Answers documents, and says before each which one of them it begins
Work = Callable[[Sequence[Document], Callable[[int], None]], Answer]


@dataclass(slots=True)
class Job:
    """A batch, or what one was cut into: documents from position `at` of batch `number`."""

    number: int
    at: int
    documents: Sequence[Document]
    deaths: int = 0

    def part(self, start: int, end: int) -> Job:
        """Return some of the documents as a job of their own."""
        return Job(self.number, self.at + start, self.documents[start:end])


def _serve(pipe: Connection, start: bytes) -> None:
    """Answer what comes through the pipe, until it is closed; the whole life of a worker process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        work: Work = pickle.loads(start)()  # noqa: S301  (our own, from the process that started this one)
    except Exception as error:  # noqa: BLE001  (whatever it is, the one who started this process raises it)
        pipe.send(("failed", _portable(error)))
        return
    pipe.send(("ready", None))
    with suppress(EOFError, OSError):  # the parent has closed, or is gone
        while True:
            documents = pipe.recv()
            pipe.send(("done", work(documents, lambda at: pipe.send(("at", at)))))


def _end_with_parent() -> None:
    """End a process whose parent was killed while it is at work, for nobody waits for the answer."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _portable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  (made here)
    except Exception:  # noqa: BLE001  (an exception that cannot travel is told in words)
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C from processes started meanwhile: the terminal sends it to all, and the parent ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let processes started meanwhile compute in one thread: NumPy asks when it is loaded, before `_serve` runs."""
    unset = [name for name in THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(unset, "1"))
    try:
        yield
    finally:
        for name in unset:
            del os.environ[name]


class Worker:
    """A process, and the job that it is at."""

    def __init__(self, start: bytes) -> None:
        context = get_context("spawn")
        self.pipe, there = context.Pipe()
        self.process = context.Process(target=_serve, args=(there, start), daemon=True)
        with _uninterrupted(), _one_thread():
            self.process.start()
        there.close()  # so that the pipe ends with the process
        self.ready = False
        self.job: Job | None = None
        self.at: int | None = None  # the document of the job that it began last
        self.since = 0.0

    def take(self, job: Job) -> None:
        """Give it a job."""
        self.job, self.at, self.since = job, None, time.monotonic()
        with suppress(OSError):  # it has died; whoever waits for its answer finds out
            self.pipe.send(job.documents)

    def message(self) -> tuple[str, Any] | None:
        """Return what it says; None if it has died."""
        try:
            told: tuple[str, Any] | None = self.pipe.recv() if self.pipe.poll() else None
        except (EOFError, OSError):  # on Windows poll() raises too
            return None
        return told

    def end(self) -> None:
        """End it at once: it holds nothing that could be left half done."""
        self.process.kill()
        self.process.join()
        self.pipe.close()

    def how(self) -> str:
        """Tell how a process that is gone came to its end."""
        code = self.process.exitcode or 0
        if code >= 0:
            return f"ended with code {code}"
        name = next((one.name for one in signal.Signals if one == -code), f"signal {-code}")
        return f"was killed ({name}{', out of memory perhaps' if name == 'SIGKILL' else ''})"


@dataclass(slots=True)
class Pool:
    """Some worker processes.

    Args:
        size: how many.
        start: called in each process, it loads what the work needs and returns the Work.
        limit: seconds that one document may take.
    """

    size: int
    start: Callable[[], Work]
    limit: float = LIMIT
    workers: list[Worker] = field(default_factory=list)
    waiting: deque[Job] = field(default_factory=deque)
    answers: dict[int, dict[int, Answer]] = field(default_factory=dict)  # by batch, then by position in it
    stillborn: int = 0
    pickled: bytes = b""

    def map(self, batches: Iterable[Sequence[Document]]) -> Iterator[Answer]:
        """Yield the answer to each batch, in order, reading few batches ahead.

        A document whose process dies of it, or that takes too long, gives a RecordError in its place.

        Raises:
            WorkerError: processes die before they are ready.
            Exception: whatever `start` raised.
        """
        source, sizes = iter(batches), deque[int]()
        self.pickled = pickle.dumps(self.start)
        numbers, more = count(), True
        try:
            self.workers = [Worker(self.pickled) for _ in range(self.size)]
            for due in count():
                while not sizes or not self._is_whole(due, sizes[0]):
                    self._hand_out()
                    if more and len(sizes) < AHEAD * self.size and len(self.waiting) < self.size:
                        batch = next(source, None)
                        more = batch is not None
                        if batch is not None:
                            self._receive(next(numbers), batch)
                            sizes.append(len(batch))
                            continue
                    if not sizes:
                        return
                    self._listen()
                parts = self.answers.pop(due)
                sizes.popleft()
                yield joined([parts[at] for at in sorted(parts)])
        finally:
            for worker in self.workers:
                worker.end()

    def _receive(self, number: int, batch: Sequence[Document]) -> None:
        if batch:
            self.waiting.append(Job(number, 0, batch))
        else:
            self.answers[number] = {0: Answer(0, ())}

    def _is_whole(self, number: int, size: int) -> bool:
        parts = self.answers.get(number)
        return parts is not None and sum(one.count for one in parts.values()) == size

    def _hand_out(self) -> None:
        for worker in self.workers:
            if self.waiting and worker.ready and worker.job is None:
                worker.take(self.waiting.popleft())

    def _listen(self) -> None:
        """Wait until a worker says something, dies, or has been at one document for too long."""
        busy = [worker.since + self.limit for worker in self.workers if worker.job]
        patience = max(0.0, min(busy) - time.monotonic()) if busy else None
        heard = set(wait([one for worker in self.workers for one in (worker.pipe, worker.process.sentinel)], patience))
        for place, worker in enumerate(self.workers):
            if worker.pipe in heard or worker.process.sentinel in heard:
                self._hear(place, worker)
            elif worker.job and time.monotonic() > worker.since + self.limit:
                self._replace(place, worker, overlong=True)

    def _hear(self, place: int, worker: Worker) -> None:
        told = worker.message()
        if told is None:
            self._replace(place, worker, overlong=False)
            return
        kind, value = told
        if kind == "failed":
            raise value
        if kind == "ready":
            worker.ready, self.stillborn = True, 0
        elif kind == "at":
            worker.at, worker.since = value, time.monotonic()
        elif worker.job:
            self.answers.setdefault(worker.job.number, {})[worker.job.at] = value
            worker.job = None

    def _replace(self, place: int, worker: Worker, *, overlong: bool) -> None:
        if not overlong:
            worker.process.join(1)  # its pipe ends a moment before it does, and only then has it a code
        worker.end()
        how = f"took longer than {self.limit:g} seconds" if overlong else worker.how()
        if not worker.ready:
            self.stillborn += 1
            if self.stillborn > STILLBORN * self.size:
                raise WorkerError(how)
        if worker.job:
            self.waiting.extendleft(reversed(self._again(worker.job, worker.at, how, overlong)))
        self.workers[place] = Worker(self.pickled)

    def _again(self, job: Job, at: int | None, how: str, overlong: bool) -> list[Job]:
        """Return a job whose process died, to be tried again: whole at first, then cut around the document it died of.

        Where a document has gone alone and its process has died again and again, the error takes its place.
        """
        job.deaths += 1
        size = len(job.documents)
        if not overlong and job.deaths < (DEATHS if size > 1 else DEATHS_ALONE):
            return [job]
        if size > 1:
            borders = [0, size // 2, size] if at is None else sorted({0, at, at + 1, size})
            return [job.part(*pair) for pair in pairwise(borders)]
        told = job.documents[0]
        reason = f"{told.id} could not be annotated: its worker process {how}"
        error = RecordError(told.metadata.source, told.metadata.record, reason)
        self.answers.setdefault(job.number, {})[job.at] = Answer(1, (), (error,), unsure=True)
        return []
