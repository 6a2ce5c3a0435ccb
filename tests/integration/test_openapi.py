"""The JSON API against its own OpenAPI, by Schemathesis: no 5xx, only what is described, nothing wrong accepted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures_graph import write_graph
from tests.served import serving

# Beside this Python, also where its environment is not activated
SCHEMATHESIS = shutil.which(
    "schemathesis", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
)


@pytest.mark.skipif(not SCHEMATHESIS, reason="Schemathesis is not installed")
def test_answers_are_as_openapi_describes_them(tmp_path: Path) -> None:
    assert SCHEMATHESIS
    with serving(write_graph(tmp_path / "g").root) as one:
        command = [SCHEMATHESIS, "run", f"{one.address}openapi.json", "--no-color", "--seed", "1", "--max-time", "15"]
        command += ["--max-examples", "15", "--phases", "examples,coverage,fuzzing", "--generation-database", "none"]
        # OpenAPI cannot say that `below` needs `about`, or which names a graph knows
        command += ["--exclude-checks", "positive_data_acceptance"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr
        assert "11 selected" in done.stdout
