"""The shipped vocabulary is well formed: sorted, acyclic, and no name means two things by accident."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from types import MappingProxyType

import curies
import pytest

from kg.core.names import normal_form
from kg.core.paths import data_folder
from kg.core.vocabulary import categories, predicates, read_tsv

HEADER = ("id", "name", "synonyms", "ambiguous", "parents", "xrefs")
FILES = sorted((data_folder("ontologies") / "concepts").glob("*.tsv"))
FURTHER = sorted((data_folder("ontologies") / "further").glob("*.tsv"))
# Names that concepts of two categories rightly share: normal form -> why
SHARED_ACROSS_CATEGORIES = MappingProxyType[str, str]({})
# Names that once grounded wrongly in lupus and cancer papers, or are words of the language
POISON = (
    "A20 APC ACE AS CAT CD DM GC IBM IGM LA LN MAX MG MS NK PAN PD PM PSA RA REST RF RNP SET SS SSc SpA TB UC"
    " complement control impact light was cell protein patient"
)


@cache
def concepts() -> dict[str, dict[str, str]]:
    found = {}
    for file in FILES:
        for _, row in read_tsv(file):
            assert row["id"] not in found, f"{row['id']} stands twice"
            found[row["id"]] = {**row, "category": file.stem}
    return found


def values(text: str) -> list[str]:
    return text.split("|") if text else []


def safe_names(row: dict[str, str]) -> list[str]:
    return [row["name"], *values(row["synonyms"])]


def test_files_are_categories_and_have_the_header() -> None:
    assert {file.stem for file in FILES} <= set(categories())
    for file in FILES:
        first = next(line for line in file.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
        assert tuple(first.split("\t")) == HEADER


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_rows_are_sorted_as_plain_strings(file: Path) -> None:
    ids = [row["id"] for _, row in read_tsv(file)]
    assert ids == sorted(ids)


def test_fields_are_clean() -> None:
    for row in concepts().values():
        assert re.fullmatch(r"[A-Za-z]+:\S+", row["id"])
        for field in HEADER:
            assert row[field] == row[field].strip()
            assert '"' not in row[field]
            assert "" not in row[field].split("|") or not row[field]
            assert len(set(values(row[field]))) == len(values(row[field])), row["id"]


def test_parents_are_rows_and_lead_to_no_cycle() -> None:
    known = concepts()
    for row in known.values():
        seen, waiting = set(), values(row["parents"])
        assert all(parent in known for parent in waiting), row["id"]
        while waiting:
            parent = waiting.pop()
            assert parent != row["id"], f"{row['id']} is its own ancestor"
            if parent not in seen:
                seen.add(parent)
                waiting += values(known[parent]["parents"])


def test_no_name_of_a_concept_is_both_safe_and_ambiguous() -> None:
    for row in concepts().values():
        safe = {normal_form(name) for name in safe_names(row)}
        assert not safe & {normal_form(name) for name in values(row["ambiguous"])}, row["id"]


def test_a_safe_name_means_one_concept() -> None:
    meanings = defaultdict(set)
    for identifier, row in concepts().items():
        for name in safe_names(row):
            meanings[normal_form(name)].add((row["category"], identifier))
    shared = {name: found for name, found in meanings.items() if len(found) > 1}
    within = {name: found for name, found in shared.items() if len({one for one, _ in found}) < len(found)}
    assert not within
    assert set(shared) == set(SHARED_ACROSS_CATEGORIES)


def test_no_name_safe_here_is_ambiguous_there() -> None:
    safe = {normal_form(name): row["id"] for row in concepts().values() for name in safe_names(row)}
    doubtful = {
        name: row["id"] for row in concepts().values() for name in values(row["ambiguous"]) if normal_form(name) in safe
    }
    assert not doubtful


def test_no_safe_name_is_shorter_than_three_characters() -> None:
    short = {name: row["id"] for row in concepts().values() for name in safe_names(row) if len(name) < 3}
    assert not short


@pytest.mark.parametrize("name", POISON.split())
def test_poison_is_no_safe_name(name: str) -> None:
    assert not [row["id"] for row in concepts().values() if name in safe_names(row)]


@pytest.mark.parametrize("name", ["ANA", "IgM", "anti-Sm", "anti-dsDNA", "anti-MDA5 antibody"])
def test_antibodies_are_never_the_genes_they_resemble(name: str) -> None:
    form = normal_form(name)
    found = {one["id"] for one in concepts().values() if form in map(normal_form, safe_names(one))}
    assert len(found) == 1
    assert not found.pop().startswith("HGNC:")


def test_names_of_the_first_pages_are_known() -> None:
    form = {normal_form(name): row["id"] for row in concepts().values() for name in safe_names(row)}
    expected = {
        "IL-2": "HGNC:6001",
        "Tregs": "CL:0000815",
        "T-reg cells": "CL:0000815",
        "effector T cells": "CL:0000911",
        "polymyositis": "MONDO:0019127",
        "dermatomyositis": "MONDO:0016367",
        "autoimmune diseases": "MONDO:0007179",
        "inflammation": "GO:0006954",
        "autoimmunity": "MESH:D015551",
    }
    assert {name: form.get(normal_form(name)) for name in expected} == expected


def test_lupus_is_an_autoimmune_disease_and_il2_a_cytokine() -> None:
    def ancestors(identifier: str) -> set[str]:
        parents = values(concepts()[identifier]["parents"])
        return set(parents).union(*map(ancestors, parents))

    assert "MONDO:0007179" in ancestors("MONDO:0005556")  # lupus nephritis
    assert {"MESH:D007378", "MESH:D016207"} <= ancestors("HGNC:6001")
    assert {"CL:0000084", "CL:0000738"} <= ancestors("CL:0000902")  # induced regulatory T cell


def test_therapeutic_forms_point_from_proteins_to_drugs() -> None:
    pairs = [row for _, row in read_tsv(data_folder("ontologies") / "therapeutics.tsv")]
    assert {"concept": "HGNC:6001", "drug": "DRUGBANK:DB00041"} in pairs
    assert [row["concept"] for row in pairs] == sorted({row["concept"] for row in pairs})
    for row in pairs:
        assert concepts()[row["concept"]]["category"] == "gene"
        assert concepts()[row["drug"]]["category"] == "drug"


def test_prefixes_expand_and_come_back() -> None:
    converter = curies.Converter.from_extended_prefix_map(data_folder("ontologies") / "prefixes.json")
    assert converter.expand("HGNC:6001") == "http://identifiers.org/hgnc/6001"
    assert converter.compress("http://purl.obolibrary.org/obo/CL_0000815") == "CL:0000815"
    assert converter.compress("urn:immunokg:schema#Concept") == "kg:Concept"
    for row in concepts().values():
        iri = converter.expand(row["id"], strict=True)
        assert converter.compress(iri) == row["id"]


def test_every_source_states_where_what_and_under_which_licence() -> None:
    sources = tomllib.loads((data_folder("ontologies") / "sources.toml").read_text(encoding="utf-8"))
    installable = sources.pop("install")
    for name, source in sources.items():
        assert {"name", "prefix", "use", "url", "version", "licence", "file", "sha256"} == set(source), name
        assert source["url"].startswith("https://")
        assert re.fullmatch("[0-9a-f]{64}", source["sha256"])
    prefixes = {identifier.partition(":")[0] for identifier in concepts()}
    assert prefixes <= {source["prefix"] for source in sources.values()} | {"NCBITaxon"}
    for name, source in installable.items():
        assert all(source[field] for field in ("title", "prefix", "version", "licence", "categories", "files")), name
        assert source["checksum"] in {"copy", "stated", ""}
        for file in source["files"]:
            assert file["url"].startswith("https://")
            assert re.fullmatch("[0-9a-f]{64}", file["sha256"]) if source["checksum"] else not file.get("sha256")


def test_predicates_name_each_other() -> None:
    known = predicates()
    for one in known.values():
        assert one.opposes in {"", *known}
        assert one.plain
        assert not one.ro or re.fullmatch(r"RO:\d{7}", one.ro)


@cache
def further() -> dict[str, dict[str, str]]:
    found = {}
    for file in FURTHER:
        for _, row in read_tsv(file):
            assert row["id"] not in found, f"{row['id']} stands twice"
            found[row["id"]] = {**row, "category": file.stem}
    return found


def test_further_names_are_sorted_and_clean() -> None:
    assert {file.stem for file in FURTHER} <= set(categories())
    for file in FURTHER:
        ids = [row["id"] for _, row in read_tsv(file)]
        assert ids == sorted(ids)
    for row in further().values():
        assert re.fullmatch(r"[A-Za-z]+:\S+", row["id"])
        assert all("" not in row[field].split("|") or not row[field] for field in HEADER)


def test_further_names_are_of_the_category_that_is_known() -> None:
    assert not [
        one for one, row in further().items() if one in concepts() and concepts()[one]["category"] != row["category"]
    ]


def test_no_acronym_that_a_reviewer_called_ambiguous_is_a_further_name_but_an_approved_symbol() -> None:
    doubtful = {name for row in concepts().values() for name in values(row["ambiguous"]) if name.isupper()}
    for row in further().values():
        if row["category"] != "gene":
            assert not doubtful & {row["name"], *values(row["synonyms"])} - set(values(row["ambiguous"])) - {
                concepts().get(row["id"], row)["name"] if row["id"] in concepts() else ""
            }, row["id"]
