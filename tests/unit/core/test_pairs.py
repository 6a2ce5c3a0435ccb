"""kg.core.pairs: names and words as arrays, worked by hand."""

from __future__ import annotations

from math import log1p

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kg.core.pairs import (
    APART,
    BEFORE,
    BEHIND,
    BETWEEN,
    GAPS,
    HIDDEN,
    JUST_BEFORE,
    JUST_BEHIND,
    KINDS,
    REGIONS,
    SENTENCES_APART,
    TOLD,
    WITHIN,
    Named,
    Pairs,
    concept_pairs,
    kind_of,
    mention_pairs,
    regions,
)
from kg.core.vocabulary import categories

GENE, DISEASE, CHEMICAL = (KINDS.index(kind) for kind in ("gene", "disease", "chemical"))
# Words 0 to 4 are the title, 5 to 11 a sentence, 12 to 19 another
SENTENCE = np.array([0] * 5 + [1] * 7 + [2] * 8, np.int32)
TITLE = 5
DRUG = Named(1, 2, "chemical", ("D",))
NAMES = [
    DRUG,
    Named(3, 5, "gene", ("G",)),
    Named(6, 7, "disease", ("X",)),
    Named(9, 11, "gene", ("G",)),
    Named(14, 15, "chemical", ("D",)),
]
ALL = frozenset(frozenset((one, other)) for one in KINDS for other in KINDS)


def numbers(values: NDArray[np.int32]) -> list[int]:
    return [int(value) for value in values]


def of_concepts(names: list[Named] = NAMES, allowed: frozenset[frozenset[str]] = ALL, nearest: int = 8) -> Pairs:
    made = concept_pairs(names, SENTENCE, TITLE, allowed, nearest)
    assert made is not None
    return made


def of_mentions(names: list[Named], widest: int = 60, allowed: frozenset[frozenset[str]] | None = None) -> Pairs:
    made = mention_pairs(names, SENTENCE, TITLE, allowed, widest)
    assert made is not None
    return made


def test_every_category_with_a_kind_has_one_that_is_known() -> None:
    assert (kind_of("drug"), kind_of("phenotype"), kind_of("gene")) == ("chemical", "disease", "gene")
    assert {kind_of(name) for name in categories()} & set(KINDS)
    assert set(KINDS) <= {kind_of(name) for name in categories()}
    assert len(REGIONS) == len(set(REGIONS)) == 8
    assert HIDDEN not in REGIONS


def test_the_ends_of_pairs_of_concepts_stand_in_the_order_of_their_kinds() -> None:
    made = of_concepts()
    assert [one.concepts for one in made.ends] == [("G", "X"), ("G", "D"), ("X", "D")]
    assert {one.mentions for one in made.ends} == {(-1, -1)}
    sorts = dict(zip(numbers(made.of), numbers(made.sorts), strict=True))
    gene, disease = GENE * len(KINDS), DISEASE * len(KINDS)
    assert sorts == {0: gene + DISEASE, 1: gene + CHEMICAL, 2: disease + CHEMICAL}


def test_two_of_a_kind_stand_in_the_order_of_the_text() -> None:
    names = [Named(1, 2, "gene", ("Z",)), Named(3, 4, "gene", ("A",)), Named(6, 7, "gene", ("B", "Z"))]
    made = of_concepts(names)
    assert [one.concepts for one in made.ends] == [("Z", "A"), ("Z", "B"), ("A", "B")]
    # Z's mentions are 0 and 2, B's is 2: a mention makes no pair with itself
    assert [(a, b) for a, b, pair in zip(*map(numbers, (made.one, made.other, made.of)), strict=True) if pair == 1] == [
        (0, 2)
    ]


def test_pairs_of_mentions_come_nearest_first_and_no_more_than_asked_for() -> None:
    made = of_concepts()
    rows = list(zip(*map(numbers, (made.of, made.one, made.other, made.apart, made.gap, made.turned)), strict=True))
    # G is mentions 1 (words 3, 4) and 3 (9, 10), D is 0 (word 1) and 4 (word 14), X is 2 (word 6)
    assert rows == [
        (0, 3, 2, 0, 2, 1),  # one sentence, words 7 and 8 between: bucket 1 + log2(2)
        (0, 1, 2, 1, 1, 0),  # a sentence on, word 5 between
        (1, 1, 0, 0, 1, 1),
        (1, 3, 4, 1, 2, 0),  # words 11 to 13: 1 + floor(log2(3))
        (1, 3, 0, 1, 3, 1),  # words 2 to 8
        (1, 1, 4, 2, 4, 0),  # words 5 to 13
        (2, 2, 0, 1, 3, 1),
        (2, 2, 4, 1, 3, 0),  # words 7 to 13: as far as the sentences go the same, so the words decide
    ]
    one = of_concepts(nearest=1)
    assert list(zip(numbers(one.of), numbers(one.one), strict=True)) == [(0, 3), (1, 1), (2, 2)]


