from __future__ import annotations

import pytest

from kg.annotate import pieces as p
from kg.annotate.clauses import Clauses
from kg.annotate.phrases import Phrase
from kg.annotate.pipeline import Annotator
from tests.gold_sentences import reading


class Sentence:
    """One sentence's clauses, asked about by its words."""

    def __init__(self, annotator: Annotator, text: str) -> None:
        self.text = text
        found = reading(annotator, text)
        _, self.pieces, chunks = next(found.walk())
        self.clauses = Clauses(self.pieces, chunks, found.rules)

    def at(self, word: str) -> int:
        return next(i for i in range(len(self.clauses.chunks)) if self.clauses.word(i) == word)

    def named(self, phrases: list[Phrase]) -> list[str]:
        refs = [ref for phrase in phrases for ref in phrase.refs]
        return [self.text[self.pieces[ref].start : self.pieces[ref].end] for ref in refs]


@pytest.mark.parametrize(
    ("text", "verb", "subjects"),
    [
        ("IL-2 expands Tregs.", "expands", ["IL-2"]),
        ("IL-2 and IL-15 expand Tregs.", "expand", ["IL-2", "IL-15"]),
        ("IL-2 in mice with SLE has potently expanded Tregs.", "expanded", ["IL-2"]),
        ("IL-2, which is old, expands Tregs.", "expands", ["IL-2"]),
        ("IL-2, the main cytokine of mice, expands Tregs.", "expands", ["IL-2"]),
        ("IL-2 inhibits B cells and expands Tregs.", "expands", ["IL-2"]),
        ("Cells that produce IL-2 are old, and doctors expand Tregs.", "expand", []),
        ("We show that IL-2 expands Tregs.", "expands", ["IL-2"]),
        ("In IL-2, expands Tregs.", "expands", []),
        ("The table expands Tregs and IL-2.", "expands", []),
    ],
)
def test_subjects(annotator: Annotator, text: str, verb: str, subjects: list[str]) -> None:
    sentence = Sentence(annotator, text)
    assert sentence.named(sentence.clauses.subjects(sentence.at(verb))) == subjects


@pytest.mark.parametrize(
    ("text", "verb", "objects"),
    [
        ("IL-2 expands Tregs.", "expands", ["Tregs"]),
        ("IL-2 expands potently human Tregs and B cells.", "expands", ["Tregs", "B cells"]),
        ("IL-2 expands Tregs, and IL-6 inhibits them.", "expands", ["Tregs"]),
        ("IL-2 expands Tregs and IL-6 inhibits B cells.", "expands", ["Tregs"]),
        ("IL-2 expands tables and Tregs.", "expands", []),
    ],
)
def test_objects(annotator: Annotator, text: str, verb: str, objects: list[str]) -> None:
    sentence = Sentence(annotator, text)
    assert sentence.named(sentence.clauses.objects(sentence.at(verb) + 1)) == objects


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("Tregs were expanded by IL-2.", "expanded", True),
        ("Tregs were also potently expanded by IL-2.", "expanded", True),
        ("Tregs have been expanded by IL-2.", "expanded", True),
        ("Tregs were activated and expanded by IL-2.", "expanded", True),
        ("IL-2 expanded Tregs.", "expanded", False),
        ("IL-2 is old; it expanded Tregs.", "expanded", False),
    ],
)
def test_passives(annotator: Annotator, text: str, verb: str, passive: bool) -> None:
    sentence = Sentence(annotator, text)
    assert sentence.clauses.has_be(sentence.at(verb)) is passive


def test_infinitives_and_participles(annotator: Annotator) -> None:
    sentence = Sentence(annotator, "Tregs are able to suppress B cells.")
    assert sentence.named(sentence.clauses.infinitive_subjects(sentence.at("suppress"))) == ["Tregs"]
    sentence = Sentence(annotator, "Tregs inhibit IL-2 thereby suppressing B cells.")
    assert sentence.named(sentence.clauses.participle_subjects(sentence.at("suppressing"))) == ["Tregs"]
    sentence = Sentence(annotator, "Doctors met IL-2 to suppress B cells.")
    assert sentence.named(sentence.clauses.infinitive_subjects(sentence.at("suppress"))) == []


def test_outside_the_sentence_there_is_nothing(annotator: Annotator) -> None:
    clauses = Sentence(annotator, "IL-2 expands Tregs.").clauses
    for index in (-1, 99):
        assert clauses.tag(index) == clauses.word(index) == clauses.form(index) == clauses.first_word(index) == ""
        assert clauses.phrase(index) is None
    assert clauses.tag(1) == p.TRIGGER
    assert clauses.word(0) == ""  # a phrase is no single word
