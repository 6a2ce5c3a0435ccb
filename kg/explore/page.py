"""A graph folder -> one HTML page that needs nothing else: no server, no network, no other file."""

from __future__ import annotations

import html
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
from kg.explore.draw import draw
from kg.explore.payload import payload
from kg.explore.select import Selection, select

_SCRIPTS = ("dom.js", "cards.js", "graph.js", "page.js")
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


def _title(selection: Selection) -> str:
    return selection.concepts[0]["name"] if selection.focus else "Knowledge graph"


def _alone(data: dict[str, Any]) -> str:
    """Return a page that holds everything it needs."""
    style, scripts = graph_style(), graph_scripts()
    return _filled(
        data,
        policy=policy_of(style, *scripts),
        style=f"<style>{style}</style>",
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        home="",
    )


def _filled(data: dict[str, Any], **parts: str) -> str:
    title = html.escape(data["title"])
    return Template(_own("template.html")).substitute(title=title, data=safe_json(data), **parts)


def graph_style() -> str:
    """Return the style sheet of the graph's page."""
    return _own("look.css") + _own("page.css")


def graph_scripts() -> tuple[str, str]:
    """Return the scripts of the graph's page: vis-network, and ours."""
    return _vis_script(), "\n".join(_own(name) for name in _SCRIPTS)


def graph_page(folder: GraphFolder, *, policy: str, style: str, scripts: Sequence[str], limit: int = 300) -> str:
    """Return the graph's page as part of a site: its style and scripts are files of the site.

    Args:
        policy: the site's Content-Security-Policy.
        style, scripts: paths of the files.
    """
    selection = select(folder, None, limit)
    data = payload(selection, draw(selection), _title(selection), in_site=True)
    return _filled(
        data,
        policy=policy,
        style=f'<link rel="stylesheet" href="{style}">\n<link rel="icon" href="data:,">',
        scripts="\n".join(f'<script src="{script}"></script>' for script in scripts),
        home='<a class="home" href="index.html">Overview</a>',
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
    data = payload(selection, draw(selection), _title(selection))
    target = path if path.suffix.lower() == ".html" else path / "index.html"
    with atomic(target) as temporary:
        temporary.write_bytes(_alone(data).encode("utf-8"))
    return PageCounts(
        len(selection.concepts),
        len(selection.assertions),
        selection.concepts_in_all,
        selection.assertions_in_all,
    )
