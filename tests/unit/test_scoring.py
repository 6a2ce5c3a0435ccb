"""kg.scoring: the route from gold files to scores, and the files it writes."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.core.errors import DataError, InputError, OptionError, UnknownName
from kg.core.paths import data_folder
from kg.recipe import Recipe
from kg.scoring import Asked, evaluate

GOLD = """1|t|IL-2 expands Tregs
1|a|Notebook acts.
1\t0\t4\tIL-2\tGene\t3558
1\t19\t27\tNotebook\tGene\t99

2|t|IL-6 in lupus
2|a|
2\t0\t4\tIL-6\tGene\t3569
2\t8\t13\tlupus\tDisease\tD008180
"""


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    gold = tmp_path / "gold.pubtator"
    gold.write_text(GOLD, encoding="utf-8")
    return Asked("mentions", (gold,))


def test_errors_are_written(asked: Asked, tmp_path: Path) -> None:
    found = evaluate(replace(asked, errors=tmp_path / "errors.tsv"), Recipe())
    assert (found.scores.documents, found.skipped, found.changes) == (2, [], None)
    head, *rows = (tmp_path / "errors.tsv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("level\toutcome\terror\tdocument\tkind\tstart\tend\ttext\t")
    assert [row.split("\t")[1:8] for row in rows] == [["missed", "missed", "PMID:1", "gene", "19", "27", "Notebook"]]


def test_predictions_are_saved_and_compared(asked: Asked, tmp_path: Path) -> None:
    file, changes = tmp_path / "saved.jsonl", tmp_path / "changes.tsv"
    first = evaluate(replace(asked, save=file), Recipe())
    assert [json.loads(line)["document"] for line in file.read_text(encoding="utf-8").splitlines()] == [
        "PMID:1",
        "PMID:2",
    ]
    same = evaluate(replace(asked, compare=file, changes=changes), Recipe())
    none = {"gained": 0, "lost": 0, "new_false_alarm": 0, "gone_false_alarm": 0}
    assert same.changes == none
    assert same.scores.overall == first.scores.overall
    assert "changes" not in first.as_json()
    table = tmp_path / "gene.tsv"
    table.write_text("id\tname\tsynonyms\tambiguous\tparents\txrefs\nX:1\tnotebook\t\t\t\t\n", encoding="utf-8")
    better = evaluate(replace(asked, compare=file, changes=changes), Recipe(ontologies=(str(table),)))
    assert better.changes == none | {"gained": 1}
    assert better.as_json()["changes"] == better.changes
    assert list(better.lines())[-1].startswith("against the saved predictions: 1 gained, 0 lost")
    assert changes.read_text(encoding="utf-8").splitlines()[1].startswith("gained\tmention\tright\t\tPMID:1\tgene\t19")


def test_gold_mentions_are_given_to_the_linker(asked: Asked) -> None:
    found = evaluate(replace(asked, task="links", mentions="gold"), Recipe())
    accuracy = found.scores.further["on_found_spans"]
    assert (accuracy.right, accuracy.gold) == (3, 4)
    assert found.scores.left_out == {}  # nothing but what is marked is looked at


def test_a_part_of_the_gold(asked: Asked, tmp_path: Path) -> None:
    only = tmp_path / "only.txt"
    only.write_text("PMID:2\n7\n", encoding="utf-8")
    found = evaluate(replace(asked, only=only), Recipe())
    assert (found.scores.documents, found.unmet) == (1, ["7"])
    only.write_text("7\n", encoding="utf-8")
    with pytest.raises(OptionError, match="marks no mentions to score"):
        evaluate(replace(asked, only=only), Recipe())


def test_scores_are_kept_with_the_pipeline(asked: Asked, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(data_folder("pipelines") / "immunology", folder)
    scores = folder / "scores.json"
    scores.unlink(missing_ok=True)
    name = f"{tmp_path.name}/gold.pubtator"
    evaluate(replace(asked, write=True), Recipe(str(folder)))
    first = scores.read_bytes()
    entry = json.loads(first)["mentions"][name]
    assert (entry["documents"], entry["precision"], entry["recall"]) == (2, 1.0, 0.75)
    assert "seconds" not in entry
    evaluate(replace(asked, write=True), Recipe(str(folder)))
    assert scores.read_bytes() == first
    evaluate(replace(asked, task="links", write=True), Recipe(str(folder)))
    assert set(json.loads(scores.read_text(encoding="utf-8"))) == {"links", "mentions"}
    scores.write_text("[]", encoding="utf-8")
    with pytest.raises(DataError, match=r"scores\.json: is no file of scores"):
        evaluate(replace(asked, write=True), Recipe(str(folder)))


def test_what_does_not_fit_together_is_said(asked: Asked, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="did you mean 'mentions'"):
        evaluate(replace(asked, task="mention"), Recipe())
    with pytest.raises(UnknownName, match="choice of mentions"):
        evaluate(replace(asked, task="links", mentions="golden"), Recipe())
    with pytest.raises(OptionError, match="--mentions gold goes with links"):
        evaluate(replace(asked, mentions="gold"), Recipe())
    with pytest.raises(OptionError, match="--changes"):
        evaluate(replace(asked, changes=tmp_path / "c"), Recipe())
    with pytest.raises(OptionError, match="go with mentions and links"):
        evaluate(replace(asked, task="relations", errors=tmp_path / "e"), Recipe())
    with pytest.raises(InputError):
        evaluate(replace(asked, compare=tmp_path / "none"), Recipe())


def test_a_failed_run_leaves_no_file(asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "gold.pubtator").write_text("1|t|IL-2\n1\t0\t4\tIL-2\tDomainMotif\t\n", encoding="utf-8")
    with pytest.raises(OptionError):
        evaluate(replace(asked, save=tmp_path / "saved", errors=tmp_path / "errors"), Recipe())
    assert [path.name for path in tmp_path.iterdir()] == ["gold.pubtator"]
