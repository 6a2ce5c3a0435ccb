"""immunokg reads biomedical abstracts and answers with an evidence-backed knowledge graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["__version__", "open"]

__version__ = "0.1.0"


def open(folder: str | Path) -> Graph:  # noqa: A001  (kg.open reads as zipfile.open does)
    """Open a built graph folder.

    Args:
        folder: what `kg build --out` wrote.

    Raises:
        GraphFolderError: the folder holds no graph, or one of another format version.
    """
    from kg.graph import Graph  # heavy: DuckDB and networkx load only when a graph is opened

    return Graph(Path(folder))
