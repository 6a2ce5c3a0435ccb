"""kg.training_relations: a network of pairs is trained from gold files, and the pipeline reads relations with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.annotate.pairing import load_pairs
from kg.core.errors import DataError, InputError
from kg.core.paths import pipeline_folder
from kg.core.text import Extraction
from kg.read.gold import read
from kg.recipe import Recipe, load_annotator
from kg.training_relations import _as_found, train_relations
from tests.unit.read.exact import exact

DECLARATION = """
[network]
width = 16
dilations = [1, 2]
heads = 2
pair = 16
dropout = 0.0

[training]
seed = 1
epochs = 12
documents = 4
rate = 0.01

[reading]
nearest = 4
widest = 30

[answers]
biored = ["none", "Association", "Positive_Correlation"]
stated = ["none", "stated"]
cid = ["none", "induced"]

[[held_out]]
file = "held.pubtator"

[[calibration]]
name = "foos, development"
file = "dev.pubtator"
like = "foos"

[[corpus]]
name = "foos"
file = "gold.pubtator"
between = "concepts"
question = "biored"
pairs = ["gene chemical"]
kinds = { Thing = "gene", Stuff = "chemical" }
relations = { Positive_Correlation = { answer = "Positive_Correlation" } }

[[corpus]]
name = "own"
file = "annotations/train.jsonl"
texts = ["texts.jsonl"]
between = "mentions"
question = "stated"
ours = true
"""
NETWORK = "relations.npz"


def document(number: int, related: bool) -> str:
    """A gene and a chemical, of which something is said or nothing."""
    gene, stuff = f"IL-{number}", f"zorbafenib{number}"
    verb = "increased" if related else "beside"
    title = f"{gene} {verb} {stuff} in water."
    at = title.index(stuff)
    lines = [
        f"{number}|t|{title}",
        f"{number}|a|",
        f"{number}\t0\t{len(gene)}\t{gene}\tThing\tG{number}",
        f"{number}\t{at}\t{at + len(stuff)}\t{stuff}\tStuff\tS{number}",
    ]
    if related:
        lines.append(f"{number}\tPositive_Correlation\tG{number}\tS{number}\tNovel")
    return "\n".join(lines) + "\n"


def statement(number: int) -> tuple[dict[str, object], dict[str, object]]:
    """(A row of statements, the text it belongs to)."""
    title, abstract = f"On cells {number}", f"IL-{number} expands Tregs in water."
    at = len(title) + 1
    end = at + len(f"IL-{number}")
    cells = at + abstract.index("Tregs")
    row: dict[str, object] = {
        "id": f"PMID:{number}",
        "sha1": exact(title, abstract),
        "mentions": [[at, end, "gene", [f"X:{number}"]], [cells, cells + 5, "cell_type", ["CL:0000815"]]],
        "relations": [
            {
                "subject": [0, 0],
                "predicate": "affects",
                "object": [1, 0],
                "aspect": "abundance",
                "direction": "increased",
                "sentences": [[at, at + len(abstract)]],
            }
        ],
    }
    return row, {"pmid": str(number), "title": title, "abstract": abstract}


def _lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """A pipeline's folder with the shipped tagger and a `train-relations.toml`, and beside it what it names."""
    pytest.importorskip("torch", reason="training needs the extra `train`")
    pipeline, shipped = tmp_path / "pipeline", pipeline_folder("immunology")
    (pipeline / "model").mkdir(parents=True)
    for name in ("config.cfg", "relations.toml", "qualifiers.toml", "links.toml"):
        (pipeline / name).write_text((shipped / name).read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("tagger.json", "tagger.npz", "vectors.npz"):
        (pipeline / "model" / name).symlink_to(shipped / "model" / name)
    (pipeline / "train-relations.toml").write_text(DECLARATION, encoding="utf-8")
    gold = [document(number, number % 2 == 0) for number in range(1, 25)]
    (tmp_path / "gold.pubtator").write_text("\n".join(gold), encoding="utf-8")
    (tmp_path / "held.pubtator").write_text("\n".join(gold[:2]), encoding="utf-8")
    # of the calibration set one document stands in the training set too, and one cannot be read
    dev = [gold[2], *(document(number, number % 2 == 0) for number in range(50, 56)), "60|t|x\n60\t0\t9\tx\tThing\t1\n"]
    (tmp_path / "dev.pubtator").write_text("\n".join(dev), encoding="utf-8")
    rows, texts = zip(*(statement(number) for number in range(100, 110)), strict=True)
    _lines(pipeline / "annotations" / "train.jsonl", list(rows))
    _lines(tmp_path / "texts.jsonl", list(texts))
    return pipeline


def test_a_network_is_trained_that_the_pipeline_reads(lesson: Path, tmp_path: Path) -> None:
    said: list[str] = []
    where = train_relations(str(lesson), tmp_path, None, 1, said.append)
    assert where == lesson / "model"
    about = json.loads((where / "relations.json").read_text(encoding="utf-8"))
    corpora = about["recipe"]["corpora"]
    assert corpora["foos"] == {"file": "gold.pubtator", "documents": 21, "relations": 11, "held_out": 3}
    assert (corpora["own"]["documents"], corpora["own"]["relations"], corpora["own"]["held_out"]) == (10, 10, 0)
    assert set(about["recipe"]["files"]) == {
        "gold.pubtator",
        "held.pubtator",
        "dev.pubtator",
        "annotations/train.jsonl",
        "texts.jsonl",
    }
    assert about["recipe"]["skipped_records"] > 0
    assert about["fits"] == [["affects", "gene", "cell_type"]]  # of our own annotations alone
    assert about["kinds"] == [["chemical", "gene"]]
    assert set(about["calibration"]) == {"biored"}
    assert any("9 documents are held out" in line for line in said)
    assert any(line.startswith("foos: 21 documents, 11 relations") for line in said)
    annotator = load_annotator(Recipe(str(lesson)))
    learned = annotator.nlp.get_pipe("kg_pairs")
    assert learned.reader is not None
    assert learned.reader.questions["biored"] == ("none", "Association", "Positive_Correlation")
    doc = annotator.nlp("IL-6 expands Tregs in water. IL-2 increased zorbafenib12 in water.")
    assert all(row.sentences for row in doc._.kg_relations)


def test_the_same_lesson_gives_the_same_network(lesson: Path, tmp_path: Path) -> None:
    places = [train_relations(str(lesson), tmp_path, tmp_path / name, 1, lambda _: None) for name in ("one", "other")]
    assert places == [tmp_path / "one", tmp_path / "other"]
    one, other = ((place / NETWORK).read_bytes() for place in places)
    assert one == other
    assert load_pairs(lesson / "model") is None  # it was written elsewhere


def test_it_tells_what_it_was_taught_apart(lesson: Path, tmp_path: Path) -> None:
    import numpy as np

    from kg.core.features import cover
    from kg.core.pairs import Named, concept_pairs

    train_relations(str(lesson), tmp_path, None, 1, lambda _: None)
    annotator, chances = load_annotator(Recipe(str(lesson))), []
    reader = annotator.nlp.get_pipe("kg_pairs").reader
    for verb in ("increased", "beside"):
        text = f"IL-77 {verb} zorbafenib78 in water."
        words = annotator.words(text)
        at = text.index("zorb")
        spans = [cover(words.features.spans, start, end) for start, end in ((0, 5), (at, at + 12))]
        names = [Named(*span, kind, (kind,)) for span, kind in zip(spans, ("gene", "chemical"), strict=True)]
        title = len(words.features.spans)
        pairs = concept_pairs(names, words.sentence, title, reader.kinds, 4)
        assert pairs is not None
        seen = reader.pairs(reader.read(words.states, pairs.kinds), pairs)
        chances.append(1 - float(reader.answer("biored", seen.pairs)[0, 0]))
    assert chances[0] > 0.8
    assert chances[1] < 0.2
    assert np.isfinite(chances).all()


FOUND = """
[[corpus]]
name = "foos, as found"
like = "foos"
found = true
"""


def test_names_as_they_are_found_go_by_the_ids_they_are_marked_with(lesson: Path, tmp_path: Path) -> None:
    annotator = load_annotator(Recipe(str(lesson)))
    text = "4|t|IL-6 and IL-2 increased zorbafenib4 and water.\n4\t0\t4\tIL-6\tGene\t3569\n"
    (tmp_path / "one.pubtator").write_text(f"{text}4\tAssociation\t3569\tD1\n", encoding="utf-8")
    (gold,) = read(tmp_path / "one.pubtator")
    assert isinstance(gold, Extraction)
    found = _as_found(gold, annotator)
    ids = {one.text: one.parts[0][0].concept_id for one in found.mentions if one.parts[0]}
    assert ids["IL-6"] == "3569"  # marked, and found by another name of the same gene
    assert ids["IL-2"] == "HGNC:6001"  # found, and not marked
    assert found.relations == gold.relations


def test_a_corpus_is_read_again_with_what_the_pipeline_finds(lesson: Path, tmp_path: Path) -> None:
    (lesson / "train-relations.toml").write_text(DECLARATION + FOUND, encoding="utf-8")
    train_relations(str(lesson), tmp_path, None, 1, lambda _: None)
    about = json.loads((lesson / "model" / "relations.json").read_text(encoding="utf-8"))
    assert about["recipe"]["corpora"]["foos, as found"]["documents"] == 21


@pytest.mark.parametrize("name", ["gold.pubtator", "held.pubtator", "dev.pubtator", "texts.jsonl"])
def test_what_is_missing_is_named_before_anything_starts(lesson: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).unlink()
    said: list[str] = []
    with pytest.raises(InputError, match=name.replace(".", r"\.")):
        train_relations(str(lesson), tmp_path, None, 1, said.append)
    assert said == []


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda lesson: (lesson / "train-relations.toml").write_text("[network]\n"), "'corpus' is missing"),
        (lambda lesson: (lesson / "train-relations.toml").unlink(), "No such file"),
        (lambda lesson: (lesson / "model" / "tagger.json").unlink(), "has no tagger"),
    ],
)
def test_what_is_wrong_is_said(lesson: Path, tmp_path: Path, spoil: Callable[[Path], object], reason: str) -> None:
    spoil(lesson)
    with pytest.raises(DataError, match=reason):
        train_relations(str(lesson), tmp_path, None, 1, lambda _: None)


def test_where_there_is_no_pair_nothing_can_be_learned(lesson: Path, tmp_path: Path) -> None:
    (tmp_path / "gold.pubtator").write_text("1|t|It rained.\n", encoding="utf-8")
    (lesson / "annotations" / "train.jsonl").write_text(
        '{"id": "PMID:100", "sha1": "0", "mentions": [], "relations": []}\n', encoding="utf-8"
    )
    with pytest.raises(DataError, match="no document of its corpora holds a pair"):
        train_relations(str(lesson), tmp_path, None, 1, lambda _: None)
    assert load_pairs(lesson / "model") is None
