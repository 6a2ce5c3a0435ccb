"""a Diff -> one HTML page that needs nothing else: no server, no network, no other file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from kg.compare.diff import KINDS, AssertionChange, Diff, DocumentChange, Passage, Statement
from kg.compare.words import DID, HEADINGS, document_name, setting_words
from kg.core.page import pieces, policy, safe_json
from kg.core.tables import atomic
from kg.core.vocabulary import predicates

SHOWN = 2000  # assertions of a kind that a page holds, those believed most; and so many documents and concepts
_ROLES = ("subject", "object", "trigger")


def _own(name: str) -> str:
    return files("kg.compare").joinpath(name).read_text(encoding="utf-8")


def _style() -> str:
    """Return the explorer's look, and what this page adds to it."""
    explorers = (files("kg.explore").joinpath(name).read_text(encoding="utf-8") for name in ("look.css", "page.css"))
    return "".join(explorers) + _own("page.css")


def _statement(one: Statement) -> dict[str, Any]:
    same = ("id", "subject_name", "object_name", "direction", "negated", "belief", "standing", "papers")
    return {
        **{name: getattr(one, name) for name in same},
        "opposed_by": one.opposed_by,
        "verb": predicates()[one.predicate].verb(one.direction),
        "aspect": one.aspect.replace("_", " "),
    }


def _passage(one: Passage) -> dict[str, Any]:
    ends = {f"{role}_{side}": getattr(one, role)[at] for role in _ROLES for at, side in enumerate(("start", "end"))}
    same = ("state", "id", "document", "section", "speculated", "via", "verdict")
    cut = pieces({"text": one.text, "start": 0, **ends})
    return {**{name: getattr(one, name) for name in same}, "pieces": cut}


def _assertion(change: AssertionChange) -> dict[str, Any]:
    return {
        "group": change.group,
        "kinds": change.kinds,
        "old": _statement(change.old) if change.old else None,
        "new": _statement(change.new) if change.new else None,
        "causes": [asdict(cause) for cause in change.causes],
        "passages": [_passage(one) for one in change.passages],
        "against": [_statement(one) for one in change.contradicted_by],
        "settled": [_statement(one) for one in change.settled_with],
    }


def _documents(diff: Diff, named: Iterable[str]) -> list[DocumentChange]:
    """Return the documents that changed, as many as a page holds, and any others that it names."""
    wanted = set(named)
    return [one for at, one in enumerate(diff.documents) if at < SHOWN or one.id in wanted]


def payload(diff: Diff) -> dict[str, Any]:
    """Return the JSON of a page; every text in it is plain text, to be shown as such."""
    groups = dict(diff.groups())
    assertions = [_assertion(change) for found in groups.values() for change in found[:SHOWN]]
    named = {one["document"] for change in assertions for one in (*change["causes"], *change["passages"])}
    told = diff.told()
    return {
        "old": told["old"],
        "new": told["new"],
        "counts": told["counts"],
        "equal": not diff,
        "selection": told["selection"],
        "settings": [setting_words(one) for one in diff.settings],
        "headings": dict(HEADINGS),
        "did": dict(DID),
        "groups": [[kind, len(groups[kind])] for kind in KINDS if kind in groups],
        "assertions": assertions,
        "documents": [{**asdict(one), "name": document_name(one.id, one.title)} for one in _documents(diff, named)],
        "documentsInAll": len(diff.documents),
        "concepts": [asdict(one) for one in diff.concepts[:SHOWN]],
        "conceptsInAll": len(diff.concepts),
    }


def render(diff: Diff) -> str:
    """Return the page. The same graphs, named alike, give the same."""
    style, script = _style(), _own("page.js")
    return Template(_own("template.html")).substitute(
        policy=policy(style, script), style=style, data=safe_json(payload(diff)), script=script
    )


def write_page(diff: Diff, path: Path) -> None:
    """Write the page of a Diff to a file."""
    with atomic(path) as temporary:
        temporary.write_bytes(render(diff).encode("utf-8"))
