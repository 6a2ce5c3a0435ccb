from __future__ import annotations

from kg.explore.draw import box, fan, sizes, wrap


def test_long_names_wrap_and_end_in_an_ellipsis() -> None:
    assert wrap("regulatory T cell") == "regulatory T cell"
    lines = wrap("a very long name of a cell that nobody would ever want to read in full").split("\n")
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert wrap(" \n ") == "?"


def test_who_has_more_edges_is_larger_up_to_a_point() -> None:
    found = sizes(["a", "b", "c"], {"a": 1, "b": 4, "c": 900})
    assert found["a"] < found["b"] < found["c"] == sizes([1], {1: 9000})[1]


def test_a_box_has_room_for_node_and_label() -> None:
    width, height = box("one\nlonger", 10)
    assert width > box("one", 10)[0]
    assert height > box("one", 10)[1] > 20


def test_edges_of_one_pair_do_not_lie_on_one_another() -> None:
    rows = [{"id": str(n), "subject": "ab"[n % 2], "object": "ba"[n % 2]} for n in range(4)]
    bends = fan(rows)
    # Seen from one side; a clockwise edge that runs the other way bends to the other side
    sides = {bend * (1 if row["subject"] == "a" else -1) for bend, row in zip(bends, rows, strict=True)}
    assert len(sides) == 4
    assert fan(rows[:1]) == [0]
