"""NCBI's gene_info (TSV) -> genes, by symbol, with names and aliases.

Human genes are read; those of another species only where the file holds that one species alone. Other designations
are ambiguous names: they hold products and sentences (of IL2 "aldesleukin") beside names.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.core.errors import InputError, RecordError
from kg.core.lexicon import Concept
from kg.index.columns import Header, header_of, table_rows, values
from kg.index.draft import Draft, problem
from kg.index.rows import lines

_WANTED = ("geneid", "symbol", "dbxrefs")
_HUMAN = "9606"
_TAXON = "tax id"
_NONE = "-"
_NO_GENES = frozenset({"biological-region"})


def recognises(head: str) -> bool:
    """Return whether a file that begins so is gene_info, whole or with fewer columns."""
    return header_of(enumerate(head.splitlines(), 1), _WANTED) is not None


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield the genes of one species in order.

    Raises:
        InputError: the file cannot be opened or decompressed, is another table, or holds several species and not ours.
    """
    header = header_of(lines(path), _WANTED)
    if not header:
        raise InputError(path, "the header names no GeneID, Symbol or dbXrefs")
    species = _species(path, header)
    for row in table_rows(path, header):
        if isinstance(row, RecordError):
            yield row
            continue
        gene = {column: "" if value == _NONE else value for column, value in row.values.items()}
        if (
            gene.get(_TAXON, species) != species
            or gene.get("type of gene") in _NO_GENES
            or gene["symbol"] == "NEWENTRY"
        ):
            continue
        if not gene["geneid"].isdecimal() or not gene["symbol"]:
            yield problem(path, row.record, row.line, f"{gene['geneid'][:20]!r} is no GeneID, or the symbol is missing")
            continue
        draft = Draft(f"NCBIGene:{gene['geneid']}", gene["symbol"])
        for column in ("symbol from nomenclature authority", "full name from nomenclature authority", "description"):
            draft.exact.append(gene.get(column, ""))
        draft.exact.extend(values(gene, "synonyms"))
        draft.related = values(gene, "other designations")
        draft.same = values(gene, "dbxrefs")
        yield from draft.concepts()


def _species(path: Path, header: Header) -> str:
    """Return the taxon whose genes are read: ours, or the file's only one.

    Raises:
        InputError: the file holds several, and ours is none of them.
    """
    if _TAXON not in header.keys:
        return ""
    at = header.keys.index(_TAXON)
    found = set()
    for number, line in lines(path):
        taxon = line.split("\t", at + 1)[at].strip() if number > header.line and line.count("\t") >= at else ""
        if taxon == _HUMAN:
            return _HUMAN
        if taxon.isdecimal():
            found.add(taxon)
    if len(found) > 1:
        raise InputError(path, f"holds genes of {len(found)} species, none of them human ({_HUMAN})")
    return next(iter(found), _HUMAN)
