"""concept tables (TSV) -> concepts, and from them the Lexicon.

A table is one category: `cell_type.tsv` holds cell types. Its columns are id, name, synonyms, ambiguous, parents,
xrefs; several values are joined by `|`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.core.errors import DataError, InputError
from kg.core.lexicon import Concept, Lexicon, merge
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


def _tables(place: Path) -> list[Path]:
    if place.is_dir():
        return sorted(place.glob("*.tsv"))
    if not place.is_file():
        raise InputError(place, "no such concept table or folder of them")
    return [place]


def load_lexicon(ontologies: Iterable[str] = ()) -> Lexicon:
    """Return the lexicon of the shipped vocabulary and of further concept tables or folders of them.

    Where an id stands in several, the user's row replaces the shipped one.

    Raises:
        InputError, DataError: a table is missing or malformed.
    """
    shipped = data_folder("ontologies") / "concepts"
    tables = [table for place in [*map(Path, ontologies), shipped] for table in _tables(place)]
    return Lexicon(merge(read_concepts(table) for table in tables).values())


def load_therapeutics() -> dict[str, str]:
    """Return, by gene concept, the drug that is this gene's product given to patients."""
    path = data_folder("ontologies") / "therapeutics.tsv"
    return {row["concept"]: row["drug"] for _, row in read_tsv(path)}
