"""A graph with a hub: IL-2 increases many genes, each said by one to three papers of different years."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kg.core.folder import GraphFolder
from kg.core.graph import Assertion
from kg.core.tables import GRAPH_SCHEMAS
from tests.fixtures_graph import IL2, TREG, write_graph, write_tables

_PAPERS = 10


def write_many(root: Path, number: int) -> GraphFolder:
    """Write a graph in which IL-2 increases `number` genes and nothing else is said."""
    folder = write_graph(root)
    tables: dict[str, list[dict[str, Any]]] = {
        name: pq.read_table(folder.table(name)).to_pylist() for name in GRAPH_SCHEMAS
    }
    concept = next(row for row in tables["concepts"] if row["id"] == IL2)
    assertion = next(row for row in tables["assertions"] if (row["subject"], row["object"]) == (IL2, TREG))
    evidence = next(row for row in tables["evidence"] if row["assertion_id"] == assertion["id"])
    paper = next(row for row in tables["documents"] if row["id"] == evidence["document_id"])
    papers = [{**paper, "id": f"PMID:{100 + n}", "pmid": str(100 + n), "year": 2001 + n} for n in range(_PAPERS)]
    concepts, assertions, passages = [concept], [], []
    for n in range(number):
        gene, said_by = f"HGNC:{9000 + n}", n % 3 + 1
        identity = Assertion(IL2, "affects", gene, "expression", "increased", False).id
        name = f"GENE{n + 1}"
        concepts.append({**concept, "id": gene, "name": name, "synonyms": [], "xrefs": [], "parents": []})
        belief = round(0.2 + 0.7 * ((n * 7) % number) / number, 4)
        counts = {"document_count": said_by, "evidence_count": said_by, "belief": belief}
        said = {"id": identity, "object": gene, "aspect": "expression", "direction": "increased", "negated": False}
        assertions.append({**assertion, **said, **counts, "opposed_by": []})
        passages += [
            {
                **evidence,
                "id": f"{n:016x}{one:04x}",
                "assertion_id": identity,
                "document_id": papers[(n + one) % 10]["id"],
            }
            for one in range(said_by)
        ]
    mentions = [{**tables["mentions"][0], "document_id": one["id"], "concept_id": IL2} for one in papers]
    made = {
        "documents": papers,
        "mentions": mentions,
        "concepts": concepts,
        "assertions": assertions,
        "evidence": passages,
    }
    keys = {
        "documents": "id",
        "mentions": "document_id",
        "concepts": "id",
        "assertions": "id",
        "evidence": "assertion_id",
    }
    write_tables(folder, {name: sorted(made[name], key=lambda row: row[keys[name]]) for name in made})
    return folder
