"""a query -> a folder of its papers that `kg build` reads: gone on with where it broke off, later only what is new."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kg.core.errors import DownloadError, OptionError
from kg.fetch.records import order
from kg.fetch.service import Clock, Tell
from kg.fetch.shelf import Run, Shelf, locked
from kg.fetch.slices import Found
from kg.fetch.source import Source, Way, asking

LAST = "last"
_OVERLAP = timedelta(days=3)  # the servers' days are not ours, and what is new can be found only some time later
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")

# phase ("listing", "fetching"), papers done, in all (0 where not known)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch found and did.

    Attributes:
        since: first day of what is new or revised, ISO; "" for everything.
        searched: day of the search, ISO.
        found: papers that the server counts; `listed`: different ones that it lists, up to the limit.
        unlisted: those that it counts and does not list, up to the limit.
        fetched: written this time; `unchanged`: fetched again, and as they were.
        here: there already.
        missing: ids that the server lists and does not give.
        gone: papers here that a search for everything no longer finds.
        cut: days of which the server lists only a part.
        files: names of those written this time.
        notes: what the server says of the query.
        requests, retries: how many there were this time.
    """

    source: str
    query: str
    folder: str
    since: str
    searched: str
    found: int
    listed: int
    unlisted: int
    fetched: int
    unchanged: int
    here: int
    missing: tuple[str, ...]
    gone: int
    cut: tuple[str, ...]
    files: tuple[str, ...]
    notes: tuple[str, ...]
    requests: int
    retries: int


@dataclass(slots=True)
class _Tally:
    fetched: int = 0
    unchanged: int = 0
    here: int = 0
    files: tuple[str, ...] = ()


def count(query: str, way: Way, *, tell: Tell | None = None, clock: Clock | None = None) -> Found:
    """Ask how many papers there are; "last" counts as everything, as it is a folder that knows when that was.

    Raises:
        OptionError, UnknownName: options of no use.
        DownloadError: the server refuses, or gives no answer.
    """
    with asking(query, way, tell, clock) as source:
        return source.count(source.term(query, _day(way.since) if way.since != LAST else None))


def fetch(
    query: str,
    folder: Path,
    way: Way,
    *,
    today: date | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
    clock: Clock | None = None,
) -> Fetched:
    """Fetch the papers that a query finds into a folder, whose files never change; what is there is not fetched again.

    A fetch that was broken off, at whatever moment, is finished first, with the ids that it had listed; then, unless it
    was the same command, what is asked for now. With `since`, a record is written again where it is not as it was.

    Args:
        query: in the source's own language.
        today: the day of the search; UTC's by default.
        progress: called with a phase, papers done, and papers in all.
        tell: called with a line of what went wrong before each new attempt.

    Raises:
        OptionError, UnknownName, DataError: options or a folder of no use.
        DownloadError: given up; what was fetched is kept.
    """
    if way.since != LAST:
        _day(way.since)  # what is no day is told before anything is done
    with asking(query, way, tell, clock) as source, locked(folder):
        shelf = Shelf(folder, source.name, query)
        day = today or datetime.now(UTC).date()
        progress, before = progress or (lambda *_: None), _Tally()
        asked = f"{way.since} {way.limit}"
        run = shelf.runs[-1] if shelf.runs else None
        if run and not run.finished:
            before = _go_on(shelf, run, source, progress)
            if run.asked == asked:
                return _report(shelf, run, source, before)
        run = _begin(shelf, way, day, asked)
        tally = _go_on(shelf, run, source, progress)
        tally.fetched, tally.files = before.fetched + tally.fetched, before.files + tally.files
        return _report(shelf, run, source, tally)


def _day(since: str) -> date | None:
    if not since:
        return None
    try:
        found = _DATE.fullmatch(since.strip())
        return date(*map(int, found.groups())) if found else date.fromisoformat(since)
    except ValueError:
        raise OptionError(f"--since takes a day like 2025-01-31, or {LAST}, not {since!r}") from None


def _begin(shelf: Shelf, way: Way, today: date, asked: str) -> Run:
    since = _last(shelf) if way.since == LAST else _day(way.since)
    number = shelf.runs[-1].number + 1 if shelf.runs else 1
    run = Run(number, since.isoformat() if since else "", asked, today.isoformat(), limit=way.limit)
    shelf.runs.append(run)
    shelf.save()
    return run


