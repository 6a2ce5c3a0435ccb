"""Concepts and assertions -> an Atlas: communities, and a place for each of them and each concept.

A small graph is one community and shown whole; a large one is a map of communities, each of which has room for its
concepts where it lies, so that any of them can be opened without moving the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt

from kg.core.layout import Box, Node, place
from kg.explore.communities import LARGEST, communities
from kg.explore.draw import box, sizes, wrap
from kg.explore.select import Row

_UNSURE = 0.02  # the weight of what is not asserted: enough to tie a concept that nothing else ties
_NEAREST = 3  # communities that one is drawn near to
_RIM = 90.0  # pixels around the outermost concepts of a community
_FULL = 0.95  # how much of its room a closed community fills
_GOLDEN = pi * (3 - sqrt(5))  # the angle by which a sunflower sets its seeds


@dataclass(frozen=True, slots=True)
class Community:
    """Concepts that stand one after another in an Atlas, strongest first.

    Attributes:
        start, size: which concepts.
        x, y, radius: its room, in pixels at zoom 1.
        loose: whether it holds what belongs to no community.
    """

    start: int
    size: int
    x: int
    y: int
    radius: int
    loose: bool


@dataclass(frozen=True, slots=True)
class Atlas:
    """Where everything of a graph is drawn.

    Attributes:
        concepts: the nodes, by community, strongest first.
        assertions: the edges, by the community of their subject, strongest first.
        places: of each concept, in pixels at zoom 1.
        communities: largest first; one where the graph is shown whole.
        unit: the radius of a closed community with one concept.
    """

    concepts: list[Row]
    assertions: list[Row]
    places: list[tuple[int, int]]
    communities: list[Community]
    unit: float


@dataclass(frozen=True, slots=True)
class _Room:
    """The concepts of a community with their places around its middle."""

    members: list[int]
    places: dict[int, tuple[float, float]]
    radius: float
    loose: bool = False


def make_atlas(concepts: Sequence[Row], assertions: Sequence[Row]) -> Atlas:
    """Return the Atlas of a graph; the same graph gives the same one.

    Args:
        concepts: rows of `concepts`, in the order that a small graph is drawn in.
        assertions: rows of `assertions` among them, strongest first.
    """
    if len(concepts) <= LARGEST:
        return _whole(concepts, assertions)
    strength: dict[str, float] = defaultdict(float)
    for assertion in assertions:
        for end in {assertion["subject"], assertion["object"]}:
            strength[end] += _weight(assertion)
    ranked = sorted(concepts, key=lambda concept: (-strength[concept["id"]], concept["id"]))
    number = {concept["id"]: at for at, concept in enumerate(ranked)}
    ties = _ties(assertions, number)
    rooms = _rooms([concept["name"] for concept in ranked], ties)
    middles = _middles(rooms, ties)
    order = [member for room in rooms for member in room.members]
    starts = [sum(len(room.members) for room in rooms[:at]) for at in range(len(rooms))]
    places = {
        member: (round(x + left), round(y + top))
        for room, (x, y) in zip(rooms, middles, strict=True)
        for member, (left, top) in room.places.items()
    }
    home = {member: at for at, room in enumerate(rooms) for member in room.members}
    return Atlas(
        [ranked[member] for member in order],
        sorted(assertions, key=lambda assertion: home[number[assertion["subject"]]]),
        [places[member] for member in order],
        [
            Community(start, len(room.members), x, y, round(room.radius), room.loose)
            for start, room, (x, y) in zip(starts, rooms, middles, strict=True)
        ],
        round(_FULL * min(room.radius / sqrt(len(room.members)) for room in rooms), 1),
    )


def _whole(concepts: Sequence[Row], assertions: Sequence[Row]) -> Atlas:
    ends = [(assertion["subject"], assertion["object"]) for assertion in assertions]
    found = place([concept["id"] for concept in concepts], ends, _boxes({c["id"]: c["name"] for c in concepts}, ends))
    places = [found[concept["id"]] for concept in concepts]
    community = Community(0, len(concepts), 0, 0, 0, loose=False)
    return Atlas(list(concepts), list(assertions), places, [community], 0.0)


def _weight(assertion: Row) -> float:
    return float(assertion["belief"]) if assertion["asserted"] else _UNSURE


def _ties(assertions: Iterable[Row], number: Mapping[str, int]) -> dict[tuple[int, int], float]:
    ties: dict[tuple[int, int], float] = defaultdict(float)
    for assertion in assertions:
        first, second = sorted((number[assertion["subject"]], number[assertion["object"]]))
        ties[first, second] += max(_weight(assertion), _UNSURE)
    return ties


def _boxes(names: Mapping[Node, str], ends: Iterable[tuple[Node, Node]]) -> dict[Node, Box]:
    size = sizes(names, Counter(end for pair in ends for end in set(pair)))
    return {node: box(wrap(name), size[node]) for node, name in names.items()}


def _rooms(names: Sequence[str], ties: Mapping[tuple[int, int], float]) -> list[_Room]:
    large, small = communities(len(names), ties)
    home = {member: at for at, members in enumerate([*large, *small]) for member in members}
    inside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in ties:
        if home[pair[0]] == home[pair[1]]:
            inside[min(home[pair[0]], len(large))].append(pair)
    loose = [member for members in small for member in members]
    return [
        _room(members, names, inside[at], loose=at == len(large))
        for at, members in enumerate([*large, *([loose] if loose else [])])
    ]


def _room(members: list[int], names: Sequence[str], pairs: list[tuple[int, int]], *, loose: bool) -> _Room:
    """Lay out a community: its strongest concepts by their ties, further ones around them.

    What belongs to no community is in small parts, which are laid out one by one.
    """
    first = members if loose else members[:LARGEST]
    boxes = _boxes({member: names[member] for member in members}, pairs)
    laid_out = set(first)
    found = place(first, [(a, b) for a, b in pairs if a in laid_out and b in laid_out], boxes, quick=True)
    xs, ys = zip(*found.values(), strict=True)
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    places = {member: (x - middle[0], y - middle[1]) for member, (x, y) in found.items()}
    radius = max(hypot(x, y) for x, y in places.values())
    for count, member in enumerate(members[len(first) :], 1):
        width, height = boxes[member]
        out = sqrt((radius + _RIM) ** 2 + count * width * height)
        places[member] = (out * cos(count * _GOLDEN), out * sin(count * _GOLDEN))
    return _Room(members, places, max(hypot(x, y) for x, y in places.values()) + _RIM, loose)


def _middles(rooms: Sequence[_Room], ties: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Return where communities lie: near those they have most to do with."""
    home = {member: at for at, room in enumerate(rooms) for member in room.members}
    between: dict[tuple[int, int], float] = defaultdict(float)
    for (first, second), weight in ties.items():
        if home[first] != home[second]:
            between[home[first], home[second]] += weight
            between[home[second], home[first]] += weight
    nearest: dict[int, list[int]] = defaultdict(list)
    for (one, other), _ in sorted(between.items(), key=lambda found: (-found[1], found[0])):
        if len(nearest[one]) < _NEAREST:
            nearest[one].append(other)
    edges = [(one, other) for one in sorted(nearest) for other in nearest[one]]
    boxes = {at: (2 * room.radius, 2 * room.radius) for at, room in enumerate(rooms)}
    found = place(list(boxes), edges, boxes)
    return [found[at] for at in boxes]
