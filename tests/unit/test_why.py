from __future__ import annotations

from typing import Any

from kg.why import changes_of_inputs, reasons

RECIPE = {"pipeline": "immunology", "ontologies": ["mondo"], "point": "precise"}
TOLD: dict[str, Any] = {
    "version": "0.2.0",
    "recipe": RECIPE,
    "reader": None,
    "recipe_files": [["relations.toml of the pipeline", "a"], ["gene.tsv of the vocabulary", "b"]],
}


def test_what_is_the_same_gives_no_reason() -> None:
    assert reasons(TOLD, TOLD) == []


def test_each_difference_is_a_reason() -> None:
    files = [["relations.toml of the pipeline", "c"], ["cell.tsv of the vocabulary", "d"]]
    new = {
        "version": "0.3.0",
        "recipe": {"pipeline": "mine", "ontologies": ["cl"], "point": "balanced"},
        "reader": "csv",
        "recipe_files": files,
    }
    assert reasons(TOLD, new) == [
        "immunokg 0.2.0 made them, this is 0.3.0",
        "the pipeline was immunology and is mine",
        "the operating point was precise and is balanced",
        "the ontology cl has come",
        "the ontology mondo has gone",
        "the reader was chosen by content and is csv",
        "relations.toml of the pipeline changed",
        "cell.tsv of the vocabulary is new",
        "gene.tsv of the vocabulary is gone",
    ]
    assert reasons({}, new)[0] == "an older version made them, this is 0.3.0"


def test_inputs_are_compared_by_name_and_content() -> None:
    old = {"portions": [{"files": [["a", "1", 9], ["b", "2", 9]]}, {"files": [["c", "3", 9]]}]}
    new = {"portions": [{"files": [["a", "1", 9], ["b", "9", 9], ["d", "3", 9]]}]}
    assert changes_of_inputs(old, new) == "1 new, 1 changed, 1 gone"
    assert changes_of_inputs(old, old) == ""
