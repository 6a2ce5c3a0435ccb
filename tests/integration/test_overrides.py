"""Overrides give the graph that reading the texts anew with another vocabulary would give."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kg import run
from kg.core.folder import GraphFolder
from kg.core.overrides import KINDS, read_overrides
from kg.core.paths import data_folder, pipeline_folder
from kg.core.vocabulary import read_tsv
from kg.index.load import load_lexicon
from kg.recipe import Recipe

TREG, T_CELL, IL2, IL6, MOUSE = "CL:0000815", "CL:0000084", "HGNC:6001", "HGNC:6018", "NCBITaxon:10090"
Rows = dict[str, dict[str, str]]


def concepts(category: str) -> Rows:
    return {row["id"]: row for _, row in read_tsv(data_folder("ontologies") / "concepts" / f"{category}.tsv")}


def write_table(path: Path, *rows: dict[str, str]) -> None:
    lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def without(row: dict[str, str], *names: str) -> dict[str, str]:
    """Return a concept without some names; one that loses its own goes by a name that no text holds."""
    left = {
        column: "|".join(name for name in row[column].split("|") if name.casefold() not in names)
        for column in ("synonyms", "ambiguous")
    }
    return {**row, **left, "name": "zzzz qqqq" if row["name"].casefold() in names else row["name"]}


def tables(out: Path) -> dict[str, list[dict[str, Any]]]:
    """What a graph says. How sure a mention is, and the vocabulary's own rows, may differ."""
    folder = GraphFolder(out)
    found = {name: pq.read_table(folder.table(name)).to_pylist() for name in ("assertions", "evidence", "mentions")}
    for row in found["mentions"]:
        del row["score"]
    return found


def both(tmp_path: Path, mine: list[str]) -> None:
    """Compare the example with overrides to the example read with the tables under `tmp_path/vocabulary`.

    By the dictionary alone: the tagger would read a name that has been taken out of the vocabulary all the same.
    """
    shutil.copytree(pipeline_folder("immunology"), tmp_path / "pipeline", ignore=shutil.ignore_patterns("model"))
    names = str(tmp_path / "pipeline")
    (tmp_path / "mine.tsv").write_text("\n".join(mine) + "\n", encoding="utf-8")
    run.build([run.EXAMPLE], tmp_path / "out", Recipe(names), overrides=tmp_path / "mine.tsv")
    with_overrides = tables(tmp_path / "out")
    run.build([run.EXAMPLE], tmp_path / "out", Recipe(names, (str(tmp_path / "vocabulary"),)))
    assert with_overrides == tables(tmp_path / "out")
    run.build([run.EXAMPLE], tmp_path / "out", Recipe(names))
    assert with_overrides != tables(tmp_path / "out")


def test_a_concept_that_means_another(tmp_path: Path) -> None:
    cells = concepts("cell_type")
    gone, taking = cells[TREG], cells[T_CELL]
    taking = {**taking, "synonyms": "|".join([taking["synonyms"], gone["name"], gone["synonyms"]])}
    taking["ambiguous"] = "|".join(filter(None, [taking["ambiguous"], gone["ambiguous"]]))
    (tmp_path / "vocabulary").mkdir()
    nameless = {**gone, "name": "zzzz qqqq", "synonyms": "", "ambiguous": ""}
    write_table(tmp_path / "vocabulary" / "cell_type.tsv", nameless, taking)
    both(tmp_path, ["subject_id\tpredicate_id\tobject_id", f"{TREG}\tskos:exactMatch\t{T_CELL}"])


def test_names_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    mouse = without(concepts("species")[MOUSE], "mice", "mouse")
    write_table(tmp_path / "vocabulary" / "species.tsv", mouse)
    rows = [f"{name}\tskos:exactMatch\tsssom:NoTermFound" for name in ("mice", "mouse")]
    both(tmp_path, ["subject_label\tpredicate_id\tobject_id", *rows])


def test_the_table_of_the_documentation_can_be_used(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "overrides.md").read_text(encoding="utf-8")
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")
    ]
    lines = ["\t".join(row[1:]) for row in cells if not row[0].startswith("---")]
    (tmp_path / "documented.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = read_overrides(tmp_path / "documented.tsv", load_lexicon().concepts)
    assert [row.kind for row in found.rows] == list(KINDS)
