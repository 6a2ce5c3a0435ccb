from __future__ import annotations

import pytest

from kg.annotate.evidence import rank
from kg.annotate.rows import MentionRow
from kg.core.lexicon import local_id

CATEGORIES = {"HGNC:1": "gene", "CL:1": "cell_type", "MONDO:1": "disease", "D:1": "drug", "A:1": "antibody"}


def ranked(text: str, *concepts: str) -> list[str]:
    candidates = tuple((concept, 0.9) for concept in concepts)  # equal but for the words around
    row = MentionRow(0, 4, CATEGORIES[concepts[0]], (candidates,), "lexicon", 0.9)
    result = rank(text, row, CATEGORIES)
    assert result.category == CATEGORIES[result.parts[0][0][0]]
    assert [score for _, score in result.parts[0]] == sorted((s for _, s in result.parts[0]), reverse=True)
    return [concept for concept, _ in result.parts[0]]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("NAME cells grew", "CL:1"),
        ("NAME lymphocytes", "CL:1"),
        ("NAME mRNA rose", "HGNC:1"),
        ("NAME Receptor", "HGNC:1"),
        ("NAME patients came", "MONDO:1"),
        ("NAME titers rose", "A:1"),
        ("NAME therapy", "D:1"),
    ],
)
def test_the_word_behind_a_name_says_what_kind_it_is(text: str, best: str) -> None:
    for order in (("HGNC:1", "CL:1", "MONDO:1", "A:1", "D:1"), ("D:1", "MONDO:1", "A:1", "CL:1", "HGNC:1")):
        assert ranked(text, *order)[0] == best


def test_a_tie_is_no_guess() -> None:
    for order in (("HGNC:1", "CL:1"), ("CL:1", "HGNC:1")):
        row = MentionRow(0, 4, CATEGORIES[order[0]], ((*((one, 0.9) for one in order), ("D:1", 0.8)),), "lexicon", 0.9)
        result = rank("NAME is here", row, CATEGORIES)
        assert result.category == "gene"  # the first of the tied ones in the order of categories.tsv
        own = (local_id("gene", "NAME"), 0.45)
        assert result.parts[0] == (own, ("CL:1", 0.45), ("HGNC:1", 0.45), ("D:1", 0.225))


def test_words_around_a_name_do_not_beat_a_reviewed_name_of_its_own() -> None:
    row = MentionRow(0, 4, "gene", ((("HGNC:1", 0.95), ("CL:1", 0.8)),), "lexicon", 0.9)
    assert rank("NAME cells", row, CATEGORIES).parts[0] == (("HGNC:1", 0.95), ("CL:1", 0.92))
    row = MentionRow(0, 4, "gene", ((("HGNC:1", 0.9), ("CL:1", 0.8)),), "lexicon", 0.9)
    assert rank("NAME cells", row, CATEGORIES).parts[0][0] == ("CL:1", 0.92)
    row = MentionRow(0, 4, "gene", ((("CL:1", 0.95), ("HGNC:1", 0.9)),), "lexicon", 0.9)
    assert rank("NAME cells", row, CATEGORIES).parts[0][0] == ("CL:1", 1.0)


def test_a_single_candidate_is_left_alone() -> None:
    row = MentionRow(0, 4, "gene", ((("HGNC:1", 0.9),),), "lexicon", 0.9)
    assert rank("NAME cells", row, CATEGORIES) is row
