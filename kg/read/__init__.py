"""files -> Document: one module per format, each with `recognises(head)` and `read(path)`.

    recognises(head: str) -> bool         does a file that begins so (up to 64 KiB, decompressed) look like mine?
    read(path: Path) -> Iterator[Document | RecordError]     one at a time; a bad record is yielded, not raised

Adding a format is one file and one line in READERS. Order matters: the first that recognises a file reads it.
"""

from __future__ import annotations

from kg.core.registry import Registry

READERS = Registry(
    "reader",
    "kg.readers",
    {
        "pubmed": "kg.read.pubmed",
        "jats": "kg.read.jats",
        "bioc-xml": "kg.read.bioc_xml",
        "bioc-json": "kg.read.bioc_json",
        "jsonl": "kg.read.jsonl",
        "nbib": "kg.read.nbib",
        "pubtator": "kg.read.pubtator",
        "page": "kg.read.page",
        "csv": "kg.read.csv",
        "text": "kg.read.text",
    },
)
