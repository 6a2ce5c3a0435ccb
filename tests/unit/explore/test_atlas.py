from __future__ import annotations

from math import hypot
from typing import Any

import pytest

from kg.explore.atlas import Atlas, make_atlas
from kg.explore.communities import LARGEST


def concept(number: int) -> dict[str, Any]:
    return {"id": f"X:{number:04d}", "name": f"concept {number}"}


def assertion(subject: int, other: int, belief: float = 0.8, asserted: bool = True) -> dict[str, Any]:
    ends = {"subject": f"X:{subject:04d}", "object": f"X:{other:04d}"}
    return {"id": f"{subject}-{other}", **ends, "belief": belief, "asserted": asserted}


def groups(sizes: list[int]) -> Atlas:
    """The atlas of groups whose first concept is tied to all of its group, and to the first of the next group."""
    rows, first = [], 0
    for size in sizes:
        rows += [assertion(first, first + one) for one in range(1, size)]
        rows += [assertion(first + one, first + one + 1, 0.7) for one in range(1, size - 1)]
        if first:
            rows.append(assertion(first, first - 1, 0.3))
        first += size
    return make_atlas([concept(number) for number in range(first)], rows)


def test_a_small_graph_is_one_community_in_the_order_given() -> None:
    atlas = make_atlas([concept(1), concept(0)], [assertion(0, 1)])
    assert [row["id"] for row in atlas.concepts] == ["X:0001", "X:0000"]
    assert [(one.start, one.size) for one in atlas.communities] == [(0, 2)]
    assert len(set(atlas.places)) == 2


def test_nothing() -> None:
    assert make_atlas([], []).places == []


@pytest.fixture(scope="module")
def large() -> Atlas:
    return groups([120, 110, 90, 40, 3])


def test_the_concepts_of_a_community_stand_together_strongest_first(large: Atlas) -> None:
    assert [one.start for one in large.communities] == [
        sum(one.size for one in large.communities[:at]) for at in range(len(large.communities))
    ]
    assert sum(one.size for one in large.communities) == len(large.concepts) == 363
    hubs = {"X:0000", "X:0120", "X:0230", "X:0320"}
    assert {large.concepts[one.start]["id"] for one in large.communities if not one.loose} >= hubs


def test_each_community_has_room_for_its_own(large: Atlas) -> None:
    for one in large.communities:
        for x, y in large.places[one.start : one.start + one.size]:
            assert hypot(x - one.x, y - one.y) <= one.radius
    for one in large.communities:
        for other in large.communities:
            apart = hypot(one.x - other.x, one.y - other.y)
            assert one is other or apart > max(one.radius, other.radius)


def test_a_closed_community_stays_in_its_room(large: Atlas) -> None:
    assert all(large.unit * one.size**0.5 <= one.radius for one in large.communities)


def test_assertions_go_by_the_community_of_their_subject(large: Atlas) -> None:
    home = {row["id"]: at for at, one in enumerate(large.communities) for row in _members(large, one)}
    order = [home[row["subject"]] for row in large.assertions]
    assert order == sorted(order)


def _members(atlas: Atlas, community: Any) -> list[dict[str, Any]]:
    return atlas.concepts[community.start : community.start + community.size]


def test_the_same_graph_gives_the_same_atlas(large: Atlas) -> None:
    assert groups([120, 110, 90, 40, 3]) == large


def test_what_hangs_on_a_hub_lies_around_it() -> None:
    many = LARGEST + 60
    rows = [assertion(0, one) for one in range(1, many)]
    atlas = make_atlas([concept(number) for number in range(many)], rows)
    assert [one.size for one in atlas.communities] == [many]
    assert len(set(atlas.places)) == many


def test_what_is_not_asserted_ties_only_what_nothing_else_ties() -> None:
    rows = [assertion(0, one) for one in range(1, 200)] + [assertion(200, one) for one in range(201, 340)]
    rows += [assertion(340, 5, 0.9, asserted=False)]
    atlas = make_atlas([concept(number) for number in range(341)], rows)
    with_hub = next(one for one in atlas.communities if "X:0000" in {row["id"] for row in _members(atlas, one)})
    assert "X:0340" in {row["id"] for row in _members(atlas, with_hub)}
