from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.pipeline import Annotator
from kg.annotate.sentences import boundaries, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Smith et al. reported it. | We agree.",
        "Jones et al. | The cells died.",
        "See Fig. 1 and Figs. 2 for this. | Then go on.",
        "Ref. 12 says so. | No. 5 does not.",
        "Drug A vs. B was tested. | Both worked.",
        "It was given i.v. to mice. | Then we waited.",
        "Mice got it i.p. and s.c. on day 3. | All lived.",
        "Many cells (e.g. Tregs) rose. | Then they fell.",
        "E. coli grew overnight. | We counted it.",
        "S. aureus and B. subtilis grew. | C. elegans did not.",
        "It was shown by J. Smith and B. Jones before. | We saw it.",
        "He had hepatitis C. | We treated it.",
        "This was reported.1 | This holds.",
        "It is well known.12,13 | IL-2 is old.",
        "Both were seen.3–5 | So was the third.",
        "We saw inflammation. | We found cells there.",
        "IL-2 has a role. | mTOR was active. | p53 was not.",
        "We blocked IL-6. | IL-2 rose.",
        "Is it so? | Yes! | It is.",
        "The dose was 0.5 mg. | 20 mice died.",
        "(It ended.) | The next one began.",
        'They called it "over." | Then it began.',
        "“It grows.” | α-Synuclein does not.",
        "A p of < 0.05 was met. | Levels (approx. 5 ng) fell.",
    ],
)
def test_sentences_end_where_they_end(text: str) -> None:
    assert sentences(text.replace(" | ", " ")) == text.split(" | ")


def test_a_sentence_glued_to_the_next_is_parted() -> None:
    assert sentences("We saw inflammation.We found cells there.") == [
        "We saw inflammation.",
        "We found cells there.",
    ]


def test_line_breaks_end_sentences_and_white_space_belongs_to_none() -> None:
    assert sentences("  A title without a stop\n\n The text begins.  It goes on. \n") == [
        "A title without a stop",
        "The text begins.",
        "It goes on.",
    ]
    assert sentences("") == sentences(" \n ") == []


@given(st.text(st.sampled_from('aB1 .?!\n"()α,'), max_size=60))
def test_sentences_cover_all_but_white_space_in_order(text: str) -> None:
    spans = sentence_spans(text)
    ends = [0, *(offset for span in spans for offset in span)]
    assert ends == sorted(ends)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(0 < boundary <= len(text) for boundary in boundaries(text))


def test_the_component_cuts_docs_the_same_way(annotator: Annotator) -> None:
    text = "Smith et al. gave it i.v. to mice. IL-2 expands Tregs.\nA new line. See Fig. 2."
    doc = annotator.nlp(text)
    assert [sent.text.strip() for sent in doc.sents] == sentences(text)


@pytest.mark.parametrize(
    "text", ["." * 50_000, "a" + " " * 50_000 + "b", "A. " * 20_000, "\n" * 50_000, "a" + " \n" * 30_000]
)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    sentence_spans(text)
    assert time.process_time() - started < 5
