from __future__ import annotations

import pytest

from kg.annotate.pipeline import Annotator
from kg.annotate.rows import MentionRow
from kg.annotate.species import HUMAN, MOUSE, RAT, with_species
from kg.annotate.wording import Wording, load_wording
from kg.core.paths import pipeline_folder

WORDING = load_wording(pipeline_folder("immunology") / "links.toml")


def taxon(text: str, name: str, wording: Wording = WORDING) -> str:
    start = text.index(name)
    rows = [MentionRow(start, start + len(name), "gene", (), "tagger", 0.9)]
    return with_species(text, rows, wording, {"mTOR", "IL-2"}.__contains__)[0].taxon


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("IL-2 was measured.", "IL-2", HUMAN),
        ("We bred mice. IL-2 was measured.", "IL-2", MOUSE),
        ("We bred mice. Human IL-2 was given.", "IL-2", HUMAN),
        ("In rats, Il2 rose, not in patients.", "Il2", RAT),
        ("Patients were seen. mIL-2 was used.", "mIL-2", MOUSE),
        ("Patients were seen. mTOR was blocked.", "mTOR", HUMAN),
        ("Patients and mice were seen; murine p53 fell.", "murine p53", MOUSE),
        ("IL-2 in rats\nIn rats, in rats and in one mouse, IL-2 rose.", "IL-2", RAT),
    ],
)
def test_whose_gene_it_is(text: str, name: str, expected: str) -> None:
    assert taxon(text, name) == expected


def test_without_words_every_gene_is_human() -> None:
    assert taxon("We bred mice. IL-2 rose.", "IL-2", Wording()) == HUMAN


def test_only_genes_have_a_species() -> None:
    rows = [MentionRow(0, 4, "disease", (), "tagger", 0.9)]
    assert with_species("Gout in mice", rows, WORDING, str.isalpha) == rows


def test_the_shipped_pipeline_says_whose_gene_is_mentioned(annotator: Annotator) -> None:
    doc = annotator.nlp("IL-2 expands Tregs in mice.")
    assert [(row.category, row.taxon) for row in doc._.kg_mentions][:2] == [("gene", MOUSE), ("cell_type", "")]
