"""What a user knows better than the lexicon: rows of an SSSOM table on names and concepts, read and checked."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.core.errors import DataError, InputError
from kg.core.lexicon import Concept
from kg.core.names import case_exact, normal_form
from kg.core.opening import read_table
from kg.core.prefixes import converter

# What a row can say
DROP, MEANS, NEVER, BAN, REPLACE = KINDS = ("drop", "means", "never", "ban", "replace")
NO_TERM = "sssom:NoTermFound"
EXACT = "skos:exactMatch"
NOT = "Not"
# SSSOM's other columns (version 1.0) are read over; any other name may be a misspelt one, and is refused
_USED = ("subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label")
_READ_OVER = frozenset((
    "author_id", "author_label", "comment", "confidence", "creator_id", "creator_label", "curation_rule",
    "curation_rule_text", "issue_tracker_item", "license", "mapping_cardinality", "mapping_date",
    "mapping_justification", "mapping_provider", "mapping_source", "mapping_tool", "mapping_tool_id",
    "mapping_tool_version", "match_string", "object_category", "object_match_field", "object_preprocessing",
    "object_source", "object_source_version", "object_type", "other", "predicate_label", "predicate_type",
    "publication_date", "record_id", "reviewer_agreement", "reviewer_id", "reviewer_label", "see_also",
    "semantic_similarity_measure", "semantic_similarity_score", "similarity_measure", "similarity_score",
    "subject_category", "subject_match_field", "subject_preprocessing", "subject_source",
    "subject_source_version", "subject_type",
))  # fmt: skip
_CURIE = re.compile(r"[A-Za-z][\w.-]*:\S+")
LOCAL = "text:"  # begins the id of a concept that only texts name

Problem = tuple[int, str]  # line, what is wrong


@dataclass(frozen=True, slots=True)
class Override:
    """One row.

    Attributes:
        line: where it stands in its file, from 1.
        kind: one of KINDS: `drop` (this name is no mention), `means` (this name means that concept), `never` (this
            name never means it), `ban` (nothing means this concept), `replace` (this concept means that one).
        name: the name that DROP, MEANS and NEVER speak of, else "".
        subject: the concept that REPLACE replaces, else "".
        object: the concept that all but DROP speak of, else "".
        label: what the file calls the object, for people.
    """

    line: int
    kind: str
    name: str = ""
    subject: str = ""
    object: str = ""
    label: str = ""

    def __str__(self) -> str:
        concept = f"{self.object} ({self.label})" if self.label else self.object
        return {
            DROP: f"{self.name} is no mention",
            MEANS: f"{self.name} means {concept}",
            NEVER: f"{self.name} never means {concept}",
            BAN: f"nothing means {concept}",
            REPLACE: f"{self.subject} means {concept}",
        }[self.kind]


def _key(name: str) -> tuple[str, str]:
    """Return what a name is compared by: itself where it is short and all capitals, else its normal form."""
    return (name, "") if case_exact(name) else ("", normal_form(name))


class Overrides:
    """The rows of an overrides table that agree with one another; falsy without any.

    Attributes:
        rows: in the order of their lines.
        banned, replaced: the rows on a concept, by its id.
        source: the file's name; sha256: of its bytes.
    """

    def __init__(self, rows: Iterable[Override] = (), source: str = "", sha256: str = "") -> None:
        self.rows = tuple(sorted(rows, key=lambda row: row.line))
        self.source = source
        self.sha256 = sha256
        self.banned = {row.object: row for row in self.rows if row.kind == BAN}
        self.replaced = {row.subject: row for row in self.rows if row.kind == REPLACE}
        self._named: defaultdict[tuple[str, str], list[Override]] = defaultdict(list)
        for row in self.rows:
            if row.name:
                self._named[_key(row.name)].append(row)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def on_name(self, surface: str) -> Sequence[Override]:
        """Return the rows on a name as it stands in a text.

        A short all-capital name ("GC") fits as it stands, but for a plural s, and goes before a row for the
        same letters in another case; any other name fits by its normal form.
        """
        for key in ((surface, ""), (surface.removesuffix("s"), ""), ("", normal_form(surface))):
            if key in self._named:
                return self._named[key]
        return ()


def read_overrides(path: Path, concepts: Mapping[str, Concept]) -> Overrides:
    """Read a table of overrides.

    Args:
        path: tab-separated, with a header; lines that begin with `#` are SSSOM's metadata.
        concepts: those known, by id; a name or concept can come to mean no other.

    Raises:
        InputError: there is no such file.
        DataError: the header or any row cannot be used, or two rows contradict each other; all of them are told.
    """
    if not path.is_file():
        raise InputError(path, "no such file of overrides")
    data = read_table(path)
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(path, data[: error.start].count(b"\n") + 1, "is not UTF-8") from error
    rows, problems = [], []
    for line, cells in _table(path, lines):
        found = _override(line, cells)
        if isinstance(found, Override):
            rows.append(found)
        else:
            problems.append((line, found))
    problems += [*_unknown(rows, concepts), *_contradictions(rows)]
    if problems:
        raise _refusal(path, sorted(problems))
    return Overrides(rows, path.name, hashlib.sha256(data).hexdigest())


def _refusal(path: Path, problems: Sequence[Problem]) -> DataError:
    if len(problems) == 1:
        return DataError(path, *problems[0])
    told = "".join(f"\n  {DataError(path, *problem)}" for problem in problems)
    return DataError(path, 0, f"{len(problems)} problems, so that nothing is applied:{told}")


def _table(path: Path, lines: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, cells by column); too few or too many cells are told by the column ""."""
    header: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#") or not line.strip():
            continue
        cells = [_unquoted(cell.strip()) for cell in line.split("\t")]
        if header:
            fitting = {
                "": "" if len(cells) == len(header) else f"{len(cells)} cells where the header has {len(header)}"
            }
            yield number, fitting | dict(zip(header, cells, strict=False))
            continue
        header = cells
        if wrong := _wrong_header(header):
            raise DataError(path, number, wrong)
    if not header:
        raise DataError(path, 0, f"has no header; it needs the columns {', '.join(_USED[:-1])}")


