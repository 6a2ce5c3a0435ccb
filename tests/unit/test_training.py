"""kg.training: a model is trained from gold files and texts, and the pipeline reads names with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.core.errors import DataError, InputError
from kg.core.paths import pipeline_folder
from kg.recipe import Recipe, load_annotator
from kg.training import train_mentions

DECLARATION = """
[network]
embedding = 4
width = 24
dilations = [1, 1]
pool_after = 1
pieces = 2
dropout = 0.0

[teacher]
embedding = 4
width = 32
dilations = [1, 1]
pool_after = 1
pieces = 2
dropout = 0.0

[reading]
seed = 1
epochs = 2
words = 400
longest = 50
rate = 0.01

[training]
seed = 1
epochs = 30
words = 200
longest = 50
rate = 0.01
no_dictionary = 0.1

[teaching]
seed = 1
epochs = 30
words = 200
longest = 50
rate = 0.01

[finishing]
seed = 1
epochs = 5
words = 200
longest = 50
rate = 0.005

[vectors]
texts = ["texts.jsonl"]
dim = 12
bucket = 200
minn = 3
maxn = 4
hashCount = 2
epoch = 5
minCount = 1

[[held_out]]
file = "held.pubtator"

[[corpus]]
name = "foos"
file = "gold.pubtator"
weight = 2.0
labels = { Thing = "gene", Part = "own.part" }
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """A pipeline's folder with a `train.toml`, and beside it what it names."""
    pytest.importorskip("torch", reason="training needs the extra `train`")
    pytest.importorskip("floret", reason="training needs the extra `train`")
    pipeline = tmp_path / "pipeline"
    pipeline.mkdir()
    shipped = pipeline_folder("immunology")
    for name in ("config.cfg", "relations.toml", "qualifiers.toml", "links.toml"):
        (pipeline / name).write_text((shipped / name).read_text(encoding="utf-8"), encoding="utf-8")
    (pipeline / "train.toml").write_text(DECLARATION, encoding="utf-8")
    gold = []
    for number in range(40):
        name = f"blarg{number} kinase"
        lines = [
            f"{number}|t|The {name} grows in old water.",
            f"{number}|a|",
            f"{number}\t4\t{4 + len(name)}\t{name}\tThing",
        ]
        gold.append("\n".join(lines) + "\n")
    (tmp_path / "gold.pubtator").write_text("\n".join(gold), encoding="utf-8")
    (tmp_path / "held.pubtator").write_text(gold[3], encoding="utf-8")
    texts = [
        json.dumps({"pmid": str(900 + n), "title": f"Old water {n}", "abstract": "The kinase grows."})
        for n in range(60)
    ]
    (tmp_path / "texts.jsonl").write_text("\n".join(texts) + "\n", encoding="utf-8")
    return pipeline


def test_a_trained_pipeline_reads_names_no_list_holds(lesson: Path, tmp_path: Path) -> None:
    said: list[str] = []
    where = train_mentions(str(lesson), tmp_path, None, tmp_path / "work", 1, said.append)
    assert where == lesson / "model"
    about = json.loads((where / "tagger.json").read_text(encoding="utf-8"))
    assert about["kinds"] == ["gene"]  # what only taught the encoder is left out
    assert about["recipe"]["corpora"]["foos"] == {
        "file": "gold.pubtator",
        "documents": 39,
        "mentions": 39,
        "held_out": 1,
    }
    assert set(about["recipe"]["files"]) == {"gold.pubtator", "held.pubtator", "texts.jsonl"}
    annotator = load_annotator(Recipe(str(lesson)))
    found = annotator.nlp("The blarg77 kinase grows in old water.")._.kg_mentions
    assert [(row.start, row.end, row.category, row.found_by) for row in found] == [(4, 18, "gene", "tagger")]
    said.clear()
    train_mentions(str(lesson), tmp_path, tmp_path / "again", tmp_path / "work", 1, said.append)
    assert any("learner: taken from" in line for line in said)  # an interrupted training goes on
    assert (tmp_path / "again" / "tagger.npz").read_bytes() == (where / "tagger.npz").read_bytes()


def test_what_is_missing_is_named_before_anything_starts(lesson: Path, tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").unlink()
    with pytest.raises(InputError, match=r"texts\.jsonl"):
        train_mentions(str(lesson), tmp_path, None, tmp_path / "work", 1, lambda _: None)
    (lesson / "train.toml").write_text("[network]\n", encoding="utf-8")
    with pytest.raises(DataError, match="'vectors' is missing"):
        train_mentions(str(lesson), tmp_path, None, tmp_path / "work", 1, lambda _: None)
