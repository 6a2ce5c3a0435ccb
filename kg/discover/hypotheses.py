"""a graph, a concept -> hypotheses: concepts that others link to it and that nobody has spoken of with it, ranked.

Swanson's way (Perspect Biol Med 1986, 30:7): where some papers say that A acts on B and others that B acts on C, and
none speaks of A and C, A may act on C. What a single paper says of A and B and of B and C links nothing: whoever wrote
it has seen both. Open discovery looks for C, closed discovery for the B between a given A and C
(Smalheiser, J Data Inf Sci 2017, 2:43).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.core.errors import OptionError, UnknownName
from kg.core.folder import rows
from kg.discover.rankings import RANKING, RANKINGS, Linked, Way
from kg.discover.steps import Row, hops, named, prepare, prepare_kinds, strongest

if TYPE_CHECKING:
    import duckdb

WAYS_SHOWN = 3  # of each hypothesis, the best

# Two steps from A, without what is known, and without what one paper alone says of both: that paper has read itself.
# The rows of one A are all that is read into memory
_WAYS = """
SELECT s.other AS concept, f.other AS way, f.belief AS first, s.belief AS second, d.degree, e.degree AS end_degree,
       f.sign * s.sign AS together, f.acts * s.acts AS along, f.acted * s.acted AS against,
       coalesce(k.kinds, 1) AS kinds, coalesce(l.kinds, 1) AS end_kinds
FROM discover.beside f
JOIN discover.beside s ON s.one = f.other AND s.other <> f.one
JOIN discover.degrees d ON d.id = f.other
JOIN discover.degrees e ON e.id = s.other
JOIN concepts b ON b.id = f.other
JOIN concepts c ON c.id = s.other
LEFT JOIN discover.kinds k ON k.id = f.other
LEFT JOIN discover.kinds l ON l.id = s.other
WHERE f.one = $concept AND (f.paper <> s.paper OR f.paper IS NULL OR s.paper IS NULL)
  AND s.other NOT IN (SELECT unnest($known::VARCHAR[]))
  AND ($target IS NULL OR s.other = $target)
  AND (len($through) = 0 OR list_contains($through, b.category))
  AND (len($categories) = 0 OR list_contains($categories, c.category))
ORDER BY s.other, f.other
"""
# A, its kinds and what it is directly a kind of; what anything is said of them with; and the kinds' and groups' turn:
# what such a thing is a kind of, however far, and what is directly a kind of it. Everything above A goes with it.
_KNOWN = """
WITH RECURSIVE up AS (SELECT id, unnest(parents) AS parent FROM concepts),
below(id) AS (SELECT $concept UNION SELECT up.id FROM up JOIN below ON up.parent = below.id),
family(id) AS (SELECT id FROM below UNION SELECT parent FROM up WHERE id = $concept),
said(id) AS (
  SELECT object FROM assertions WHERE subject IN (SELECT id FROM family) AND NOT rejected
  UNION SELECT subject FROM assertions WHERE object IN (SELECT id FROM family) AND NOT rejected
),
above(id) AS (SELECT id FROM (SELECT id FROM said UNION SELECT id FROM family)
              UNION SELECT up.parent FROM up JOIN above ON up.id = above.id)