def _unquoted(cell: str) -> str:
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if quoted else cell


def _wrong_header(header: Sequence[str]) -> str:
    if twice := sorted({column for column in header if header.count(column) > 1}):
        return f"the column {twice[0]!r} stands twice"
    if strange := [column for column in header if column not in _READ_OVER.union(_USED)]:
        tabs = "" if len(header) > 1 else "columns are parted by tabs: "
        return f"{tabs}{strange[0]!r} is no column of SSSOM; the columns that count are {', '.join(_USED)}"
    missing = [column for column in ("predicate_id", "object_id") if column not in header]
    missing += [] if {"subject_id", "subject_label"} & {*header} else ["subject_label"]
    return f"the column {missing[0]!r} is missing" if missing else ""


def _override(line: int, cells: Mapping[str, str]) -> Override | str:
    """Return what a row says, or what is wrong with it."""
    if cells[""]:
        return cells[""]
    name, subject, one = (cells.get(column, "") for column in ("subject_label", "subject_id", "object_id"))
    predicate, modifier = cells["predicate_id"], cells.get("predicate_modifier", "")
    if predicate != EXACT:
        return f"predicate_id is {predicate!r}; overrides know {EXACT} alone"
    if modifier not in ("", NOT):
        return f"predicate_modifier is {modifier!r}; it may be {NOT!r} or empty"
    for column, curie in (("subject_id", subject), ("object_id", one)):
        if curie and not _CURIE.fullmatch(curie):
            return f"{column} is {curie!r}, which is no CURIE such as MONDO:0007915"
    if not one:
        return f"object_id is empty; it is a concept's id, or {NO_TERM}"
    label = cells.get("object_label", "")
    if subject:
        return _on_concept(line, subject, name, modifier, one, label)
    if not normal_form(name):
        return f"subject_label is {name!r}, in which there is no letter or digit" if name else "it has no subject"
    if modifier and one == NO_TERM:
        return f"{NOT} and {NO_TERM} together say nothing; leave {NOT} away to drop the name"
    if one == NO_TERM:
        return Override(line, DROP, name)
    return Override(line, NEVER if modifier else MEANS, name, object=one, label=label)


