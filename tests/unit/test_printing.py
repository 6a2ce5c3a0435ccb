from __future__ import annotations

from typing import Any

import pytest

from kg.core.errors import OptionError
from kg.printing import (
    SKIPPED_SHOWN,
    UNGROUNDED_SHOWN,
    complaint,
    concept_line,
    edge_lines,
    edge_phrase,
    emit,
    explanation_lines,
    known_lines,
    note,
    number,
    progress,
    put,
    report_lines,
    steerless,
    verdict_words,
)

EDGE: dict[str, Any] = {
    "predicate": "affects", "direction": "increased", "aspect": "activity_or_abundance", "negated": False,
    "subject_name": "IL2", "object_name": "regulatory T cell", "belief": 0.761, "document_count": 2, "papers_here": 2,
    "context_dose": "", "said_speculatively": False, "via": "direct", "retracted": False, "opposed_by": [],
    "sentence": "IL-2 expands Tregs.", "document_id": "PMID:1", "year": None, "id": "a" * 20, "evidence_id": "e" * 20,
    "asserted": True, "speculated": False, "rejected": False,
    "judged_right": 0, "judged_wrong": 0, "verdict": "", "error": "", "note": "", "curator": "",
}  # fmt: skip


@pytest.mark.parametrize(("count", "words"), [(0, "0 papers"), (1, "1 paper"), (2, "2 papers"), (2000, "2,000 papers")])
def test_number(count: int, words: str) -> None:
    assert number(count, "paper") == words
    assert number(2, "mouse", "mice") == "2 mice"


def test_a_report_groups_what_was_skipped_and_shows_examples() -> None:
    many = [{"input": "a.xml", "record": n, "reason": "has no title"} for n in range(1, SKIPPED_SHOWN + 3)]
    one = {"input": "b.bin", "record": 0, "reason": "is empty"}
    lines = list(report_lines({"read": 1, "skipped": [one, *many], "counts": {}}))
    assert lines[0] == f"read 1 document, skipped {SKIPPED_SHOWN + 3}"
    assert lines[1] == f"  {SKIPPED_SHOWN + 2} × has no title"
    assert lines[2] == "      a.xml, record 1"
    assert lines[2 + SKIPPED_SHOWN] == "      … and 2 more"
    assert lines[-2:] == ["  1 × is empty", "      b.bin"]


def test_a_report_tells_what_was_made() -> None:
    counts = {"documents": 2000, "mentions": 1, "concepts": 1, "assertions": 3, "evidence": 4}
    assert list(report_lines({"read": 2000, "skipped": [], "counts": counts})) == [
        "read 2,000 documents, skipped 0",
        "graph: 1 concept, 3 assertions from 4 sentences of 2,000 papers",
    ]


def test_a_report_names_what_was_left_undecided() -> None:
    row = {"name": "PRL", "candidates": ["HGNC:1", "MESH:2"], "mentions": 3, "documents": 2}
    lines = list(report_lines({"read": 1, "skipped": [], "ambiguous": [row]}))
    assert "left undecided, for several concepts are called so: PRL (HGNC:1 or MESH:2)" in lines


def test_a_report_names_what_no_ontology_grounds() -> None:
    named = [{"name": f"N{n}", "mentions": 9} for n in range(UNGROUNDED_SHOWN + 1)]
    line = list(report_lines({"read": 1, "skipped": [], "ungrounded": named}))[-1]
    assert "N0 (9), N1 (9)" in line
    assert f"N{UNGROUNDED_SHOWN} " not in line


def test_what_only_retracted_papers_say_is_flagged() -> None:
    lines = list(edge_lines([{**EDGE, "asserted": False, "retracted": True}]))
    assert lines[2].endswith("2 papers · withdrawn: only retracted papers say so · RETRACTED PAPER")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "IL2 increases regulatory T cell (activity or abundance)"),
        ({"direction": "decreased", "aspect": ""}, "IL2 decreases regulatory T cell"),
        ({"direction": "", "aspect": "", "negated": True}, "NOT: IL2 affects regulatory T cell"),
        ({"predicate": "causes", "direction": "", "aspect": ""}, "IL2 causes regulatory T cell"),
    ],
)
def test_edge_phrase(changed: dict[str, Any], words: str) -> None:
    assert edge_phrase({**EDGE, **changed}) == words


def test_edge_lines() -> None:
    assert list(edge_lines([EDGE])) == [
        "",
        "  IL2 increases regulatory T cell (activity or abundance)  [aaaaaaaaaa]",
        "    belief 0.76 · 2 papers",
        "    “IL-2 expands Tregs.”  PMID:1  [eeeeeeeeee]",
    ]
    flags = {
        "context_dose": "low-dose",
        "said_speculatively": True,
        "via": "loss",
        "retracted": True,
        "opposed_by": ["x"],
    }
    lines = list(edge_lines([{**EDGE, **flags, "year": 2019}]))
    assert lines[2].endswith(
        "2 papers · low-dose · speculated · said of its loss · RETRACTED PAPER · opposed by 1 assertion"
    )
    assert lines[3].endswith("PMID:1 (2019)  [eeeeeeeeee]")


def test_what_a_curator_says_stands_with_the_sentence() -> None:
    judged = {"verdict": "wrong", "error": "polarity", "note": "they fall", "curator": "M. Kern", "judged_wrong": 1}
    lines = list(edge_lines([{**EDGE, **judged, "judged_right": 2}]))
    assert lines[2].endswith("2 papers · 2 sentences judged right · 1 sentence judged wrong")
    assert lines[4] == "      judged wrong (polarity), M. Kern: they fall"
    assert list(edge_lines([{**EDGE, **judged, "rejected": True}]))[2].endswith("2 papers · REJECTED by a curator")
    assert verdict_words({**EDGE, "verdict": "right"}) == "right"
    assert verdict_words(EDGE) == ""


