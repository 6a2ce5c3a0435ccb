"""`ontologies/biolink.tsv`: what Biolink lets stand at the ends of the predicates that are used here.

    python -m tests.recipes.biolink > ontologies/biolink.tsv

Facts of Biolink Model 4.4.4 (CC0): a slot's domain and range, its own or that of the nearest slot above it, and which
of our categories' classes are kinds of them, by `is_a` and `mixins`. What may be anything (`named thing`) is left out.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path
from typing import Any

from kg.core.vocabulary import categories, predicates

MODEL = Path(__file__).resolve().parents[3] / "shared" / "vocab" / "biolink" / "biolink-model.yaml.gz"
ANYTHING = "named thing"
HEADER = ("predicate", "end", "class", "categories")


def model() -> dict[str, Any]:
    """Return Biolink's model as its YAML has it."""
    import srsly  # type: ignore[import-untyped] # comes with spaCy

    with gzip.open(MODEL, "rt", encoding="utf-8") as file:
        read: dict[str, Any] = srsly.yaml_loads(file.read())
    return read


def words(name: str) -> str:
    """Return a class as the model writes it: "CellLine" is "cell line"."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def camel(name: str) -> str:
    """Return a class as its IRI has it."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


def inherited(slots: dict[str, Any], name: str | None, key: str) -> str:
    """Return a slot's domain or range, or that of the nearest slot above it."""
    while name:
        if key in slots[name]:
            return str(slots[name][key])
        name = slots[name].get("is_a")
    return ANYTHING


def above(classes: dict[str, Any], name: str) -> set[str]:
    """Return a class and all that it is a kind of."""
    one = classes[name]
    return {name}.union(*(above(classes, each) for each in [*filter(None, [one.get("is_a")]), *one.get("mixins", [])]))


def lines() -> list[str]:
    """Return the table's lines."""
    biolink = model()
    kinds = {one.name: above(biolink["classes"], words(one.biolink)) for one in categories().values()}
    found = ["\t".join(HEADER)]
    for predicate in dict.fromkeys(one.biolink for one in predicates().values()):
        for end, key in (("subject", "domain"), ("object", "range")):
            wanted = inherited(biolink["slots"], predicate.replace("_", " "), key)
            if wanted != ANYTHING:
                fitting = "|".join(name for name, kind in kinds.items() if wanted in kind)
                found.append(f"{predicate}\t{end}\t{camel(wanted)}\t{fitting}")
    return found


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
