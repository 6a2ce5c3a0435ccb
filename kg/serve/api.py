"""The JSON API: what a graph knows of concepts, assertions, evidence and documents, as OpenAPI describes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.dependencies.models import Dependant
from pydantic import Field

from kg.core.errors import UnknownEvidence, UnknownName
from kg.core.prefixes import prefixes
from kg.core.questions import KINDS, NAMES
from kg.core.rdf import run_id
from kg.core.vocabulary import categories, predicates
from kg.graph import Graph
from kg.naming import Wanted, names_among
from kg.serve import models, tables
from kg.serve.examples import examples
from kg.serve.guard import LOOKED_UP
from kg.serve.search import Names
from kg.store.absent import absent_from
from kg.store.build import open_store

MOST = 1000  # items of a page
LONGEST = 200  # characters that are searched for; all names are compared with them


class Reading:
    """A graph that many requests read at a time, each on its own; its names, gathered when first searched; its store.

    Args:
        graph: open.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._lock = Lock()
        self._names: Names | None = None
        self._absent: Callable[[str], dict[str, str]] | None = None

    def names(self) -> Names:
        """Return all names of the graph's concepts."""
        with self._lock:
            if self._names is None:
                with self.graph.another() as graph:
                    self._names = Names(graph.sql(NAMES))
            return self._names

    def absent(self, sparql: str) -> dict[str, str]:
        """Return as `kg.store.absent` what a query names and the graph has not; the queries themselves go to workers.

        Raises:
            GraphFolderError: the store, which is opened when first asked, cannot be.
        """
        with self._lock:
            if self._absent is None:
                self._absent = partial(absent_from, open_store(self.graph.folder), base=self.graph.folder.base)
        return self._absent(sparql)


def _reading(request: Request) -> Reading:
    reading: Reading = request.app.state.reading
    return reading


def _graph(reading: Annotated[Reading, Depends(_reading)]) -> Iterator[Graph]:
    with reading.graph.another() as graph:
        yield graph


Opened = Annotated[Graph, Depends(_graph)]
ConceptId = Annotated[
    str, Path(description="A CURIE, also another ontology's, or a name", examples=["CL:0000815", "IL-2"])
]
Limit = Annotated[int, Query(ge=0, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=1 << 40)]
Text = Annotated[str, Field(min_length=1)]
CategoryName = Annotated[str, Field(json_schema_extra={"enum": list(categories())})]
PredicateName = Annotated[str, Field(json_schema_extra={"enum": list(predicates())})]


def _known_only(request: Request) -> None:
    """Raise for a parameter that there is none of: a filter that is misspelt would give the whole graph in silence."""
    known = sorted(_names(request.scope["route"].dependant))
    for name in request.query_params:
        if name not in known:
            raise UnknownName("parameter", name, known)


def _names(dependant: Dependant) -> set[str]:
    below = (_names(one) for one in dependant.dependencies)
    return {parameter.alias for parameter in dependant.query_params}.union(*below)


def _wanted(  # what narrows: the fields of `kg.naming.Wanted`, but `about`
    below: Annotated[bool, Query(description="their kinds count too")] = False,
    context: Annotated[
        list[Text] | None, Query(description="disease, species, tissue or dose that evidence is from")
    ] = None,
    category: Annotated[list[CategoryName] | None, Query(description="of both ends")] = None,
    predicate: Annotated[list[PredicateName] | None, Query()] = None,
    min_belief: Annotated[float, Query(ge=0, le=1)] = 0.0,
    since: Annotated[int | None, Query(description="first year of papers")] = None,
    until: Annotated[int | None, Query(description="last year of papers")] = None,
    document: Annotated[list[Text] | None, Query(description="id, PMID, DOI or PMCID")] = None,
    negated: Annotated[bool, Query(description="with what is denied")] = True,
    asserted_only: bool = False,
    grounded_only: Annotated[bool, Query(description="only what ontologies name")] = False,
) -> Wanted:
    return Wanted(
        below=below,
        context=context or (),
        category=category or (),
        predicate=predicate or (),
        min_belief=min_belief,
        since=since,
        until=until,
        document=document or (),
        negated=negated,
        asserted_only=asserted_only,
        grounded_only=grounded_only,
    )


Narrowed = Annotated[Wanted, Depends(_wanted)]
router = APIRouter(
    prefix="/api",
    dependencies=[Depends(_known_only)],
    responses={
        400: {"model": models.Reason, "description": "a parameter cannot be"},
        404: {"model": models.Reason, "description": "there is none"},
    },
)


@router.get("/search", tags=["concepts"])
def search(
    q: Annotated[str, Query(max_length=LONGEST, description="some of a name", examples=["interlekin 2"])],
    reading: Annotated[Reading, Depends(_reading)],
    graph: Opened,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    category: Annotated[CategoryName | None, Query(description="only concepts of this category")] = None,
) -> list[models.Found]:
    """Find concepts by name or synonym; typing errors are allowed."""
    among = None
    if category:
        names_among("category", [category], categories())
        among = {row["id"] for row in graph.sql(tables.OF_CATEGORY, category=category)}
    found = reading.names().find(q, limit, among)
    known = {row["id"]: row for row in graph.sql(tables.KNOWN, ids=[one.id for one in found])}
    return [models.Found(**known[one.id], matched=one.matched, score=one.score) for one in found]


