"""Small graphs with known answers: concepts are called by a letter, `said` makes a paper of what it says."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import duckdb

from kg.core.folder import GraphFolder
from kg.core.lexicon import Concept, make_lexicon
from kg.core.text import Extraction
from tests.unit.assemble.said import assembled, paper

_WAYS = {"+": "increased", "-": "decreased", "": ""}
_pmids = count(1)


def said(*statements: str, **more: Any) -> Extraction:
    """Return a paper: "A+B" is A increases B, "A-B" decreases, "A B" affects."""
    told = [(f"X:{one[0]}", _WAYS[one[1:-1].strip()], f"X:{one[-1]}") for one in statements]
    return paper(*told, **{"pmid": str(next(_pmids)), **more})


def graph(
    root: Path,
    *papers: Extraction,
    parents: Mapping[str, str] | None = None,
    categories: Mapping[str, str] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Assemble papers and connect; `parents` are by letter, several letters for several parents."""
    write(root, *papers, parents=parents, categories=categories)
    return GraphFolder(root).connect()


def write(
    root: Path,
    *papers: Extraction,
    parents: Mapping[str, str] | None = None,
    categories: Mapping[str, str] | None = None,
) -> Path:
    """Assemble papers; concepts A to Z are genes named "a" to "z" unless `categories` has another."""
    lexicon = make_lexicon(
        Concept(
            f"X:{letter}",
            letter.lower(),
            (categories or {}).get(letter, "gene"),
            parents=tuple(f"X:{one}" for one in (parents or {}).get(letter, "")),
        )
        for letter in map(chr, range(ord("A"), ord("Z") + 1))
    )
    assembled(root, list(papers), lexicon=lexicon)
    return root
