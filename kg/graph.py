"""`kg.open(DIR)`: the Python face of a graph folder. Composes the arrows that read one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.core.errors import UnknownConcept, UnknownEvidence
from kg.core.folder import BEST_FIRST, GraphFolder, rows
from kg.core.names import normal_form
from kg.core.prefixes import converter

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa
    import rdflib

    from kg.store.query import Answer

_NAMES = """
SELECT id, name, mention_count, unnest(list_append(synonyms, name)) AS synonym, grounded FROM concepts
"""
# The concept that has an id in another ontology; of several the one mentioned most
_MAPPED = "SELECT id FROM concepts WHERE list_contains(xrefs, $id) ORDER BY mention_count DESC, id LIMIT 1"
# Of one assertion the evidence that a context selects, best first
_EDGES_OF = f"""
SELECT e.*, v.id AS evidence_id, v.text AS sentence, v.document_id, v.section, v.via,
       v.speculated AS said_speculatively,
       v.context_disease, v.context_species, v.context_tissue, v.context_dose, v.papers_here,
       v.verdict, v.error, v.note, v.curator,
       d.title, d.year, d.retracted
FROM edges e
JOIN (
  SELECT *, len(list(DISTINCT document_id) OVER (PARTITION BY assertion_id)) AS papers_here FROM evidence
  WHERE $context IS NULL OR context_dose = $context OR list_has_any(
    list_concat(list_concat(context_disease, context_species), context_tissue), $concepts)
  OR assertion_id IN (
    SELECT id FROM assertions WHERE list_contains($concepts, subject) OR list_contains($concepts, object))
  QUALIFY row_number() OVER (PARTITION BY assertion_id ORDER BY {BEST_FIRST}) = 1
) v ON v.assertion_id = e.id
JOIN documents d ON d.id = v.document_id
WHERE e.subject IN (SELECT unnest($wanted)) OR e.object IN (SELECT unnest($wanted))
ORDER BY e.asserted DESC, e.belief DESC, e.id
"""
_BELOW = """
WITH RECURSIVE kinds AS (SELECT id, unnest(parents) AS parent FROM concepts), below(id) AS (
  SELECT $concept
  UNION
  SELECT k.id FROM kinds k JOIN below b ON k.parent = b.id
)
SELECT id FROM below ORDER BY id
"""
_KINDS = """
SELECT id, name, category, mention_count, document_count FROM concepts
WHERE id IN (SELECT unnest($below)) AND id <> $concept ORDER BY mention_count DESC, id
"""
# Every passage with the edge it is evidence of
_PASSAGES_OF = f"""
SELECT a.*, s.name AS subject_name, o.name AS object_name, v.id AS evidence_id, v.text AS sentence, v.document_id,
       v.section, v.speculated AS said_speculatively, v.via, v.context_dose, v.verdict, v.error, v.note, v.curator,
       d.title, d.year, d.retracted, d.same_as, d.pmid, d.doi, d.pmcid
