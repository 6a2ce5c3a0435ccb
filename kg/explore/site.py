"""A graph folder -> a site: every page a path and its bytes, the same for a folder of files and for a server.

Pages link to one another by relative paths, so that a site can be opened from a folder, sent as an archive or put below
any address. Every text is escaped by the templates; the Content-Security-Policy lets nothing run but the site's own
files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kg.core.folder import GraphFolder
from kg.core.links import document_title
from kg.core.page import safe_json
from kg.core.places import new_folder
from kg.core.vocabulary import categories
from kg.explore import article, assertion, chart, concept, home, names, overview
from kg.explore.chart import Chart
from kg.explore.page import graph_page, graph_scripts, graph_style
from kg.explore.shelf import Shelf, end
from kg.explore.slugs import article_page, assertion_page, concept_page, unslug

POLICY = "; ".join(
    ("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "base-uri 'none'",
     "form-action 'none'")
)  # fmt: skip
# Where every page leads; what stands beside a site comes after
PLACES = (("Overview", "index.html"), ("Graph", "graph.html"), ("Compare", "compare.html"))
_BATCH = 200  # pages made from one answer of the tables

Contexts = Callable[[Shelf, Sequence[str]], Iterator[tuple[str, dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page of which there is one for each id.

    Attributes:
        path_of: an id -> the page's path.
        ids: all of them, in order.
        contexts: ids -> what their pages say.
        template: "" for a script that hands the page plain data.
    """

    path_of: Callable[[str], str]
    ids: Callable[[Shelf], list[str]]
    contexts: Contexts
    template: str = ""


# By the folder that their paths begin with
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "concept": Kind(concept_page, concept.ids, concept.contexts, concept.TEMPLATE),
        "assertion": Kind(assertion_page, assertion.ids, assertion.contexts, assertion.TEMPLATE),
        "article": Kind(article_page, article.ids, article.contexts, article.TEMPLATE),
        "data": Kind(names.path_of, names.ids, names.contexts),
    }
)


