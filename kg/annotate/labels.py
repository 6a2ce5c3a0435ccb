"""a pipeline's labels.toml -> what the labels, semantic types and ids of somebody else's model mean here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kg.annotate.declared import declared
from kg.core.errors import DataError
from kg.core.prefixes import converter
from kg.core.vocabulary import categories, category_of

OPEN = "open"  # a label that says no category: the concept does


def same_kind(one: str, other: str) -> bool:
    """Tell whether two categories are what corpora call by one name: drug and chemical, disease and phenotype."""
    return one == other or categories()[one].pubtator == categories()[other].pubtator


@dataclass(frozen=True, slots=True)
class Labels:
    """What a labels.toml says.

    Attributes:
        score: that a mention is what its label says, 0 to 1; set by hand.
        labels: a model's label -> our category, or `OPEN`; what is not here is left out.
        types: a semantic type (UMLS's TUI) -> our category.
        ids: the forms of ids that carry no prefix, each with its prefix.
    """

    score: float
    labels: Mapping[str, str]
    types: Mapping[str, str]
    ids: tuple[tuple[re.Pattern[str], str], ...]

    def curie(self, given: str) -> str:
        """Return an id of a knowledge base as a CURIE of a prefix we know; "" where it is none."""
        for form, prefix in self.ids:
            if form.fullmatch(given):
                return f"{prefix}:{given}"
        return converter().standardize_curie(given) or "" if ":" in given else ""

    def category(self, label: str, curie: str, types: Iterable[str]) -> str:
        """Return the category of a mention of that category (or `OPEN`) as a concept; "" where the two do not agree.

        The concept is what its semantic types say, else what its id's prefix says, else nothing against the label.
        Types of several kinds say nothing about an open one.
        """
        types = tuple(types)
        said = {self.types[one] for one in types if one in self.types}
        if not types:
            said = {category_of(curie)} - {""}
        if label != OPEN and not types and not said:
            return label
        kinds = {categories()[one].pubtator for one in said}
        if label == OPEN and len(kinds) > 1:
            return ""
        fitting = (name for name in categories() if name in said and (label == OPEN or same_kind(name, label)))
        return next(fitting, "")


def load_labels(path: Path) -> Labels:
    """Read a labels.toml.

    Raises:
        DataError: it is missing or does not parse, a field is missing, or a category, prefix or form of ids is none.
    """
    if not path.exists():
        raise DataError(path, 0, "a pipeline of somebody else's model needs this file")
    with declared(path) as table:
        labels = Labels(
            float(table["score"]),
            MappingProxyType(dict(table["labels"])),
            MappingProxyType(dict(table.get("types", {}))),
            tuple((re.compile(row["form"]), row["prefix"]) for row in table.get("ids", ())),
        )
    for problem in _problems(labels):
        raise DataError(path, 0, problem)
    return labels


def _problems(labels: Labels) -> Iterator[str]:
    for known, names in (({*categories(), OPEN}, labels.labels), (set(categories()), labels.types)):
        for label, name in names.items():
            if name not in known:
                yield f"{label} = {name!r}: no such category"
    for _, prefix in labels.ids:
        if converter().standardize_prefix(prefix) != prefix:
            yield f"{prefix!r} is no prefix of ontologies/prefixes.json"
