from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.core.errors import GraphFolderError
from kg.core.folder import FORMAT_VERSION, GraphFolder, draw_no_progress, rows
from kg.core.select import Filter
from kg.core.tables import GRAPH_SCHEMAS, write_json
from tests.fixtures_graph import IL2, TREG, spoil, write_graph


def test_where_things_lie(tmp_path: Path) -> None:
    folder = GraphFolder(tmp_path)
    assert folder.table("evidence") == tmp_path / "graph" / "evidence.parquet"
    assert folder.manifest_path == tmp_path / "graph" / "manifest.json"
    assert (folder.store, folder.site) == (tmp_path / "store", tmp_path / "site")


def test_shards_come_in_input_order(tmp_path: Path) -> None:
    folder = GraphFolder(tmp_path)
    assert folder.shards() == []
    folder.extractions.mkdir()
    for name in ("part-00010.parquet", "part-00002.parquet", ".part-00003.parquet.1.tmp"):
        (folder.extractions / name).touch()
    assert [shard.name for shard in folder.shards()] == ["part-00002.parquet", "part-00010.parquet"]
    read: dict[str, object] = {"files": [], "places": [], "reader": None}
    listed = [["b.parquet", "a.parquet"], ["c.parquet"]]
    portions = [{**read, "shards": [{"file": name} for name in names]} for names in listed]
    write_json(folder.extracted_path, {"portions": portions})
    assert [shard.name for shard in folder.shards()] == ["b.parquet", "a.parquet", "c.parquet"]
    folder.extracted_path.write_text("{", encoding="utf-8")
    with pytest.raises(GraphFolderError, match="build it again"):
        folder.shards()


def test_edges_are_assertions_with_names_papers_and_the_best_sentence_first(tmp_path: Path) -> None:
    connection = write_graph(tmp_path).connect()
    assertions = connection.execute("SELECT count(*) FROM assertions").fetchall()
    edges = list(rows(connection.execute("SELECT * FROM edges ORDER BY id"), batch=1))
    assert len(edges) == assertions[0][0] > 1
    wanted = (IL2, TREG, "increased")
    (edge,) = (row for row in edges if (row["subject"], row["object"], row["direction"]) == wanted)
    assert (edge["subject_name"], edge["object_name"]) == ("IL2", "regulatory T cell")
    assert edge["publications"] == sorted(set(edge["publications"]))
    found = "SELECT text FROM evidence WHERE id = $id"
    assert connection.execute(found, {"id": edge["best"]}).fetchall() == [(edge["texts"][0],)]
    assert len(edge["texts"]) == edge["evidence_count"]


def test_a_sentence_judged_wrong_is_none_of_an_edge_that_has_others(tmp_path: Path) -> None:
    judged = {"IL-2 expands regulatory T cells in patients.": ("wrong", "", "", "")}
    connection = write_graph(tmp_path, judged).connect()
    wanted = "SELECT texts, evidence_count FROM edges WHERE subject = $1 AND object = $2 AND direction = 'increased'"
    assert connection.execute(wanted, [IL2, TREG]).fetchall() == [(["IL-2 expanded Tregs."], 2)]


def test_every_table_is_a_view(tmp_path: Path) -> None:
    connection = write_graph(tmp_path).connect()
    for name, schema in GRAPH_SCHEMAS.items():
        described = connection.execute(f"SELECT * FROM {name} LIMIT 0").description
        assert [column[0] for column in described or ()] == schema.names


def test_a_folder_may_have_a_quote_in_its_name(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "it's")
    assert folder.connect().execute("SELECT count(*) FROM documents").fetchall()[0][0] > 0


def test_what_is_no_graph_is_said(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="holds no graph; `kg build"):
        GraphFolder(tmp_path).connect()
    folder = write_graph(tmp_path)
    folder.manifest_path.write_text("{", encoding="utf-8")
    with pytest.raises(GraphFolderError, match="is not a manifest"):
        folder.manifest()
    write_json(folder.manifest_path, {"format": FORMAT_VERSION + 1})
    with pytest.raises(GraphFolderError, match="build it again"):
        folder.connect()


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    folder = write_graph(tmp_path)
    folder.table("evidence").unlink()
    with pytest.raises(GraphFolderError, match=r"evidence\.parquet: is missing"):
        folder.connect()


