"""a graph folder -> SSSOM TSV: the used concepts' ids in other ontologies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.core.folder import GraphFolder, rows
from kg.core.places import new_text
from kg.core.prefixes import VOCABULARIES, converter
from kg.export.flat import one_line

COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")
_SEMAPV = "https://w3id.org/semapv/vocab/"
_MAPPINGS = """
SELECT id, name, unnest(list_sort(xrefs)) AS xref FROM concepts
WHERE grounded AND mention_count > 0 ORDER BY id, xref
"""


def _header(used: set[str], base: str) -> list[str]:
    known = {**converter().prefix_map, "skos": VOCABULARIES["skos"], "semapv": _SEMAPV}
    if base.startswith("urn:"):  # sssom-py reads a URN as a CURIE
        known, used = {**known, "urn": "urn:"}, used | {"urn"}
    lines = [
        f"#mapping_set_id: {base}mappings",
        "#license: https://w3id.org/sssom/license/unspecified",
        "#curie_map:",
    ]
    # In quotes, because YAML reads a colon at the end (https://identifiers.org/fplx:) as a key's
    return lines + [
        f'#  {prefix}: "{known[prefix]}"' for prefix in sorted(used | {"skos", "semapv"}) if prefix in known
    ]


def write(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write one exact match per concept and cross-reference; its ontology knows why it holds."""
    with folder.connect() as connection:
        mappings = list(rows(connection.execute(_MAPPINGS)))
    used = {curie.partition(":")[0] for row in mappings for curie in (row["id"], row["xref"])}
    with new_text(path) as stream:
        stream.writelines(f"{line}\n" for line in (*_header(used, folder.base), "\t".join(COLUMNS)))
        for row in mappings:
            cells = (
                row["id"],
                one_line(row["name"]),
                "skos:exactMatch",
                row["xref"],
                "semapv:UnspecifiedMatching",
            )
            stream.write("\t".join(cells) + "\n")
    return {"mappings": len(mappings)}
