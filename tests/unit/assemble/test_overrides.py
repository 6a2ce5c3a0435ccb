from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble.assemble import assemble
from kg.assemble.overrides import Changing, Reading
from kg.core.folder import GraphFolder
from kg.core.graph import Assertion
from kg.core.lexicon import Concept, Lexicon, local_id, make_lexicon
from kg.core.overrides import BAN, DROP, MEANS, NEVER, REPLACE, Override, Overrides
from kg.core.tables import EXTRACTION, extraction_row, read_extractions, write_rows
from kg.core.text import (
    Argument,
    Candidate,
    Context,
    Extraction,
    Mention,
    Metadata,
    Relation,
    Span,
    lay_out,
    make_document,
)
from kg.index.load import load_lexicon

IL2, ALDESLEUKIN, TREG, SLE, LUPUS, PRL, GONORRHOEA = (
    "HGNC:6001", "DRUGBANK:DB00041", "CL:0000815", "MONDO:0007915", "MESH:D008180", "HGNC:9445", "MONDO:0004277",
)  # fmt: skip
HUMAN, MOUSE = "NCBITaxon:9606", "NCBITaxon:10090"
LEXICON: Lexicon = make_lexicon(
    [
        Concept(IL2, "IL2", "gene"),
        Concept(PRL, "PRL", "gene"),
        Concept(ALDESLEUKIN, "aldesleukin", "drug"),
        Concept(TREG, "regulatory T cell", "cell_type"),
        Concept(SLE, "systemic lupus erythematosus", "disease"),
        Concept(GONORRHOEA, "gonorrhea", "disease"),
        Concept(HUMAN, "human", "species"),
    ]
)
Table = list[dict[str, Any]]
Named = tuple[str, str, tuple[str, ...]]  # surface, category, candidates


def paper(
    title: str, text: str, named: list[Named], *said: tuple[int, str, int], pmid: str = "1", **more: Any
) -> Extraction:
    """Return a paper whose mentions are the surfaces in order; each relation says `subject predicate object`."""
    document = make_document(title, lay_out(title, [("abstract", "", text)]), Metadata(pmid=pmid))
    mentions: list[Mention] = []
    for surface, category, candidates in named:
        start = document.text.index(surface, mentions[-1].end if mentions else 0)
        part = tuple(Candidate(one, 0.9 - rank / 10) for rank, one in enumerate(candidates))
        span = (start, start + len(surface))
        mentions.append(Mention(len(mentions), *span, surface, category, (part,), "lexicon", 0.9))
    sentence = Span(len(title) + 1, len(document.text))
    relations = tuple(
        Relation(
            Argument(subject, more.get("subject") or mentions[subject].parts[0][0].concept_id), predicate,
            Argument(one, mentions[one].parts[0][0].concept_id), "", more.get("direction", ""), "direct", (sentence,),
            Span(sentence.end - 1, sentence.end), False, False, more.get("context", Context()), 0.8, "rule:test",
        )
        for subject, predicate, one in said
    )  # fmt: skip
    return Extraction(document, tuple(mentions), relations)


class Overridden:
    """The tables of a graph with overrides, and what the manifest says of each row: [mentions, relations, …]."""

    def __init__(self, root: Path, overrides: list[Override], *papers: Extraction) -> None:
        folder = GraphFolder(root)
        write_rows(folder.extractions / "part-00000.parquet", EXTRACTION, map(extraction_row, papers))
        manifest = assemble(folder, LEXICON, {}, Overrides(overrides, "mine.tsv", "00"))
        self.tables: dict[str, Table] = {
            name: pq.read_table(folder.table(name)).to_pylist() for name in manifest["counts"]
        }
        told = manifest["overrides"]
        assert (told["file"], told["sha256"]) == ("mine.tsv", "00")
        self.changes = [
            [row[name] for name in ("mentions", "relations", "relations_dropped", "contexts")] for row in told["rows"]
        ]
        self.ungrounded = [row["name"] for row in manifest["ungrounded"]]

    @property
    def mentions(self) -> list[tuple[str, str, str]]:
        return [(row["text"], row["category"], row["concept_id"]) for row in self.tables["mentions"]]

    @property
    def edges(self) -> list[tuple[str, str, str]]:
        return [(row["subject"], row["predicate"], row["object"]) for row in self.tables["assertions"]]

    @property
    def concepts(self) -> set[str]:
        return {row["id"] for row in self.tables["concepts"]}


