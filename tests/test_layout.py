"""The house's habits that a program can check."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FUNCTION = 40
LONGEST_MODULE = 300
# Exceptions, each with its reason
LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
HEAVY = (
    "spacy",
    "scispacy",
    "duckdb",
    "pyarrow",
    "pyoxigraph",
    "rdflib",
    "networkx",
    "pyvis",
    "lxml",
    "numpy",
    "httpx",
    "fastapi",
    "uvicorn",
    "pydantic",
    "rich.progress",
)


def modules() -> list[Path]:
    return sorted((ROOT / "kg").rglob("*.py"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield (name, lines of the body without its docstring) of each function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body:
                yield node.name, (body[-1].end_lineno or 0) - body[0].lineno + 1


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_modules_and_functions_are_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE or name(path) in LONG_MODULES, f"{name(path)} has {lines} lines"
    long = [
        f"{function} has {length} lines"
        for function, length in functions(path)
        if length > LONGEST_FUNCTION and f"{name(path)}:{function}" not in LONG_FUNCTIONS
    ]
    assert not long, f"{name(path)}: {'; '.join(long)}"


@pytest.mark.parametrize("path", [path for path in modules() if path.name != "__init__.py"], ids=name)
def test_every_module_has_its_test(path: Path) -> None:
    inside = path.relative_to(ROOT / "kg")
    assert (ROOT / "tests" / "unit" / inside.parent / f"test_{inside.name}").is_file(), "no unit test module"


@pytest.mark.parametrize("path", modules(), ids=name)
def test_module_constants_cannot_be_changed(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.List | ast.Set | ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            assert names == ["__all__"], f"{name(path)}:{node.lineno} {names} can be changed"


def test_the_first_line_of_a_package_says_its_arrow() -> None:
    arrows = [path for path in (ROOT / "kg").glob("*/__init__.py") if path.parent.name not in {"core", "_data"}]
    assert arrows
    for path in arrows:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert "->" in docstring.splitlines()[0], f"{name(path)}: {docstring.splitlines()[:1]}"


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    code = f"import sys, kg.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def _unsafe(call: ast.Call) -> bool:
    """Tell whether a call could run what it reads."""
    given = {one.arg: ast.unparse(one.value) for one in call.keywords}
    called = ast.unparse(call.func)
    return (
        called in {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
        or (called == "np.load" and given.get("allow_pickle") != "False")
        or (called == "torch.load" and given.get("weights_only") != "True")
        or given.get("shell", "False") != "False"
    )


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_that_is_read_becomes_code(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    loaded = {name.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for name in node.names}
    loaded |= {(node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    # A worker process is told by the one that started it what to do, as multiprocessing itself tells it
    unsafe = {"pickle"} if path.name != "workers.py" else set()
    assert not loaded & unsafe
    assert not loaded & {"marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml", "webbrowser"}
    assert not [ast.unparse(node) for node in nodes if isinstance(node, ast.Call) and _unsafe(node)]


def test_spacy_entry_points_are_the_factories_in_the_code() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["entry-points"]["spacy_factories"]
    found = {}
    for path in (ROOT / "kg" / "annotate").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
            for decorator in decorators:
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "Language.factory":
                    factory = ast.literal_eval(decorator.args[0])
                    found[factory] = f"kg.annotate.{path.stem}:{getattr(node, 'name', '')}"
    assert found == declared
