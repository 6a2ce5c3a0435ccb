"""What corpora mark where a text names something that the vocabulary has under another id.

`ontologies/orthologs.tsv`: the ids that the genes of other species have, by the human gene that answers to them.
`ontologies/counterparts.tsv`: what is marked for a concept that is a little wider or finer. Both are for comparing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kg.core.paths import data_folder
from kg.core.vocabulary import read_tsv

HUMAN = "NCBITaxon:9606"


@cache
def orthologs() -> Mapping[tuple[str, str], frozenset[str]]:
    """Return NCBI gene CURIEs by human gene and taxon ("HGNC:5962", "NCBITaxon:10090"); see `tests/recipes`."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for _, row in read_tsv(data_folder("ontologies") / "orthologs.tsv"):
        found[row["gene"], row["taxon"]].add(row["id"])
    return MappingProxyType({key: frozenset(ids) for key, ids in found.items()})


@cache
def counterparts() -> Mapping[str, frozenset[str]]:
    """Return what corpora mark in place of a concept, as CURIEs; see `tests/recipes`."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for _, row in read_tsv(data_folder("ontologies") / "counterparts.tsv"):
        found[row["concept"]].add(row["counterpart"])
    return MappingProxyType({key: frozenset(ids) for key, ids in found.items()})
