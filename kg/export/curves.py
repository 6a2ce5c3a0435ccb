"""Two things on a plane -> the line between them: bent, cut where they begin, with a head. Lengths are in points."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot

Point = tuple[float, float]
Curve = tuple[Point, Point, Point]  # quadratic: from, towards, to
Inside = Callable[[Point], bool]

HEAD = 4.6  # of an arrow, along the line
BAR = 3.0  # half of one that says less
_STEPS = 240


def bent(a: Point, b: Point, bend: float) -> Curve:
    """Return the quadratic curve from a to b whose middle lies `bend` of its length aside."""
    middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    return a, (middle[0] + (b[1] - a[1]) * bend * 2, middle[1] - (b[0] - a[0]) * bend * 2), b


def at(curve: Curve, t: float) -> Point:
    """Return the point of a curve at 0 to 1."""
    return _blossom(curve, t, t)


def _blossom(curve: Curve, t: float, u: float) -> Point:
    (ax, ay), (bx, by), (cx, cy) = curve
    first, second, third = (1 - t) * (1 - u), (1 - t) * u + t * (1 - u), t * u
    return first * ax + second * bx + third * cx, first * ay + second * by + third * cy


def cut(curve: Curve, in_first: Inside, in_last: Inside, rooms: tuple[float, float]) -> tuple[Curve, Point, Point]:
    """Return the part of a curve outside of what it joins, shorter by the room of its heads, and where these end."""
    half = _STEPS // 2
    start = max((n for n in range(half) if in_first(at(curve, n / _STEPS))), default=0) + 1
    end = min((n for n in range(half, _STEPS + 1) if in_last(at(curve, n / _STEPS))), default=_STEPS) - 1
    first, last = (at(curve, n / _STEPS) for n in (start, max(start, end)))
    later = next((n for n in range(start, half) if _apart(at(curve, n / _STEPS), first) >= rooms[0]), half)
    sooner = next((n for n in range(end, half, -1) if _apart(at(curve, n / _STEPS), last) >= rooms[1]), half)
    t, u = later / _STEPS, max(later, sooner) / _STEPS
    return (at(curve, t), _blossom(curve, t, u), at(curve, u)), first, last


def arrow(base: Point, tip: Point, *, filled: bool) -> str:
    """Return the path of an arrow's head."""
    along = _unit(base, tip)
    half = HEAD * 0.42
    back = (tip[0] - HEAD * along[0], tip[1] - HEAD * along[1])
    left, right = ((back[0] + side * half * along[1], back[1] - side * half * along[0]) for side in (1, -1))
    path = f"M{_told(left)} L{_told(tip)} L{_told(right)}"
    return f"{path} Z" if filled else path


def bar(base: Point, tip: Point) -> str:
    """Return the path of the bar across a line's end."""
    along = _unit(base, tip)
    left, right = ((tip[0] + side * BAR * along[1], tip[1] - side * BAR * along[0]) for side in (1, -1))
    return f"M{_told(left)} L{_told(right)}"


def path(curve: Curve) -> str:
    """Return the path of a curve."""
    return f"M{_told(curve[0])} Q{_told(curve[1])} {_told(curve[2])}"


def _apart(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def _unit(base: Point, tip: Point) -> Point:
    x, y = tip[0] - base[0], tip[1] - base[1]
    length = hypot(x, y) or 1.0
    return x / length, y / length


def _told(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
