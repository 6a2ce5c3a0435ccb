from __future__ import annotations

from pathlib import Path

import pytest

from kg.core import memory
from kg.core.errors import OptionError
from kg.core.memory import LEAST, parse_size, share, there_is


@pytest.mark.parametrize(
    ("text", "size"),
    [("2GB", 2 * 10**9), ("1.5 GiB", 3 * 2**29), ("800m", 8 * 10**8), ("1T", 10**12), ("600000000", 6 * 10**8)],
)
def test_sizes_as_people_write_them(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "much", "2XB", "-1GB", "2 GB each", "100MB", "511MB", "0"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(OptionError, match=r"size|too little"):
        parse_size(text)


def test_a_container_may_have_less_than_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there, limit = there_is(), tmp_path / "memory.max"
    for text, expected in (
        ("max\n", there),
        ("4000000000\n", min(there, 4 * 10**9)),
        ("99999999999999999999\n", there),
    ):
        limit.write_text(text)
        monkeypatch.setattr(memory, "_LIMITS", (limit, tmp_path / "missing"))
        assert there_is() == expected
        assert share() == max(LEAST, expected // 4)
