"""kg.train.targets: what each head should say of each word, as far as a corpus knows."""

from __future__ import annotations

import re
from pathlib import Path

from kg.core.features import encode
from kg.core.text import Extraction, Metadata, make_document
from kg.read.gold import GoldMention, make_extraction
from kg.train.declaration import Corpus, Unknown
from kg.train.targets import targets_of

HEADS = ("disease", "gene")


def tags(text: str, corpus: Corpus, *marked: tuple[str, str]) -> dict[str, str]:
    """The tags of the words by head: O, B, I, L, U, or ? where nothing is known."""
    mentions = [GoldMention(text.index(name), text.index(name) + len(name), name, label, "") for name, label in marked]
    gold = make_extraction(make_document(text, (), Metadata(pmid="1")), mentions, (), path=Path("x"), number=1)
    assert isinstance(gold, Extraction)
    found = targets_of(gold, corpus, encode(text), HEADS)
    return {head: "".join("OBILU?"[tag] for tag in found[:, at]) for at, head in enumerate(HEADS)}


def test_a_label_teaches_its_head_and_no_other() -> None:
    corpus = Corpus("c", "f", {"Gene": "gene"})
    assert tags("The IL-2 and TNF genes", corpus, ("IL-2", "Gene"), ("TNF", "Gene")) == {
        "gene": "OBILOUO",
        "disease": "???????",
    }


def test_where_a_corpus_does_not_tell_nothing_is_known() -> None:
    corpus = Corpus(
        "c", "f", {"Gene": "gene"}, unknown=(Unknown("gene", "Domain"), Unknown("gene", "", re.compile("foo")))
    )
    assert tags("A SH2 domain of foo Lck", corpus, ("SH2 domain", "Domain"), ("Lck", "Gene"))["gene"] == "O??O?U"


def test_a_label_may_teach_a_head_only_where_its_words_say_so() -> None:
    corpus = Corpus("c", "f", {"Cell": "gene"}, also={"Cell": ("disease", re.compile("cells$"))})
    found = tags("T cells and HeLa", corpus, ("T cells", "Cell"), ("HeLa", "Cell"))
    assert found == {"gene": "BLOU", "disease": "BLO?"}


def test_a_name_that_ends_inside_a_word_cannot_be_learned() -> None:
    assert tags("TNFalpha rose", Corpus("c", "f", {"Gene": "gene"}), ("TNF", "Gene"))["gene"] == "?O"


def test_of_names_within_names_the_longer_is_learned() -> None:
    corpus = Corpus("c", "f", {"Gene": "gene"})
    assert tags("IL-2 receptor", corpus, ("IL-2 receptor", "Gene"), ("IL-2", "Gene"))["gene"] == "BIIL"
