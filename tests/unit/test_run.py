from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import engines, run
from kg.core import shards
from kg.core.errors import DataError, GraphFolderError, InputError, OptionError, UnknownName
from kg.core.folder import GraphFolder
from kg.core.tables import read_extractions
from kg.core.text import Extraction
from kg.engines import Resources
from kg.recipe import Recipe
from tests.foreign_model import copy_pipeline

GOOD = {"pmid": "1", "title": "IL-2", "abstract": "IL-2 expands Tregs."}
TREATED = "Methotrexate treats rheumatoid arthritis."


def jsonl(path: Path, *records: object) -> str:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def papers(count: int) -> list[dict[str, str]]:
    return [{"pmid": str(n + 1), "title": f"Paper {n}", "abstract": f"IL-{n} expands Tregs."} for n in range(count)]


def ids(folder: Path) -> list[str]:
    return [one.document.id for shard in GraphFolder(folder).shards() for one in read_extractions(shard)]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_build_goes_the_whole_way(tmp_path: Path) -> None:
    report = run.build([jsonl(tmp_path / "in.jsonl", GOOD)], tmp_path / "out", Recipe())
    assert (report.read, report.skipped) == (1, [])
    assert report.counts["assertions"] == report.counts["evidence"] == 1
    manifest = GraphFolder(tmp_path / "out").manifest()
    assert manifest["recipe"] == {"pipeline": "immunology", "ontologies": [], "point": "precise"}
    assert manifest["counts"] == report.counts


def test_the_same_inputs_give_the_same_bytes_with_two_workers_in_input_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "BATCH", 2)
    monkeypatch.setattr(engines, "FEW", 2)
    source = [jsonl(tmp_path / "in.jsonl", *papers(7))]
    for workers in (1, 2):
        run.build(source, tmp_path / str(workers), Recipe(), resources=Resources(workers))
    assert ids(tmp_path / "1") == ids(tmp_path / "2") == [f"PMID:{n}" for n in range(1, 8)]
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_workers_load_somebody_elses_model_themselves_and_say_what_is_missing(
    tmp_path: Path, foreign_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "BATCH", 2)
    monkeypatch.setattr(engines, "FEW", 2)
    source = [jsonl(tmp_path / "in.jsonl", *({**GOOD, "pmid": str(n), "abstract": TREATED} for n in range(1, 6)))]
    recipe = Recipe(str(copy_pipeline(tmp_path / "pipeline", [str(foreign_model)])))
    for workers in (1, 2):
        run.annotate(source, tmp_path / str(workers), recipe, resources=Resources(workers))
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    shard = next(iter(GraphFolder(tmp_path / "2").shards()))
    assert [len(one.relations) for one in read_extractions(shard)] == [1] * 5


def test_shards_are_cut_by_input_position(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "BATCH", 2)
    monkeypatch.setattr(shards, "SHARD", 2)
    seen: list[int] = []
    source = [jsonl(tmp_path / "in.jsonl", *papers(9))]
    run.annotate(source, tmp_path / "out", Recipe(), progress=lambda done, _: seen.append(done))
    found = GraphFolder(tmp_path / "out").shards()
    assert [len(list(read_extractions(shard))) for shard in found] == [4, 4, 1]
    assert seen
    assert seen == sorted(seen)


def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "in.jsonl", GOOD, "{broken", {**GOOD, "pmid": "2"})
    report = run.annotate([source], tmp_path / "out", Recipe())
    assert report.read == 2
    (skipped,) = report.skipped
    assert (skipped["input"], skipped["record"]) == (source, 2)
    assert skipped["reason"]
    assert report.reasons()[skipped["reason"]] == 1
    manifest = json.loads((tmp_path / "out" / "extractions" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["read"], manifest["skipped"]) == (2, report.skipped)


def test_a_document_that_fails_is_reported_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, annotator: Any
) -> None:
    def annotate(document: Any) -> Extraction:
        if document.id == "PMID:2":
            raise RuntimeError("a bug of ours")
        return Extraction(document)

    monkeypatch.setattr(annotator, "annotate", annotate)
    monkeypatch.setattr(engines, "load_annotator", lambda recipe: annotator)
    report = run.annotate([jsonl(tmp_path / "in.jsonl", *papers(3))], tmp_path / "out", Recipe())
    assert ids(tmp_path / "out") == ["PMID:1", "PMID:3"]
    assert report.read == 2
    (skipped,) = report.skipped
    assert skipped["record"] == 2
    assert "PMID:2" in skipped["reason"]
    assert "RuntimeError: a bug of ours" in skipped["reason"]


