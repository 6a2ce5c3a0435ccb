"""Identifiers as files spell them, and as we do."""

from __future__ import annotations

import pytest

from kg.index import ids


@pytest.mark.parametrize(
    ("text", "curie"),
    [
        ("CL:0000084", "CL:0000084"),
        (" CL:0000084 ", "CL:0000084"),
        ("CL_0000084", "CL:0000084"),
        ("http://purl.obolibrary.org/obo/CL_0000084", "CL:0000084"),
        ("<http://purl.obolibrary.org/obo/CL_0000084>", "CL:0000084"),
        ("https://purl.obolibrary.org/obo/CL_0000084", "CL:0000084"),
        ("http://purl.obolibrary.org/obo/XAO_0003012", "XAO:0003012"),
        ("mesh:D004194", "MESH:D004194"),
        ("MeSH:D004194", "MESH:D004194"),
        ("MSH:D004194", "MESH:D004194"),
        ("http://id.nlm.nih.gov/mesh/D004194", "MESH:D004194"),
        ("https://identifiers.org/mesh:D004194", "MESH:D004194"),
        ("https://bioregistry.io/mesh:D004194", "MESH:D004194"),
        ("HGNC:HGNC:5", "HGNC:5"),
        ("http://identifiers.org/hgnc/5", "HGNC:5"),
        ("CHEBI:CHEBI:16469", "CHEBI:16469"),
        ("MIM:138670", "OMIM:138670"),
        ("UMLS_CUI:C0011127", "UMLS:C0011127"),
        ("NCI:C50706", "NCIT:C50706"),
        ("ORDO:752", "Orphanet:752"),
        ("http://www.orpha.net/ORDO/Orphanet_752", "Orphanet:752"),
        ("SNOMEDCT_US_2025_09_01:702342007", "SCTID:702342007"),
        ("UP:P60568", "UniProtKB:P60568"),
        ("uniprot:P60568", "UniProtKB:P60568"),
        ("CVCL_0006", "CVCL:0006"),
        ("CLO:CLO_0007606", "CLO:0007606"),
        ("NCBI_TaxID:9606", "NCBITaxon:9606"),
        ("NCIt:C4194", "NCIT:C4194"),
        ("FPLX:IL_2", "FPLX:IL_2"),
        ("hgnc.genegroup:601", "hgnc.genegroup:601"),
        ("FMA:62870", "FMA:62870"),
    ],
)
def test_every_spelling_comes_to_one(text: str, curie: str) -> None:
    assert ids.curie(text) == curie


@pytest.mark.parametrize(
    "text",
    ["", ":", "CL", "CL:", ":0000084", "part_of", "ABL_family", "HGNC:IL2", "MESH:Neoplasms", "BEL:14-3-3 Family",
     "http://example.org/thing", "mailto:someone", "http://", "url:http://example.org", "1:2"],
)  # fmt: skip
def test_what_is_no_identifier_comes_to_nothing(text: str) -> None:
    assert ids.reference(text) == ""
    assert ids.curie(text) == "" or text in {"mailto:someone", "url:http://example.org"}


def test_a_file_declares_namespaces_of_its_own_and_the_longest_counts() -> None:
    namespaces = {"http://example.org/": "e", "http://example.org/deep/": "deep", "": "none"}
    assert ids.curie("http://example.org/deep/7", namespaces) == "deep:7"
    assert ids.curie("http://example.org/7", namespaces) == "e:7"
    assert ids.curie("http://elsewhere.org/7", namespaces) == ""
    assert ids.curie("http://purl.obolibrary.org/obo/CL_1", {"http://purl.obolibrary.org/obo/": "obo"}) == "CL:1"


@pytest.mark.parametrize(
    ("text", "curie"),
    [
        ("mesh:D004194", "MESH:D004194"),
        ("DOID:4", "DOID:4"),
        ("MEDGEN:4347", ""),
        ("PMID:15693950", ""),
        ("skos:Concept", ""),
        ("DOI:10.1000/1", ""),
    ],
)
def test_a_cross_reference_has_a_prefix_of_our_map(text: str, curie: str) -> None:
    assert ids.reference(text) == curie
