from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.errors import DataError, InputError
from kg.core.lexicon import Concept
from kg.core.overrides import (
    BAN,
    DROP,
    MEANS,
    NEVER,
    NO_TERM,
    REPLACE,
    Override,
    Overrides,
    _contradictions,
    read_overrides,
)

CONCEPTS = {
    concept.id: concept
    for concept in (
        Concept("HGNC:9445", "PRL", "gene"),
        Concept("MONDO:0007915", "systemic lupus erythematosus", "disease", xrefs=("MESH:D008180",)),
        Concept("CL:0000815", "regulatory T cell", "cell_type"),
    )
}
HEADER = ("subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label")


def row(subject: str = "", name: str = "", modifier: str = "", one: str = NO_TERM, label: str = "") -> str:
    return "\t".join((subject, name, "skos:exactMatch", modifier, one, label))


def table(path: Path, *lines: str, header: tuple[str, ...] = HEADER) -> Path:
    path.write_text("\n".join(("\t".join(header), *lines)) + "\n", encoding="utf-8")
    return path


def read(path: Path, *lines: str, header: tuple[str, ...] = HEADER) -> Overrides:
    return read_overrides(table(path / "mine.tsv", *lines, header=header), CONCEPTS)


def refused(path: Path, *lines: str, header: tuple[str, ...] = HEADER) -> str:
    with pytest.raises(DataError) as caught:
        read(path, *lines, header=header)
    return str(caught.value)


def test_every_kind_of_row(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "# a remark",
        row(name="GC"),
        row(name="PRL", one="HGNC:9445", label="prolactin"),
        "",
        row(name="MS", modifier="Not", one="MONDO:0005301"),
        row(subject=NO_TERM, one="NCBITaxon:9606"),
        row(subject="MESH:D008180", name="lupus, for people", one="MONDO:0007915"),
    )
    assert found.rows == (
        Override(3, DROP, "GC"),
        Override(4, MEANS, "PRL", object="HGNC:9445", label="prolactin"),
        Override(6, NEVER, "MS", object="MONDO:0005301"),
        Override(7, BAN, object="NCBITaxon:9606"),
        Override(8, REPLACE, subject="MESH:D008180", object="MONDO:0007915"),
    )
    assert [str(one) for one in found.rows] == [
        "GC is no mention",
        "PRL means HGNC:9445 (prolactin)",
        "MS never means MONDO:0005301",
        "nothing means NCBITaxon:9606",
        "MESH:D008180 means MONDO:0007915",
    ]
    assert (found.source, len(found.sha256)) == ("mine.tsv", 64)
    assert found
    assert not Overrides()


