"""kg.evaluate.mentions, worked by hand."""

from __future__ import annotations

from kg.evaluate.judged import Judged
from kg.evaluate.mentions import Mentions
from kg.evaluate.scores import Scores, Tally
from tests.unit.evaluate.marked import marked


def _score(*pairs: tuple[str, str]) -> Scores:
    count = Mentions({})
    for gold, predicted in pairs:
        count.add(marked(gold), marked(predicted))
    return count.scores(len(pairs), 1.5)


def test_span_and_kind_both_count() -> None:
    scores = _score(
        (
            "[IL-2|GeneOrGeneProduct|] and [low-dose IL-2|ChemicalEntity|] in severe [lupus|Disease|]",
            "[IL-2|gene|] and low-dose [IL-2|gene|] in [severe lupus|phenotype|]",
        )
    )
    # gene: the first is right, the second stands where the gold has a chemical; lupus: the span differs
    assert scores.per_type == {"gene": Tally(1, 2, 1), "disease": Tally(0, 1, 1), "chemical": Tally(0, 0, 1)}
    assert scores.overall == Tally(1, 3, 3)
    assert scores.further["overlap"] == Tally(2, 3, 3)
    assert (scores.documents, scores.seconds) == (1, 1.5)


def test_a_kind_is_left_out_only_if_no_document_marks_it() -> None:
    first = ("[IL-2|Gene|] in mice", "[IL-2|gene|] in [mice|species|]")
    assert _score(first).overall == Tally(1, 1, 1)
    assert _score(first).left_out == {"species": 1}
    second = _score(first, ("[rats|Species|]", "[rats|species|]"))
    assert second.overall == Tally(2, 3, 2)
    assert second.left_out == {}


def test_unknown_labels_are_reported() -> None:
    scores = _score(("[SH2|DomainMotif|] of [Lck|Gene|] and [SH3|DomainMotif|]", "SH2 of [Lck|gene|] and SH3"))
    assert scores.unknown_labels == {"DomainMotif": 2}
    assert scores.overall == Tally(1, 1, 1)


def test_a_broad_label_is_satisfied_by_the_kinds_it_takes_in() -> None:
    """BioNLP-ST CG's and AnatEM's Cell: cell types and cell lines alike."""
    scores = _score(
        (
            "[T cells|Cell|] and [HeLa|Cell|] and [fibroblasts|Cell|] in [skin|Organ|]",
            "[T cells|cell_type|] and [HeLa|cell_line|] and fibroblasts [in skin|cell_type|]",
        )
    )
    assert scores.per_type == {"anatomy": Tally(0, 0, 1), "cell": Tally(2, 3, 3)}
    assert scores.further_per_type["overlap"]["cell"] == Tally(2, 3, 3)


def test_the_worked_example() -> None:
    """Strict mentions as `conlleval` and BC5CDR's script count them, by hand.

    Two documents. Gold, five mentions: aspirin and asthma; colchicine, gout and renal failure. Found, five: aspirin,
    severe asthma (too long), colchicine (as a disease), gout, renal failure. The same span and type: aspirin, gout and
    renal failure, so three are right. P = 3/5, R = 3/5, F1 = 2 * 3 / (5 + 5) = 0.6. By type: chemical P = 1/1, R = 1/2;
    disease P = 2/4, R = 2/3. Overlapping, severe asthma is right as well: 4/5.
    """
    scores = _score(
        (
            "[Aspirin|Chemical|D001241] may provoke severe [asthma|Disease|D001249].",
            "[Aspirin|chemical|] may provoke [severe asthma|disease|].",
        ),
        (
            "[Colchicine|Chemical|D003078] for [gout|Disease|D006073] in [renal failure|Disease|D051437]",
            "[Colchicine|disease|] for [gout|disease|] in [renal failure|phenotype|]",
        ),
    )
    assert scores.overall == Tally(3, 5, 5)
    plain = scores.as_json()
    assert (plain["precision"], plain["recall"], plain["f1"]) == (0.6, 0.6, 0.6)
    assert scores.per_type == {"chemical": Tally(1, 1, 2), "disease": Tally(2, 4, 3)}
    assert plain["per_type"]["disease"]["f1"] == round(2 * 2 / (4 + 3), 4)
    assert scores.further["overlap"] == Tally(4, 5, 5)


def test_every_error_is_told_with_its_kind() -> None:
    rows: list[Judged] = []
    count = Mentions({}, rows.append)
    count.add(
        marked(
            "[IL-2|Gene|] and severe [lupus|Disease|]; [TNF|Gene|], [HeLa|Cell|], [p38|Gene|] up, [MHC|DomainMotif|]"
        ),
        marked(
            "[IL-2|gene|] and [severe lupus|disease|]; [TNF|drug|], [HeLa|cell_line|], [p38 up|process|], [MHC|gene|]"
        ),
    )
    told = [(row.outcome, row.kind, row.error, row.text, row.gold, row.found) for row in rows]
    assert told == [
        ("right", "gene", "", "IL-2", "gene", "gene"),
        ("missed", "disease", "boundary", "lupus", "disease", "severe lupus (disease)"),
        ("missed", "gene", "kind", "TNF", "gene", "chemical"),
        ("right", "cell", "", "HeLa", "cell", "cell_line"),
        ("missed", "gene", "boundary and kind", "p38", "gene", "p38 up (process)"),
        ("false", "disease", "boundary", "severe lupus", "lupus (disease)", "disease"),
        ("false", "chemical", "kind", "TNF", "gene", "chemical"),
        ("false", "process", "boundary and kind", "p38 up", "p38 (gene)", "process"),
        ("false", "gene", "spurious", "MHC", "", "gene"),
    ]
