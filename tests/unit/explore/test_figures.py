from __future__ import annotations

from typing import Any

from kg.explore.figures import timeline


def papers(**by_year: int) -> dict[str, Any]:
    return {"years": [{"year": int(year[1:]), "papers": count} for year, count in by_year.items()]}


def test_bars_are_as_high_as_papers_are_many() -> None:
    figure = timeline(papers(y2001=1, y2004=4))
    assert figure is not None
    assert [(bar["year"], bar["height"]) for bar in figure["bars"]] == [(2001, 22.5), (2004, 90.0)]
    assert figure["bars"][1]["x"] > figure["bars"][0]["x"]
    assert (figure["first"], figure["last"], figure["told"]) == (2001, 2004, "5 papers, 2001 to 2004")


def test_what_speaks_against_it_hangs_below_the_line() -> None:
    figure = timeline(papers(y2001=2), [papers(y2001=1), papers(y2002=1)])
    assert figure is not None
    assert figure["zero"] == figure["height"] / 2
    assert [(bar["kind"], bar["y"]) for bar in figure["bars"]] == [("for", 0.0), ("against", 45.0), ("against", 45.0)]
    assert figure["told"] == "2 papers for, 2 papers against, 2001 to 2002"


def test_one_paper_is_no_figure() -> None:
    assert timeline(papers(y2001=1)) is None
    assert timeline(papers()) is None
