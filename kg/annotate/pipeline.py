"""a pipeline's folder, a Lexicon -> the Annotator that turns Documents into Extractions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.util import load_config

from kg.annotate import abbreviations, finder, learned, links, qualifiers, relations, sentences, tokenizer  # noqa: F401
from kg.annotate.abbreviations import definitions
from kg.annotate.committee import load_reader
from kg.annotate.convert import extraction_of
from kg.annotate.doubt import doubts_of
from kg.annotate.foreign import ForeignFinder
from kg.annotate.given import Given, given_mentions
from kg.annotate.grounding import Linker
from kg.annotate.learned import PRECISE
from kg.annotate.patterns import load_patterns
from kg.annotate.qualifiers import load_qualifiers

# Registered here, so that a checkout that is not installed finds its components too
from kg.annotate.rows import text_of
from kg.annotate.rules import load_rules
from kg.annotate.senses import lookup, senses_of
from kg.annotate.tagger import load_tagger
from kg.annotate.wording import load_wording
from kg.annotate.words import Words, sentence_numbers, states_of
from kg.core.errors import DataError, RecordError, UnknownName
from kg.core.features import Mark, encode
from kg.core.lexicon import Lexicon
from kg.core.paths import pipeline_file
from kg.core.text import Document, Extraction
from kg.core.threads import one_thread

_BEFORE_RELATIONS = frozenset({"kg_sentences", "kg_abbreviations", "kg_links"})
_AFTER_LINKS = frozenset({"kg_qualifiers", "kg_relations", "kg_pairs"})
_OURS = frozenset(
    ("kg_sentences", "kg_abbreviations", "kg_mentions", "kg_links", "kg_qualifiers", "kg_relations", "kg_pairs")
)
LONGEST_TEXT = 5_000_000  # characters; spaCy's own limit guards models of which this pipeline has none


class Annotator:
    """A loaded pipeline.

    Args:
        folder: holds `config.cfg`; `relations.toml` and `qualifiers.toml`, unless the default pipeline's serve it too;
            and, if it has them, `patterns.toml` and `links.toml`.
        lexicon: the names to find.
        therapeutics: gene concept -> the drug that is its product.
        point: the operating point of what is learned: `precise` or `balanced`.

    Raises:
        DataError: a file of the folder is not what it should be.
        MissingDependency, UnknownName: a model or linker that the config names is not there, or no such point.
    """

    def __init__(self, folder: Path, lexicon: Lexicon, therapeutics: Mapping[str, str], point: str = PRECISE) -> None:
        self.folder = folder
        self.nlp = _load(folder / "config.cfg")
        self.nlp.max_length = LONGEST_TEXT
        if all(self.nlp.get_pipe_meta(name).factory in _OURS for name in self.nlp.pipe_names):
            # No component of ours asks what a word looks like, and spaCy would find out for each word of each document
            self.nlp.vocab.lex_attr_getters = {}
        for name, component in self.nlp.pipeline:
            if isinstance(component, ForeignFinder):
                component.load(folder, lexicon)
            elif name == "kg_mentions":
                component.lexicon = lexicon
                component.patterns = load_patterns(folder / "patterns.toml")
                component.tagger = load_tagger(folder / "model")
            elif name == "kg_links":
                component.linker = Linker(lexicon, load_wording(folder / "links.toml"))
            elif name == "kg_qualifiers":
                component.qualifiers = load_qualifiers(pipeline_file(folder, "qualifiers.toml"))
            elif name == "kg_pairs":
                if point not in component.points:
                    raise UnknownName("operating point", point, tuple(component.points))
                component.point = point
                component.reader = load_reader(folder / "model", component.points[point].together)
                component.concepts = lexicon.concepts
                rules = load_rules(pipeline_file(folder, "relations.toml"))
                component.doubts, component.known = doubts_of(rules), lookup(rules)
            elif name == "kg_relations":
                component.rules = load_rules(pipeline_file(folder, "relations.toml"))
                component.therapeutics = therapeutics
                component.concepts = lexicon.concepts

    def annotate(self, document: Document) -> Extraction:
        """Return what is found in one document."""
        with one_thread():
            return extraction_of(self.nlp(document.text), document)

    def marks(self, text: str) -> list[Mark]:
        """Return what the dictionary and the paper's own definitions tell of a text: what a tagger reads beside it."""
        marks: list[Mark] = self.nlp.get_pipe("kg_mentions").marks(text, list(definitions(text)))
        return marks

    def words(self, text: str) -> Words:
        """Return a text's words as the tagger reads them: what the network of pairs is given.

        Raises:
            DataError: the pipeline has no tagger.
        """
        tagger = self.nlp.get_pipe("kg_mentions").tagger
        if tagger is None:
            raise DataError(self.folder / "model", 0, "this pipeline has no tagger, which reading relations needs")
        doc = self.nlp.get_pipe("kg_sentences")(self.nlp.make_doc(text))
        features = encode(text, self.marks(text))
        states = states_of(tagger, features)
        known = self.nlp.get_pipe("kg_pairs").known if self.nlp.has_pipe("kg_pairs") else None
        if known:
            states = np.concatenate([states, senses_of(features.lowered, known)], axis=1)
        return Words(features, sentence_numbers(doc, features.spans), states)

    def link(self, document: Document, given: Iterable[Given]) -> Extraction:
        """Return a document's given spans as mentions, each with the concepts it may mean; no relations are read.

        Args:
            given: (start, end, our categories any of which it may be of).
        """
        doc = self.nlp.make_doc(document.text)
        for name, component in self.nlp.pipeline:
            if name == "kg_mentions":
                doc._.kg_mentions = tuple(given_mentions(text_of(doc), given, component.lexicon))
            elif name in _BEFORE_RELATIONS:
                doc = component(doc)
        return extraction_of(doc, document)

    def relate(self, document: Document, given: Iterable[tuple[Given, Sequence[Sequence[str]]]]) -> Extraction:
        """Return what is said of a document's given mentions; by rules alone where the pipeline has no tagger.

        Args:
            given: for each the span, and the ids of what it names, part by part, in whatever spelling.
        """
        doc = self.nlp.make_doc(document.text)
        marked = [(span, tuple(tuple((one, 1.0) for one in part) for part in parts)) for span, parts in given]
        for name, component in self.nlp.pipeline:
            if name == "kg_mentions":
                found = given_mentions(text_of(doc), [span for span, _ in marked], component.lexicon)
                of = {span[:2]: parts for span, parts in marked}
                doc._.kg_mentions = tuple(row._replace(parts=of[row.start, row.end]) for row in found)
                tagger = getattr(component, "tagger", None)
                if tagger is not None and document.text.strip():
                    doc.tensor = states_of(tagger, encode(document.text, self.marks(document.text)))
            elif name in _AFTER_LINKS or name in {"kg_sentences", "kg_abbreviations"}:
                doc = component(doc)
        return extraction_of(doc, document)

    def stream(self, documents: Iterable[Document]) -> Iterator[Extraction | RecordError]:
        """Yield extractions in the order of the documents; memory stays flat on long streams.

        A document that fails gives a RecordError in its place, and the rest goes on.
        """
        for document in documents:
            # spaCy's string store grows with every new word; the zone gives that memory back
            with self.nlp.memory_zone():
                yield self._try(document)

    def _try(self, document: Document) -> Extraction | RecordError:
        try:
            return self.annotate(document)
        except Exception as error:  # noqa: BLE001  (one bad document must not end a run over millions)
            reason = f"{document.id} could not be annotated: {type(error).__name__}: {error}"
            return RecordError(document.metadata.source, document.metadata.record, reason)


def _load(config: Path) -> Language:
    try:
        return spacy.util.load_model_from_config(load_config(config), auto_fill=True)
    except (ValueError, OSError, ImportError) as error:
        raise DataError(config, 0, str(error).strip().splitlines()[0]) from error
