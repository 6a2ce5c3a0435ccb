"""The route of an evaluation: composes gold files, a pipeline and the scorers; writes what was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.core.errors import DataError, OptionError, RecordError, UnknownName
from kg.core.paths import pipeline_folder
from kg.core.text import Extraction
from kg.recipe import Recipe, load_annotator

if TYPE_CHECKING:
    from kg.evaluate.judged import Judged
    from kg.evaluate.scores import Scores
    from kg.evaluate.subset import Subset

PREDICTED, GOLD = MENTIONS = ("predicted", "gold")  # whose mentions are linked
SCORES_FILE = "scores.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an evaluation is asked for.

    Attributes:
        task: mentions, links or relations.
        gold: gold files.
        mentions: `predicted`; or `gold`: for links the pipeline is given the spans, and only finds their concepts; for
            relations it is given both.
        texts: files that hold the documents, where the gold comes without them.
        only: a list of the documents to keep to.
        errors, save, changes: files to write: misses and false alarms; predictions; what changed against `compare`.
        compare: predictions that an earlier run saved.
        point: the operating point of what is learned.
        write: put the scores into the pipeline's `scores.json`.
    """

    task: str
    gold: tuple[Path, ...]
    mentions: str = PREDICTED
    texts: tuple[Path, ...] = ()
    only: Path | None = None
    errors: Path | None = None
    save: Path | None = None
    compare: Path | None = None
    changes: Path | None = None
    point: str = "balanced"
    write: bool = False


@dataclass(slots=True)
class Evaluated:
    """What an evaluation found.

    Attributes:
        skipped: gold records that could not be read, and documents the pipeline failed on.
        unmet: documents of the list to keep to that no gold file holds.
        changes: how many of each sort, where there was something to compare with.
    """

    scores: Scores
    skipped: list[RecordError]
    unmet: list[str] = field(default_factory=list)
    changes: dict[str, int] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values; fractions from 0 to 1."""
        compared = {} if self.changes is None else {"changes": self.changes}
        return {**self.scores.as_json(), **compared}

    def lines(self) -> Iterator[str]:
        """Yield the same to read."""
        yield from self.scores.lines()
        if self.changes is not None:
            told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in self.changes.items())
            yield f"against the saved predictions: {told}"


def evaluate(asked: Asked, recipe: Recipe) -> Evaluated:
    """Score a recipe, which is given the text alone (or with it the marked spans), against gold files.

    Raises:
        KGError: options that do not fit together; no such task; a file that is missing or of no known format; gold
            that marks nothing to score.
    """
    from kg.evaluate.evaluate import TASKS
    from kg.evaluate.evaluate import evaluate as score
    from kg.evaluate.judged import Judged, within
    from kg.evaluate.saved import read_saved
    from kg.evaluate.subset import read_subset

    asked = _routed(asked)
    _check(asked)
    subset = read_subset(asked.only) if asked.only else None
    saved = read_saved(asked.compare) if asked.compare else None
    annotator, skipped = load_annotator(replace(recipe, point=asked.point)), list[RecordError]()
    concepts = annotator.nlp.get_pipe("kg_mentions").lexicon.concepts
    rows, rows_before = list[Judged](), list[Judged]()
    before = TASKS[asked.task](concepts, rows_before.append)
    with _saving(asked.save) as save:

        def told() -> Iterator[tuple[Extraction, Extraction]]:
            for gold, predicted in _pairs(asked, annotator, subset, skipped):
                save(gold, predicted)
                if saved:
                    before.add(gold, saved.of(gold))
                yield gold, predicted

        wanted = {"note": rows.append} if asked.errors or saved else {}
        scores = score(asked.task, told(), concepts, **wanted)
    evaluated = Evaluated(scores, skipped, subset.unmet() if subset else [])
    marked = frozenset(scores.per_type)
    _tell(asked, evaluated, list(within(rows, marked)), list(within(rows_before, marked)))
    if asked.write:
        _keep(asked, recipe, scores)
    return evaluated


def _routed(asked: Asked) -> Asked:
    """Return the question as it is meant: relations against curations are counted as these judge, one by one.

    Raises:
        OptionError: other gold stands beside curations.
    """
    from kg.core.opening import read_head
    from kg.read.curations import recognises

    curated = [path.is_file() and recognises(read_head(path)) for path in asked.gold]
    if asked.task != "relations" or not any(curated):
        return asked
    if not all(curated):
        raise OptionError("curations are counted in a way of their own: give them without other gold")
    return replace(asked, task="verdicts")


def _check(asked: Asked) -> None:
    from kg.evaluate.evaluate import JUDGED_ONE_BY_ONE, TASKS

    if asked.task not in TASKS:
        raise UnknownName("task", asked.task, tuple(TASKS))
    if asked.mentions not in MENTIONS:
        raise UnknownName("choice of mentions", asked.mentions, MENTIONS)
    if asked.mentions == GOLD and asked.task == "mentions":
        raise OptionError("--mentions gold goes with links and relations: it gives the pipeline what is marked")
    if asked.changes and not asked.compare:
        raise OptionError("--changes tells what changed against --compare FILE")
    one_by_one = asked.errors or asked.save or asked.compare
    if one_by_one and asked.task not in JUDGED_ONE_BY_ONE:
        raise OptionError("--errors, --save and --compare go with mentions and links")


def _pairs(
    asked: Asked, annotator: Any, subset: Subset | None, skipped: list[RecordError]
) -> Iterator[tuple[Extraction, Extraction]]:
    from kg.evaluate.blind import link, predict, relate
    from kg.read.gold import read

    gold: Iterable[Extraction | RecordError] = (one for path in asked.gold for one in read(path, asked.texts))
    part = subset.part(gold) if subset else gold
    if asked.mentions == GOLD and asked.task == "relations":
        return relate(part, annotator.relate, skipped)
    if asked.mentions == GOLD:
        return link(part, annotator.link, skipped)
    return predict(part, annotator.stream, skipped)


@contextmanager
def _saving(path: Path | None) -> Iterator[Callable[[Extraction, Extraction], None]]:
    """Give what writes a document's predictions; the file is there when all of them are."""
    if path is None:
        yield lambda gold, predicted: None
        return
    from kg.core.tables import atomic
    from kg.evaluate.saved import saved_line

    with atomic(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        yield lambda gold, predicted: print(saved_line(gold, predicted), end="", file=file)


def _tell(asked: Asked, evaluated: Evaluated, rows: list[Judged], before: list[Judged]) -> None:
    """Write the tables that are asked for, and note what has changed."""
    from kg.evaluate.changes import changes, changes_table, counted
    from kg.evaluate.judged import errors_table

    if asked.errors:
        _write(asked.errors, errors_table(rows))
    if asked.compare:
        found = changes(before, rows)
        evaluated.changes = counted(found)
        if asked.changes:
            _write(asked.changes, changes_table(found))


def _write(path: Path, lines: Iterable[str]) -> None:
    from kg.core.tables import atomic

    with atomic(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def _keep(asked: Asked, recipe: Recipe, scores: Scores) -> None:
    """Put the scores into the pipeline's file.

    Raises:
        DataError: what stands there is no such file.
    """
    from kg.core.tables import write_json
    from kg.evaluate.kept import name_of_gold, with_entry

    path = pipeline_folder(recipe.pipeline) / SCORES_FILE
    name = name_of_gold(asked.gold, asked.only, asked.mentions, recipe.ontologies, asked.point)
    try:
        held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        write_json(path, with_entry(held, name, scores))
    except (ValueError, AttributeError, TypeError) as error:
        raise DataError(path, 0, f"is no file of scores ({error})") from error
