from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.core.prefixes import VOCABULARIES, expand
from kg.core.rdf import graph_of, quads
from kg.core.select import Filter
from kg.core.tables import write_json
from tests.fixtures_graph import IL2, IL6, LUPUS_NEPHRITIS, NASTY, NASTY_NAME, SLE, TNF, TREG, write_graph


@pytest.fixture
def stream(tmp_path: Path) -> list[Quad]:
    return list(quads(write_graph(tmp_path)))


def _value(term: BlankNode | Literal | NamedNode | Triple) -> str:
    assert not isinstance(term, Triple)
    return term.value


def _values(stream: list[Quad], subject: str, predicate: str) -> list[str]:
    wanted = NamedNode(expand(subject)), NamedNode(expand(predicate))
    return [_value(quad.object) for quad in stream if (quad.subject, quad.predicate) == wanted]


def _having(stream: list[Quad], predicate: str, value: str) -> set[str]:
    wanted = expand(predicate)
    return {_value(quad.subject) for quad in stream if quad.predicate.value == wanted and _value(quad.object) == value}


def test_each_quad_comes_once_and_none_has_a_blank_node(stream: list[Quad]) -> None:
    assert len(stream) == len(set(stream))
    assert not [quad for quad in stream if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]


def test_the_stream_is_grouped_by_graph_and_subject(stream: list[Quad]) -> None:
    places = [(quad.graph_name, quad.subject) for quad in stream]
    starts = [place for before, place in zip([None, *places], places, strict=False) if place != before]
    assert Counter(starts).most_common(1)[0][1] == 1


def test_plain_triples_are_for_asserted_statements_only(stream: list[Quad]) -> None:
    assert _values(stream, IL2, "biolink:affects") == [expand(TREG)]
    assert _values(stream, IL6, "biolink:affects") == [expand(TREG)]  # not TNF: that is speculated
    assert _values(stream, IL2, "biolink:causes") == []  # negated
    assert _values(stream, IL6, "biolink:contributes_to") == [expand(LUPUS_NEPHRITIS)]


def test_every_assertion_is_an_association(stream: list[Quad]) -> None:
    associations = _having(stream, "rdf:type", expand("biolink:Association"))
    assert len(associations) == 9
    assert len(_having(stream, "biolink:negated", "true")) == 1
    assert len(associations & _having(stream, "kg:speculated", "true")) == 1
    (speculated,) = associations & _having(stream, "kg:speculated", "true")
    assert speculated in _having(stream, "biolink:object", expand(TNF))
    assert speculated in _having(stream, "kg:asserted", "false")


def test_qualifiers_publications_and_contradictions(stream: list[Quad]) -> None:
    both = _having(stream, "biolink:subject", expand(IL2)) & _having(stream, "biolink:object", expand(TREG))
    (up,) = both & _having(stream, "biolink:object_direction_qualifier", "increased")
    (down,) = both - {up}
    assert both <= _having(stream, "biolink:qualified_predicate", expand("biolink:causes"))
    assert both <= _having(stream, "biolink:object_aspect_qualifier", "abundance")
    assert up in _having(stream, "kg:contradicts", down)
    assert down in _having(stream, "kg:contradicts", up)
    assert up in _having(stream, "biolink:publications", expand("PMID:1"))
    assert up in _having(stream, "biolink:publications", "https://doi.org/10.1000/xyz%3C2%3E")
    assert up in _having(stream, "biolink:has_confidence_score", "0.855")


def test_evidence_stands_in_its_documents_graph(stream: list[Quad]) -> None:
    named = {quad.graph_name for quad in stream} - {DefaultGraph()}
    assert named == {graph_of(document) for document in ("PMID:1", "DOI:10.1000/xyz<2>", "sha1:00ff")}
    kinds = {
        _value(quad.object) for quad in stream if quad.graph_name in named and quad.predicate.value.endswith("#type")
    }
    assert kinds == {
        expand(kind)
        for kind in (
            "biolink:Study",
            "biolink:TextMiningStudyResult",
            "prov:Entity",
            "oa:TextPositionSelector",
        )
    }


def test_a_passage_of_two_sentences_has_a_selector_for_each(stream: list[Quad]) -> None:
    selectors = [_value(quad.object) for quad in stream if quad.predicate.value == expand("kg:sentenceSelector")]
    assert len(selectors) == 2
    starts = [
        _value(quad.object) for quad in stream if _value(quad.subject) in selectors and "start" in quad.predicate.value
    ]
    assert len(set(starts)) == 2