class Site:
    """The pages of a graph.

    Args:
        folder: a built graph, or a part of one.
        beside: name and path of what else stands where the site does, for its bar.

    Raises:
        GraphFolderError: there is no usable graph.
    """

    def __init__(self, folder: GraphFolder, beside: Sequence[tuple[str, str]] = ()) -> None:
        self.folder = folder
        self.shelf = Shelf(folder)
        self._drawing = RLock()
        self._manifest = folder.manifest()
        self._kinds = {
            **KINDS,
            "graph": Kind(chart.path_of, lambda _: self._chart.files(), lambda _, wanted: self._chart.details(wanted)),
        }
        self._environment = Environment(
            loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._environment.globals |= {
            "end": end,
            "concept_page": concept_page,
            "assertion_page": assertion_page,
            "article_page": article_page,
            "document_title": document_title,
            "counted": counted,
            "site_title": "immunokg",
            "policy": POLICY,
            "places": (*PLACES, *beside),
            "totals": self.shelf.totals,
            "version": self._manifest.get("version", ""),
            "pipeline": self._manifest.get("pipeline", ""),
        }
        self._single: Mapping[str, Callable[[], str]] = {
            "index.html": self._home,
            "graph.html": self._graph,
            "compare.html": self._compare,
            "look/site.css": lambda: _own("look.css") + _own("site.css") + category_colours(),
            "look/site.js": lambda: _own("elements.js") + search_scripts() + _own("site.js"),
            "look/compare.js": lambda: _own("compare.js"),
            "look/graph.css": graph_style,
            "look/vis.js": lambda: graph_scripts()[0],
            "look/graph.js": lambda: graph_scripts()[1],
            "map.svg": lambda: self._filled(overview.TEMPLATE, overview.context(self._chart.atlas)),
            "graph/index.js": lambda: f"var kgGraph = {safe_json(self._chart.index('Knowledge graph'))};\n",
            "names.js": lambda: f"kgNames({safe_json(names.concepts(self.shelf))});\n",
            "papers.js": lambda: f"kgPapers({safe_json(names.papers(self.shelf))});\n",
        }

    def close(self) -> None:
        """Close the tables."""
        self.shelf.close()

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def page(self, path: str) -> bytes | None:
        """Return one page; None where the site has none of this path."""
        if path in self._single:
            return self._single[path]().encode()
        folder, _, rest = path.partition("/")
        kind = self._kinds.get(folder)
        if kind is None:
            return None
        for one in unslug(rest.rpartition(".")[0], lambda: kind.ids(self.shelf)):
            if kind.path_of(one) == path:
                return next((page for _, page in self._made(kind, [one])), None)
        return None

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield every page: its path and its bytes; memory stays flat."""
        for path, make in self._single.items():
            yield path, make().encode()
        for name in self._kinds:
            yield from self.pages_in(name)

    def pages_in(self, name: str) -> Iterator[tuple[str, bytes]]:
        """Yield the pages of one folder: `concept`, `assertion`, `article`, `data` or `graph`."""
        kind = self._kinds[name]
        ids = kind.ids(self.shelf)
        for first in range(0, len(ids), _BATCH):
            yield from self._made(kind, ids[first : first + _BATCH])

    def draw(self) -> None:
        """Draw the map of the graph now; it is drawn when it is first asked for otherwise, which takes seconds."""
        _ = self._chart

    def count(self) -> int:
        """Return how many pages there are."""
        return len(self._single) + sum(len(kind.ids(self.shelf)) for kind in self._kinds.values())

    def _made(self, kind: Kind, ids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for one, context in kind.contexts(self.shelf, ids):
            path = kind.path_of(one)
            if kind.template:
                yield path, self._filled(kind.template, context, up="../").encode()
            else:
                yield path, f"kgData({safe_json(context)});\n".encode()

    def bar(self, here: str, *, searching: bool = True) -> str:
        """Return what the header of every page begins with.

        Args:
            here: the path of the page that it is for, beside the site's first.
            searching: whether the site's search box is in it, which takes the scripts of `search_scripts`.
        """
        return self._filled("bar.html", {"here": here, "searching": searching})

    def _filled(self, template: str, context: Mapping[str, Any], up: str = "") -> str:
        told = {"here": "", "searching": True, **context}
        return self._environment.get_template(template).render(**told, to=lambda path: f"{up}{path}")

    def _home(self) -> str:
        chosen = self.folder.chosen
        named = self.shelf.names((*chosen.about, *chosen.context))
        words = chosen.in_words({one: row["name"] for one, row in named.items()})
        part = f"A part of the graph: {words}" if words else ""
        return self._filled(home.TEMPLATE, {**home.context(self.shelf), "part": part, "here": "index.html"})

    @cached_property
    def _drawn(self) -> Chart:
        return Chart(self.shelf)

    @property
    def _chart(self) -> Chart:
        with self._drawing:  # a server asks from several threads
            return self._drawn

    def _graph(self) -> str:
        scripts = ("look/vis.js", "graph/index.js", "look/graph.js")
        bar = self.bar("graph.html", searching=False)
        return graph_page(policy=POLICY, style="look/graph.css", scripts=scripts, bar=bar)

    def _compare(self) -> str:
        return self._filled("compare.html", {"examples": home.pairs(self.shelf), "here": "compare.html"})


def counted(number: int, one: str) -> str:
    """Return a number with its noun: "1 paper", "1,234 papers"."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def _own(name: str) -> str:
    return files("kg.explore").joinpath(name).read_text(encoding="utf-8")


def search_scripts() -> str:
    """Return what the search box of the bar needs; a page of its own kind has `byId`, `make`, `words` and `counted`."""
    return _own("search.js") + _own("finding.js")


def category_colours() -> str:
    """Return the style of the dots of categories."""
    return "".join(f".c-{one.name} {{ --own: {one.colour}; }}\n" for one in categories().values())


def _template(name: str) -> str:
    return _own(f"pages/{name}")


def write_site(
    folder: GraphFolder, path: Path, progress: Callable[[int, int], None] = lambda *_: None
) -> dict[str, int]:
    """Write a graph's site into a folder, which appears whole or not at all; return how much was written.

    The same graph gives the same bytes.

    Raises:
        GraphFolderError: there is no usable graph.
        OptionError: something else stands at `path`.
    """
    written, size = 0, 0
    with Site(folder) as site, new_folder(path) as place:
        total = site.count()
        for name, page in site.pages():
            target = place / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(page)
            written, size = written + 1, size + len(page)
            if not written % _BATCH:
                progress(written, total)
    return {"pages": written, "bytes": size}
