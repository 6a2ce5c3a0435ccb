"""people's words -> a graph's own: the concept, kinds, paper and Filter that names mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from kg.core.errors import OptionError, UnknownConcept, UnknownDocument, UnknownName
from kg.core.folder import rows
from kg.core.names import normal_form
from kg.core.prefixes import converter
from kg.core.questions import BELOW, DOCUMENT, DOSES, MAPPED, NAMES
from kg.core.select import Filter
from kg.core.vocabulary import categories, predicates

if TYPE_CHECKING:
    import duckdb

_SUGGESTED = 3  # names
Several = str | Sequence[str]


class Wanted(TypedDict, total=False):
    """What narrows a graph, in people's words; each field may be left out.

    Attributes:
        about: concepts (names or CURIEs); an assertion has one of them at an end.
        below: whether the kinds of those count too.
        context: diseases, species, tissues (their kinds count) or a class of dose ("low-dose"):
            only evidence from there.
        category: both ends of an assertion are of these.
        predicate: an assertion's predicate is one of these.
        min_belief: the least belief, 0 to 1.
        since, until: the first and the last year of papers.
        document: papers, by id ("PMID:1"), PMID, DOI or PMCID.
        negated: False leaves out what is denied.
        asserted_only: whether what is denied, only speculated about or rejected is left out.
        grounded_only: whether assertions with an end that no ontology names are left out.
    """

    about: Several
    below: bool
    context: Several
    category: Several
    predicate: Several
    min_belief: float
    since: int | None
    until: int | None
    document: Several
    negated: bool
    asserted_only: bool
    grounded_only: bool


class Naming:
    """What names mean in one graph.

    Args:
        connection: as `GraphFolder.connect` gives it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def _rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        return list(rows(self._connection.execute(query, values or None)))

    def concept(self, name: str) -> dict[str, Any]:
        """Return the row of the concept that a CURIE or a name means; see `Graph.concept`.

        Raises:
            UnknownConcept: with the names that come closest.
        """
        found = self._by_id(name)
        if found:
            return found
        wanted = normal_form(name)
        named = self._rows(NAMES)
        fitting = [row for row in named if normal_form(row["synonym"]) == wanted]
        if not fitting:
            raise UnknownConcept(name, _closest(name, [row["synonym"] for row in named]))
        best = min(fitting, key=lambda row: (row["synonym"] != row["name"], -row["mention_count"], row["id"]))
        return self._row(best["id"])

    def _row(self, concept_id: str) -> dict[str, Any]:
        return self._rows("SELECT * FROM concepts WHERE id = $id", id=concept_id)[0]

    def _by_id(self, curie: str) -> dict[str, Any] | None:
        canonical = converter().standardize_curie(curie) if ":" in curie else None
        for one in dict.fromkeys(filter(None, (curie, canonical))):
            for query in ("SELECT id FROM concepts WHERE id = $id", MAPPED):
                for row in self._rows(query, id=one):
                    return self._row(row["id"])
        return None

    def below(self, name: str) -> list[str]:
        """Return the ids of a concept and of all its kinds, sorted.

        Raises:
            UnknownConcept: no concept of the graph is called so.
        """
        return [row["id"] for row in self._rows(BELOW, concept=self.concept(name)["id"])]

    def contexts(self, names: Sequence[str]) -> tuple[list[str], str]:
        """Return the concepts that contexts mean, with their kinds, and the class of dose among them or "".

        Raises:
            UnknownConcept: no concept of the graph is called so.
            OptionError: there are two classes of dose.
        """
        doses = {dose for name in names if (dose := name.casefold().replace(" ", "-")) in DOSES}
        if len(doses) > 1:
            raise OptionError("a passage has one class of dose: low-dose or high-dose")
        places = [name for name in names if name.casefold().replace(" ", "-") not in DOSES]
        return list(dict.fromkeys(kind for name in places for kind in self.below(name))), "".join(doses)

    def document(self, name: str) -> str:
        """Return the id of the paper that an id, PMID, DOI or PMCID means.

        Raises:
            UnknownDocument: the graph has no such paper.
        """
        found = self._rows(DOCUMENT, name=name)
        if not found:
            raise UnknownDocument(name)
        return str(found[0]["id"])

    def filter(self, **wanted: Unpack[Wanted]) -> Filter:
        """Return the Filter that people's words mean.

        Raises:
            UnknownConcept, UnknownDocument, UnknownName: nothing is called like a name.
            OptionError: options do not fit together, or a year is none.
            TypeError: there is no such option.
        """
        _refuse_what_is_unknown(wanted)
        named = [self.concept(name)["id"] for name in several(wanted.get("about", ()))]
        about = [kind for one in named for kind in (self.below(one) if wanted.get("below") else [one])]
        if wanted.get("below") and not named:
            raise OptionError("kinds of what? name the concepts that it is about")
        context, dose = self.contexts(several(wanted.get("context", ())))
        return Filter(
            about=tuple(dict.fromkeys(about)),
            context=tuple(context),
            dose=dose,
            categories=names_among("category", several(wanted.get("category", ())), categories()),
            predicates=names_among("predicate", several(wanted.get("predicate", ())), predicates()),
            belief=wanted.get("min_belief", 0.0),
            since=wanted.get("since"),
            until=wanted.get("until"),
            documents=tuple(self.document(name) for name in several(wanted.get("document", ()))),
            negated=wanted.get("negated", True),
            asserted=wanted.get("asserted_only", False),
            grounded=wanted.get("grounded_only", False),
        )


def several(names: Several) -> list[str]:
    """Return one name, or several, as a list."""
    return [names] if isinstance(names, str) else list(names)


def names_among(kind: str, names: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """Return names, each of which must be known.

    Raises:
        UnknownName: one is not.
    """
    for name in names:
        if name not in known:
            raise UnknownName(kind, name, tuple(known))
    return tuple(names)


def _closest(name: str, known: list[str]) -> list[str]:
    """Return up to three known names that resemble one, typing errors allowed; first what resembles all of it."""
    from rapidfuzz import fuzz, process, utils

    folded = utils.default_process
    found = process.extract(name, sorted(set(known)), scorer=fuzz.WRatio, processor=folded, limit=30, score_cutoff=80)
    near = [choice for choice, _, _ in found]  # a part of it may be a short name that nobody meant
    return sorted(near, key=lambda choice: -fuzz.ratio(name, choice, processor=folded))[:_SUGGESTED]


def _refuse_what_is_unknown(wanted: Mapping[str, Any]) -> None:
    """Raise for options that Wanted does not have: left out in silence, they would give the whole graph."""
    for name, value in wanted.items():
        if name not in Wanted.__annotations__:
            raise TypeError(f"unexpected keyword argument {name!r}; known are {', '.join(Wanted.__annotations__)}")
        if name in ("since", "until") and value is not None and not isinstance(value, int):
            raise OptionError(f"{name} takes a year as a number, not {value!r}")
