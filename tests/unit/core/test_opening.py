"""Files open whatever their compression, and every failure names the file."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.core import opening
from kg.core.errors import InputError
from kg.core.opening import decode, open_binary, open_text, read_head

TEXT = "Naïve B cells\nmeet IL-21.\n"


@pytest.mark.parametrize("compress", [bytes, gzip.compress, lzma.compress, bz2.compress])
def test_the_content_tells_the_compression(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "no-suffix"
    path.write_bytes(compress(TEXT.encode()))
    with open_text(path) as lines:
        assert lines.read() == TEXT
    assert read_head(path) == TEXT


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress, bz2.compress])
def test_a_truncated_file_is_an_input_error(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "cut"
    path.write_bytes(compress(TEXT.encode() * 500)[:-12])
    with pytest.raises(InputError, match=r"cut: .*(damaged|cut short|ended)"), open_text(path) as lines:
        lines.read()


def test_corrupt_bytes_are_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.gz"
    whole = bytearray(gzip.compress(bytes(range(256)) * 40))
    whole[20:60] = b"\xff" * 40
    path.write_bytes(whole)
    with pytest.raises(InputError), open_binary(path) as stream:
        stream.read()


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"), open_binary(tmp_path / "absent"):
        pass


def test_marks_and_line_ends_are_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "dos.txt"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree")
    with open_text(path) as lines:
        assert lines.read() == "one\ntwo\nthree"
    path.write_text("µm", encoding="utf-16")
    with open_text(path) as lines:
        assert lines.read() == "µm"


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(b"na\xefve")
    with pytest.raises(InputError, match="not UTF-8 text"), open_text(path) as lines:
        lines.read()
    with open_text(path, errors="replace") as lines:
        assert lines.read() == "na\N{REPLACEMENT CHARACTER}ve"


def test_the_head_ends_at_64_kib_and_never_within_a_character(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("x" + "β" * 100_000, encoding="utf-8")
    head = read_head(path)
    assert set(head) == {"x", "β"}
    assert len(head.encode()) in (64 * 1024, 64 * 1024 - 1)
    assert decode("β".encode()[:1]) == ""


def test_what_is_compressed_too_well_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "ALWAYS_EXPANDED", 1000)
    kinds: tuple[Callable[[bytes], bytes], ...] = (gzip.compress, bz2.compress, lzma.compress)
    for number, compress in enumerate(kinds):
        path = tmp_path / str(number)
        path.write_bytes(compress(b"a\n" * 1_000_000))
        with pytest.raises(InputError, match="200 times its size"), opening.open_text(path) as lines:
            list(lines)
        path.write_bytes(compress(bytes(range(32, 127)) * 3))
        with opening.open_text(path) as lines:
            assert len(lines.read()) == 285


@pytest.mark.parametrize(("newline", "refused"), [(None, "\n"), ("\n", "\r")])
def test_a_line_without_end_is_refused_by_its_number(tmp_path: Path, newline: str | None, refused: str) -> None:
    path = tmp_path / "a"
    path.write_text("short\n" + refused.join(["x" * 99] * 10_000) + "y" * 1_000_000, encoding="utf-8", newline="\n")
    with (
        pytest.raises(InputError, match=r"line \d+ has more than 200,000 bytes"),
        opening.open_text(path, newline=newline, longest_line=200_000) as lines,
    ):
        list(lines)
    with opening.open_text(path, newline=newline) as lines:
        assert next(lines) == "short\n"


def test_a_file_that_is_one_document_has_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST_WHOLE", 100)
    (tmp_path / "a").write_bytes(b"x" * 101)
    with pytest.raises(InputError, match="more than 100 bytes"):
        opening.read_whole(tmp_path / "a")
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert opening.read_whole(tmp_path / "a") == b"x" * 100