def test_the_metadata_of_sssom_a_byte_order_mark_and_quotes_are_read_over(tmp_path: Path) -> None:
    lines = [
        "#mapping_set_id: https://example.org/mine",
        "#curie_map:",
        "#  HGNC: http://identifiers.org/hgnc/",
        "subject_label\tpredicate_id\tobject_id\tmapping_justification\tcomment",
        'GC\tskos:exactMatch\tsssom:NoTermFound\tsemapv:ManualMappingCuration\t"gastric, or ""germinal"""',
        '"IL-2 ""low"""\tskos:exactMatch\tHGNC:9445\t\t',
    ]
    path = tmp_path / "mine.sssom.tsv"
    path.write_bytes(codecs.BOM_UTF8 + "\r\n".join(lines).encode())
    found = read_overrides(path, CONCEPTS)
    assert [(one.line, one.name) for one in found.rows] == [(5, "GC"), (6, 'IL-2 "low"')]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row(name="GC").replace("exactMatch", "closeMatch"), "predicate_id is 'skos:closeMatch'"),
        (row(name="GC", modifier="not"), "predicate_modifier is 'not'"),
        (row(name="GC", modifier="Not"), "Not and sssom:NoTermFound together say nothing"),
        (row(name="GC", one=""), "object_id is empty"),
        (row(name="GC", one="prolactin"), "object_id is 'prolactin', which is no CURIE"),
        (row(subject="lupus", one="MONDO:0007915"), "subject_id is 'lupus', which is no CURIE"),
        (row(), "it has no subject"),
        (row(name="+/-"), "no letter or digit"),
        (row(subject="MESH:D008180", modifier="Not", one="MONDO:0007915"), "Not is for names"),
        (row(subject="MESH:D008180"), "give it as object_id"),
        (row(subject=NO_TERM), "object_id is a concept's id"),
        (row(subject=NO_TERM, name="GC", one="HGNC:9445"), "subject_label is empty"),
        (row(subject=NO_TERM, one="text:gene/0123456789ab"), "drop that name instead"),
        (row(subject="HGNC:9445", one="HGNC:9445"), "means itself already"),
        (row(name="PRL", one="HGNC:94450"), "no concept at hand has the id HGNC:94450"),
        (row(name="PRL", one="hgnc:9445"), "did you mean HGNC:9445?"),
        (row(name="lupus", one="MESH:D008180"), "did you mean MONDO:0007915?"),
        (row(subject="DOID:9074", one="MONDO:1"), "no concept at hand has the id MONDO:1"),
        ("GC\tskos:exactMatch", "2 cells where the header has 6"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    told = refused(tmp_path, row(name="ANA"), line)
    assert told.startswith(f"{tmp_path / 'mine.tsv'}, line 3: ")
    assert reason in told


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    told = refused(
        tmp_path, row(name="GC", one="x"), row(name="ANA"), row(), row(name="PRL", one="HGNC:1")
    ).splitlines()
    assert told[0] == f"{tmp_path / 'mine.tsv'}: 3 problems, so that nothing is applied:"
    assert [line.split(": ")[0].strip() for line in told[1:]] == [
        f"{tmp_path / 'mine.tsv'}, line {n}" for n in (2, 4, 5)
    ]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (
            ("subject_label", "predicate_id", "predicate_modifer", "object_id"),
            "'predicate_modifer' is no column of SSSOM",
        ),
        (("subject_label", "predicate_id"), "the column 'object_id' is missing"),
        (("predicate_id", "object_id"), "the column 'subject_label' is missing"),
        (("subject_label", "object_id", "predicate_id", "object_id"), "the column 'object_id' stands twice"),
    ],
)
def test_a_header_that_cannot_be_meant(tmp_path: Path, header: tuple[str, ...], reason: str) -> None:
    assert f"line 1: {reason}" in refused(tmp_path, header=header)


def test_no_file_no_header_no_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file of overrides"):
        read_overrides(tmp_path / "none.tsv", CONCEPTS)
    (tmp_path / "empty.tsv").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(DataError, match="has no header"):
        read_overrides(tmp_path / "empty.tsv", CONCEPTS)
    (tmp_path / "latin.tsv").write_bytes(b"subject_label\n\xe9\n")
    with pytest.raises(DataError, match="line 2: is not UTF-8"):
        read_overrides(tmp_path / "latin.tsv", CONCEPTS)
    assert not read(tmp_path)


PRL, SLE = "HGNC:9445", "MONDO:0007915"
CLASHES = [
    (row(name="GC"), row(name="GC", one=PRL)),
    (row(name="GC"), row(name="GC", modifier="Not", one=PRL)),
    (row(name="GC", one=SLE), row(name="GC", one=PRL)),
    (row(name="GC", one=PRL), row(name="GC", modifier="Not", one=PRL)),
    (row(name="tumor cells", one=PRL), row(name="Tumour cell", one=SLE)),
    (row(name="GC"), row(name="GC")),
    (row(subject=NO_TERM, one=PRL), row(name="GC", one=PRL)),
    (row(subject=NO_TERM, one=PRL), row(subject="MESH:D1", one=PRL)),
    (row(subject=NO_TERM, one=PRL), row(subject=PRL, one=SLE)),
    (row(subject=NO_TERM, one=PRL), row(subject=NO_TERM, one=PRL, label="prolactin")),
    (row(subject="MESH:D1", one=PRL), row(subject="MESH:D1", one=SLE)),
    (row(subject="MESH:D1", one=PRL), row(subject=PRL, one=SLE)),
    (row(name="GC", one=PRL), row(subject=PRL, one=SLE)),
    (row(subject=PRL, one=SLE), row(subject=SLE, one=PRL)),
]


