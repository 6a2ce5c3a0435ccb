from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.core.errors import ChecksumMismatch, InputError
from kg.fetch.checksum import check, digests, sha256

CONTENT = b"[Term]\nid: CL:0000815\n" * 1000
STATED = hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_file_is_known_by_what_it_holds_and_as_it_is(
    tmp_path: Path, compress: Callable[[bytes], bytes]
) -> None:
    packed = compress(CONTENT)
    file = tmp_path / "a.obo.packed"
    file.write_bytes(packed)
    found = digests(file)
    assert (found.content, found.size) == (STATED, len(packed))
    assert found.raw == sha256(file) == hashlib.sha256(packed).hexdigest()
    check(found, STATED.upper(), file)
    check(found, found.raw, file)
    check(found, "", file)


def test_a_plain_file_has_one_checksum(tmp_path: Path) -> None:
    file = tmp_path / "a.obo"
    file.write_bytes(CONTENT)
    assert digests(file).raw == digests(file).content == STATED


def test_another_file_than_stated_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.obo"
    file.write_bytes(CONTENT + b"\n")
    with pytest.raises(ChecksumMismatch) as refused:
        check(digests(file), STATED, file, "look elsewhere")
    assert (refused.value.stated, refused.value.found) == (STATED, sha256(file))
    assert str(refused.value).endswith("refused (look elsewhere)")


def test_a_truncated_file_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "a.obo.gz"
    file.write_bytes(gzip.compress(CONTENT)[:-20])
    with pytest.raises(InputError, match="damaged or cut short"):
        digests(file)
