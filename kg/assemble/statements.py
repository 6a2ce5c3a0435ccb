"""papers as they are read -> evidence and assertions, each in a total order: what they state, weighed together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.assemble.scratch import batches, quoted
from kg.assemble.tables import SPANS, WHOLE_TEXT
from kg.core.batches import borders, whole_groups
from kg.core.graph import SPECULATED_WEIGHT, SYSTEMATIC_ERROR
from kg.core.tables import GRAPH_SCHEMAS
from kg.core.vocabulary import predicates

Reals = npt.NDArray[np.float64]
_ROWS = 20_000  # of evidence at a time
_NARROW_ROWS = 100_000  # of scores and pairs at a time

# The compact JSON arrays are those of kg.core.graph, so that ids agree with Assertion.id and Evidence.id. A document's
# text is cut here, before anything is sorted.
_STATED = f"""
CREATE VIEW stated AS
SELECT * EXCLUDE (whole, spans, place),
       substr(whole, start + 1, "end" - start) AS text,
       coalesce(place.name, 'title') AS section, coalesce(place.label, '') AS label,
       substr(sha256(json_array(assertion_id, document_id, subject_start, object_start, trigger_start)::VARCHAR),
              1, 20) AS id
FROM (
  SELECT id AS document_id, retracted, whole, spans, n,
         r.subject.concept_id AS subject, r.predicate AS predicate, r.object.concept_id AS object,
         r.aspect AS aspect, r.direction AS direction, r.negated AS negated,
         substr(sha256(json_array(r.subject.concept_id, r.predicate, r.object.concept_id, r.aspect, r.direction,
                                  r.negated)::VARCHAR), 1, 20) AS assertion_id,
         r.sentences AS sentences, r.sentences[1].start AS start, r.sentences[-1]."end" AS "end",
         [p for p in spans if p.start <= r.trigger.start AND r.trigger.start < p."end"][-1] AS place,
         mentions[r.subject.mention + 1].start AS subject_start,
         mentions[r.subject.mention + 1]."end" AS subject_end,
         mentions[r.object.mention + 1].start AS object_start,
         mentions[r.object.mention + 1]."end" AS object_end,
         r.trigger.start AS trigger_start, r.trigger."end" AS trigger_end,
         r.score AS score, r.speculated AS speculated, r.via AS via, r.extractor AS extractor,
         r.context.disease AS context_disease, r.context.species AS context_species,
         r.context.tissue AS context_tissue, r.context.dose AS context_dose
  FROM (SELECT id, retracted, {WHOLE_TEXT} AS whole, {SPANS} AS spans, mentions,
               unnest(relations) AS r, unnest(range(len(relations))) AS n
        FROM found WHERE len(relations) > 0)
)
"""
_EVIDENCE = """
SELECT s.*, coalesce(v.verdict, '') AS verdict, coalesce(v.error, '') AS error, coalesce(v.note, '') AS note,
       coalesce(v.curator, '') AS curator
FROM stated s LEFT JOIN verdicts v ON v.id = s.id
ORDER BY assertion_id, document_id, start, s.id, n
"""
# Of one passage read twice, the surer reading stays
_SURER = ("score", "extractor", "speculated", "via", "start", "end", "n")

_IDENTITY = ("subject", "predicate", "object", "aspect", "direction", "negated")
_COUNTS = ("passages", "right", "wrong", "supposed", "standing_supposed", "plain")
_SUPPORT = pa.schema(
    [
        GRAPH_SCHEMAS["evidence"].field("assertion_id"),
        *(GRAPH_SCHEMAS["assertions"].field(name) for name in _IDENTITY),
        *((name, pa.int64()) for name in _COUNTS),
        ("score", pa.float64()),
    ]
)
GROUPED = pa.schema(
    [
        *(field for field in GRAPH_SCHEMAS["assertions"] if field.name not in {"belief", "opposed_by"}),
        ("misread", pa.float64()),
    ]
)

# Opposed: the other direction, the negation, or the contrary predicate, of the same (or an unspecific) aspect; what is
# rejected opposes nothing
_OPPOSED = """
CREATE TABLE opposed AS
SELECT a.id AS id, b.id AS other
FROM grouped a JOIN grouped b ON a.subject = b.subject AND a.object = b.object AND a.id <> b.id
LEFT JOIN contrary c ON c.predicate = a.predicate AND c.other = b.predicate
WHERE NOT a.rejected AND NOT b.rejected
  AND (a.aspect = b.aspect OR 'activity_or_abundance' IN (a.aspect, b.aspect) OR '' IN (a.aspect, b.aspect))
  AND (
    (a.predicate = b.predicate AND a.direction <> b.direction AND a.direction <> '' AND b.direction <> ''
     AND NOT a.negated AND NOT b.negated)
    OR (a.predicate = b.predicate AND a.direction = b.direction AND a.negated <> b.negated)
    OR (c.other IS NOT NULL AND NOT a.negated AND NOT b.negated)
  )
