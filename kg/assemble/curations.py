"""stated passages, Curations -> a curator's verdicts on them; and which rows met none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kg.assemble.scratch import quoted
from kg.core.curations import VERDICTS, Curation, Curations, ids_of
from kg.core.folder import rows
from kg.core.tables import write_rows

_SAID = ("verdict", "error", "note", "curator")
_VERDICTS = pa.schema([(name, pa.string()) for name in ("id", *_SAID)])
# Only passages of assertions that some row speaks of are taken out of the database
# and each once, as kg.assemble.statements keeps it
_SPOKEN_OF = """
CREATE TABLE spoken_of AS
SELECT id, assertion_id, document_id, speculated, text FROM stated
WHERE assertion_id IN (SELECT unnest($assertions::VARCHAR[]))
QUALIFY row_number() OVER (PARTITION BY id ORDER BY score DESC, extractor, speculated, via, start, "end", n) = 1
"""
_WITH_PAPERS = """
SELECT s.id, s.assertion_id, s.speculated, s.text, f.id AS document_id, f.same_as, f.pmid, f.doi, f.pmcid
FROM spoken_of s JOIN found f ON f.id = s.document_id ORDER BY s.id
"""


def judge(connection: duckdb.DuckDBPyConnection, curations: Curations, scratch: Path) -> dict[str, Any]:
    """Create the table `verdicts`, of passages in the view `stated`; return what came of the rows.

    Args:
        scratch: a folder for what is written in between.

    Returns:
        How many passages are `right` and `wrong`; and of the rows that met none `unmet`: line, document, statement.
    """
    met: Counter[Curation] = Counter()

    def verdicts() -> Iterator[dict[str, Any]]:
        connection.execute(_SPOKEN_OF, {"assertions": sorted(curations.assertion_ids)})
        for row in rows(connection.execute(_WITH_PAPERS)):
            found = curations.on(ids_of(row), row["assertion_id"], row["speculated"], row["text"])
            if found:
                met[found] += 1
                yield {"id": row["id"]} | {name: getattr(found, name) for name in _SAID}

    written = scratch / "verdicts.parquet"
    write_rows(written, _VERDICTS, verdicts() if curations else ())
    connection.execute(f"CREATE TABLE verdicts AS FROM read_parquet({quoted(written)})")
    keys = {row.key for row in met}
    return {
        **{verdict: sum(count for row, count in met.items() if row.verdict == verdict) for verdict in VERDICTS},
        "unmet": [
            {"line": row.line, "document_id": row.document_id, "statement": row.statement}
            for row in curations.rows
            if row.key not in keys
        ],
    }
