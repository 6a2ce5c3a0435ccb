"""a pipeline's and ontologies' names -> the Annotator they make."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.core.paths import data_folder, pipeline_folder


@dataclass(frozen=True, slots=True)
class Recipe:
    """How documents become extractions: names as the user gave them, and a hash of what they held.

    Attributes:
        pipeline: name or folder.
        ontologies: further concept tables or folders.
    """

    pipeline: str = "immunology"
    ontologies: tuple[str, ...] = ()

    def hash(self) -> str:
        """SHA-256 over the pipeline's files and every concept table."""
        folder = pipeline_folder(self.pipeline)
        places = [*folder.glob("*.cfg"), *folder.glob("*.toml"), *data_folder("ontologies").rglob("*.tsv")]
        for place in map(Path, self.ontologies):
            places += place.glob("*.tsv") if place.is_dir() else [place]
        digest = hashlib.sha256()
        for file in sorted(places, key=lambda path: (path.name, str(path))):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()


def load_annotator(recipe: Recipe) -> Any:
    """Return the Annotator of a recipe (spaCy is loaded here, and only here)."""
    from kg.annotate.pipeline import Annotator
    from kg.index.concepts import load_lexicon, load_therapeutics

    return Annotator(pipeline_folder(recipe.pipeline), load_lexicon(recipe.ontologies), load_therapeutics())
