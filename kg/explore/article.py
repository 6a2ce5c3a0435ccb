"""Paper ids -> what their dashboards say: text and mentions, what it states, what is new in it, what is like it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from kg.core.folder import BEST_FIRST
from kg.core.links import document_links
from kg.core.vocabulary import NOT_ASSERTED, categories, reasons
from kg.explore.assertion import told_passage
from kg.explore.shelf import Row, Shelf, grouped

TEMPLATE = "article.html"
_KEYWORDS = 10
_RELATED = 8
_COMMON = 0.1  # a concept in more than this share of the papers makes no two papers alike
_REASONS = 3
_FRESH = 5  # of what is new here; each leads to its sentence, where all are
_TITLE = 150  # characters at whose end most titles have ended: what is named in them counts twice
Piece = tuple[str, Row | None]

_MENTIONS = """
SELECT m.document_id, m.start, m."end", m.concept_id, c.name, c.category, c.grounded
FROM mentions m JOIN concepts c ON c.id = m.concept_id WHERE list_contains($ids, m.document_id)
ORDER BY m.document_id, m.start, m."end" DESC, m.part
"""
# What makes a paper's own subject: named often here, seldom elsewhere (tf-idf)
_KEYWORDS_OF = """
SELECT * FROM (
  SELECT s.document_id, c.id, c.name, c.category, c.grounded,
         s.mentions * ln(1 + $papers / s.papers) * (CASE WHEN s.first_at < $title THEN 2 ELSE 1 END) AS weight
  FROM spoken s JOIN concepts c ON c.id = s.concept_id WHERE s.grounded AND list_contains($ids, s.document_id)
)
QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY weight DESC, id) <= $shown
ORDER BY document_id, weight DESC, id
"""
# With each assertion's best passage in a paper: how many others state the same, by passages that nobody judged wrong
_SAID = f"""
WITH best AS (
  SELECT * FROM evidence WHERE list_contains($ids, document_id)
  QUALIFY row_number() OVER (PARTITION BY document_id, assertion_id ORDER BY {BEST_FIRST}) = 1
), others AS (
  SELECT v.id, count(DISTINCT e.id) AS others, count(DISTINCT e.id) FILTER (e.year < d.year) AS earlier
  FROM best v JOIN documents d ON d.id = v.document_id
  JOIN evidence w ON w.assertion_id = v.assertion_id AND w.document_id <> v.document_id AND w.verdict <> 'wrong'
  JOIN documents e ON e.id = w.document_id GROUP BY v.id
)
SELECT v.*, d.year, coalesce(o.others, 0) AS others, coalesce(o.earlier, 0) AS earlier
FROM best v JOIN documents d ON d.id = v.document_id LEFT JOIN others o ON o.id = v.id
ORDER BY v.document_id, v.start, v.assertion_id
"""
# Papers that state the same, or speak of the same uncommon things; the first counts for more
_RELATED_TO = """
WITH stated AS (
  SELECT document_id, assertion_id, bool_and(speculated) AS supposed
  FROM evidence WHERE verdict <> 'wrong' GROUP BY ALL
),
shared AS (
  SELECT a.document_id AS of_id, b.document_id AS id, count(*) * 6.0 AS weight,
         list({'id': a.assertion_id, 'supposed': b.supposed} ORDER BY a.assertion_id) AS assertions,
         NULL::VARCHAR[] AS concepts
  FROM stated a JOIN stated b ON a.assertion_id = b.assertion_id AND a.document_id <> b.document_id
  WHERE list_contains($ids, a.document_id) GROUP BY ALL
),
alike AS (
  SELECT a.document_id AS of_id, b.document_id AS id, sum(ln($papers / a.papers)) AS weight,
         NULL AS assertions, list(a.concept_id ORDER BY a.papers, a.concept_id) AS concepts
  FROM spoken a JOIN spoken b ON a.concept_id = b.concept_id AND a.document_id <> b.document_id
  WHERE list_contains($ids, a.document_id) AND a.grounded AND a.papers <= $common GROUP BY ALL
)
SELECT * FROM (
  SELECT of_id, id, round(sum(weight), 6) AS weight,
         any_value(assertions) AS assertions, any_value(concepts) AS concepts
  FROM (FROM shared UNION ALL FROM alike) GROUP BY of_id, id
)
QUALIFY row_number() OVER (PARTITION BY of_id ORDER BY weight DESC, id) <= $shown
ORDER BY of_id, weight DESC, id
"""


def ids(shelf: Shelf) -> list[str]:
    """Return the ids of all papers."""
    return [row["id"] for row in shelf.ask("SELECT id FROM documents ORDER BY id")]


def contexts(shelf: Shelf, wanted: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what the dashboards of papers say, by id."""
    known = list(wanted)
    papers = float(max(shelf.totals.documents, 1))
    mentions = grouped(shelf.ask(_MENTIONS, ids=known), "document_id")
    keywords = grouped(shelf.ask(_KEYWORDS_OF, ids=known, papers=papers, title=_TITLE, shown=_KEYWORDS), "document_id")
    stated = grouped(shelf.ask(_SAID, ids=known), "document_id")
    related = _related(shelf, known, papers)
    lines = shelf.lines([row["assertion_id"] for rows in stated.values() for row in rows])
    for paper in shelf.by_id("documents", known):
        own = mentions.get(paper["id"], [])
        said = [_statement(row, lines[row["assertion_id"]]) for row in stated.get(paper["id"], [])]
        fresh = [one["line"] for one in said if one["news"]]
        yield (
            paper["id"],
            {
                "paper": paper,
                "links": document_links(paper),
                "sections": _sections(paper, own),
                "sentences": _by_sentence(said),
                "said": sum(not one["wrong"] for one in said),
                "wrong": sum(one["wrong"] for one in said),
                "fresh": fresh[:_FRESH],
                "all_fresh": len(fresh),
                "dated": bool(paper["year"]),
                "keywords": keywords.get(paper["id"], []),
                "categories": _legend(own),
                "related": related.get(paper["id"], []),
            },
        )


