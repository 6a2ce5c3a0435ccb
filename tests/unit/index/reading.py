"""What the tests of ontology readers share: write a file, read it, part concepts from problems."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from kg.core.errors import InputError
from kg.core.lexicon import Concept
from kg.core.opening import read_head


def parted(found: Iterable[Concept | InputError]) -> tuple[list[Concept], list[str]]:
    """Return the concepts, and what the problems say behind the file's name."""
    items = list(found)
    problems = [str(item).partition(f"{item.path}")[2].lstrip(":, ") for item in items if isinstance(item, InputError)]
    return [item for item in items if isinstance(item, Concept)], problems


def read(module: ModuleType, path: Path, content: str | bytes) -> tuple[list[Concept], list[str]]:
    """Write a file and return what a reader gives of it; the reader must recognise it."""
    raw = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    assert module.recognises(read_head(path))
    return parted(module.read(path))


def names(concept: Concept) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return a concept's name, synonyms and ambiguous names."""
    return concept.name, concept.synonyms, concept.ambiguous
