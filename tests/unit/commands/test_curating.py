from __future__ import annotations

from pathlib import Path

import pytest

from kg.commands.curating import curation_lines
from kg.core.folder import GraphFolder, rows
from tests.door import Kg, told

TEXT = '{"pmid": "1", "title": "T", "abstract": "IL-2 expands Tregs. Tacrolimus inhibits T cells."}\n'


@pytest.fixture
def built(kg: Kg, tmp_path: Path) -> Path:
    (tmp_path / "in.jsonl").write_text(TEXT, encoding="utf-8")
    assert kg("build", tmp_path / "in.jsonl", "--out", tmp_path / "out").code == 0
    return tmp_path / "out"


def one_id(root: Path, words: str) -> str:
    with GraphFolder(root).connect() as connection:
        (row,) = rows(connection.execute("SELECT id FROM evidence WHERE text = $words", {"words": words}))
    return str(row["id"])


def test_a_sentence_is_judged_shown_listed_scored_and_given_back(kg: Kg, built: Path) -> None:
    one = one_id(built, "IL-2 expands Tregs.")[:10]
    assert f"“IL-2 expands Tregs.”  PMID:1  [{one}]" in kg("show", built, "Tregs").out
    assert f"“IL-2 expands Tregs.”  PMID:1  [{one}]" in kg("curate", built, one).out
    done = kg("curate", built, one, "--verdict", "wrong:polarity", "--note", "it falls", "--curator", "M. Kern")
    assert done.code == 0, done.err
    assert done.out.splitlines()[0] == f"judged wrong:polarity: 1 sentence, in {built}/curations.tsv"
    assert " → 0.00 · REJECTED by a curator" in done.out
    shown = kg("show", built, "Tregs").out
    assert "· REJECTED by a curator" in shown
    assert "      judged wrong (polarity), M. Kern: it falls" in shown
    listed = kg("curate", built, "--list").out
    assert listed.startswith(f"{built}/curations.tsv: 1 verdict\n  line 2: 20")
    assert "wrong (polarity), M. Kern: it falls" in listed
    answer = kg("query", built, 'SELECT ?n WHERE { ?r kg:verdict "wrong" ; kg:note ?n }', "--format", "csv").out
    assert answer.splitlines() == ["n", "it falls"]
    assert kg("query", built, "SELECT ?o WHERE { HGNC:6001 biolink:affects ?o }", "--format", "csv").out.split() == [
        "o"
    ]
    assert "curations of curations.tsv: 0 right, 1 wrong" in kg("assemble", built).out
    scores = told(kg("evaluate", "relations", "--gold", built / "curations.tsv", "--json"))
    assert isinstance(scores, dict)
    assert (scores["precision"], scores["judged"]["wrong"]) == (0.0, {"judged": 1, "found": 1})
    assert kg("curate", built, one, "--undo").out.startswith("taken back: 1 sentence")
    assert "REJECTED" not in kg("show", built, "Tregs").out


def test_json_is_one_line(kg: Kg, built: Path) -> None:
    one = one_id(built, "IL-2 expands Tregs.")
    done = told(kg("curate", built, one, "--verdict", "right", "--json"))
    assert isinstance(done, dict)
    assert [(row["evidence_id"], row["verdict"]) for row in done["passages"]] == [(one, "right")]
    listed = told(kg("curate", built, "--list", "--json"))
    assert isinstance(listed, list)
    assert [row["verdict"] for row in listed] == ["right"]


def test_curations_survive_a_rebuild_and_can_lie_elsewhere(kg: Kg, built: Path, tmp_path: Path) -> None:
    one = one_id(built, "IL-2 expands Tregs.")
    kg("curate", built, one, "--verdict", "wrong", "--later")
    report = told(kg("build", tmp_path / "in.jsonl", "--out", built, "--json"))
    assert isinstance(report, dict)
    assert (report["curations"]["wrong"], report["curations"]["elsewhere"]) == (1, False)
    other = tmp_path / "other"
    report = told(kg("build", tmp_path / "in.jsonl", "--out", other, "--curations", built / "curations.tsv", "--json"))
    assert isinstance(report, dict)
    assert (report["curations"]["wrong"], report["curations"]["elsewhere"]) == (1, True)
    (built / "curations.tsv").write_text("verdict\n", encoding="utf-8")
    manifest = GraphFolder(built).manifest_path.read_bytes()
    done = kg("build", tmp_path / "in.jsonl", "--out", built)
    assert (done.code, "line 1: the column 'error' is missing" in done.err) == (1, True)
    assert GraphFolder(built).manifest_path.read_bytes() == manifest


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name an ID"),
        (("--list", "ab"), "--list goes without ID"),
        (("ab", "--note", "x"), "--note and --curator go with --verdict"),
        (("ab", "--undo", "--verdict", "right"), "give one of"),
        (("xyz", "--verdict", "right"), "no assertion or evidence of this graph has the id 'xyz'"),
        (("xyz", "--verdict", "fine"), "no verdict is called 'fine'"),
    ],
)
def test_what_does_not_fit_together(kg: Kg, graph: Path, arguments: tuple[str, ...], message: str) -> None:
    done = kg("curate", graph, *arguments)
    assert (done.code, done.out) == (1, "")
    assert message in done.err


def test_what_met_nothing_is_told() -> None:
    unmet = [{"line": 4, "statement": "IL2 increases Treg", "document_id": "PMID:7"}]
    assert list(curation_lines({"file": "mine.tsv", "right": 1200, "wrong": 1, "unmet": unmet})) == [
        "curations of mine.tsv: 1,200 right, 1 wrong",
        "  line 4 meets nothing here: IL2 increases Treg (PMID:7)",
    ]
