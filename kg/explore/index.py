"""An Atlas -> what a page has to know of every concept and assertion at once: columns, as small as they can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from kg.core.vocabulary import ASPECTS, DIRECTIONS, NOT_ASSERTED, categories, predicates, standing
from kg.explore.atlas import Atlas
from kg.explore.draw import fan
from kg.explore.select import Row

CONCEPTS_AT_ONCE = 200  # in one file of details
ASSERTIONS_AT_ONCE = 100
FLAGS: Mapping[str, int] = MappingProxyType(
    {"negated": 1, "speculated": 2, "rejected": 4, "asserted": 8, "withdrawn": 16, "loss": 32, "blockade": 64}
)


def index(atlas: Atlas, titles: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of concepts and assertions, and the vocabularies that their numbers point into.

    A concept is its place in `concepts`, an assertion its place in `assertions`. Belief is in thousandths.

    Args:
        titles: what else the page is told, by name.
    """
    known = _categories(atlas.concepts)
    category = {one["name"]: at for at, one in enumerate(known)}
    return {
        **titles,
        "categories": known,
        "predicates": [
            {"name": one.name, "symmetric": one.symmetric, "verbs": [one.verb(direction) for direction in DIRECTIONS]}
            for one in predicates().values()
        ],
        "aspects": [aspect.replace("_", " ") for aspect in ASPECTS],
        "directions": list(DIRECTIONS),
        "flags": dict(FLAGS),
        "notAsserted": dict(NOT_ASSERTED),
        "atOnce": {"concepts": CONCEPTS_AT_ONCE, "assertions": ASSERTIONS_AT_ONCE},
        "unit": atlas.unit,
        "communities": [[one.start, one.size, one.x, one.y, one.radius, int(one.loose)] for one in atlas.communities],
        "concepts": {
            "id": [row["id"] for row in atlas.concepts],
            "name": [row["name"] for row in atlas.concepts],
            "category": [category[row["category"]] for row in atlas.concepts],
            "grounded": [int(row["grounded"]) for row in atlas.concepts],
            "papers": [row["document_count"] for row in atlas.concepts],
            "x": [x for x, _ in atlas.places],
            "y": [y for _, y in atlas.places],
        },
        "assertions": _assertions(atlas.concepts, atlas.assertions),
    }


def _assertions(concepts: Sequence[Row], assertions: Sequence[Row]) -> dict[str, Any]:
    node = {row["id"]: at for at, row in enumerate(concepts)}
    edge = {row["id"]: at for at, row in enumerate(assertions)}
    predicate = {name: at for at, name in enumerate(predicates())}
    opposed = ((edge[row["id"]], [edge[one] for one in row["opposed_by"] or () if one in edge]) for row in assertions)
    return {
        "id": list(edge),
        "subject": [node[row["subject"]] for row in assertions],
        "object": [node[row["object"]] for row in assertions],
        "predicate": [predicate[row["predicate"]] for row in assertions],
        "aspect": [ASPECTS.index(row["aspect"] or "") for row in assertions],
        "direction": [DIRECTIONS.index(row["direction"] or "") for row in assertions],
        "flags": [_flags(row) for row in assertions],
        "belief": [round(1000 * row["belief"]) for row in assertions],
        "papers": [row["document_count"] for row in assertions],
        "sentences": [row["evidence_count"] for row in assertions],
        "wrong": {str(at): row["judged_wrong"] for at, row in enumerate(assertions) if row["judged_wrong"]},
        "years": [row["years"] for row in assertions],
        "bend": fan(assertions),
        "opposed": {str(at): others for at, others in opposed if others},
    }


def _flags(row: Row) -> int:
    ways = {way: way in row["via"] for way in ("loss", "blockade")}
    true = {**row, **ways, "withdrawn": standing(row) == "withdrawn"}
    return sum(bit for name, bit in FLAGS.items() if true[name])


def _categories(concepts: Iterable[Row]) -> list[dict[str, str]]:
    present = {concept["category"] for concept in concepts}
    known = [
        {"name": category.name, "label": category.label, "colour": category.colour}
        for category in categories().values()
        if category.name in present
    ]
    other = [{"name": name, "label": name, "colour": "#6b6f76"} for name in present - set(categories())]
    return known + sorted(other, key=lambda category: category["name"])
