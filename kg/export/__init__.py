"""a graph folder -> files: one writer per format.

    write(folder: GraphFolder, path: Path) -> Mapping[str, int]     what was written, counted by kind

A writer streams, puts nothing half-written at `path` (it writes beside and renames), gives the same bytes for
the same graph, and raises OptionError where something stands at `path` that it must not replace. A format of
several files makes a folder. Adding a format is one function and one line in EXPORTERS.

`kg annotate --format` writes Extractions without a graph folder; its table is STANDOFF:

    write(extractions: Iterable[Extraction], stream: TextIO) -> int     how many documents
"""

from __future__ import annotations

from kg.core.registry import Registry

EXPORTERS = Registry(
    "export format",
    "kg.exporters",
    {
        "turtle": "kg.export.rdf:write_turtle",
        "nquads": "kg.export.rdf:write_nquads",
        "nquads-shards": "kg.export.shards:write",
        "trig": "kg.export.rdf:write_trig",
        "jsonld": "kg.export.rdf:write_jsonld",
        "nanopub": "kg.export.nanopub:write",
        "kgx-tsv": "kg.export.kgx:write_tsv",
        "kgx-jsonl": "kg.export.kgx:write_jsonl",
        "graphml": "kg.export.network:write_graphml",
        "gexf": "kg.export.network:write_gexf",
        "cytoscape": "kg.export.network:write_cytoscape",
        "neo4j": "kg.export.neo4j:write",
        "svg": "kg.export.figure:write_svg",
        "png": "kg.export.figure:write_png",
        "sssom": "kg.export.sssom:write",
        "parquet": "kg.export.parquet:write",
        "pubtator": "kg.export.pubtator:write",
        "bioc-json": "kg.export.bioc_json:write",
    },
)

STANDOFF = Registry(
    "annotation format",
    "kg.standoff",
    {
        "pubtator": "kg.export.pubtator:write_all",
        "bioc-json": "kg.export.bioc_json:write_all",
        "jsonl": "kg.export.jsonl:write_all",
    },
)
