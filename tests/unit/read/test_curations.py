from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.curations import RIGHT, WRONG, Curation, add_curations
from kg.core.errors import InputError, RecordError
from kg.core.folder import GraphFolder
from kg.core.graph import Assertion
from kg.core.text import Extraction
from kg.read.curations import gold, recognises
from kg.read.gold import read
from tests.fixtures_graph import IL2, NASTY, TREG, write_graph

UP = Assertion(IL2, "affects", TREG, "abundance", "increased", False)


def judged(root: Path, *rows: tuple[str, str]) -> Path:
    folder: GraphFolder = write_graph(root)
    made = [Curation(document, sentence, UP, False, WRONG, "polarity") for document, sentence in rows]
    add_curations(folder.curations, made)
    return folder.curations


def test_a_verdict_stands_in_the_text_of_its_document(tmp_path: Path) -> None:
    path = judged(
        tmp_path,
        ("sha1:00ff", NASTY),
        ("DOI:10.1000/(sici)1<1::aid>3.0.co;2#x", "il 2 EXPANDS regulatory T cells in patients"),
    )
    found = list(read(path))
    assert [one.document.id for one in found if isinstance(one, Extraction)] == ["PMID:1", "sha1:00ff"]
    for one, words in zip(found, ("IL-2 expands regulatory T cells in patients", NASTY.strip("<>")), strict=True):
        assert isinstance(one, Extraction)
        (relation,) = one.relations
        (place,) = relation.sentences
        assert one.document.text[place.start : place.end].startswith(words[:6])
        assert relation.extractor == "curator:wrong:polarity"
        assert (relation.subject.concept_id, relation.object.concept_id, relation.direction) == (IL2, TREG, "increased")


def test_what_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    path = judged(tmp_path, ("PMID:7", "It is."), ("PMID:1", "It is not there."))
    found = list(gold(path))
    assert all(isinstance(one, RecordError) for one in found)
    assert [str(one) for one in found] == [
        f"{path}, record 2: PMID:7 is not in the graph",
        f"{path}, record 3: PMID:1 does not hold the sentence",
    ]


def test_without_a_graph_nobody_knows_the_texts(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    add_curations(path, [Curation("PMID:1", "It is.", UP, False, RIGHT)])
    with pytest.raises(InputError, match="stands beside no graph"):
        list(gold(path))


def test_a_table_of_curations_is_known_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    add_curations(path, [])
    assert recognises(path.read_text(encoding="utf-8"))
    assert not recognises("document_id\tsentence\tpredicate\n")
    assert not recognises("")
