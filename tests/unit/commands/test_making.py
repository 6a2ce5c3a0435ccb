from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.core.folder import GraphFolder
from tests.door import Done, Kg, told
from tests.fixtures_graph import TREG
from tests.unit.read.exact import exact


def test_json_is_one_line_and_strict_exits_1(kg: Kg, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text('{"pmid": "1", "title": "T", "abstract": "IL-2 expands Tregs."}\n{broken\n', encoding="utf-8")
    report = told(kg("build", source, "--out", out, "--json"))
    assert isinstance(report, dict)
    assert (report["read"], len(report["skipped"]), report["out"]) == (1, 1, str(out))
    assert report["counts"] == GraphFolder(out).manifest()["counts"]
    done = kg("build", source, "--out", out, "--json", "--strict")
    assert done.code == 1
    assert json.loads(done.out)["read"] == 1
    source.write_text('{"pmid": "1", "title": "T", "abstract": "IL-2 expands Tregs."}\n', encoding="utf-8")
    assert kg("build", source, "--out", out, "--strict").code == 0
    assert isinstance(told(kg("annotate", source, "--out", out, "--json")), dict)
    assert told(kg("assemble", out, "--json")) == report["counts"]


def test_a_text_is_explained(kg: Kg) -> None:
    done = kg("annotate", "--text", "Blockade of IL-6 may expand Tregs. The sky fell.")
    assert "→ IL6 decreases regulatory T cell (abundance)  [rule:expand/active, 'expand', speculated" in done.out
    assert "no relation: it names no concept" in done.out
    explained = told(kg("annotate", "--json", "--text", "IL-2 expands Tregs."))
    assert isinstance(explained, dict)
    assert set(explained) == {"mentions", "sentences"}


def test_a_standoff_file(kg: Kg, tmp_path: Path) -> None:
    source = tmp_path / "in.pubtator"
    source.write_text("7|t|IL-2 expands Tregs.\n7|a|It rained.\n\n", encoding="utf-8")
    out = tmp_path / "out.pubtator"
    assert kg("annotate", source, "--format", "pubtator", "--out", out).code == 0
    assert "7\t0\t4\tIL-2\tGene\t" in out.read_text(encoding="utf-8")


def test_build_show_query_and_explore(kg: Kg, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text('{"pmid": "1", "title": "T", "abstract": "IL-2 expands Tregs."}\n{broken\n', encoding="utf-8")
    done = kg("build", source, "--out", out)
    assert done.code == 0
    assert "read 1 document, skipped 1" in done.out
    assert f"{source}, record 2" in done.out
    assert f"kg show {out} " in done.out
    done = kg("show", out, "Tregs")
    assert "IL2 increases regulatory T cell (abundance)" in done.out
    assert "“IL-2 expands Tregs.”  PMID:1" in done.out
    done = kg("query", out, f"SELECT ?s WHERE {{ ?s biolink:affects {TREG} }}", "--format", "csv")
    assert done.out.splitlines() == ["s", "http://identifiers.org/hgnc/6001"]
    done = kg("explore", out, "--focus", "IL-2", "--out", tmp_path / "p.html")
    assert done.out.startswith(f"{tmp_path / 'p.html'}: 2 of ")
    assert (tmp_path / "p.html").is_file()


def test_overrides_are_told_row_by_row(kg: Kg, tmp_path: Path) -> None:
    source, out, mine = tmp_path / "in.jsonl", tmp_path / "out", tmp_path / "mine.tsv"
    source.write_text('{"pmid": "1", "title": "T", "abstract": "IL-2 expands Tregs in GC."}\n', encoding="utf-8")
    header = "subject_label\tpredicate_id\tobject_id"
    said = {"IL-2": "HGNC:6018", "Tregs": "sssom:NoTermFound", "QQ": "HGNC:6001"}
    rows = "\n".join(f"{name}\tskos:exactMatch\t{one}" for name, one in said.items())
    mine.write_text(f"{header}\n{rows}\n", encoding="utf-8")
    done = kg("build", source, "--out", out, "--overrides", mine)
    assert done.code == 0, done.err
    lines = [
        "overrides: 3 rows of mine.tsv",
        "  line 2, IL-2 means HGNC:6018: 1 mention changed",
        "  line 3, Tregs is no mention: 1 mention dropped, 1 relation dropped",
        "  line 4, QQ means HGNC:6001: changed nothing",
    ]
    assert done.out.splitlines()[-5:-1] == lines
    assert kg("assemble", out, "--overrides", mine).out.splitlines()[-4:] == lines
    plain = told_json(kg("assemble", out, "--json"))
    counts = told_json(kg("assemble", out, "--overrides", mine, "--json"))
    assert (plain["assertions"], counts["assertions"]) == (1, 0)
    assert [row["line"] for row in counts["overrides"]["rows"]] == [2, 3, 4]
    report = told_json(kg("build", source, "--out", out, "--overrides", mine, "--json"))
    assert report["overrides"] == counts["overrides"]


def test_bad_overrides_are_listed_and_the_graph_stays(kg: Kg, graph: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("subject_label\tpredicate_id\tobject_id\nGC\tx\ty\n\tskos:exactMatch\tHGNC:1\n", encoding="utf-8")
    (graph / "extractions" / "manifest.json").write_text(
        '{"recipe": {"pipeline": "immunology", "ontologies": []}}', encoding="utf-8"
    )
    before = (graph / "graph" / "manifest.json").read_bytes()
    done = kg("assemble", graph, "--overrides", mine)
    assert (done.code, done.out) == (1, "")
    assert [line.split(":")[0].strip() for line in done.err.splitlines()[1:]] == [f"{mine}, line {n}" for n in (2, 3)]
    assert (graph / "graph" / "manifest.json").read_bytes() == before
    assert kg("assemble", graph, "--overrides", tmp_path / "none.tsv").code == 1


def told_json(done: Done) -> dict[str, Any]:
    found = told(done)
    assert isinstance(found, dict)
    return found


def test_evaluate_tells_scores_and_what_was_left_aside(kg: Kg, tmp_path: Path) -> None:
    gold, only = tmp_path / "gold.pubtator", tmp_path / "only.txt"
    gold.write_text("1|t|IL-2 in vivo\n1\t0\t4\tIL-2\tGene\t3558\n\n2|t|x\n2\t0\t9\tx\tGene\t\n", encoding="utf-8")
    only.write_text("".join(f"{n}\n" for n in (1, 2, 7, 8, 9, 10, 11)), encoding="utf-8")
    done = kg("evaluate", "links", "--gold", gold, "--only", only, "--mentions", "gold", "--errors", tmp_path / "e.tsv")
    assert done.code == 0
    assert done.out.startswith("links: 1 documents in ")
    assert f"skipped: {gold}, record 2: mention 1 of 2" in done.err
    assert "--only: 6 documents in no gold file: 2, 7, 8, 9, 10 …" in done.err
    assert len((tmp_path / "e.tsv").read_text(encoding="utf-8").splitlines()) == 1
    scores = told(kg("evaluate", "mentions", gold, "--json"))
    assert isinstance(scores, dict)
    assert (scores["task"], scores["f1"], scores["per_type"]["gene"]["recall"]) == ("mentions", 1.0, 1.0)
    assert kg("evaluate", "mentions").code == 1


def test_evaluate_takes_texts_and_a_point(kg: Kg, tmp_path: Path) -> None:
    gold, texts = tmp_path / "gold.jsonl", tmp_path / "texts.jsonl"
    title, abstract = "T", "IL-2 expands Tregs."
    said = {"subject": [0, 0], "predicate": "affects", "object": [1, 0], "sentences": []}
    row = {"id": "PMID:1", "sha1": "0", "mentions": [[2, 6, "gene", [""]], [15, 20, "cell_type", [""]]]}
    right = row | {"sha1": exact(title, abstract), "relations": [said]}
    gold.write_text("".join(json.dumps(one) + "\n" for one in (row, right)), encoding="utf-8")
    texts.write_text(json.dumps({"pmid": "1", "title": title, "abstract": abstract}) + "\n", encoding="utf-8")
    done = kg("evaluate", "relations", gold)
    assert done.code == 1
    assert "--texts names files that hold the documents" in done.err
    done = kg("evaluate", "relations", gold, "--texts", texts, "--point", "precise", "--mentions", "gold", "--json")
    assert done.code == 0, done.err
    assert f"skipped: {gold}, record 1: the text of PMID:1 is not the one that was annotated" in done.err
    assert json.loads(done.out)["pair"]["recall"] == 1.0
    done = kg("evaluate", "relations", gold, "--texts", texts, "--point", "bold")
    assert done.code == 1
    assert "no operating point is called 'bold'" in done.err


def test_what_belongs_to_a_cluster_goes_with_its_engine(kg: Kg, tmp_path: Path) -> None:
    for command, given, reason in (
        ("build", ("--address", "head:1"), "--address goes with --engine ray"),
        ("annotate", ("--storage", "s3://b/x"), "--storage goes with --engine ray"),
        ("annotate", ("--format", "jsonl", "--engine", "ray"), "--format with --engine ray needs --storage"),
    ):
        done = kg(command, "example", "--out", tmp_path / "out", *given)
        assert done.code
        assert reason in done.err
    assert not list(tmp_path.iterdir())