"""
# Speculation weighs less, a retracted paper or what was judged wrong nothing
_OPPOSING = f"""
SELECT o.id, v.document_id, o.other, CASE WHEN d.id IS NOT NULL OR v.verdict = 'wrong' THEN 0
  ELSE CASE v.verdict WHEN 'right' THEN 1 ELSE v.score END * CASE WHEN v.speculated THEN {SPECULATED_WEIGHT} ELSE 1 END
END::DOUBLE AS score
FROM opposed o JOIN read_parquet({{evidence}}) v ON v.assertion_id = o.other
LEFT JOIN (SELECT id FROM read_parquet({{documents}}) WHERE retracted) d ON d.id = v.document_id
ORDER BY o.id, v.document_id, o.other
"""
AGAINST = pa.schema([("id", pa.string()), ("misread", pa.float64()), GRAPH_SCHEMAS["assertions"].field("opposed_by")])
_WEIGHED = """
SELECT g.*, coalesce(a.opposed_by, []) AS opposed_by, a.misread AS opposing
FROM grouped g LEFT JOIN read_parquet({against}) a ON a.id = g.id ORDER BY g.id
"""


def find_statements(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the view `stated`: every passage that states something, some read twice; needs the view `found`."""
    connection.execute(_STATED)


def passages(connection: duckdb.DuckDBPyConnection) -> Iterator[pa.Table]:
    """Yield the rows of the evidence table, and what else `support` takes; papers are not parted.

    It needs `stated` and `verdicts`.
    """
    for table in whole_groups(batches(connection, _EVIDENCE, _ROWS), ("assertion_id", "document_id")):
        yield _each_once(table)


def _each_once(table: pa.Table) -> pa.Table:
    """Return rows without the further readings of a passage; the same passage is the same id."""
    if pc.count_distinct(table.column("id")).as_py() == table.num_rows:
        return table
    counted = pc.value_counts(table.column("id").combine_chunks())
    repeated = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    numbers = np.flatnonzero(pc.is_in(table.column("id"), value_set=repeated).to_numpy())
    best: dict[str, tuple[Any, int]] = {}
    for number, row in zip(numbers.tolist(), table.select(["id", *_SURER]).take(numbers).to_pylist(), strict=True):
        rank = (-row["score"], *(row[name] for name in _SURER[1:]))
        best[row["id"]] = min(best.get(row["id"], (rank, number)), (rank, number))
    gone = np.setdiff1d(numbers, [number for _, number in best.values()])
    return table.filter(pa.array(~np.isin(np.arange(table.num_rows), gone)))


def _truths(table: pa.Table, name: str) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = table.column(name).combine_chunks().to_numpy(zero_copy_only=False)
    return found


def _equal(table: pa.Table, name: str, value: str) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = pc.equal(table.column(name), value).to_numpy()
    return found


def support(table: pa.Table) -> pa.RecordBatch:
    """Return for each assertion and paper what the passages come to: counts, and the best score.

    Speculation weighs less, a retracted paper or what was judged wrong nothing.
    """
    right, wrong = (_equal(table, "verdict", verdict) for verdict in ("right", "wrong"))
    supposed, retracted = _truths(table, "speculated"), _truths(table, "retracted")
    score = np.where(right, 1.0, table.column("score").to_numpy()) * np.where(supposed, SPECULATED_WEIGHT, 1.0)
    score[retracted | wrong] = 0.0
    counts = (np.ones_like(right), right, wrong, supposed, supposed & ~wrong, ~supposed & ~retracted & ~wrong)
    starts = borders(table, ("assertion_id", "document_id"))
    columns = [table.column(name).combine_chunks().take(pa.array(starts)) for name in ("assertion_id", *_IDENTITY)]
    columns += [np.add.reduceat(count.astype(np.int64), starts) for count in counts]
    columns.append(np.maximum.reduceat(score, starts))
    return pa.RecordBatch.from_arrays([pa.array(column) for column in columns], schema=_SUPPORT)


