"""kg.read.gold: ids, order, offsets that must slice, and the corpora beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import RecordError, UnknownFormat
from kg.core.text import Document, Extraction, Metadata, Span
from kg.read import gold
from kg.read.gold import GOLD_READERS, GoldMention, GoldRelation, gold_mention, make_extraction, split_ids

DOCUMENT = Document("PMID:1", "IL-2 binds IL-2R", (), Metadata(source_id="1"))


def _make(mentions: list[GoldMention], *relations: GoldRelation) -> Extraction | RecordError:
    return make_extraction(DOCUMENT, mentions, relations, path=Path("f"), number=4)


@pytest.mark.parametrize(
    ("column", "ids"),
    [
        ("3558", ("3558",)),
        (" D008661", ("D008661",)),
        ("D1|D2", ("D1", "D2")),
        ("1,2;3", ("1", "2", "3")),
        ("OMIM:1+OMIM:2", ("OMIM:1+OMIM:2",)),
        ("c|DEL|1314_1328|", ("c|DEL|1314_1328|",)),
        ("p|SUB|V|600|E,rs1", ("p|SUB|V|600|E", "rs1")),
        ("-", ()),
        ("-1", ()),
        ("", ()),
    ],
)
def test_split_ids(column: str, ids: tuple[str, ...]) -> None:
    assert split_ids(column) == ids


def test_mentions_stand_by_offset_and_relations_follow_them() -> None:
    marked = [GoldMention(11, 16, "IL-2R", "Gene", "3559,3560"), GoldMention(0, 4, "IL-2", "GENE", "-")]
    extraction = _make(marked, GoldRelation("Bind", "3560", "99"), GoldRelation("Acts", "", "", 1, 0))
    assert isinstance(extraction, Extraction)
    first, second = extraction.mentions
    assert (first.id, first.text, first.category, first.parts) == (0, "IL-2", "GENE", ((),))
    assert (second.id, second.found_by, second.score) == (1, "gold", 1.0)
    assert [[one.concept_id for one in part] for part in second.parts] == [["3559"], ["3560"]]
    bind, acts = extraction.relations
    assert (bind.subject.mention, bind.object.mention, bind.extractor) == (1, -1, "gold")
    assert (acts.subject.mention, acts.object.mention) == (0, 1)
    assert bind.sentences == ()


def test_all_that_a_relation_says_is_kept() -> None:
    marked = [GoldMention(11, 16, "IL-2R", "Gene", "3559"), GoldMention(0, 4, "IL-2", "Gene", "3558")]
    told = GoldRelation(
        "Acts", "", "", 1, 0, "activity", "increased", "loss", True, True, (Span(0, 16),), "Novel"
    )  # fmt: skip
    made = _make(marked, told, GoldRelation("Acts", "3558", "3559"))
    assert isinstance(made, Extraction)
    one, plain = made.relations
    assert (one.subject.mention, one.object.mention) == (0, 1)
    assert (one.aspect, one.direction, one.via) == ("activity", "increased", "loss")
    assert (one.negated, one.speculated, one.sentences, one.novelty) == (True, True, (Span(0, 16),), "Novel")
    assert (plain.aspect, plain.direction, plain.via, plain.novelty) == ("", "", "direct", "")
    assert not plain.negated
    assert not plain.speculated


@pytest.mark.parametrize(("start", "end"), [(1, 5), (4, 0), (40, 44), (-16, -12)])
def test_a_mention_that_does_not_slice_is_an_error(start: int, end: int) -> None:
    error = _make([GoldMention(start, end, "IL-2", "Gene", "3558")])
    assert isinstance(error, RecordError)
    assert error.record == 4
    assert error.reason.startswith(f"mention 1 of 1 ({start}-{end}) is 'IL-2', but there stands ")


def test_a_mention_cannot_end_behind_the_text() -> None:
    assert isinstance(_make([GoldMention(11, 16, "IL-2R", "Gene", "")]), Extraction)
    assert isinstance(_make([GoldMention(11, 17, "IL-2R", "Gene", "")]), RecordError)


def test_read_chooses_by_content(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("1|t|IL-2\n1\t0\t4\tIL-2\tGene\t3558\n")
    (extraction,) = gold.read(file)
    assert isinstance(extraction, Extraction)
    assert len(extraction.mentions) == 1
    file.write_text("nothing of the kind")
    with pytest.raises(UnknownFormat):
        list(gold.read(file))


def test_texts_go_to_the_reader_that_needs_them_alone(tmp_path: Path) -> None:
    file, texts = tmp_path / "f", tmp_path / "texts.jsonl"
    texts.write_text('{"pmid": "1", "title": "IL-2", "abstract": "It acts."}\n', encoding="utf-8")
    file.write_text("1|t|IL-2\n1\t0\t4\tIL-2\tGene\t3558\n")
    (extraction,) = gold.read(file, [texts])
    assert isinstance(extraction, Extraction)
    file.write_text('{"id": "PMID:1", "sha1": "0", "mentions": [], "relations": []}\n')
    (error,) = gold.read(file, [texts])
    assert isinstance(error, RecordError)
    assert "is not the one that was annotated" in error.reason


def test_every_gold_reader_recognises_and_reads() -> None:
    assert set(GOLD_READERS) >= {
        "pubtator",
        "bioc-xml",
        "bioc-json",
        "standoff",
        "brat",
        "drugprot",
        "conll",
        "ppi",
        "evidence-inference",
    }
    for name in GOLD_READERS:
        assert callable(GOLD_READERS[name].recognises)
        assert callable(GOLD_READERS[name].gold)


@pytest.mark.parametrize(
    ("spans", "stated", "text"),
    [
        ([(0, 4)], "IL-2", "IL-2"),
        ([(0, 4), (11, 16)], "IL-2 IL-2R", "IL-2 binds IL-2R"),
        ([(11, 16), (0, 4)], "IL-2 ... IL-2R", "IL-2 binds IL-2R"),
        ([(0, 4), (2, 2)], "IL-2 ... ", "IL-2"),
        ([(0, 4), (5, 10)], "IL-2 IL-2R", "IL-2 IL-2R"),  # not what stands there: will not slice
    ],
)
def test_a_mention_with_a_hole_covers_it(spans: list[tuple[int, int]], stated: str, text: str) -> None:
    assert gold_mention(DOCUMENT.text, [Span(*one) for one in spans], stated, "Gene", "").text == text


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "documents", "mentions", "relations", "errors"),
    [
        ("biored/Train.PubTator.gz", 400, 13351, 4178, 0),
        ("biored/Dev.PubTator.gz", 100, 3533, 1162, 0),
        ("biored/Dev.BioC.XML.gz", 100, 3533, 1162, 0),
        ("ncbi_disease/NCBIdevelopset_corpus.txt", 100, 787, 0, 0),
        ("bionlp_st/bionlp-st-2013-cg.zip!devel/", 100, 3634, 594, 0),
        ("cellfinder/cellfinder1.zip", 53, 5898, 0, 0),
        ("jnlpba/jnlpba_train.jsonl.gz", 1990, 51058, 0, 0),
        ("anatem/anatem_devel.jsonl.gz", 202, 2139, 0, 0),
        ("craft/craft_concepts.jsonl.gz", 67, 78720, 0, 0),
        ("chemprot/chemprot_dev_abstracts.tsv.gz", 611, 15546, 3552, 0),
        ("drugprot/drugprot_train_abstracts_partial.tsv.gz", 1359, 34711, 6502, 0),
        ("regel/regel-corpus.bioc.xml.gz", 305, 8389, 0, 0),
        ("ppi/AIMed-train.xml.gz", 1554, 3407, 800, 0),
        ("ppi/BioInfer-train.xml.gz", 894, 3611, 2109, 0),
        ("ppi/HPRD50-train.xml.gz", 111, 320, 137, 0),
        ("ppi/IEPA-train.xml.gz", 391, 907, 279, 0),
        ("ppi/LLL-train.xml.gz", 65, 198, 134, 0),
        ("evidence_inference/ev2_train_article_ids.txt", 339, 686, 347, 0),
        ("evidence_inference/ev2_validation_article_ids.txt", 33, 66, 33, 0),
    ],
)
def test_corpora(shared: Path, name: str, documents: int, mentions: int, relations: int, errors: int) -> None:
    items = list(gold.read(shared / "corpora" / name))
    good = [one for one in items if isinstance(one, Extraction)]
    assert (len(good), len(items) - len(good)) == (documents, errors)
    assert sum(len(one.mentions) for one in good) == mentions
    assert sum(len(one.relations) for one in good) == relations
    for one in good:
        text = one.document.text
        assert all(text[found.start : found.end] == found.text for found in one.mentions)


@pytest.mark.shared
def test_a_corpus_names_its_one_wrong_offset(shared: Path) -> None:
    items = gold.read(shared / "corpora" / "ncbi_disease" / "NCBItrainset_corpus.txt.gz")
    (error,) = (one for one in items if isinstance(one, RecordError))
    assert "of 10923035 (711-761)" in error.reason


def test_an_error_quotes_no_more_than_the_beginning() -> None:
    error = _make([GoldMention(0, 4, "x" * 10_000, "Gene", "")])
    assert isinstance(error, RecordError)
    assert len(error.reason) < 200