@pytest.mark.parametrize(("between", "bucket"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (127, 7), (128, 8), (5000, 9)])
def test_buckets_of_words_between(between: int, bucket: int) -> None:
    names = [Named(0, 1, "gene", ("A",)), Named(1 + between, 2 + between, "gene", ("B",))]
    made = concept_pairs(names, np.zeros(between + 2, np.int32), 0, ALL, 1)
    assert made is not None
    assert numbers(made.gap) == [bucket]
    assert bucket < GAPS


def test_far_sentences_share_a_bucket() -> None:
    names = [Named(0, 1, "gene", ("A",)), Named(20, 21, "gene", ("B",))]
    made = concept_pairs(names, np.arange(21, dtype=np.int32), 0, ALL, 1)
    assert made is not None
    assert numbers(made.apart) == [SENTENCES_APART - 1]


def test_what_is_told_of_a_pair() -> None:
    sure = [0.5, 0.3, 1.0, 0.9, 0.7]  # the surest mention of a concept counts
    told = of_concepts([name._replace(sure=one) for name, one in zip(NAMES, sure, strict=True)]).told
    assert told.shape == (3, TOLD)
    gene_disease = [
        log1p(2),
        log1p(1),
        log1p(1),
        1,
        log1p(2) / 5,
        0,
        1,
        0,
        0,
        5 * 2 / 5,
        5 * 1 / 5,
        log1p(5) / 4,
        0.9,
        1,
    ]
    assert np.allclose(told[0], gene_disease)
    gene_drug = [log1p(2), log1p(2), log1p(1), 1, log1p(1) / 5, 0, 1, 1, 1, 2, 2, log1p(5) / 4, 0.9, 0.7]
    assert np.allclose(told[1], gene_drug)
    disease_drug = [log1p(1), log1p(2), 0, 0, log1p(4) / 5, 1 / 6, 0, 1, 0, 1, 2, log1p(5) / 4, 1, 0.7]
    assert np.allclose(told[2], disease_drug)


def test_told_counts_all_mentions_however_few_are_looked_at() -> None:
    assert np.array_equal(of_concepts().told, of_concepts(nearest=1).told)
    assert np.array_equal(of_concepts().groups, of_concepts(nearest=1).groups)


def test_the_mentions_of_each_end() -> None:
    rows = [(int(a), int(b)) for a, b in of_concepts().groups]
    assert rows == [(1, 0), (3, 0), (2, 1), (1, 2), (3, 2), (0, 3), (4, 3), (2, 4), (0, 5), (4, 5)]


def test_only_allowed_kinds_make_a_pair() -> None:
    made = of_concepts(allowed=frozenset({frozenset({"chemical", "disease"})}))
    assert [one.concepts for one in made.ends] == [("X", "D")]
    assert concept_pairs(NAMES, SENTENCE, TITLE, frozenset({frozenset({"gene"})}), 8) is None
    two = [*NAMES, Named(16, 17, "gene", ("H",))]
    assert [one.concepts for one in of_concepts(two, frozenset({frozenset({"gene"})})).ends] == [("G", "H")]
    assert concept_pairs([], SENTENCE, TITLE, ALL, 8) is None


def test_the_kinds_of_words_and_names_in_names() -> None:
    names = [Named(0, 4, "disease", ("X",)), Named(2, 4, "gene", ("G",)), Named(6, 8, "chemical", ("D",))]
    kinds = [2 * DISEASE + 1, 2 * DISEASE + 2, 2 * GENE + 1, 2 * GENE + 2, 0, 0, 2 * CHEMICAL + 1, 2 * CHEMICAL + 2]
    assert numbers(of_concepts(names).kinds)[:9] == [*kinds, 0]
    assert numbers(of_concepts(names[::-1]).kinds)[:9] == [*kinds, 0]  # the inner one shows, in whatever order


def test_pairs_of_mentions_in_a_sentence() -> None:
    made = of_mentions(NAMES)
    assert [(one.concepts, one.mentions) for one in made.ends] == [(("G", "D"), (1, 0)), (("G", "X"), (3, 2))]
    assert numbers(made.of) == [0, 1]
    assert (numbers(made.apart), numbers(made.turned), numbers(made.gap)) == ([0, 0], [1, 1], [1, 2])
    assert [(int(a), int(b)) for a, b in made.groups] == [(1, 0), (0, 1), (3, 2), (2, 3)]
    assert len(of_mentions(NAMES, widest=1)) == 1
    assert mention_pairs(NAMES, SENTENCE, TITLE, None, 0) is None
    assert len(of_mentions(NAMES, allowed=frozenset({frozenset({"gene", "disease"})}))) == 1


