from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kg.core.rdf import quads
from kg.export import EXPORTERS
from tests.fixtures_graph import write_graph


@pytest.mark.parametrize(
    ("name", "form", "keeps_graphs"),
    [
        ("turtle", RdfFormat.TURTLE, False),
        ("nquads", RdfFormat.N_QUADS, True),
        ("trig", RdfFormat.TRIG, True),
        ("jsonld", RdfFormat.JSON_LD, True),
    ],
)
def test_what_is_written_reads_back_the_same(tmp_path: Path, name: str, form: RdfFormat, keeps_graphs: bool) -> None:
    folder = write_graph(tmp_path / "g")
    path = tmp_path / "out"
    counts = EXPORTERS[name](folder, path)
    wanted = set(quads(folder))
    if not keeps_graphs:
        wanted = {Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in wanted}
    assert set(parse(path=str(path), format=form)) == wanted
    assert list(counts.values()) == [len(wanted)]
    first = path.read_bytes()
    EXPORTERS[name](folder, path)
    assert path.read_bytes() == first


def test_turtle_declares_prefixes_and_groups_by_subject(tmp_path: Path) -> None:
    path = tmp_path / "out.ttl"
    EXPORTERS["turtle"](write_graph(tmp_path / "g"), path)
    text = path.read_text(encoding="utf-8")
    assert "@prefix HGNC: <http://identifiers.org/hgnc/> ." in text
    assert text.count("\nHGNC:6001 ") == 1
    assert text.count("\nassertion:") == 9