def gonorrhoea(**more: Any) -> Extraction:
    """GC was taken for gonorrhoea; what it is the paper does not say."""
    named: list[Named] = [
        ("GC", "disease", (GONORRHOEA, PRL)),
        ("IL-2", "gene", (IL2,)),
        ("GC", "disease", (GONORRHOEA, PRL)),
        ("Tregs", "cell_type", (TREG,)),
    ]
    return paper("On GC", "IL-2 in GC and Tregs.", named, (1, "associated_with", 2), (1, "expresses", 3), **more)


def test_a_dropped_name_takes_its_mentions_and_relations_away(tmp_path: Path) -> None:
    found = Overridden(tmp_path, [Override(2, DROP, "GC")], gonorrhoea())
    assert found.mentions == [("IL-2", "gene", IL2), ("Tregs", "cell_type", TREG)]
    assert [row["mention"] for row in found.tables["mentions"]] == [0, 1]
    assert found.edges == [(IL2, "expresses", TREG)]
    (evidence,) = found.tables["evidence"]
    text = found.tables["documents"][0]["text"]
    assert text[evidence["object_start"] : evidence["object_end"]] == "Tregs"
    assert found.concepts == {IL2, TREG}
    assert found.changes == [[2, 0, 1, 0]]


def test_a_name_means_what_the_user_says_and_its_category_follows(tmp_path: Path) -> None:
    found = Overridden(tmp_path, [Override(2, MEANS, "GC", object=PRL)], gonorrhoea())
    assert found.mentions[0] == found.mentions[2] == ("GC", "gene", PRL)
    assert [row["score"] for row in found.tables["mentions"]] == [1.0, 0.9, 1.0, 0.9]
    assert (IL2, "associated_with", PRL) in found.edges
    assert found.changes == [[2, 1, 0, 0]]
    for row in found.tables["assertions"]:
        fields = [row[name] for name in ("subject", "predicate", "object", "aspect", "direction", "negated")]
        assert Assertion(*fields).id == row["id"]
    assert {row["assertion_id"] for row in found.tables["evidence"]} == {
        row["id"] for row in found.tables["assertions"]
    }


def test_a_name_without_concept_is_grounded(tmp_path: Path) -> None:
    local = local_id("gene", "factor Z")
    one = paper("T", "factor Z and Tregs", [("factor Z", "gene", (local,)), ("Tregs", "cell_type", (TREG,))],
                (0, "affects", 1))  # fmt: skip
    assert Overridden(tmp_path / "0", [Override(2, DROP, "other")], one).ungrounded == ["factor Z"]
    found = Overridden(tmp_path / "1", [Override(2, MEANS, "Factor-Z", object=PRL)], one)
    assert found.edges == [(PRL, "affects", TREG)]
    assert (found.ungrounded, found.concepts) == ([], {PRL, TREG})
    by_id = Overridden(tmp_path / "2", [Override(2, REPLACE, subject=local, object=PRL)], one)
    assert by_id.edges == found.edges
    unread = replace(one, mentions=(replace(one.mentions[0], parts=((),)), one.mentions[1]))
    assert Overridden(tmp_path / "3", [Override(2, MEANS, "factor Z", object=PRL)], unread).edges == found.edges


def test_the_next_candidate_takes_the_place_of_one_never_meant(tmp_path: Path) -> None:
    found = Overridden(tmp_path, [Override(2, NEVER, "GC", object=GONORRHOEA)], gonorrhoea())
    assert found.mentions[0] == ("GC", "gene", PRL)
    assert found.changes == [[2, 1, 0, 0]]


