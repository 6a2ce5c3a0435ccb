"""How the pages are built: `just docs`. The sources are read where they lie, from the root of the checkout."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.logging import getLogger

from kg import __version__

project = "immunokg"
author = "The immunokg authors"
project_copyright = "The immunokg authors, Apache-2.0"
version = release = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
include_patterns = ["docs/*.md", "notebooks/*.ipynb", "pipelines/*/README.md", "CHANGELOG.md", "CONTRIBUTING.md"]
root_doc = "docs/index"

# Markdown as GitHub shows it: headings can be linked to, and a dollar is a dollar
myst_heading_anchors = 4
myst_enable_extensions: list[str] = []
highlight_language = "none"
suppress_warnings = ["misc.highlighting_failure"]  # SPARQL's paths, which Pygments does not know

# Docstrings are plain text in which backticks hold code
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
python_use_unqualified_type_names = True
add_module_names = False
napoleon_numpy_docstring = False

# Notebooks run when the pages are built; a cell that fails is a warning, and warnings fail the build
nb_execution_mode = "cache"
nb_execution_cache_path = "build/notebooks"
nb_execution_show_tb = True
nb_execution_timeout = 120
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # they would come from elsewhere
nb_merge_streams = True

smartquotes = False

html_theme = "furo"
html_title = f"immunokg {__version__}"
html_static_path = ["site/static"]
html_css_files = ["pages.css"]
html_extra_path = ["site/root"]  # the site's first page leads to docs/index.html
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_search_summary = False  # they cannot be fetched where a site is opened from a folder

_FROM_ELSEWHERE = re.compile(r"<(?:script|img|iframe|source|link)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//[^>]*>")


def leave_out_what_is_not_there(app: Sphinx, page: str, source: list[str]) -> None:
    """Take out of the navigation the pages (named with a star) that this checkout does not have."""
    if page == root_doc:
        folder = Path(__file__).parent
        lines = source[0].splitlines(keepends=True)
        source[0] = "".join(line for line in lines if not line.endswith("*\n") or any(folder.glob(line.strip())))


def set_trees_apart(app: Sphinx, what: str, name: str, documented: object, options: object, lines: list[str]) -> None:
    """Let what a module's docstring indents stand as it is drawn."""
    for at in reversed(range(1, len(lines))):
        if what == "module" and lines[at].startswith("    ") and not lines[at - 1]:
            lines[at:at] = ["::", ""]


def refuse_what_is_elsewhere(app: Sphinx, error: Exception | None) -> None:
    """Warn of pages that would load something from the network."""
    for page in () if error else sorted(Path(app.outdir).rglob("*.html")):
        for found in _FROM_ELSEWHERE.findall(page.read_text(encoding="utf-8")):
            getLogger(__name__).warning("%s loads from elsewhere: %s", page.name, found)


def setup(app: Sphinx) -> None:
    """Register what is above with Sphinx."""
    app.connect("source-read", leave_out_what_is_not_there)
    app.connect("autodoc-process-docstring", set_trees_apart)
    app.connect("build-finished", refuse_what_is_elsewhere)
