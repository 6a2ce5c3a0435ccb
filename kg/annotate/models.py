"""a pipeline's config -> the models of somebody else's that it names: where they lie, and which versions they are.

A model is a package that the user installed or a folder that the user named; nothing is ever downloaded here, and no
folder is tried that nobody named. Finding one loads neither it nor spaCy.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from kg.core.errors import DataError, MissingDependency

FACTORY = "kg_foreign"
# As scispaCy 0.6.2's README states it. --no-deps: the archives ask for spaCy below 3.8 and work with it
_ARCHIVE = "https://s3-us-west-2.amazonaws.com/ai2-s2-scispacy/releases/v0.5.4/{name}-0.5.4.tar.gz"
_SCISPACY = re.compile(r"en_core_sci_(?:sm|md|lg|scibert)|en_ner_(?:craft|jnlpba|bc5cdr|bionlp13cg)_md")
_NAME = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Model:
    """A model at hand.

    Attributes:
        name: the package's, or the folder's last part.
        folder: where it lies, None where it is a package.
        version: what its package or its `meta.json` says.
    """

    name: str
    folder: Path | None
    version: str


def find_model(name: str, pipeline: Path) -> Model:
    """Return the model that a pipeline's config calls so: a package, or with a "/" in it a folder.

    Args:
        pipeline: the folder of the config, which relative names of folders start from.

    Raises:
        MissingDependency: no such package is installed.
        DataError: the folder holds no model, or the name can be neither.
    """
    if "/" in name or "\\" in name:
        return _in_folder(pipeline / name, pipeline)
    if not _NAME.fullmatch(name):
        raise DataError(pipeline / "config.cfg", 0, f"{name!r} is no package; a folder's name has a '/' in it")
    try:
        return Model(name, None, metadata.version(name))
    except metadata.PackageNotFoundError:
        raise MissingDependency(name, f"the pipeline {pipeline.name}", _remedy(name)) from None


def _remedy(name: str) -> str:
    pip = f"pip install --no-deps {_ARCHIVE.format(name=name)}" if _SCISPACY.fullmatch(name) else "install it"
    return f"{pip} (kg downloads no model itself)"


def _in_folder(folder: Path, pipeline: Path) -> Model:
    try:
        about = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise DataError(pipeline / "config.cfg", 0, f"{folder} holds no spaCy model (no meta.json)") from None
    return Model(folder.name, folder, str(about.get("version", "")))


def versions(pipeline: Path) -> Iterator[str]:
    """Yield what tells a pipeline's models from other ones: names, versions, and the content of those in folders.

    Raises:
        MissingDependency, DataError: as `find_model`.
    """
    config = pipeline / "config.cfg"
    if FACTORY not in config.read_text(encoding="utf-8"):
        return
    from spacy.util import load_config

    for component in load_config(config)["components"].values():
        if component.get("factory") == FACTORY:
            yield from _versions(component, pipeline)


def _content(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            with file.open("rb") as content:
                yield f"{file.relative_to(folder).as_posix()} {hashlib.file_digest(content, 'sha256').hexdigest()}"


def _versions(component: dict[str, Any], pipeline: Path) -> Iterator[str]:
    for name in component.get("models", ()):
        model = find_model(name, pipeline)
        yield f"{model.name} {model.version}"
        if model.folder:
            yield from _content(model.folder)
    if component.get("linker"):  # its knowledge bases are those that the package's version names
        yield f"scispacy {metadata.version('scispacy')}"
