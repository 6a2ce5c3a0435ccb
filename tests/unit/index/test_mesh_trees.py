"""A table of MeSH's tree numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import InputError
from kg.index import mesh_trees
from tests.unit.index.reading import read

TABLE = """DescriptorUI\tDescriptorName\ttree_location
D900001\tGlimmer Fever\tC01.100
D900001\tGlimmer Fever\tC23.888.100
D900002\tGlimmer Diseases\tC01
wrong\tWrong\tC01.200
D900003\tWrong too\t100
D900004\tshort
"""


@pytest.mark.parametrize("name", ["trees.tsv", "trees.tsv.gz"])
def test_categories_parents_and_bad_rows(tmp_path: Path, name: str) -> None:
    concepts, problems = read(mesh_trees, tmp_path / name, TABLE.replace("\n", "\r\n"))
    assert [(concept.id, concept.name, concept.category, concept.parents) for concept in concepts] == [
        ("MESH:D900001", "Glimmer Fever", "phenotype", ()),
        ("MESH:D900002", "Glimmer Diseases", "disease", ()),
        ("MESH:D900001", "", "", ("MESH:D900002",)),
    ]
    assert problems == [
        "record 4: line 5: 'wrong' is no UI of MeSH, or 'C01.200' no tree number",
        "record 5: line 6: 'D900003' is no UI of MeSH, or '100' no tree number",
        "record 6: line 7: 2 fields where the header has 3",
    ]


def test_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text("DescriptorUI\tTermName\nD900001\tGlimmer Fever\n", encoding="utf-8")
    assert not mesh_trees.recognises(path.read_text(encoding="utf-8"))
    with pytest.raises(InputError, match="tree numbers"):
        list(mesh_trees.read(path))
