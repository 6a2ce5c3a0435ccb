"""Where declarations and installed ontologies lie, and graphs that a path may mean.

`pipelines/` and `ontologies/` are in the wheel as `kg/_data/`, else in the checkout. What a user installs lies below
the folder that the environment variable IMMUNOKG_HOME names, else where the system keeps the data of programs.
"""

from __future__ import annotations

import difflib
import os
import shutil
from contextlib import suppress
from pathlib import Path

from kg.core.errors import UnknownName

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "_data", _PACKAGE.parent)
DEFAULT_PIPELINE = "immunology"
_NEAR = 3  # graphs that may be meant


def data_folder(name: str) -> Path:
    """Return the folder of declarations called `pipelines` or `ontologies`."""
    for place in _PLACES:
        folder = place / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name} is missing from this installation of immunokg")


def pipeline_folder(name: str) -> Path:
    """Return a pipeline's folder: a path that exists, or the name of a shipped one.

    Raises:
        UnknownName: neither a folder with a `config.cfg` nor a shipped pipeline.
    """
    for folder in (Path(name), data_folder("pipelines") / name):
        if (folder / "config.cfg").is_file():
            return folder
    raise UnknownName("pipeline", name, shipped_pipelines())


def pipeline_file(folder: Path, name: str) -> Path:
    """Return a file of a pipeline; where its folder has none, the default pipeline's."""
    own = folder / name
    return own if own.is_file() else data_folder("pipelines") / DEFAULT_PIPELINE / name


def installed_folder() -> Path:
    """Return the folder that holds one folder for each installed ontology; it may not exist yet."""
    home = os.environ.get("IMMUNOKG_HOME")
    if not home:
        from platformdirs import user_data_dir

        home = user_data_dir("immunokg", appauthor=False)
    return Path(home).expanduser() / "ontologies"


def shipped_queries() -> dict[str, Path]:
    """Return the SPARQL queries that came with the installation, by name."""
    return {file.stem: file for file in sorted((data_folder("ontologies") / "queries").glob("*.rq"))}


def shipped_pipelines() -> tuple[str, ...]:
    """Return the names of the pipelines that came with the installation, sorted."""
    return tuple(sorted(file.parent.name for file in data_folder("pipelines").glob("*/config.cfg")))


def graphs_near(place: Path) -> list[Path]:
    """Return up to three graph folders that a path which is none may mean.

    Of a folder: those in it, or the one that it is a part of; of a path where nothing is: those beside it whose names
    resemble its, the closest first.
    """
    try:
        if place.is_dir():
            found = [*sorted(place.iterdir()), place.parent]
        else:
            beside = [one.name for one in place.parent.iterdir()]
            close = difflib.get_close_matches(place.name, beside, n=len(beside) or 1)
            found = [place.with_name(name) for name in close]
        return [one for one in found if (one / "graph" / "manifest.json").is_file()][:_NEAR]
    except OSError:  # nothing there may be looked at
        return []


def put_in_place(fresh: Path, place: Path) -> None:
    """Let a new folder take the place of an old one, which goes only when the new one is whole.

    Between two renames no folder stands there; `mend` makes an end of a process at that moment harmless.
    """
    old = _old(place)
    shutil.rmtree(old, ignore_errors=True)
    while True:
        if place.exists():
            place.rename(old)
        try:
            fresh.rename(place)
        except OSError:
            if not place.exists():  # else a reader has mended it meanwhile
                raise
            continue
        break
    shutil.rmtree(old, ignore_errors=True)


def mend(place: Path) -> None:
    """Put an old folder back that was to be replaced, where the one who did it ended before the new one stood there."""
    if not place.exists():
        with suppress(OSError):  # there is none, or another was faster
            _old(place).rename(place)


def _old(place: Path) -> Path:
    return place.with_name(f".{place.name}.old")
