"""What is fuzzed: by name, a call that takes any bytes, and the bytes to begin with.

A call returns where it got documents, concepts or an error of ours, and raises where it got anything else.
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from kg.core.errors import InputError, KGError
from kg.core.lexicon import Concept
from kg.core.text import Document, Extraction
from kg.core.vocabulary import categories
from tests import small_files


class Target(NamedTuple):
    """A call, and seeds for it."""

    call: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def checked_documents(found: Iterable[object]) -> Iterator[object]:
    """Yield what was read; fail where it is neither an error of ours nor a document that holds together."""
    for item in found:
        assert isinstance(item, Document | InputError), repr(item)
        if isinstance(item, Document):
            check_document(item)
        else:
            check_error(item)
        yield item


def check_error(error: KGError) -> None:
    """Fail where an error cannot be written, or goes over lines."""
    str(error).encode()
    assert "\n" not in str(error)


def check_document(document: Document) -> None:
    """Fail where a document's parts do not fit together, or cannot be written."""
    text = document.text
    text.encode()
    repr(document.metadata).encode()
    assert document.metadata.deleted or document.title or document.sections
    assert all(text[part.start : part.end] == part.text for part in document.sections)


def checked_extractions(found: Iterable[object]) -> Iterator[object]:
    """Yield what was read; fail where it is neither an error of ours nor an extraction whose offsets fit its text."""
    for item in found:
        assert isinstance(item, Extraction | InputError), repr(item)
        if isinstance(item, Extraction):
            check_document(item.document)
            text = item.document.text
            assert all(one.text and text[one.start : one.end] == one.text for one in item.mentions)
            ends = [end.mention for one in item.relations for end in (one.subject, one.object)]
            assert all(-1 <= end < len(item.mentions) for end in ends)
        else:
            check_error(item)
        yield item


def checked_concepts(found: Iterable[object]) -> Iterator[object]:
    """Yield what was read; fail where it is neither an error of ours nor a concept with an id and clean names."""
    for item in found:
        assert isinstance(item, Concept | KGError), repr(item)
        if isinstance(item, Concept):
            assert ":" in item.id
            assert item.category in {"", *categories()}
            assert all(text == " ".join(text.split()) for text in (item.name, *item.synonyms, *item.ambiguous))
            repr(item).encode()
        else:
            check_error(item)
        yield item


@contextmanager
def as_file(content: bytes, name: str = "file") -> Iterator[Path]:
    """Lend a file with this content."""
    with tempfile.TemporaryDirectory(prefix="kg-fuzz-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path


@contextmanager
def answered() -> Iterator[None]:
    """Let errors of ours pass: they are answers."""
    try:
        yield
    except KGError as error:
        str(error).encode()


def documents(reader: str | None, content: bytes) -> None:
    """Read documents."""
    from kg.read.sniff import read_documents

    with as_file(content) as path, answered():
        deque(checked_documents(read_documents([str(path)], reader)), 0)


def gold(reader: str, content: bytes) -> None:
    """Read a gold file."""
    from kg.read.gold import GOLD_READERS

    with as_file(content, "x_abstracts.tsv") as path, answered():
        deque(checked_extractions(GOLD_READERS[reader].gold(path)), 0)


def gold_folder(reader: str, files: Mapping[str, bytes], content: bytes) -> None:
    """Read a gold corpus of several files, each a part of the bytes that NULs cut."""
    from kg.read.gold import GOLD_READERS

    with tempfile.TemporaryDirectory(prefix="kg-fuzz-") as folder, answered():
        for name, part in zip(files, content.split(b"\0", len(files) - 1), strict=False):
            (Path(folder) / PurePosixPath(name).name).write_bytes(part)
        path = Path(folder) if reader == "brat" else Path(folder) / next(iter(files))
        deque(checked_extractions(GOLD_READERS[reader].gold(path)), 0)


def gold_without_texts(content: bytes) -> None:
    """Read statements about the documents of a file beside them."""
    from kg.read.gold import GOLD_READERS

    with as_file(content) as path, as_file(small_files.DOCUMENTS["jsonl"]) as texts, answered():
        deque(checked_extractions(GOLD_READERS["annotations"].gold(path, [texts])), 0)


def ontology(reader: str | None, content: bytes) -> None:
    """Read an ontology."""
    from kg.index.sniff import read_ontology

    with as_file(content) as path, answered():
        deque(checked_concepts(read_ontology(path, reader)), 0)


def overrides(content: bytes) -> None:
    """Read a table of overrides."""
    from kg.core.overrides import read_overrides

    known = {one: Concept(one, "x", "gene") for one in ("HGNC:6106", "HGNC:11935")}
    with as_file(content) as path, answered():
        str(list(map(str, read_overrides(path, known).rows))).encode()


def curations(content: bytes) -> None:
    """Read a table of curations."""
    from kg.core.curations import read_curations

    with as_file(content) as path, answered():
        repr(read_curations(path).rows).encode()


def query(content: bytes) -> None:
    """Ask a store that is nearly empty."""
    from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store

    from kg.store.query import Answer, ask, form_of, parameters, read_value

    text = content.decode("utf-8", "surrogateescape")
    store = Store()
    store.add(Quad(NamedNode("http://x/a"), NamedNode("http://x/p"), Literal("b")))
    form_of(text)
    read_value(text)
    with answered():
        answer: Answer = ask(store, text, bind=dict.fromkeys(parameters(text)[:1], Literal("v")))
        rows = iter(answer.result) if isinstance(answer.result, QueryTriples) else answer.rows()
        for _ in zip(range(20), rows, strict=False):
            pass


def page_lines(content: bytes) -> None:
    """Parse the dump of a page."""
    from kg.read.page_dump import parse_dump

    repr(parse_dump(content.decode("utf-8", "replace"))).encode()


def _targets() -> Iterator[tuple[str, Target]]:
    for name, seed in small_files.DOCUMENTS.items():
        more = (small_files.DUMP,) if name == "page" else ()
        yield f"read-{name}", Target(partial(documents, name), (seed, *more))
    yield "read-any", Target(partial(documents, None), (*small_files.DOCUMENTS.values(), small_files.DUMP))
    for name, seed in small_files.GOLD.items():
        yield f"gold-{name}", Target(partial(gold, name), (seed,))
    for name, files in (
        ("brat", small_files.BRAT),
        ("drugprot", small_files.DRUGPROT),
        ("evidence-inference", small_files.EVIDENCE_INFERENCE),
    ):
        yield f"gold-{name}", Target(partial(gold_folder, name, files), (b"\0".join(files.values()),))
    yield "gold-zip", Target(partial(gold, "brat"), (small_files.zipped(small_files.BRAT),))
    yield "gold-annotations", Target(gold_without_texts, (small_files.ANNOTATIONS,))
    for name, seed in small_files.ONTOLOGIES.items():
        yield f"ontology-{name}", Target(partial(ontology, name), (seed,))
    yield "ontology-any", Target(partial(ontology, None), tuple(small_files.ONTOLOGIES.values()))
    yield "overrides", Target(overrides, (small_files.OVERRIDES,))
    yield "curations", Target(curations, (small_files.CURATIONS,))
    yield "query", Target(query, small_files.QUERIES)
    yield "page-lines", Target(page_lines, (small_files.DUMP,))


TARGETS: Mapping[str, Target] = dict(_targets())
