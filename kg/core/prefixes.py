"""CURIEs and IRIs: the prefix map, and where a graph's own names stand under its base IRI."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from urllib.parse import quote

import curies

from kg.core.errors import OptionError
from kg.core.paths import data_folder

BASE = "urn:immunokg:"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#:]")
# Biolink's id of the knowledge source that we are
SOURCE = "infores:immunokg"
# The vocabularies that the quads are written in
VOCABULARIES: Mapping[str, str] = MappingProxyType(
    {
        "bibo": "http://purl.org/ontology/bibo/",
        "biolink": "https://w3id.org/biolink/vocab/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "infores": "https://w3id.org/biolink/infores/",
        "kg": "urn:immunokg:schema#",
        "oa": "http://www.w3.org/ns/oa#",
        "prism": "http://prismstandard.org/namespaces/basic/2.0/",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
# What a graph names itself, and where it stands under the base IRI
_OWN: Mapping[str, str] = MappingProxyType(
    {
        "assertion": "a/",
        "evidence": "s/",
        "study": "study/",
        "run": "run/",
        "text": "text:",
        "sha1": "sha1:",
    }
)
_PATH = "/:@!$&'()*+,;=~"  # stand as they are in the path of an IRI, beside letters, digits and "-._"


def checked_base(iri: str) -> str:
    """Return an IRI that names may follow on.

    Raises:
        OptionError: it is not absolute, or does not end where a name can begin (with a slash, hash or colon).
    """
    if not _ABSOLUTE.fullmatch(iri):
        raise OptionError(f"the base IRI {iri!r} must be absolute and end with /, # or : (https://example.org/kg/)")
    return iri


@cache
def converter() -> curies.Converter:
    """Return the map between CURIEs and IRIs: `ontologies/prefixes.json`."""
    return curies.Converter.from_extended_prefix_map(data_folder("ontologies") / "prefixes.json")


@cache
def prefixes(base: str = BASE) -> Mapping[str, str]:
    """Return every prefix that Turtle declares and queries may use, with its namespace."""
    own = {prefix: base + place for prefix, place in _OWN.items()}
    # Our base alone is no URN (nothing stands behind its last colon), which Jena warns of
    others = {prefix: namespace for prefix, namespace in converter().bimap.items() if namespace != BASE}
    return MappingProxyType({**others, **VOCABULARIES, **own})


def escape(local: str) -> str:
    """Return a local name so that it may end any IRI."""
    escaped = quote(local, safe=_PATH)
    # A name that ends in a full stop is one that rdflib cannot read back from Turtle
    return f"{escaped[:-1]}%2E" if escaped.endswith(".") else escaped


@lru_cache(maxsize=1 << 16)
def expand(curie: str, base: str = BASE) -> str:
    """Return the IRI of a CURIE; what no prefix of the map fits goes under `base`. Always a valid IRI."""
    prefix, colon, local = curie.partition(":")
    namespace = VOCABULARIES.get(prefix) if colon else None
    if prefix in _OWN:
        namespace = base + _OWN[prefix]
    elif colon and namespace is None:
        namespace = converter().expand_pair(prefix, "")
    return (namespace or base) + escape(local if namespace else curie)


def compress(iri: str, base: str = BASE) -> str | None:
    """Return the CURIE of an IRI for people to read, None where no prefix fits."""
    for prefix, place in _OWN.items():
        if iri.startswith(base + place):
            return f"{prefix}:{iri[len(base + place) :]}"
    for prefix, namespace in VOCABULARIES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return converter().compress(iri)
