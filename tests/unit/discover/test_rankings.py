from __future__ import annotations

import math

import pytest

from kg.discover.rankings import RANKING, RANKINGS, Linked, Way, content

RARE = Way("X:B", 0.9, 0.5, 3, together=1)
HUB = Way("X:H", 0.8, 0.8, 100, together=-1)
ONE = Linked("X:C", (RARE,), 4, start=2, concepts=100)
BOTH = Linked("X:D", (RARE, HUB), 9, start=2, concepts=100)


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        ("shared", 2),
        ("minimum", (0.5 + 0.8) / 2),
        ("shared-minimum", 2 + 0.65 / 2),
        ("adamic-adar", 0.45 / math.log(3) + 0.64 / math.log(100)),
        ("allocation", 0.45 / 3 + 0.64 / 100),
        ("corrected", 18**-0.4 * (0.45 * 3**-0.8 + 0.64 * 100**-0.8)),
        ("consistent", 0.45 / math.log(3) - 0.64 / math.log(100)),
        ("specific", 0.45 / math.log(3) + 0.64 / math.log(100)),
        ("likely", 9 * (0.45 / math.log(3) + 0.64 / math.log(100))),
        ("popular", 18),
    ],
)
def test_rankings_are_as_published(ranking: str, expected: float) -> None:
    assert RANKINGS[ranking](BOTH) == pytest.approx(expected, abs=1e-5)


def test_a_hub_between_tells_less_than_what_is_next_to_little() -> None:
    by_hub = Linked("X:C", (Way("X:H", 0.9, 0.5, 100),), 4)
    for name in ("adamic-adar", "allocation", "corrected", "specific"):
        assert RANKINGS[name](ONE) > RANKINGS[name](by_hub), name


def test_a_broad_group_has_little_content() -> None:
    assert content(1, 1000) == 1
    assert content(1000, 1000) == pytest.approx(0)
    assert content(0, 0) == 1
    broad = Linked("X:C", (Way("X:B", 0.9, 0.5, 3, kinds=10),), 4, kinds=10, concepts=100)
    assert RANKINGS["specific"](broad) == pytest.approx(0.25 * RANKINGS["specific"](ONE))


def test_the_default_is_one_of_them() -> None:
    assert RANKING in RANKINGS