@router.get("/concepts/{concept_id:path}/assertions", tags=["concepts"])
def assertions_of_concept(
    concept_id: ConceptId, graph: Opened, wanted: Narrowed, limit: Limit = 50, offset: Offset = 0
) -> models.Page:
    """Tell the assertions that a concept is at an end of; with `below`, its kinds too."""
    return _page(graph, Wanted(**{**wanted, "about": [graph.concept(concept_id)["id"]]}), limit, offset)


@router.get("/concepts/{concept_id:path}", tags=["concepts"])
def concept(concept_id: ConceptId, graph: Opened) -> models.ConceptKnown:
    """Tell a concept: names, place in the hierarchy, how often texts mention it."""
    row = graph.concept(concept_id)
    kinds = [models.Kind(**one) for one in graph.sql(KINDS, concept=row["id"], below=graph.below(row["id"]))]
    return models.ConceptKnown(**row, kinds=kinds, given_as=graph.medicine_of(row["id"]) or None)


@router.get("/assertions", tags=["assertions"])
def assertions(
    graph: Opened,
    wanted: Narrowed,
    about: Annotated[list[Text] | None, Query(description="names or ids of concepts; one is at an end")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> models.Page:
    """Tell the assertions that fit, what is asserted and believed most first."""
    return _page(graph, Wanted(**{**wanted, "about": about or ()}), limit, offset)


def _page(graph: Graph, wanted: Wanted, limit: int, offset: int) -> models.Page:
    chosen = graph.naming.filter(**wanted)
    # A part of the graph is made for one request; where nothing narrows it, the whole is at hand
    with Graph(graph.folder.root, chosen) if chosen else graph.another() as part:
        rows = [models.Assertion.of(row) for row in part.sql(tables.ASSERTIONS, limit=limit, offset=offset)]
        total = next(part.sql(tables.COUNT))["total"]
    return models.Page(total=total, limit=limit, offset=offset, items=rows)


@router.get("/assertions/{assertion_id}", tags=["assertions"])
def assertion(assertion_id: str, graph: Opened) -> models.AssertionKnown:
    """Tell an assertion with all of its evidence."""
    for row in graph.sql(tables.ASSERTION, id=assertion_id):
        evidence = [models.Evidence.of(one) for one in graph.sql(tables.EVIDENCE, id=assertion_id)]
        return models.AssertionKnown.of(row, evidence=evidence)
    raise UnknownEvidence(assertion_id)


@router.get("/evidence/{evidence_id}", tags=["assertions"])
def evidence(evidence_id: str, graph: Opened) -> models.Evidence:
    """Tell a passage: where it stands, what was read from it, under which conditions."""
    for row in graph.sql(tables.EVIDENCE, id=evidence_id):
        if row["id"] == evidence_id:
            return models.Evidence.of(row)
    raise UnknownEvidence(evidence_id)


@router.get("/documents/{document_id:path}", tags=["documents"])
def document(document_id: Annotated[str, Path(description="id, PMID, DOI or PMCID")], graph: Opened) -> models.Document:
    """Tell a paper: its text, what it mentions, what it says."""
    known = graph.naming.document(document_id)
    row = next(graph.sql(tables.DOCUMENT, id=known))
    mentions = [models.Mention(**one) for one in graph.sql(tables.MENTIONS, id=known)]
    said = [models.Assertion.of(one) for one in graph.sql(tables.OF_DOCUMENT, id=known)]
    return models.Document(**{**row, "retracted": bool(row["retracted"])}, mentions=mentions, assertions=said)


@router.get("/dataset", tags=["dataset"])
def dataset(graph: Opened) -> models.Dataset:
    """Tell what the graph is made of, and by what."""
    manifest, base = graph.folder.manifest(), graph.folder.base
    told = {name: manifest.get(name, "") for name in ("version", "pipeline")}
    return models.Dataset(iri=f"{base}dataset", base=base, run=run_id(manifest), counts=manifest["counts"], **told)


@router.get("/queries", tags=["dataset"])
def queries(graph: Opened) -> list[models.Query]:
    """Tell the queries that ship, those without parameters first; /sparql takes each parameter as `$name=value`."""
    return examples(graph)


@router.get("/absent", tags=["dataset"])
def absent(
    query: Annotated[
        str,
        Query(max_length=LOOKED_UP, description="SPARQL", examples=["SELECT * { ?x biolink:afects ?y }"]),
    ],
    reading: Annotated[Reading, Depends(_reading)],
) -> list[models.Absent]:
    """Tell which prefixed names of a query stand nowhere in the graph, and what may be meant; the query is not run."""
    return [models.Absent(name=name, meant=meant) for name, meant in reading.absent(query).items()]


@router.get("/prefixes", tags=["dataset"])
def known_prefixes(graph: Opened) -> dict[str, str]:
    """Tell the prefixes that queries may use without declaring them."""
    return dict(prefixes(graph.folder.base))
