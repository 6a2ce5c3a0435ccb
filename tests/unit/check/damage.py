"""A graph with one of everything, and what a hand in its tables makes of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kg.check.check import check
from kg.check.problems import Outcome
from kg.core.curations import RIGHT, WRONG, Curation, Curations
from kg.core.folder import GraphFolder
from kg.core.graph import Assertion
from kg.core.lexicon import local_id
from kg.core.tables import GRAPH_SCHEMAS, write_json, write_rows
from kg.store.build import ensure_store
from kg.store.query import query
from tests.unit.assemble.said import IL2, SLE, TREG, assembled, paper

LOCAL = local_id("gene", "it")
UP, DOWN = (IL2, "increased", TREG), (IL2, "decreased", TREG)
RAISED = Assertion(IL2, "affects", TREG, "abundance", "increased", False)

Tables = dict[str, list[dict[str, Any]]]
Found = set[tuple[str, str]]  # check, rule


def judged(document: str, said: Assertion, verdict: str) -> Curation:
    return Curation(document, "it does it.", said, False, verdict, "", "", curator="a curator")


def whole(root: Path) -> Path:
    """Assemble a graph in which something is asserted, opposed, negated, speculated, retracted, local and judged."""
    fallen = Assertion(TREG, "affects", IL2, "expression", "decreased", False)
    assembled(
        root,
        [
            paper(UP, pmid="1", year=2020, title="Ein schöner 😀 title"),
            paper(DOWN, pmid="2"),
            paper(UP, pmid="3", negated=True),
            paper((LOCAL, "increased", TREG), pmid="4", speculated=True, aspect="secretion"),
            paper((TREG, "decreased", IL2), pmid="5", retracted=True),
            paper((IL2, "", SLE), predicate="contributes_to", aspect="", pmid="6"),
            paper((TREG, "decreased", IL2), pmid="7", aspect="expression"),
        ],
        curations=Curations([judged("PMID:7", fallen, WRONG), judged("PMID:1", RAISED, RIGHT)]),
    )
    return root


def outcomes(root: Path, examples: int = 3) -> Iterator[Outcome]:
    folder = GraphFolder(root)
    asking = lambda sparql, values: query(folder, sparql, bind=values)  # noqa: E731
    return check(folder, partial(ensure_store, folder), asking, examples)


def problems(root: Path) -> Found:
    """Return what a check finds, warnings left out; what could not be checked counts as a rule of its own."""
    found = set()
    for outcome in outcomes(root):
        found |= {(outcome.check, kind.rule) for kind in outcome.kinds if not kind.warning}
        found |= {(outcome.check, f"skipped: {outcome.skipped}")} if outcome.skipped else set()
    return found


def damaged(source: Path, root: Path, change: Callable[[Tables], object]) -> Path:
    """Copy a graph, change its rows, and write its tables and manifest as if they had always been so."""
    shutil.copytree(source, root)
    folder = GraphFolder(root)
    tables: Tables = {name: pq.read_table(folder.table(name)).to_pylist() for name in GRAPH_SCHEMAS}
    change(tables)
    for name, schema in GRAPH_SCHEMAS.items():
        write_rows(folder.table(name), schema, tables[name])
    restate(folder)
    return root


def restate(folder: GraphFolder) -> None:
    """Let the manifest say what the tables are now."""
    import hashlib

    manifest = json.loads(folder.manifest_path.read_text(encoding="utf-8"))
    for name in GRAPH_SCHEMAS:
        manifest["hashes"][name] = hashlib.sha256(folder.table(name).read_bytes()).hexdigest()
        manifest["counts"][name] = pq.read_metadata(folder.table(name)).num_rows
    write_json(folder.manifest_path, manifest)
