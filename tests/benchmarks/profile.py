"""Where the time of a build goes: a flame graph of annotating, and shares by step.

    python -m tests.benchmarks.profile [--abstracts 600] [--out docs/images/flame.svg]

py-spy looks at the stack of a process that annotates real abstracts 200 times a second, from reading the file to the
shard. The picture is drawn here: each box is a function, as wide as its share, standing on the one that called it;
what takes less than half a percent is left out. Needs `pip install py-spy`.
"""

from __future__ import annotations

import argparse
import html
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.scale import write_inputs

ROOT = Path(__file__).resolve().parents[2]
RATE = 200  # looks a second
LEAST = 0.005  # of all looks, to be drawn
WIDTH, ROW, LETTER = 1200, 17, 6.2  # pixels
# Our own rooms in colours of their own, libraries grey
COLOURS = {
    "kg/read": "#8ecae6", "kg/annotate": "#ffb703", "kg/core": "#f4a261", "kg/index": "#e9c46a", "kg/": "#cdb4db",
    "spacy": "#a3b18a", "numpy": "#b7c4cf", "pyarrow": "#c9ada7",
}  # fmt: skip
# Steps by the function in which they begin; the first that stands on a stack counts
STEPS = {
    "read": ("read_source (kg/read/sniff.py)",),
    "tokens": ("Language.make_doc (spacy/language.py)", "Language._ensure_doc (spacy/language.py)"),
    "sentences, abbreviations": ("Sentences.__call__", "Abbreviations.__call__"),
    "tagger": ("Tagger.read (kg/annotate/tagger.py)", "Tagger.find (kg/annotate/tagger.py)"),
    "dictionary and the rest of mentions": ("MentionFinder.__call__ (kg/annotate/finder.py)",),
    "ids": ("Links.__call__ (kg/annotate/links.py)",),
    "cues": ("Qualifiers.__call__",),
    "rules": ("RelationReader.__call__ (kg/annotate/relations.py)",),
    "network of pairs": ("Learned.__call__ (kg/annotate/learned.py)",),
    "conversion": ("extraction_of (kg/annotate/convert.py)", "answer_of (kg/core/shards.py)"),
    "writing": ("write_shard (kg/core/shards.py)",),
}


@dataclass
class Frame:
    """A function on a stack, and what it called."""

    name: str
    count: int = 0
    called: dict[str, Frame] = field(default_factory=dict)


def looks(abstracts: int) -> list[tuple[list[str], int]]:
    """Return the stacks seen while abstracts are annotated, outermost first, each with how often; loading left out."""
    with tempfile.TemporaryDirectory() as scratch:
        inputs, raw = Path(scratch) / "in.jsonl", Path(scratch) / "raw"
        write_inputs(inputs, abstracts)
        build = ["-m", "kg.cli", "annotate", str(inputs), "--out", str(Path(scratch) / "out"), "--workers", "1"]
        watch = ["py-spy", "record", "-r", str(RATE), "-f", "raw", "-o", str(raw), "--"]
        subprocess.run([*watch, sys.executable, *build], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        lines = raw.read_text(encoding="utf-8").splitlines()
    return list(_stacks(lines))


def _stacks(lines: Iterable[str]) -> Iterator[tuple[list[str], int]]:
    for line in lines:
        stack, _, count = line.rpartition(" ")
        frames = [re.sub(r":\d+\)$", ")", name) for name in stack.split(";")]
        inside = [at for at, name in enumerate(frames) if name.startswith("Extracting.run ")]
        if inside and not any(name.startswith("load_annotator ") for name in frames):
            yield frames[inside[0] :], int(count)


def tree(stacks: Iterable[tuple[list[str], int]]) -> Frame:
    """Return the stacks laid over one another."""
    root = Frame("all")
    for frames, count in stacks:
        root.count += count
        here = root
        for name in frames:
            here = here.called.setdefault(name, Frame(name))
            here.count += count
    return root


def boxes(frame: Frame, total: int, left: float, depth: int) -> Iterator[tuple[Frame, float, int]]:
    """Yield what is drawn: frame, left edge (a share of the width), depth."""
    for one in sorted(frame.called.values(), key=lambda called: called.name):
        if one.count / total >= LEAST:
            yield one, left, depth
            yield from boxes(one, total, left, depth + 1)
        left += one.count / total


def svg(root: Frame) -> str:
    """Return the picture."""
    drawn = list(boxes(root, root.count, 0.0, 0))
    height = (max(depth for _, _, depth in drawn) + 1) * ROW + 4
    rows = [_box(frame, root.count, left, height - (depth + 1) * ROW) for frame, left, depth in drawn]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#fff"/>', *rows, "</svg>\n"])


def _box(frame: Frame, total: int, left: float, top: float) -> str:
    share = frame.count / total
    wide, at = share * WIDTH, left * WIDTH
    colour = next((value for place, value in COLOURS.items() if f"({place}" in frame.name), "#dedbd2")
    fitting = int((wide - 4) / LETTER)
    name = frame.name.split(" (")[0]
    shown = name if len(name) <= fitting else f"{name[: fitting - 1]}…" if fitting > 4 else ""
    return (
        f"<g><title>{html.escape(frame.name)}, {share:.1%}</title>"
        f'<rect x="{at:.1f}" y="{top}" width="{wide:.1f}" height="{ROW - 1}" fill="{colour}"/>'
        f'<text x="{at + 3:.1f}" y="{top + 12}" font-size="11">{html.escape(shown)}</text></g>'
    )


def shares(stacks: Iterable[tuple[list[str], int]]) -> Counter[str]:
    """Return how many looks fell into each of STEPS."""
    counts: Counter[str] = Counter()
    for frames, count in stacks:
        known = (step for step, begins in STEPS.items() if any(name.startswith(begins) for name in frames))
        counts[next(known, "other")] += count
    return counts


def main() -> None:
    """Draw the picture, and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--abstracts", type=int, default=600)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images" / "flame.svg")
    given = parser.parse_args()
    stacks = looks(given.abstracts)
    root = tree(stacks)
    given.out.write_text(svg(root), encoding="utf-8")
    each = root.count / RATE / given.abstracts * 1000
    print(f"{given.abstracts:,} abstracts, {root.count:,} looks, {each:.1f} ms an abstract")
    for step, count in shares(stacks).most_common():
        print(f"{step:<38}{count / root.count:>7.1%}{count / root.count * each:>8.1f} ms")


if __name__ == "__main__":
    main()
