from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.errors import OptionError
from kg.core.prefixes import BASE, checked_base, compress, converter, expand, prefixes


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("HGNC:6001", "http://identifiers.org/hgnc/6001"),
        ("CL:0000815", "http://purl.obolibrary.org/obo/CL_0000815"),
        ("PMID:1", "http://www.ncbi.nlm.nih.gov/pubmed/1"),
        ("biolink:affects", "https://w3id.org/biolink/vocab/affects"),
        ("text:gene/ab12", "urn:immunokg:text:gene/ab12"),
        ("sha1:00ff", "urn:immunokg:sha1:00ff"),
        ("assertion:9f", "urn:immunokg:a/9f"),
        ("evidence:9f-passage", "urn:immunokg:s/9f-passage"),
        ("nobody knows:a b", "urn:immunokg:nobody%20knows:a%20b"),
        ("plain", "urn:immunokg:plain"),
        ("DOI:10.1/a<b>#c?d", "https://doi.org/10.1/a%3Cb%3E%23c%3Fd"),
        ("DOI:10.1/a.", "https://doi.org/10.1/a%2E"),
    ],
)
def test_expand(curie: str, iri: str) -> None:
    assert expand(curie) == iri


def test_own_names_follow_the_base() -> None:
    assert expand("assertion:9f", "https://example.org/kg/") == "https://example.org/kg/a/9f"
    assert expand("HGNC:1", "https://example.org/kg/") == "http://identifiers.org/hgnc/1"
    assert prefixes("https://example.org/kg/")["text"] == "https://example.org/kg/text:"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_string_expands_to_an_iri_that_parsers_take(curie: str) -> None:
    line = f"<{expand(curie)}> <urn:p> <urn:o> .".encode()
    (triple,) = pyoxigraph.parse(line, pyoxigraph.RdfFormat.N_TRIPLES)
    assert triple.subject.value == expand(curie)


@pytest.mark.parametrize("curie", ["HGNC:6001", "text:gene/ab12", "assertion:9f", "kg:asserted", "PMID:1"])
def test_compress_undoes_expand(curie: str) -> None:
    assert compress(expand(curie)) == curie


def test_compress_knows_what_it_does_not_know() -> None:
    assert compress("https://example.org/x") is None


def test_the_prefix_file_and_the_code_agree_on_the_vocabularies() -> None:
    ours = prefixes()
    for prefix, namespace in converter().bimap.items():
        assert ours.get(prefix) == (namespace if namespace != BASE else None)
    assert converter().bimap["ikg"] == BASE


@pytest.mark.parametrize("iri", ["https://example.org/kg/", "urn:mine:", "http://x.org/kg#"])
def test_a_base_is_an_iri_that_names_may_follow_on(iri: str) -> None:
    assert checked_base(iri) == iri


@pytest.mark.parametrize("iri", ["", "kg/", "https://example.org/kg", "https://example.org/a b/", "urn:<x>:"])
def test_what_is_no_base_is_refused(iri: str) -> None:
    with pytest.raises(OptionError, match="base IRI"):
        checked_base(iri)
