"""kg.read.annotations: statements come without their texts, which are joined from the user's own copy."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from kg.core.errors import InputError, RecordError
from kg.core.lexicon import local_id
from kg.core.text import Extraction, Span
from kg.read import gold
from kg.read.annotations import gold as joined
from kg.read.annotations import recognises

TITLE, ABSTRACT = "IL-2 and lupus", "IL-2 may expand Tregs and foo cells."
SHA1 = hashlib.sha1(f"{TITLE}\n{ABSTRACT}".encode(), usedforsecurity=False).hexdigest()
AT = len(TITLE) + 1
ROW: dict[str, Any] = {
    "id": "PMID:1",
    "sha1": SHA1,
    "mentions": [
        [AT, AT + 4, "gene", ["HGNC:6001"]],
        [AT + 16, AT + 35, "cell_type", ["CL:0000815", ""]],
    ],
    "relations": [
        {
            "subject": [0, 0],
            "predicate": "affects",
            "object": [1, 0],
            "aspect": "abundance",
            "direction": "increased",
            "speculated": True,
            "sentences": [[AT, AT + 36]],
        },
        {
            "subject": [0, 0],
            "predicate": "affects",
            "object": [1, 1],
            "via": "loss",
            "negated": True,
            "sentences": [],
        },
    ],
}


def texts(folder: Path, title: str = TITLE, abstract: str = ABSTRACT) -> Path:
    """A file with the document, and one that nobody asks for."""
    rows = [
        {"pmid": "9", "title": "Another", "abstract": "It rained."},
        {"pmid": "1", "title": title, "abstract": abstract},
    ]
    path = folder / "texts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def stated(folder: Path, *rows: object) -> Path:
    path = folder / "stated.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_recognises() -> None:
    assert recognises("\ufeff" + json.dumps(ROW))
    assert not recognises('{"pmid": "1", "title": "T"}')
    assert not recognises("1|t|IL-2")


def test_statements_are_joined_with_their_text(tmp_path: Path) -> None:
    (found,) = gold.read(stated(tmp_path, ROW), [texts(tmp_path)])
    assert isinstance(found, Extraction)
    assert (found.document.id, found.document.title) == ("PMID:1", TITLE)
    il2, cells = found.mentions
    assert (il2.text, il2.category, cells.text) == ("IL-2", "gene", "Tregs and foo cells")
    unnamed = local_id("cell_type", "Tregs and foo cells")
    assert [part[0].concept_id for part in cells.parts] == ["CL:0000815", unnamed]
    first, second = found.relations
    assert (first.predicate, first.aspect, first.direction, first.via) == (
        "affects",
        "abundance",
        "increased",
        "direct",
    )
    assert (first.subject.mention, first.subject.concept_id) == (0, "HGNC:6001")
    assert (first.object.mention, first.object.concept_id) == (1, "CL:0000815")
    assert (first.negated, first.speculated, first.sentences) == (False, True, (Span(AT, AT + 36),))
    assert (second.object.concept_id, second.via, second.direction) == (unnamed, "loss", "")
    assert (second.negated, second.speculated, second.sentences) == (True, False, ())


def test_without_texts_nothing_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"stated\.jsonl.*--texts"):
        list(gold.read(stated(tmp_path, ROW)))
    with pytest.raises(InputError, match=r"none\.jsonl"):
        list(gold.read(stated(tmp_path, ROW), [tmp_path / "none.jsonl"]))


def test_a_text_that_is_missing_or_another_is_told(tmp_path: Path) -> None:
    other = ROW | {"id": "PMID:2"}
    missing, good = gold.read(stated(tmp_path, other, ROW), [texts(tmp_path)])
    assert isinstance(missing, RecordError)
    assert missing.record == 1
    assert "do not hold PMID:2" in missing.reason
    assert isinstance(good, Extraction)
    (changed,) = gold.read(stated(tmp_path, ROW), [texts(tmp_path, abstract=ABSTRACT.replace("foo", "bar"))])
    assert isinstance(changed, RecordError)
    assert "PMID:1 is not the one that was annotated" in changed.reason
    (spaced,) = gold.read(stated(tmp_path, ROW), [texts(tmp_path, abstract=ABSTRACT.replace("Tregs", "Tregs,"))])
    assert isinstance(spaced, RecordError)  # places behind it would be wrong


def _with(**changed: Any) -> dict[str, Any]:
    return ROW | changed


def _relation(**changed: Any) -> dict[str, Any]:
    return _with(relations=[ROW["relations"][0] | changed])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"id": "PMID:1", "sha1"', "no statements"),
        ("[1]", "no statements"),
        ({"id": "", "sha1": SHA1, "mentions": []}, "names no document"),
        ({"id": ["PMID:1"], "sha1": SHA1, "mentions": []}, "names no document"),
        ({"sha1": SHA1, "mentions": []}, "id"),
        ({"id": "PMID:1", "mentions": [], "relations": []}, "sha1"),
        (_with(mentions=[[0, 4]]), "no statements"),
        (_with(mentions=[[0, 4, "colour", []]], relations=[]), "no category is called 'colour'"),
        (_with(mentions=[[0, 400, "gene", []]], relations=[]), "mention 0 (0-400) is not within the text"),
        (_with(mentions=[[4, 4, "gene", []]], relations=[]), "is not within the text"),
        (_with(mentions=[[-4, 2, "gene", []]], relations=[]), "is not within the text"),
        (_relation(subject=[2, 0]), "index out of range"),
        (_relation(subject=[-1, 0]), "-1"),  # counts from the front alone
        (_relation(subject=[0, 1]), "index out of range"),
        (_relation(object=[1, -1]), "-1"),
        (_relation(predicate="paints"), "no predicate is called 'paints'"),
        (_relation(aspect="colour"), "no aspect is called 'colour'"),
        (_relation(direction="up"), "no direction is called 'up'"),
        (_relation(via="magic"), "no via is called 'magic'"),
        (_relation(sentences=[3]), "no statements"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path, row: object, reason: str) -> None:
    path = stated(tmp_path, "", row, ROW)
    bad, good = joined(path, [texts(tmp_path)])
    assert isinstance(bad, RecordError)
    assert (bad.path, bad.record) == (path, 2)
    assert reason in bad.reason
    assert isinstance(good, Extraction)
