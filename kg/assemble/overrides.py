"""found records, Overrides -> the same records as if the texts had been read so; and what each row changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from kg.assemble.scratch import batches, quoted
from kg.core.folder import rows
from kg.core.lexicon import Concept, local_id
from kg.core.overrides import DROP, LOCAL, MEANS, NEVER, Override, Overrides
from kg.core.tables import write_rows
from kg.core.vocabulary import predicates

Row = dict[str, Any]
CHANGES = ("mentions", "relations", "relations_dropped", "contexts")  # what is counted of each row
_CONTEXTS = (("disease", "disease"), ("species", "species"), ("tissue", "anatomy"))  # field, category
_SURFACES = "SELECT DISTINCT unnest([m.text for m in mentions]) AS surface FROM found"
_TOUCHED = """
SELECT * FROM found
WHERE list_has_any([m.text for m in mentions], $surfaces)
   OR list_has_any([c.concept_id for c in flatten(flatten([m.parts for m in mentions]))], $concepts)
   OR list_has_any(flatten([[r.subject.concept_id, r.object.concept_id] for r in relations]), $concepts)
"""
_PUT_BACK = """
ALTER VIEW found RENAME TO found_before;
CREATE TABLE changed AS SELECT id FROM read_parquet({0});
CREATE VIEW found AS FROM found_before ANTI JOIN changed USING (id) UNION ALL FROM read_parquet({0})
"""


def override(
    connection: duckdb.DuckDBPyConnection, overrides: Overrides, concepts: Mapping[str, Concept], scratch: Path
) -> list[Row]:
    """Change mentions and relations in the view `found`; return for each row of the overrides what it changed.

    Only the documents that a row may speak of are taken out of the database, one at a time; they are kept aside.

    Args:
        concepts: those known, by id.
        scratch: a folder for what is written in between.
    """
    every = rows(connection.execute(_SURFACES))
    surfaces = [row["surface"] for row in every if overrides.on_name(row["surface"])]
    touched = {"surfaces": sorted(surfaces), "concepts": sorted({*overrides.banned, *overrides.replaced})}
    changing = Changing(overrides, concepts)
    changed = scratch / "changed.parquet"
    found = connection.execute(_TOUCHED, touched)
    write_rows(changed, _schema(connection), (row | changing.document(row) for row in rows(found)))
    connection.execute(_PUT_BACK.format(quoted(changed)))
    return [
        {"line": row.line, "kind": row.kind, "row": str(row)}
        | {name: changing.counts[row.line, name] for name in CHANGES}
        for row in overrides.rows
    ]


def _schema(connection: duckdb.DuckDBPyConnection) -> pa.Schema:
    """Return the schema of the view `found`."""
    (schema,) = {batch.schema for batch in batches(connection.cursor(), "FROM found LIMIT 1", 1)} or {None}
    return schema


class Reading(NamedTuple):
    """A mention as it is now, None where it is none any more, and the rows by which it came to that."""

    now: Row | None
    by: tuple[Override, ...] = ()


class Changing:
    """Overrides at work on one document after the other.

    Attributes:
        counts: of each row's line and each of CHANGES.
    """

    def __init__(self, overrides: Overrides, concepts: Mapping[str, Concept]) -> None:
        self.overrides = overrides
        self.concepts = concepts
        self.counts: Counter[tuple[int, str]] = Counter()

    def document(self, found: Row) -> Row:
        """Return id, mentions and relations of a document as the overrides will have them."""
        was = found["mentions"]
        readings = [self.mention(mention) for mention in was]
        for reading in readings:
            self._count(reading.by, "mentions")
        relations = [self._relation(relation, was, readings) for relation in found["relations"]]
        self._place(found, readings, relations)
        number_of: dict[int, int] = {}
        mentions: list[Row] = []
        for old, reading in enumerate(readings):
            if reading.now is not None:
                number_of[old] = len(mentions)
                mentions.append({**reading.now, "id": len(mentions)})
        kept = [relation for relation in relations if relation is not None]
        for relation in kept:
            for end in ("subject", "object"):
                relation[end] = {**relation[end], "mention": number_of[relation[end]["mention"]]}
        return {"id": found["id"], "mentions": mentions, "relations": kept}

    def _count(self, by: Iterable[Override], change: str) -> None:
        self.counts.update((row.line, change) for row in by)

    def mention(self, mention: Row) -> Reading:
        """Return what a mention is now. A row counts only where it decided."""
        named = self.overrides.on_name(mention["text"])
        for row in named:
            if row.kind == DROP:
                return Reading(None, (row,))
        meant = next((row for row in named if row.kind == MEANS), None)
        if meant:
            if [_top(part) for part in mention["parts"]] == [meant.object]:
                return Reading(mention)
            return self._as(mention, [[{"concept_id": meant.object, "score": 1.0}]], (meant,))
        parts, by = [], list[Override]()
        for part in mention["parts"]:
            ranked, decided = self._part(part, named, mention)
            parts.append(ranked)
            by += decided
        return self._as(mention, parts, tuple(dict.fromkeys(by))) if by else Reading(mention)

    def _as(self, mention: Row, parts: list[list[Row]], by: tuple[Override, ...]) -> Reading:
        best = parts[0][0] if parts[0] else {"concept_id": "", "score": mention["score"]}
        concept = self.concepts.get(best["concept_id"])
        category = concept.category if concept else mention["category"]
        return Reading({**mention, "parts": parts, "category": category, "score": best["score"]}, by)

    def _part(self, part: list[Row], named: Sequence[Override], mention: Row) -> tuple[list[Row], list[Override]]:
        """Return the candidates that are left, best first, and the rows that changed which one is the best.

        A local concept before others says that the text did not decide between them; it goes where one is left.
        """
        undecided = part[:1] if len(part) > 1 and part[0]["concept_id"].startswith(LOCAL) else []
        left: dict[str, float] = {}
        by: list[Override] = []
        for candidate in part[len(undecided) :]:
            meant, refused, replaced = self._meant(candidate["concept_id"], named)
            by += [row for row in (refused, replaced) if row and (undecided or not left)]
            if not refused:
                left[meant] = max(candidate["score"], left.get(meant, 0.0))
        if undecided and (len(left) != 1 or undecided[0]["concept_id"] in self.overrides.replaced):
            meant, _, replaced = self._meant(undecided[0]["concept_id"], named)
            left = {meant: undecided[0]["score"], **left}
            by = [replaced] if replaced else []
        if part and not left:
            left[local_id(mention["category"], mention["text"])] = part[0]["score"]
        return [{"concept_id": concept, "score": score} for concept, score in left.items()], by

    def _meant(self, concept: str, named: Sequence[Override]) -> tuple[str, Override | None, Override | None]:
        """Return the id that a candidate goes by now, the row that refuses it, and the one that replaces it."""
        replaced = self.overrides.replaced.get(concept)
        meant = replaced.object if replaced else concept
        never = (row for row in named if row.kind == NEVER and row.object in (concept, meant))
        refused = next(never, None) or self.overrides.banned.get(concept)
        return meant, refused, None if refused else replaced

    def _relation(self, relation: Row, was: Sequence[Row], readings: Sequence[Reading]) -> Row | None:
        """Return a relation with its ends as they are now; None where an end is gone, or both became one."""
        gone = {row for n in sorted(_mentions(relation)) if readings[n].now is None for row in readings[n].by}
        if gone:
            self._count(gone, "relations_dropped")
            return None
        ends, by, moved = list[Row](), dict[Override, None](), False
        for end in ("subject", "object"):
            argument = relation[end]
            mention = argument["mention"]
            concept, decided = self._argument(argument["concept_id"], was[mention], readings[mention])
            moved |= concept != argument["concept_id"]
            by |= dict.fromkeys(decided)
            ends.append({**argument, "concept_id": concept})
        if moved and ends[0]["concept_id"] == ends[1]["concept_id"]:
            self._count(by, "relations_dropped")
            return None
        if moved:
            self._count(by, "relations")
            if _undirected(relation) and ends[0]["concept_id"] > ends[1]["concept_id"]:
                ends.reverse()  # as they are read: smaller id first, so that it is one assertion
        return {**relation, "subject": ends[0], "object": ends[1]}

    def _argument(self, concept: str, was: Row, reading: Reading) -> tuple[str, Sequence[Override]]:
        """Return what an end stands for now.

        Mostly it stands for its mention's concept. Where it does not (a gene's product that is given as a medicine) it
        stays what it is, unless the mention has come to mean another thing or the end itself is ruled out.
        """
        now = reading.now or was
        tops = [_top(part) for part in now["parts"]]
        old = [_top(part) for part in was["parts"]]
        if concept in old:
            place = old.index(concept)
            return tops[place if len(tops) == len(old) else 0] or concept, reading.by
        named = self.overrides.on_name(was["text"])
        meant, refused, replaced = self._meant(concept, named)
        same = [top and self._meant(top, ())[0] for top in old] == tops
        if same and not refused:
            return meant, [replaced] if replaced else []
        rows = [*reading.by, *([refused] if refused else [])]
        return next(filter(None, tops), "") or local_id(now["category"], now["text"]), rows

    def _place(self, found: Row, readings: Sequence[Reading], relations: list[Row | None]) -> None:
        """Set anew the contexts of relations near which a mention has changed."""
        readings = [self._of_its_concept(reading) for reading in readings]
        title = len(found["title"])
        spoken: defaultdict[int, set[int]] = defaultdict(set)
        lost = set()
        for relation, old in zip(relations, found["relations"], strict=True):
            sentence = old["sentences"][-1]["end"]
            if relation:
                spoken[sentence] |= _mentions(relation)
            else:
                lost.add(sentence)
        for relation in filter(None, relations):
            start, end = relation["sentences"][0]["start"], relation["sentences"][-1]["end"]
            inside = [n for n, one in enumerate(found["mentions"]) if start <= one["start"] and one["end"] <= end]
            before = [n for n, one in enumerate(found["mentions"]) if one["end"] <= title]
            changed = [n for n in sorted({*inside, *before}) if readings[n].by]
            if changed or end in lost:
                context = _context(relation, readings, inside, before, spoken[end])
                kinds = {category for field, category in _CONTEXTS if context[field] != relation["context"][field]}
                relation["context"] = context
                near = (n for n in changed if kinds & _kinds(found["mentions"][n], readings[n]))
                self._count({row for n in near for row in readings[n].by}, "contexts")

    def _of_its_concept(self, reading: Reading) -> Reading:
        """Return a mention with the category of its concept, as relations are read by."""
        parts = reading.now["parts"] if reading.now else ()
        concept = self.concepts.get(_top(parts[0])) if parts else None
        if reading.now is None or concept is None:
            return reading
        return reading._replace(now={**reading.now, "category": concept.category})


def _kinds(was: Row, reading: Reading) -> set[str]:
    return {was["category"], (reading.now or was)["category"]}


def _top(part: Sequence[Row]) -> str:
    return str(part[0]["concept_id"]) if part else ""


def _mentions(relation: Row) -> set[int]:
    return {relation["subject"]["mention"], relation["object"]["mention"]}


def _undirected(relation: Row) -> bool:
    known = predicates().get(relation["predicate"])
    return bool(known and known.symmetric and not relation["direction"])


def _tops(readings: Sequence[Reading], numbers: Iterable[int], wanted: Callable[[str], bool]) -> set[str]:
    """Return the concepts that mentions of the categories wanted stand for."""
    now = (readings[number].now for number in numbers)
    return {_top(part) for one in now if one and wanted(one["category"]) for part in one["parts"] if part}


def _context(
    relation: Row, readings: Sequence[Reading], inside: Sequence[int], before: Sequence[int], spoken: Collection[int]
) -> Row:
    """Return a relation's context as it would be read: what its passage names, else what the title names.

    Its own ends are no context of it, nor is what the sentence speaks of elsewhere. The dose stays.
    """
    ends = _mentions(relation)
    own = _tops(readings, ends.union(spoken), lambda _: True)

    def named(category: str) -> list[str]:
        for numbers in (inside, before):
            found = _tops(readings, (n for n in numbers if n not in ends), category.__eq__)
            if found:
                return sorted(found - own)
        return []

    return {**relation["context"], **{field: named(category) for field, category in _CONTEXTS}}
