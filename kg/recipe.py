"""a pipeline's and ontologies' names -> the Annotator they make."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
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
        """Return one hash over all that `parts` names.

        Raises:
            KGError: as `parts`.
        """
        return hash_of(self.parts())

    def parts(self) -> list[tuple[str, str, str]]:
        """Return (whose it is, its name, SHA-256) of all that a document's extraction follows from.

        They are the pipeline's files, its models' versions, the shipped vocabulary and every ontology named.

        Raises:
            UnknownName, InputError: there is no such pipeline or ontology.
            MissingDependency, DataError: a model that the pipeline names is not there.
        """
        from kg.annotate.models import versions
        from kg.core.tables import sha256_of

        files = [(whose, file.name, sha256_of(file)) for whose, file in self._files()]
        models = (model.encode() for model in versions(pipeline_folder(self.pipeline)))
        known = [part for part in files if part[0] not in self.ontologies]
        # The order of ontologies counts: the first named is preferred
        chosen = [part for name in self.ontologies for part in sorted(one for one in files if one[0] == name)]
        return [
            *sorted(known, key=lambda part: part[1:]),
            *dict.fromkeys(chosen),
            *(("models", model.decode(), hashlib.sha256(model).hexdigest()) for model in models),
        ]

    def _files(self) -> Iterator[tuple[str, Path]]:
        from kg.index.load import find_ontology
        from kg.index.sniff import files_of

        folder, shipped = pipeline_folder(self.pipeline), data_folder("ontologies")
        own = {file for pattern in ("*.cfg", "*.toml", "model/*.json") for file in folder.glob(pattern)}
        own |= {pipeline_file(folder, name) for name in ("relations.toml", "qualifiers.toml")}  # its own, or lent
        yield from (("pipeline", file) for file in own if file.name != "train.toml")  # tells how, not what
        yield from (("vocabulary", file) for file in (*shipped.rglob("*.tsv"), shipped / "names.toml"))
        for name in self.ontologies:
            yield from ((name, file) for file in files_of(find_ontology(name)))


def hash_of(parts: Iterable[tuple[str, str, str]]) -> str:
    """Return one hash over a recipe's parts; whose they are does not count."""
    digest = hashlib.sha256()
    for _, name, content in parts:
        digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()


def load_annotator(recipe: Recipe) -> Any:
    """Return the Annotator of a recipe (spaCy is loaded here, and only here)."""
    from kg.annotate.pipeline import Annotator
    from kg.core.vocabulary import therapeutics
    from kg.index.load import load_lexicon

    lexicon = load_lexicon(recipe.ontologies)
    return Annotator(pipeline_folder(recipe.pipeline), lexicon, therapeutics(), recipe.point)
