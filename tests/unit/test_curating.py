"""kg.curating: verdicts written down, and the graph that follows."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg import run
from kg.core.curations import read_curations
from kg.core.errors import GraphFolderError, OptionError, UnknownEvidence
from kg.core.folder import GraphFolder
from kg.core.tables import write_json
from kg.curating import Place, judge, named, undo
from kg.graph import Graph
from kg.printing import edge_phrase
from tests.unit.assemble.said import IL2, TREG, assembled, paper

UP, DOWN = (IL2, "increased", TREG), (IL2, "decreased", TREG)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A graph in which two papers say one thing and a third the opposite, as run.assemble makes it."""
    assembled(tmp_path / "graph", [paper(UP, pmid="1", doi="10.1/x"), paper(UP, pmid="2"), paper(DOWN, pmid="3")])
    write_json(
        tmp_path / "graph" / "extractions" / "manifest.json", {"recipe": {"pipeline": "immunology", "ontologies": []}}
    )
    run.assemble(tmp_path / "graph")
    return tmp_path / "graph"


def evidence_of(root: Path, document: str) -> str:
    with Graph(root) as graph:
        return str(next(graph.sql("SELECT id FROM evidence WHERE document_id = $d", d=document))["id"])


def assertion_of(root: Path, direction: str) -> str:
    with Graph(root) as graph:
        return str(next(graph.sql("SELECT id FROM assertions WHERE direction = $d", d=direction))["id"])


def content(root: Path) -> dict[str, object]:
    folder = GraphFolder(root)
    return {name: pq.read_table(folder.table(name)).to_pylist() for name in ("assertions", "evidence")}


def test_a_verdict_on_evidence_and_back(root: Path) -> None:
    before, one = content(root), evidence_of(root, "PMID:1")
    done = judge(
        Place(root), [one[:10]], "wrong:polarity", edge_phrase, note="it falls", curator="K", date="2025-01-31"
    )
    (row,) = done.after
    assert (row["evidence_id"], row["verdict"], row["error"], row["note"]) == (one, "wrong", "polarity", "it falls")
    assert row["belief"] != done.before[0]["belief"]
    (written,) = read_curations(root / "curations.tsv").rows
    assert (written.document_id, written.curator, written.date) == ("PMID:1", "K", "2025-01-31")
    assert written.statement == "IL2 increases regulatory T cell (abundance)"
    again = judge(Place(root), [one], "right", edge_phrase)
    assert ([row.verdict for row in again.replaced], again.after[0]["verdict"]) == (["wrong"], "right")
    judged = content(root)
    run.assemble(root)
    assert content(root) == judged
    assert undo(Place(root), [one]).after[0]["verdict"] == ""
    assert content(root) == before
    with pytest.raises(OptionError, match=r"curations\.tsv holds no verdict on "):
        undo(Place(root), [one])


def test_a_verdict_on_an_assertion_is_on_all_evidence_that_is_there(root: Path) -> None:
    done = judge(Place(root), [f"assertion:{assertion_of(root, 'increased')}"], "wrong", edge_phrase)
    assert [row["rejected"] for row in done.after] == [True, True]
    assert len(read_curations(done.file).rows) == 2


def test_ids_that_name_nothing_or_too_much(root: Path) -> None:
    with pytest.raises(UnknownEvidence, match="has the id 'xyz'"):
        named(root, ["xyz"])
    assert len(named(root, [assertion_of(root, "increased"), evidence_of(root, "PMID:1")])) == 2
    with Graph(root) as graph:
        ids = [row["id"] for row in graph.sql("SELECT id FROM evidence UNION SELECT id FROM assertions")]
    many = next((a[0] for a in ids if sum(b[0] == a[0] for b in ids) > 1), None)
    if many:
        with pytest.raises(UnknownEvidence, match=f"ids begin with '{many}'"):
            named(root, [many])
    with pytest.raises(UnknownEvidence):
        named(root, [f"evidence:{assertion_of(root, 'increased')}"])


def test_a_verdict_can_wait(root: Path) -> None:
    before, one = content(root), evidence_of(root, "PMID:3")
    done = judge(Place(root, later=True), [one], "wrong", edge_phrase)
    assert (done.after, content(root)) == (done.before, before)
    run.assemble(root)
    assert named(root, [one])[0]["rejected"]


def test_a_graph_does_not_lose_what_it_was_assembled_with(root: Path, tmp_path: Path) -> None:
    one, mine, theirs = evidence_of(root, "PMID:3"), tmp_path / "mine.tsv", tmp_path / "theirs.tsv"
    mine.write_text(
        "subject_label\tpredicate_id\tobject_id\nGC\tskos:exactMatch\tsssom:NoTermFound\n", encoding="utf-8"
    )
    judge(Place(root, curations=theirs), [one], "wrong", edge_phrase)
    assert not (root / "curations.tsv").exists()
    with pytest.raises(OptionError, match=r"was assembled with theirs\.tsv; name it: --curations"):
        judge(Place(root), [one], "wrong", edge_phrase)
    run.assemble(root, mine)
    with pytest.raises(OptionError, match=r"was assembled with mine\.tsv; name it: --overrides, or --later"):
        judge(Place(root), [one], "wrong", edge_phrase)
    judge(Place(root, overrides=mine), [one], "wrong", edge_phrase)
    assert {"overrides", "curations"} <= GraphFolder(root).manifest().keys()


def test_nothing_is_written_where_the_graph_could_not_follow(root: Path) -> None:
    one = evidence_of(root, "PMID:3")
    for shard in GraphFolder(root).shards():
        shard.unlink()
    with pytest.raises(GraphFolderError, match="--later only writes"):
        judge(Place(root), [one], "wrong", edge_phrase)
    assert not (root / "curations.tsv").exists()


def test_undo_finds_a_verdict_by_another_id_of_the_paper(root: Path) -> None:
    one = evidence_of(root, "PMID:1")
    judge(Place(root, later=True), [one], "wrong", edge_phrase)
    file = root / "curations.tsv"
    file.write_text(file.read_text(encoding="utf-8").replace("PMID:1", "DOI:10.1/x"), encoding="utf-8")
    run.assemble(root)
    assert named(root, [one])[0]["verdict"] == "wrong"
    assert undo(Place(root), [one]).after[0]["verdict"] == ""
