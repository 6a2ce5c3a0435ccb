"""a search that lists only so many -> all of it, in slices by date, each of which is listed whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Days:
    """A range of days, both ends in it, of the date that a server calls `field`."""

    field: str
    first: date
    last: date

    def halves(self) -> tuple[Days, Days]:
        """Return the later half and the earlier one."""
        middle = self.first + timedelta(days=(self.last - self.first).days // 2)
        later = Days(self.field, middle + timedelta(days=1), self.last)
        return later, Days(self.field, self.first, middle)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search answers.

    Attributes:
        count: how many it finds in all.
        ids: those it lists, in no order that means anything.
        after: where a list that comes in pages goes on; "" at its end.
        notes: what the server says of the query: words not found, how it is understood.
    """

    count: int
    ids: tuple[str, ...] = ()
    after: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of what a search finds; more `count` than `ids` where the server does not list them all."""

    days: tuple[Days, ...]
    count: int
    ids: tuple[str, ...]
    notes: tuple[str, ...] = ()


Search = Callable[[Sequence[Days]], Found]
# a search's key, and what asks for it -> what it found, now or when it was asked before
Once = Callable[[str, Callable[[], Found]], Found]


def slices(search: Search, axes: Sequence[Days], most: int) -> Iterator[Slice]:
    """Yield what a search finds, the newest first; a slice of more than `most` is halved until it is none.

    The days of `axes[0]` are halved; what one day alone has too much of is halved by the days of the next axis. What is
    still too much when there is none left is yielded as the server lists it. Where slices lie depends on counts alone,
    never on the order of ids.

    Args:
        search: asked with ranges of days that all have to hold; with none for everything.
        axes: dates to slice by, each over the whole range that it can have.
        most: ids that an answer can list.
    """
    found = search(())
    if found.count <= most or not axes:
        yield Slice((), found.count, found.ids, found.notes)
    else:
        yield from _within(search, (), axes, most)


def _within(search: Search, fixed: tuple[Days, ...], axes: Sequence[Days], most: int) -> Iterator[Slice]:
    days, *rest = axes
    held = (*fixed, days)
    found = search(held)
    if found.count <= most:
        if found.count:
            yield Slice(held, found.count, found.ids)
    elif days.first < days.last:
        for half in days.halves():
            yield from _within(search, fixed, (half, *rest), most)
    elif rest:
        yield from _within(search, held, rest, most)
    else:
        yield Slice(held, found.count, found.ids)
