"""kg.scoring: the route from gold files to scores, and the files it writes."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.core.errors import DataError, InputError, OptionError, UnknownName
from kg.core.paths import data_folder
from kg.evaluate.scores import Tally
from kg.recipe import Recipe
from kg.scoring import Asked, evaluate
from tests.unit.read.exact import exact

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


RELATED = """1|t|IL-2 expands foobar.
1|a|Foobar is old.
1\t0\t4\tIL-2\tGeneOrGeneProduct\t3558
1\t13\t19\tfoobar\tDiseaseOrPhenotypicFeature\tD012345
1\t21\t27\tFoobar\tDiseaseOrPhenotypicFeature\tD012345
1\tPositive_Correlation\t3558\tD012345\tNovel
"""


def test_gold_mentions_are_given_to_who_reads_relations(asked: Asked, tmp_path: Path) -> None:
    gold = tmp_path / "related.pubtator"
    gold.write_text(RELATED, encoding="utf-8")
    asked = replace(asked, gold=(gold,), task="relations", mentions="gold")
    found = evaluate(asked, Recipe())
    assert found.skipped == []
    assert set(found.scores.further) == {"pair", "pair_type", "all"}
    assert found.scores.further["pair"].gold == found.scores.further["all"].gold == 1
    assert found.scores.overall.right == 1  # a disease that nobody has heard of, read as it is marked
    predicted = evaluate(replace(asked, mentions="predicted"), Recipe())
    assert predicted.scores.overall.right == 0


def test_statements_without_texts_are_joined_with_them(asked: Asked, tmp_path: Path) -> None:
    texts, gold = tmp_path / "texts.jsonl", tmp_path / "stated.jsonl"
    title, abstract = "On cells", "IL-2 expands Tregs."
    texts.write_text(json.dumps({"pmid": "1", "title": title, "abstract": abstract}) + "\n", encoding="utf-8")
    row = {
        "id": "PMID:1",
        "sha1": exact(title, abstract),
        "mentions": [[9, 13, "gene", ["HGNC:6001"]], [22, 27, "cell_type", ["CL:0000815"]]],
        "relations": [
            {"subject": [0, 0], "predicate": "affects", "object": [1, 0], "direction": "increased", "sentences": []}
        ],
    }
    gold.write_text(json.dumps(row) + "\n", encoding="utf-8")
    asked = replace(asked, gold=(gold,), task="relations")
    for mentions in ("predicted", "gold"):
        found = evaluate(replace(asked, texts=(texts,), mentions=mentions), Recipe())
        assert found.scores.overall == found.scores.further["sign"] == Tally(1, 1, 1)
    with pytest.raises(InputError, match=r"stated\.jsonl.*--texts"):
        evaluate(asked, Recipe())


def test_the_point_is_the_pipeline_s(asked: Asked) -> None:
    with pytest.raises(UnknownName, match=r"no operating point is called 'balance'; did you mean 'balanced'"):
        evaluate(replace(asked, point="balance"), Recipe())
    assert asked.point == "balanced"
    assert Recipe().point == "precise"


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
    with pytest.raises(OptionError, match="--mentions gold goes with links and relations"):
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
