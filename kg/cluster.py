"""The engine `ray`: slices of documents are annotated on a Ray cluster, to which only paths travel.

The documents of a slice are staged as a file in a storage that all nodes reach; an actor, which has loaded the pipeline
once, reads it, writes the shard beside it, and the shard is fetched from there. An actor that dies, with its node or
alone, loses nothing: its slice goes to another one, and a new actor takes its place where there is room. What actors
die of again and again, or are at for too long, is annotated here, by processes that find the bad document
(`kg.workers`).
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kg import __version__
from kg.core.errors import ClusterError, DataError, KGError, MissingDependency
from kg.core.shards import Answer, Slice, Told, write_shard
from kg.engines import Resources, work_of
from kg.recipe import Recipe
from kg.staging import Storage, stage, staged

if TYPE_CHECKING:
    from kg.workers import Work

ATTEMPTS = 3  # actors that may die of one slice
AHEAD = 2  # slices for each actor that are staged or under way before the first of them is done
STILLBORN = 3  # actors in a row, for each that is wanted, that may die before they are ready
REACHED = 10.0  # seconds within which somebody must answer at the address
LIMIT = 600.0  # seconds that a slice may take an actor, and
SLOW = 2.0  # beside them for each document: an abstract takes a fiftieth of one
PATIENCE = 600.0  # seconds until one actor at least must have loaded the pipeline, whenever none has


class Annotator:
    """What runs on a node: makes shards of staged slices, with a pipeline that it loads once.

    Args:
        made_of: immunokg's version and the recipe's hash where the run began.
        place, name: of the storage.
    """

    def __init__(self, recipe: Recipe, made_of: tuple[str, str], place: str, name: str) -> None:
        self.recipe, self.made_of = recipe, made_of
        self.storage = Storage(place, name)
        self.work: Work | None = None

    def begin(self) -> None:
        """Load the pipeline.

        Raises:
            ClusterError: this node's immunokg is of another version.
            DataError: its pipeline or an ontology is another one.
            KGError: as `load_annotator`.
        """
        version, sha256 = self.made_of
        if __version__ != version:
            here = f"{socket.gethostname()} has immunokg {__version__}"
            raise ClusterError(f"{here}, and the run {version}: install the same on every node")
        if self.recipe.hash() != sha256:
            where = f"on {socket.gethostname()} they"
            raise DataError(self.recipe.pipeline, 0, f"pipeline and ontologies: {where} are not those of the run")
        self.work = work_of(self.recipe)

    def annotate(self, name: str, about: dict[str, Any]) -> Told:
        """Make the shard of a staged slice.

        Args:
            name: of the staged file; the shard is called so too, with `.shard` behind it.
            about: the slice's `number`, `read`, `skipped` and `last`.
        """
        work = self.work
        assert work is not None  # begin() has been asked first
        with TemporaryDirectory(prefix="kg-") as scratch:
            given, made = Path(scratch) / "documents", Path(scratch) / "shard"
            self.storage.get(name, given)
            answers = (work(batch, lambda _: None) for batch in staged(given))
            told = write_shard(_slice(made, about), answers)
            self.storage.put(made, f"{name}.shard")
        return told


def _slice(path: Path, about: dict[str, Any]) -> Slice:
    """Return a slice that has been read to its end, as `write_shard` takes it."""
    part = Slice(path, about["number"], iter(()))
    part.read, part.skipped, part.last = about["read"], about["skipped"], about["last"]
    return part


@dataclass(eq=False, slots=True)
class _Job:
    """A slice that is staged or under way."""

    part: Slice
    name: str
    about: dict[str, Any]
    attempts: int = 0
    told: Told | None = None


@dataclass(eq=False, slots=True)
class _Actor:
    handle: Any
    ref: Any  # what it is at: beginning, or a job
    ready: bool = False
    job: _Job | None = None
    until: float = 0.0  # when it must have done that, by time.monotonic()


@dataclass(slots=True)
class _Run:
    """One run on a cluster that is connected to."""

    recipe: Recipe
    size: int
    storage: Storage
    ray: Any
    actors: list[_Actor] = field(default_factory=list)
    waiting: list[_Job] = field(default_factory=list)
    stillborn: int = 0  # actors in a row that died before they were ready
    made: int = 0  # shards that stand

    def shards(self, slices: Iterable[Slice]) -> Iterator[Told]:
        """Yield what the shards say, in order, each when it stands."""
        source, more = iter(slices), True
        order: list[_Job] = []
        while more or order:
            while more and len(order) < AHEAD * max(1, len(self.actors)):
                part = next(source, None)
                more = part is not None
                if part is not None:
                    order.append(self._staged(part))
                    if not self.actors:
                        self.actors = [self._start() for _ in range(self.size)]
            self._hand_out()
            if order and order[0].told is None:
                self._listen()
            while order and (told := order[0].told):
                yield told
                order.pop(0)

    def _staged(self, part: Slice) -> _Job:
        name = f"{uuid4().hex}.parquet"
        with TemporaryDirectory(prefix="kg-") as scratch:
            file = Path(scratch) / "documents"
            stage(part.batches(), file)
            self.storage.put(file, name)
        job = _Job(part, name, {"number": part.number, "read": part.read, "skipped": part.skipped, "last": part.last})
        self.waiting.append(job)
        return job

    def _start(self) -> _Actor:
        remote = self.ray.remote(num_cpus=1, max_restarts=0)(Annotator)
        made_of = (__version__, self.recipe.hash())
        handle = remote.remote(self.recipe, made_of, self.storage.place, self.storage.name)
        return _Actor(handle, handle.begin.remote())

    def _hand_out(self) -> None:
        for actor in self.actors:
            if self.waiting and actor.ready and actor.job is None:
                actor.job = job = self.waiting.pop(0)
                actor.until = time.monotonic() + LIMIT + SLOW * job.part.read
                actor.ref = actor.handle.annotate.remote(job.name, job.about)

    def _listen(self) -> None:
        """Wait until an actor has done something, has died, or has been at a slice for too long."""
        asked = {actor.ref: actor for actor in self.actors if actor.job or not actor.ready}
        first = min((actor for actor in self.actors if actor.job), key=lambda actor: actor.until, default=None)
        patience = max(0.0, first.until - time.monotonic()) if first else PATIENCE
        heard, _ = self.ray.wait(list(asked), num_returns=1, timeout=patience)
        for ref in heard:
            self._hear(asked[ref], ref)
        if not heard and first:  # another actor would be at it for as long
            self.ray.kill(first.handle)
            self._lost(first, "took too long", ATTEMPTS)
        elif not heard:
            raise self._given_up(f"no node of the cluster has loaded the pipeline within {PATIENCE:g} seconds")

    def _hear(self, actor: _Actor, ref: Any) -> None:
        errors = self.ray.exceptions
        try:
            value = self.ray.get(ref)
        except errors.RayTaskError as error:  # it is alive, and what it did has failed
            cause = error.cause
            raise cause if isinstance(cause, KGError) else ClusterError(str(cause)) from error
        except errors.RayError as error:
            self._lost(actor, str(error).splitlines()[0])
        else:
            if actor.job:
                self._done(actor.job, value)
                actor.job = None
            else:
                actor.ready, self.stillborn = True, 0

    def _done(self, job: _Job, told: Told) -> None:
        self.storage.get(f"{job.name}.shard", job.part.path)
        self.storage.drop(job.name, f"{job.name}.shard")
        job.part.annotated(told.read)
        job.told = told
        self.made += 1

    def _lost(self, actor: _Actor, how: str, attempts: int = 1) -> None:
        """Let another take the place of an actor that is gone, and what it was at be done again."""
        self.stillborn += not actor.ready
        if actor.ready or self.stillborn <= STILLBORN * self.size:
            self.actors[self.actors.index(actor)] = self._start()
        elif any(one.ready for one in self.actors):  # they go on without it
            self.actors.remove(actor)
        else:
            raise self._given_up(f"no actor can begin: {how}")
        if actor.job:
            actor.job.attempts += attempts
            if actor.job.attempts < ATTEMPTS:
                self.waiting.insert(0, actor.job)
            else:
                self._here(actor.job)

    def _here(self, job: _Job) -> None:
        """Annotate a slice on this machine."""
        from kg.workers import Pool

        with TemporaryDirectory(prefix="kg-") as scratch:
            file = Path(scratch) / "documents"
            self.storage.get(job.name, file)
            answers: Iterator[Answer] = Pool(1, partial(work_of, self.recipe)).map(staged(file))
            job.told = write_shard(job.part, answers)
        self.made += 1
        self.storage.drop(job.name)

    def _given_up(self, why: str) -> ClusterError:
        made = f"{self.made} {'shard of this run stands' if self.made == 1 else 'shards of this run stand'}"
        return ClusterError(f"{why}; {made}, and the same command goes on from there")


def _reach(address: str) -> None:
    """Do nothing where somebody answers at host:port; Ray itself would try for many minutes.

    Raises:
        OSError: nobody does.
    """
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), timeout=REACHED).close()


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        import ray
    except ImportError as error:
        raise MissingDependency("immunokg[ray]", "the engine ray needs Ray") from error
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    try:
        _reach(address or os.environ.get("RAY_ADDRESS", ""))
        ray.init(address=address or None, log_to_driver=False, logging_level="ERROR", namespace=f"kg-{uuid4().hex}")
    except (OSError, ValueError, RuntimeError) as error:
        raise ClusterError(f"{address or 'Ray'}: {str(error).splitlines()[0]}") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def annotate(slices: Iterable[Slice], recipe: Recipe, resources: Resources) -> Iterator[Told]:
    """Annotate on a Ray cluster.

    Args:
        resources: `workers` actors of one processor each, as many as the cluster has if 0; `address` of the cluster,
            where it is empty what RAY_ADDRESS names, else one on this machine; `storage` as in Storage, where it is
            empty a folder beside the shards, which all nodes must reach under the same path.

    Raises:
        MissingDependency: Ray is not installed.
        ClusterError: there is no cluster at the address, no node of it can begin, or one has another immunokg.
        DataError: a node's pipeline is not the one of the run.
    """
    source = iter(slices)
    first = next(source, None)
    if first is None:
        return
    with _connected(resources.address) as ray:
        size = resources.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        storage = Storage(resources.storage or str(first.path.parent.resolve()), f".staged-{uuid4().hex}")
        try:
            yield from _Run(recipe, size, storage, ray).shards(chain([first], source))
        finally:
            storage.clear()
