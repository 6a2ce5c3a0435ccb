"""An Accept header -> one of the media types at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

# (media type, format), what is preferred first; the first of a format is what it is answered as
RESULT_TYPES: tuple[tuple[str, str], ...] = (
    ("application/sparql-results+json", "json"),
    ("application/sparql-results+xml", "xml"),
    ("text/csv", "csv"),
    ("text/tab-separated-values", "tsv"),
    ("application/json", "json"),
    ("application/xml", "xml"),
    ("text/xml", "xml"),
)
GRAPH_TYPES: tuple[tuple[str, str], ...] = (
    ("text/turtle", "turtle"),
    ("application/n-triples", "ntriples"),
    ("application/rdf+xml", "rdfxml"),
    ("application/ld+json", "jsonld"),
    ("application/x-turtle", "turtle"),
    ("text/plain", "ntriples"),
    ("application/json", "jsonld"),
    ("application/xml", "rdfxml"),
    ("text/xml", "rdfxml"),
)
# Other names that clients give formats by in the parameter `format`
_RESULT_NAMES: Mapping[str, str] = MappingProxyType({name: name for _, name in RESULT_TYPES})
_GRAPH_NAMES: Mapping[str, str] = MappingProxyType(
    {name: name for _, name in GRAPH_TYPES}
    | {"ttl": "turtle", "n3": "turtle", "nt": "ntriples", "n-triples": "ntriples"}
    | {"rdf": "rdfxml", "xml": "rdfxml", "rdf+xml": "rdfxml", "json-ld": "jsonld", "json": "jsonld"}
)


class Format(NamedTuple):
    """How an answer is written: a format's name, and the Content-Type it goes under."""

    name: str
    content_type: str


def ranges(accept: str) -> list[tuple[str, float]]:
    """Return the media ranges of an Accept header with their weights; a weight that is none counts as 1."""
    found = []
    for one in accept.split(","):
        media, *parameters = (part.strip().lower() for part in one.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weight = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    weight = 1.0
        if media:
            found.append((media, weight))
    return found


def _weight(media: str, wanted: Sequence[tuple[str, float]]) -> float:
    """Return the weight of the most specific range that a media type falls in, 0 for none."""
    for fitting in (media, f"{media.partition('/')[0]}/*", "*/*"):
        weights = [weight for name, weight in wanted if name == fitting]
        if weights:
            return max(weights)
    return 0.0


def _content_type(name: str, types: Sequence[tuple[str, str]], media: str = "") -> Format:
    chosen = media or next(one for one, form in types if form == name)
    return Format(name, f"{chosen}; charset=utf-8" if chosen.startswith("text/") else chosen)


def best(accept: str, types: Sequence[tuple[str, str]]) -> Format | None:
    """Return what an Accept header likes best of some types; of equals the first; None if it likes none.

    No header, or an empty one, likes all.
    """
    wanted = ranges(accept) or [("*/*", 1.0)]
    weights = [(_weight(media, wanted), media, name) for media, name in types]
    weight, media, name = max(weights, key=lambda one: one[0])
    return _content_type(name, types, media) if weight > 0 else None


def choose(form: str, accept: str, named: str = "") -> Format | None:
    """Return how to answer a query.

    Args:
        form: the query's: SELECT, ASK, CONSTRUCT or DESCRIBE; what is none of these is answered like SELECT.
        accept: the request's Accept header.
        named: a format's name, or a media type; it comes before the header, unless no such format is known.
    """
    types, names = RESULT_TYPES, _RESULT_NAMES
    if form in {"CONSTRUCT", "DESCRIBE"}:
        types, names = GRAPH_TYPES, _GRAPH_NAMES
    name = names.get(named.lower()) or dict(types).get(named.lower())
    return _content_type(name, types) if name else best(accept, types)
