"""A graph folder -> one HTML page that needs nothing else: no server, no network, no other file."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from kg.core.folder import GraphFolder
from kg.core.page import policy as policy_of
from kg.core.page import safe_json
from kg.core.tables import atomic
from kg.explore.atlas import make_atlas
from kg.explore.index import ASSERTIONS_AT_ONCE, CONCEPTS_AT_ONCE, index
from kg.explore.payload import assertion_details, concept_details
from kg.explore.select import Row, Selection, select

_SCRIPTS = (
    "dom.js", "elements.js", "model.js", "search.js", "routes.js", "filters.js", "scene.js", "strokes.js", "cards.js",
    "graph.js", "picture.js", "tables.js", "page.js",
)  # fmt: skip
_VIS = "lib/vis-9.1.2/vis-network.min.js"


@dataclass(frozen=True, slots=True)
class PageCounts:
    """How much of the graph a page shows."""

    nodes: int
    edges: int
    nodes_all: int
    edges_all: int


def _own(name: str) -> str:
    return files("kg.explore").joinpath(name).read_text(encoding="utf-8")


def _vis_script() -> str:
    """Return vis-network as pyvis ships it, without the pointer to a source map that is not there."""
    script = files("pyvis").joinpath(_VIS).read_text(encoding="utf-8")
    return script.partition("//# sourceMappingURL=")[0].rstrip()


def _data(selection: Selection) -> dict[str, Any]:
    """Return everything that a page of its own shows and says; every text in it is plain text, to be shown as such."""
    atlas = make_atlas(selection.concepts, selection.assertions)
    counts = {f"{name}InAll": getattr(selection, f"{name}_in_all") for name in ("concepts", "assertions", "documents")}
    title = selection.concepts[0]["name"] if selection.focus else "Knowledge graph"
    told = {"title": title, "focus": selection.focus, "site": False, "counts": counts}
    evidence: dict[str, list[Row]] = defaultdict(list)
    for row in selection.evidence:
        evidence[row["assertion_id"]].append(row)
    documents = {row["id"]: row for row in selection.documents}
    details: dict[str, Any] = {}
    for first in range(0, len(atlas.concepts), CONCEPTS_AT_ONCE):
        some = atlas.concepts[first : first + CONCEPTS_AT_ONCE]
        details[f"c{first // CONCEPTS_AT_ONCE}"] = concept_details(some, in_site=False)
    for first in range(0, len(atlas.assertions), ASSERTIONS_AT_ONCE):
        part = atlas.assertions[first : first + ASSERTIONS_AT_ONCE]
        told_of = assertion_details(part, evidence, documents, selection.names, in_site=False)
        details[f"a{first // ASSERTIONS_AT_ONCE}"] = told_of
    return {**index(atlas, told), "details": details}


def _alone(data: dict[str, Any]) -> str:
    """Return a page that holds everything it needs."""
    style, scripts = graph_style(), graph_scripts()
    return _filled(
        data["title"],
        data=safe_json(data),
        policy=policy_of(style, *scripts),
        style=f"<style>{style}</style>",
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        kind="alone",
        bar="",
    )


def _filled(title: str, **parts: str) -> str:
    return Template(_own("template.html")).substitute(title=html.escape(title), **parts)


def graph_style() -> str:
    """Return the style sheet of the graph's page."""
    return _own("look.css") + _own("page.css")


def graph_scripts() -> tuple[str, str]:
    """Return the scripts of the graph's page: vis-network, and ours."""
    return _vis_script(), "\n".join(_own(name) for name in _SCRIPTS)


def graph_page(*, policy: str, style: str, scripts: Sequence[str], bar: str) -> str:
    """Return the graph's page as part of a site: its style, its scripts and its data are files of the site.

    Args:
        policy: the site's Content-Security-Policy.
        style, scripts: paths of the files.
        bar: what the header of each of the site's pages begins with.
    """
    return _filled(
        "Knowledge graph",
        data="",
        policy=policy,
        style=f'<link rel="stylesheet" href="{style}">\n<link rel="icon" href="data:,">',
        scripts="\n".join(f'<script src="{script}"></script>' for script in scripts),
        kind="placed",
        bar=bar,
    )


def write_page(folder: GraphFolder, path: Path, *, focus: str | None = None, limit: int = 300) -> PageCounts:
    """Write the page of a graph, or of one concept and its neighbours.

    The same graph gives the same bytes.

    Args:
        folder: a built graph.
        path: a name ending in `.html` is the file; anything else is a folder that gets `index.html`.
        focus: id of the concept to draw with its neighbours; without it, the strongest connected part.
        limit: at most so many concepts.

    Raises:
        GraphFolderError: there is no usable graph.
        UnknownConcept: the focus is no id of this graph.
    """
    selection = select(folder, focus, limit)
    data = _data(selection)
    target = path if path.suffix.lower() == ".html" else path / "index.html"
    with atomic(target) as temporary:
        temporary.write_bytes(_alone(data).encode("utf-8"))
    return PageCounts(
        len(selection.concepts),
        len(selection.assertions),
        selection.concepts_in_all,
        selection.assertions_in_all,
    )
