"""The scores below which no change may fall: `python -m tests.floors` fails where one does (tests/floors.toml).

`python -m tests.floors links` scores one task only. Without the shared data folder beside the checkout it says so and
passes.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.recipe import Recipe
from kg.scoring import Asked, evaluate

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"


@dataclass(frozen=True, slots=True)
class Floor:
    """What is scored, and the least it must come to.

    Attributes:
        gold: path below the shared data folder; below the checkout where it begins with "pipelines/".
        f1: the least; of `measure` "precision" it is that.
        only: path below tests/ of the list of documents to keep to, else "".
        kind: which kind's score is meant, else "" for all.
        count: another way to count than the task's own ("overlap" …), else "".
        texts: files below the shared data folder that hold the documents, where the gold has none.
    """

    task: str
    gold: str
    f1: float
    only: str = ""
    kind: str = ""
    count: str = ""
    mentions: str = "predicted"
    measure: str = "f1"
    point: str = "balanced"
    texts: tuple[str, ...] = ()

    @property
    def run(self) -> tuple[str, ...]:
        """What floors have in common that one evaluation serves."""
        return (self.task, self.gold, self.only, self.mentions, self.point)

    def __str__(self) -> str:
        given = f"mentions {self.mentions}" if self.mentions != "predicted" else ""
        measure = self.measure if self.measure != "f1" else ""
        point = self.point if self.point != "balanced" else ""
        return " ".join(filter(None, (self.task, self.gold, self.only, given, point, self.kind, self.count, measure)))


def floors(path: Path = HERE / "floors.toml") -> list[Floor]:
    """Read the table of floors."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["floor"]
    return [Floor(**{**row, "texts": tuple(row.get("texts", ()))}) for row in rows]


def score_of(floor: Floor, scores: dict[str, Any]) -> float:
    """Return what a floor speaks of, from the scores as JSON.

    Raises:
        KeyError: no such kind, or way to count.
    """
    counted = scores[floor.count] if floor.count else scores
    return float((counted["per_type"][floor.kind] if floor.kind else counted)[floor.measure])


def measured(wanted: Iterable[Floor], shared: Path) -> Iterator[tuple[Floor, float | None]]:
    """Yield each floor with its score as it is; None where its gold is not at hand. The same gold is scored once."""
    known: dict[tuple[str, ...], dict[str, Any]] = {}
    for floor in wanted:
        gold = (HERE.parent if floor.gold.startswith("pipelines/") else shared) / floor.gold
        if not Path(str(gold).partition("!")[0]).exists():
            yield floor, None
            continue
        if floor.run not in known:
            only, texts = HERE / floor.only if floor.only else None, tuple(shared / one for one in floor.texts)
            asked = Asked(floor.task, (gold,), floor.mentions, texts, only, point=floor.point)
            known[floor.run] = evaluate(asked, Recipe()).as_json()
        yield floor, score_of(floor, known[floor.run])


def main(tasks: list[str]) -> int:
    """Print every floor with its figure; return 1 where one is not reached."""
    wanted = [floor for floor in floors() if not tasks or floor.task in tasks]
    if not SHARED.is_dir():
        print("floors: not checked, the shared data folder does not stand beside this checkout")
        return 0
    failed = 0
    for floor, f1 in measured(wanted, SHARED):
        if f1 is None:
            print(f"skipped  {floor}: {floor.gold} is not in the shared data folder")
            continue
        below = f1 < floor.f1
        failed += below
        print(f"{'BELOW' if below else 'ok':<8} {f1:.4f} (floor {floor.f1:.4f})  {floor}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
