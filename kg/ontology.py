"""an ontology's name -> the ontology installed, verified, searched, shown: the Python face of `kg ontology`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.core.errors import DataError, InputError, UnknownConcept, UnknownName
from kg.core.lexicon import Concept, Lexicon, Name
from kg.core.names import normal_form
from kg.core.prefixes import compress, converter, expand
from kg.core.sources import Installed, Source, installed, sources
from kg.core.vocabulary import categories
from kg.fetch.download import MOST, Tell
from kg.fetch.install import Counts, Way, choose, problems
from kg.fetch.install import install as _install
from kg.fetch.install import remove as remove

SHIPPED = "immunology"  # what the shipped vocabulary is called beside the installed ontologies
PROBLEMS_KEPT = 3  # examples of records that could not be read
_ALIKE = 80.0  # of 100; names less alike are not worth showing

# phase ("fetching", "reading"), done, in all (0 where not known)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What an installation did: `new` is False where it was there already; `problems`: the first records skipped."""

    ontology: Installed
    new: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """An ontology that can be installed (`source`), is (`installed`), or both; one of the user's own has no source."""

    name: str
    source: Source | None
    installed: Installed | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept that a text names.

    Attributes:
        match: the name that fits best; `how` it fits: "name", "synonym", "ambiguous name", "beginning", "words" or
            "similar".
        ontology: which one it is from: "immunology" (the shipped vocabulary) or the name of an installed one.
    """

    id: str
    name: str
    category: str
    match: str
    how: str
    ontology: str


def install(
    name: str,
    *,
    place: str | Path | None = None,
    mirror: str = "",
    proxy: str = "",
    sha256: str = "",
    unpinned: bool = False,
    force: bool = False,
    most: int = MOST,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Report:
    """Fetch an ontology, verify it, see that its concepts can be read, and put it where `--ontology NAME` finds it.

    Args:
        name: one that `available()` names; with `place` any name, for an ontology of one's own.
        place: a local file, or the folder that holds the files, in place of a download.
        mirror, proxy: urls; `sha256`, `unpinned`, `force`, `most`: see `kg.fetch.install.Way`.
        progress: called with the phase, what is done and what there is in all.
        tell: called with a line before an interrupted download is tried again.

    Raises:
        UnknownName, OptionError, DownloadError, ChecksumMismatch, InputError: nothing was installed.
    """
    seen: list[str] = []
    say = progress or (lambda *_: None)
    way = Way(Path(place) if place else None, mirror, proxy, sha256, unpinned, force, most)

    def inspect(files: Mapping[Path, str]) -> Counts:
        return _inspect(files, seen, say)

    found, new = _install(name, way, inspect, lambda done, total: say("fetching", done, total), tell)
    return Report(found, new, tuple(seen))


def _inspect(files: Mapping[Path, str], seen: list[str], say: Progress) -> Counts:
    """Count what can be read from files; refuse where that is nothing.

    A concept may come in pieces, its name from one file, its category from another; relations have no category.
    """
    names: Counter[str] = Counter()
    named: set[str] = set()
    placed: set[str] = set()
    skipped = 0
    for path, called in files.items():
        for count, found in enumerate(_read(path, called)):
            if not count % 1000:
                say("reading", len(names), 0)
            if isinstance(found, str):
                skipped += 1
                seen += [found] if len(seen) < PROBLEMS_KEPT else []
                continue
            names[found.id] += bool(found.name) + len(found.synonyms) + len(found.ambiguous)
            named |= {found.id} if found.name else set()
            placed |= {found.id} if found.category else set()
    concepts = named & placed
    if not concepts:
        called = next(iter(files.values()))
        first = f" ({seen[0].removeprefix(f'{called}, ')})" if seen else ""
        raise InputError(called, f"no concept can be read from it{first}; nothing was installed")
    prefix = Counter(one.partition(":")[0] for one in concepts).most_common(1)[0][0]
    return Counts(len(concepts), sum(names[one] for one in concepts), skipped, prefix)


def _read(path: Path, called: str) -> Iterator[Concept | str]:
    """Yield the concepts of a file, and for each record that could not be read a line that says where and why."""
    from kg.index.concepts import is_table, read_concepts

    try:
        for one in read_concepts(path).values() if is_table(path) else _read_foreign(path):
            yield str(one).replace(str(path), called) if isinstance(one, InputError) else one
    except InputError as error:
        raise InputError(called, error.reason) from error
    except DataError as error:
        raise DataError(called, error.line, error.reason) from error


def _read_foreign(path: Path) -> Iterator[Concept | InputError]:
    from kg.index.sniff import read_ontology

    return read_ontology(path)


def available() -> list[Offer]:
    """Return the ontologies that can be installed by name, then the user's own.

    Raises:
        DataError: a manifest is broken.
    """
    here = installed()
    known = [Offer(name, source, here.pop(name, None)) for name, source in sources().items()]
    return known + [Offer(name, None, own) for name, own in here.items()]


def verify(names: Sequence[str] = ()) -> dict[str, list[str]]:
    """Return, by name of an installed ontology, what is wrong with its files: missing, or not as when installed.

    Raises:
        UnknownName, OptionError: one named is not installed.
    """
    return {one.name: list(problems(one)) for one in choose(names)}


def _lexicon(ontologies: Sequence[str]) -> Lexicon:
    from kg.index.load import load_lexicon

    return load_lexicon(ontologies)


def search(text: str, ontologies: Sequence[str] = (), *, category: str = "", limit: int = 20) -> list[Hit]:
    """Return the concepts that a text names, best first, each once.

    The order: its own name, a synonym, an ambiguous name, names that begin so, names that hold all the words, names
    spelled nearly so; within each the shorter name first.

    Args:
        ontologies: names of installed ones, or files, beside the shipped vocabulary.
        category: only concepts of this one.

    Raises:
        UnknownName: no such category; what loading the ontologies raises.
    """
    if category and category not in categories():
        raise UnknownName("category", category, tuple(categories()))
    lexicon, origin = _lexicon(ontologies), _origins(ontologies)
    found: dict[str, Hit] = {}
    for how, name in _ranked(text, lexicon):
        concept = lexicon.concepts[name.concept_id]
        if len(found) < limit and concept.id not in found and category in ("", concept.category):
            hit = Hit(concept.id, concept.name, concept.category, name.text, how, origin(concept.id))
            found[concept.id] = hit
        if len(found) >= limit:
            break
    return list(found.values())


def _ranked(text: str, lexicon: Lexicon) -> Iterator[tuple[str, Name]]:
    """Yield (how it fits, name), best first; a concept may come more than once."""
    from rapidfuzz import fuzz, process

    table, key = lexicon.table, normal_form(text)
    if not key:
        return
    yield from _exact(key, lexicon)
    begins = sorted(table.forms.keys(key), key=lambda form: (not form.startswith(f"{key} "), len(form), form))
    yield from (("beginning", name) for form in begins for name in table.names(table.forms[form]))
    words, forms = set(key.split()), table.forms.keys()
    longest = max(words, key=len)
    holding = sorted(
        (form for form in forms if longest in form and words <= set(form.split())), key=lambda form: (len(form), form)
    )
    yield from (("words", name) for form in holding for name in table.names(table.forms[form]))
    close = process.extract(f"{key} ", forms, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=100)
    yield from (("similar", name) for form, _, _ in close for name in table.names(table.forms[form]))


def _exact(key: str, lexicon: Lexicon) -> list[tuple[str, Name]]:
    """Return the names of a normal form, however they are written: own names first, ambiguous ones last."""
    names = [*lexicon.table.called(f"{key} "), *lexicon.further.called(f"{key} ")]
    names.sort(key=lambda name: (name.ambiguous, not name.preferred, not name.reviewed))
    kinds = ("name" if one.preferred else "ambiguous name" if one.ambiguous else "synonym" for one in names)
    return list(zip(kinds, names, strict=True))


def _origins(ontologies: Sequence[str]) -> Callable[[str], str]:
    """Return what tells, of a concept's id, which ontology it is from."""
    from kg.index.concepts import further_tables, read_tables, shipped_tables

    shipped = frozenset(read_tables([*shipped_tables(), *further_tables()]))
    prefixes = {name: one.prefix for name, one in installed().items() if name in ontologies}

    def origin(concept_id: str) -> str:
        if concept_id in shipped or not ontologies:
            return SHIPPED
        fitting = [name for name in ontologies if prefixes.get(name) == concept_id.partition(":")[0]]
        return ", ".join(fitting or [name for name in ontologies if name not in prefixes] or ontologies)

    return origin