@pytest.mark.parametrize("pair", CLASHES)
def test_rows_that_contradict_each_other_are_named_both_in_either_order(tmp_path: Path, pair: tuple[str, str]) -> None:
    for one, other in (pair, pair[::-1]):
        told = refused(tmp_path, one, row(name="ANA"), other)
        assert "line 4: " in told
        assert "line 2" in told
        assert "problems" not in told  # one problem, told once


@pytest.mark.parametrize(
    "rows",
    [
        (row(name="GC", modifier="Not", one=PRL), row(name="GC", modifier="Not", one=SLE)),
        (row(name="GC", one=PRL), row(name="GC", modifier="Not", one=SLE)),
        (row(name="CAT", one=PRL), row(name="cat", modifier="Not", one=PRL)),
        (row(subject=NO_TERM, one="NCBITaxon:9606"), row(name="GC", modifier="Not", one="NCBITaxon:9606")),
        (row(subject="MESH:D1", one=PRL), row(subject="MESH:D2", one=PRL)),
        (row(subject="MESH:D1", one=PRL), row(name="GC", one=PRL)),
    ],
)
def test_rows_that_agree(tmp_path: Path, rows: tuple[str, ...]) -> None:
    assert len(read(tmp_path, *rows).rows) == 2


def test_a_name_fits_as_the_lexicon_lets_it() -> None:
    rows = [("GC", DROP), ("cat", NEVER), ("CAT", MEANS), ("tumour cells", DROP)]
    found = Overrides(Override(line, kind, name) for line, (name, kind) in enumerate(rows, 1))
    fitting = {
        "GC": ["GC", "GCs"],
        "CAT": ["CAT", "CATs"],
        "cat": ["Cat", "cats", "cAT"],
        "tumour cells": ["Tumor-cell", "TUMOR CELLS", "tumour cell"],
    }
    for name, surfaces in fitting.items():
        for surface in surfaces:
            assert [one.name for one in found.on_name(surface)] == [name], surface
    for surface in ("gc", "Gc", "G-C", "GCS", "", "?"):
        assert not found.on_name(surface), surface


IDS = st.sampled_from(["A:1", "A:2", "A:3"])
NAMES = st.sampled_from(["GC", "gc", "IL-2"])
ROWS = st.one_of(
    st.builds(lambda name: Override(0, DROP, name), NAMES),
    st.builds(lambda name, one: Override(0, MEANS, name, object=one), NAMES, IDS),
    st.builds(lambda name, one: Override(0, NEVER, name, object=one), NAMES, IDS),
    st.builds(lambda one: Override(0, BAN, object=one), IDS),
    st.builds(
        lambda pair: Override(0, REPLACE, subject=pair[0], object=pair[1]), st.permutations(["A:1", "A:2", "A:3"])
    ),
)


@given(st.lists(ROWS, max_size=5), st.randoms())
def test_whether_rows_contradict_does_not_hang_on_their_order(rows: list[Override], random: object) -> None:
    def clashes(order: list[int]) -> set[frozenset[int]]:
        placed = [
            Override(line, rows[n].kind, rows[n].name, rows[n].subject, rows[n].object)
            for line, n in enumerate(order, 1)
        ]
        told = _contradictions(placed)
        return {
            frozenset((order[line - 1], order[int(words.split(" line ")[1].split(":")[0]) - 1])) for line, words in told
        }

    shuffled = list(range(len(rows)))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert clashes(shuffled) == clashes(list(range(len(rows))))


def test_a_cell_may_be_long_and_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "o.tsv"
    path.write_text("subject_label\tpredicate_id\tobject_id\n" + "x" * 200_000 + "\tbad\tHGNC:1\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2: predicate_id is 'bad'"):
        read_overrides(path, {})
