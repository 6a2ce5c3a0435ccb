from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import UnknownName
from kg.recipe import Recipe, load_annotator


def test_a_recipe_has_the_hash_of_what_it_reads(tmp_path: Path) -> None:
    table = tmp_path / "gene.tsv"
    table.write_text("id\tname\n", encoding="utf-8")
    plain, more = Recipe().hash(), Recipe(ontologies=(str(table),)).hash()
    assert Recipe().hash() == plain != more
    assert Recipe(ontologies=(str(tmp_path),)).hash() == more
    table.write_text("id\tname\nX:1\ta\n", encoding="utf-8")
    assert Recipe(ontologies=(str(table),)).hash() != more
    with pytest.raises(UnknownName):
        Recipe("imunology").hash()


def test_the_default_recipe_makes_an_annotator() -> None:
    pipes = load_annotator(Recipe()).nlp.pipe_names
    assert {"kg_mentions", "kg_relations"} <= set(pipes)
