"""Ontology readers: what is written is read back, and whatever the text, only errors of ours come of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.core.errors import InputError, KGError
from kg.core.lexicon import Concept
from kg.core.vocabulary import categories
from kg.index import READERS
from kg.index.sniff import read_ontology

letters = st.characters(exclude_categories=("C", "Z"), include_characters=" αβ+-'()[]{}!:;,.\"\\|=")
words = st.text(letters, min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
curies = st.builds("{}:{:07d}".format, st.sampled_from(["CL", "MONDO", "HP", "MI"]), st.integers(0, 9_999_999))
references = st.builds("{}:D{:06d}".format, st.just("MESH"), st.integers(0, 999_999))


def distinct(values: Iterable[str], *besides: str) -> tuple[str, ...]:
    return tuple(value for value in dict.fromkeys(values) if value not in besides)


@st.composite
def concepts(draw: st.DrawFn, names: st.SearchStrategy[str]) -> Concept:
    identifier = draw(curies)
    name = draw(names.filter(lambda text: not text.lower().startswith("obsolete")))
    synonyms = distinct(draw(st.lists(names, max_size=3)), name)
    return Concept(
        id=identifier,
        name=name,
        category={"CL": "cell_type", "MONDO": "disease", "HP": "phenotype"}.get(identifier.partition(":")[0], ""),
        synonyms=synonyms,
        parents=distinct(draw(st.lists(curies, max_size=2)), identifier),
        xrefs=distinct(draw(st.lists(references, max_size=2))),
        ambiguous=distinct(draw(st.lists(names, max_size=2)), name, *synonyms),
    )


def tables(names: st.SearchStrategy[str]) -> st.SearchStrategy[list[Concept]]:
    return st.lists(concepts(names), min_size=1, max_size=4, unique_by=lambda concept: concept.id)


def facts(concept: Concept) -> tuple[object, ...]:
    """Return all that is known of a concept: names that are ambiguous do not take part in its equality."""
    return concept, concept.ambiguous


def read(text: str | bytes) -> list[Concept | InputError]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(read_ontology(path))


def joined(found: Iterable[Concept | InputError]) -> list[Concept]:
    """Return concepts that came in pieces as one each."""
    whole: dict[str, Concept] = {}
    for piece in found:
        assert isinstance(piece, Concept)
        first = whole.get(piece.id)
        whole[piece.id] = (
            Concept(piece.id, first.name, first.category, first.synonyms, piece.parents, first.xrefs, first.ambiguous)
            if first
            else piece
        )
    return list(whole.values())


def as_obo(table: list[Concept]) -> str:
    def escaped(text: str) -> str:
        return "".join(f"\\{char}" if char in '\\"{}[]!,:=' else char for char in text)

    def lines(concept: Concept) -> Iterator[str]:
        yield from ("[Term]", f"id: {concept.id}", f"name: {escaped(concept.name)}")
        yield from (f'synonym: "{escaped(name)}" EXACT []' for name in concept.synonyms)
        yield from (f'synonym: "{escaped(name)}" RELATED []' for name in concept.ambiguous)
        yield from (f"is_a: {parent} ! something" for parent in concept.parents)
        yield from (f"xref: {xref}" for xref in concept.xrefs)

    return "format-version: 1.2\n\n" + "\n\n".join("\n".join(lines(concept)) for concept in table) + "\n"


def as_graph(table: list[Concept]) -> str:
    def iri(curie: str) -> str:
        return f"http://purl.obolibrary.org/obo/{curie.replace(':', '_')}"

    nodes = [
        {
            "id": iri(concept.id),
            "lbl": concept.name,
            "meta": {
                "synonyms": [
                    *({"pred": "hasExactSynonym", "val": name} for name in concept.synonyms),
                    *({"pred": "hasRelatedSynonym", "val": name} for name in concept.ambiguous),
                ],
                "xrefs": [{"val": xref} for xref in concept.xrefs],
            },
        }
        for concept in table
    ]
    edges = [{"sub": iri(one.id), "pred": "is_a", "obj": iri(parent)} for one in table for parent in one.parents]
    return json.dumps({"graphs": [{"nodes": nodes, "edges": edges}]}, indent=1)


def as_table(table: list[Concept]) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    rows = [["id", "name", "synonyms", "ambiguous", "parents", "xrefs"]]
    for one in table:
        several = ["|".join(values) for values in (one.synonyms, one.ambiguous, one.parents, one.xrefs)]
        rows.append([one.id, *map(quoted, (one.name, *several[:2])), *several[2:]])
    return "".join("\t".join(row) + "\n" for row in rows)


@given(table=tables(words))
def test_obo_is_read_back(table: list[Concept]) -> None:
    assert list(map(facts, joined(read(as_obo(table))))) == list(map(facts, table))


@given(table=tables(words))
def test_obo_graphs_are_read_back(table: list[Concept]) -> None:
    assert list(map(facts, joined(read(as_graph(table))))) == list(map(facts, table))


@given(table=tables(words.filter(lambda text: "|" not in text and "=" not in text)))
def test_tables_are_read_back(table: list[Concept]) -> None:
    assert list(map(facts, joined(read(as_table(table))))) == list(map(facts, table))


pieces = st.sampled_from(
    [
        "format-version: 1.2\n",
        "[Term]\n",
        "id: CL:1\n",
        "name: x\n",
        'synonym: "x" EXACT []\n',
        "xref: ",
        '{"graphs":',
        '"nodes": [',
        '{"id": ',
        '"CL:1"',
        ', "lbl": "x"',
        "]",
        "}",
        "Prefix(obo:=<http://x>)\n",
        "SubClassOf(obo:a obo:b)",
        "AnnotationAssertion(rdfs:label ",
        "@prefix e: <http://x/> .\n",
        "e:1 ",
        "a <http://www.w3.org/2004/02/skos/core#Concept>",
        '"""',
        " .\n",
        "*NEWRECORD\n",
        "MH = x\n",
        "UI = D000001\n",
        "MN = C01\n",
        "D000001||x\n",
        "id\tname\n",
        "CL:1\tx\n",
        "id,name\n",
        '"',
        ",",
        "\t",
        "|",
        "MESH\tD000001\tx\tCHEBI\tCHEBI:1\ty\n",
        "subject_id\tpredicate_id\tobject_id\n",
        "#tax_id\tGeneID\tSymbol\tdbXrefs\n",
        "hgnc_id\tsymbol\tstatus\n",
        "DescriptorUI\ttree_location\n",
        "\n",
        "\r",
        "\0",
        "\ufeff",
        "\x85",
        "\u2028",
        "\\",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>",
        "<a/>",
        "&x;",
        "<DescriptorRecordSet>",
        "<DescriptorRecord>",
        "</DescriptorRecord>",
        "]]>",
        "\ud800",
    ]
)
texts = st.lists(st.one_of(pieces, st.text(max_size=5)), max_size=25).map("".join)


def check(content: bytes, reader: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        for item in read_ontology(path, reader):
            assert isinstance(item, Concept | KGError)
            if isinstance(item, Concept):
                assert ":" in item.id
                assert item.category in {"", *categories()}
                texts = (item.name, *item.synonyms, *item.ambiguous)
                assert all(text == " ".join(text.split()) for text in texts)
                "".join(texts).encode()
            else:
                assert "\n" not in str(item).replace(str(path), "")


@pytest.mark.parametrize("reader", [None, *READERS.builtins])
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(text=texts)
def test_any_text(reader: str | None, text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"), reader)


@pytest.mark.parametrize("reader", [None, *READERS.builtins])
@given(content=st.binary(max_size=200))
def test_any_bytes(reader: str | None, content: bytes) -> None:
    check(content, reader)


@pytest.mark.parametrize("start", [b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\x00", b"\xff\xfe", b"\xfe\xff"])
@given(content=st.binary(max_size=100))
def test_any_bytes_behind_a_known_start(start: bytes, content: bytes) -> None:
    check(start + content, None)
    check(start + content, "obo")
