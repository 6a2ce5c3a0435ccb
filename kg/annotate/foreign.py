"""text -> mentions: what somebody else's spaCy models find, with their linker's concepts or else the lexicon's."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotate.abbreviations import Definition, same_form
from kg.annotate.labels import OPEN, Labels, load_labels, same_kind
from kg.annotate.models import FACTORY, Model, find_model
from kg.annotate.rows import MentionRow, text_of
from kg.core.errors import DataError, MissingDependency, UnknownName
from kg.core.lexicon import Lexicon, local_id, make_lexicon

_SYNONYM = 0.05  # by how much a synonym is less sure than a concept's own name


class Found(NamedTuple):
    """A stretch of text that a model marked: offsets, its label, and the (id, score, semantic types) of its linker."""

    start: int
    end: int
    label: str
    concepts: tuple[tuple[str, float, tuple[str, ...]], ...]


def load_model(model: Model, pipeline: Path, labels: Labels, exclude: Sequence[str] = ()) -> Language:
    """Return a model, loaded without the components of its that are excluded.

    Raises:
        DataError: it cannot be loaded, or labels.toml maps none of its labels.
    """
    try:
        nlp = spacy.util.load_model(model.folder or model.name, exclude=list(exclude))
    except Exception as error:  # a model's package is anybody's code, and what it raises is about that model
        raise DataError(pipeline / "config.cfg", 0, f"{model.name} cannot be loaded: {_line(error)}") from error
    known = {label for found in nlp.pipe_labels.values() for label in found}
    if known and known.isdisjoint(labels.labels):
        own = nlp.pipe_labels.get("ner") or sorted(known)
        reason = f"maps none of the labels of {model.name} ({', '.join(own)})"
        raise DataError(pipeline / "labels.toml", 0, reason)
    return nlp


def _line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def load_linker(settings: Mapping[str, Any], pipeline: Path) -> Any:
    """Return scispaCy's linker with settings of its own (`linker_name`, `threshold`, …).

    It downloads its knowledge base when it is first used, some 1 GB, to where scispaCy keeps such things.

    Raises:
        MissingDependency: scispaCy is not installed.
        UnknownName: it has no linker of that name.
        DataError: the knowledge base cannot be had, or the settings are none.
    """
    try:
        from scispacy.candidate_generation import DEFAULT_KNOWLEDGE_BASES
        from scispacy.linking import EntityLinker
    except ImportError as error:
        raise MissingDependency("scispacy", f"the linker of the pipeline {pipeline.name}") from error
    name = settings.get("linker_name", "umls")
    if name not in DEFAULT_KNOWLEDGE_BASES:  # scispaCy would load UMLS instead
        raise UnknownName("linker", name, tuple(DEFAULT_KNOWLEDGE_BASES))
    for kind, attribute, default in ((Doc, "abbreviations", ()), (Span, "long_form", None)):
        if not kind.has_extension(attribute):  # where the linker looks for what a short form stands for
            kind.set_extension(attribute, default=default)
    try:
        return EntityLinker(**settings)
    except Exception as error:  # whatever fails between a bucket, a cache and its indexes is one thing here
        raise DataError(pipeline / "config.cfg", 0, f"scispaCy's linker {name!r}: {_line(error)}") from error


class ForeignFinder:
    """The component: sets `doc._.kg_mentions` (rows) and the span group `mentions`, as the dictionary's does.

    Attributes:
        lexicon: what grounds the mentions that the linker does not; set by whoever loads the pipeline.
    """

    def __init__(self, models: Sequence[str], exclude: Sequence[str], linker: Mapping[str, Any]) -> None:
        self.models = tuple(models)
        self.exclude = tuple(exclude)
        self.linker = dict(linker)
        self.lexicon = make_lexicon(())
        self._pipeline = Path()
        self._labels: Labels | None = None
        self._loaded: tuple[tuple[str, Language], ...] = ()
        self._linking: Any = None
        self._by_xref: dict[str, str] | None = None

    def load(self, pipeline: Path, lexicon: Lexicon) -> None:
        """Load labels.toml, the models and the linker that the config of a pipeline's folder names.

        Raises:
            MissingDependency, DataError, UnknownName: one is missing or is not what it should be.
        """
        if not self.models:
            raise DataError(pipeline / "config.cfg", 0, f"{FACTORY} names no models")
        self._pipeline, self.lexicon, self._by_xref = pipeline, lexicon, None
        self._labels = load_labels(pipeline / "labels.toml")
        models = [find_model(name, pipeline) for name in self.models]
        self._loaded = tuple((one.name, load_model(one, pipeline, self._labels, self.exclude)) for one in models)
        self._linking = load_linker(self.linker, pipeline) if self.linker else None

    def __getstate__(self) -> dict[str, Any]:
        """Leave the models behind: whoever unpickles it loads them where it runs."""
        return {**self.__dict__, "_labels": None, "_loaded": (), "_linking": None, "_by_xref": None}

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions of a Doc."""
        if not self._loaded:
            self.load(self._pipeline, self.lexicon)
        own = [Definition(*row) for row in doc._.kg_abbreviations]
        text = text_of(doc)
        long_forms = {text[a:b]: text[c:d] for a, b, c, d in own}
        rows = [
            row
            for name, nlp in self._loaded
            for found in self._read(nlp, text, long_forms)
            if (row := self._row(text, found, _long_form(text[found.start : found.end], long_forms), name))
        ]
        doc._.kg_mentions = tuple(without_overlaps(rows))
        spans = (doc.char_span(one.start, one.end, one.category, alignment_mode="expand") for one in doc._.kg_mentions)
        doc.spans["mentions"] = [span for span in spans if span is not None]
        return doc

    def _read(self, nlp: Language, text: str, long_forms: Mapping[str, str]) -> list[Found]:
        """Return what a model marks, as plain data: nothing of its Doc outlives the memory zone."""
        assert self._labels is not None
        with nlp.memory_zone():
            doc = nlp(text)
            # a name does not go on in the next paragraph
            doc.ents = [span for span in doc.ents if span.label_ in self._labels.labels and "\n" not in span.text]
            if self._linking is not None:
                for span in doc.ents:
                    if long := _long_form(span.text, long_forms):
                        span._.long_form = long
                self._linking(doc)
            return [Found(span.start_char, span.end_char, span.label_, self._linked(span)) for span in doc.ents]

    def _linked(self, span: Span) -> tuple[tuple[str, float, tuple[str, ...]], ...]:
        if self._linking is None:
            return ()
        known = self._linking.kb.cui_to_entity
        return tuple(
            (given, min(1.0, round(float(score), 3)), tuple(known[given].types)) for given, score in span._.kb_ents
        )

    def _row(self, text: str, found: Found, long: str, model: str) -> MentionRow | None:
        """Return the row of what a model marked; None where neither its label nor a concept says a category."""
        assert self._labels is not None
        said = self._labels.labels[found.label]
        name = long or text[found.start : found.end]
        ranked = list(self._candidates(found, said)) or list(self._known(name, said, defined=bool(long)))
        if not ranked and said != OPEN:
            ranked = [(local_id(said, name), self._labels.score, said)]
        ranked.sort(key=lambda one: (-one[1], one[0]))
        if not ranked or not all(same_kind(one[2], ranked[0][2]) for one in ranked if one[1] == ranked[0][1]):
            return None
        category = ranked[0][2]
        part = {concept: score for concept, score, kind in reversed(ranked) if same_kind(kind, category)}
        row = MentionRow(found.start, found.end, category, (), f"scispacy:{model}", self._labels.score)
        return row._replace(parts=(tuple(sorted(part.items(), key=lambda one: (-one[1], one[0]))),))

    def _candidates(self, found: Found, said: str) -> Iterator[tuple[str, float, str]]:
        """Yield (concept, score, category) of the linker's concepts that are of the kind the label says."""
        assert self._labels is not None
        for given, score, types in found.concepts:
            curie = self._labels.curie(given)
            category = self._labels.category(said, curie, types) if curie else ""
            if category:
                yield self._ours(curie, score, category)

    def _ours(self, curie: str, score: float, category: str) -> tuple[str, float, str]:
        """Return a concept as the lexicon's where exactly one of its kind has it as cross-reference, else as it is."""
        if self._by_xref is None:
            self._by_xref = _by_xref(self.lexicon)
        ours = self.lexicon.concepts.get(self._by_xref.get(curie, curie))
        if ours is None or not same_kind(ours.category, category):
            return curie, score, category
        return ours.id, score, ours.category

    def _known(self, name: str, said: str, *, defined: bool) -> Iterator[tuple[str, float, str]]:
        """Yield (concept, score, category) of the lexicon's concepts called so; ambiguous names if the paper did so."""
        assert self._labels is not None
        best: dict[str, float] = {}
        for one in self.lexicon.lookup(name):
            category = self.lexicon.concepts[one.concept_id].category
            if (defined or not one.ambiguous) and (said == OPEN or same_kind(category, said)):
                score = self._labels.score - (0.0 if one.preferred else _SYNONYM)
                best[one.concept_id] = max(best.get(one.concept_id, 0.0), round(score, 3))
        for concept, score in best.items():
            yield concept, score, self.lexicon.concepts[concept].category