def show(name: str, ontologies: Sequence[str] = ()) -> dict[str, Any]:
    """Return what is known of a concept, by id (CURIE or IRI), name or synonym.

    Keys: id, iri, name, category, ontology, synonyms, ambiguous; parents: {id, name, depth} of each concept above it,
    every branch from the bottom up; children: {id, name}; xrefs: {id, iri}; also: {id, name} of the other concepts that
    are called so.

    Raises:
        UnknownConcept: nothing is called so; what loading the ontologies raises.
    """
    lexicon = _lexicon(ontologies)
    ids = _resolve(name, lexicon)
    if not ids:
        near = dict.fromkeys(lexicon.concepts[one.concept_id].name for _, one in _ranked(name, lexicon))
        where = " and ".join([SHIPPED, *ontologies]) if ontologies else "the shipped vocabulary"
        raise UnknownConcept(name, list(near)[:3], where)
    concept = lexicon.concepts[ids[0]]
    children = [one for one in lexicon.concepts.values() if concept.id in one.parents]
    return {
        "id": concept.id,
        "iri": expand(concept.id),
        "name": concept.name,
        "category": concept.category,
        "ontology": _origins(ontologies)(concept.id),
        "synonyms": list(concept.synonyms),
        "ambiguous": list(concept.ambiguous),
        "parents": list(_above(concept, lexicon.concepts)),
        "children": [{"id": one.id, "name": one.name} for one in sorted(children, key=lambda one: one.name.lower())],
        "xrefs": [{"id": xref, "iri": expand(xref)} for xref in concept.xrefs],
        "also": [{"id": other, "name": lexicon.concepts[other].name} for other in ids[1:]],
    }


def _resolve(name: str, lexicon: Lexicon) -> list[str]:
    """Return the ids of the concepts that are called so, best first."""
    for curie in (name, converter().standardize_curie(name) if ":" in name else "", compress(name)):
        if curie and curie in lexicon.concepts:
            return [curie]
    return list(dict.fromkeys(one.concept_id for _, one in _exact(normal_form(name), lexicon)))


def _above(concept: Concept, concepts: Mapping[str, Concept]) -> Iterator[dict[str, Any]]:
    """Yield the concepts above one, each once, where the first way up to it passes."""
    seen: set[str] = set()
    stack = [(parent, 1) for parent in reversed(concept.parents)]
    while stack:
        concept_id, depth = stack.pop()
        if concept_id in seen:
            continue
        seen.add(concept_id)
        parent = concepts.get(concept_id)
        yield {"id": concept_id, "name": parent.name if parent else "", "depth": depth}
        stack += [(above, depth + 1) for above in reversed(parent.parents if parent else ())]
