"""What the JSON API answers with; the rows of a graph's tables -> plain objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, Field

from kg.core.vocabulary import predicates


class Concept(BaseModel):
    """Something the graph knows, from an ontology where `grounded`."""

    id: str = Field(examples=["CL:0000815"])
    name: str
    category: str
    synonyms: list[str]
    parents: list[str] = Field(description="ids of what it is a kind of")
    xrefs: list[str] = Field(description="its ids in other ontologies")
    grounded: bool
    mention_count: int
    document_count: int


class Kind(BaseModel):
    """A concept that is a kind of another."""

    id: str
    name: str
    category: str
    mention_count: int
    document_count: int


class ConceptKnown(Concept):
    """A concept with its kinds."""

    kinds: list[Kind] = Field(description="everything in the graph that is a kind of it, mentioned most first")
    given_as: str | None = Field(description="id of the drug that is its product as given to patients")


class Found(BaseModel):
    """A concept that a search may mean."""

    id: str
    name: str
    category: str
    grounded: bool
    mention_count: int
    document_count: int
    matched: str = Field(description="the name or synonym that fits")
    score: float = Field(description="how well, 0 to 1; 1 is the same name")


class End(BaseModel):
    """One end of an assertion."""

    id: str
    name: str
    category: str


class Assertion(BaseModel):
    """What documents together say: an edge of the graph."""

    id: str
    subject: End
    predicate: str
    verb: str = Field(description="predicate and direction in words", examples=["increases"])
    object: End
    aspect: str
    direction: str
    negated: bool
    belief: float
    asserted: bool = Field(description="neither negated, only speculated about, rejected nor withdrawn")
    speculated: bool
    rejected: bool
    document_count: int
    evidence_count: int
    opposed_by: list[str] = Field(description="ids of assertions that contradict it")
    documents: list[str]
    sentence: str = Field(description="the best passage")

    @classmethod
    def of(cls, row: Mapping[str, Any], **more: Any) -> Self:
        """Return an assertion from a row of `kg.serve.tables.ASSERTIONS`."""
        ends = {
            end: End(id=row[end], name=row[f"{end}_name"], category=row[f"{end}_category"])
            for end in ("subject", "object")
        }
        verb = predicates()[row["predicate"]].verb(row["direction"])
        return cls(**{**row, **ends, "verb": verb, **more})


class Place(BaseModel):
    """Characters of a document's text, from `start` up to `end`."""

    start: int
    end: int


class Context(BaseModel):
    """What a passage was said under; ids of concepts."""

    disease: list[str]
    species: list[str]
    tissue: list[str]
    dose: str


class Verdict(BaseModel):
    """What a curator says of a passage."""

    verdict: str
    error: str
    note: str
    curator: str


class Evidence(BaseModel):
    """A passage that an assertion is believed for."""

    id: str
    assertion_id: str
    document_id: str
    title: str
    year: int | None
    retracted: bool
    section: str
    label: str
    text: str
    place: Place
    sentences: list[Place]
    subject: Place
    object: Place
    trigger: Place
    score: float
    speculated: bool
    via: str = Field(description="direct, or loss or blockade of the subject")
    extractor: str
    context: Context
    curation: Verdict | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return evidence from a row of `kg.serve.tables.EVIDENCE`."""
        places = {
            role: Place(start=row[f"{role}_start"], end=row[f"{role}_end"]) for role in ("subject", "object", "trigger")
        }
        context = {name: row[f"context_{name}"] for name in Context.model_fields}
        judged = {name: row[name] for name in Verdict.model_fields} if row["verdict"] else None
        place = Place(start=row["start"], end=row["end"])
        return cls(**{**row, **places, "place": place, "context": context, "curation": judged})


class AssertionKnown(Assertion):
    """An assertion with its evidence."""

    evidence: list[Evidence] = Field(description="best first")


class Mention(BaseModel):
    """A place of a document that speaks of a concept; one that speaks of several has several parts."""

    mention: int
    part: int
    start: int
    end: int
    text: str
    category: str
    concept_id: str | None
    name: str | None
    score: float | None
    found_by: str


class Passage(BaseModel):
    """A section of a document, as a place of its text."""

    name: str
    label: str
    start: int
    end: int


class Document(BaseModel):
    """A paper with everything found in it."""

    id: str = Field(examples=["PMID:31234567"])
    title: str
    text: str
    sections: list[Passage]
    pmid: str | None
    doi: str | None
    pmcid: str | None
    journal: str | None
    year: int | None
    authors: list[str]
    keywords: list[str]
    publication_types: list[str]
    retracted: bool
    same_as: list[str]
    mentions: list[Mention]
    assertions: list[Assertion]


class Page(BaseModel):
    """Some of the assertions that fit."""

    total: int
    limit: int
    offset: int
    items: list[Assertion]


class Dataset(BaseModel):
    """What the graph is made of, and by what."""

    iri: str
    base: str = Field(description="what the graph's own IRIs begin with")
    version: str = Field(description="of immunokg, which built it")
    pipeline: str
    run: str = Field(description="id of the run: the same for the same content")
    counts: dict[str, int]


class Query(BaseModel):
    """A query that ships with immunokg."""

    name: str
    title: str
    sparql: str
    parameters: dict[str, str] = Field(
        description="the variables written with a dollar, each with an example from this graph"
    )


class Absent(BaseModel):
    """A name of a query that stands in no statement of the graph."""

    name: str = Field(examples=["biolink:afects"])
    meant: str = Field(
        description="a name that may be meant; empty where none is like it", examples=["biolink:affects"]
    )


class Reason(BaseModel):
    """Why there is no answer."""

    detail: str
