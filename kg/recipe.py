"""a pipeline's and ontologies' names -> the Annotator they make."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from kg.core.paths import data_folder, pipeline_file, pipeline_folder


@dataclass(frozen=True, slots=True)
class Recipe:
    """How documents become extractions: names as the user gave them, and a hash of what they held.

    Attributes:
        pipeline: name or folder.
        ontologies: further ontologies: concept tables, other files or folders, or installed ones by name.
        point: the operating point of what is learned (`config.cfg` of the pipeline): `precise` or `balanced`.
    """

    pipeline: str = "immunology"
    ontologies: tuple[str, ...] = ()
    point: str = "precise"

    def hash(self) -> str:
        """SHA-256 over the pipeline's files, its models' versions, the shipped vocabulary and every ontology named.

        Raises:
            UnknownName, InputError: there is no such pipeline or ontology.
            MissingDependency, DataError: a model that the pipeline names is not there.
        """
        from kg.annotate.models import versions
        from kg.index.load import find_ontology
        from kg.index.sniff import files_of

        folder, shipped = pipeline_folder(self.pipeline), data_folder("ontologies")
        places = [
            *folder.glob("*.cfg"),
            *folder.glob("*.toml"),
            *folder.glob("model/*.json"),
            *shipped.rglob("*.tsv"),
            shipped / "names.toml",
        ]
        places = [place for place in places if place.name != "train.toml"]  # tells how, not what
        lent = {pipeline_file(folder, name) for name in ("relations.toml", "qualifiers.toml")}
        places += lent.difference(places)
        places += [file for name in self.ontologies for file in files_of(find_ontology(name))]
        digest = hashlib.sha256()
        for file in sorted(places, key=lambda path: (path.name, str(path))):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
        for model in versions(folder):
            digest.update(model.encode() + b"\0")
        return digest.hexdigest()


def load_annotator(recipe: Recipe) -> Any:
    """Return the Annotator of a recipe (spaCy is loaded here, and only here)."""
    from kg.annotate.pipeline import Annotator
    from kg.index.concepts import load_therapeutics
    from kg.index.load import load_lexicon

    lexicon = load_lexicon(recipe.ontologies)
    return Annotator(pipeline_folder(recipe.pipeline), lexicon, load_therapeutics(), recipe.point)