def _long_form(surface: str, long_forms: Mapping[str, str]) -> str:
    return next((long for short, long in long_forms.items() if same_form(short, surface)), "")


def _by_xref(lexicon: Lexicon) -> dict[str, str]:
    """Return the concept that a cross-reference leads to, of those that lead to one only."""
    found: dict[str, str] = {}
    for concept in lexicon.concepts.values():
        for xref in concept.xrefs:
            found[xref] = "" if found.get(xref, concept.id) != concept.id else concept.id
    return {xref: concept for xref, concept in found.items() if concept}


def without_overlaps(rows: Iterable[MentionRow]) -> list[MentionRow]:
    """Return rows of which none overlap, in text order: longer ones win, then those of the model named first."""
    taken: list[MentionRow] = []
    for row in sorted(rows, key=lambda one: (one.start - one.end, one.start)):
        if all(row.end <= other.start or row.start >= other.end for other in taken):
            taken.append(row)
    return sorted(taken)


@Language.factory(
    "kg_foreign",
    default_config={"models": [], "exclude": [], "linker": {}},
    requires=["doc._.kg_abbreviations"],
    assigns=["doc._.kg_mentions", "doc.spans"],
)
def make_foreign(
    nlp: Language, name: str, models: list[str], exclude: list[str], linker: dict[str, Any]
) -> Callable[[Doc], Doc]:
    """Return the component; its models are loaded by whoever loads the pipeline, in the process that runs it."""
    if not Doc.has_extension("kg_mentions"):
        Doc.set_extension("kg_mentions", default=())
    return ForeignFinder(models, exclude, linker)
