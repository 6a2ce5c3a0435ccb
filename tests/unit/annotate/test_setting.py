"""kg.annotate.setting: a document as the network of pairs meets it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.annotate.pipeline import Annotator
from kg.annotate.qualifiers import NEGATION, SPECULATION
from kg.annotate.rows import RelationRow
from kg.annotate.setting import Setting, setting_of
from kg.core.features import words
from kg.core.text import Context
from tests.unit.annotate.pair_reader import by_rules

TITLE = "IL-2 in lupus"
TEXT = f"{TITLE}\nLow-dose IL-2 may expand Tregs in mice. It did not cure lupus."


@pytest.fixture(scope="module")
def setting(annotator: Annotator) -> Setting:
    doc = by_rules(annotator, TEXT)
    return setting_of(doc, words(TEXT), annotator.nlp.get_pipe("kg_pairs").concepts)


def _word(text: str, last: bool = False) -> int:
    at = TEXT.rindex(text) if last else TEXT.index(text)
    return [span.start for span in words(TEXT)].index(at)


def test_names_point_to_their_mentions(setting: Setting) -> None:
    assert len(setting.names) == len(setting.index) >= 5
    for name, number in zip(setting.names, setting.index, strict=True):
        row = setting.rows[number]
        assert setting.spans[name.first].start <= row.start < setting.spans[name.first].end
        assert setting.spans[name.last - 1].end >= row.end > setting.spans[name.last - 1].start
        assert name.concepts == row.concepts
    said = [
        (TEXT[setting.rows[at].start : setting.rows[at].end], one.kind)
        for one, at in zip(setting.names, setting.index, strict=True)
    ]
    assert {("IL-2", "gene"), ("lupus", "disease"), ("Tregs", "cell_type"), ("mice", "species")} <= set(said)


def test_the_title_and_the_sentences(setting: Setting) -> None:
    assert setting.title_end == len(TITLE)
    assert setting.title == len(words(TITLE))
    said = [TEXT[start:end] for start, end in setting.passages]
    assert said == [TITLE, "Low-dose IL-2 may expand Tregs in mice.", "It did not cure lupus."]
    assert [int(setting.sentence[_word(name)]) for name in ("Tregs", "It")] == [1, 2]


def test_passages_around_two_names(setting: Setting) -> None:
    at = {(one.kind, one.first): number for number, one in enumerate(setting.names)}
    first, tregs = at["gene", _word("IL-2")], at["cell_type", _word("Tregs")]
    il2, mice = at["gene", _word("IL-2", last=True)], at["species", _word("mice")]
    assert setting.around((il2, mice)) == (setting.passages[1],)
    assert setting.around((tregs, first)) == setting.around((first, tregs)) == tuple(setting.passages[:2])


def test_what_is_hedged_or_denied(setting: Setting) -> None:
    assert setting.reached(SPECULATION, _word("expand"))
    assert not setting.reached(NEGATION, _word("expand"))
    assert setting.reached(NEGATION, _word("cure"))
    assert not setting.reached(SPECULATION, _word("cure"))


def test_conditions(setting: Setting) -> None:
    at = {setting.index[number]: one.kind for number, one in enumerate(setting.names)}
    rows = {(kind, setting.rows[number].start): number for number, kind in at.items()}
    ends = (rows["gene", TEXT.rindex("IL-2")], rows["cell_type", TEXT.index("Tregs")])
    expected = Context(disease=("MONDO:0007915",), species=("NCBITaxon:10090",), dose="low-dose")
    here, context = tuple(setting.passages[1:2]), Context()
    said = RelationRow(
        ends[0],
        "HGNC:6001",
        "affects",
        ends[1],
        "CL:0000815",
        "",
        "",
        "direct",
        here,
        (0, 1),
        False,
        True,
        context,
        0.9,
        "x",
    )
    assert [one.context for one in setting.placed([said])] == [expected]
    mice = rows["species", TEXT.index("mice")]
    about_mice = said._replace(object=mice, object_concept="NCBITaxon:10090")
    contexts = [one.context for one in setting.placed([said, about_mice])]
    assert contexts == [replace(expected, species=())] * 2  # what the sentence is about is no condition of it


def test_a_text_without_a_title(annotator: Annotator) -> None:
    text = "IL-2 expands Tregs."
    setting = setting_of(by_rules(annotator, text), words(text), {})
    assert (setting.title_end, setting.title) == (len(text), len(words(text)))
    assert setting.passages == [(0, len(text))]
