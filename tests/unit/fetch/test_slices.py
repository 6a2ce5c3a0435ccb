from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.fetch.slices import Days, Found, Slice, slices

FIRST = date(2001, 1, 1)
LAST = FIRST + timedelta(days=400)
AXES = (Days("edat", FIRST, LAST), Days("pdat", FIRST, LAST))


class Searched:
    """A search over ids with two dates, that lists `most` in another order each time."""

    def __init__(self, dates: dict[str, tuple[int, int]], most: int) -> None:
        self.dates, self.most, self.asked = dates, most, 0

    def __call__(self, days: Sequence[Days]) -> Found:
        self.asked += 1
        found = [one for one, at in self.dates.items() if all(self.holds(day, at) for day in days)]
        random.Random(self.asked).shuffle(found)
        return Found(len(found), tuple(found[: self.most]))

    @staticmethod
    def holds(days: Days, at: tuple[int, int]) -> bool:
        return days.first <= FIRST + timedelta(days=at[days.field == "pdat"]) <= days.last


def test_what_is_listed_whole_is_one_slice() -> None:
    search = Searched({"1": (3, 3), "2": (4, 4)}, 2)
    (only,) = slices(search, AXES, 2)
    assert (only.days, only.count, sorted(only.ids)) == ((), 2, ["1", "2"])
    assert search.asked == 1


def test_halves_share_no_day_and_leave_none_out() -> None:
    later, earlier = AXES[0].halves()
    assert (earlier.first, later.last) == (FIRST, LAST)
    assert later.first - earlier.last == timedelta(days=1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=60), st.integers(1, 9))
def test_every_id_is_in_one_slice(dates: list[tuple[int, int]], most: int) -> None:
    known = {str(number): at for number, at in enumerate(dates)}
    found = list(slices(Searched(known, most), AXES, most))
    listed = [one for piece in found for one in piece.ids]
    assert len(listed) == len(set(listed))
    cut = sum(piece.count - len(piece.ids) for piece in found)
    assert len(listed) + cut == len(known)
    most_alike = max((dates.count(at) for at in dates), default=0)
    assert cut == 0 or most_alike > most


def test_slices_come_newest_first_and_in_the_same_places_whatever_the_order() -> None:
    known = {str(number): (number, 5) for number in range(300)}
    pieces = list(slices(Searched(known, 20), AXES, 20))
    again = Searched(known, 20)
    again.asked = 1000
    assert [piece.days for piece in slices(again, AXES, 20)] == [piece.days for piece in pieces]
    days = [piece.days[0].last for piece in pieces]
    assert days == sorted(days, reverse=True)


def test_one_day_with_too_much_is_sliced_by_the_next_date() -> None:
    known = {str(number): (17, number) for number in range(200)}
    pieces = list(slices(Searched(known, 30), AXES, 30))
    assert {one for piece in pieces for one in piece.ids} == set(known)
    assert {piece.days[0] for piece in pieces} == {Days("edat", date(2001, 1, 18), date(2001, 1, 18))}


@pytest.mark.parametrize("axes", [AXES, AXES[:1]])
def test_what_no_date_parts_is_told(axes: Sequence[Days]) -> None:
    known = {str(number): (17, 4) for number in range(10)} | {"x": (1, 1)}
    cut = [piece for piece in slices(Searched(known, 8), axes, 8) if piece.count > len(piece.ids)]
    assert [(piece.count, len(piece.ids)) for piece in cut] == [(10, 8)]
    assert isinstance(cut[0], Slice)
