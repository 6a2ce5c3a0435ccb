"""kg.annotate.hybrid: what the dictionary names and what the tagger reads, in one list."""

from __future__ import annotations

from kg.annotate.hybrid import Near, merge
from kg.annotate.rows import MentionRow
from kg.annotate.tagger import Tagged


def row(text: str, name: str, category: str) -> MentionRow:
    start = text.index(name)
    return MentionRow(start, start + len(name), category, (((f"X:{category}", 0.9),),), "lexicon", 0.9)


def tag(text: str, name: str, kind: str, score: float = 0.9) -> Tagged:
    start = text.index(name)
    return Tagged(start, start + len(name), kind, score)


def merged(text: str, rows: list[MentionRow], tagged: list[Tagged]) -> list[tuple[str, str, str]]:
    return [(text[one.start : one.end], one.category, one.found_by) for one in merge(text, rows, tagged)]


def test_who_found_it_is_told() -> None:
    text = "IL-2, blarg and Th1 of a drug"
    rows = [row(text, "IL-2", "gene"), row(text, "Th1", "cell_type")]
    tagged = [tag(text, "IL-2", "gene", 0.99), tag(text, "blarg", "chemical")]
    found = merge(text, rows, tagged)
    assert [(one.found_by, one.score) for one in found] == [
        ("lexicon+tagger", 0.99),
        ("tagger", 0.9),
        ("lexicon", 0.9),
    ]
    assert found[0].parts == rows[0].parts
    assert found[1].parts == ()


def test_our_finer_categories_stay() -> None:
    text = "rituximab for fever"
    rows = [row(text, "rituximab", "drug"), row(text, "fever", "phenotype")]
    assert merged(text, rows, [tag(text, "rituximab", "chemical"), tag(text, "fever", "disease")]) == [
        ("rituximab", "drug", "lexicon+tagger"),
        ("fever", "phenotype", "lexicon+tagger"),
    ]


def test_a_tagger_by_itself_must_be_sure() -> None:
    assert merged("a blarg", [], [tag("a blarg", "blarg", "disease", 0.55)]) == []
    assert merged("a blarg", [], [tag("a blarg", "blarg", "gene", 0.55)]) == [("blarg", "gene", "tagger")]


def test_the_longer_stretch_wins_and_relations_take_the_known_name_at_its_end() -> None:
    text = "activated human Tregs"
    found = merge(
        text, [row(text, "Tregs", "cell_type")], [tag(text, text, "cell_type"), tag(text, "human", "species")]
    )
    assert [(text[one.start : one.end], one.core) for one in found] == [(text, (16, 21)), ("human", None)]
    text = "IL-2 receptor alpha"
    assert merge(text, [row(text, "IL-2 receptor", "gene")], [tag(text, text, "gene")])[0].core is None


def test_a_name_around_a_stretch_of_another_kind_wins() -> None:
    text = "ACE inhibitors"
    assert merged(text, [row(text, text, "drug")], [tag(text, "ACE", "gene")]) == [(text, "drug", "lexicon")]
    text = "ACE of kidneys"  # but of the same kind the tagger's is right more often
    assert merged(text, [row(text, text, "gene")], [tag(text, "ACE", "gene")]) == [("ACE", "gene", "tagger")]


def test_a_cell_type_by_name_is_no_cell_line() -> None:
    text = "T cells"
    assert merged(text, [row(text, text, "cell_type")], [tag(text, text, "cell_line")]) == [
        (text, "cell_type", "lexicon")
    ]


def test_of_autoantibodies_the_tagger_knows_nothing() -> None:
    text = "anti-dsDNA titers"
    assert merged(text, [row(text, "anti-dsDNA", "antibody")], [tag(text, "anti-dsDNA", "gene")]) == [
        ("anti-dsDNA", "antibody", "lexicon")
    ]
    text = "inflammation of joints"
    assert merged(text, [row(text, "inflammation", "process")], [tag(text, "inflammation", "disease")]) == [
        ("inflammation", "disease", "tagger")
    ]


def test_a_name_within_one_of_another_kind_stands_beside_it() -> None:
    text = "lung cancer"
    assert merged(text, [], [tag(text, text, "disease"), tag(text, "lung", "anatomy")]) == [
        ("lung", "anatomy", "tagger"),
        (text, "disease", "tagger"),
    ]
    assert merged(text, [], [tag(text, text, "disease"), tag(text, "lung", "gene")]) == [(text, "disease", "tagger")]


def test_what_has_become_of_a_name_does_not_hide_it() -> None:
    text = "Treg deficiency worsens it"
    found = merge(text, [row(text, "Treg", "cell_type")], [tag(text, "Treg deficiency", "disease")])
    assert [(text[one.start : one.end], one.category, one.core) for one in found] == [
        ("Treg", "cell_type", None),
        ("Treg deficiency", "disease", (0, 0)),  # relations take the cell, whose loss is spoken of
    ]
    text = "COX inhibition"
    hidden = merge(text, [row(text, "COX", "gene")], [tag(text, text, "chemical")])
    assert [text[one.start : one.end] for one in hidden] == ["COX", text]
    text = "breast cancer"
    assert merged(text, [row(text, "breast", "anatomy")], [tag(text, text, "disease")]) == [(text, "disease", "tagger")]


def test_the_order_of_what_is_given_does_not_count() -> None:
    text = "human T cells and lung cancer cells"
    rows = [row(text, "T cells", "cell_type"), row(text, "lung cancer", "disease")]
    tagged = [
        tag(text, "human T cells", "cell_type"),
        tag(text, "human", "species"),
        tag(text, "lung cancer cells", "cell_type"),
        tag(text, "lung cancer", "disease"),
    ]
    assert merge(text, rows, tagged) == merge(text, rows[::-1], tagged[::-1])


def test_a_name_out_of_a_large_ontology_counts_where_the_tagger_reads_one_too() -> None:
    text = "water and metformin"
    rows = [row(text, name, "chemical")._replace(score=0.85) for name in ("water", "metformin")]
    tagged = [tag(text, "metformin", "chemical")]
    assert merged(text, rows, tagged) == [("metformin", "chemical", "lexicon+tagger")]
    assert merged(text, [rows[0]._replace(score=0.9)], []) == [("water", "chemical", "lexicon")]
    of_a_process = rows[0]._replace(category="process")  # of which a tagger knows nothing
    assert merged(text, [of_a_process], []) == [("water", "process", "lexicon")]


def test_what_follows_can_make_it_the_name_of_something_else() -> None:
    text = "stroke volume after pertussis toxin and stroke"
    tagged = [tag(text, "stroke", "disease"), tag(text, "pertussis", "disease"), Tagged(40, 46, "disease", 0.9)]
    assert [one.start for one in merge(text, [], tagged)] == [40]


def test_no_name_goes_on_in_the_next_sentence() -> None:
    text = "We gave AngII. 3 rats and E. coli"
    found = merge(text, [], [tag(text, "AngII. 3", "gene"), tag(text, "E. coli", "species")])
    assert [text[one.start : one.end] for one in found] == ["E. coli"]


def test_what_is_near_holds_all_that_overlaps() -> None:
    rows = [MentionRow(start, end, "gene", (), "lexicon", 0.9) for start, end in ((0, 9), (2, 4), (12, 14), (14, 20))]
    near = Near(rows)
    for start in range(22):
        one = MentionRow(start, start + 2, "gene", (), "", 0.0)
        assert [row for row in near.of(one) if row.start < one.end and one.start < row.end] == [
            row for row in rows if row.start < one.end and one.start < row.end
        ]
    assert list(Near[MentionRow](()).of(rows[0])) == []
