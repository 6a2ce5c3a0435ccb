"""`kg.open(DIR)`: the Python face of a graph folder. Composes the arrows that read one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from kg.core.errors import OptionError, UnknownEvidence
from kg.core.folder import GraphFolder
from kg.core.questions import BEGINNING, EDGES_OF, KINDS, PASSAGES_OF
from kg.core.tables import GRAPH_SCHEMAS
from kg.core.vocabulary import categories, therapeutics
from kg.naming import Naming, Several, Wanted, names_among, several
from kg.opened import Opened

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import rdflib

    from kg.compare.diff import Diff
    from kg.store.query import Answer

TABLES = (*GRAPH_SCHEMAS, "edges")
Rows = list[dict[str, Any]]


class Graph(Opened):
    """A built graph, open for reading: what `kg.open` returns; see also `kg.opened.Opened`."""

    def diff(self, newer: Graph, tolerance: float = 0.01, **wanted: Unpack[Wanted]) -> Diff:
        """Return what a newer graph has gained, lost and changed, and which papers made it so.

        old.diff(new, about="regulatory T cells", below=True)

        Args:
            newer: the other graph; of both what `select` chose is compared.
            tolerance: belief that differs by no more than this is the same.
            wanted: narrows both; a name need be known in one of them only.

        Raises:
            UnknownConcept, UnknownDocument, UnknownName: nothing in either is called like a name.
            OptionError: one of them is a part already.
        """
        from kg.compare.compare import compare
        from kg.compare.sides import beside

        old, new = self.folder, newer.folder
        if wanted:
            if old.chosen or new.chosen:
                raise OptionError("one of these is a part of a graph already; say all that narrows them at once")
            with beside(old, new) as connection:
                chosen = Naming(connection).filter(**wanted)
            old, new = GraphFolder(old.root, chosen), GraphFolder(new.root, chosen)
        return compare(old, new, tolerance)

    def to_arrow(self, table: str = "edges", **wanted: Unpack[Wanted]) -> pa.Table:
        """Return a table ("assertions" …), or the assertions with names, papers and sentences ("edges"), as Arrow.

        Raises:
            UnknownName: there is no such table.
        """
        from kg.export.frames import arrow

        (known,) = names_among("table", [table], TABLES)
        with self.part(wanted) as part:
            return arrow(part.connection, known)

    def to_pandas(self, table: str = "edges", **wanted: Unpack[Wanted]) -> pd.DataFrame:
        """Return what `to_arrow` does as a pandas DataFrame; MissingDependency where pandas is not installed."""
        from kg.export.frames import pandas

        return pandas(self.to_arrow(table, **wanted))

    def to_polars(self, table: str = "edges", **wanted: Unpack[Wanted]) -> pl.DataFrame:
        """Return what `to_arrow` does as a Polars DataFrame; MissingDependency where Polars is not installed."""
        from kg.export.frames import polars

        return polars(self.to_arrow(table, **wanted))

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
        if context is not None:
            concepts, dose = self.naming.contexts([context])
            context = dose or context
        return list(self.sql(EDGES_OF, wanted=wanted, context=context, concepts=concepts))

    def passages_of(self, name: str) -> list[dict[str, Any]]:
        """Return the passages that an id names, best first, each with the assertion it is evidence of.

        Args:
            name: the id of an evidence, or of an assertion, whose passages are meant; or the beginning of one that no
                other id has. `evidence:` and `assertion:` may stand before it.

        Raises:
            UnknownEvidence: nothing has such an id, or several things do.
        """
        kind, colon, begins = name.strip().lower().rpartition(":")
        found = list(self.sql(BEGINNING, begins=begins)) if begins else []
        fitting = [row for row in found if not colon or row["name"] == f"{kind}:{row['id']}"]
        if len(fitting) != 1:
            raise UnknownEvidence(name, [row["name"] for row in fitting])
        return list(self.sql(PASSAGES_OF, id=fitting[0]["id"]))

    def medicine_of(self, concept_id: str) -> str:
        """Return the drug that is a gene's product as given to patients (IL2: aldesleukin); "" if it is not here."""
        drug = therapeutics().get(concept_id, "")
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
            "kinds": list(self.sql(KINDS, concept=concept["id"], below=self.below(concept["id"]))),
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

        given, base = {}, self.folder.base
        for name, value in (bind or {}).items():
            given[name] = read_value(value, base) or node(self.concept(value)["id"], base)
        return query(self.folder, sparql, bind=given)

    def to_svg(self, **wanted: Unpack[Wanted]) -> str:
        """Return a figure of up to 80 concepts (docs/figures.md) as SVG; IPython.display.SVG shows it.

        Raises:
            OptionError: there are more concepts, or none.
        """
        from kg.export.figure import figure

        with self.part(wanted) as part:
            return figure(part.folder)[0]

    def export(self, form: str, out: str | Path, **wanted: Unpack[Wanted]) -> dict[str, int]:
        """Write the graph in another format, as `kg export` does; return how much was written, by kind.

        Args:
            form: one of `kg.export.EXPORTERS`: "turtle", "kgx-tsv", "cytoscape" …
            out: the file; a folder for formats of several files.

        Raises:
            UnknownName: there is no such format.
            OptionError: something stands at `out` that is not to be replaced, or this format cannot hold the graph.
        """
        from kg.export import EXPORTERS

        write = EXPORTERS[form]
        with self.part(wanted) as part:
            return dict(write(part.folder, Path(out)))

    def to_networkx(self, **wanted: Unpack[Wanted]) -> nx.MultiDiGraph[str]:
        """Return the assertions as a networkx MultiDiGraph, keyed by assertion id."""
        from kg.export.network import network

        with self.part(wanted) as part:
            return network(part.folder)

    def to_rdflib(self) -> rdflib.Dataset:
        """Return the RDF as an rdflib Dataset backed by the Oxigraph store."""
        from kg.store.build import as_rdflib

        return as_rdflib(self.folder)

    def neighbours(self, name: str, way: str = "either", limit: int | None = None, **wanted: Unpack[Wanted]) -> Rows:
        """Return the concepts next to one, with what is asserted of the two: see `kg.discover.neighbours`."""
        from kg.discover.neighbours import neighbours

        with self.part(wanted) as part:
            return neighbours(part.connection, self.concept(name)["id"], way=way, limit=limit)

    def paths(
        self, start: str, end: str, *, limit: int = 5, either_way: bool = False, hub_penalty: float = 0.0,
        **wanted: Unpack[Wanted],
    ) -> Rows:  # fmt: skip
        """Return the best paths from one concept to another, hop by hop with sentences: see `kg.discover.paths`."""
        from kg.discover.paths import paths

        ends = [self.concept(name)["id"] for name in (start, end)]
        with self.part(wanted) as part:
            return paths(part.connection, *ends, limit=limit, either_way=either_way, hub_penalty=hub_penalty)

    def discover(
        self, name: str, target: str | None = None, *, through: Several = (), ranking: str = "", limit: int = 10,
        **wanted: Unpack[Wanted],
    ) -> dict[str, Any]:  # fmt: skip
        """Return hypotheses: what others link to a concept and nobody has spoken of with it; or what links two.

        See `kg.discover.hypotheses`. Here `category` is that of what is found, `through` that of what links. Whether
        somebody has spoken of it is asked of the whole graph, or of its papers until a year, and `since` is what came.
        """
        from kg.discover.hypotheses import between, discover

        given = [several(wanted.pop("category", ())), several(through)]
        found, middle = (names_among("category", names, categories()) for names in given)
        concept, end = self.concept(name), self.concept(target) if target else None
        also = [medicine] if (medicine := self.medicine_of(concept["id"])) else []
        then: Wanted = {"until": wanted["until"]} if wanted.get("until") else {}
        with self.part(wanted) as part, self.part(then) as whole:
            if end:
                told = between(part.connection, concept["id"], end["id"], through=middle, also=also, limit=limit)
            else:
                told = discover(
                    part.connection, concept["id"], whole.connection,
                    categories=found, through=middle, also=also, ranking=ranking, limit=limit,
                    later=self.connection if then else None,
                )  # fmt: skip
        return {"concept": concept, "target": end, **told}

    def hubs(self, by: str = "neighbours", of: Several = (), limit: int = 20, **wanted: Unpack[Wanted]) -> Rows:
        """Return the concepts, of some categories or all, that stand highest by one measure: see `kg.discover.hubs`."""
        from kg.discover.hubs import hubs

        among = names_among("category", several(of), categories())
        with self.part(wanted) as part:
            return hubs(part.connection, by=by, categories=among, limit=limit)

    def communities(self, resolution: float = 1.0, limit: int | None = None, **wanted: Unpack[Wanted]) -> Rows:
        """Return the concepts that belong together, the largest community first: see `kg.discover.communities`."""
        from kg.discover.communities import communities

        with self.part(wanted) as part:
            return communities(part.connection, resolution=resolution, limit=limit)

    def by_year(
        self, recent: int = 3, limit: int = 15, assertion: str | None = None, **wanted: Unpack[Wanted]
    ) -> dict[str, Any]:
        """Return what was first said when, of all or one assertion, and what rises: see `kg.discover.years`."""
        from kg.discover.years import by_year

        one = self.passages_of(assertion)[0]["id"] if assertion else None
        with self.part(wanted) as part:
            return by_year(part.connection, assertion=one, recent=recent, limit=limit)
