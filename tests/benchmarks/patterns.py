"""Every regular expression of the code and of the shipped pipelines, against strings made to slow it down.

From each expression's own syntax come texts in which one of its repetitions runs long and the end does not fit. Time
that grows faster than the text is reported: `python -m tests.benchmarks.patterns [LENGTH]`.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

# The parser of the standard library's re; nothing else knows what an expression repeats
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

import kg

LENGTH = 20_000  # characters of a text
SLOW = 1.0  # seconds: what is linear needs a hundredth of it
ENDS = ("", "\0", "!", "\n", "x")
FILLERS = (
    " ",
    "\n",
    "a",
    "A",
    "1",
    ".",
    "a ",
    "A. ",
    "(",
    "((",
    '"',
    '\\"',
    "-",
    "<",
    "<!--",
    "α",
    "é",
    ",",
    "1,",
    "a:",
)
Syntax = Sequence[tuple[Any, Any]]


class Late(BaseException):
    """The time is up."""


def expressions() -> dict[str, tuple[re.Pattern[str], bool]]:
    """Return the compiled expressions of all modules by where they are, each with whether it is searched for.

    What is only matched at a place cannot be slow for being tried at every place.
    """
    names = [one.name for one in pkgutil.walk_packages(kg.__path__, "kg.") if ".train" not in one.name]
    modules = {name: importlib.import_module(name) for name in names}
    code = {name: Path(module.__file__ or "").read_text(encoding="utf-8") for name, module in modules.items()}
    found: dict[str, tuple[re.Pattern[str], bool]] = {}
    for module_name, module in modules.items():
        for name, value in vars(module).items():
            if re.search(rf"(?m)^{name}\b", code[module_name]) is None:
                continue  # imported
            uses = set(re.findall(rf"\b{name}\.(\w+)", "".join(code.values()) if name[0] != "_" else code[module_name]))
            searched = not uses or bool(uses & {"search", "finditer", "findall", "sub", "split"})
            found |= {place: (one, searched) for place, one in _within(value, f"{module_name}.{name}")}
    return found


def _within(value: object, name: str, depth: int = 0) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield name, value
    elif depth < 3 and isinstance(value, Mapping):
        for key, one in value.items():
            yield from _within(one, f"{name}[{key!r}]", depth + 1)
    elif depth < 3 and isinstance(value, tuple | list | frozenset):
        for number, one in enumerate(value):
            yield from _within(one, f"{name}[{number}]", depth + 1)


def example(syntax: Syntax) -> str:
    """Return a text that the syntax may match."""
    return "".join(_example(code, value) for code, value in syntax)


def _example(code: Any, value: Any) -> str:
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if code is codes.ANY:
        return "a"
    if code is codes.IN:
        return _member(value)
    if code is codes.BRANCH:
        return example(value[1][0])
    if code is codes.SUBPATTERN:
        return example(value[3])
    if code is codes.ATOMIC_GROUP:
        return example(value)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return example(value[2]) * max(value[0], 1 if value[1] else 0)
    return ""


def _member(value: Sequence[tuple[Any, Any]]) -> str:
    if value[0][0] is codes.NEGATE:
        probe = re.compile("[^" + "".join(map(_as_class, value[1:])) + "]")
        return next(char for char in "a1 .;é\n\x01" if probe.match(char))
    code, one = value[0]
    return chr(one if code is codes.LITERAL else one[0]) if code is not codes.CATEGORY else _of_category(one)


def _of_category(category: Any) -> str:
    named = str(category)
    if "NOT" in named:
        return "." if "WORD" in named else "a"
    return "1" if "DIGIT" in named else " " if "SPACE" in named else "a"


def _as_class(part: tuple[Any, Any]) -> str:
    code, value = part
    if code is codes.LITERAL:
        return re.escape(chr(value))
    if code is codes.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[str(value).rpartition("_")[2]]


def repeated(syntax: Syntax, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield (what stands before it, one turn of it) for each repetition without a small limit."""
    for code, value in syntax:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            if value[1] is codes.MAXREPEAT or value[1] > 1000:
                yield before, example(value[2])
                if value[2] and value[2][0][0] is codes.BRANCH:
                    yield from ((before, example(one)) for one in value[2][0][1][1])
            yield from repeated(value[2], before)
        elif code is codes.BRANCH:
            for one in value[1]:
                yield from repeated(one, before)
        elif code is codes.SUBPATTERN:
            yield from repeated(value[3], before)
        elif code is codes.ATOMIC_GROUP:
            yield from repeated(value, before)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from repeated(value[1], before)
        before += _example(code, value)


def texts(pattern: re.Pattern[str], length: int = LENGTH) -> Iterator[str]:
    """Yield texts that may slow an expression down."""
    turns = [*repeated(parser.parse(pattern.pattern, pattern.flags)), *(("", filler) for filler in FILLERS)]
    whole = example(parser.parse(pattern.pattern, pattern.flags))
    turns += [("", one) for one in {whole, f"{whole} ", *(before + turn for before, turn in turns)} if one]
    for before, turn in dict.fromkeys(turns):
        if turn:
            for end in ENDS:
                yield before + turn * (length // len(turn)) + end
            if len(turn) < 30:
                yield (before + turn * 24 + "\0") * (length // (len(turn) * 24 + len(before) + 1))


def seconds(pattern: re.Pattern[str], text: str, searched: bool = True, limit: float = SLOW) -> float:
    """Return how long an expression takes to find all its matches in a text; `limit` where it takes longer."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Late

    before = signal.signal(signal.SIGALRM, stop)
    started = time.process_time()
    signal.setitimer(signal.ITIMER_REAL, limit * 2)
    try:
        pattern.fullmatch(text)
        pattern.match(text)
        for _ in pattern.finditer(text) if searched else ():
            pass
    except Late:
        return limit
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return time.process_time() - started


def slow(
    pattern: re.Pattern[str], searched: bool = True, length: int = LENGTH, limit: float = SLOW
) -> tuple[float, str]:
    """Return the longest time that an expression takes, and with which text; stop at the first over the limit."""
    worst = (0.0, "")
    for text in texts(pattern, length):
        worst = max(worst, (seconds(pattern, text, searched, limit), text))
        if worst[0] >= limit:
            break
    return worst


def main(length: int = LENGTH) -> int:
    """Print the slow ones; return how many there are."""
    count = 0
    known = expressions()
    for place, (pattern, searched) in sorted(known.items()):
        took, text = slow(pattern, searched, length)
        if took >= SLOW / 5:
            count += 1
            print(f"{took:6.2f} s  {place}  {text[:24]!r} … {text[-12:]!r}", flush=True)
    print(f"{len(known)} expressions, {count} of them slow with {length:,} characters")
    return count


if __name__ == "__main__":
    sys.exit(min(main(*map(int, sys.argv[1:2])), 1))