def _on_concept(line: int, subject: str, name: str, modifier: str, one: str, label: str) -> Override | str:
    """Return what a row with a subject_id says; a label beside it is for people, as everywhere in SSSOM."""
    if modifier:
        return f"{NOT} is for names: leave subject_id empty and give the name as subject_label"
    if subject == NO_TERM:
        if one == NO_TERM or name:
            return f"with subject_id {NO_TERM}, object_id is a concept's id, and subject_label is empty"
        if one.startswith(LOCAL):
            return f"{one} is the graph's own id of a name without concept; drop that name instead"
        return Override(line, BAN, object=one, label=label)
    if one == NO_TERM:
        return f"to say that nothing means {subject}, give it as object_id, and {NO_TERM} as subject_id"
    if one == subject:
        return f"{subject} means itself already"
    return Override(line, REPLACE, subject=subject, object=one, label=label)


def _unknown(rows: Iterable[Override], concepts: Mapping[str, Concept]) -> Iterator[Problem]:
    """Yield the rows that would bring in an id that no concept has, with the id that may be meant."""
    wanted = {row.object for row in rows if row.kind in (MEANS, REPLACE)} - concepts.keys()
    mapped = {xref: concept.id for concept in concepts.values() for xref in concept.xrefs} if wanted else {}
    for row in rows:
        if row.kind in (MEANS, REPLACE) and row.object in wanted:
            canonical = converter().standardize_curie(row.object) or row.object
            meant = canonical if canonical in concepts else mapped.get(canonical)
            hint = f"; did you mean {meant}?" if meant else "; one of your own comes with `kg build --ontology`"
            yield row.line, f"no concept at hand has the id {row.object}{hint}"


def _contradictions(rows: Sequence[Override]) -> Iterator[Problem]:
    """Yield the rows that say the same as another, or that cannot hold together with it."""
    groups: defaultdict[tuple[str, ...], list[Override]] = defaultdict(list)
    for row in rows:
        if row.name:
            groups["name", *_key(row.name)].append(row)
        for concept in {row.subject, row.object} - {""}:
            groups["concept", concept].append(row)
    seen = set()
    for group in groups.values():
        for index, one in enumerate(group):
            for other in group[:index]:
                first, second = sorted((one, other), key=lambda row: row.line)
                reason = _clash(first, second) or _clash(second, first)
                if reason and (first, second) not in seen:
                    seen.add((first, second))
                    yield second.line, f"“{second}” {reason} line {first.line}: “{first}”"


def _clash(one: Override, other: Override) -> str:
    """Return how a row contradicts another, looked at from one of the two sides; "" where they agree."""
    same_name = bool(one.name and other.name and _key(one.name) == _key(other.name))
    kinds = (one.kind, other.kind)
    if kinds[0] == kinds[1] and one.object == other.object and one.subject == other.subject:
        return "says the same as" if same_name or not one.name else ""
    if same_name and (
        one.kind == DROP or kinds == (MEANS, MEANS) or (kinds == (MEANS, NEVER) and one.object == other.object)
    ):
        return "contradicts"
    if one.kind == BAN and other.kind in (MEANS, REPLACE) and one.object in (other.object, other.subject):
        return "contradicts"
    if kinds == (REPLACE, REPLACE) and one.subject == other.subject:
        return "contradicts"
    if one.kind == REPLACE and other.kind in (MEANS, REPLACE) and one.subject == other.object:
        return "replaces, or is replaced by, what is meant in"
    return ""
