"""The closed vocabularies: categories, predicates, directions, aspects; read from `ontologies/*.tsv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.core.errors import DataError
from kg.core.paths import data_folder

INCREASED = "increased"
DECREASED = "decreased"
DIRECTIONS = ("", INCREASED, DECREASED)  # "" where the text gives none
OPPOSITE = MappingProxyType({INCREASED: DECREASED, DECREASED: INCREASED, "": ""})

# Biolink's aspect values (object_aspect_qualifier); "" where the text names none
ASPECTS = ("", "abundance", "activity", "activity_or_abundance", "expression", "secretion")

DIRECT, LOSS, BLOCKADE = VIAS = ("direct", "loss", "blockade")

# Why an assertion is not asserted, in the words people read, by what is true of it
NOT_ASSERTED: Mapping[str, str] = MappingProxyType(
    {
        "negated": "denied",
        "speculated": "only speculated about",
        "rejected": "rejected by a curator",
        "withdrawn": "withdrawn: only retracted papers say so",
    }
)


def standing(row: Mapping[str, Any]) -> str:
    """Return in a word how an assertion stands.

    Args:
        row: its row of the assertions table.

    Returns:
        asserted, denied, speculated, "denied, speculated", rejected (by a curator), or withdrawn (all that plainly
        states it is retracted).
    """
    if row["rejected"]:
        return "rejected"
    if row["negated"]:
        return "denied, speculated" if row["speculated"] else "denied"
    return "asserted" if row["asserted"] else "speculated" if row["speculated"] else "withdrawn"


def reasons(row: Mapping[str, Any]) -> list[str]:
    """Return in words why an assertion is not asserted; nothing where it is.

    Args:
        row: its row of the assertions table.
    """
    true = {**row, "withdrawn": standing(row) == "withdrawn"}
    return [words for flag, words in NOT_ASSERTED.items() if true[flag]]


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of concept: our word, Biolink's class (without prefix), PubTator's label, and its colour.

    Attributes:
        prefixes: CURIE prefixes of the vocabularies that hold nothing else.
    """

    name: str
    biolink: str
    pubtator: str
    colour: str
    label: str
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Predicate:
    """A kind of statement and its names elsewhere.

    Attributes:
        biolink: local name of the Biolink 4.4 predicate.
        qualified: local name of Biolink's `qualified_predicate` where a direction is stated, else "".
        symmetric: subject and object may change places.
        opposes: our predicate that says the contrary, else "".
        ro: Relation Ontology CURIE, else "".
        biored: BioRED's relation type.
        increased, decreased, plain: the verb people read, by direction.
    """

    name: str
    biolink: str
    qualified: str
    symmetric: bool
    opposes: str
    ro: str
    biored: str
    increased: str
    decreased: str
    plain: str

    def verb(self, direction: str) -> str:
        """Return the words a reader sees between subject and object."""
        return {INCREASED: self.increased, DECREASED: self.decreased}.get(direction) or self.plain


def read_tsv(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a tab-separated file with a header; no quoting, `#` lines are comments.

    Raises:
        DataError: a row with more or fewer fields than the header.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        header: list[str] | None = None
        for number, fields in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if not fields or fields[0].startswith("#"):
                continue
            if header is None:
                header = fields
            elif len(fields) != len(header):
                raise DataError(path, number, f"{len(fields)} fields where the header has {len(header)}")
            else:
                yield number, dict(zip(header, fields, strict=True))


@cache
def categories() -> Mapping[str, Category]:
    """Return the categories by name, in the file's order."""
    rows = read_tsv(data_folder("ontologies") / "categories.tsv")
    return MappingProxyType(
        {
            row["category"]: Category(
                name=row["category"],
                biolink=row["biolink"],
                pubtator=row["pubtator"],
                colour=row["colour"],
                label=row["label"],
                prefixes=tuple(filter(None, row["prefixes"].split("|"))),
            )
            for _, row in rows
        }
    )


@cache
def _category_by_prefix() -> Mapping[str, str]:
    return MappingProxyType(
        {prefix.casefold(): category.name for category in categories().values() for prefix in category.prefixes}
    )


def category_of(curie: str) -> str:
    """Return the category that a CURIE's prefix tells, "" where it tells none (MeSH, NCIT, UMLS hold many kinds).

    GO counts as `process`, although it names molecular functions and cellular components too: who reads GO itself
    goes by its namespaces.
    """
    prefix, colon, _ = curie.partition(":")
    return _category_by_prefix().get(prefix.casefold(), "") if colon else ""


@cache
def therapeutics() -> Mapping[str, str]:
    """Return, by gene concept, the drug that is this gene's product given to patients (IL2: aldesleukin)."""
    return MappingProxyType(
        {row["concept"]: row["drug"] for _, row in read_tsv(data_folder("ontologies") / "therapeutics.tsv")}
    )


@cache
def predicates() -> Mapping[str, Predicate]:
    """Return the predicates by name, in the file's order."""
    found = {}
    for _, row in read_tsv(data_folder("ontologies") / "predicates.tsv"):
        found[row["predicate"]] = Predicate(
            name=row["predicate"],
            biolink=row["biolink"],
            qualified=row["qualified"],
            symmetric=row["symmetric"] == "yes",
            opposes=row["opposes"],
            ro=row["ro"],
            biored=row["biored"],
            increased=row["increased"],
            decreased=row["decreased"],
            plain=row["plain"],
        )
    return MappingProxyType(found)