def test_the_manifest_tells_how_the_graph_was_made(tmp_path: Path) -> None:
    run.build([jsonl(tmp_path / "a.jsonl", GOOD)], tmp_path / "out", Recipe())
    manifest = json.loads((tmp_path / "out" / "graph" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["version"], manifest["pipeline"]) == (kg.__version__, "immunology")
    assert manifest["recipe_hash"] == Recipe().hash()


def test_a_build_is_exactly_of_its_inputs(tmp_path: Path) -> None:
    run.build([jsonl(tmp_path / "a.jsonl", *papers(3))], tmp_path / "out", Recipe())
    run.build([jsonl(tmp_path / "b.jsonl", GOOD)], tmp_path / "out", Recipe())
    assert ids(tmp_path / "out") == ["PMID:1"]
    assert GraphFolder(tmp_path / "out").manifest()["counts"]["documents"] == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".lock", "extractions", "graph"]


def test_a_graph_is_assembled_again_only_where_something_changed(tmp_path: Path) -> None:
    source, out = [jsonl(tmp_path / "a.jsonl", GOOD)], tmp_path / "out"
    first = run.build(source, out, Recipe())
    before = contents(out)
    written = (out / "graph" / "manifest.json").stat().st_ino
    again = run.build(source, out, Recipe())
    assert (first.unchanged, again.unchanged, again.reused, again.counts) == (False, True, 1, first.counts)
    assert (out / "graph" / "manifest.json").stat().st_ino == written
    mine = tmp_path / "mine.tsv"
    mine.write_text("subject_label\tpredicate_id\tobject_id\nTregs\tskos:exactMatch\tsssom:NoTermFound\n")
    changed = run.build(source, out, Recipe(), overrides=mine)
    assert (changed.unchanged, changed.reused, changed.counts["assertions"]) == (False, 1, 0)
    assert run.build(source, out, Recipe(), overrides=mine).unchanged
    assert not run.build(source, out, Recipe(), base="https://example.org/").unchanged
    (out / "graph" / "evidence.parquet").unlink()
    assert not run.build(source, out, Recipe()).unchanged
    assert contents(out) == before


def test_a_failed_run_leaves_the_old_one(tmp_path: Path) -> None:
    run.build([jsonl(tmp_path / "a.jsonl", GOOD)], tmp_path / "out", Recipe())
    before = contents(tmp_path / "out")
    with pytest.raises(InputError):
        run.build([str(tmp_path / "nowhere")], tmp_path / "out", Recipe())
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("records", [[], ["{broken"]])
def test_inputs_without_a_document_are_an_error(tmp_path: Path, records: list[str]) -> None:
    with pytest.raises(InputError):
        run.build([jsonl(tmp_path / "in.jsonl", *records)], tmp_path / "out", Recipe(), reader="jsonl")
    assert not (tmp_path / "out" / "graph").exists()


def test_inputs_must_be_named(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="name an INPUT"):
        run.build([], tmp_path / "out", Recipe())
    assert not (tmp_path / "out").exists()


def test_example_stands_for_the_shipped_abstracts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run.annotate([run.EXAMPLE], tmp_path / "out", Recipe())
    (shard,) = GraphFolder(tmp_path / "out").shards()
    shipped = [one.document for one in read_extractions(shard)]
    assert len(shipped) >= 12
    assert {document.metadata.source for document in shipped} == {"example"}
    jsonl(tmp_path / "example", GOOD)
    run.annotate([run.EXAMPLE], tmp_path / "out", Recipe())
    assert ids(tmp_path / "out") == ["PMID:1"]


def test_an_ontology_of_ones_own_names_concepts_in_text_and_graph(tmp_path: Path) -> None:
    header = "id\tname\tsynonyms\tambiguous\tparents\txrefs\n"
    (tmp_path / "gene.tsv").write_text(f"{header}X:1\tfactor zeta\t\t\t\t\n", encoding="utf-8")
    source = jsonl(tmp_path / "in.jsonl", {**GOOD, "abstract": "Factor-zeta expands Tregs."})
    run.build([source], tmp_path / "out", Recipe(ontologies=(str(tmp_path / "gene.tsv"),)))
    connection = GraphFolder(tmp_path / "out").connect()
    assert connection.execute("SELECT subject, subject_name FROM edges").fetchall() == [("X:1", "factor zeta")]


def test_a_bad_ontology_stops_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "gene.tsv").write_text("id\tname\n1\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2"):
        run.build(
            [jsonl(tmp_path / "in.jsonl", GOOD)], tmp_path / "out", Recipe(ontologies=(str(tmp_path / "gene.tsv"),))
        )
    assert not (tmp_path / "out" / "extractions").exists()


def test_assemble_needs_extractions(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="holds no extractions"):
        run.assemble(tmp_path)


