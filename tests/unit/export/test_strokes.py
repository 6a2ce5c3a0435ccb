from __future__ import annotations

from typing import Any

from kg.export.strokes import rooms, stroke, thickness


def drawn(**told: Any) -> str:
    line = {"predicate": "affects", "direction": "", "negated": False, "speculated": False, "belief": 0.5, **told}
    first, last = rooms(line)
    return stroke(line, ((first, 0), (10, 0), (20 - last, 0)), (0, 0), (20, 0))


def test_signs_are_told_apart_by_their_heads() -> None:
    increased, decreased, plain = (drawn(direction=one) for one in ("increased", "decreased", ""))
    assert " Z" in increased  # a filled arrow
    assert 'd="M20.0 -3.0 L20.0 3.0"' in decreased  # a bar
    assert 'fill="none"' in plain.split("<path")[2]  # an open arrow
    assert len({increased, decreased, plain}) == 3


def test_what_holds_both_ways_has_two_heads_or_none() -> None:
    both = {"predicate": "positively_correlated_with"}
    assert drawn(direction="increased", **both).count("<path") == 3
    assert drawn(**both).count("<path") == 1


def test_what_is_not_asserted_is_dashed_each_in_its_way() -> None:
    denied, guessed = drawn(negated=True), drawn(speculated=True)
    assert "stroke-dasharray" in denied
    assert "stroke-dasharray" in guessed
    assert denied != guessed
    assert "stroke-dasharray" not in drawn()


def test_belief_is_width() -> None:
    assert thickness(0.2) < thickness(0.5) < thickness(0.95)
    assert f'stroke-width="{thickness(0.5):.2f}"' in drawn()
