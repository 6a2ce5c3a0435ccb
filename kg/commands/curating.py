"""the command line -> a curator's verdicts on what a graph states: curate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.core.errors import OptionError
from kg.options import AsJson, Curations, Folder, Memory, Overrides, sized
from kg.printing import edge_phrase, emit, number, passage_lines, short, verdict_words

_SHOWN = ("verdict", "error", "note", "curator")


def curate(
    folder: Folder,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Evidence, or assertions with all their evidence, as `kg show` names them."),
    ] = None,
    verdict: Annotated[
        str | None, typer.Option(help="right, wrong, or wrong:KIND with one of the kinds that `kg list` names.")
    ] = None,
    note: Annotated[str, typer.Option(help="Why, in your words.")] = "",
    curator: Annotated[str, typer.Option(help="Who says so.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was said of ID.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Print all that was said.")] = False,
    later: Annotated[
        bool, typer.Option("--later", help="Only write it down: the next `kg assemble` or `kg build` applies it.")
    ] = False,
    curations: Curations = None,
    overrides: Overrides = None,
    memory: Memory = None,
    as_json: AsJson = False,
) -> None:
    """Say that what DIR states is right or wrong; the graph follows. Without a verdict: print the sentences.

    Example: kg curate my-graph 1f3b9c2d4e --verdict wrong:polarity --note 'they fall'

    Example: kg curate my-graph --list
    """
    from kg.core.folder import GraphFolder
    from kg.curating import Place, named
    from kg.curating import judge as judged
    from kg.curating import undo as undone

    place = Place(folder, curations, overrides, later, sized(memory))
    _check(ids or [], verdict, note or curator, undo=undo, listed=listed)
    if listed:
        GraphFolder(folder).manifest()  # a misspelt folder is told, not an empty list
        _list(place.file, as_json)
    elif undo:
        done = undone(place, ids or [])
        emit(_told(done), _done_lines(done, "taken back", later), as_json)
    elif verdict:
        done = judged(place, ids or [], verdict, edge_phrase, note=note, curator=curator)
        emit(_told(done), _done_lines(done, f"judged {verdict}", later), as_json)
    else:
        found = named(folder, ids or [])
        emit(found, _statement_lines(found), as_json)


def _check(ids: list[str], verdict: str | None, said: str, *, undo: bool, listed: bool) -> None:
    if undo + listed + bool(verdict) > 1:
        raise OptionError("give one of --verdict, --undo and --list")
    if listed == bool(ids):
        raise OptionError("--list goes without ID" if ids else "name an ID as `kg show` prints it, or --list")
    if said and not verdict:
        raise OptionError("--note and --curator go with --verdict")


def _statement_lines(found: Iterable[Mapping[str, Any]], before: Mapping[str, float] | None = None) -> Iterator[str]:
    """Tell each assertion with the passages given; where belief was another before, from what to what it went."""
    for identity, group in groupby(found, lambda row: row["id"]):
        passages = list(group)
        edge = passages[0]
        was, now = (f"{belief:.2f}" for belief in ((before or {}).get(identity, edge["belief"]), edge["belief"]))
        changed = f"{was} → " if was != now else ""
        state = " · REJECTED by a curator" if edge["rejected"] else "" if edge["asserted"] else " · not asserted"
        yield f"  {edge_phrase(edge)}  {short(identity)}"
        yield f"    belief {changed}{now}{state}"
        for row in passages:
            yield from passage_lines(row)


def _done_lines(done: Any, what: str, later: bool) -> Iterator[str]:
    yield f"{what}: {number(len(done.before), 'sentence')}, in {done.file}"
    yield from _statement_lines(done.after, {row["id"]: row["belief"] for row in done.before})
    if later:
        yield "the graph is as it was: kg assemble or kg build applies it"
    yield from unmet_lines(done.unmet)


def unmet_lines(unmet: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Tell the rows of curations that met no passage."""
    for row in unmet:
        yield f"  line {row['line']} meets nothing here: {row['statement']} ({row['document_id']})"


def curation_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """Tell what a manifest says of the curations that were applied."""
    judged = ", ".join(f"{told[verdict]:,} {verdict}" for verdict in ("right", "wrong"))
    yield f"curations of {told['file']}: {judged}"
    yield from unmet_lines(told["unmet"])


def _told(done: Any) -> dict[str, Any]:
    kept = ("evidence_id", "id", "belief", "asserted", "rejected", *_SHOWN)
    passages = [{name: row[name] for name in kept} for row in done.after]
    return {"file": str(done.file), "passages": passages, "replaced": len(done.replaced), "unmet": done.unmet}


def _list(file: Path, as_json: bool) -> None:
    from dataclasses import asdict

    from kg.core.curations import read_curations

    rows = [asdict(row) for row in read_curations(file).rows] if file.exists() else []
    emit(rows, _listed(file, rows), as_json)


def _listed(file: Path, rows: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{file}: {number(len(rows), 'verdict')}"
    for row in rows:
        date = f"{row['date']} " if row["date"] else ""
        yield f"  line {row['line']}: {date}{verdict_words(row)}"
        yield f"    {row['statement']}"
        yield f"    “{row['sentence']}”  {row['document_id']}"