def overrides(path: Path, *rows: str) -> Path:
    header = "subject_id\tsubject_label\tpredicate_id\tobject_id"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def test_overrides_change_the_graph_and_not_the_extractions(tmp_path: Path) -> None:
    source = [jsonl(tmp_path / "in.jsonl", *papers(3), {**GOOD, "pmid": "9"})]
    mine = overrides(tmp_path / "mine.tsv", "\tIL-2\tskos:exactMatch\tHGNC:6018")
    run.build(source, tmp_path / "plain", Recipe())
    run.annotate(source, tmp_path / "two", Recipe())
    manifest = run.assemble(tmp_path / "two", mine)
    run.build(source, tmp_path / "one", Recipe(), overrides=mine)
    assert contents(tmp_path / "one") == contents(tmp_path / "two") != contents(tmp_path / "plain")
    told = manifest["overrides"]
    assert (told["file"], told["sha256"]) == ("mine.tsv", hashlib.sha256(mine.read_bytes()).hexdigest())
    (row,) = told["rows"]
    assert (row["line"], row["row"], row["relations"]) == (2, "IL-2 means HGNC:6018", 2)
    run.assemble(tmp_path / "two")
    assert contents(tmp_path / "two") == contents(tmp_path / "plain")


def test_overrides_that_cannot_be_used_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    source = [jsonl(tmp_path / "in.jsonl", GOOD)]
    bad = overrides(tmp_path / "mine.tsv", "\tIL-2\tskos:exactMatch\tHGNC:0", "\t\tskos:exactMatch\tHGNC:6018")
    with pytest.raises(DataError, match=r"2 problems(.|\n)*line 2(.|\n)*line 3"):
        run.build(source, tmp_path / "out", Recipe(), overrides=bad)
    assert not (tmp_path / "out").exists()
    run.build(source, tmp_path / "out", Recipe())
    before = contents(tmp_path / "out")
    for wrong in (bad, tmp_path / "nowhere.tsv"):
        with pytest.raises((DataError, InputError)):
            run.assemble(tmp_path / "out", wrong)
    assert contents(tmp_path / "out") == before


def test_annotate_file_writes_one_standoff_file(tmp_path: Path) -> None:
    source = [jsonl(tmp_path / "in.jsonl", GOOD)]
    report = run.annotate_file(source, tmp_path / "out.pubtator", "pubtator", Recipe())
    assert report.read == 1
    assert "1|t|IL-2" in (tmp_path / "out.pubtator").read_text(encoding="utf-8")
    with pytest.raises(UnknownName, match="no annotation format is called 'pubtatr'"):
        run.annotate_file(source, tmp_path / "other", "pubtatr", Recipe())
    assert not (tmp_path / "other").exists()


def test_a_name_of_several_concepts_is_left_undecided_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path / "home"))
    given = tmp_path / "genes.obo"
    terms = [f'[Term]\nid: HGNC:99999{n}\nname: zetarin {n} chain\nsynonym: "zetarin" EXACT []\n' for n in (1, 2)]
    given.write_text("format-version: 1.2\n\n" + "\n".join(terms), encoding="utf-8")
    paper = {"pmid": "1", "title": "T", "abstract": "Zetarin expands Tregs."}
    other = {"pmid": "2", "title": "T", "abstract": "Zetarin 1 chain is rare."}  # a paper that names one means that one
    recipe = Recipe(ontologies=(str(given),))
    report = run.build([jsonl(tmp_path / "in.jsonl", paper, other)], tmp_path / "out", recipe)
    (told,) = report.ambiguous
    assert told == {"name": "Zetarin", "candidates": ["HGNC:999991", "HGNC:999992"], "mentions": 1, "documents": 1}
    assert report.ungrounded == []
    with kg.open(tmp_path / "out") as graph:
        (edge,) = graph.edges_of("CL:0000815")
        assert (edge["subject_name"], edge["subject"][:10]) == ("Zetarin", "text:gene/")
        assert graph.concept("zetarin 1 chain")["id"] == "HGNC:999991"


def test_explain_gives_names_with_the_ids() -> None:
    explained = run.explain("IL-2  expands\nTregs.", Recipe())
    (sentence,) = explained["sentences"]
    assert sentence["text"] == "IL-2 expands Tregs."
    assert sentence["relations"][0]["object_name"] == "regulatory T cell"


def test_explain_reads_a_text_as_a_file_of_it() -> None:
    explained = run.explain("IL-2 in lupus\r\n\r\nIL-2 expands\r\nTregs.\r\n", Recipe())
    assert [one["text"] for one in explained["sentences"]] == ["IL-2 in lupus", "IL-2 expands Tregs."]
    with pytest.raises(OptionError, match="there is no text"):
        run.explain(" \n", Recipe())
