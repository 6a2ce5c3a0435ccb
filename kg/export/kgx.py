"""a graph folder -> KGX: `nodes.tsv` and `edges.tsv`, or both as JSON Lines.

Edges are exactly the associations, negated, speculated and rejected ones marked; nodes are the concepts in some edge.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kg.core.folder import GraphFolder
from kg.core.places import new_folder
from kg.core.prefixes import BASE, SOURCE, expand
from kg.core.streams import edges, ordered
from kg.core.vocabulary import categories, predicates
from kg.export.flat import joined

NODE_COLUMNS = (
    "id", "category", "name", "description", "synonym", "xref", "provided_by", "iri", "in_taxon",
)  # fmt: skip
EDGE_COLUMNS = (
    "id", "subject", "predicate", "object", "category", "qualified_predicate", "object_direction_qualifier",
    "object_aspect_qualifier", "negated", "knowledge_level", "agent_type", "primary_knowledge_source",
    "publications", "has_confidence_score", "supporting_text", "speculated", "rejected",
)  # fmt: skip

NODES = """
SELECT * FROM concepts
WHERE id IN (SELECT subject FROM assertions UNION SELECT object FROM assertions) ORDER BY id
"""


def node(concept: Mapping[str, Any], base: str = BASE) -> dict[str, Any]:
    """Return a concept's row as a KGX node; what is unknown is left out."""
    category = categories().get(concept["category"])
    return {
        "id": concept["id"],
        "category": [f"biolink:{category.biolink if category else 'NamedThing'}"],
        "name": concept["name"],
        "synonym": list(concept["synonyms"]),
        "xref": list(concept["xrefs"]),
        "provided_by": [SOURCE],
        "iri": expand(concept["id"], base),
        # A gene concept is the human one
        **({"in_taxon": "NCBITaxon:9606"} if concept["id"].startswith("HGNC:") else {}),
    }


def edge(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the view `edges` as a KGX edge; what is not stated is left out."""
    predicate = predicates()[row["predicate"]]
    stated = {
        "qualified_predicate": f"biolink:{predicate.qualified}" if predicate.qualified and row["direction"] else "",
        "object_direction_qualifier": row["direction"],
        "object_aspect_qualifier": row["aspect"],
    }
    return {
        "id": f"assertion:{row['id']}",
        "subject": row["subject"],
        "predicate": f"biolink:{predicate.biolink}",
        "object": row["object"],
        "category": ["biolink:Association"],
        **{name: value for name, value in stated.items() if value},
        "negated": row["negated"],
        "knowledge_level": "not_provided",
        "agent_type": "text_mining_agent",
        "primary_knowledge_source": SOURCE,
        "publications": list(row["publications"]),
        "has_confidence_score": row["belief"],
        "supporting_text": list(row["texts"]),
        "speculated": row["speculated"],
        "rejected": row["rejected"],
    }


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return joined(value if isinstance(value, list) else [str(value)])


def _lines_tsv(columns: tuple[str, ...], records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "\t".join(columns)
    for record in records:
        yield "\t".join(_cell(record.get(column, "")) for column in columns)


def _lines_json(_: tuple[str, ...], records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for record in records:
        yield json.dumps({name: value for name, value in record.items() if value != []}, ensure_ascii=False)


def _write(folder: GraphFolder, path: Path, suffix: str) -> Mapping[str, int]:
    lines = _lines_tsv if suffix == "tsv" else _lines_json
    counts = {}
    with folder.connect() as connection, new_folder(path) as place:
        for name, found, record, columns in (
            ("nodes", ordered(connection, NODES), partial(node, base=folder.base), NODE_COLUMNS),
            ("edges", edges(connection), edge, EDGE_COLUMNS),
        ):
            written = 0
            with (place / f"{name}.{suffix}").open("w", encoding="utf-8", newline="\n") as stream:
                for line in lines(columns, map(record, found)):
                    stream.write(f"{line}\n")
                    written += 1
            counts[name] = written - (suffix == "tsv")
    return counts


def write_tsv(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write `nodes.tsv` and `edges.tsv`; lists are parted by `|`, which within a value becomes `¦`."""
    return _write(folder, path, "tsv")


def write_jsonl(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write `nodes.jsonl` and `edges.jsonl`."""
    return _write(folder, path, "jsonl")