def test_names_that_overlap_or_mean_the_same_make_no_pair() -> None:
    outer, inner = Named(6, 9, "disease", ("X",)), Named(7, 8, "gene", ("G",))
    again, beside = Named(9, 10, "gene", ("H", "G")), Named(10, 11, "gene", ("K",))
    made = of_mentions([outer, inner, again, beside])
    assert [one.mentions for one in made.ends] == [(2, 0), (3, 0), (1, 3), (2, 3)]
    assert mention_pairs([outer, inner], SENTENCE, TITLE, None, 60) is None
    unnamed = [Named(6, 7, "gene", ()), Named(8, 9, "gene", ())]
    assert [one.concepts for one in of_mentions(unnamed).ends] == [("", "")]


def test_where_words_stand_in_one_sentence() -> None:
    sentence = np.array([0] * 2 + [1] * 14 + [2] * 2, np.int32)
    names = [Named(7, 8, "gene", ("G",)), Named(10, 12, "gene", ("H",))]
    made = mention_pairs(names, sentence, 0, None, 60)
    assert made is not None
    ((members, inside, seen),) = regions(made)
    assert numbers(members) == [0]
    assert numbers(inside) == list(range(2, 16))
    before, just, behind = [BEFORE] * 2, [JUST_BEFORE] * 3, [JUST_BEHIND] * 3
    assert numbers(seen[0]) == [*before, *just, WITHIN, BETWEEN, BETWEEN, WITHIN, WITHIN, *behind, BEHIND]


def test_where_words_stand_in_two_sentences() -> None:
    names = [Named(1, 2, "gene", ("G",)), Named(13, 15, "gene", ("H",))]
    ((members, inside, seen),) = regions(of_concepts(names))
    assert numbers(members) == [0]
    assert numbers(inside) == [*range(5), *range(12, 20)]  # the sentence between is not looked at
    assert numbers(seen[0]) == [APART, WITHIN, *[APART] * 4, WITHIN, WITHIN, *[APART] * 5]


@st.composite
def texts(draw: st.DrawFn) -> tuple[NDArray[np.int32], list[Named]]:
    """Words in sentences, and names in them that may nest and overlap."""
    lengths = draw(st.lists(st.integers(1, 9), min_size=1, max_size=5))
    sentence = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    ends = np.cumsum(lengths)
    names = []
    for _ in range(draw(st.integers(2, 8))):
        first = draw(st.integers(0, len(sentence) - 1))
        last = draw(st.integers(first + 1, int(ends[sentence[first]])))
        concepts = draw(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=2, unique=True))
        names.append(Named(first, last, draw(st.sampled_from(KINDS[:3])), tuple(concepts)))
    return sentence, sorted(names)


@given(texts(), st.integers(1, 4))
def test_every_pair_of_mentions_is_seen_once_with_the_words_of_its_sentences(
    text: tuple[NDArray[np.int32], list[Named]], nearest: int
) -> None:
    sentence, names = text
    for made in (concept_pairs(names, sentence, 2, ALL, nearest), mention_pairs(names, sentence, 2, None, 60)):
        if made is None:
            continue
        met = []
        for members, inside, seen in regions(made):
            assert seen.shape == (len(members), len(inside))
            met += numbers(members)
            for row, pair in zip(seen, numbers(members), strict=True):
                ends = [names[int(made.one[pair])], names[int(made.other[pair])]]
                here = {int(sentence[one.first]) for one in ends}
                assert numbers(inside) == [word for word, at in enumerate(sentence) if int(at) in here]
                named = {word for one in ends for word in range(one.first, one.last)}
                assert {int(word) for word in inside[row == WITHIN]} == named
                assert (APART in row) <= (len(here) == 2)
        assert sorted(met) == list(range(len(made.one)))
        # what readers of the arrays rely on: grouped by pair, each with a pair of mentions
        assert numbers(np.unique(made.of)) == list(range(len(made)))
        assert np.all(np.diff(made.of) >= 0)
        assert np.bincount(made.of).max() <= max(nearest, 1)
        assert {int(end) for _, end in made.groups} == set(range(2 * len(made)))
        assert np.isfinite(made.told).all()


def test_ends_do_not_depend_on_which_name_stands_first() -> None:
    swapped = [Named(1, 2, "gene", ("G",)), Named(3, 5, "chemical", ("D",))]
    for names, turned in ((NAMES[:2], 1), (swapped, 0)):
        made = of_mentions(names)
        assert made.ends[0].concepts == ("G", "D")
        assert numbers(made.turned) == [turned]
