"""CONTRIBUTING.md's walk-throughs, followed literally in a copy of the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.walkthrough import Command, NewFile, NewLines, Step, steps

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROGRAMS = {"kg": f"{sys.executable} -m kg.cli", "python": sys.executable}
COPIED = ("kg", "ontologies", "pipelines", "tests", "pyproject.toml")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("checkout")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    return copy


def output(command: Command, checkout: Path) -> str:
    """What a command prints, run with the copy's code."""
    program, _, arguments = command.line.partition(" ")
    line = f"{PROGRAMS.get(program, program)} {arguments}"
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTEST_ADDOPTS": ""}
    done = subprocess.run(line, shell=True, cwd=checkout, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, f"{command.line}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_a_reader_an_exporter_a_rule_and_a_concept_are_added_as_the_page_says(checkout: Path) -> None:
    for step in steps(PAGE):
        if isinstance(step, Command):
            printed = output(step, checkout)
            for line in step.prints:
                assert line in printed, f"{step.line}\n{printed}"
        else:
            step.apply(checkout)


def test_a_format_is_one_file_and_one_line() -> None:
    for room in ("read", "export"):
        made = [step for step in steps(PAGE) if not isinstance(step, Command) and step.path.startswith(f"kg/{room}/")]
        assert [type(step) for step in made] == [NewFile, NewLines]
        assert added(made[1]) == 1


def added(step: Step) -> int:
    return step.added if isinstance(step, NewLines) else 0


def test_what_the_page_adds_is_not_there_yet() -> None:
    for step in steps(PAGE):
        if isinstance(step, NewLines):
            assert step.after not in (ROOT / step.path).read_text(encoding="utf-8"), step.path