FROM (SELECT *, row_number() OVER (PARTITION BY assertion_id ORDER BY {BEST_FIRST}) AS place FROM evidence) v
JOIN assertions a ON a.id = v.assertion_id
JOIN concepts s ON s.id = a.subject
JOIN concepts o ON o.id = a.object
JOIN documents d ON d.id = v.document_id
WHERE v.id = $id OR a.id = $id
ORDER BY a.id, v.place
"""
_BEGINNING = """
SELECT 'assertion:' || id AS name, id FROM assertions WHERE starts_with(id, $begins)
UNION ALL SELECT 'evidence:' || id, id FROM evidence WHERE starts_with(id, $begins) ORDER BY 1
"""
DOSES = ("low-dose", "high-dose")


class Graph:
    """A built graph, open for reading.

    Args:
        folder: what `kg build --out` wrote.

    Raises:
        GraphFolderError: there is no graph in it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = GraphFolder(folder)
        self._connection = self.folder.connect()

    def close(self) -> None:
        """Close the tables."""
        self._connection.close()

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each table."""
        return dict(self.folder.manifest()["counts"])

    def sql(self, query: str, **values: Any) -> Iterator[dict[str, Any]]:
        """Yield the rows of a DuckDB query over the views documents, mentions, concepts, assertions,
        evidence and edges."""
        yield from rows(self._connection.execute(query, values) if values else self._connection.execute(query))

    def table(self, name: str) -> pa.Table:
        """Return a table ("assertions" …) as Arrow; `.to_pandas()` where pandas is installed."""
        import pyarrow.parquet as pq

        return pq.read_table(self.folder.table(name))

    def concept(self, name: str) -> dict[str, Any]:
        """Return the concept that a CURIE or a name means: its row of the concepts table.

        A CURIE may be another ontology's (DOID:9074) where the concept carries it as a cross-reference. A preferred
        name is preferred to a synonym, and among equals the one mentioned most.

        Raises:
            UnknownConcept: with the names that come closest.
        """
        found = self._by_id(name)
        if found:
            return found
        wanted = normal_form(name)
        named = list(self.sql(_NAMES))
        fitting = [row for row in named if normal_form(row["synonym"]) == wanted]
        if not fitting:
            raise UnknownConcept(name, _closest(name, [row["synonym"] for row in named]))
        best = min(fitting, key=lambda row: (row["synonym"] != row["name"], -row["mention_count"], row["id"]))
        return next(self.sql("SELECT * FROM concepts WHERE id = $id", id=best["id"]))

    def _by_id(self, curie: str) -> dict[str, Any] | None:
        canonical = converter().standardize_curie(curie) if ":" in curie else None
        for one in dict.fromkeys(filter(None, (curie, canonical))):
            for query in ("SELECT id FROM concepts WHERE id = $id", _MAPPED):
                for row in self.sql(query, id=one):
                    return next(self.sql("SELECT * FROM concepts WHERE id = $id", id=row["id"]))
        return None

    def below(self, name: str) -> list[str]:
        """Return the ids of a concept and of everything in the graph that is a kind of it, sorted.

        Args:
            name: the concept's CURIE or a name of it; nobody need have mentioned it.

        Raises:
            UnknownConcept: no concept of the graph is called so.
        """
        return [row["id"] for row in self.sql(_BELOW, concept=self.concept(name)["id"])]

    def edges_of(self, name: str, context: str | None = None, *, below: bool = False) -> list[dict[str, Any]]:
        """Return the assertions a concept takes part in, strongest first, each with its best sentence.

        Args:
            name: the concept's CURIE or a name of it.
            context: a disease, species or tissue (name or CURIE; what is a kind of it counts), or a dose
                class ("low-dose", "high-dose"): only evidence from there; `papers_here` counts its papers.
            below: also those of everything that is a kind of the concept.

        Raises:
            UnknownConcept: no concept of the graph is called like the name, or like the context.
        """
        wanted = self.below(name) if below else [self.concept(name)["id"]]
        concepts: list[str] = []
        if context is not None and context.casefold().replace(" ", "-") in DOSES:
            context = context.casefold().replace(" ", "-")
        if context is not None and context not in DOSES:
            concepts = self.below(context)
        return list(self.sql(_EDGES_OF, wanted=wanted, context=context, concepts=concepts))

    def passages_of(self, name: str) -> list[dict[str, Any]]:
        """Return the passages that an id names, best first, each with the assertion it is evidence of.

        Args:
            name: the id of an evidence, or of an assertion, whose passages are meant; or the beginning of one that no
                other id has. `evidence:` and `assertion:` may stand before it.

        Raises:
            UnknownEvidence: nothing has such an id, or several things do.
        """
        kind, colon, begins = name.strip().lower().rpartition(":")
        found = list(self.sql(_BEGINNING, begins=begins)) if begins else []
        fitting = [row for row in found if not colon or row["name"] == f"{kind}:{row['id']}"]
        if len(fitting) != 1:
            raise UnknownEvidence(name, [row["name"] for row in fitting])
        return list(self.sql(_PASSAGES_OF, id=fitting[0]["id"]))

    def medicine_of(self, concept_id: str) -> str:
        """Return the drug that is a gene's product as given to patients (IL2: aldesleukin); "" if it is not here."""
        from kg.index.concepts import load_therapeutics

        drug = load_therapeutics().get(concept_id, "")
        return drug if drug and any(self.sql("SELECT 1 FROM concepts WHERE id = $id", id=drug)) else ""

    def about(self, name: str, context: str | None = None, *, below: bool = False) -> dict[str, Any]:
        """Return what the graph knows of a concept, plain data.

        Returns:
            `concept`, its `edges` (with `below` also those of its kinds); `kinds`, the concepts below it, those
            mentioned most first; `given_as`, the drug that is its product, or None, and its `edges_given`.

        Raises:
            UnknownConcept: no concept is called like the name, or like the context.
        """
        concept = self.concept(name)
        medicine = self.medicine_of(concept["id"])
        return {
            "concept": concept,
            "kinds": list(self.sql(_KINDS, concept=concept["id"], below=self.below(concept["id"]))),
            "edges": self.edges_of(concept["id"], context, below=below),
            "given_as": self.concept(medicine) if medicine else None,
            "edges_given": self.edges_of(medicine, context) if medicine else [],
        }

    def query(self, sparql: str, bind: Mapping[str, str] | None = None) -> Answer:
        """Answer a SPARQL query over the union of all graphs; the prefixes of the map are declared.

        Args:
            bind: values for the query's parameters, which it writes with a dollar ($concept): each a CURIE, `<IRI>`,
                `"text"` or number, as SPARQL writes it, or else the name of a concept.

        Raises:
            QueryError: it cannot be read or answered, changes data, or has no such parameter.
            UnknownConcept: a value is none that SPARQL writes, nor the name of a concept.
        """
        from kg.core.rdf import node
        from kg.store.query import query, read_value

        given = {}
        for name, value in (bind or {}).items():
            given[name] = read_value(value) or node(self.concept(value)["id"])
        return query(self.folder, sparql, bind=given)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the assertions as a networkx MultiDiGraph, keyed by assertion id."""
        from kg.export.network import network

        return network(self.folder)

    def to_rdflib(self) -> rdflib.Dataset:
        """Return the RDF as an rdflib Dataset backed by the Oxigraph store."""
        from kg.store.build import as_rdflib

        return as_rdflib(self.folder)


def _closest(name: str, known: list[str]) -> list[str]:
    """Return up to three known names that resemble one, typing errors allowed."""
    from rapidfuzz import fuzz, process, utils

    folded = utils.default_process
    found = process.extract(name, sorted(set(known)), scorer=fuzz.WRatio, processor=folded, limit=3, score_cutoff=80)
    return [choice for choice, _, _ in found]
