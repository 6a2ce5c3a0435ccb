from __future__ import annotations

from kg.annotate.phrases import ABOUT, KIND, OTHER, PATIENTS, Chunk, Phrase
from kg.annotate.pipeline import Annotator
from tests.gold_sentences import first_phrase, reading


def test_the_phrases_of_the_docstring(annotator: Annotator) -> None:
    loss, about = first_phrase(annotator, "Depletion of Tregs")
    assert (loss.kind, loss.sign, loss.via, about) == (ABOUT, -1, "loss", ["Tregs"])
    caused, about = first_phrase(annotator, "IL-2-induced expansion of Tregs")
    assert (caused.kind, caused.sign, about, len(caused.causers)) == (ABOUT, 1, ["Tregs"], 1)
    patients, about = first_phrase(annotator, "patients with SLE")
    assert (patients.kind, about) == (PATIENTS, ["SLE"])


def test_a_phrase_says_nothing_by_default_and_shares_nothing() -> None:
    one, two = Phrase(ABOUT), Phrase(ABOUT)
    one.refs.append(3)
    one.causers.append(4)
    assert (two.refs, two.causers, two.sign, two.change, two.via) == ([], [], 1, 0, "direct")
    assert len({ABOUT, PATIENTS, KIND, OTHER}) == 4


def test_chunks_cover_a_sentence_without_gaps(annotator: Annotator) -> None:
    text = "In SLE, IL-2-induced expansion of Tregs (and B cells) was not seen, but they may be lower."
    for _, pieces, chunks in reading(annotator, text).walk():
        assert [chunk.first for chunk in chunks] == [0, *(chunk.last + 1 for chunk in chunks[:-1])]
        assert chunks[-1].last == len(pieces) - 1
        assert all((chunk.phrase is not None) == (chunk.tag == "phrase") for chunk in chunks)
        assert all(isinstance(chunk, Chunk) and chunk.first <= chunk.last for chunk in chunks)
