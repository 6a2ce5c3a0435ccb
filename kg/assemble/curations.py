"""stated passages, Curations -> the same passages, each with a curator's verdict; and which rows met none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kg.assemble.tables import text_of
from kg.core.curations import VERDICTS, Curation, Curations, ids_of
from kg.core.folder import rows
from kg.core.tables import write_rows

_SAID = ("verdict", "error", "note", "curator")
_VERDICTS = pa.schema([(name, pa.string()) for name in ("id", *_SAID)])
# Only passages of assertions that some row speaks of are taken out of the database
_SPOKEN_OF = """
SELECT s.id, s.assertion_id, s.speculated, s.start, s."end", f.title, f.sections,
       f.id AS document_id, f.same_as, f.pmid, f.doi, f.pmcid
FROM stated s JOIN found f ON f.id = s.document_id
WHERE s.assertion_id IN (SELECT unnest($assertions::VARCHAR[])) ORDER BY s.id
"""
_JUDGED = f"""
CREATE VIEW judged AS
SELECT s.*, {", ".join(f"coalesce(v.{name}, '') AS {name}" for name in _SAID)}
FROM stated s LEFT JOIN verdicts v ON v.id = s.id
"""


def judge(connection: duckdb.DuckDBPyConnection, curations: Curations, scratch: Path) -> dict[str, Any]:
    """Create the view `judged`, which is the table `stated` with verdicts; return what came of the rows.

    Args:
        scratch: a folder for what is written in between.

    Returns:
        How many passages are `right` and `wrong`; and of the rows that met none `unmet`: line, document, statement.
    """
    met: Counter[Curation] = Counter()

    def verdicts() -> Iterator[dict[str, Any]]:
        for row in rows(connection.execute(_SPOKEN_OF, {"assertions": sorted(curations.assertion_ids)})):
            sentence = text_of(row)[row["start"] : row["end"]]
            found = curations.on(ids_of(row), row["assertion_id"], row["speculated"], sentence)
            if found:
                met[found] += 1
                yield {"id": row["id"]} | {name: getattr(found, name) for name in _SAID}

    written = scratch / "verdicts.parquet"
    write_rows(written, _VERDICTS, verdicts())
    quoted = str(written).replace("'", "''")
    connection.execute(f"CREATE TABLE verdicts AS SELECT * FROM read_parquet('{quoted}')")
    connection.execute(_JUDGED)
    keys = {row.key for row in met}
    return {
        **{verdict: sum(count for row, count in met.items() if row.verdict == verdict) for verdict in VERDICTS},
        "unmet": [
            {"line": row.line, "document_id": row.document_id, "statement": row.statement}
            for row in curations.rows
            if row.key not in keys
        ],
    }
