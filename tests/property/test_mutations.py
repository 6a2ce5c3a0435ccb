"""Valid files of every format, spoiled: bits turned, pieces cut out, doubled, exchanged; and what once failed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS
from tests.hostile_files import ANY

CORPUS = Path(__file__).parents[1] / "fuzz" / "corpus"
PIECES = (b'"', b"\n", b"\r", b"\0", b"\t", b"|", b",", b"<", b">", b"&", b"[", b"{", b"]", b"}", b"\\", b":", b"-1",
          b"9" * 30, b"NaN", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"<!--", b"]]>", b"''", b"=",
          )  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    content = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        piece = content[start:end]
        change = draw(st.sampled_from(["turn", "cut", "double", "move", "insert", "replace", "end"]))
        if change == "turn" and start < len(content):
            turned = bytes([content[start] ^ (1 << draw(st.integers(0, 7)))])
            content = content[:start] + turned + content[start + 1 :]
        elif change == "cut":
            content = content[:start] + content[end:]
        elif change == "double":
            content = content[:end] + piece + content[end:]
        elif change == "move":
            content = content[:start] + content[end:] + piece
        elif change in ("insert", "replace"):
            inside = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4)))
            content = content[:start] + inside + content[start if change == "insert" else end :]
        else:
            content = content[:start]
    return content


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_spoiled_file_gives_documents_or_errors(target: str, data: st.DataObject) -> None:
    call, seeds = TARGETS[target]
    call(data.draw(spoiled(seeds)))


@pytest.mark.parametrize("target", TARGETS)
def test_hostile_files_give_documents_or_errors(target: str, tmp_path: Path) -> None:
    call, seeds = TARGETS[target]
    for write in ANY.values():
        write(tmp_path / "file", seeds[0])
        call((tmp_path / "file").read_bytes())


@pytest.mark.parametrize("path", sorted(CORPUS.rglob("*-*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_failed(path: Path) -> None:
    TARGETS[path.parent.name].call(path.read_bytes())
