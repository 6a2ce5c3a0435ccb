from __future__ import annotations

from itertools import pairwise
from typing import Any

from kg.explore.figures import timeline


def papers(**by_year: int) -> dict[str, Any]:
    return {"years": [{"year": int(year[1:]), "papers": count} for year, count in by_year.items()]}


def test_bars_are_as_high_as_papers_are_many() -> None:
    figure = timeline(papers(y2001=1, y2004=4))
    assert figure is not None
    assert [(bar["year"], bar["height"]) for bar in figure["bars"]] == [(2001, 22.5), (2004, 90.0)]
    assert figure["bars"][1]["x"] > figure["bars"][0]["x"]
    assert figure["told"] == "5 papers, 2001 to 2004"


def test_what_speaks_against_it_hangs_below_the_line() -> None:
    figure = timeline(papers(y2001=2), [papers(y2001=1), papers(y2002=1)])
    assert figure is not None
    assert figure["zero"] == figure["height"] / 2
    assert [(bar["kind"], bar["y"]) for bar in figure["bars"]] == [("for", 0.0), ("against", 45.0), ("against", 45.0)]
    assert figure["told"] == "2 papers for, 2 papers against, 2001 to 2002"


def test_one_paper_is_no_figure() -> None:
    assert timeline(papers(y2001=1)) is None
    assert timeline(papers()) is None


def test_years_are_written_where_they_have_room() -> None:
    near, far = timeline(papers(y2001=1, y2004=4)), timeline(papers(y1921=1, y2020=4))
    assert near is not None
    assert far is not None
    assert [label["year"] for label in near["labels"]] == [2001, 2002, 2003, 2004]
    assert [label["year"] for label in far["labels"]] == [1940, 1960, 1980, 2000, 2020]
    for figure in (near, far):
        places = [label["x"] for label in figure["labels"]]
        assert all(after - before >= 33 for before, after in pairwise(places))
        assert 0 <= places[0] <= places[-1] <= figure["width"]
