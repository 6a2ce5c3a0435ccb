"""HGNC's complete set (TSV) -> genes: approved ones, by symbol, with names, aliases and what they were called before.

Their parents are HGNC's gene groups (`hgnc.genegroup:601`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from kg.core.errors import InputError, RecordError
from kg.core.lexicon import Concept
from kg.index import ids
from kg.index.columns import header_of, table_rows, values
from kg.index.draft import Draft, problem
from kg.index.rows import lines

_WANTED = ("hgnc id", "symbol")
_SYNONYMS = ("name", "alias symbol", "alias name", "prev symbol", "prev name")
# Columns of other databases' ids of the same gene -> their prefix
_SAME = MappingProxyType(
    {
        "entrez id": "NCBIGene",
        "uniprot ids": "UniProtKB",
        "omim id": "OMIM",
        "ensembl gene id": "ENSEMBL",
        "mesh id": "MESH",
    }
)
_APPROVED = "approved"


def recognises(head: str) -> bool:
    """Return whether a file that begins so is HGNC's table."""
    found = header_of(enumerate(head.splitlines(), 1), _WANTED)
    return found is not None and ("status" in found.keys or "locus type" in found.keys)


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield the approved genes in order.

    Raises:
        InputError: the file cannot be opened or decompressed, or is another table.
    """
    header = header_of(lines(path), _WANTED)
    if not header:
        raise InputError(path, "the header names no hgnc_id, or no symbol")
    for row in table_rows(path, header):
        if isinstance(row, RecordError):
            yield row
            continue
        gene = row.values
        if gene.get("status", _APPROVED).lower() != _APPROVED:
            continue
        identifier = ids.curie(f"HGNC:{gene['hgnc id']}")
        if not identifier or not gene["symbol"]:
            yield problem(
                path, row.record, row.line, f"{gene['hgnc id'][:20]!r} is no HGNC id, or the symbol is missing"
            )
            continue
        draft = Draft(identifier, gene["symbol"])
        draft.exact = [value for column in _SYNONYMS for value in values(gene, column)]
        draft.same = [f"{prefix}:{value}" for column, prefix in _SAME.items() for value in values(gene, column)]
        draft.parents = [f"hgnc.genegroup:{value}" for value in values(gene, "gene group id")]
        yield from draft.concepts()
