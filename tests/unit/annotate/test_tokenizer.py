from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.vocab import Vocab

from kg.annotate.tokenizer import Tokenizer, make_tokenizer

VOCAB = Vocab()


def words(text: str) -> list[str]:
    return [token.text for token in Tokenizer(VOCAB)(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TNF-α-induced death", "TNF-α | - | induced | death"),
        ("IL-2–induced", "IL-2 | – | induced"),
        ("IL-2-deficient mice", "IL-2 | - | deficient | mice"),
        ("CD4+CD25+FoxP3+ T cells", "CD4+CD25+FoxP3+ | T | cells"),
        ("CD4(+) cells", "CD4(+) | cells"),
        ("CD8+/CD4+", "CD8+ | / | CD4+"),
        ("IFN-γ+IL-17+ cells", "IFN-γ+IL-17+ | cells"),
        ("IL-2/anti-IL-2 complexes", "IL-2 | / | anti | - | IL-2 | complexes"),
        ("anti-CD3", "anti | - | CD3"),
        ("Non-obese", "Non | - | obese"),
        ("pre-treated", "pre | - | treated"),
        ("Th1/Th17 cells", "Th1 | / | Th17 | cells"),
        ("IL-17A/F", "IL-17A | / | F"),
        ("T(reg) cells", "T(reg) | cells"),
        ("T-reg cells", "T-reg | cells"),
        ("regulatory T (T-reg) cells.", "regulatory | T | ( | T-reg | ) | cells | ."),
        ("TGF-β1 and HLA-B27", "TGF-β1 | and | HLA-B27"),
        ("IL-6, IL-8, and TNF.", "IL-6 | , | IL-8 | , | and | TNF | ."),
        ("IL-2;IL-4", "IL-2 | ; | IL-4"),
        ("p<0.05", "p | < | 0.05"),
        ("-5 and +3", "-5 | and | +3"),
        ("a 3.5-fold rise", "a | 3.5-fold | rise"),
        ("10 mg/kg", "10 | mg | / | kg"),
        ("Smith et al. found", "Smith | et | al. | found"),
        ("given i.v. twice", "given | i.v. | twice"),
        ("Fig. 1", "Fig. | 1"),
        ("‘Tregs’,", "‘ | Tregs | ’ | ,"),
        ("[IL-2]", "[ | IL-2 | ]"),
        ("of inflammation.We found", "of | inflammation | . | We | found"),
    ],
)
def test_names_stay_whole_and_what_is_joined_to_them_comes_off(text: str, expected: str) -> None:
    assert words(text) == expected.split(" | ")


CHARACTERS = st.sampled_from([*"aTIL267αγκ", *" \t\n-–/()[].,;:+<'\"“…", "\u00a0", "é", "e\u0301", "😀", "al", "anti"])


@given(st.lists(CHARACTERS, max_size=40).map("".join))
def test_a_text_is_kept_character_by_character(text: str) -> None:
    doc = Tokenizer(VOCAB)(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_kept(text: str) -> None:
    assert Tokenizer(VOCAB)(text).text == text


def test_no_token_mixes_words_and_white_space() -> None:
    for token in Tokenizer(VOCAB)(" two  spaces\n\nand\ta line\n"):
        assert token.text.isspace() or not any(char.isspace() for char in token.text)


def test_it_survives_a_pipeline_that_is_pickled() -> None:
    tokenizer = make_tokenizer()(Language(VOCAB))
    assert tokenizer.from_bytes(tokenizer.to_bytes()) is tokenizer
    assert tokenizer.from_disk("nowhere") is tokenizer