def _statement(row: Row, line: Row) -> dict[str, Any]:
    """Return an assertion of a paper, its best passage here, and in words whether nobody said it before."""
    wrong, news = row["verdict"] == "wrong", ""
    if line["asserted"] and not wrong and not row["speculated"]:
        if not row["others"]:
            news = "only here"
        elif row["year"] and not row["earlier"]:
            news = f"the first of {row['others'] + 1:,} papers here"
    return {"line": line, "passage": told_passage(row, {}), "wrong": wrong, "news": news}


def _by_sentence(said: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the sentences, each once, with what is read in it, and the parts of all that marked in it."""

    def place(one: Row) -> tuple[int, str]:
        return one["passage"]["start"], one["passage"]["text"]

    told = [list(same) for _, same in groupby(sorted(said, key=place), key=place)]
    return [
        {"pieces": marked_together(_marks(own)), "wrong": all(one["wrong"] for one in own), "statements": own}
        for own in told
    ]


def _marks(own: Sequence[Row]) -> list[list[tuple[str, str]]]:
    """Return how a sentence is cut by what is read in it; by what a curator judged wrong only where all is."""
    right = [one for one in own if not one["wrong"]]
    return [one["passage"]["pieces"] for one in right or own]


def marked_together(cuts: Sequence[Sequence[Sequence[str]]]) -> list[tuple[str, str]]:
    """Return one text cut several times as cut by all: what is subject here and object there is "both"."""
    text = "".join(piece for piece, _ in cuts[0])
    columns = zip(*([role for piece, role in cut for _ in piece] for cut in cuts), strict=True)
    roles = [_strongest(set(column)) for column in columns]
    runs = groupby(zip(text, roles, strict=True), key=lambda pair: pair[1])
    return [("".join(character for character, _ in run), role) for role, run in runs]


def _strongest(roles: set[str]) -> str:
    if {"subject", "object"} <= roles:
        return "both"
    return next((role for role in ("subject", "object", "trigger") if role in roles), "")


def _legend(mentions: Sequence[Row]) -> list[dict[str, str]]:
    present = {mention["category"] for mention in mentions}
    return [{"name": one.name, "label": one.label} for one in categories().values() if one.name in present]


def _sections(paper: Row, mentions: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the paragraphs below the title, each cut into (text, concept or None)."""
    return [
        {"label": section["label"], "pieces": highlighted(paper["text"], section["start"], section["end"], mentions)}
        for section in paper["sections"]
        if section["name"] != "title"
    ]


def highlighted(text: str, start: int, stop: int, mentions: Sequence[Row]) -> list[Piece]:
    """Cut a stretch of text into plain pieces and mentions; of mentions that overlap the first and longest stands.

    Args:
        mentions: sorted by start, longest first.
    """
    cut: list[Piece] = []
    at = start
    for mention in mentions:
        if mention["start"] < at or mention["end"] > stop:
            continue
        if mention["start"] > at:
            cut.append((text[at : mention["start"]], None))
        cut.append((text[mention["start"] : mention["end"]], _marked(mention)))
        at = mention["end"]
    if at < stop:
        cut.append((text[at:stop], None))
    return cut


def _marked(mention: Row) -> Row:
    known = categories().get(mention["category"])
    return {
        "id": mention["concept_id"],
        "name": mention["name"],
        "category": mention["category"],
        "category_label": known.label if known else mention["category"],
        "grounded": mention["grounded"],
    }


def _related(shelf: Shelf, wanted: Sequence[str], papers: float) -> dict[str, list[dict[str, Any]]]:
    """Return the papers most like each paper, with the reason: what both state, or what both speak of."""
    common = max(papers * _COMMON, 3.0)
    found = shelf.ask(_RELATED_TO, ids=list(wanted), papers=papers, common=common, shown=_RELATED)
    titles = {row["id"]: row for row in shelf.by_id("documents", sorted({row["id"] for row in found}))}
    lines = shelf.lines(sorted({one["id"] for row in found for one in (row["assertions"] or ())[:_REASONS]}))
    names = shelf.names(one for row in found for one in (row["concepts"] or ())[:_REASONS])
    told: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        shared = [_phrase(lines[one["id"]], supposed=one["supposed"]) for one in (row["assertions"] or ())[:_REASONS]]
        concepts = [names[one] for one in (row["concepts"] or ())[:_REASONS]]
        told.setdefault(row["of_id"], []).append({"paper": titles[row["id"]], "shared": shared, "concepts": concepts})
    return told


def _phrase(line: Mapping[str, Any], *, supposed: bool) -> str:
    """Say what another paper states too, and why it is not asserted.

    Args:
        supposed: whether that paper only speculates about it.
    """
    denied = "¬ " if line["negated"] else ""
    flags = reasons({**line, "speculated": line["speculated"] or supposed})
    flags = [one for one in flags if one != NOT_ASSERTED["negated"]]  # ¬ says so
    flags = [f"of its {line['via']}", *flags] if line["via"] else flags
    marked = f" ({', '.join(flags)})" if flags else ""
    return f"{line['subject_name']} {denied}{line['verb']} {line['object_name']}{marked}"
