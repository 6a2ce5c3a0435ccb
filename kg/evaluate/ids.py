"""ids in any spelling, and our concepts with their cross-references -> keys that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from functools import cache
from types import MappingProxyType

from kg.core.lexicon import Concept
from kg.core.orthologs import HUMAN, counterparts, orthologs
from kg.core.prefixes import converter

_MESH = re.compile(r"[CDQ]\d{6,9}", re.IGNORECASE)
_RS = re.compile(r"(?:dbsnp:)?rs#?:?\s*(\d+)", re.IGNORECASE)
_PREFIXED = re.compile(r"([A-Za-z][A-Za-z .]*?)\s*[:_]\s*(\S.*)")
_TAXON = re.compile(r"\(tax(?:on|id)?:\d+\)", re.IGNORECASE)  # GNormPlus: the gene's species, behind its id
# Prefixes corpora use beside those of our prefix map
_ALSO = MappingProxyType(
    {
        "gene": "NCBIGene",
        "geneid": "NCBIGene",
        "ncbi gene": "NCBIGene",
        "entrezgene": "NCBIGene",
        "taxid": "NCBITaxon",
        "taxonomy": "NCBITaxon",
        "ncbi taxonomy": "NCBITaxon",
        "ncbi species": "NCBITaxon",
        "species": "NCBITaxon",
    }
)
_OF_BARE_NUMBERS = MappingProxyType({"gene": "NCBIGene", "species": "NCBITaxon"})
_UNGROUNDED = frozenset({"", "-", "-1"})
_LOCAL = "text:"
_VARIANT = "text:variant/"
_HUMAN_GENE = "HGNC:"


@cache
def _prefixes() -> Mapping[str, str]:
    known = {name.casefold(): name for name in converter().bimap}
    for name in converter().get_prefixes(include_synonyms=True):
        known.setdefault(name.casefold(), converter().standardize_prefix(name) or name)
    return MappingProxyType({**_ALSO, **known})


def key_of(given: str, kind: str) -> str:
    """Return the key of an id as a corpus or an ontology spells it; "" where there is none.

    `D012345`, `mesh:d012345` and `MESH:D012345` are one key; so are `3558` as a gene and `NCBI Gene:3558`, `CL_0000084`
    and `CL:0000084`. Ids joined by `+` name one thing together, in whatever order (NCBI Disease: an X-linked muscular
    dystrophy is `D040181+D009136`, both at once), where `|` and `,` part several things that one mention names
    (`kg.read.gold.split_ids`). What is not recognised is its own key.
    """
    given = _TAXON.sub("", given).strip()
    if given in _UNGROUNDED:
        return ""
    if "|" in given:  # tmVar's form of a variant, full of bars and plus signs
        return given
    if "+" in given:
        return "+".join(sorted(key_of(part, kind) for part in given.split("+")))
    if _MESH.fullmatch(given):
        return f"MESH:{given.upper()}"
    if rs := _RS.fullmatch(given):
        return f"dbSNP:rs{rs[1]}"
    if given.isdecimal() and kind in _OF_BARE_NUMBERS:
        return f"{_OF_BARE_NUMBERS[kind]}:{given}"
    found = _PREFIXED.fullmatch(given)
    prefix = _prefixes().get(found[1].casefold()) if found else None
    if found is None or prefix is None:
        return given
    return f"{prefix}:{found[2].upper() if prefix == 'MESH' else found[2]}"


def keys_of(concept_id: str, kind: str, concepts: Mapping[str, Concept], taxon: str = "") -> frozenset[str]:
    """Return every key a concept goes by: its id, its cross-references and what corpora mark in its place.

    None where it is ungrounded. A variant's local id holds tmVar's form, which is its key. A gene of another species
    has that species' own id; none where nobody told us which. A family goes by the gene that corpora mark for it.
    """
    if concept_id.startswith(_VARIANT) and ":" in concept_id[len(_VARIANT) :]:
        return frozenset({concept_id[len(_VARIANT) :].replace(":", "|")})
    if concept_id.startswith(_LOCAL):
        return frozenset()
    if taxon not in {"", HUMAN} and concept_id.startswith(_HUMAN_GENE):
        return orthologs().get((concept_id, taxon), frozenset())
    concept = concepts.get(concept_id)
    keys = {key_of(one, kind) for one in (concept_id, *(concept.xrefs if concept else ()))}
    for other in counterparts().get(concept_id, ()):
        genes = other.startswith(_HUMAN_GENE)
        keys |= keys_of(other, kind, concepts, taxon) if genes else {key_of(other, kind)}
    return frozenset(keys - {""})


def settle(keys: Iterable[str], gold: Set[str]) -> frozenset[str]:
    """Return a predicted concept in the gold's own words: the gold keys it goes by, else its first key."""
    ordered = sorted(keys)
    return frozenset(key for key in ordered if key in gold) or frozenset(ordered[:1])


def own_name(keys: Iterable[str], *golds: Set[str]) -> str:
    """Return the one key that stands for a predicted concept; "" where it has none.

    A concept may go by several of the gold's ids (a MeSH and an OMIM id of one disease) and still is one prediction, so
    it gets one of them.

    Args:
        golds: gold keys to be found among its own, the likelier set first.

    Returns:
        Its first key that stands in the first set that holds any, else its first key, by the alphabet.
    """
    ordered = sorted(keys)
    return next((key for gold in golds for key in ordered if key in gold), ordered[0] if ordered else "")
