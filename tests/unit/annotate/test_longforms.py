from __future__ import annotations

import pytest

from kg.annotate.longforms import best_long_form, plain


def long_form(short: str, words: str) -> str | None:
    begin = best_long_form(short, words)
    return None if begin is None else words[begin:]


@pytest.mark.parametrize(
    ("short", "words", "long"),
    [
        # every word has its part
        ("EAE", "in experimental autoimmune encephalomyelitis", "experimental autoimmune encephalomyelitis"),
        ("IFN", "for recombinant interferon", "interferon"),
        ("IIPs", "of idiopathic interstitial pneumonias", "idiopathic interstitial pneumonias"),
        ("CRC", "patients with colorectal carcinoma", "colorectal carcinoma"),
        ("PKA", "activity of protein kinase A", "protein kinase A"),
        ("2D", "the two-dimensional", "two-dimensional"),
        ("FEV1", "low forced expiratory volume in 1 second", "forced expiratory volume in 1 second"),
        # but the last
        ("MPO", "the medial preoptic nucleus", "medial preoptic nucleus"),
        ("HAM-D", "by the Hamilton Depression Scale", "Hamilton Depression Scale"),
        ("BIS", "by the bispectral index", "bispectral index"),
        # but one or two
        ("ARNT", "an aryl hydrocarbon receptor nuclear translocator", "aryl hydrocarbon receptor nuclear translocator"),
        ("RANK", "a receptor activator of nuclear factor kappa B", "receptor activator of nuclear factor kappa B"),
        ("SSc-ILD", "of systemic sclerosis-associated interstitial lung disease",
         "systemic sclerosis-associated interstitial lung disease"),
        # letters in order
        ("TCR", "of the T-cell antigen receptor", "T-cell antigen receptor"),
        ("HIV-1", "the human immunodeficiency virus type 1", "human immunodeficiency virus type 1"),
        ("NMDA", "receptors of N-methyl-D-aspartate", "N-methyl-D-aspartate"),
        # beginnings in another order
        ("Tregs", "through regulatory T cells", "regulatory T cells"),
        ("Cmax", "change in mean maximum concentration", "maximum concentration"),
        ("Vm", "at its maximal velocity", "maximal velocity"),
        ("P(o)", "their open probability", "open probability"),
        # numbers that begin a chemical name
        ("DAN", "with 2,3-diaminonaphthalene", "2,3-diaminonaphthalene"),
        ("AMPA", "by alpha-amino-3-hydroxy-isoxazole-propionic acid", "alpha-amino-3-hydroxy-isoxazole-propionic acid"),
        ("DEO", "and N-desethyloxybutynin", "N-desethyloxybutynin"),
        ("LCLs", "two B-lymphoblastoid cell lines", "lymphoblastoid cell lines"),
    ],
)  # fmt: skip
def test_the_beginning_is_found(short: str, words: str, long: str) -> None:
    assert long_form(short, words) == long


@pytest.mark.parametrize(
    ("short", "words"),
    [
        ("LE", "failed"),
        ("MS", "patients"),
        ("CT", "bolus of contrast medium"),  # two letters of one word, and the last has no part
        ("AC", "an attack, they were treated with cytarabine"),
        ("MI", "months, insulin sensitivity index"),  # a comma where a word is passed over
        ("NEK", "nine patients each of other hospitals kept"),  # three words passed over
        ("si", "still in mice"),  # small letters: each word must have its part
        ("IM", "interleukin 2), mice"),
        ("PaC", "PaCO(2)"),
        ("SLE", "SLE-like episodes of SLE"),
        ("IA", "interferon and"),
    ],
)
def test_words_that_are_no_long_form(short: str, words: str) -> None:
    assert long_form(short, words) is None


def test_the_first_letter_stands_at_the_beginning_of_a_word() -> None:
    assert best_long_form("MS", "patients with multiple sclerosis") == len("patients with ")


def test_plain_text_has_latin_letters() -> None:
    assert plain("NF-κB") == "nf-kb"