SELECT id FROM above UNION SELECT up.id FROM up JOIN said ON up.parent = said.id
"""
_DIRECT = """
SELECT id FROM assertions WHERE $one IN (subject, object) AND $other IN (subject, object) AND subject <> object
ORDER BY asserted DESC, belief DESC, id
"""
_NAMED_BOTH = """
SELECT m.concept_id AS id, count(DISTINCT m.document_id) AS papers FROM mentions m
SEMI JOIN (SELECT document_id FROM mentions WHERE concept_id = $concept) a USING (document_id)
WHERE m.concept_id IN (SELECT unnest($others::VARCHAR[])) GROUP BY m.concept_id
"""


def known_with(connection: duckdb.DuckDBPyConnection, concept: str) -> frozenset[str]:
    """Return the concepts that are no news for one: what something is said of together with it.

    Denied and speculated counts as said, what a curator rejected does not. It is no news either where the same is said
    of a kind of the concept or of what it is directly a kind of; nor is what is above, or directly a kind of, a thing
    it is said with; nor the concept's own kinds and groups.
    """
    return frozenset(row["id"] for row in rows(connection.execute(_KNOWN, {"concept": concept})))


def linked(
    connection: duckdb.DuckDBPyConnection,
    concept: str,
    known: Collection[str] = (),
    *,
    target: str | None = None,
    categories: Sequence[str] = (),
    through: Sequence[str] = (),
) -> Iterator[Linked]:
    """Yield the concepts two steps from one, by id, each with those between; the connection is busy until the end.

    Args:
        connection: as `GraphFolder.connect` gives it; its steps are gone.
        concept: the id of A.
        known: what C is not.
        target: what alone C is.
        categories, through: what C and B are; anything if empty.
    """
    prepare_kinds(connection)
    (concepts,) = connection.execute("SELECT count(*) FROM concepts").fetchone() or (0,)
    (start,) = connection.execute("SELECT degree FROM discover.degrees WHERE id = $1", [concept]).fetchone() or (0,)
    values = {"concept": concept, "known": sorted(known), "target": target}
    values |= {"categories": list(categories), "through": list(through)}
    for found, ways in groupby(rows(connection.execute(_WAYS, values)), key=lambda row: row["concept"]):
        group = list(ways)
        yield Linked(
            found,
            tuple(
                Way(
                    row["way"], row["first"], row["second"], row["degree"], row["kinds"],
                    row["together"], row["along"], row["against"],
                )
                for row in group
            ),
            group[0]["end_degree"],
            group[0]["end_kinds"],
            start,
            concepts,
        )  # fmt: skip


def rank(found: Iterator[Linked], ranking: str = RANKING) -> list[tuple[float, Linked]]:
    """Return what is linked with its score, best first; among equals by id.

    Raises:
        UnknownName: there is no such ranking.
    """
    if ranking not in RANKINGS:
        raise UnknownName("ranking", ranking, tuple(RANKINGS))
    score = RANKINGS[ranking]
    scored = [(round(score(one), 9), one) for one in found]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].concept))


def discover(
    connection: duckdb.DuckDBPyConnection,
    concept: str,
    whole: duckdb.DuckDBPyConnection | None = None,
    *,
    categories: Sequence[str] = (),
    through: Sequence[str] = (),
    also: Sequence[str] = (),
    ranking: str = "",
    limit: int = 10,
    later: duckdb.DuckDBPyConnection | None = None,
) -> dict[str, Any]:
    """Return the hypotheses about a concept (open discovery).

    Args:
        connection: as `GraphFolder.connect` gives it; its steps are gone.
        concept: the id of A.
        whole: what is asked for what is no news (`known_with`), if not the same.
        categories, through: what C and B are; anything if empty.
        also: what else A goes by (a gene's product as it is given to patients): what is said of that is no news either.
        ranking: one of RANKINGS; "" is the default.
        limit: how many at most.
        later: a graph of later papers too, where a look is taken at which have come true.

    Returns:
        `hypotheses`, best first: `concept` (C: id, name, category), `score`, `links` (by how many B), `reads` and
        `sign` (what would follow: see `implied`), `agreeing` and `opposing` (how many links say so, and the contrary),
        `named_together` (how many papers name both), `ways`: the best three B (`concept`), each with its `weight`,
        `sign` and `hops`, the step believed most between A and B and between B and C with its sentence. `linked`: how
        many C there are. `ranking`. With `later` each hypothesis has `since`, what is believed most of what is now
        asserted of A and C with its sentence, or None.

    Raises:
        UnknownName: there is no such ranking.
    """
    ranking = ranking or RANKING
    known = set(also).union(*(known_with(whole or connection, one) for one in (concept, *also)))
    ranked = rank(linked(connection, concept, known, categories=categories, through=through), ranking)
    told = _told(connection, concept, ranked[:limit], WAYS_SHOWN)
    if later:
        _look_back(later, concept, told)
    return {"hypotheses": told, "linked": len(ranked), "ranking": ranking}


def _look_back(connection: duckdb.DuckDBPyConnection, concept: str, told: Sequence[Row]) -> None:
    prepare(connection)
    now = strongest(connection, [concept], (one["concept"]["id"] for one in told))
    said = hops(connection, now.values())
    for one in told:
        one["since"] = said.get(now.get(frozenset((concept, one["concept"]["id"])), ""))


def between(
    connection: duckdb.DuckDBPyConnection,
    concept: str,
    target: str,
    *,
    through: Sequence[str] = (),
    also: Sequence[str] = (),
    limit: int = 10,
) -> dict[str, Any]:
    """Return what links two concepts (closed discovery), whether or not something is said of the two.

    Args:
        also: what else A goes by: what is said of that and the target is said of the two.

    Returns:
        As `discover` has it, with one hypothesis or none and up to `limit` ways; and `direct`, the assertions that
        speak of both.

    Raises:
        OptionError: both concepts are the same.
    """
    if concept == target:
        raise OptionError("what links a concept to itself? name two")
    ranked = rank(linked(connection, concept, target=target, through=through))
    pairs = [{"one": one, "other": target} for one in (concept, *also)]
    said = [row[0] for pair in pairs for row in connection.execute(_DIRECT, pair).fetchall()]
    direct = hops(connection, said)
    told = _told(connection, concept, ranked, limit)
    return {"hypotheses": told, "linked": len(ranked), "ranking": RANKING, "direct": [direct[one] for one in said]}


def implied(ways: Sequence[Way]) -> tuple[str, int, int, int]:
    """Return how the ends would go together: how it reads, the sign, how many ways say so and how many the contrary.

    It reads "along" where ways lead from A to C (A would act on C), else "against" where they lead from C to A, else
    "together" (neither is said to act, as where both go with B). The sign is the weightier side's; 0 where no way has
    one, or both sides weigh the same.
    """
    for reads in ("along", "against", "together"):
        signed = [(getattr(way, reads), way.weight) for way in ways if getattr(way, reads)]
        if signed:
            total = round(sum(sign * weight for sign, weight in signed), 9)
            sign = (total > 0) - (total < 0)
            agreeing = sum(one == sign for one, _ in signed)
            return reads, sign, agreeing, len(signed) - agreeing
    return "together", 0, 0, 0


def _told(
    connection: duckdb.DuckDBPyConnection, start: str, ranked: Sequence[tuple[float, Linked]], shown: int
) -> list[Row]:
    best = {one.concept: sorted(one.ways, key=lambda way: (-way.weight, way.by))[:shown] for _, one in ranked}
    middle = {way.by for ways in best.values() for way in ways}
    steps = strongest(connection, middle, {start, *best})
    sentences = hops(connection, steps.values())
    concepts = named(connection, {*best, *middle})
    both = {"concept": start, "others": sorted(best)}
    together = {row["id"]: row["papers"] for row in rows(connection.execute(_NAMED_BOTH, both))}
    found = []
    for score, one in ranked:
        reads, sign, agreeing, opposing = implied(one.ways)
        ways = [
            {
                "concept": concepts[way.by],
                "weight": round(way.weight, 6),
                "sign": getattr(way, reads),
                "hops": [sentences[steps[frozenset((end, way.by))]] for end in (start, one.concept)],
            }
            for way in best[one.concept]
        ]
        found.append(
            {
                "concept": concepts[one.concept], "score": score, "links": len(one.ways), "reads": reads, "sign": sign,
                "agreeing": agreeing, "opposing": opposing, "named_together": together.get(one.concept, 0),
                "ways": ways,
            }
        )  # fmt: skip
    return found
