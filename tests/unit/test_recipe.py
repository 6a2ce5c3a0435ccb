from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import MissingDependency, UnknownName
from kg.recipe import Recipe, load_annotator
from tests.foreign_model import copy_pipeline


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


def test_the_order_of_ontologies_counts(tmp_path: Path) -> None:
    tables = [tmp_path / name / "gene.tsv" for name in ("one", "other")]
    for table in tables:
        table.parent.mkdir()
        table.write_text(f"id\tname\nX:{table.parent.name}\ta\n", encoding="utf-8")
    one, other = map(str, tables)
    assert Recipe(ontologies=(one, other)).hash() != Recipe(ontologies=(other, one)).hash()


def test_the_model_and_what_a_pipeline_borrows_are_part_of_its_hash(
    tmp_path: Path, foreign_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_pipeline(tmp_path / "mine", [str(foreign_model)])
    recipe = Recipe(str(folder))
    plain = recipe.hash()
    assert recipe.hash() == plain
    (folder / "relations.toml").write_text("# own\n", encoding="utf-8")
    assert recipe.hash() != plain
    (folder / "relations.toml").unlink()
    monkeypatch.setattr("kg.annotate.models.metadata.version", lambda name: "1.0")
    packaged = Recipe(str(copy_pipeline(tmp_path / "other", ["en_ner_bc5cdr_md"])))
    old = packaged.hash()
    monkeypatch.setattr("kg.annotate.models.metadata.version", lambda name: "1.1")
    assert packaged.hash() != old
    monkeypatch.undo()
    assert recipe.hash() == plain
    (folder / "config.cfg").write_text(
        (folder / "config.cfg").read_text(encoding="utf-8").replace(f"{foreign_model}", "en_ner_none_md"),
        encoding="utf-8",
    )
    with pytest.raises(MissingDependency):
        recipe.hash()


def test_the_default_recipe_makes_an_annotator() -> None:
    pipes = load_annotator(Recipe()).nlp.pipe_names
    assert {"kg_mentions", "kg_relations"} <= set(pipes)