def _last(shelf: Shelf) -> date | None:
    """Return the first day of what the last whole search may not have found; None where there was none."""
    return date.fromisoformat(shelf.searched) - _OVERLAP if shelf.searched else None


def _is_whole(shelf: Shelf, run: Run) -> bool:
    """Tell whether a run leaves nothing out: no limit cuts it, and it begins where the last whole one ended."""
    last = _last(shelf)
    begins = not run.since or (last is not None and date.fromisoformat(run.since) <= last)
    return begins and not (run.limit and run.listed >= run.limit)


def _go_on(shelf: Shelf, run: Run, source: Source, progress: Progress) -> _Tally:
    tally = _Tally()
    try:
        if not shelf.is_listed(run):
            _list(shelf, run, source, progress)
        _fill(shelf, run, source, progress, tally)
    except DownloadError as error:
        kept = f"{tally.here + tally.fetched:,} papers are kept in {shelf.folder}, the same command goes on from there"
        raise DownloadError(error.url, f"{error.reason}; {kept}") from error
    shelf.finish(run, whole=_is_whole(shelf, run))
    return tally


def _list(shelf: Shelf, run: Run, source: Source, progress: Progress) -> None:
    """Search for all ids there are; keep those that have to be fetched."""
    term = source.term(shelf.query, date.fromisoformat(run.since) if run.since else None)
    ids: set[str] = set()
    once = shelf.once(run)
    total = once("count", lambda: source.count(term))
    run.found, run.notes, run.cut = total.count, list(total.notes), []
    for one in source.listing(term, date.fromisoformat(run.searched), once):
        newest = sorted(one.ids, key=order, reverse=True)
        room = run.limit - len(ids) if run.limit else len(newest)
        ids.update(newest[:room])
        if one.count > len(one.ids) and one.days:
            run.cut.append(f"{one.days[0].first}: {len(one.ids):,} of {one.count:,}")
        progress("listing", len(ids), min(run.found, run.limit or run.found))
        if run.limit and len(ids) >= run.limit:
            break
    held, again = shelf.held(), set(shelf.missing)
    run.listed = len(ids)
    run.unlisted = 0 if run.limit and len(ids) >= run.limit else max(0, run.found - len(ids))
    if not run.since:
        run.gone = 0 if run.limit else len(held - ids)
        held -= again  # here, but not as it was revised
        run.here = len(ids & held)
        ids -= held
    elif not run.limit:  # what is listed for being revised is fetched even where it is here
        ids |= again
    shelf.set_ids(run, ids)


def _fill(shelf: Shelf, run: Run, source: Source, progress: Progress, tally: _Tally) -> None:
    """Fetch the batches that are not there."""
    tally.here = run.here
    done, total = 0, len(shelf.ids(run))
    for number, ids in shelf.batches(run):
        file = shelf.file(run, number, ids)
        if file.is_file() or number in run.unwritten:
            tally.here += len(set(ids).difference(run.missing))
        else:
            records = _records(source, ids)
            new = {one: record for one, record in records.items() if not run.since or shelf.record(one, run) != record}
            shelf.put(run, number, ids, new, set(ids).difference(records))
            tally.fetched += len(new)
            tally.unchanged += len(records) - len(new)
            tally.files += (file.name,) if new else ()
        done += len(ids)
        progress("fetching", done, total)


def _records(source: Source, ids: Sequence[str]) -> dict[str, bytes]:
    """Return the records of a batch; what is not among them the first time is asked for once more."""
    wanted, found = set(ids), dict[str, bytes]()
    for _ in range(2):
        rest = [one for one in ids if one not in found]
        for at in range(0, len(rest), source.each):
            got = source.records(rest[at : at + source.each])
            found.update((one, record) for one, record in got.items() if one in wanted)
    return found


def _report(shelf: Shelf, run: Run, source: Source, tally: _Tally) -> Fetched:
    return Fetched(
        source=shelf.source,
        query=shelf.query,
        folder=str(shelf.folder),
        since=run.since,
        searched=run.searched,
        found=run.found,
        listed=run.listed,
        unlisted=run.unlisted,
        fetched=tally.fetched,
        unchanged=tally.unchanged,
        here=tally.here,
        missing=tuple(run.missing),
        gone=run.gone,
        cut=tuple(run.cut),
        files=tally.files,
        notes=tuple(run.notes),
        requests=source.service.requests,
        retries=source.service.retries,
    )
