from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.core.folder import GraphFolder
from kg.core.tables import GRAPH_SCHEMAS
from tests.unit.check.damage import outcomes, problems, restate


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> GraphFolder:
    return GraphFolder(Path(shutil.copytree(whole, tmp_path / "copy")))


def named(folder: GraphFolder) -> set[tuple[str, str]]:
    """Return rule and file of every problem with the files."""
    first = next(outcomes(folder.root))
    assert first.check == "files"
    return {(kind.rule, example["where"]) for kind in first.kinds for example in kind.examples}


@pytest.mark.parametrize("name", GRAPH_SCHEMAS)
def test_a_table_that_is_gone_or_no_table_is_named(folder: GraphFolder, name: str) -> None:
    path = folder.table(name)
    whole = path.read_bytes()
    path.unlink()
    assert named(folder) == {("every table is there", path.name)}
    for broken in (b"", b"no table", whole[: len(whole) // 2], whole[:-4] + b"\0\0\0\0"):
        path.write_bytes(broken)
        assert named(folder) == {("every table can be read", path.name)}
    # what needs the table says so, and nothing fails
    assert {check for check, rule in problems(folder.root) if rule.startswith("skipped: ")} > {"ids", "store"}


def test_bytes_that_are_damaged_within_a_table_are_found(folder: GraphFolder) -> None:
    path = folder.table("evidence")
    whole = bytearray(path.read_bytes())
    whole[200:400] = bytes(200)
    path.write_bytes(whole)
    assert named(folder) & {
        ("every table can be read", path.name),
        ("a table is as it was written: its sha256 is the manifest's", path.name),
    }
    assert problems(folder.root)


def test_a_table_that_a_hand_has_changed_is_found(folder: GraphFolder) -> None:
    path = folder.table("concepts")
    pq.write_table(pq.read_table(path).slice(1), path)
    assert named(folder) == {
        ("a table has as many rows as the manifest says", path.name),
        ("a table is as it was written: its sha256 is the manifest's", path.name),
    }


def rewrite(folder: GraphFolder, name: str, table: pa.Table) -> None:
    pq.write_table(table, folder.table(name))
    restate(folder)


def test_columns_are_compared_with_the_schema(folder: GraphFolder) -> None:
    table = pq.read_table(folder.table("assertions"))
    rewrite(folder, "assertions", table.drop_columns(["belief"]))
    assert named(folder) == {("every table has its columns", "assertions.parquet")}
    rewrite(folder, "assertions", table.append_column("colour", table["id"]))
    assert named(folder) == {("a table has no column beside its own", "assertions.parquet")}
    at = table.schema.get_field_index("document_count")
    rewrite(folder, "assertions", table.set_column(at, "document_count", table["document_count"].cast(pa.string())))
    assert named(folder) == {("every column has its type", "assertions.parquet")}
    assert problems(folder.root)


def test_cells_that_are_empty_are_found(folder: GraphFolder) -> None:
    rows = pq.read_table(folder.table("evidence")).to_pylist()
    rows[0]["verdict"] = None
    rewrite(folder, "evidence", pa.Table.from_pylist(rows, schema=GRAPH_SCHEMAS["evidence"]))
    assert named(folder) == {("no cell is empty that must not be", "evidence.parquet")}
    for name, column in (("documents", "year"), ("mentions", "concept_id")):
        rows = pq.read_table(folder.table(name)).to_pylist()
        rows[0][column] = None
        rewrite(folder, name, pa.Table.from_pylist(rows, schema=GRAPH_SCHEMAS[name]))
    assert named(folder) == {("no cell is empty that must not be", "evidence.parquet")}
