"""the command line -> concepts of ontologies: search, show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.options import AsJson
from kg.printing import emit, number

if TYPE_CHECKING:
    from kg.ontology import Hit

Beside = Annotated[
    list[str] | None,
    typer.Option(
        "--ontology", metavar="NAME", help="An installed ontology, or a file, beside the shipped; repeatable."
    ),
]


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, a part of one, or nearly one.")],
    ontologies: Beside = None,
    category: Annotated[str, typer.Option(help="Only concepts of this category (see `kg list`).")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Find the concepts that TEXT names, best first: exactly, by their beginning, by their words, spelled nearly so.

    Example: kg ontology search 'systemic lupus'
    """
    from kg import ontology

    hits = ontology.search(text, ontologies or [], category=category, limit=limit)
    emit([asdict(hit) for hit in hits], _hit_lines(hits, text), as_json)


def _hit_lines(hits: Sequence[Hit], text: str) -> Iterator[str]:
    if not hits:
        yield f"nothing is called {text!r}, or nearly so"
        return
    wide = max(len(hit.id) for hit in hits)
    for hit in hits:
        by = "" if hit.match == hit.name else f"  as {hit.match!r}"
        spelled = f" ({hit.how})" if hit.how in ("ambiguous name", "similar") else ""
        yield f"{hit.id:<{wide}}  {hit.name}{by}{spelled}  {hit.category.replace('_', ' ')}  [{hit.ontology}]"


def show(
    name: Annotated[str, typer.Argument(metavar="ID_OR_NAME", help="A concept, by CURIE, IRI, name or synonym.")],
    ontologies: Beside = None,
    as_json: AsJson = False,
) -> None:
    """Print a concept: its names, what is above and below it, and the same thing in other ontologies.

    Example: kg ontology show 'regulatory T cell'
    """
    from kg import ontology

    known = ontology.show(name, ontologies or [])
    emit(known, _concept_lines(known), as_json)


def _concept_lines(known: Mapping[str, Any]) -> Iterator[str]:
    yield f"{known['name']}  {known['id']}  {known['category'].replace('_', ' ')}  [{known['ontology']}]"
    yield f"  {known['iri']}"
    if known["synonyms"]:
        yield f"  also called: {' | '.join(known['synonyms'])}"
    if known["ambiguous"]:
        yield f"  only where the paper says so: {' | '.join(known['ambiguous'])}"
    if known["parents"]:
        yield "  is a kind of"
    for one in known["parents"]:
        yield f"  {'  ' * one['depth']}{one['name'] or '(not at hand)'}  {one['id']}"
    if known["children"]:
        yield f"  {number(len(known['children']), 'kind')} of it"
    for one in known["children"]:
        yield f"    {one['name']}  {one['id']}"
    if known["xrefs"]:
        yield "  the same in other ontologies"
    for one in known["xrefs"]:
        yield f"    {one['id']}  {one['iri']}"
    if known["also"]:
        others = ", ".join(f"{one['name']} ({one['id']})" for one in known["also"])
        yield f"  called so too: {others}"
