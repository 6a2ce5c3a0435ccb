"""ontology files -> Lexicon: the shipped vocabulary, and what a user adds.

An ontology reader is a module of this folder with two functions:

    recognises(head: str) -> bool         does a file that begins so (up to 64 KiB, decompressed) look like mine?
    read(path: Path) -> Iterator[Concept | RecordError]     one at a time; a bad record is yielded, not raised

A concept may come in pieces (its names from one place of a file, its parents from another): who collects them joins
those of one id. Adding a format is one file and one line in READERS. Order matters: the first that recognises a file
reads it.
"""

from __future__ import annotations

from kg.core.registry import Registry

READERS = Registry(
    "ontology reader",
    "kg.ontology_readers",
    {
        "obo": "kg.index.obo",
        "obographs": "kg.index.obographs",
        "ofn": "kg.index.ofn",
        "owl": "kg.index.owl",
        "turtle": "kg.index.turtle",
        "mesh-xml": "kg.index.mesh_xml",
        "mesh-ascii": "kg.index.mesh_ascii",
        "mesh-trees": "kg.index.mesh_trees",
        "sssom": "kg.index.sssom",
        "hgnc": "kg.index.hgnc",
        "gene-info": "kg.index.gene_info",
        "medic": "kg.index.medic",
        "table": "kg.index.columns",
        "mappings": "kg.index.mappings",
    },
)
