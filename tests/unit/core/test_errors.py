from __future__ import annotations

import pickle

import pytest

from kg.core import errors
from kg.core.errors import (
    ChecksumMismatch,
    ClusterError,
    DataError,
    DownloadError,
    GraphFolderError,
    InputError,
    KGError,
    MissingDependency,
    OptionError,
    QueryError,
    QueryRefused,
    RecordError,
    TooManyRows,
    UnknownConcept,
    UnknownDocument,
    UnknownEvidence,
    UnknownFormat,
    UnknownName,
    WorkerError,
)

EXAMPLES: tuple[tuple[KGError, str], ...] = (
    (InputError("a.xml", "is empty"), "a.xml: is empty"),
    (RecordError("a.xml", 3, "has no title"), "a.xml, record 3: has no title"),
    (UnknownFormat("a.bin"), "a.bin: no reader recognises the content; name one with --reader (see `kg list`)"),
    (DataError("gene.tsv", 7, "has no id"), "gene.tsv, line 7: has no id"),
    (DataError("config.cfg", 0, "does not parse"), "config.cfg: does not parse"),
    (UnknownName("reader", "jsnl", ["csv", "jsonl"]), "no reader is called 'jsnl'; did you mean 'jsonl'?"),
    (UnknownName("reader", "??", ["csv", "jsonl"]), "no reader is called '??'; known: csv, jsonl"),
    (UnknownConcept("IL-22", ["IL-2", "IL-21"]),
     "no concept of this graph is called 'IL-22'; did you mean 'IL-2', 'IL-21'?"),
    (UnknownConcept("xyz"), "no concept of this graph is called 'xyz'"),
    (UnknownDocument("9"), "no paper of this graph has the id '9' (PMID:…, DOI:…, or the bare PMID or DOI)"),
    (UnknownEvidence("xyz"), "no assertion or evidence of this graph has the id 'xyz'; `kg show` prints them"),
    (UnknownEvidence("a", list("abc")), "3 ids begin with 'a': a, b, c"),
    (UnknownEvidence("a", list("abcde")), "5 ids begin with 'a': a, b, c, d …"),
    (GraphFolderError("out", "holds no graph"), "out: holds no graph"),
    (QueryError("line 1: SELCT"), "query: line 1: SELCT"),
    (QueryRefused("LOAD changes data"), "query: LOAD changes data"),
    (TooManyRows(1000),
     "query: it gives more than 1,000 rows, the most that are answered here; LIMIT and OFFSET take a part"),
    (UnknownConcept("xyz", (), "mondo"), "no concept of mondo is called 'xyz'"),
    (DownloadError("http://a.org/x.obo", "no such file (404)"), "http://a.org/x.obo: no such file (404)"),
    (ChecksumMismatch("x.obo", "ab", "cd"), "x.obo: its sha256 is cd, not ab as stated: refused"),
    (ChecksumMismatch("x.obo", "ab", "cd", "look elsewhere"),
     "x.obo: its sha256 is cd, not ab as stated: refused (look elsewhere)"),
    (MissingDependency("ray", "running on a cluster"),
     "running on a cluster needs ray, which is not installed: pip install ray"),
    (MissingDependency("ray", "a cluster", "see ray.io"), "a cluster needs ray, which is not installed: see ray.io"),
    (WorkerError("ended with code 1"),
     "worker processes do not come to work: the last one ended with code 1; --workers 1 starts none"),
    (ClusterError("head:6379: refused"), "head:6379: refused"),
    (OptionError("give one of both"), "give one of both"),
)  # fmt: skip


@pytest.mark.parametrize(("error", "sentence"), EXAMPLES, ids=[type(one).__name__ for one, _ in EXAMPLES])
def test_an_error_says_its_facts_in_one_line_and_survives_pickling(error: KGError, sentence: str) -> None:
    assert str(error) == sentence
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), sentence, vars(error))


def test_every_error_is_in_the_tree_its_module_draws_and_among_the_examples() -> None:
    classes = {one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, KGError)}
    assert classes - {KGError} == {type(one) for one, _ in EXAMPLES}
    assert errors.__doc__
    assert all(one.__name__ in errors.__doc__ for one in classes)


def test_a_bad_record_and_an_unknown_format_are_problems_of_an_input() -> None:
    assert isinstance(RecordError("a", 1, "b"), InputError)
    assert UnknownFormat("a").reason == "no reader recognises the content"


def test_nothing_that_steers_a_terminal_stands_in_an_error() -> None:
    told = str(RecordError("a\x1b[2J\n.txt", 1, "no line: '\x9b\udc80'"))
    assert told == r"a\x1b[2J\n.txt, record 1: no line: '\x9b\udc80'"
    assert len(str(InputError("a", "x" * 10_000))) < 600
    assert str(DataError("a", 0, "two:\n  \x1bone")) == "a: two:\n  \\x1bone"
