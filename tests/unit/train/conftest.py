"""Tests of training skip, and say why, where PyTorch and floret are not installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

REASON = "training needs the extra `train` (PyTorch, floret)"
WITHOUT = frozenset({"test_answers.py", "test_declaration.py", "test_pair_declaration.py", "test_targets.py"})


class Skipped(pytest.Module):
    """A module that is not imported."""

    def collect(self) -> Any:
        pytest.skip(REASON, allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    if module_path.name in WITHOUT or (find_spec("torch") and find_spec("floret")):
        return None
    module: pytest.Module = Skipped.from_parent(parent, path=module_path)
    return module
