from __future__ import annotations

from math import hypot

import pytest

from kg.export.curves import HEAD, Point, arrow, at, bar, bent, cut, path


def near(x: float, y: float, radius: float = 5.0) -> object:
    return lambda point: hypot(point[0] - x, point[1] - y) <= radius


@pytest.mark.parametrize("bend", [0.0, 0.1, -0.2])
def test_a_line_begins_and_ends_outside_of_what_it_joins(bend: float) -> None:
    whole = bent((0, 0), (100, 0), bend)
    assert at(whole, 0.5) == pytest.approx((50, -100 * bend))
    curve, first, last = cut(whole, near(0, 0), near(100, 0), (0.0, HEAD))  # type: ignore[arg-type]
    assert hypot(*first) == pytest.approx(5, abs=0.6)
    assert hypot(last[0] - 100, last[1]) == pytest.approx(5, abs=0.6)
    assert curve[0] == first
    assert HEAD <= hypot(last[0] - curve[2][0], last[1] - curve[2][1]) < HEAD + 0.6
    middle = at(curve, 0.5)  # still the same curve
    assert min(hypot(middle[0] - x, middle[1] - y) for x, y in (at(whole, n / 999) for n in range(1000))) < 0.1


def test_a_line_between_things_that_touch_is_still_one() -> None:
    curve, first, last = cut(bent((0, 0), (6, 0), 0), near(0, 0), near(6, 0), (1.0, HEAD))  # type: ignore[arg-type]
    assert all(0 <= x <= 6 for x, _ in (*curve, first, last))


def test_heads_stand_across_the_line() -> None:
    base: Point = (0.0, 0.0)
    assert bar(base, (10.0, 0.0)) == "M10.0 -3.0 L10.0 3.0"
    assert arrow(base, (10.0, 0.0), filled=True) == "M5.4 -1.9 L10.0 0.0 L5.4 1.9 Z"
    assert not arrow(base, (10.0, 0.0), filled=False).endswith("Z")
    assert path(((0, 0), (1, 2), (3, 4))) == "M0.0 0.0 Q1.0 2.0 3.0 4.0"
