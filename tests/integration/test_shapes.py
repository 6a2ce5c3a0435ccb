"""The shapes hold for what is built, and every one of them can fail; the schema names what the tables name."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyshacl
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS
from rdflib.term import Node

from kg.core.curations import ERRORS, RIGHT, VERDICTS, WRONG, Curation, Curations
from kg.core.folder import GraphFolder
from kg.core.graph import Assertion
from kg.core.lexicon import local_id
from kg.core.paths import data_folder
from kg.core.prefixes import VOCABULARIES, prefixes
from kg.core.questions import DOSES
from kg.core.rdf import quads
from kg.core.vocabulary import ASPECTS, DIRECTIONS, VIAS, categories, predicates
from tests.unit.assemble.said import IL2, SLE, TREG, assembled, paper

BIOLINK, KG, OA = (VOCABULARIES[name] for name in ("biolink", "kg", "oa"))
DECIMAL = URIRef(f"{VOCABULARIES['xsd']}decimal")
NAMESPACES = {prefix: URIRef(namespace) for prefix, namespace in prefixes().items()}
Broken = set[tuple[str, str]]  # what a shape says, and the constraint that is broken


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data_folder("ontologies") / "shapes.ttl")


@pytest.fixture(scope="module")
def schema() -> Graph:
    return Graph().parse(data_folder("ontologies") / "kg.ttl")


def triples_of(folder: Path) -> Graph:
    """Return the union of a graph folder's graphs."""
    lines = (f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads(GraphFolder(folder)))
    return Graph().parse(data="".join(lines), format="nt")