def test_where_no_candidate_is_left_the_name_is_ungrounded(tmp_path: Path) -> None:
    rows = [Override(2, NEVER, "GC", object=GONORRHOEA), Override(3, BAN, object=PRL)]
    found = Overridden(tmp_path, rows, gonorrhoea())
    local = local_id("disease", "GC")
    assert found.mentions[0] == ("GC", "disease", local)
    assert (IL2, "associated_with", local) in found.edges
    assert found.ungrounded == ["GC"]
    assert found.changes == [[2, 1, 0, 0], [2, 1, 0, 0]]


def test_a_row_that_changes_nothing_counts_nothing(tmp_path: Path) -> None:
    rows = [
        Override(2, NEVER, "GC", object=PRL),  # a lower candidate
        Override(3, DROP, "gc"),  # not written so
        Override(4, MEANS, "IL-2", object=IL2),
        Override(5, BAN, object="X:1"),
    ]
    found = Overridden(tmp_path / "1", rows, gonorrhoea())
    assert found.changes == [[0, 0, 0, 0]] * 4
    plain = Overridden(tmp_path / "2", [Override(2, DROP, "nowhere")], gonorrhoea())
    assert found.tables == plain.tables


def test_a_concept_means_another_everywhere(tmp_path: Path) -> None:
    context = Context(disease=(LUPUS,))
    named: list[Named] = [
        ("Lupus", "disease", (LUPUS, SLE)),
        ("IL-2", "gene", (IL2,)),
        ("Tregs", "cell_type", (TREG,)),
    ]
    one = paper("Lupus", "IL-2 and Tregs", named, (1, "affects", 2), context=context)
    found = Overridden(tmp_path, [Override(2, REPLACE, subject=LUPUS, object=SLE)], one)
    assert found.mentions[0] == ("Lupus", "disease", SLE)
    assert found.tables["evidence"][0]["context_disease"] == [SLE]
    assert found.concepts == {SLE, IL2, TREG}
    assert found.changes == [[1, 0, 0, 1]]


def test_two_ends_that_become_one_concept_say_nothing(tmp_path: Path) -> None:
    found = Overridden(tmp_path, [Override(2, MEANS, "GC", object=IL2)], gonorrhoea())
    assert found.edges == [(IL2, "expresses", TREG)]
    assert found.changes == [[2, 0, 1, 0]]


def test_an_undirected_statement_is_one_assertion_whichever_id_is_smaller(tmp_path: Path) -> None:
    named: list[Named] = [("IL-2", "gene", (IL2,)), ("factor", "gene", ("HGNC:7000",))]
    turned: list[Named] = [("PRL", "gene", ("HGNC:1",)), ("IL-2", "gene", (IL2,))]
    papers = (
        paper("T", "IL-2 with factor", named, (0, "associated_with", 1)),
        paper("T", "PRL with IL-2", turned, (0, "associated_with", 1), pmid="2"),
    )
    rows = [Override(2, REPLACE, subject="HGNC:7000", object=PRL), Override(3, REPLACE, subject="HGNC:1", object=PRL)]
    found = Overridden(tmp_path, rows, *papers)
    assert found.edges == [(IL2, "associated_with", PRL)]
    assert len(found.tables["evidence"]) == 2
    for row in found.tables["evidence"]:
        text = next(one["text"] for one in found.tables["documents"] if one["id"] == row["document_id"])
        assert text[row["subject_start"] : row["subject_end"]] == "IL-2"


def given_as_medicine() -> Extraction:
    named: list[Named] = [("IL-2", "gene", (IL2,)), ("lupus", "disease", (SLE,))]
    return paper("T", "IL-2 for lupus", named, (0, "ameliorates_condition", 1), subject=ALDESLEUKIN)


