"""Concept ids -> what their pages say: names, place in the hierarchy, what is said of them, papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.core.links import concept_link
from kg.core.questions import DOSES
from kg.core.vocabulary import DECREASED, INCREASED, categories, therapeutics
from kg.explore.shelf import Row, Shelf, grouped

TEMPLATE = "concept.html"
_SHOWN = 200  # assertions in one group; a dozen are unfolded
_KINDS = 12
_PAPERS = 20
_DISPUTES = 10
_SETTINGS = 6  # diseases and doses to choose among, those of most assertions
_EFFECT = "affects"
_DENIED = "What is denied of it"
_SICKNESS = frozenset(["disease", "phenotype"])
_MEDICINE = frozenset(["drug", "chemical", "antibody"])

_PAPERS_OF = """
SELECT s.concept_id, s.mentions, d.id, d.title, d.source, d.record, d.journal, d.year, d.retracted
FROM spoken s JOIN documents d ON d.id = s.document_id WHERE list_contains($ids, s.concept_id)
QUALIFY row_number() OVER (PARTITION BY s.concept_id ORDER BY s.mentions DESC, d.year DESC NULLS LAST, d.id) <= $shown
ORDER BY s.concept_id, s.mentions DESC, d.year DESC NULLS LAST, d.id
"""
_KINDS_OF = """
SELECT parent, id, name, category, grounded, mention_count
FROM (SELECT *, unnest(parents) AS parent FROM concepts) WHERE list_contains($ids, parent)
ORDER BY parent, mention_count DESC, id
"""
# Under which disease or dose sentences say an assertion
_SEEN = """
SELECT assertion_id, id FROM (
  SELECT assertion_id, unnest(list_append(context_disease, context_dose)) AS id FROM evidence
  SEMI JOIN (SELECT unnest($ids::VARCHAR[]) AS assertion_id) USING (assertion_id) WHERE verdict <> 'wrong'
) WHERE id <> '' GROUP BY ALL ORDER BY ALL
"""


def ids(shelf: Shelf) -> list[str]:
    """Return the concepts that have a page: those named or spoken of, and everything above them."""
    return [row["id"] for row in shelf.ask("SELECT id FROM concepts ORDER BY id")]


def contexts(shelf: Shelf, wanted: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what the pages of concepts say, by id."""
    concepts = shelf.by_id("concepts", wanted)
    lines = shelf.lines_of(wanted)
    kinds = grouped(shelf.ask(_KINDS_OF, ids=list(wanted)), "parent")
    papers = grouped(shelf.ask(_PAPERS_OF, ids=list(wanted), shown=_PAPERS), "concept_id")
    above = shelf.names(parent for concept in concepts for parent in concept["parents"])
    against = shelf.lines([one for found in lines.values() for line in found for one in line["opposed_by"]])
    seen = grouped(shelf.ask(_SEEN, ids=[line["id"] for found in lines.values() for line in found]), "assertion_id")
    called = shelf.names(row["id"] for found in seen.values() for row in found)
    given = shelf.names(_other_form(concept["id"]) for concept in concepts)
    for concept in concepts:
        settings, own = _settings(lines.get(concept["id"], []), seen)
        below = kinds.get(concept["id"], [])
        yield (
            concept["id"],
            {
                "concept": concept,
                "label": _label(concept["category"]),
                "ids": [(one, concept_link(one)) for one in (concept["id"], *concept["xrefs"])],
                "parents": [above[parent] for parent in concept["parents"] if parent in above],
                "kinds": below[:_KINDS],
                "more_kinds": len(below[_KINDS:]),
                "given": given.get(_other_form(concept["id"])),
                "settings": [called[one]["name"] if one in called else one for one in settings],
                "groups": _groups(concept["id"], own),
                "categories": _other_ends(concept["id"], own),
                "disputed": _disputes(own, against),
                "papers": papers.get(concept["id"], []),
                "span": span(own),
            },
        )


def _label(category: str) -> str:
    known = categories().get(category)
    return known.label if known else category


def _other_form(concept_id: str) -> str:
    """Return the drug that a gene's product is as it is given to patients, or the gene of such a drug; "" if none."""
    drugs = therapeutics()
    return drugs.get(concept_id) or next((gene for gene, drug in drugs.items() if drug == concept_id), "")


def _settings(lines: Sequence[Row], seen: Mapping[str, Sequence[Row]]) -> tuple[list[str], list[Row]]:
    """Return the settings of most assertions, doses first, and the assertions, each with the numbers of its own."""
    counts = Counter(row["id"] for line in lines for row in seen.get(line["id"], ()))
    settings = sorted(counts, key=lambda one: (one not in DOSES, -counts[one], one))[:_SETTINGS]
    number = {one: at for at, one in enumerate(settings)}
    return settings, [
        {**line, "seen": [number[row["id"]] for row in seen.get(line["id"], ()) if row["id"] in number]}
        for line in lines
    ]


def span(lines: Sequence[Row]) -> list[int]:
    """Return every year from the first to the last that assertions have papers of."""
    first = [line["first_year"] for line in lines if line["first_year"]]
    last = [line["last_year"] for line in lines if line["last_year"]]
    return list(range(min(first), max(last) + 1)) if first else []


def _other_end(concept_id: str, line: Mapping[str, Any]) -> str:
    return "object" if line["subject"] == concept_id else "subject"


def _other_ends(concept_id: str, lines: Sequence[Row]) -> list[dict[str, str]]:
    """Return the categories of the concepts that a concept is said to have to do with, in the vocabulary's order."""
    present = {line[f"{_other_end(concept_id, line)}_category"] for line in lines}
    return [{"name": one.name, "label": one.label} for one in categories().values() if one.name in present]


def _group_of(concept_id: str, line: Mapping[str, Any]) -> str:
    if line["negated"]:
        return _DENIED
    acts, other = line["subject"] == concept_id, _other_end(concept_id, line)
    if line["predicate"] == _EFFECT and line["direction"] in (INCREASED, DECREASED):
        verb = "increases" if line["direction"] == INCREASED else "decreases"
        return f"What it {verb}" if acts else f"What {verb} it"
    if line[f"{other}_category"] in _SICKNESS:
        return "Diseases and symptoms"
    if line[f"{other}_category"] in _MEDICINE:
        return "Drugs and chemicals"
    return "Other assertions"


_GROUPS = (
    "What it increases", "What it decreases", "What increases it", "What decreases it", "Diseases and symptoms",
    "Drugs and chemicals", "Other assertions", _DENIED,
)  # fmt: skip


def _groups(concept_id: str, lines: Sequence[Row]) -> list[dict[str, Any]]:
    found: dict[str, list[Row]] = {title: [] for title in _GROUPS}
    for line in lines:
        found[_group_of(concept_id, line)].append(line)
    return [{"title": title, "lines": own[:_SHOWN], "all": len(own)} for title, own in found.items() if own]


def _disputes(lines: Sequence[Row], against: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Return assertions with those that contradict them, each pair once."""
    told: set[str] = set()
    pairs = []
    for line in lines:
        others = [against[one] for one in line["opposed_by"] if one in against]
        if others and line["id"] not in told:
            told.update((line["id"], *(other["id"] for other in others)))
            pairs.append({"line": line, "against": others})
    return pairs[:_DISPUTES]