def judged(document: str, said: Assertion, verdict: str, error: str = "") -> Curation:
    return Curation(document, "it does it.", said, False, verdict, error, "a note", curator="a curator")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph with one of everything: asserted, opposed, negated, speculated, retracted, ungrounded, judged."""
    root = tmp_path_factory.mktemp("small")
    up, down, local = (IL2, "increased", TREG), (IL2, "decreased", TREG), local_id("gene", "it")
    assembled(
        root,
        [
            paper(up, pmid="1", doi="10.1/x", year=2020),
            paper(down, pmid="2"),
            paper(up, pmid="3", negated=True),
            paper((local, "increased", TREG), pmid="4", speculated=True, aspect="secretion"),
            paper((TREG, "decreased", IL2), pmid="5", retracted=True),
            paper((IL2, "", SLE), predicate="contributes_to", aspect="", pmid="6"),
            paper((TREG, "decreased", IL2), pmid="7", aspect="expression"),
        ],
        curations=Curations(
            [
                judged("PMID:7", Assertion(TREG, "affects", IL2, "expression", "decreased", False), WRONG, "polarity"),
                judged("PMID:1", Assertion(IL2, "affects", TREG, "abundance", "increased", False), RIGHT),
            ]
        ),
    )
    return triples_of(root)


def validate(graph: Graph, shapes: Graph, *, meta: bool = False) -> tuple[bool, Broken, str]:
    conforms, report, text = pyshacl.validate(graph, shacl_graph=shapes, meta_shacl=meta)
    assert isinstance(report, Graph)
    broken = {
        (str(report.value(result, SH.resultMessage)), local(report.value(result, SH.sourceConstraintComponent)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    return conforms, broken, text


def local(term: Node | None) -> str:
    return re.split(r"[#/]", str(term))[-1].removesuffix("ConstraintComponent")


def test_the_example_conforms(example_graph: Path, shapes: Graph) -> None:
    conforms, _, text = validate(triples_of(example_graph), shapes, meta=True)
    assert conforms, text


def test_the_small_graph_conforms_and_holds_what_can_break(small: Graph, shapes: Graph) -> None:
    conforms, _, text = validate(small, shapes)
    assert conforms, text
    for target in shapes.objects(None, SH.targetClass):
        assert (None, RDF.type, target) in small


# ---- the constraints of single nodes: each is broken for all its nodes, and must be reported


def property_shapes(shapes: Graph) -> Iterator[tuple[URIRef, Node, URIRef]]:
    """Yield (class that is looked at, property shape, path) of each shape with a plain path."""
    for node in shapes.subjects(SH.targetClass, None):
        for shape in shapes.objects(node, SH.property):
            target, path = shapes.value(node, SH.targetClass), shapes.value(shape, SH.path)
            if isinstance(target, URIRef) and isinstance(path, URIRef):
                yield target, shape, path


def without_values(graph: Graph, shapes: Graph) -> None:
    for _, _, path in property_shapes(shapes):
        if path != RDF.type:
            graph.remove((None, path, None))
    for _, _, kind in list(graph.triples((None, RDF.type, None))):
        if str(kind).startswith(BIOLINK) and local(kind) in {one.biolink for one in categories().values()}:
            graph.remove((None, RDF.type, kind))


def with_more_values(graph: Graph, shapes: Graph) -> None:
    for target, _, path in property_shapes(shapes):
        for focus in list(graph.subjects(RDF.type, target)):
            for word in ("one more", "and another") if path != RDF.type else ():
                graph.add((focus, path, Literal(word)))
    for study in list(graph.subjects(RDF.type, URIRef(f"{BIOLINK}Study"))):
        graph.add((BNode(), URIRef(f"{BIOLINK}has_supporting_studies"), study))
    for result in list(graph.subjects(RDF.type, URIRef(f"{BIOLINK}TextMiningStudyResult"))):
        graph.add((URIRef("urn:second"), URIRef(f"{BIOLINK}has_study_results"), result))
    for concept in list(graph.subjects(RDF.type, URIRef(f"{KG}Concept"))):
        graph.add((concept, RDF.type, URIRef(f"{BIOLINK}Gene")))
        graph.add((concept, RDF.type, URIRef(f"{BIOLINK}Cell")))


def replaced_by(value: Node) -> Callable[[Graph, Graph], None]:
    """Return what sets each property that a shape looks at to one value."""

    def replace(graph: Graph, shapes: Graph) -> None:
        for target, _, path in property_shapes(shapes):
            if path != RDF.type:
                for focus in list(graph.subjects(RDF.type, target)):
                    graph.set((focus, path, value))

    return replace


def with_other_names(graph: Graph, shapes: Graph) -> None:
    """Give every node that a shape looks at another IRI, and a blank node to half of the classes."""
    names: dict[Node, Node] = {}
    for number, target in enumerate(sorted(shapes.objects(None, SH.targetClass), key=str)):
        for focus in graph.subjects(RDF.type, target):
            names[focus] = URIRef(f"urn:x:{len(names)}") if number % 2 else BNode()
    for s, p, o in list(graph):
        graph.remove((s, p, o))
        graph.add((names.get(s, s), p, names.get(o, o)))


def blank(graph: Graph, shapes: Graph) -> None:
    names: dict[Node, BNode] = {}
    for target in shapes.objects(None, SH.targetClass):
        names |= {focus: BNode() for focus in graph.subjects(RDF.type, target)}
    for s, p, o in list(graph):
        graph.remove((s, p, o))
        graph.add((names.get(s, s), p, names.get(o, o)))


def out_of_order(graph: Graph, shapes: Graph) -> None:
    """Let places end where they begin, more documents mention a concept than mentions, subjects be objects."""
    for place, _, start in list(graph.triples((None, URIRef(f"{OA}start"), None))):
        graph.set((place, URIRef(f"{OA}end"), start))
    for concept in list(graph.subjects(URIRef(f"{KG}documentCount"), None)):
        graph.set((concept, URIRef(f"{KG}documentCount"), Literal(10**6)))
    for association, _, one in list(graph.triples((None, URIRef(f"{BIOLINK}object"), None))):
        graph.set((association, URIRef(f"{BIOLINK}subject"), one))


BREAKING = (
    without_values,
    with_more_values,
    replaced_by(Literal("no such word")),
    replaced_by(Literal("")),
    replaced_by(Literal("-1", datatype=DECIMAL)),
    replaced_by(Literal("2", datatype=DECIMAL)),
    replaced_by(Literal(-1)),
    replaced_by(URIRef("urn:nothing")),
    with_other_names,
    blank,
    out_of_order,
)
COMPONENTS = {
    SH.minCount: "MinCount",
    SH.maxCount: "MaxCount",
    SH.datatype: "Datatype",
    SH["class"]: "Class",
    SH["in"]: "In",
    SH.pattern: "Pattern",
    SH.nodeKind: "NodeKind",
    SH.minInclusive: "MinInclusive",
    SH.maxInclusive: "MaxInclusive",
    SH.minLength: "MinLength",
    SH.lessThan: "LessThan",
    SH.lessThanOrEquals: "LessThanOrEquals",
    SH.disjoint: "Disjoint",
    SH.qualifiedMinCount: "QualifiedMinCount",
    SH.qualifiedMaxCount: "QualifiedMaxCount",
    SH.node: "Node",
    SH.xone: "Xone",
}
NO_CONSTRAINTS = {RDF.type, SH.message, SH.path, SH.property, SH.sparql, SH.targetClass, SH.qualifiedValueShape}


def stated(shapes: Graph) -> Broken:
    """Return every constraint of the shapes that have a target."""
    found = set()
    for node in shapes.subjects(SH.targetClass, None):
        for shape in (node, *shapes.objects(node, SH.property)):
            message = str(shapes.value(shape, SH.message))
            for parameter in {one for one in shapes.predicates(shape) if one not in NO_CONSTRAINTS}:
                found.add((message, COMPONENTS[parameter]))  # type: ignore[index]
    return found


def test_every_constraint_of_a_node_can_fail(small: Graph, shapes: Graph) -> None:
    simple = Graph() + shapes
    simple.remove((None, SH.sparql, None))
    seen: Broken = set()
    for breaking in BREAKING:
        graph = Graph() + small
        breaking(graph, shapes)
        conforms, broken, _ = validate(graph, simple)
        assert not conforms
        seen |= broken
    assert stated(shapes) - seen == set()
    assert len(stated(shapes)) > 100


# ---- the constraints of the whole graph: each is broken in one place

CASES = (
    ("there is one dataset", "DELETE { ?d a void:Dataset } WHERE { ?d a void:Dataset }"),
    ("there is one dataset", "INSERT DATA { <urn:another> a void:Dataset }"),
    (
        "a direction of what is affected comes with the qualified predicate, and the other way round",
        "DELETE { ?a biolink:qualified_predicate ?q } WHERE { ?a biolink:qualified_predicate ?q }",
    ),
    (
        "a direction of what is affected comes with the qualified predicate, and the other way round",
        "DELETE { ?a biolink:object_direction_qualifier ?q } WHERE { ?a biolink:object_direction_qualifier ?q }",
    ),
    (
        "what is negated, rejected or only speculated about is not asserted",
        "DELETE { ?a biolink:negated false } INSERT { ?a biolink:negated true } WHERE { ?a kg:asserted true }",
    ),
    (
        "what is negated, rejected or only speculated about is not asserted",
        "DELETE { ?a kg:asserted false } INSERT { ?a kg:asserted true } WHERE { ?a kg:speculated true }",
    ),
    (
        "what is negated, rejected or only speculated about is not asserted",
        "DELETE { ?a kg:asserted false } INSERT { ?a kg:asserted true } WHERE { ?a kg:rejected true }",
    ),
    (
        "an association is rejected where all of its passages are judged wrong, and only there",
        "DELETE { ?a kg:rejected true } INSERT { ?a kg:rejected false } WHERE { ?a kg:rejected true }",
    ),
    (
        "an association is rejected where all of its passages are judged wrong, and only there",
        "DELETE { ?e kg:verdict 'wrong' } INSERT { ?e kg:verdict 'right' } WHERE { ?e kg:verdict 'wrong' }",
    ),
    (
        "a kind of error, a note and a curator come with a verdict, and a kind of error with wrong",
        "DELETE { ?e kg:verdict ?v } WHERE { ?e kg:verdict ?v }",
    ),
    (
        "a kind of error, a note and a curator come with a verdict, and a kind of error with wrong",
        "INSERT { ?e kg:error 'other' } WHERE { ?e kg:verdict 'right' }",
    ),
    (
        "what is asserted stands as a plain triple too",
        "DELETE { ?s biolink:affects ?o } WHERE { ?s biolink:affects ?o }",
    ),
    (
        "no plain triple stands for what is not asserted",
        """INSERT { ?s biolink:affects ?o } WHERE { ?a kg:speculated true ; biolink:subject ?s ; biolink:object ?o
           FILTER NOT EXISTS { ?s biolink:affects ?o } }""",
    ),
    (
        "no plain triple stands for what is not asserted",
        """DELETE { ?a kg:asserted true } INSERT { ?a kg:asserted false } WHERE { ?a kg:asserted true }""",
    ),
    (
        "what treats, prevents, improves or worsens is a medicine, and what it does so to is a condition",
        """DELETE { ?a biolink:predicate biolink:affects } INSERT { ?a biolink:predicate biolink:treats }
           WHERE { ?a kg:asserted true }""",
    ),
    (
        "every plain triple of a concept stands for an association",
        "INSERT { ?s biolink:treats ?o } WHERE { ?s biolink:affects ?o }",
    ),
    (
        "an association is asserted only where a passage that stands, of a paper that stands, says so plainly",
        "DELETE { ?e kg:speculated false } INSERT { ?e kg:speculated true } WHERE { ?e kg:via ?via }",
    ),
    (
        "an association is asserted only where a passage that stands, of a paper that stands, says so plainly",
        "DELETE { ?d kg:retracted false } INSERT { ?d kg:retracted true } WHERE { ?d kg:retracted false }",
    ),
    (
        "an association is asserted only where a passage that stands, of a paper that stands, says so plainly",
        "INSERT { ?e kg:verdict 'wrong' } WHERE { ?e kg:via ?via }",
    ),
    (
        "the publications are exactly those that the passages are from",
        """DELETE { ?a biolink:publications PMID:1 } INSERT { ?a biolink:publications PMID:5 }
           WHERE { ?a biolink:publications PMID:1 }""",
    ),
    (
        "what contradicts is contradicted, and speaks of the same two concepts",
        "DELETE { ?a kg:contradicts ?b } WHERE { ?a kg:contradicts ?b FILTER(STR(?a) < STR(?b)) }",
    ),
    (
        "what contradicts is contradicted, and speaks of the same two concepts",
        """INSERT { ?a kg:contradicts ?b . ?b kg:contradicts ?a }
           WHERE { ?a kg:speculated true . ?b biolink:negated true }""",
    ),
    (
        "the passage is as long as its place",
        """DELETE { ?e biolink:supporting_text ?t } INSERT { ?e biolink:supporting_text 'cut' }
           WHERE { ?e biolink:supporting_text ?t }""",
    ),
    (
        "subject, object, trigger and sentences stand within the passage",
        "DELETE { ?p oa:end ?end } INSERT { ?p oa:end 10000 } WHERE { ?e kg:triggerSelector ?p . ?p oa:end ?end }",
    ),
    (
        "a local id is of a concept that is not grounded, and no other",
        "DELETE { ?c kg:grounded ?x } INSERT { ?c kg:grounded true } WHERE { ?c kg:grounded ?x }",
    ),
    (
        "a local id is of a concept that is not grounded, and no other",
        "DELETE { ?c kg:grounded ?x } INSERT { ?c kg:grounded false } WHERE { ?c kg:grounded ?x }",
    ),
    *(
        ("an id has the form that its ontology gives its ids", f"INSERT DATA {{ {iri} kg:grounded true }}")
        for iri in (
            "HGNC:IL2", "NCBIGene:x", "FPLX:a-b", "DRUGBANK:41", "MESH:16207", "CL:815", "MONDO:7915", "HP:1",
            "GO:00008150", "UBERON:x", "DOID:a", "CHEBI:a", "NCBITaxon:human", "CVCL:12",
        )
    ),
    ("no concept is a kind of itself", "INSERT { ?b rdfs:subClassOf ?a } WHERE { ?a rdfs:subClassOf ?b }"),
    (
        "what the dataset counts is as many as there are",
        """DELETE { ?p void:entities 7 } INSERT { ?p void:entities 8 }
           WHERE { ?p void:class biolink:Publication ; void:entities 7 }""",
    ),
    (
        "what the dataset counts is as many as there are",
        "DELETE { ?d a biolink:Publication } WHERE { ?d a biolink:Publication }",
    ),
)  # fmt: skip


def asked(graph: Graph, shapes: Graph, message: str) -> int:
    """Return how many answers the SPARQL constraint has that says so."""
    (constraint,) = (one for one in shapes.subjects(SH.message, Literal(message)) if (one, SH.select, None) in shapes)
    found = graph.query(str(shapes.value(constraint, SH.select)), initNs=NAMESPACES)
    return len(list(found))


@pytest.mark.parametrize(("message", "update"), CASES)
def test_a_graph_that_breaks_a_rule_is_found(small: Graph, shapes: Graph, message: str, update: str) -> None:
    assert asked(small, shapes, message) == 0
    graph = Graph() + small
    graph.update(update, initNs=NAMESPACES)
    assert set(graph) != set(small)
    assert asked(graph, shapes, message) > 0


def test_an_organism_may_be_given_as_a_medicine(small: Graph, shapes: Graph) -> None:
    message = "what treats, prevents, improves or worsens is a medicine, and what it does so to is a condition"
    treats = """DELETE { ?a biolink:predicate biolink:contributes_to } INSERT { ?a biolink:predicate biolink:treats }
                WHERE { ?a biolink:predicate biolink:contributes_to }"""
    category = (
        "DELETE { HGNC:6001 kg:category ?c } INSERT { HGNC:6001 kg:category 'WORD' } WHERE { HGNC:6001 kg:category ?c }"
    )
    graph = Graph() + small
    graph.update(treats, initNs=NAMESPACES)
    for word, broken in (("gene", 1), ("drug", 0), ("species", 0), ("disease", 1)):
        graph.update(category.replace("WORD", word), initNs=NAMESPACES)
        assert asked(graph, shapes, message) == broken, word


def test_every_rule_for_the_whole_graph_has_its_case_and_is_reported(small: Graph, shapes: Graph) -> None:
    whole = {str(shapes.value(one, SH.message)) for one in shapes.objects(None, SH.sparql)}
    assert whole == {message for message, _ in CASES}
    graph = Graph() + small
    for message, update in CASES:
        if message != "there is one dataset":
            graph.update(update, initNs=NAMESPACES)
    conforms, broken, _ = validate(graph, shapes)
    assert not conforms
    assert {message for message, component in broken if component == "SPARQL"} >= {
        "no concept is a kind of itself",
        "the passage is as long as its place",
        "an id has the form that its ontology gives its ids",
    }


# ---- closed lists are the vocabulary's


def words(shapes: Graph, path: str) -> set[str]:
    (shape,) = (one for one in shapes.subjects(SH.path, URIRef(path)) if (one, SH.pattern, None) in shapes)
    return set(str(shapes.value(shape, SH.pattern)).strip("^$()").split("|"))


def members(shapes: Graph, path: str) -> set[str]:
    (shape,) = (one for one in shapes.subjects(SH.path, URIRef(path)) if (one, SH["in"], None) in shapes)
    return {local(one) for one in Collection(shapes, shapes.value(shape, SH["in"]))}  # type: ignore[arg-type]


def test_the_lists_of_the_shapes_are_those_of_the_vocabulary(shapes: Graph) -> None:
    assert words(shapes, f"{BIOLINK}object_direction_qualifier") == {*DIRECTIONS} - {""}
    assert words(shapes, f"{BIOLINK}object_aspect_qualifier") == {*ASPECTS} - {""}
    assert words(shapes, f"{KG}via") == {*VIAS}
    assert words(shapes, f"{KG}dose") == {*DOSES}
    assert words(shapes, f"{KG}verdict") == {*VERDICTS}
    assert words(shapes, f"{KG}error") == {*ERRORS}
    assert members(shapes, f"{BIOLINK}predicate") == {one.biolink for one in predicates().values()}
    qualified = {one.qualified for one in predicates().values()} - {""}
    assert members(shapes, f"{BIOLINK}qualified_predicate") == qualified
    pairs = set()
    for alternative in Collection(shapes, shapes.value(URIRef("urn:immunokg:shapes#Concept"), SH.xone)):  # type: ignore[arg-type]
        pattern = shapes.value(shapes.value(alternative, SH.property), SH.pattern)
        pairs.add((str(pattern).strip("^$"), local(shapes.value(alternative, SH["class"]))))
    assert pairs == {(one.name, one.biolink) for one in categories().values()}
    typed = next(iter(shapes.objects(None, SH.qualifiedValueShape)))
    listed = Collection(shapes, shapes.value(typed, SH["in"]))  # type: ignore[arg-type]
    assert {local(one) for one in listed} == {one.biolink for one in categories().values()}


# ---- the schema

MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.narrowMatch)


def test_the_schema_holds_every_predicate_with_its_place_and_its_match(schema: Graph) -> None:
    for one in predicates().values():
        term = URIRef(f"{BIOLINK}{one.biolink}")
        assert (term, RDF.type, OWL.ObjectProperty) in schema, one.name
        assert len(list(schema.objects(term, RDFS.subPropertyOf))) == 1
        assert ((term, RDF.type, OWL.SymmetricProperty) in schema) == one.symmetric
        matched = {local(match) for kind in MATCHES for match in schema.objects(term, kind)}
        assert matched == ({one.ro.replace(":", "_")} if one.ro else set()), one.name


def test_the_schema_holds_every_class_with_its_place(schema: Graph) -> None:
    kinds = {one.biolink for one in categories().values()}
    for kind in kinds | {"Association", "Study", "TextMiningStudyResult", "Publication"}:
        term = URIRef(f"{BIOLINK}{kind}")
        assert (term, RDF.type, OWL.Class) in schema, kind
        assert len(list(schema.objects(term, RDFS.subClassOf))) == 1
    assert (URIRef(f"{KG}Concept"), RDFS.subClassOf, URIRef(f"{BIOLINK}NamedThing")) in schema


def test_the_schema_says_of_our_own_words_what_they_are(schema: Graph) -> None:
    for term in set(schema.subjects()):
        if str(term).startswith(KG):
            assert (term, RDFS.label, None) in schema
            assert (term, RDFS.comment, None) in schema


def entries(text: str) -> dict[str, str]:
    """Return the entries of Biolink's model, by name."""
    found = re.split(r"^  ([a-z][\w ]*):\n", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def test_the_schema_agrees_with_biolink_and_the_relation_ontology(schema: Graph, shared: Path) -> None:
    with gzip.open(shared / "vocab" / "biolink" / "biolink-model.yaml.gz", "rt", encoding="utf-8") as lines:
        model = entries(lines.read())
    with gzip.open(shared / "vocab" / "ro" / "ro.obo.gz", "rt", encoding="utf-8") as lines:
        relations = lines.read()
    for term in {*schema.subjects(RDFS.subPropertyOf), *schema.subjects(RDFS.subClassOf)}:
        if not str(term).startswith(BIOLINK):
            continue
        name = str(schema.value(term, RDFS.label))
        assert name.replace(" ", "_") == local(term) or name.title().replace(" ", "") == local(term)
        above = re.search(r"^    is_a: (.*)$", model[name], re.MULTILINE)
        place = local(schema.value(term, RDFS.subPropertyOf) or schema.value(term, RDFS.subClassOf))
        assert above
        assert above[1].replace(" ", "").lower() == place.replace("_", "").lower()
        exact = re.search(r"^    exact_mappings:\n((?:      .*\n)*)", model[name], re.MULTILINE)
        for match in schema.objects(term, SKOS.exactMatch):
            assert exact
            assert local(match).replace("_", ":", 1) in exact[1], name
        for match in (match for kind in MATCHES for match in schema.objects(term, kind) if "RO_" in str(match)):
            known = rf"(^id: |^xref: ){local(match).replace('_', ':')}\b"
            assert re.search(known, relations, re.MULTILINE), name
