from __future__ import annotations

import pytest

from kg.serve.negotiate import GRAPH_TYPES, RESULT_TYPES, best, choose, ranges


def test_ranges_and_weights() -> None:
    assert ranges("Text/CSV;q=0.5, */*; charset=x ; Q=0.1,,a/b;q=much,c/d;q=7") == [
        ("text/csv", 0.5),
        ("*/*", 0.1),
        ("a/b", 1.0),
        ("c/d", 1.0),
    ]


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("text/csv, application/sparql-results+xml", "xml"),
        ("text/csv;q=0.9, application/sparql-results+xml;q=0.8", "csv"),
        ("text/*;q=0.5, text/csv;q=0", "tsv"),
        ("application/*;q=0.2, application/sparql-results+json;q=0.1", "xml"),
        ("image/png", None),
        ("*/*;q=0", None),
    ],
)
def test_the_best_of_what_there_is(accept: str, name: str | None) -> None:
    chosen = best(accept, RESULT_TYPES)
    assert (chosen.name if chosen else None) == name


def test_the_answer_goes_under_the_name_that_was_asked_for() -> None:
    chosen = best("application/json", RESULT_TYPES)
    assert chosen == ("json", "application/json")
    assert best("text/plain", GRAPH_TYPES) == ("ntriples", "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    ("form", "accept", "named", "name"),
    [
        ("SELECT", "text/html", "CSV", "csv"),
        ("SELECT", "text/csv", "application/sparql-results+xml", "xml"),
        ("SELECT", "text/csv", "turtle", "csv"),
        ("ASK", "", "json", "json"),
        ("", "", "", "json"),
        ("CONSTRUCT", "", "", "turtle"),
        ("DESCRIBE", "text/turtle", "json", "jsonld"),
        ("CONSTRUCT", "text/turtle", "xml", "rdfxml"),
        ("CONSTRUCT", "application/sparql-results+json", "", None),
    ],
)
def test_how_a_query_is_answered(form: str, accept: str, named: str, name: str | None) -> None:
    chosen = choose(form, accept, named)
    assert (chosen.name if chosen else None) == name
