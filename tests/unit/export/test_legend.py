from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from kg.export.legend import legend


def line(**told: Any) -> dict[str, Any]:
    return {"predicate": "affects", "direction": "", "negated": False, "speculated": False, "belief": 0.5, **told}


def words(concepts: list[dict[str, Any]], lines: list[dict[str, Any]], widest: float = 400.0) -> list[str]:
    parts, _ = legend(concepts, lines, widest)
    return [one.text or "" for one in ElementTree.fromstring(f"<g>{''.join(parts)}</g>").iter("text")]


def test_a_legend_explains_what_is_there_and_nothing_else() -> None:
    gene = {"category": "gene", "grounded": True}
    assert words([gene], [line(direction="increased")]) == ["Gene or protein", "increases", "belief 0.5"]
    told = words(
        [gene, {"category": "disease", "grounded": False}],
        [
            line(predicate="treats", belief=0.2), line(negated=True), line(predicate="associated_with"),
            line(predicate="positively_correlated_with", direction="increased", speculated=True, belief=0.9),
        ],
    )  # fmt: skip
    assert told == [
        "Gene or protein", "Disease", "in no ontology", "affects, treats", "goes with more", "goes with", "denied",
        "only speculated about", "belief 0.2", "belief 0.9",
    ]  # fmt: skip


def test_many_verbs_are_summed_up() -> None:
    predicates = ("treats", "causes", "produces", "expresses", "contributes_to")
    assert "has another effect" in words([], [line(predicate=one) for one in predicates])


def test_a_narrow_legend_has_more_rows() -> None:
    concepts = [{"category": one, "grounded": True} for one in ("gene", "cell_type", "disease", "drug", "process")]
    wide, narrow = (legend(concepts, [line()], widest)[1] for widest in (500.0, 120.0))
    assert wide < narrow