@pytest.mark.parametrize(
    ("row", "subject"),
    [
        (Override(2, DROP, "nothing here"), ALDESLEUKIN),
        (Override(2, REPLACE, subject=SLE, object=GONORRHOEA), ALDESLEUKIN),
        (Override(2, REPLACE, subject=ALDESLEUKIN, object=PRL), PRL),
        (Override(2, REPLACE, subject=IL2, object=PRL), ALDESLEUKIN),
        (Override(2, NEVER, "IL-2", object=ALDESLEUKIN), IL2),
        (Override(2, BAN, object=ALDESLEUKIN), IL2),
        (Override(2, MEANS, "IL-2", object=PRL), PRL),
        (Override(2, BAN, object=IL2), local_id("gene", "IL-2")),
    ],
)
def test_a_gene_that_is_given_as_a_medicine_stays_it_unless_the_user_says_otherwise(
    tmp_path: Path, row: Override, subject: str
) -> None:
    found = Overridden(tmp_path, [row], given_as_medicine())
    assert found.edges[0][0] == subject


def test_between_what_the_text_leaves_open_a_user_decides(tmp_path: Path) -> None:
    local = local_id("gene", "PR")
    one = paper("T", "PR and Tregs", [("PR", "gene", (local, IL2, PRL)), ("Tregs", "cell_type", (TREG,))],
                (0, "affects", 1))  # fmt: skip
    left = Overridden(tmp_path / "1", [Override(2, NEVER, "PR", object=IL2)], one)
    assert (left.edges, left.changes) == ([(PRL, "affects", TREG)], [[1, 1, 0, 0]])
    none = Overridden(tmp_path / "2", [Override(2, BAN, object=IL2), Override(3, BAN, object=PRL)], one)
    assert (none.edges, none.changes) == ([(local, "affects", TREG)], [[0] * 4] * 2)
    merged = Overridden(tmp_path / "3", [Override(2, REPLACE, subject=PRL, object=IL2)], one)
    assert merged.edges == [(IL2, "affects", TREG)]
    open_still = Overridden(tmp_path / "4", [Override(2, REPLACE, subject=PRL, object=SLE)], one)
    assert (open_still.edges, open_still.changes) == ([(local, "affects", TREG)], [[0] * 4])
    said = Overridden(tmp_path / "5", [Override(2, REPLACE, subject=local, object=PRL)], one)
    assert said.edges == [(PRL, "affects", TREG)]


def test_a_context_falls_back_to_the_title_and_what_is_spoken_of_is_none(tmp_path: Path) -> None:
    named: list[Named] = [
        ("Mice", "species", (MOUSE,)),
        ("IL-2", "gene", (IL2,)),
        ("Tregs", "cell_type", (TREG,)),
        ("patients", "species", (HUMAN,)),
        ("lupus", "disease", (SLE,)),
    ]
    said = ((1, "affects", 2), (1, "causes", 4))
    one = paper(
        "Mice", "IL-2, Tregs, patients, lupus", named, *said, context=Context(species=(HUMAN,), dose="low-dose")
    )
    found = Overridden(tmp_path / "1", [Override(2, DROP, "patients")], one)
    assert {tuple(row["context_species"]) for row in found.tables["evidence"]} == {(MOUSE,)}
    assert {row["context_dose"] for row in found.tables["evidence"]} == {"low-dose"}
    assert found.changes == [[1, 0, 0, 2]]
    # Without the statement about it, lupus is no longer what the sentence speaks of
    freed = paper("Mice", "IL-2, Tregs, patients, lupus", named, (1, "affects", 2), (3, "causes", 4))
    found = Overridden(tmp_path / "2", [Override(2, DROP, "patients")], freed)
    assert [row["context_disease"] for row in found.tables["evidence"]] == [[SLE]]
    assert found.changes == [[1, 0, 1, 1]]


def test_several_concepts_in_one_mention(tmp_path: Path) -> None:
    one = gonorrhoea()
    both = replace(one.mentions[2], parts=((Candidate(GONORRHOEA, 0.9),), (Candidate(SLE, 0.8),)))
    said = replace(one.relations[0], object=Argument(2, SLE))
    one = replace(one, mentions=(*one.mentions[:2], both, one.mentions[3]), relations=(*one.relations, said))
    found = Overridden(tmp_path / "1", [Override(2, REPLACE, subject=SLE, object=PRL)], one)
    assert {(IL2, "associated_with", GONORRHOEA), (IL2, "associated_with", PRL)} <= set(found.edges)
    found = Overridden(tmp_path / "2", [Override(2, MEANS, "GC", object=TREG)], one)
    assert [{edge[0], edge[2]} for edge in found.edges] == [{IL2, TREG}] * 2


