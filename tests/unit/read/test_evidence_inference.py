"""kg.read.evidence_inference: what trials found, from the articles of a list."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.errors import InputError, RecordError
from kg.core.text import Extraction, Span
from kg.read import evidence_inference
from kg.read.evidence_inference import names_of, nearest
from kg.read.gold import read

LINE = "Zorbafenib (ZRB) cut fever, while under zorbafenib the count of foos rose."


def _row(**other: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "pmcid": "PMC5",
        "pmid": "7",
        "intervention": "Zorbafenib",
        "comparator": "placebo",
        "outcome": "count of foos",
        "label": "significantly increase",
        "label_code": 1,
        "valid_label": "True",
        "evidence": f"Table 1\n{LINE}\n",
    }
    return {**row, **other}


def _read(folder: Path, *rows: object, articles: str = "5\n6\n") -> list[Extraction | RecordError]:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / "foo_annotations.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "train_ids.txt").write_text(articles, encoding="utf-8")
    return list(read(folder / "train_ids.txt"))


def _said(found: Extraction | RecordError) -> list[tuple[str, str, str, str]]:
    assert isinstance(found, Extraction)
    return [
        (
            found.mentions[one.subject.mention].text,
            one.predicate,
            one.direction,
            found.mentions[one.object.mention].text,
        )
        for one in found.relations
    ]


def test_recognises() -> None:
    assert evidence_inference.recognises("123\n45\n6")
    assert evidence_inference.recognises("PMC123\r\n")
    assert not evidence_inference.recognises(json.dumps(_row()))
    assert not evidence_inference.recognises("123\tTitle\tText\n")
    assert not evidence_inference.recognises("")


def test_a_line_that_names_both_ends_is_a_document(tmp_path: Path) -> None:
    (found,) = _read(tmp_path, _row())
    assert isinstance(found, Extraction)
    about = found.document.metadata
    assert (found.document.id, found.document.text, about.pmcid) == ("PMID:7", LINE, "PMC5")
    assert [(one.text, one.category) for one in found.mentions] == [
        ("zorbafenib", "Intervention"),  # the nearest of the two
        ("count of foos", "Outcome"),
    ]
    assert _said(found) == [("zorbafenib", "significantly increased", "increased", "count of foos")]
    told = [found.relations[0].subject.concept_id, found.relations[0].object.concept_id]
    assert told == [part[0].concept_id for one in found.mentions for part in one.parts]


def test_what_is_said_of_one_line_comes_together_and_once(tmp_path: Path) -> None:
    lower = _row(outcome="fever", label_code=-1)
    none = _row(outcome="FOOS", label_code=0)
    (found,) = _read(tmp_path, _row(), lower, lower, _row(), none)
    assert _said(found) == [
        ("zorbafenib", "significantly increased", "increased", "count of foos"),
        ("Zorbafenib", "significantly decreased", "decreased", "fever"),
    ]
    assert isinstance(found, Extraction)
    assert [one.text for one in found.mentions] == ["Zorbafenib", "fever", "zorbafenib", "count of foos"]


@pytest.mark.parametrize(
    "row",
    [
        _row(pmcid="PMC9"),  # of another part of the corpus
        _row(valid_label="False"),
        _row(outcome="count"[:4]),  # part of a word
        _row(outcome="  "),
        _row(evidence="Zorbafenib acts.\nThe count of foos rose."),  # two lines
        _row(intervention="count of foos"),
    ],
)
def test_other_rows_say_nothing(tmp_path: Path, row: dict[str, Any]) -> None:
    assert _read(tmp_path, row) == []


def test_a_bad_row_is_told_if_it_is_of_an_article_on_the_list(tmp_path: Path) -> None:
    bad = ["{broken", "[]", '"\udc80"'.encode("utf-8", "surrogateescape").decode("latin-1")]
    items = _read(
        tmp_path, *bad, {"pmcid": 5}, _row(label_code=2), _row(outcome=None), _row(pmcid="PMC9", outcome=None), _row()
    )
    assert [one.record for one in items if isinstance(one, RecordError)] == [1, 2, 3, 4, 5, 6]
    assert isinstance(items[-1], Extraction)


def test_the_annotations_stand_beside_the_list(tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("5\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"ids\.txt: beside it should stand the articles' annotations"):
        list(read(tmp_path / "ids.txt"))


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("the  foo ", ("the foo",)),
        ("creatine kinase (CK)", ("creatine kinase (CK)", "creatine kinase", "CK")),
        ("(CK)", ("(CK)", "CK")),
        ("cells (%)", ("cells (%)",)),
        ("weight (kg)", ("weight (kg)",)),
        ("foo (two words)", ("foo (two words)",)),
        ("A (AB) with B (BC)", ("A (AB) with B (BC)",)),  # which of them is meant is not told
        ("", ()),
    ],
)
def test_names_of_an_end(stated: str, names: tuple[str, ...]) -> None:
    assert names_of(stated) == names


def test_case_tells_short_forms_only() -> None:
    assert nearest("as foos", ["AS"], ["Foos"]) is None
    assert nearest("AS foos", ["AS"], ["Foos"]) == (Span(0, 2), Span(3, 7))


WORDS = st.lists(st.sampled_from(["foo", "bar", "the foo", "x", "(", "foo-bar", "."]), max_size=12).map(" ".join)


@given(WORDS, st.sampled_from(["foo", "the foo", "("]), st.sampled_from(["bar", "foo", "foo-bar"]))
def test_the_two_are_what_is_named_and_do_not_overlap(text: str, one: str, other: str) -> None:
    if found := nearest(text, [one], [other]):
        first, second = found
        assert (text[first.start : first.end], text[second.start : second.end]) == (one, other)
        assert first.end <= second.start or second.end <= first.start


@pytest.mark.shared
def test_the_parts_of_the_corpus_do_not_meet(shared: Path) -> None:
    folder = shared / "corpora" / "evidence_inference"
    parts = [set((folder / f"ev2_{name}_article_ids.txt").read_text().split()) for name in ("train", "validation")]
    assert not parts[0] & parts[1]


@given(st.text("ab ", max_size=30))
def test_the_nearest_are_those_that_looking_at_every_pair_finds(text: str) -> None:
    places = ([Span(*found.span()) for found in re.finditer(rf"\b{name}\b", text)] for name in ("a", "b"))
    pairs = [(max(x.start, y.start) - min(x.end, y.end), x, y) for x, y in product(*places)]
    assert nearest(text, ["a"], ["b"]) == (min(pairs)[1:] if pairs else None)


def test_two_names_that_stand_everywhere_take_no_time() -> None:
    assert nearest("foo bar " * 20_000, ["foo"], ["bar"]) == (Span(0, 3), Span(4, 7))
    assert nearest("a " * 20_000, ["a " * 2000], ["a"]) is None  # that is no name


def test_half_a_character_is_told(tmp_path: Path) -> None:
    items = _read(tmp_path, _row(evidence="Zorbafenib \ud800 and count of foos"), _row())
    assert [type(one) for one in items] == [RecordError, Extraction]