def test_concept_line() -> None:
    row = {
        "name": "regulatory T cell",
        "id": "CL:0000815",
        "category": "cell_type",
        "mention_count": 12,
        "document_count": 1,
        "papers_here": 1,
    }
    assert concept_line(row) == "regulatory T cell  CL:0000815  cell type  12 mentions in 1 paper"


CONCEPT = {"name": "IL2", "id": "HGNC:6001", "category": "gene", "mention_count": 1, "document_count": 1}
DRUG = {**CONCEPT, "name": "aldesleukin", "category": "drug"}


def test_a_concept_is_told_with_the_medicine_it_is_given_as() -> None:
    known = {"concept": CONCEPT, "edges": [EDGE], "given_as": DRUG, "edges_given": [EDGE]}
    lines = list(known_lines(known, None))
    assert lines[0] == concept_line(CONCEPT)
    assert f"given as a medicine: {concept_line(DRUG)}" in lines
    assert sum("belief" in line for line in lines) == 2


def test_a_concept_of_which_nothing_is_said() -> None:
    known: dict[str, Any] = {"concept": CONCEPT, "edges": [], "given_as": None, "edges_given": []}
    assert list(known_lines(known, None))[1:] == ["  no statement about it was read"]
    assert list(known_lines(known, "lupus"))[1:] == ["  no statement about it was read in the context 'lupus'"]


def test_json_is_one_line_and_leaves_letters_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    emit({"name": "TNF-α\n"}, ["for people"], as_json=True)
    assert capsys.readouterr().out == '{"name": "TNF-α\\n"}\n'
    emit({"name": "TNF-α"}, ["for people", "in lines"], as_json=False)
    assert capsys.readouterr().out == "for people\nin lines\n"


def test_progress_is_silent_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("reading") as advance:
        advance(3)
    assert capsys.readouterr() == ("", "")


def test_an_explanation_names_candidates_rules_and_reasons() -> None:
    mention = {
        "text": "IL-2", "start": 1, "end": 5, "category": "gene", "found_by": "lexicon",
        "parts": [[
            {"concept_id": "HGNC:6001", "name": "IL2", "score": 0.95},
            {"concept_id": "text:gene/1", "name": "IL-2", "score": 0.9},
        ], []],
    }  # fmt: skip
    relation = {
        "subject": "HGNC:6001", "subject_name": "IL2", "predicate": "affects", "object": "CL:1",
        "object_name": "CL:1", "aspect": "", "direction": "decreased",
        "via": "loss", "negated": True, "speculated": True, "trigger": "expand", "rule": "rule:expand/active",
        "dropped": False,
    }  # fmt: skip
    sentences = [
        {"text": "One.", "relations": [relation, {**relation, "dropped": True}], "why_none": ""},
        {"text": "Two.", "relations": [], "why_none": "it names no concept"},
    ]
    lines = list(explanation_lines({"mentions": [mention], "sentences": sentences}))
    assert lines == [
        "mentions",
        "  'IL-2' 1–5, gene, found by lexicon",
        "      HGNC:6001 IL2 0.95; text:gene/1 in no ontology here 0.90",
        "      ungrounded",
        "",
        "One.",
        "  → IL2 decreases CL:1  [rule:expand/active, 'expand', negated, speculated, via loss]",
        "  → IL2 decreases CL:1  [rule:expand/active, 'expand', negated, speculated, via loss, dropped by the network]",
        "",
        "Two.",
        "  no relation: it names no concept",
    ]


def test_papers_of_a_context_are_told_apart_from_all() -> None:
    (line,) = [line for line in edge_lines([{**EDGE, "papers_here": 1}]) if "belief" in line]
    assert "1 of 2 papers in this context" in line


def test_what_the_user_can_mend_is_one_line_and_our_bugs_are_not() -> None:
    assert complaint(OptionError("give either")) == ("give either", 1)
    assert complaint(PermissionError(13, "Permission denied", "out")) == ("out: Permission denied", 1)
    assert complaint(RuntimeError("a bug")) == ("", 1)


def test_a_report_tells_what_stood_already_and_why_anything_was_made_again() -> None:
    why = ["relations.toml of the pipeline changed: 1 shard is made again"]
    report = {"read": 5, "reused": 4, "skipped": [], "why": why}
    assert list(report_lines(report)) == ["read 1 document, 4 stood already, skipped 0", f"  {why[0]}"]
    unchanged = {"read": 4, "reused": 4, "skipped": [], "unchanged": True}
    assert list(report_lines(unchanged))[1] == "nothing has changed since the graph was made: it is left as it is"


def test_a_terminal_is_not_steered_and_a_pipe_gets_what_there_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "IL-2\x1b]0;x\x07 \x9b2J \u202eevil\u202c é\u00a0\u200d\tα\n"
    assert steerless(text) == "IL-2�]0;x� �2J �evil� é\u00a0\u200d\tα\n"
    put(text)
    assert capsys.readouterr().out == text
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    put(text)
    assert capsys.readouterr().out == steerless(text)
    note("\x1b[31m")
    assert "\x1b" not in capsys.readouterr().err
    assert "\x1b" not in complaint(OptionError("\x1b[31m"))[0]