def test_texts_are_kept_as_they_are(stream: list[Quad]) -> None:
    objects = {_value(quad.object) for quad in stream}
    assert {NASTY, NASTY_NAME} <= objects


def test_contexts_and_documents(stream: list[Quad]) -> None:
    assert len(_having(stream, "biolink:species_context_qualifier", expand("NCBITaxon:9606"))) == 2
    assert len(_having(stream, "kg:dose", "low-dose")) == 2
    assert _values(stream, "PMID:1", "dcterms:issued") == ["2019"]
    assert _values(stream, "PMID:1", "bibo:doi") == ["10.1000/(sici)1<1::aid>3.0.co;2#x"]
    assert _values(stream, "DOI:10.1000/xyz<2>", "dcterms:issued") == []
    assert _values(stream, "DOI:10.1000/xyz<2>", "kg:retracted") == ["true"]


def test_the_base_is_the_users_choice(tmp_path: Path) -> None:
    folder = write_graph(tmp_path)
    write_json(folder.manifest_path, {**folder.manifest(), "base": "https://example.org/kg/"})
    subjects = {_value(quad.subject) for quad in quads(folder)}
    assert not [subject for subject in subjects if subject.startswith("urn:immunokg:")]
    assert "https://example.org/kg/dataset" in subjects


def test_a_part_of_a_graph_says_so_and_holds_no_more(tmp_path: Path, stream: list[Quad]) -> None:
    part = list(quads(GraphFolder(write_graph(tmp_path / "part").root, Filter(about=(SLE,)))))
    (told,) = _values(part, "dataset", "dcterms:description")
    assert "MONDO:0007915" in told
    assert _values(part, "dataset/assertions", "void:entities") == ["1"]
    associations = _having(part, "rdf:type", expand("biolink:Association"))
    assert len(associations) == 1
    assert associations <= _having(stream, "rdf:type", expand("biolink:Association"))


def test_no_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="holds no graph"):
        list(quads(GraphFolder(tmp_path)))


def test_every_biolink_name_is_in_biolink(stream: list[Quad], shared: Path) -> None:
    with gzip.open(shared / "vocab" / "biolink" / "biolink-model.yaml.gz", "rt", encoding="utf-8") as lines:
        model = set(re.findall(r"^  ([A-Za-z][\w ]*):", lines.read(), re.MULTILINE))
    known = {name.replace(" ", "_") for name in model} | {name.title().replace(" ", "") for name in model}
    biolink = VOCABULARIES["biolink"]
    used = {
        term.value.removeprefix(biolink)
        for quad in stream
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(biolink) and term.value != biolink
    }
    assert used - known == set()


WRONG = "TNF contributes to rheumatoid arthritis."
JUDGED = {WRONG: ("wrong", "no_relation", "<b>not</b> said", "M. Kern"), NASTY: ("right", "", "", "")}


def test_a_verdict_stands_with_its_passage(tmp_path: Path) -> None:
    stream = list(quads(write_graph(tmp_path, JUDGED)))
    (passage,) = _having(stream, "kg:verdict", "wrong")
    assert _having(stream, "biolink:supporting_text", WRONG) == {passage}
    assert _having(stream, "kg:error", "no_relation") == _having(stream, "kg:curator", "M. Kern") == {passage}
    assert _having(stream, "kg:note", "<b>not</b> said") == {passage}
    (rejected,) = _having(stream, "kg:rejected", "true")
    assert rejected in _having(stream, "kg:asserted", "false")
    assert _values(stream, TNF, "biolink:contributes_to") == []


def test_every_kg_name_is_in_our_schema(tmp_path: Path) -> None:
    stream = list(quads(write_graph(tmp_path, JUDGED)))
    schema = Path(__file__).resolve().parents[3] / "ontologies" / "kg.ttl"
    declared = set(re.findall(r"^kg:(\w+) a ", schema.read_text(encoding="utf-8"), re.MULTILINE))
    ours = VOCABULARIES["kg"]
    used = {
        term.value.removeprefix(ours)
        for quad in stream
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(ours) and term.value != ours
    }
    assert used == declared
