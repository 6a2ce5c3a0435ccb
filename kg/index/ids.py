"""an identifier as some file spells it -> a CURIE as we spell it.

`mesh:D004194`, `MeSH:D004194`, `MESH:MESH:D004194`, `http://id.nlm.nih.gov/mesh/D004194` are all `MESH:D004194`. Our
spelling is that of `ontologies/prefixes.json`; a prefix that does not stand there is kept as the file writes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from kg.core.prefixes import VOCABULARIES, converter

# What files call a vocabulary, in lower case -> what it is called here
_ALIASES = MappingProxyType(
    {
        "egid": "NCBIGene",
        "entrez gene": "NCBIGene",
        "geneid": "NCBIGene",
        "hgnc_group": "hgnc.genegroup",
        "icdo": "ICDO",
        "interpro": "InterPro",
        "ip": "InterPro",
        "ncbi_gene": "NCBIGene",
        "ncbi_taxid": "NCBITaxon",
        "nci": "NCIT",
        "omimps": "OMIMPS",
        "ordo": "Orphanet",
        "orpha": "Orphanet",
        "orphanet": "Orphanet",
        "orphanet.ordo": "Orphanet",
        "pf": "Pfam",
        "pubchem": "PUBCHEM.COMPOUND",
        "taxonomy": "NCBITaxon",
        "umls_cui": "UMLS",
        "up": "UniProtKB",
    }
)
_SNOMED = re.compile(r"snomed_?ct(_us)?(_\d+)*|sctid", re.IGNORECASE)
# Namespaces that are not in the prefix map, beside those with a pattern below
_NAMESPACES = (
    ("http://www.orpha.net/ORDO/Orphanet_", "Orphanet"),
    ("http://linkedlifedata.com/resource/umls/id/", "UMLS"),
    ("https://omim.org/entry/", "OMIM"),
    ("https://omim.org/phenotypicSeries/PS", "OMIMPS"),
    ("http://www.ncbi.nlm.nih.gov/gene/", "NCBIGene"),
    ("https://www.ncbi.nlm.nih.gov/gene/", "NCBIGene"),
)
_PREFIX_IN_IRI = re.compile(
    r"https?://(?:purl\.obolibrary\.org/obo/([A-Za-z]+)_|identifiers\.org/([\w.]+)[/:]|bioregistry\.io/([\w.]+):)(\S+)"
)
_PREFIX = re.compile(r"[A-Za-z][\w.+-]*")
_AGAIN = re.compile(r"([\w.]+?)[:_](?=.)")  # HGNC:HGNC:5, CLO:CLO_0007606
_UNDERSCORED = re.compile(r"([A-Za-z]+)_(\w+)")
# Files that name genes by symbol write HGNC:IL2, which is no identifier
_LOCAL = MappingProxyType({"HGNC": re.compile(r"\d+"), "NCBIGene": re.compile(r"\d+"), "MESH": re.compile(r"[A-Z]\d+")})
# Prefixes of the map that stand for words of a schema or for papers, never for a concept
_NO_CONCEPTS = frozenset((*VOCABULARIES, "DOI", "PMID", "PMCID", "foaf", "ikg", "kg", "owl", "schema", "sh"))


@cache
def _spellings() -> Mapping[str, str]:
    ours = converter()
    known = {
        name.casefold(): ours.standardize_prefix(name) or name for name in ours.get_prefixes(include_synonyms=True)
    }
    return MappingProxyType({**known, **_ALIASES})


@lru_cache(maxsize=1 << 12)
def prefix(text: str) -> str:
    """Return a prefix as we spell it, in any file's spelling; "" where it cannot be one."""
    found = _spellings().get(text.casefold())
    if found:
        return found
    if _SNOMED.fullmatch(text):
        return "SCTID"
    return text if _PREFIX.fullmatch(text) else ""


def _joined(start: str, local: str) -> str:
    spelled = prefix(start)
    again = _AGAIN.match(local)
    if again and prefix(again[1]) == spelled:
        local = local[again.end() :]
    pattern = _LOCAL.get(spelled)
    if not spelled or not local or local.startswith("//") or any(char.isspace() for char in local):
        return ""
    return "" if pattern and not pattern.fullmatch(local) else f"{spelled}:{local}"


def _compressed(iri: str, namespaces: Mapping[str, str]) -> str:
    if found := converter().compress(iri):
        return _joined(*found.split(":", 1))
    if matched := _PREFIX_IN_IRI.fullmatch(iri):
        return _joined(matched[1] or matched[2] or matched[3], matched[4])
    for namespace, known in _NAMESPACES:
        if iri.startswith(namespace):
            return _joined(known, iri[len(namespace) :])
    fitting = [one for one in namespaces if namespaces[one] and one and iri.startswith(one)]
    longest = max(fitting, key=len, default="")
    return _joined(namespaces[longest], iri[len(longest) :]) if longest else ""


def curie(text: str, namespaces: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return an identifier as a CURIE, "" where it is none.

    Args:
        text: a CURIE in any spelling, an IRI (in angle brackets too), or an id like `CL_0000084`.
        namespaces: what the file itself declares, namespace to prefix; our own map goes first.
    """
    text = text.strip().removeprefix("<").removesuffix(">")
    if "://" in text:
        return _compressed(text, namespaces)
    start, colon, local = text.partition(":")
    if colon:
        return _joined(start, local)
    underscored = _UNDERSCORED.fullmatch(text)
    if underscored and underscored[1].casefold() in _spellings():
        return _joined(underscored[1], underscored[2])
    return ""


def reference(text: str, namespaces: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a cross-reference as a CURIE, "" where its prefix is not in our map: nothing could be found by it."""
    found = curie(text, namespaces)
    return found if found and is_known(found.partition(":")[0]) else ""


@lru_cache(maxsize=1 << 12)
def is_known(spelled: str) -> bool:
    """Tell whether a prefix, in our spelling, is one of concepts in `ontologies/prefixes.json`."""
    return spelled not in _NO_CONCEPTS and spelled in converter().bimap
