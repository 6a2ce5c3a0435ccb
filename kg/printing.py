"""What the command line prints: reports, a concept's edges, an explanation; results -> lines of text."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from kg.core.errors import KGError
from kg.core.links import paper_name
from kg.core.vocabulary import NOT_ASSERTED, predicates, standing

SKIPPED_SHOWN = 5  # examples of each reason
AMBIGUOUS_SHOWN = 4
UNGROUNDED_SHOWN = 8  # names
_STEERS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
DIGITS = 10  # of an id that can be given to `kg curate`


def number(count: int, one: str, many: str = "") -> str:
    """Return "1 paper", "2,000 papers"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def emit(value: Any, lines: Iterable[str], as_json: bool) -> None:
    """Print a result: one line of JSON, or lines for people."""
    for line in [json.dumps(value, ensure_ascii=False)] if as_json else lines:
        put(f"{line}\n")


def put(text: str) -> None:
    """Write to standard output; where its reader went away (head, less), the rest goes nowhere, without error.

    A terminal is given nothing that would steer it; a file or a pipe is given the text as it is.
    """
    try:
        sys.stdout.write(steerless(text) if sys.stdout.isatty() else text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def steerless(text: str) -> str:
    """Return text, its line ends and tabs, without what would steer a terminal or turn the direction of writing."""
    return _STEERS.sub("\N{REPLACEMENT CHARACTER}", text)


def plain(text: str) -> str:
    """Return text on one line, without what would steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def note(line: str) -> None:
    """Tell on standard error what is going on; one line."""
    sys.stderr.write(f"{steerless(line)}\n")
    sys.stderr.flush()


def complaint(error: Exception) -> tuple[str, int]:
    """Return what to tell of an error that the user can mend, in one line, and the exit code; "" for our own bugs."""
    if isinstance(error, KGError):
        return steerless(str(error)), 1
    if isinstance(error, OSError):
        return steerless(f"{error.filename or 'the system'}: {error.strerror or error}"), 1
    if hasattr(error, "format_message"):  # what typer raises on wrong usage; it has no public base class
        asked = getattr(getattr(error, "ctx", None), "command_path", "kg")
        return f"{error.format_message()} ({asked} --help tells more)", 2
    return "", 1


@contextmanager
def progress(what: str, unit: str = "documents") -> Iterator[Callable[..., None]]:
    """Show a running count on a terminal, with the time left once the total is told; say nothing elsewhere.

    Yields:
        What takes the count and, where it is known, the total; or what is done now, where nothing is counted.
    """
    if not sys.stderr.isatty():
        yield lambda _=0, total=None, now="": None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[pace]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, pace="", left="", total=None)

        def advance(count: int = 0, total: int | None = None, now: str = "") -> None:
            if now:
                bar.update(task, description=now, pace="", left="", total=None)
                return
            elapsed = bar.tasks[0].elapsed or 0.0
            of_all = f" of {total:,}" if total else ""
            pace = f"{count:,}{of_all} {unit}, {count / elapsed:,.0f} per second" if elapsed else ""
            bar.update(task, completed=count, total=total, pace=pace, left="left" if total else "")

        yield advance


@contextmanager
def stages(what: str, names: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Show on a terminal which of some stages is under way; say nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        left = iter(names)
        task = bar.add_task(f"{what} {next(left, '')}", total=len(names))
        yield lambda: bar.update(task, advance=1, description=f"{what} {next(left, '')}")


@contextmanager
def resumable() -> Iterator[None]:
    """Say when Ctrl-C ends something that it has not been for nothing."""
    try:
        yield
    except KeyboardInterrupt:
        note("kg: stopped; what is finished is kept, and the same command goes on from there")
        raise


def report_lines(report: Mapping[str, Any]) -> Iterator[str]:
    """Tell what was read, what was skipped and why (grouped, with examples), and what was made."""
    read, skipped = report["read"], report["skipped"]
    reused = report.get("reused", 0)
    beside = f", {reused:,} stood already" if reused else ""
    yield f"read {number(read - reused, 'document')}{beside}, skipped {len(skipped):,}"
    yield from (f"  {line}" for line in report.get("why", ()))
    if report.get("unchanged"):
        yield "nothing has changed since the graph was made: it is left as it is"
    by_reason: dict[str, list[Mapping[str, Any]]] = {}
    for row in skipped:
        by_reason.setdefault(row["reason"], []).append(row)
    for reason, rows in sorted(by_reason.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield f"  {len(rows):,} × {reason}"
        for row in rows[:SKIPPED_SHOWN]:
            yield f"      {row['input']}" + (f", record {row['record']}" if row["record"] else "")
        if len(rows) > SKIPPED_SHOWN:
            yield f"      … and {len(rows) - SKIPPED_SHOWN:,} more"
    counts = report.get("counts")
    if counts:
        yield (
            f"graph: {number(counts['concepts'], 'concept')}, {number(counts['assertions'], 'assertion')}"
            f" from {number(counts['evidence'], 'sentence')} of {number(counts['documents'], 'paper')}"
        )
    if report.get("contradicted"):
        contradicted = number(report["contradicted"], "assertion")
        asked = f"kg query {report.get('out', 'DIR')} --file opposing_evidence"
        yield f"{contradicted} contradicted by others: {asked} lists them"
    if ambiguous := report.get("ambiguous"):
        told = ", ".join(f"{row['name']} ({' or '.join(row['candidates'])})" for row in ambiguous[:AMBIGUOUS_SHOWN])
        yield f"left undecided, for several concepts are called so: {told}"
    if ungrounded := report.get("ungrounded"):
        named = ", ".join(f"{row['name']} ({row['mentions']})" for row in ungrounded[:UNGROUNDED_SHOWN])
        yield f"in no ontology at hand, most often: {named}"


def edge_phrase(row: Mapping[str, Any]) -> str:
    """Say an assertion in words: "IL2 increases regulatory T cell (abundance)"."""
    verb = predicates()[row["predicate"]].verb(row["direction"])
    aspect = f" ({row['aspect'].replace('_', ' ')})" if row["aspect"] else ""
    denied = "NOT: " if row["negated"] else ""
    return f"{denied}{row['subject_name']} {verb} {row['object_name']}{aspect}"


def _flags(row: Mapping[str, Any]) -> list[str]:
    flags = [row["context_dose"]] if row["context_dose"] else []
    flags += ["speculated"] if row["said_speculatively"] else []
    flags += [NOT_ASSERTED["withdrawn"]] if standing(row) == "withdrawn" else []
    flags += [f"said of its {row['via']}"] if row["via"] != "direct" else []
    flags += ["RETRACTED PAPER"] if row["retracted"] else []
    flags += [f"opposed by {number(len(row['opposed_by']), 'assertion')}"] if row["opposed_by"] else []
    return flags + _judged(row)


def _judged(row: Mapping[str, Any]) -> list[str]:
    if row["rejected"]:
        return ["REJECTED by a curator"]
    counts = ((row["judged_right"], "right"), (row["judged_wrong"], "wrong"))
    return [f"{number(count, 'sentence')} judged {verdict}" for count, verdict in counts if count]


def short(identity: str) -> str:
    """Return as much of an id as is printed, in brackets; `kg curate` takes it."""
    return f"[{identity[:DIGITS]}]"


def verdict_words(row: Mapping[str, Any]) -> str:
    """Return "wrong (polarity), M. Kern: it falls": what a curator says of a passage; "" where nobody does."""
    if not row["verdict"]:
        return ""
    error = f" ({row['error']})" if row["error"] else ""
    curator = f", {row['curator']}" if row["curator"] else ""
    note = f": {row['note']}" if row["note"] else ""
    return f"{row['verdict']}{error}{curator}{note}"


def passage_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """Tell a sentence, where it is from and what a curator says of it."""
    where = paper_name(row) + (f" ({row['year']})" if row["year"] else "")
    yield f"    “{row['sentence']}”  {where}  {short(row['evidence_id'])}"
    if row["verdict"]:
        yield f"      judged {verdict_words(row)}"


def edge_lines(edges: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Tell a concept's edges, each with belief, papers and its best sentence."""
    for row in edges:
        flags = "".join(f" · {flag}" for flag in _flags(row))
        yield ""
        yield f"  {edge_phrase(row)}  {short(row['id'])}"
        here, papers = row["papers_here"], number(row["document_count"], "paper")
        papers = papers if here == row["document_count"] else f"{here:,} of {papers} in this context"
        yield f"    belief {row['belief']:.2f} · {papers}{flags}"
        yield from passage_lines(row)


def concept_line(concept: Mapping[str, Any]) -> str:
    """Return "regulatory T cell  CL:0000815  cell_type  12 mentions in 2 papers"."""
    seen = f"{number(concept['mention_count'], 'mention')} in {number(concept['document_count'], 'paper')}"
    return f"{concept['name']}  {concept['id']}  {concept['category'].replace('_', ' ')}  {seen}"


def known_lines(known: Mapping[str, Any], context: str | None) -> Iterator[str]:
    """Tell what a graph knows of a concept, and of the drug that is its product."""
    yield concept_line(known["concept"])
    yield from edge_lines(known["edges"])
    if known["edges_given"]:
        yield ""
        yield f"given as a medicine: {concept_line(known['given_as'])}"
        yield from edge_lines(known["edges_given"])
    elif not known["edges"]:
        yield "  no statement about it was read" + (f" in the context {context!r}" if context else "")


def _candidate_words(candidate: Mapping[str, Any]) -> str:
    name = "in no ontology here" if candidate["concept_id"].startswith("text:") else candidate["name"]
    return f"{candidate['concept_id']} {name} {candidate['score']:.2f}"


def explanation_lines(explained: Mapping[str, Any]) -> Iterator[str]:
    """Tell the mentions with their candidates, then each sentence with what was read from it or why nothing."""
    yield "mentions"
    for mention in explained["mentions"]:
        where = f"{mention['start']}–{mention['end']}"
        yield f"  {mention['text']!r} {where}, {mention['category']}, found by {mention['found_by']}"
        for part in mention["parts"]:
            ranked = (_candidate_words(candidate) for candidate in part)
            yield "      " + ("; ".join(ranked) or "ungrounded")
    for sentence in explained["sentences"]:
        yield ""
        yield sentence["text"]
        for relation in sentence["relations"]:
            marks = [mark for mark in ("negated", "speculated") if relation[mark]]
            marks += [f"via {relation['via']}"] if relation["via"] != "direct" else []
            marks += ["dropped by the network"] if relation["dropped"] else []
            phrase = edge_phrase({**relation, "negated": False})
            yield f"  → {phrase}  [{', '.join([relation['rule'], repr(relation['trigger']), *marks])}]"
        if sentence["why_none"]:
            yield f"  no relation: {sentence['why_none']}"