def grouped(supports: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the assertions, in the order of their supports, as GROUPED has them.

    `misread` is the chance that all their papers were misread (kg.core.graph.support).
    """
    for table in whole_groups(supports, ("assertion_id",)):
        starts = borders(table, ("assertion_id",))
        papers = np.diff(starts, append=table.num_rows)
        told = {name: np.add.reduceat(table.column(name).to_numpy(), starts) for name in _COUNTS}
        standing = told["passages"] - told["wrong"]
        first = table.take(pa.array(starts))
        columns: dict[str, Any] = {"id": first.column("assertion_id")} | {
            name: first.column(name) for name in _IDENTITY
        }
        columns |= {
            "asserted": ~_truths(first, "negated") & (told["plain"] > 0),
            # what is left decides whether it is speculated, where anything is
            "speculated": np.where(
                standing > 0, told["standing_supposed"] == standing, told["supposed"] == told["passages"]
            ),
            "rejected": standing == 0,
            "document_count": papers,
            "evidence_count": told["passages"],
            "judged_right": told["right"],
            "judged_wrong": told["wrong"],
            "misread": np.multiply.reduceat(1.0 - table.column("score").to_numpy(), starts),
        }
        yield from pa.table([columns[name] for name in GROUPED.names], schema=GROUPED).combine_chunks().to_batches()


def find_opposed(connection: duckdb.DuckDBPyConnection, grouped_file: Path) -> None:
    """Create the view `grouped` over that file, and the table `opposed`: which assertions oppose each other."""
    connection.execute(f"CREATE VIEW grouped AS FROM read_parquet({quoted(grouped_file)})")
    connection.execute("CREATE TABLE contrary (predicate VARCHAR, other VARCHAR)")
    pairs = {(one.name, one.opposes) for one in predicates().values() if one.opposes}
    pairs |= {(other, one) for one, other in pairs}
    connection.executemany("INSERT INTO contrary VALUES (?, ?)", sorted(pairs))
    connection.execute(_OPPOSED)


def against(connection: duckdb.DuckDBPyConnection, evidence: Path, documents: Path) -> Iterator[pa.RecordBatch]:
    """Yield what opposes each assertion that is opposed, as AGAINST has it, by id; needs the table `opposed`.

    Args:
        evidence, documents: the files of those tables.
    """
    others = _listed(connection)
    query = _OPPOSING.format(evidence=quoted(evidence), documents=quoted(documents))
    for table in whole_groups(batches(connection.cursor(), query, _NARROW_ROWS), ("id",)):
        papers, firsts = borders(table, ("id", "document_id")), borders(table, ("id",))
        best = np.maximum.reduceat(table.column("score").to_numpy(), papers)
        misread = np.multiply.reduceat(1.0 - best, np.searchsorted(papers, firsts))
        ids = table.column("id").combine_chunks().take(pa.array(firsts))
        lists = [next(others) for _ in range(len(firsts))]
        yield pa.RecordBatch.from_arrays(
            [ids, pa.array(misread), pa.array(lists, AGAINST.field(2).type)], schema=AGAINST
        )


def _listed(connection: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    """Yield the ids of what opposes each assertion, by the assertion's id."""
    for table in whole_groups(batches(connection, "FROM opposed ORDER BY ALL", _NARROW_ROWS), ("id",)):
        others = table.column("other").to_pylist()
        ends = [*borders(table, ("id",)).tolist(), table.num_rows]
        for start, end in pairwise(ends):
            yield others[start:end]


def assertions(connection: duckdb.DuckDBPyConnection, against_file: Path) -> Iterator[pa.RecordBatch]:
    """Yield the rows of the assertions table, with belief; needs `grouped`."""
    for batch in batches(connection, _WEIGHED.format(against=quoted(against_file)), _ROWS):
        misread, opposing = (batch.column(name).to_numpy(zero_copy_only=False) for name in ("misread", "opposing"))
        yield batch.append_column("belief", pa.array(beliefs(misread, opposing)))


def beliefs(misread: Reals, opposing: Reals) -> list[float]:
    """Return `kg.core.graph.belief` of many assertions.

    Args:
        misread: the product of one minus each paper's score, at least one paper; shape (assertions,).
        opposing: the same of the papers against it, not a number where there are none.
    """
    f = 1.0 - (SYSTEMATIC_ERROR + (1.0 - SYSTEMATIC_ERROR) * misread)
    a = np.where(np.isnan(opposing), 0.0, 1.0 - (SYSTEMATIC_ERROR + (1.0 - SYSTEMATIC_ERROR) * opposing))
    both = f * (1.0 - a) + a * (1.0 - f)
    share = np.divide(f * f * (1.0 - a), both, out=np.zeros_like(both), where=both != 0.0)
    return [round(one, 4) for one in share.tolist()]  # NumPy rounds otherwise
