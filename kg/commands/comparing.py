"""the command line -> what differs between two graphs, and which papers made it so: diff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.core.errors import OptionError
from kg.options import AsJson, narrowing
from kg.printing import edge_phrase, emit, number, short

if TYPE_CHECKING:
    from kg.compare.diff import AssertionChange, ConceptChange, Diff, DocumentChange, Statement

SHOWN = 10  # changes of each kind
CAUSES_SHOWN = 4  # documents of each change


@narrowing
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A graph folder.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The graph folder it is compared with.")],
    tolerance: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Belief that differs by no more than this is the same.")
    ] = 0.01,
    everything: Annotated[bool, typer.Option("--all", help="Print all changes, not the most believed.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page to look at, an .html file.")] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 where the graphs differ.")] = False,
    as_json: AsJson = False,
    *,
    wanted: Mapping[str, Any],
) -> None:
    """Print what NEW states otherwise than OLD, and which papers made it so.

    Example: kg diff last-month my-graph

    Example: kg diff last-month my-graph --about 'regulatory T cells' --below --out changes.html
    """
    import kg
    from kg.compare.page import write_page

    if out and out.suffix.lower() != ".html":
        raise OptionError(f"--out writes a page: give it a name that ends in .html, not {str(out)!r}")
    with kg.open(old) as before, kg.open(new) as after:
        found = before.diff(after, tolerance, **wanted)
    lines = diff_lines(found, None if everything else SHOWN)
    if out:
        write_page(found, out)
        lines = iter([f"{out}: {_summary(found)}"])
    emit(found.told() if as_json else None, lines, as_json)
    if exit_code and found:
        raise typer.Exit(1)


def _summary(diff: Diff) -> str:
    if not diff:
        return "the two graphs are equal"
    counted = ((diff.assertions, "assertion"), (diff.documents, "paper"), (diff.concepts, "concept"))
    return ", ".join(number(len(found), what) for found, what in counted if found) + " differ"


def diff_lines(diff: Diff, shown: int | None = None) -> Iterator[str]:
    """Tell what differs: what changed its mind first; of each kind as many as `shown`, those most believed."""
    from kg.compare.words import HEADINGS, setting_words

    yield f"{diff.old.folder} → {diff.new.folder}: {_summary(diff)}"
    yield f"  {_counts(dict(diff.old.counts))} → {_counts(dict(diff.new.counts))}"
    for setting in diff.settings:
        yield f"  not made alike: {setting_words(setting)}"
    if not diff and diff.tables:
        yield f"  (not byte by byte: {', '.join(diff.tables)} differ in what is not compared)"
    titles = {document.id: document.title for document in diff.documents}
    for kind, found in diff.groups():
        yield from _section(number(len(found), f"assertion {HEADINGS[kind]}", f"assertions {HEADINGS[kind]}"))
        for assertion in found[:shown]:
            yield from _assertion_lines(assertion, titles, CAUSES_SHOWN if shown else None)
        yield from _rest(found, shown)
    if diff.documents:
        yield from _section(number(len(diff.documents), "paper"))
        yield from map(_document_line, diff.documents[:shown])
        yield from _rest(diff.documents, shown)
    if diff.concepts:
        yield from _section(number(len(diff.concepts), "concept"))
        yield from map(_concept_line, diff.concepts[:shown])
        yield from _rest(diff.concepts, shown)


def _counts(counts: Mapping[str, int]) -> str:
    told = ((counts["documents"], "paper"), (counts["assertions"], "assertion"), (counts["concepts"], "concept"))
    return ", ".join(number(count, what) for count, what in told)


def _section(heading: str) -> Iterator[str]:
    yield ""
    yield heading


def _rest(found: Sequence[object], shown: int | None) -> Iterator[str]:
    if shown is not None and len(found) > shown:
        yield f"  and {len(found) - shown:,} more: --all prints them"


def _phrase(statement: Statement) -> str:
    return f"{edge_phrase(asdict(statement))}  {short(statement.id)}"


def _assertion_lines(change: AssertionChange, titles: Mapping[str, str], causes: int | None) -> Iterator[str]:
    one = change.new or change.old
    assert one is not None
    if change.old and change.new and change.old.id != change.new.id:
        yield f"  {_phrase(change.old)}"
        yield f"    → {_phrase(change.new)}"
    else:
        yield f"  {_phrase(one)}"
    standing = _from_to([side.standing for side in (change.old, change.new) if side])
    belief = _from_to([f"{side.belief:.2f}" for side in (change.old, change.new) if side])
    papers = _from_to([str(side.papers) for side in (change.old, change.new) if side])
    facts = [f"belief {belief}", f"{papers} {'paper' if one.papers == 1 else 'papers'}"]
    yield "    " + " · ".join(facts + ([standing] if standing != "asserted" else []))
    for other in change.contradicted_by:
        yield f"    now against it: {_phrase(other)}"
    for other in change.settled_with:
        yield f"    no longer against it: {_phrase(other)}"
    yield f"    by {_causes(change, titles, causes)}"


def _from_to(values: Sequence[str]) -> str:
    return " → ".join(dict.fromkeys(values))


def _causes(change: AssertionChange, titles: Mapping[str, str], shown: int | None) -> str:
    from kg.compare.words import cause_words

    told = [cause_words(cause, titles) for cause in change.causes[:shown]]
    more = len(change.causes) - len(told)
    return ", ".join(told) + (f" and {more:,} more" if more else "") or "none of these papers"


def _document_line(change: DocumentChange) -> str:
    from kg.compare.words import did_words, document_name

    year = f" ({change.year})" if change.year else ""
    was = f"{change.was} → " if change.was else ""
    named = document_name(change.id, change.title)
    title = f" {change.title}" if change.title and named == change.id else ""
    return f"  {did_words(change)}: {was}{named}{year}{title} · {number(change.assertions, 'assertion')}"


def _concept_line(change: ConceptChange) -> str:
    named = " → ".join(f"{one.name} {one.id}" for one in (change.old, change.new) if one)
    return f"  {change.kind}: {named} · {number(change.mentions, 'mention')}"
