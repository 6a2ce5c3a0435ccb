"""reviewed concepts, those of installed ontologies -> one table of concepts, each thing once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kg.core.lexicon import Concept, Name, names_of
from kg.core.names import normal_form

# Categories between which ontologies draw the border differently
_GROUPS = MappingProxyType({"phenotype": "disease", "chemical": "drug"})


def _group(category: str) -> str:
    return _GROUPS.get(category, category)


def _prefix(curie: str) -> str:
    return curie.partition(":")[0]


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def joined(one: Concept, other: Concept) -> Concept:
    """Return two accounts of one concept as one; where both state a name or a category, the first one's."""
    name = one.name or other.name
    extra = (other.name,) if other.name and other.name != name else ()
    synonyms = tuple(found for found in _both(one.synonyms, extra + other.synonyms) if found != name)
    ambiguous = tuple(found for found in _both(one.ambiguous, other.ambiguous) if found not in {name, *synonyms})
    return Concept(
        id=one.id,
        name=name,
        category=one.category or other.category,
        synonyms=synonyms,
        parents=_both(one.parents, other.parents),
        xrefs=tuple(found for found in _both(one.xrefs, other.xrefs) if found != one.id),
        ambiguous=ambiguous,
    )


def by_id(concepts: Iterable[Concept]) -> dict[str, Concept]:
    """Return concepts by id, what several files say of one put together."""
    found: dict[str, Concept] = {}
    for concept in concepts:
        known = found.get(concept.id)
        found[concept.id] = joined(known, concept) if known else concept
    return found


def _without(concepts: Mapping[str, Concept], roots: Set[str]) -> Iterator[Concept]:
    """Yield the concepts that neither are nor stand below one of the roots."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    for concept in concepts.values():
        for parent in concept.parents:
            children[parent].append(concept.id)
    below, waiting = set(roots), list(roots)
    while waiting:  # no recursion: a hierarchy may be deep, and may bend into a circle
        found = [child for child in children.get(waiting.pop(), ()) if child not in below]
        below.update(found)
        waiting += found
    yield from (concept for concept in concepts.values() if concept.id not in below)


@dataclass(slots=True)
class _Accepted:
    """Concepts taken so far, and by what another concept is told to be one of them."""

    concepts: dict[str, Concept]
    by_xref: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_name: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def index(self, concept: Concept) -> None:
        for xref in concept.xrefs:
            self.by_xref[xref].add(concept.id)
        for name in (concept.name, *concept.synonyms):
            self.by_name[_group(concept.category), normal_form(name)].add(concept.id)

    def same_as(self, concept: Concept) -> str:
        """Return the id of the concept that another ontology's concept is, or "" where that is not plain.

        It is one that names it as a cross-reference or that it so names, unless that one already stands for another id
        of the same ontology; failing that, the only one of its kind that is called as it is.
        """
        group = _group(concept.category)
        named = self.by_name.get((group, normal_form(concept.name)), set())
        stated = {one for one in self.by_xref.get(concept.id, ()) if _group(self.concepts[one].category) == group}
        pointed = {one for one in concept.xrefs if one in self.concepts and self._free(one, concept, group)}
        for found in (stated & named, pointed & named, stated, pointed, named):
            if len(found) == 1:
                return next(iter(found))
        return ""

    def _free(self, accepted: str, concept: Concept, group: str) -> bool:
        known = self.concepts[accepted]
        own = {xref for xref in (known.id, *known.xrefs) if _prefix(xref) == _prefix(concept.id)}
        return _group(known.category) == group and not own


@dataclass(frozen=True, slots=True)
class Unified:
    """Concepts by id; the names that were not reviewed; and which ids went into which concept."""

    concepts: Mapping[str, Concept]
    reviewed: Mapping[str, Concept]
    further: tuple[Concept, ...]  # what installed ontologies say, under the id of the concept it went into
    same: Mapping[str, str]

    def names(self) -> Iterator[Name]:
        """Yield every name once for its concept, the reviewed ones first."""
        for concept in self.reviewed.values():
            yield from names_of(concept)
        for concept in self.further:
            known = self.reviewed.get(concept.id)
            held = {known.name, *known.synonyms, *known.ambiguous} if known else set()
            for name in names_of(concept, reviewed=False):
                if name.text and name.text not in held:
                    # a name of its own in another ontology is a synonym of the concept it went into
                    preferred = name.preferred and self.concepts[concept.id].name == name.text
                    yield name._replace(preferred=preferred)


def unify(
    reviewed: Mapping[str, Concept], installed: Iterable[Concept], left_out_below: Set[str] = frozenset()
) -> Unified:
    """Return one table of the reviewed concepts and of those that installed ontologies add.

    Args:
        reviewed: the shipped vocabulary and the user's tables, by id.
        installed: concepts of installed ontologies, the ontology that comes first being preferred; an id may come
            several times, and what has no name or no category of ours is left out.
        left_out_below: ids of branches of installed ontologies that are left out.
    """
    accepted = _Accepted(dict(reviewed))
    for concept in reviewed.values():
        accepted.index(concept)
    same: dict[str, str] = {}
    further: list[Concept] = []
    for concept in _without(by_id(installed), left_out_below):
        if not concept.name or not (concept.category or concept.id in reviewed):
            continue
        whole = concept.id if concept.id in reviewed else accepted.same_as(concept)
        if whole and whole != concept.id:
            same[concept.id] = whole
            concept = replace(concept, id=whole, xrefs=_both((concept.id,), concept.xrefs))
        further.append(concept)
        if whole:
            known = accepted.concepts[whole]
            # two hierarchies over one concept can bend into a circle: the preferred one's holds
            accepted.concepts[whole] = replace(joined(known, concept), parents=known.parents or concept.parents)
        else:
            accepted.concepts[concept.id] = concept
            accepted.index(concept)
    return Unified(_with_parents(accepted.concepts, same), reviewed, tuple(further), same)


def _with_parents(concepts: Mapping[str, Concept], same: Mapping[str, str]) -> dict[str, Concept]:
    """Return concepts whose parents are concepts: those that went into another replaced, the unknown left out."""
    settled = {}
    for concept in concepts.values():
        parents = tuple(
            parent
            for parent in dict.fromkeys(same.get(one, one) for one in concept.parents)
            if parent in concepts and parent != concept.id
        )
        settled[concept.id] = concept if parents == concept.parents else replace(concept, parents=parents)
    return settled
