"""kg.annotate.related: long documents are read in parts; `test_learned` says what is written of a pair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kg.annotate import related
from kg.annotate.pipeline import Annotator
from kg.annotate.related import _SAYS, _cut, _parts
from kg.annotate.setting import Setting, setting_of
from kg.core.features import Word, words
from kg.core.vocabulary import predicates
from kg.evaluate.relations import types_of
from tests.unit.annotate.pair_reader import by_rules, component
from tests.unit.evaluate.marked import relation

TEXT = "IL-2 is old. It rained, as ever. Aspirin, as ever, the asthma. It is seen and told. IL-6, as ever, the lupus."


@pytest.fixture(scope="module")
def setting(annotator: Annotator) -> Setting:
    return setting_of(by_rules(annotator, TEXT), words(TEXT), annotator.nlp.get_pipe("kg_pairs").concepts)


def sentences(lengths: list[int], setting: Setting) -> Setting:
    numbers = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    return replace(setting, sentence=numbers, spans=[Word(at, at + 1) for at in range(len(numbers))])


@pytest.mark.parametrize(
    ("lengths", "parts"),
    [
        ([], []),
        ([3], [(0, 3)]),
        ([4, 6], [(0, 10)]),
        ([4, 7], [(0, 4), (4, 11)]),
        ([4, 4, 4, 4], [(0, 8), (8, 16)]),
        ([25], [(0, 10), (10, 20), (20, 25)]),  # one sentence that is too long by itself
        ([3, 25, 2], [(0, 3), (3, 13), (13, 23), (23, 30)]),
    ],
)
def test_parts_are_of_whole_sentences_where_these_are_not_too_long(
    monkeypatch: pytest.MonkeyPatch, setting: Setting, lengths: list[int], parts: list[tuple[int, int]]
) -> None:
    monkeypatch.setattr(related, "LONGEST", 10)
    assert list(_parts(sentences(lengths, setting))) == parts


def test_a_part_is_told_by_its_own_words(setting: Setting) -> None:
    third = np.flatnonzero(setting.sentence == 2)
    first, last = int(third[0]), int(third[-1]) + 1
    inside = [at for at, one in enumerate(setting.names) if first <= one.first < last]
    names = [
        setting.names[at]._replace(first=setting.names[at].first - first, last=setting.names[at].last - first)
        for at in inside
    ]
    part = _cut(setting, first, last, names, inside)
    said = [TEXT[part.spans[one.first].start : part.spans[one.last - 1].end] for one in part.names]
    assert said == ["Aspirin", "asthma"]
    assert [TEXT[part.rows[at].start : part.rows[at].end] for at in part.index] == said
    assert part.around((0, 1)) == (setting.passages[2],)


@pytest.mark.parametrize("longest", [10, 25, 700])
def test_what_is_written_points_to_the_whole_text(
    annotator: Annotator, monkeypatch: pytest.MonkeyPatch, longest: int
) -> None:
    monkeypatch.setattr(related, "LONGEST", longest)
    learned = component(annotator, {"stated": ("none", 0.99), "biored": ("Association", 0.9)})
    doc = learned(by_rules(annotator, TEXT))
    rows = [row for row in doc._.kg_relations if row.extractor == "model:biored"]
    found = {
        tuple(TEXT[doc._.kg_mentions[at].start : doc._.kg_mentions[at].end] for at in (row.subject, row.object)): row
        for row in rows
    }
    assert set(found) == {("asthma", "Aspirin"), ("IL-6", "lupus")}
    for ends, row in found.items():
        ((start, end),) = row.sentences
        assert all(name in TEXT[start:end] for name in ends)
        assert start <= row.trigger[0] < row.trigger[1] <= end
        assert TEXT[slice(*row.trigger)] == ","


def test_what_is_said_of_documents_is_counted_as_what_it_is() -> None:
    for label, predicate in _SAYS.items():
        assert predicate in predicates()
        expected = "CID" if label == "induced" else "Association" if label == "Drug_Interaction" else label
        assert {expected, "Drug_Interaction"} & types_of(relation((0, "A"), predicate, (1, "B")))
