"""A build that is killed, or whose disk is full, goes on where it stopped and ends with the same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.killing import build, children, contents, kill_when, shards, start, write_papers

PAPERS = 160


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_papers(tmp_path_factory.mktemp("papers") / "in", PAPERS)


@pytest.fixture(scope="module")
def whole(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an uninterrupted build gives."""
    out = tmp_path_factory.mktemp("whole") / "out"
    build(inputs, out)
    assert shards(out) >= 4
    return contents(out)


def test_a_build_killed_again_and_again_ends_with_the_same_bytes(
    inputs: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    manifest, graph = out / "extractions" / "manifest.json", out / "graph" / "manifest.json"
    for standing in (1, 3):
        kill_when(start(inputs, out, 1), lambda at=standing: shards(out) >= at)  # type: ignore[misc]
        assert not manifest.exists()
        assert shards(out) < len([name for name in whole if name.startswith("extractions/")]) - 1
    kill_when(start(inputs, out, 1), lambda: any(out.glob(".assemble-*")))
    assert manifest.exists()
    assert not graph.exists()
    assert f"read 0 documents, {PAPERS} stood already" in build(inputs, out)
    assert contents(out) == whole


def test_workers_that_are_killed_and_ctrl_c_lose_nothing(inputs: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(inputs, out, 2)
    if process.stdout and not Path(f"/proc/{process.pid}/task/{process.pid}/children").exists():
        pytest.skip("the system does not tell a process's children")
    while shards(out) < 1:
        assert process.poll() is None
        time.sleep(0.01)
    workers = children(process)
    assert len(workers) == 2
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    while not set(children(process)) - set(workers):
        assert process.poll() is None
        time.sleep(0.01)
    kill_when(process, lambda: True, signal.SIGINT)
    assert process.returncode == 130
    assert not list(out.rglob("*.tmp"))
    assert "stood already" in build(inputs, out, 2)
    assert contents(out) == whole


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that holds few kilobytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"a small file system cannot be mounted here: {error}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_one_line_and_the_next_build_goes_on(
    inputs: Path, whole: dict[str, bytes], small_disk: Path
) -> None:
    out = small_disk / "out"
    process = start(inputs, out, 1)
    _, problems = process.communicate()
    assert process.returncode == 1
    (line,) = problems.splitlines()
    assert "cannot be written: No space left on device; what is finished is kept" in line
    assert 0 < shards(out) < len(whole)
    assert not list(out.rglob("*.tmp"))
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    assert "stood already" in build(inputs, out)
    assert contents(out) == whole