IDS = st.sampled_from([IL2, PRL, TREG, SLE, GONORRHOEA])
NAMES = st.sampled_from(["GC", "IL-2", "tregs"])
ROWS = st.one_of(
    st.builds(lambda name: Override(0, DROP, name), NAMES),
    st.builds(lambda name, one: Override(0, MEANS, name, object=one), NAMES, IDS),
    st.builds(lambda name, one: Override(0, NEVER, name, object=one), NAMES, IDS),
    st.builds(lambda one: Override(0, BAN, object=one), IDS),
    st.builds(lambda pair: Override(0, REPLACE, subject=pair[0], object=pair[1]), st.permutations([IL2, PRL, SLE])),
)


def changed(rows: list[Override]) -> tuple[dict[str, Any], Counter[tuple[str, str]]]:
    """Return the document and how often each row changed what."""
    overrides = Overrides(replace(row, line=line) for line, row in enumerate(rows, 1))
    changing = Changing(overrides, LEXICON.concepts)
    done = changing.document(listed(extraction_row(gonorrhoea())))
    return done, Counter({(str(rows[line - 1]), what): count for (line, what), count in changing.counts.items()})


def listed(value: Any) -> Any:
    """Return a value as DuckDB gives it: lists instead of tuples, all the way down."""
    if isinstance(value, dict):
        return {key: listed(one) for key, one in value.items()}
    return [listed(one) for one in value] if isinstance(value, list | tuple) else value


@given(st.lists(ROWS, max_size=4), st.randoms())
def test_the_order_of_rows_that_agree_does_not_matter(rows: list[Override], random: Any) -> None:
    from kg.core.overrides import _contradictions

    if list(_contradictions([replace(row, line=line) for line, row in enumerate(rows, 1)])):
        return
    shuffled = rows[:]
    random.shuffle(shuffled)
    assert changed(shuffled) == changed(rows)


@given(st.lists(ROWS, max_size=4))
def test_what_comes_out_is_whole(rows: list[Override]) -> None:
    from kg.core.overrides import _contradictions

    if list(_contradictions([replace(row, line=line) for line, row in enumerate(rows, 1)])):
        return
    done, _ = changed(rows)
    assert [one["id"] for one in done["mentions"]] == list(range(len(done["mentions"])))
    banned = {row.object for row in rows if row.kind == BAN} | {row.subject for row in rows if row.kind == REPLACE}
    for relation in done["relations"]:
        ends = [relation["subject"], relation["object"]]
        assert ends[0]["concept_id"] != ends[1]["concept_id"]
        for end in ends:
            mention = done["mentions"][end["mention"]]
            assert end["concept_id"] == mention["parts"][0][0]["concept_id"]
            assert end["concept_id"] not in banned


def relations_of(example: Path) -> Iterator[dict[str, Any]]:
    for shard in GraphFolder(example).shards():
        for extraction in read_extractions(shard):
            yield listed(extraction_row(extraction))


def test_contexts_are_set_as_they_are_read(example_graph: Path) -> None:
    """The rule for contexts stands in annotate too: on texts that nothing changes both come to the same."""
    some = (Override(1, DROP, "x"),)
    changing = Changing(Overrides(), load_lexicon().concepts)
    placed = 0
    for row in relations_of(example_graph):
        relations: list[dict[str, Any] | None] = []
        for relation in row["relations"]:
            nowhere = {**relation["context"], "disease": ["X:1"], "species": [], "tissue": ["X:2"]}
            relations.append({**relation, "context": nowhere})
        changing._place(row, [Reading(mention, some) for mention in row["mentions"]], relations)
        assert relations == row["relations"]
        placed += sum(bool(one["context"]["disease"]) for one in row["relations"])
    assert placed > 20
