"""Engines: what annotates slices of documents, and where; each gives the same shards.

An engine is called as `engine(slices, recipe, resources)` and yields what each slice's shard says of itself, in order
and once the shard stands whole at `slice.path`. It takes the documents of a slice from `slice.batches()`, to the end,
before it goes on to the next slice, and may hold a few slices at a time, never all. A shard is written by
`write_shard`, a row group for each batch; `work_of(recipe)` is what annotates a batch, in whatever process.

`local` sends batches through pipes to processes of this machine. One that spans machines sends no documents: it stages
those of a slice as a file, hands out the paths of that file and of the shard, and lets the other side read the one and
write the other.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.core.registry import Registry
from kg.core.shards import Answer, Slice, Told, answer_of, write_shard
from kg.core.text import Document
from kg.recipe import Recipe, load_annotator

if TYPE_CHECKING:
    from kg.workers import Work


@dataclass(frozen=True, slots=True)
class Resources:
    """What an engine may use.

    Attributes:
        workers: processes; 0 for as many as the engine thinks right.
        address, storage: of a cluster, see `kg.cluster.annotate`.
    """

    workers: int = 0
    address: str = ""
    storage: str = ""


ALONE = Resources(1)

Engine = Callable[[Iterable[Slice], Recipe, Resources], Iterator[Told]]
ENGINES = Registry("engine", "kg.engines", {"local": "kg.engines:local", "ray": "kg.cluster:annotate"})
# So many documents one process alone annotates: to start another and to load the pipeline there takes 2.6 s of a
# core, in which one that has loaded it annotates 160 abstracts
FEW = 128


def work_of(recipe: Recipe) -> Work:
    """Return what annotates documents by a recipe; the pipeline is loaded here.

    Raises:
        KGError: the pipeline or an ontology is not what it should be.
    """
    annotator = load_annotator(recipe)

    def work(documents: Sequence[Document], begin: Callable[[int], None]) -> Answer:
        def begun() -> Iterator[Document]:
            for number, document in enumerate(documents):
                begin(number)
                yield document

        return answer_of(annotator.stream(begun()))

    return work


def local(slices: Iterable[Slice], recipe: Recipe, resources: Resources) -> Iterator[Told]:
    """Annotate on this machine, in this process or, where there are workers, in several."""
    placed = ((one, batch) for one in slices for batch in one.batches())
    for one, answers in groupby(_answered(placed, recipe, resources.workers), key=itemgetter(0)):
        # a slice's group ends when the next one's first answer is there, or all are: then it has been read to its end
        yield write_shard(one, (answer for _, answer in answers))


def _answered(
    placed: Iterable[tuple[Slice, list[Document]]], recipe: Recipe, workers: int
) -> Iterator[tuple[Slice, Answer]]:
    """Yield the answer to each batch beside its slice, in order."""
    source = iter(placed)
    begin: list[tuple[Slice, list[Document]]] = []
    while workers > 1 and sum(len(batch) for _, batch in begin) <= FEW and (placed_batch := next(source, None)):
        begin.append(placed_batch)
    if sum(len(batch) for _, batch in begin) > FEW:
        from kg.workers import Pool

        kept: list[Slice] = []  # of the batches that are under way, in order

        def batches() -> Iterator[list[Document]]:
            for one, batch in chain(begin, source):
                kept.append(one)
                yield batch

        for answer in Pool(workers, partial(work_of, recipe)).map(batches()):
            yield kept.pop(0), answer
        return
    work: Work | None = None
    for one, batch in chain(begin, source):
        if batch and work is None:
            work = work_of(recipe)
        with _watched() as begun:
            answer = work(batch, begun) if work else Answer(0, ())
        yield one, answer


@contextmanager
def _watched() -> Iterator[Callable[[int], None]]:
    """Give what is told that a document begins; it fails when it takes too long, as it would in a worker process.

    The system's alarm does it, where there is one, nobody else uses it and this is the thread that hears it.
    """

    from kg.workers import LIMIT

    def ring(*_: object) -> None:
        raise TimeoutError(f"took longer than {LIMIT:g} seconds")

    def begun(_: int) -> None:
        signal.setitimer(signal.ITIMER_REAL, LIMIT)

    here = threading.current_thread() is threading.main_thread()
    if not here or not hasattr(signal, "SIGALRM") or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        yield lambda _: None
        return
    signal.signal(signal.SIGALRM, ring)
    try:
        yield begun
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
