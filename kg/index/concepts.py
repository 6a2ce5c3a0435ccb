"""concept tables (TSV) -> concepts: the shipped vocabulary and what a user adds.

A table is one category: `cell_type.tsv` holds cell types. Its columns are id, name, synonyms, ambiguous, parents,
xrefs; several values are joined by `|`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.core.errors import DataError
from kg.core.lexicon import Concept
from kg.core.paths import data_folder
from kg.core.vocabulary import categories, read_tsv

_COLUMNS = ("id", "name", "synonyms", "ambiguous", "parents", "xrefs")


def _values(cell: str) -> tuple[str, ...]:
    return tuple(value for value in cell.split("|") if value)


def read_concepts(path: Path) -> dict[str, Concept]:
    """Return the concepts of one table by id.

    Raises:
        DataError: the file's name is no category, a column is missing, or a row has no id or name.
    """
    category = path.name.split(".")[0]
    if category not in categories():
        raise DataError(path, 0, f"a concept table is named after a category ({', '.join(categories())})")
    concepts = {}
    for line, row in read_tsv(path):
        missing = [column for column in _COLUMNS if column not in row]
        if missing:
            raise DataError(path, 1, f"the column {missing[0]!r} is missing")
        if ":" not in row["id"] or not row["name"]:
            raise DataError(path, line, "a concept needs a CURIE as id, and a name")
        concepts[row["id"]] = Concept(
            id=row["id"],
            name=row["name"],
            category=category,
            synonyms=_values(row["synonyms"]),
            ambiguous=_values(row["ambiguous"]),
            parents=_values(row["parents"]),
            xrefs=_values(row["xrefs"]),
        )
    return concepts


def is_table(path: Path) -> bool:
    """Tell whether a file is meant as a concept table: a TSV file called as a category is."""
    return path.name.endswith(".tsv") and path.name.split(".")[0] in categories()


def tables_in(place: Path) -> list[Path]:
    """Return the concept tables of a folder, or the one a path names; none where it is something else."""
    files = sorted(place.glob("*.tsv")) if place.is_dir() else [place]
    return [file for file in files if is_table(file)]


def read_tables(tables: Iterable[Path]) -> dict[str, Concept]:
    """Return the concepts of tables by id; where an id stands in several, the first table's row counts.

    Raises:
        DataError: a table is malformed.
    """
    found: dict[str, Concept] = {}
    for table in tables:
        found = {**read_concepts(table), **found}
    return found


def shipped_tables() -> list[Path]:
    """Return the tables of the shipped vocabulary."""
    return sorted((data_folder("ontologies") / "concepts").glob("*.tsv"))


def further_tables() -> list[Path]:
    """Return the tables of the names that nobody has reviewed one by one (`Lexicon.further`)."""
    return sorted((data_folder("ontologies") / "further").glob("*.tsv"))