def test_several_graphs_fit_into_one_connection_each_seen_through_its_filter(tmp_path: Path) -> None:
    folder = write_graph(tmp_path)
    with duckdb.connect() as connection:
        folder.show(connection, "one")
        GraphFolder(folder.root, Filter(about=(IL2,))).show(connection, "two")
        counts = connection.execute(
            """SELECT (SELECT count(*) FROM one.edges), (SELECT count(*) FROM two.edges),
            (SELECT count(*) FROM two_whole.assertions), current_schema()"""
        ).fetchall()
    assert counts == [(9, 3, 9, "main")]


@pytest.mark.parametrize("place", ["graph/precious.txt", "extractions/precious.txt", "thesis.txt"])
def test_a_graph_takes_nobody_elses_place(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("mine")
    with pytest.raises(GraphFolderError, match="name a"):
        GraphFolder(tmp_path).claim()


def test_a_graph_may_take_its_own_place_an_empty_one_and_a_new_one(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    write_json(folder.extractions / "manifest.json", {})
    (folder.root / "notes.txt").write_text("mine")
    (tmp_path / "empty").mkdir()
    for root in (folder.root, tmp_path / "empty", tmp_path / "new"):
        GraphFolder(root).claim()
    with pytest.raises(GraphFolderError, match="is a file"):
        GraphFolder(folder.root / "notes.txt").claim()


def test_no_progress_is_drawn() -> None:
    with duckdb.connect() as connection:
        draw_no_progress(connection)
        assert connection.execute("SELECT current_setting('enable_progress_bar')").fetchone() == (False,)


def test_a_table_of_other_columns_is_named(tmp_path: Path) -> None:
    folder = write_graph(tmp_path)
    whole = pq.read_table(folder.table("concepts"))
    for other in (whole.drop_columns(["name"]), whole.set_column(1, "name", pa.array([1] * len(whole)))):
        pq.write_table(other, folder.table("concepts"))
        with pytest.raises(GraphFolderError, match=r"concepts\.parquet: has no name as it should have; `kg assemble"):
            folder.connect()
    for content in (b"", b"text", b"PAR1"):
        folder.table("concepts").write_bytes(content)
        with pytest.raises(GraphFolderError, match=r"concepts\.parquet: cannot be read"):
            folder.connect()


def test_what_damaged_rows_make_fail_names_the_file(tmp_path: Path) -> None:
    folder = write_graph(tmp_path)
    with pytest.raises(KeyError), folder.read():
        raise KeyError("a bug of ours")
    spoil(folder.table("evidence"))
    with folder.connect() as connection:
        with pytest.raises(GraphFolderError, match=r"evidence\.parquet: is damaged \(.*`kg assemble"), folder.read():
            connection.execute("SELECT * FROM evidence").fetchall()
        with pytest.raises(GraphFolderError, match="said already"), folder.read():
            raise GraphFolderError(tmp_path, "said already")


def test_a_damaged_shard_is_named_too(tmp_path: Path) -> None:
    folder = write_graph(tmp_path)
    (shard,) = folder.shards()
    spoil(shard)
    with pytest.raises(GraphFolderError, match=r"parquet: is damaged \(.*remove it, and `kg build`"), folder.read():
        raise OSError("whatever")
    pq.write_table(pa.table({"x": [1]}), shard)
    with pytest.raises(GraphFolderError, match="its columns are not those of extractions"), folder.read():
        raise KeyError("metadata")


def test_a_manifest_names_no_file_elsewhere(tmp_path: Path) -> None:
    folder = GraphFolder(tmp_path)
    write_json(
        folder.extracted_path,
        {"portions": [{"files": [], "places": [], "reader": None, "shards": [{"file": "../x.parquet"}]}]},
    )
    with pytest.raises(GraphFolderError, match="is no shard"):
        folder.shards()
