"""An id -> the public page about it, so that a reader can check what the graph says; and what people call a paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

_OBO_PREFIXES = ("CHEBI", "CL", "DOID", "GO", "HP", "MONDO", "NCBITaxon", "NCIT", "PR", "SO", "UBERON")
# Addresses by prefix in small letters ("DrugBank" and "DRUGBANK" are both in use)
_ADDRESSES = MappingProxyType(
    {
        **{prefix.lower(): f"https://purl.obolibrary.org/obo/{prefix}_{{local}}" for prefix in _OBO_PREFIXES},
        "cvcl": "https://www.cellosaurus.org/CVCL_{local}",
        "drugbank": "https://go.drugbank.com/drugs/{local}",
        "efo": "https://www.ebi.ac.uk/efo/EFO_{local}",
        "fplx": "https://identifiers.org/fplx:{local}",
        "hgnc": "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:{local}",
        "mesh": "https://meshb.nlm.nih.gov/record/ui?ui={local}",
        "ncbigene": "https://www.ncbi.nlm.nih.gov/gene/{local}",
        "omim": "https://omim.org/entry/{local}",
        "umls": "https://uts.nlm.nih.gov/uts/umls/concept/{local}",
        "unii": "https://precision.fda.gov/uniisearch/srs/unii/{local}",
        "uniprotkb": "https://www.uniprot.org/uniprotkb/{local}",
    }
)
_LOCAL = re.compile(r"[\w.-]+", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_PMCID = re.compile(r"(?:PMC)?(\d+)", re.ASCII)


def concept_link(concept_id: str) -> str:
    """Return the address of a concept's page at its ontology; "" for a prefix without a known one."""
    prefix, _, local = concept_id.partition(":")
    address = _ADDRESSES.get(prefix.lower())
    return address.format(local=local) if address and _LOCAL.fullmatch(local) else ""


def paper_name(paper: Mapping[str, Any]) -> str:
    """Return a paper's id; where that is but a hash of its text, its title, or else the file it was read from.

    Args:
        paper: `document_id`, `title`, `source` and `record`, as the documents table has the last three.
    """
    identity = str(paper["document_id"])
    if not identity.startswith("sha1:"):
        return identity
    file = PurePath(paper["source"] or "").name
    place = f"{file}, record {paper['record']}" if file and (paper["record"] or 1) > 1 else file
    return paper["title"] or place or identity


def document_links(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (name of the site, address) for each public id of a row of `documents`."""
    found = []
    if _DIGITS.fullmatch(document["pmid"] or ""):
        found.append(("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{document['pmid']}/"))
    if pmcid := _PMCID.fullmatch(document["pmcid"] or ""):
        found.append(("PMC", f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{pmcid[1]}/"))
    if (document["doi"] or "").startswith("10."):
        found.append(("DOI", f"https://doi.org/{quote(document['doi'])}"))
    return found


def document_title(document: Mapping[str, Any]) -> str:
    """Return a paper's title; of one without, its id, or the name of its file where the id is its text's hash alone.

    Args:
        document: `id`, `title`, `source` and `record` of its row of `documents`.
    """
    return str(document["title"] or paper_name({**document, "document_id": document["id"]}))
