"""SSSOM mapping tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import InputError
from kg.index import sssom
from tests.unit.index.reading import read

HEAD = "#curie_map:\n#  mesh: http://id.nlm.nih.gov/mesh/\nsubject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\n"


@pytest.mark.parametrize("name", ["a.sssom.tsv", "a.sssom.tsv.gz"])
def test_both_sides_of_what_is_the_same(tmp_path: Path, name: str) -> None:
    content = HEAD + (
        "mesh:D900001\tGlimmer\tskos:exactMatch\t\tcl:1\tβ-glimmer cell\n"
        "mesh:D900001\tGlimmer\tskos:broadMatch\t\tcl:2\tcell\n"
        "mesh:D900002\tShine\tskos:exactMatch\tNot\tcl:3\tno shine\n"
        "mesh:D900003\t\towl:equivalentClass\t\tadcad:7\tseven\n"
    )
    concepts, problems = read(sssom, tmp_path / name, "\ufeff" + content.replace("\n", "\r\n"))
    assert problems == []
    assert [(concept.id, concept.name, concept.category, concept.xrefs) for concept in concepts] == [
        ("MESH:D900001", "Glimmer", "", ("CL:1",)),
        ("CL:1", "β-glimmer cell", "cell_type", ("MESH:D900001",)),
        ("adcad:7", "seven", "", ("MESH:D900003",)),
    ]


def test_bad_rows_are_named(tmp_path: Path) -> None:
    content = HEAD + "no id\tx\tskos:exactMatch\t\tcl:1\ty\nshort\nmesh:D900001\ta\tskos:exactMatch\t\tcl:1\tb\n"
    concepts, problems = read(sssom, tmp_path / "a.tsv", content)
    assert [concept.id for concept in concepts] == ["MESH:D900001", "CL:1"]
    assert problems == ["record 1: line 4: 'no id' is no CURIE", "record 2: line 5: 1 fields where the header has 6"]


def test_comments_may_fill_the_head(tmp_path: Path) -> None:
    assert sssom.recognises("#curie_map:\n#  a: http://x\n" * 9)
    assert not sssom.recognises("# comment\nid\tname\n")
    path = tmp_path / "a"
    path.write_text("#curie_map:\nid\tname\n", encoding="utf-8")
    with pytest.raises(InputError, match="subject_id"):
        list(sssom.read(path))
