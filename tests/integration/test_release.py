"""What is released: the source archive, the wheel made from it, and what is said of both elsewhere."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kg

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEVELOPMENT = tuple(PROJECT["optional-dependencies"])
BIGGEST = 25_000_000  # bytes of the wheel; docs/releasing.md says what it is today
# What FastAPI is made of, and takes the versions of; users meet it as FastAPI's
PART_OF_ANOTHER = {"starlette": "fastapi", "pydantic": "fastapi"}
NOT_RELEASED = re.compile(
    r"__pycache__|\.pyc$|(^|/)\.(?!ci/|dockerignore|github/|gitignore|pre-commit)|\.egg-info|(^|/)build/"
)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source archive and the wheel, as `python -m build` makes them."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (archive,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return archive, wheel


def tracked(folder: str) -> set[str]:
    """Files below a folder of the checkout that are the project's."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in files if not NOT_RELEASED.search(path.as_posix())}


def test_the_wheel_is_whole_and_holds_nothing_else(released: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(released[1]) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
        about = {name.partition(".dist-info/")[2] for name in wheel.namelist() if ".dist-info/" in name}
    data = {f"kg/_data/{name}" for folder in ("ontologies", "pipelines") for name in tracked(folder)}
    assert held == tracked("kg") | data
    assert "kg/py.typed" in held
    assert about == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    assert released[1].stat().st_size < BIGGEST


def test_the_source_archive_holds_what_tests_need(released: tuple[Path, Path]) -> None:
    with tarfile.open(released[0]) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert not [name for name in held if NOT_RELEASED.search(name)]
    for folder in ("kg", "tests", "docs", "notebooks", "ontologies", "pipelines", "changelog.d", ".ci", ".github"):
        assert tracked(folder) <= held, folder
    assert held >= {
        "pyproject.toml",
        "README.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "CITATION.cff",
        "Justfile",
        "Dockerfile",
    }
    assert held >= {"CHANGELOG.md", "requirements.lock", "requirements-dev.lock", ".pre-commit-config.yaml"}


def test_an_index_would_take_both(released: tuple[Path, Path]) -> None:
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, released)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_version_is_the_same_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert PROJECT["version"] == kg.__version__
    assert f"\nversion: {PROJECT['version']}\n" in citation
    assert f"\nlicense: {PROJECT['license']}\n" in citation


def requirements(*extras: str) -> dict[str, Requirement]:
    """What pyproject.toml asks for, by name."""
    asked = [*PROJECT["dependencies"], *(one for extra in extras for one in PROJECT["optional-dependencies"][extra])]
    return {canonicalize_name(one.name): one for one in map(Requirement, asked)}


@pytest.mark.parametrize(("lock", "extra"), [("requirements.lock", "png"), ("requirements-dev.lock", "dev")])
def test_a_lock_holds_every_dependency_in_a_version_that_is_allowed(lock: str, extra: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))
    for name, asked in requirements(extra).items():
        assert name in pins, f"{name} is not in {lock}: just lock"
        assert asked.specifier.contains(pins[name]), f"{lock} has {name} {pins[name]}, allowed is {asked.specifier}"
    for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
        assert "==" not in block or "--hash=sha256:" in block, block.splitlines()[0]


def test_what_the_code_imports_is_declared() -> None:
    known, declared = packages_distributions(), requirements(*DEVELOPMENT)
    for path in (ROOT / "kg").rglob("*.py"):
        for name in imported(path) - sys.stdlib_module_names - {"kg", "_typeshed"}:
            packages = {canonicalize_name(one) for one in known.get(name, [name])}
            if PART_OF_ANOTHER.get(name) not in declared:
                assert packages & declared.keys(), f"{path.relative_to(ROOT)} imports {name}"


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("name", sorted(requirements(*DEVELOPMENT)))
def test_every_dependency_has_its_reason(name: str) -> None:
    """In the table those of the default install, in the text behind it those of the extras."""
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    if name in requirements():
        assert f"| {name} |" in told
    else:
        assert re.search(rf"\b{name}\b", told, re.IGNORECASE)


def test_the_dependencies_page_names_nothing_that_is_gone() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| ([a-z0-9-]+) \|", told, re.MULTILINE)) - {"package"} == set(requirements())
