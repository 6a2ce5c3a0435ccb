"""Every id of the shipped vocabulary stands in its source, under one of our names for it, and is in use."""

from __future__ import annotations

import gzip
import hashlib
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.core.names import normal_form
from kg.core.paths import data_folder
from kg.core.vocabulary import predicates, read_tsv
from tests.integration.vocabulary_sources import (
    GO_DATABASE,
    SOURCES,
    mesh_to_chebi,
    relations,
    supplementary,
    xref_ids,
)

pytestmark = pytest.mark.shared

XREF_SOURCES = ("CHEBI", "DOID", "MESH", "NCBIGene", "OMIM", "UNII", "UniProtKB")


def rows(folder: str = "concepts") -> Iterator[dict[str, str]]:
    for file in sorted((data_folder("ontologies") / folder).glob("*.tsv")):
        yield from (row for _, row in read_tsv(file))


def prefix(curie: str) -> str:
    return curie.partition(":")[0]


def names(row: dict[str, str]) -> set[str]:
    every = [row["name"], *row["synonyms"].split("|"), *row["ambiguous"].split("|")]
    return {normal_form(name) for name in every if name}


def test_every_concept_has_a_source() -> None:
    assert {prefix(row["id"]) for row in rows()} <= set(SOURCES)


@pytest.mark.parametrize("source", SOURCES)
def test_ids_are_known_in_use_and_called_so(source: str, shared: Path) -> None:
    known = SOURCES[source](shared)
    mine = [row for row in rows() if prefix(row["id"]) == source]
    assert mine
    if source == "GO" and not GO_DATABASE.is_file():
        unseen = [row for row in mine if row["id"] not in known]
        mine = [row for row in mine if row["id"] in known]
        print(f"{len(unseen)} GO ids need {GO_DATABASE.name} of r-bioc-go.db")  # noqa: T201
    wrong = [
        f"{row['id']} {row['name']}: {'is called otherwise' if row['id'] in known else 'unknown or obsolete'}"
        for row in mine
        if not names(row) & known.get(row["id"], frozenset())
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.skipif(not GO_DATABASE.is_file(), reason="the Debian package r-bioc-go.db is not installed")
def test_all_of_go_can_be_checked(shared: Path) -> None:
    known = SOURCES["GO"](shared)
    assert all(row["id"] in known for row in rows() if prefix(row["id"]) == "GO")


@pytest.mark.parametrize("source", XREF_SOURCES)
def test_cross_references_exist(source: str, shared: Path) -> None:
    known = xref_ids(shared, source)
    pointed = {one for row in rows() for one in row["xrefs"].split("|") if prefix(one) == source}
    assert pointed
    assert sorted(pointed - known) == []


@pytest.mark.parametrize("source", ["HGNC", "MESH"])
def test_further_ids_are_called_so_as_far_as_they_can_be_checked(source: str, shared: Path) -> None:
    known = SOURCES[source](shared)
    shipped = {row["id"] for row in rows()}
    # MeSH's newer headings and most of its supplementary records are in no file of the shared folder
    found = [row for row in rows("further") if row["id"] in known and row["id"] not in shipped]
    assert len(found) > 10_000
    # of some records the shared tables have one name only, which another edition has not
    assert sum(not names(row) & known[row["id"]] for row in found) < 0.01 * len(found)


def test_supplementary_records_of_chemicals_are_the_same_thing(shared: Path) -> None:
    named, same = supplementary(shared), defaultdict(set)
    for record, _, chemical, _ in mesh_to_chebi(shared):
        same[record].add(chemical)
    wrong = [
        f"{row['id']} {row['name']}: {record}"
        for row in rows()
        for record in (row["id"], *row["xrefs"].split("|"))
        if prefix(row["id"]) in {"CHEBI", "DRUGBANK", "MESH"}
        and record.startswith("MESH:C")
        and not names(row) & named.get(record, frozenset())
        and not {row["id"], *row["xrefs"].split("|")} & same[record]
    ]
    assert not wrong, "\n".join(wrong)


def test_files_at_hand_are_those_stated(shared: Path) -> None:
    sources = tomllib.loads((data_folder("ontologies") / "sources.toml").read_text(encoding="utf-8"))
    taken = [one for name, one in sources.items() if name != "install"]
    # What lies in packages is not below shared/, and says so
    files = {shared / one["file"]: one["sha256"] for one in taken if "not below shared/" not in one["file"]}
    assert len(files) > 20
    assert {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in files} == files


def test_relation_ontology_ids_are_in_use(shared: Path) -> None:
    known = relations(shared)
    assert not {one.name: one.ro for one in predicates().values() if one.ro and one.ro not in known}


def test_biolink_predicates_exist(shared: Path) -> None:
    with gzip.open(shared / "vocab/biolink/biolink-model.yaml.gz", "rt", encoding="utf-8") as lines:
        slots = {line.strip().rstrip(":") for line in lines if line.startswith("  ") and line[2] != " "}
    used = {name for one in predicates().values() for name in (one.biolink, one.qualified) if name}
    assert not {name for name in used if name.replace("_", " ") not in slots}


def test_prefixes_are_used_as_declared() -> None:
    declared = {one["prefix"] for one in json.loads((data_folder("ontologies") / "prefixes.json").read_text())}
    used = {
        prefix(one)
        for row in rows()
        for one in [row["id"], *row["parents"].split("|"), *row["xrefs"].split("|")]
        if one
    }
    assert used <= declared
