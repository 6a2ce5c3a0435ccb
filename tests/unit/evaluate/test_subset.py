"""kg.evaluate.subset: which documents of a gold file count."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import InputError, RecordError
from kg.core.text import Document, Extraction, Metadata
from kg.evaluate.subset import Subset, read_subset


def _gold(identity: str, pmid: str = "", source_id: str = "", pmcid: str = "") -> Extraction:
    return Extraction(Document(identity, "", (), Metadata(pmid=pmid, source_id=source_id, pmcid=pmcid)))


def test_a_document_is_known_by_any_of_its_ids(tmp_path: Path) -> None:
    file = tmp_path / "only.txt"
    file.write_text("# held out\n1\nPMID:2\n90110496\t3\nPMC4  # in PMC\nx-5\n\n6\n", encoding="utf-8")
    subset = read_subset(file)
    inside = [
        _gold("PMID:1", "1", "1"),
        _gold("PMID:2", "2", "PMID-2"),
        _gold("sha1:0", source_id="90110496"),
        _gold("PMCID:PMC4", pmcid="PMC4"),
        _gold("sha1:0", source_id="X-5"),
    ]
    error = RecordError("f", 9, "cannot be read")
    stream: list[Extraction | RecordError] = [inside[0], _gold("PMID:7", "7"), *inside[1:], _gold("sha1:0"), error]
    assert list(subset.part(stream)) == [*inside, error]
    assert subset.unmet() == ["6"]


def test_either_id_of_a_line_will_do() -> None:
    subset = Subset([("90110496", "3")])
    assert subset.holds(_gold("PMID:3", "3").document)
    assert not subset.holds(_gold("PMCID:PMC3", pmcid="PMC3").document)
    assert subset.unmet() == []


def test_a_list_of_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="names no document"):
        read_subset(tmp_path / "none.txt")
    with pytest.raises(InputError):
        read_subset(tmp_path / "nowhere.txt")
