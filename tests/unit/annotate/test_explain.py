from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from kg.annotate.explain import explain
from kg.annotate.pipeline import Annotator
from kg.core.text import Metadata, lay_out, make_document


def explained(annotator: Annotator, text: str) -> dict[str, Any]:
    result = explain(annotator, make_document("", lay_out("", [("abstract", "", text)]), Metadata()))
    assert json.loads(json.dumps(result))  # plain data
    return result


def test_what_was_read_and_by_which_rule(annotator: Annotator) -> None:
    result = explained(annotator, "Blockade of IL-6 may expand Tregs.")
    assert [mention["text"] for mention in result["mentions"]] == ["IL-6", "Tregs"]
    assert result["mentions"][1]["parts"][0][0]["concept_id"] == "CL:0000815"
    (sentence,) = result["sentences"]
    assert sentence["text"] == "Blockade of IL-6 may expand Tregs."
    assert sentence["why_none"] == ""
    (relation,) = sentence["relations"]
    assert relation["subject"] == "HGNC:6018"
    assert relation["direction"] == "decreased"
    assert relation["via"] == "blockade"
    assert relation["trigger"] == "expand"
    assert relation["rule"] == "rule:expand/active"
    assert (relation["negated"], relation["speculated"], relation["dropped"]) == (False, True, False)
    assert (relation["subject_name"], relation["object_name"]) == ("IL6", "regulatory T cell")
    assert result["mentions"][1]["parts"][0][0]["name"] == "regulatory T cell"


def test_what_the_network_adds_and_drops(annotator: Annotator) -> None:
    text = (
        "TNF stimulates synovial fibroblasts to produce IL-6, IL-8 and matrix metalloproteinases. "
        "Guselkumab binds the p19 subunit of IL-23 and is effective in psoriasis as well. "
        "High-dose IL-2 causes capillary leak syndrome and hypotension in patients with lupus."
    )
    pairs = annotator.nlp.get_pipe("kg_pairs")
    precise, told = pairs.points[pairs.point], {}
    for name, point in (("as it is", precise), ("strict", replace(precise, rule=1.0))):
        pairs.points[pairs.point] = point
        relations = [one for sentence in explained(annotator, text)["sentences"] for one in sentence["relations"]]
        told[name] = {(one["rule"], one["dropped"]) for one in relations}
    pairs.points[pairs.point] = precise
    assert told["as it is"] == {("model:stated", False), ("rule:cause/active", False)}
    assert told["strict"] == {("model:stated", False), ("rule:cause/active", True)}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The weather was fine.", "it names no concept"),
        ("IL-2 was fine.", "it names one concept only"),
        (
            "IL-2 expanded CD25highFOXP3+ regulatory T cells.",
            "'CD25highFOXP3+ regulatory T cells' cannot be an end: a part, a kind or a description of something",
        ),
        ("IL-2 and Tregs were fine.", "no word in it triggers a rule"),
        ("Tregs were expanded before IL-2.", "no subject and object could be told for 'expanded'"),
        ("Tregs secrete SLE.", "produce/active matched, but not between these kinds of concepts"),
    ],
)
def test_why_there_is_nothing(annotator: Annotator, text: str, why: str) -> None:
    (sentence,) = explained(annotator, text)["sentences"]
    assert sentence["relations"] == []
    assert sentence["why_none"] == why


def test_every_sentence_is_told(annotator: Annotator) -> None:
    result = explained(annotator, "It rained. IL-2 expands Tregs. They suppress colitis.")
    assert [len(sentence["relations"]) for sentence in result["sentences"]] == [0, 1, 0]


def test_a_text_without_mentions(annotator: Annotator) -> None:
    assert explained(annotator, "Nothing.")["mentions"] == []


def test_what_no_ontology_has_is_called_as_the_text_calls_it(annotator: Annotator) -> None:
    result = explained(annotator, "The new molecule interleukin-99 (IL-99) expanded Tregs.")
    told = {candidate["name"] for mention in result["mentions"] for part in mention["parts"] for candidate in part}
    ((relation,),) = (one["relations"] for one in result["sentences"])
    assert relation["subject"].startswith("text:gene/")
    assert relation["subject_name"] in told
    assert "99" in relation["subject_name"]
